// Signs in, or adds a key, with a passkey (WebAuthn Level 3: the JSON forms of options and answers).
const known = globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON !== undefined;

async function ask(path, body) {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return answer.ok ? answer.json() : null;
}

async function enter(place) {
  const asked = await ask('/console/passkey/options', {});
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(asked.options);
  const credential = await navigator.credentials.get({ publicKey });
  return ask('/console/passkey', {
    challenge: asked.challenge,
    response: credential.toJSON(),
    next: place.dataset.next,
  });
}

async function add(place) {
  const asked = await ask('/console/account/passkey/options', {});
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(asked.options);
  const credential = await navigator.credentials.create({ publicKey });
  return ask('/console/account/passkey', {
    challenge: asked.challenge,
    response: credential.toJSON(),
    name: place.querySelector('input')?.value ?? '',
  });
}

const ways = { enter, add };
for (const place of document.querySelectorAll('[data-passkey]')) {
  if (!known) continue;
  place.hidden = false;
  const status = place.querySelector('[role="status"]');
  place.querySelector('button').addEventListener('click', async () => {
    status.textContent = '';
    const done = await ways[place.dataset.passkey](place).catch(() => null);
    if (done === null) status.textContent = status.dataset.failed;
    else location.assign(done.next);
  });
}
