import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { printVerifierKey } from '../src/log/mod.ts';
import {
  addRelay,
  filesOf,
  logSigner,
  origin,
  type PublicRecord,
  sampleRecord,
  witnessSigner,
} from './audit-log.ts';
import { agreed, audit, differs, folder, unchecked, utf8 } from './audit-run.ts';

describe('since the last audit', () => {
  const visit = async (record: PublicRecord, to: string) => audit(await filesOf(record), { folder: to });

  test('a log that grew agrees, whatever tile the former size ended in', async () => {
    const [to, record] = [folder(), sampleRecord(0)];
    for (const credits of [3, 250, 260, 520]) {
      while (record.relays.length < credits) addRelay(record, record.relays.length + 1);
      expect(await visit(record, to)).toMatchObject(agreed);
    }
    expect((await visit(record, to)).text).toContain('the 522 entries of the last audit were compared');
  });

  test('a shorter tree, signed again, is named', async () => {
    const [to, record] = [folder(), sampleRecord(300)];
    await visit(record, to);
    expect(await visit(sampleRecord(299), to)).toMatchObject(
      differs('The log has shrunk: it had 302 entries when it was last checked and shows 301 now.'),
    );
  });

  test.each([302, 400])('another tree of %i entries, signed, is named', async (size) => {
    const to = folder();
    await visit(sampleRecord(300), to);
    const fork = sampleRecord(0);
    for (let number = 1; fork.leaves.length < size; number++) addRelay(fork, number + 1);
    expect(await visit(fork, to)).toMatchObject(
      differs('The log was rewritten: at 302 entries its root was '),
    );
    // The difference is found again: nothing of it was taken for the new state.
    expect(await visit(fork, to)).toMatchObject({ exit: 1 });
    // Both trees are kept: together with the two checkpoints they prove it.
    const former = await filesOf(sampleRecord(300));
    for (const [path, tree] of [
      ['log/tile/0/000', former],
      ['rewritten/log/tile/0/000', await filesOf(fork)],
    ] as const)
      expect(readFileSync(join(to, path)).equals(tree.get('log/tile/0/000') ?? utf8.encode(''))).toBe(true);
  });

  test('other keys are named; keys that are replaced in turn are followed', async () => {
    const [to, record] = [folder(), sampleRecord(3)];
    const [first, second, third] = [logSigner('1'), logSigner('2'), logSigner('3')];
    for (const signers of [[first], [second, first], [second], [third, second]])
      expect(await visit({ ...record, signers }, to)).toMatchObject(agreed);
    expect(await visit({ ...record, signers: [first] }, to)).toMatchObject(
      differs("The log's keys have changed: none of the keys known so far"),
    );
    // The known key is shown but did not sign.
    const shownKeys = [first, third].map((one) => printVerifierKey(one.key));
    expect(await visit({ ...record, signers: [first], shownKeys }, to)).toMatchObject(
      differs(`The checkpoint of ${origin} is signed by none`),
    );
  });

  test('a log that was started again is named', async () => {
    const to = folder();
    await visit(sampleRecord(3), to);
    const restarted = { ...sampleRecord(3), origin: `${origin}/2` };
    expect(await visit(restarted, to)).toMatchObject(
      differs(`The log calls itself ${origin}/2; when it was last checked it was ${origin}.`),
    );
  });

  test('a state that is none, or of another page, is not taken', async () => {
    const files = await filesOf(sampleRecord(1));
    const state = join(folder(), 'state.json');
    writeFileSync(state, '{"size":-1}');
    expect((await audit(files, { state })).text).toContain('Could not be checked: ');
    rmSync(state);
    await audit(files, { state });
    const kept = JSON.parse(readFileSync(state, 'utf8')) as Record<string, unknown>;
    for (const [changes, sentence] of [
      [{ page: 'https://autre.example/c/essai' }, `${state} is the state of https://autre.example/c/essai`],
      [{ keys: 'x' }, `${state} is not the state of an audit`],
      [{ root: 'AAAA' }, `${state} is not the state of an audit`],
    ] as const) {
      writeFileSync(state, JSON.stringify({ ...kept, ...changes }));
      expect(await audit(files, { state })).toMatchObject(unchecked(sentence));
    }
    writeFileSync(state, 'x');
    expect(await audit(files, { state })).toMatchObject(unchecked(`${state} is not JSON.`));
  });
});

describe('whom the user trusts', () => {
  const key = printVerifierKey(logSigner().key);
  const [w1, w2] = ['w1.example', 'w2.example'].map((name) => printVerifierKey(witnessSigner(name).key));
  const cosigned = { ...sampleRecord(3), witnesses: [witnessSigner('w1.example')] };

  test.each([
    ['the right key', { keys: [key] }, { exit: 0 }],
    ['another key', { keys: [printVerifierKey(logSigner('x').key)] }, differs('The checkpoint of ')],
    ['no key', { keys: ['x'] }, unchecked('--key x is not a verifier key.')],
    ['a witness that cosigned', { witnesses: [w1 ?? ''] }, { exit: 0 }],
    [
      'one that did not',
      { witnesses: [w1 ?? '', w2 ?? ''] },
      differs('2 of the given witnesses must have cosigned the checkpoint, 1 did.'),
    ],
    ['one of two', { witnesses: [w1 ?? '', w2 ?? ''], quorum: 1 }, { exit: 0 }],
    ['three of two', { witnesses: [w1 ?? '', w2 ?? ''], quorum: 3 }, unchecked('--quorum 3 is not')],
  ])('%s', async (_name, options, expected) => {
    expect(await audit(await filesOf(cosigned), options)).toMatchObject(expected);
  });
});
