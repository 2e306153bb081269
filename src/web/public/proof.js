// Checks a proof (c2sp.org/tlog-proof) in the reader's own browser: the seal, the path to the root, each signature.
// It asks nobody: everything comes from the file and from the keys on the page. Texts are set as text only.
const bytes = (text) => new TextEncoder().encode(text);
const decode = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
const join = (...parts) => {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};
const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest('SHA-256', join(...parts)));
const same = (a, b) => a.length === b.length && a.every((byte, index) => byte === b[index]);

for (const section of document.querySelectorAll('[data-checks]')) {
  const { proof, origin } = section.dataset;
  if (proof)
    fetch(proof)
      .then((answer) => answer.text())
      .then((text) => check(section, text, origin))
      .catch(() => end(section, false, section.dataset.unreadable));
  section.querySelector('input[type=file]')?.addEventListener('change', async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    section.querySelector('ol').hidden = false;
    check(section, await file.text(), origin).catch(() => end(section, false, section.dataset.unreadable));
  });
}

async function check(section, text, origin) {
  for (const item of section.querySelectorAll('[data-check]')) tell(section, item, 'waiting');
  const proof = read(text);
  const rightLog = proof.origin === origin;
  const results = [];
  for (const item of section.querySelectorAll('[data-check]')) {
    const result = await judge(item, proof).catch(() => 'wrong');
    tell(section, item, result);
    results.push(item.dataset.check === 'witness' && result === 'missing' ? 'right' : result);
  }
  const good = rightLog && results.every((one) => one === 'right' || one === 'unable');
  end(section, good, rightLog ? null : section.dataset.unreadable);
}

function judge(item, proof) {
  switch (item.dataset.check) {
    case 'seal':
      return seal(proof);
    case 'path':
      return path(proof);
    default:
      return signature(proof, item.dataset.vkey);
  }
}

function read(text) {
  const split = text.indexOf('\n\n');
  const lines = text.slice(0, split).split('\n');
  if (lines.shift() !== 'c2sp.org/tlog-proof@v1') throw new Error('no proof');
  const extra = JSON.parse(new TextDecoder().decode(decode(lines.shift().slice('extra '.length))));
  const index = Number(lines.shift().slice('index '.length));
  const checkpoint = text.slice(split + 2);
  const end = checkpoint.lastIndexOf('\n\n');
  const note = checkpoint.slice(0, end + 1);
  const [origin, size, root] = note.split('\n');
  const signatures = checkpoint
    .slice(end + 2, -1)
    .split('\n')
    .map((line) => {
      const [, name, blob] = line.split(' ');
      return { name, blob: decode(blob) };
    });
  return {
    ...extra,
    index,
    hashes: lines.map(decode),
    note,
    origin,
    size: Number(size),
    root: decode(root),
    signatures,
  };
}

async function seal({ entry, opening }) {
  const hash = await sha256(bytes('relais/commitment/v1\n'), decode(opening.salt), bytes(opening.record));
  return same(hash, decode(JSON.parse(entry).commitment)) ? 'right' : 'wrong';
}

// RFC 9162 §2.1.3.2
async function path({ entry, index, size, hashes, root }) {
  let hash = await sha256(Uint8Array.of(0), bytes(entry));
  let position = index;
  let last = size - 1;
  if (!(index >= 0 && index < size)) return 'wrong';
  for (const sibling of hashes) {
    if (last === 0) return 'wrong';
    if (position % 2 === 1 || position === last) {
      hash = await sha256(Uint8Array.of(1), sibling, hash);
      while (position % 2 === 0 && position !== 0) {
        position /= 2;
        last = Math.floor(last / 2);
      }
    } else hash = await sha256(Uint8Array.of(1), hash, sibling);
    position = Math.floor(position / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && same(hash, root) ? 'right' : 'wrong';
}

// c2sp.org/signed-note, c2sp.org/tlog-cosignature
async function signature({ note, signatures }, vkey) {
  const [name, id, ...rest] = vkey.split('+');
  const [type, ...key] = decode(rest.join('+'));
  const hex = (part) => [...part].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const line = signatures.find((one) => one.name === name && hex(one.blob.subarray(0, 4)) === id);
  if (!line) return 'missing';
  if (type !== 1 && type !== 4) return 'unable';
  const timed = type === 4;
  const time = timed ? new DataView(line.blob.buffer).getBigUint64(4) : 0;
  const message = bytes(timed ? `cosignature/v1\ntime ${time}\n${note}` : note);
  let imported;
  try {
    imported = await crypto.subtle.importKey('raw', Uint8Array.from(key), 'Ed25519', false, ['verify']);
  } catch {
    return 'unable';
  }
  const right = await crypto.subtle.verify('Ed25519', imported, line.blob.subarray(timed ? 12 : 4), message);
  return right ? 'right' : 'wrong';
}

function tell(section, item, result) {
  item.dataset.result = result;
  item.querySelector('strong').textContent = section.dataset[result];
}

function end(section, good, sentence) {
  const summary = section.querySelector('[role=status]');
  summary.textContent = sentence ?? (good ? section.dataset.good : section.dataset.bad);
  summary.className = good ? 'notice right' : 'alarm';
}
