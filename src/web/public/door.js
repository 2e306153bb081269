// The device at the door. Every tap is a note that is kept before it is shown, and sent when there is a network; the house
// makes of all devices' notes what holds. Nothing here decides who is there: it shows the last list and its own notes.
const root = document.querySelector('[data-door]');
const { shift, sync, worker, endsAt, timeZone, language, words } = JSON.parse(root.dataset.door);
const part = (name) => root.querySelector(`[data-${name}]`);
const prefix = `relais-door:${shift}:`;
const listKey = `${prefix}list`;
const batch = 200;
const every_ms = 4000;
/** Names leave the device a day after the end. */
const keep_ms = 86_400_000;

const clock = new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
  timeStyle: 'short',
  timeZone,
});
const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const say = (text) => {
  part('said').textContent = text;
};

// What was noted and not yet sent: one entry each, so that two windows of a device never write over each other.
const notes = () =>
  Object.keys(localStorage)
    .filter((key) => key.startsWith(`${prefix}note:`))
    .map((key) => JSON.parse(localStorage.getItem(key)))
    .sort((a, b) => a.at - b.at);
const note = (person, kind) => {
  const id = [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  localStorage.setItem(`${prefix}note:${id}`, JSON.stringify({ id, person, kind, at: Date.now() }));
};

let list = JSON.parse(localStorage.getItem(listKey) ?? 'null');
let state = 'sending';

/** The list with our own notes on it. */
const people = () => {
  const mine = new Map();
  for (const one of notes()) mine.set(one.person, one);
  return (list?.people ?? []).map((person) => {
    const noted = mine.get(person.id) ?? mine.get(person.code);
    if (noted === undefined) return person;
    return { ...person, arrivedAt: noted.kind === 'undo' ? null : (person.arrivedAt ?? noted.at) };
  });
};

const show = () => {
  const all = people();
  const pending = notes().length;
  const lines = {
    online: words['door.online'],
    sending: words['door.sending'],
    offline: words['door.offline'],
  };
  const line = state === 'signIn' ? words['door.signIn'] : lines[state];
  part('line').textContent = pending > 0 ? `${line} · ${pending} ${words['door.pending']}` : line;
  part('line').dataset.state = state;
  if (list === null) return;
  const here = all.filter((one) => one.arrivedAt !== null).length;
  const missing = all.filter(
    (one) => one.arrivedAt === null && (one.state === 'confirmed' || one.state === 'no_show'),
  ).length;
  const waiting = all.filter(
    (one) => one.arrivedAt === null && (one.state === 'waiting' || one.state === 'offered'),
  ).length;
  const counts = { expected: here + missing, here, missing, waiting };
  for (const [name, count] of Object.entries(counts))
    root.querySelector(`[data-count="${name}"]`).textContent = String(count);
  root.querySelector('.door-counts').hidden = false;
  const asked = plain(part('search').who.value.trim());
  const found = all.filter(
    (one) =>
      asked === '' ||
      plain(one.name).includes(asked) ||
      one.code.toLowerCase().startsWith(asked.replace(/\W/g, '')),
  );
  fill(found.slice(0, 300));
};

const element = (name, text, className = '') => {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
};

/** Shown lines by person: they are changed in place, so that a finger or a reader does not lose its line. */
const shown = new Map();
const lineOf = (person) => {
  const known = shown.get(person.id);
  if (known !== undefined) return known;
  const line = document.createElement('li');
  const text = document.createElement('div');
  const name = element('strong', '');
  const about = element('span', '', 'small');
  const button = element('button', '', 'button');
  button.type = 'button';
  text.append(name, about);
  line.append(text, button);
  const made = { line, name, about, button };
  button.addEventListener('click', () => {
    const now = people().find((one) => one.id === person.id);
    note(person.id, now?.arrivedAt == null ? 'in' : 'undo');
    say(now?.arrivedAt == null ? `${words['door.done']} ${person.name}` : '');
    show();
    send();
  });
  shown.set(person.id, made);
  return made;
};

const fill = (found) => {
  const lines = found.map((person) => {
    const { line, name, about, button } = lineOf(person);
    const there = person.arrivedAt !== null;
    const label = there ? words['shifts.undo'] : words['shifts.checkIn'];
    name.textContent = person.name === '' ? words['shifts.erasedName'] : person.name;
    const role = list.roles[person.role] ?? '';
    const company = person.company === null ? '' : (list.companies[person.company] ?? person.company);
    const standing = there ? clock.format(person.arrivedAt) : words[`shifts.state.${person.state}`];
    about.textContent = [role, company, standing].filter((one) => one !== '').join(' · ');
    line.className = there ? 'here' : '';
    button.textContent = label;
    button.className = there ? 'button quiet' : 'button';
    button.setAttribute('aria-label', `${label} : ${person.name}`);
    return line;
  });
  const place = part('list');
  const same =
    place.children.length === lines.length && lines.every((line, at) => place.children[at] === line);
  if (!same) place.replaceChildren(...lines);
};

/** A code that was read or typed: whoever it is, they are noted; twice is once. */
const codeOf = (text) =>
  /(?:^|\/)([2-9A-HJKMNP-Z]{12})$/.exec(text.trim().toUpperCase().replace(/[\s-]/g, ''))?.[1] ?? null;
const arrive = (code) => {
  const person = people().find((one) => one.code === code);
  if (person !== undefined && person.arrivedAt !== null)
    return say(`${words['door.already']} ${person.name}`);
  // Somebody who signed up after the list came is not on it; the house knows.
  note(person === undefined ? code : person.id, 'in');
  say(person === undefined ? `${words['door.kept']} ${code}` : `${words['door.done']} ${person.name}`);
  show();
  send();
};

let sending = false;
const send = async () => {
  if (sending) return;
  sending = true;
  try {
    let more = true;
    while (more) {
      const out = notes().slice(0, batch);
      const body = new URLSearchParams({ notes: JSON.stringify(out), sent: String(Date.now()) });
      const answer = await fetch(sync, { method: 'POST', body, redirect: 'manual', cache: 'no-store' });
      if (answer.type === 'opaqueredirect' || answer.status === 401 || answer.status === 403) {
        state = 'signIn';
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      const heard = await answer.json();
      for (const id of heard.taken) localStorage.removeItem(`${prefix}note:${id}`);
      if (heard.unknown.length > 0) say(words['door.unknown']);
      list = { roles: heard.roles, companies: heard.companies, people: heard.people };
      if (!forgotten) localStorage.setItem(listKey, JSON.stringify(list));
      state = 'online';
      more = notes().length > 0 && out.length > 0;
    }
  } catch {
    state = 'offline';
  } finally {
    sending = false;
    show();
  }
};

let forgotten = false;
const forget = async () => {
  if (notes().length > 0) return say(words['door.unsent']);
  forgotten = true;
  for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key);
  if ('caches' in window) await caches.delete('relais-door');
  list = null;
  part('list').replaceChildren();
  root.querySelector('.door-counts').hidden = true;
  clearInterval(timer);
  say(words['door.forgotten']);
};

part('search').addEventListener('submit', (event) => {
  event.preventDefault();
  const { who } = part('search');
  const code = codeOf(who.value);
  if (code === null) return;
  who.value = '';
  arrive(code);
});
part('search').addEventListener('input', show);
part('forget').addEventListener('click', forget);
addEventListener('online', send);
addEventListener('offline', () => {
  state = 'offline';
  show();
});
addEventListener('storage', (event) => {
  if (event.key?.startsWith(prefix)) show();
});
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) send();
});
const timer = setInterval(() => {
  if (!document.hidden || notes().length > 0) send();
}, every_ms);

// The camera, where the browser reads codes by itself.
const video = part('video');
let stream = null;
const stop = () => {
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
  video.hidden = true;
  part('scan').textContent = words['door.scan'];
};
const scan = async () => {
  if (stream !== null) return stop();
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
  } catch {
    return say(words['door.camera']);
  }
  video.srcObject = stream;
  video.hidden = false;
  part('scan').textContent = words['door.stop'];
  await video.play();
  const detector = new BarcodeDetector({ formats: ['qr_code'] });
  let last = '';
  while (stream !== null) {
    const [seen] = await detector.detect(video).catch(() => []);
    const code = seen === undefined ? null : codeOf(seen.rawValue);
    if (code !== null && code !== last) arrive(code);
    last = code ?? last;
    await new Promise((resolve) => {
      setTimeout(resolve, 250);
    });
  }
};
if ('BarcodeDetector' in window && navigator.mediaDevices !== undefined) {
  part('scan').hidden = false;
  part('scan').addEventListener('click', scan);
}

const keepPage = async () => {
  if (!('serviceWorker' in navigator)) return;
  // The browser asks for a policy before it takes a script's address from a text.
  const address =
    window.trustedTypes === undefined
      ? worker
      : window.trustedTypes
          .createPolicy('relais-door', { createScriptURL: (url) => url })
          .createScriptURL(worker);
  await navigator.serviceWorker.register(address, { scope: '/console/c/' });
  await navigator.serviceWorker.ready;
  const cache = await caches.open('relais-door');
  const files = [...document.querySelectorAll('link[rel="stylesheet"], link[rel="icon"], script[src]')].map(
    (one) => one.href ?? one.src,
  );
  await cache.addAll([location.pathname, ...files.filter((url) => url.startsWith(location.origin))]);
  part('ready').hidden = false;
};

if (Date.now() > endsAt + keep_ms && notes().length === 0 && !navigator.onLine) forget();
else {
  show();
  send().then(() => {
    const code = codeOf(new URLSearchParams(location.search).get('code') ?? '');
    if (code === null) return;
    part('search').who.value = code;
    show();
  });
  keepPage().catch(() => {});
}
