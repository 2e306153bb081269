import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Checkpoint,
  commit,
  createSigner,
  decodeEntries,
  encodeEntries,
  isServed,
  leafHash,
  parseAddCheckpoint,
  parseCheckpoint,
  parseCheckpointText,
  parseNote,
  parseProof,
  parseTilePath,
  parseVerifierKey,
  printAddCheckpoint,
  printCheckpointText,
  printNote,
  printProof,
  printVerifierKey,
  type SignatureType,
  signatureType,
  signCheckpoint,
  signersOf,
  tilePath,
  tilesOf,
  verifySignature,
} from './mod.ts';

/** The note and key of the Go package that the format comes from. */
const neumannKey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const neumannText =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const neumannLine =
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
/** The example of C2SP tlog-cosignature. */
const behindTheSofa = `example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
`;
const origin = 'relais.example/c/essai/log';
const seed = new Uint8Array(32).fill(7);
const checkpoint: Checkpoint = { origin, size: 12, root: leafHash(Buffer.from('root')) };
const types: readonly [string, SignatureType][] = Object.entries(signatureType) as [string, SignatureType][];

describe('signed notes', () => {
  test('the published note is read, and its signature is right', () => {
    const key = parseVerifierKey(neumannKey);
    const note = parseNote(`${neumannText}\n${neumannLine}`);
    if (key === null || note === null) throw new Error('the published note');
    expect(printVerifierKey(key)).toBe(neumannKey);
    expect(printNote(note)).toBe(`${neumannText}\n${neumannLine}`);
    const [line] = note.signatures;
    const subject = { ...checkpoint, text: note.text };
    expect(verifySignature(key, subject, line?.signature ?? new Uint8Array())).toEqual({
      kind: 'right',
      time: null,
    });
    expect(
      verifySignature(key, { ...subject, text: `${note.text}!` }, line?.signature ?? new Uint8Array()).kind,
    ).toBe('wrong');
  });

  test('the published cosigned checkpoint is read and comes back the same', () => {
    const signed = parseCheckpoint(behindTheSofa);
    expect(signed?.checkpoint).toMatchObject({ origin: 'example.com/behind-the-sofa', size: 20852163 });
    expect(signed?.note.signatures.map((line) => [line.name, line.signature.length])).toEqual([
      ['example.com/behind-the-sofa', 64],
      ['witness.example.com/w1', 72],
    ]);
    expect(signed === null ? '' : printNote(signed.note)).toBe(behindTheSofa);
  });

  test.each([
    ['no blank line', `text\n${neumannLine}`],
    ['no signature', 'text\n\n'],
    ['no newline at the end', `text\n\n${neumannLine.trimEnd()}`],
    ['a hyphen for the dash', `text\n\n${neumannLine.replace('—', '-')}`],
    ['an en dash', `text\n\n${neumannLine.replace('—', '–')}`],
    ['two spaces', `text\n\n${neumannLine.replace(' x08', '  x08')}`],
    ['base64 with other bits at its end', `text\n\n${neumannLine.replace('nAM=', 'nAN=')}`],
    ['base64 without padding', `text\n\n${neumannLine.replace('nAM=', 'nAM')}`],
    ['a signature of four bytes: a key id alone', 'text\n\n— a AAAAAA==\n'],
    ['a carriage return', `text\r\n\n${neumannLine}`],
    ['a tab', `te\txt\n\n${neumannLine}`],
    ['a null', `te\0xt\n\n${neumannLine}`],
    ['a plus in a name', `text\n\n${neumannLine.replace('PeterNeumann', 'Peter+Neumann')}`],
    ['half a surrogate pair', `te\ud800xt\n\n${neumannLine}`],
    ['something after the signatures', `text\n\n${neumannLine}more\n`],
    ['too many signatures', `text\n\n${neumannLine.repeat(65)}`],
    ['nothing', ''],
  ])('a note with %s is none', (_, text) => {
    expect(parseNote(text)).toBeNull();
  });

  test('at least 16 signatures are taken, empty lines in the text as well', () => {
    expect(parseNote(`a\n\nb\n\n${neumannLine.repeat(16)}`)?.signatures).toHaveLength(16);
    expect(parseNote(`a\n\nb\n\n${neumannLine}`)?.text).toBe('a\n\nb\n');
  });

  test.each([
    ['an id that is not its key’s', neumannKey.replace('c74f20a3', 'c74f20a4')],
    ['an unknown type', 'a+00000000+AhpchA=='],
    ['a short key', 'a+00000000+ARpc'],
    ['a space', neumannKey.replace('Peter', 'Peter ')],
    ['nothing', ''],
  ])('a verifier key with %s is none', (_, text) => {
    expect(parseVerifierKey(text)).toBeNull();
  });
});

describe.each(types)('signatures: %s', (_, type) => {
  const signer = createSigner('cosigner.example', type, seed);
  const key = signer.key;
  const text = printCheckpointText(checkpoint);
  const line = signer.sign(checkpoint, 1_700_000_000);

  test('are right, and wrong over anything else', () => {
    const check = (subject: Checkpoint, signature = line.signature) =>
      verifySignature(key, { ...subject, text: printCheckpointText(subject) }, signature).kind;
    expect(check(checkpoint)).toBe('right');
    expect(check({ ...checkpoint, size: 13 })).toBe('wrong');
    expect(check({ ...checkpoint, origin: `${origin}x` })).toBe('wrong');
    expect(check({ ...checkpoint, root: leafHash(Buffer.from('other')) })).toBe('wrong');
    expect(check(checkpoint, line.signature.subarray(1))).toBe('wrong');
    expect(check(checkpoint, Buffer.concat([line.signature, Buffer.of(0)]))).toBe('wrong');
    for (const place of [0, 7, 8, line.signature.length - 1]) {
      const bent = Buffer.from(line.signature);
      bent[place] = (bent[place] ?? 0) ^ 1;
      expect(check(checkpoint, bent)).toBe('wrong');
    }
  });

  test('a key survives its text, and its name is part of it', () => {
    expect(parseVerifierKey(printVerifierKey(key))).toEqual({
      ...key,
      publicKey: Buffer.from(key.publicKey),
    });
    const other = createSigner('other.example', type, seed);
    expect(other.key.publicKey).not.toEqual(key.publicKey);
    expect(createSigner('cosigner.example', type, seed).key).toEqual(key);
    // ML-DSA messages name their cosigner; the others are told apart by their keys.
    if (type === signatureType.mlDsa44)
      expect(
        verifySignature({ ...key, name: 'other.example' }, { ...checkpoint, text }, line.signature).kind,
      ).toBe('wrong');
  });

  test('a known key’s wrong line spoils the note; lines of unknown keys are ignored', () => {
    const stranger = createSigner('cosigner.example', type, new Uint8Array(32).fill(8));
    const read = (note: string, keys = [key]) => {
      const signed = parseCheckpoint(note);
      return signed === null ? null : signersOf(signed, keys);
    };
    const both = signCheckpoint(checkpoint, [stranger, signer], 1_700_000_000);
    expect(read(both)).toMatchObject({ kind: 'read', signed: [{ key: { id: key.id } }] });
    expect(read(both, [stranger.key, key])).toMatchObject({ kind: 'read', signed: [{}, {}] });
    expect(read(both, [])).toEqual({ kind: 'read', signed: [] });
    expect(read(both.replace('\n12\n', '\n13\n'))).toMatchObject({ kind: 'spoiled' });
  });
});

describe('tiles', () => {
  test.each([
    [{ level: 0, n: 0, width: 256 }, 'tile/0/000'],
    [{ level: 0, n: 1234067, width: 256 }, 'tile/0/x001/x234/067'],
    [{ level: 1, n: 999, width: 17 }, 'tile/1/999.p/17'],
    [{ level: 63, n: 1000, width: 1 }, 'tile/63/x001/000.p/1'],
    [{ level: 'entries', n: 273, width: 112 }, 'tile/entries/273.p/112'],
  ] as const)('%j is %s', (tile, path) => {
    expect(tilePath(tile)).toBe(path);
    expect(parseTilePath(path)).toEqual(tile);
  });

  test.each([
    'tile/0/0',
    'tile/0/00',
    'tile/00/000',
    'tile/64/000',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/01',
    'tile/0/x000/001',
    'tile/0/001/000',
    'tile/0/x001',
    'tile/-1/000',
    'tile/data/000',
    'tile/0/000/',
    'tile/0/000.p/',
    '/tile/0/000',
    'tile/0/000\n',
    'tile/0/x999/x999/x999/x999/x999/x999/999',
    'TILE/0/000',
  ])('%j is no path of a tile', (path) => {
    expect(parseTilePath(path)).toBeNull();
  });

  test('a tree of 70,000 has the 277 tiles of the specification, one of 256 has two', () => {
    const tiles = tilesOf(70_000);
    expect(tiles).toHaveLength(277);
    expect(tiles.filter((tile) => tile.width < 256)).toEqual([
      { level: 0, n: 273, width: 112 },
      { level: 1, n: 1, width: 17 },
      { level: 2, n: 0, width: 1 },
    ]);
    expect(tilesOf(256)).toEqual([
      { level: 0, n: 0, width: 256 },
      { level: 1, n: 0, width: 1 },
    ]);
    expect(tilesOf(0)).toEqual([]);
    expect(tiles.every((tile) => isServed(tile, 70_000))).toBe(true);
    expect(isServed({ level: 0, n: 273, width: 113 }, 70_000)).toBe(false);
    expect(isServed({ level: 1, n: 1, width: 18 }, 70_000)).toBe(false);
  });

  test('bundles come back the same; lengths that don’t fit are refused', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 256 }), (entries) => {
        expect(decodeEntries(encodeEntries(entries))).toEqual(entries);
      }),
    );
    expect(decodeEntries(encodeEntries([new Uint8Array(65_535)]))?.[0]).toHaveLength(65_535);
    expect(() => encodeEntries([new Uint8Array(65_536)])).toThrow();
    for (const bytes of [[0], [0, 1], [0, 2, 9], [255, 255, 1]])
      expect(decodeEntries(Uint8Array.from(bytes))).toBeNull();
  });
});

describe('checkpoints and proofs', () => {
  test.each([
    ['an empty origin', '\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n'],
    ['a size with a leading zero', 'a\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n'],
    ['a negative size', 'a\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n'],
    [
      'a size beyond what can be counted',
      'a\n9999999999999999\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n',
    ],
    ['a short root', 'a\n1\nCsUYapGG\n'],
    ['no root', 'a\n1\n'],
    ['an empty extension line', 'a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n'],
    ['no newline', 'a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I='],
  ])('a text with %s is no checkpoint', (_, text) => {
    expect(parseCheckpointText(text)).toBeNull();
  });

  test('extension lines are allowed to others and never written by us', () => {
    const text = `${printCheckpointText(checkpoint)}extension\n`;
    expect(parseCheckpointText(text)).toEqual({ ...checkpoint, root: Buffer.from(checkpoint.root) });
    expect(printCheckpointText(checkpoint).split('\n')).toHaveLength(4);
  });

  const signed = parseCheckpoint(signCheckpoint(checkpoint, [createSigner(origin, 1, seed)], 0));
  test.each([
    ['with what opens it', Buffer.from('{"a":1}'), 3],
    ['without', null, 0],
  ])('a proof %s comes back the same', (_, extra, count) => {
    if (signed === null) throw new Error('a checkpoint');
    const hashes = Array.from({ length: count }, (__, n) => leafHash(Buffer.of(n)));
    const text = printProof({ extra, index: 5, hashes, signed });
    const read = parseProof(text);
    expect(read === null ? '' : printProof(read)).toBe(text);
    for (const wrong of [
      text.slice(1),
      text.replace('index 5', 'index 05'),
      text.replace('index 5\n', ''),
      text.replace('@v1', '@v2'),
      text.replace('index 5\n', 'index 5\nAAAA\n'),
      text.trimEnd(),
    ])
      expect(parseProof(wrong)).toBeNull();
  });

  test('a commitment is SHA-256 over its domain, salt and record', async () => {
    const { createHash } = await import('node:crypto');
    const salt = new Uint8Array(32).fill(3);
    const expected = createHash('sha256')
      .update('relais/commitment/v1\n')
      .update(salt)
      .update('record')
      .digest();
    expect(Buffer.from(commit(salt, Buffer.from('record')))).toEqual(expected);
    expect(() => commit(new Uint8Array(31), Buffer.from('record'))).toThrow();
  });
});

describe('whatever the text, a parser gives what prints back to it, or nothing', () => {
  const pieces = [
    behindTheSofa,
    neumannLine,
    'old 12\n',
    '\n\n',
    'index 3\n',
    'extra AAAA\n',
    'c2sp.org/tlog-proof@v1\n',
    '— ',
    'tile/0/',
    'x001/',
    '.p/3',
    '\u2028',
    'é',
    '0',
  ];
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.array(fc.constantFrom(...pieces), { maxLength: 6 }).map((parts) => parts.join('')),
    fc
      .tuple(fc.constantFrom(behindTheSofa), fc.nat(400), fc.string({ maxLength: 3 }))
      .map(([whole, at, more]) => whole.slice(0, at) + more + whole.slice(at + 1)),
  );
  test('notes, keys, tiles, checkpoints, proofs, requests', () => {
    fc.assert(
      fc.property(text, (given) => {
        const note = parseNote(given);
        if (note !== null) expect(printNote(note)).toBe(given);
        const key = parseVerifierKey(given);
        if (key !== null) expect(printVerifierKey(key)).toBe(given.trim());
        const tile = parseTilePath(given);
        if (tile !== null) expect(tilePath(tile)).toBe(given);
        const proof = parseProof(given);
        if (proof !== null) expect(printProof(proof)).toBe(given);
        const request = parseAddCheckpoint(given);
        if (request !== null) expect(printAddCheckpoint(request)).toBe(given);
        parseCheckpoint(given);
      }),
      { numRuns: 5000 },
    );
  });
});
