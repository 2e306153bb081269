import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { progressBar } from '../src/cli/audit.ts';
import { dayOf } from '../src/domain/mod.ts';
import {
  commit,
  createSigner,
  decodeEntries,
  encodeEntries,
  printVerifierKey,
  signatureType,
  toBase64,
} from '../src/log/mod.ts';
import {
  addRelay,
  eraseSubject,
  type Files,
  filesOf,
  logSigner,
  origin,
  type PublicRecord,
  pageAddress,
  reverseCredit,
  sampleRecord,
  slug,
  termsLeaf,
  witnessSigner,
} from './audit-log.ts';
import { agreed, audit, change, differs, now, utf8 } from './audit-run.ts';

describe('what agrees', () => {
  test.each([0, 1, 253, 254, 255, 256, 65_535])('a log of two promises and %i credits', async (credits) => {
    const files = await filesOf(sampleRecord(credits));
    expect(await audit(files)).toMatchObject(agreed);
  });

  test('a log of one entry', async () => {
    const record = sampleRecord(0);
    record.leaves.pop();
    expect(await audit(await filesOf(record))).toMatchObject(agreed);
  });

  test('an empty log', async () => {
    const record = sampleRecord(0);
    record.leaves = [];
    const { exit, text } = await audit(await filesOf(record));
    expect([exit, text]).toEqual([0, expect.stringContaining('0 entries, root 47DEQpj8HBSa+')]);
  });

  test('the page of text says what was checked', async () => {
    const record = sampleRecord(7);
    eraseSubject(record, 4);
    reverseCredit(record, 5);
    // Withdrawn, but its credit stays.
    record.relays = record.relays.filter((relay) => relay.logIndex !== 6);
    record.leaves.push(
      ...(['settlement', 'delivery'] as const).map((kind) => ({
        ...{ version: 1 as const, campaign: slug, day: dayOf(now), units: 0, kind, pledge: 'dix-repas' },
        ...{ quantity: 30, commitment: 'A'.repeat(43).concat('=') },
      })),
    );
    record.witnesses = [witnessSigner('w1.example')];
    record.silentWitnesses = [witnessSigner('w2.example')];
    const { exit, text } = await audit(await filesOf(record));
    expect(exit).toBe(0);
    expect(
      text.replace(/root \S+/, 'root …').replaceAll(/\+[0-9a-f]{8}/g, '+…'),
    ).toBe(`Campaign   ${pageAddress}
Log        ${origin}: 12 entries, root …
Signed by  ${origin}+… (Ed25519)
           the log's keys are seen for the first time
Witnesses  w1.example+… (Ed25519) at 2026-11-02T08:00:00.000Z, 60 min ago
           w2.example+… has not cosigned this checkpoint
History    the first audit kept here: nothing earlier to compare with

promise     partner      terms            cap  granted  reversed  settled  delivered           left
dix-repas   boulangerie      1  1,000,000,000       60        10       30         30    999,999,940
deux-repas  epicerie         1  1,000,000,000       12         2        0          0    999,999,988
total                           2,000,000,000       72        12       30         30  1,999,999,928

Checked    12 entries: 7 credits, 1 reversals, 2 terms, 1 settlements, 1 deliveries
           counter: compared over its 12 entries
           wall: 4 relays opened their credits
                 1 subject erased: counted, but nothing leads back to the person
                 1 counted relays are not on it (posts withdrawn since)

Everything agrees.
`);
  });

  test('the same for programs', async () => {
    const { exit, text } = await audit(await filesOf(sampleRecord(3)), { json: true });
    expect(exit).toBe(0);
    expect(JSON.parse(text)).toMatchObject({
      ...{ verdict: 'agrees', difference: null, page: pageAddress, counted: 5, wallStill: true },
      ...{ log: { origin, size: 5 }, wall: { opened: 3, erased: 0, counted: 3, newer: 0 } },
      recount: { units: 36, pledges: [{ pledge: 'dix-repas', granted: 30 }, { granted: 6 }] },
    });
  });

  test('a wall of several pages', async () => {
    expect(await audit(await filesOf(sampleRecord(401)))).toMatchObject(agreed);
  });

  test('a relay that was counted after the checkpoint is left out', async () => {
    const record = sampleRecord(5);
    record.counted = 6;
    const { exit, text } = await audit(await filesOf(record, 6));
    expect([exit, text]).toEqual([0, expect.stringContaining('1 are newer than the checkpoint')]);
  });

  test('a counter that counts fewer entries than the log has by now', async () => {
    const record = sampleRecord(5);
    record.counted = 5;
    expect(await audit(await filesOf(record))).toMatchObject(agreed);
    record.totals = { granted: 37 };
    expect(await audit(await filesOf(record))).toMatchObject(
      differs('Granted: the counter says 37, the log says 36.'),
    );
  });

  test('an act that was judged while better terms were being entered', async () => {
    const record = sampleRecord(1);
    record.leaves.push(termsLeaf({ terms: 2, perAct: 20, day: '2026-11-02' }));
    addRelay(record, 2);
    expect(await audit(await filesOf(record))).toMatchObject(agreed);
  });
});

/** Tampering with the record before it is signed: the log's own keys sign it. */
const dishonest: readonly (readonly [
  name: string,
  tamper: (record: PublicRecord) => void,
  sentence: string,
])[] = [
  [
    'a cap exceeded',
    (record) => record.leaves.splice(0, 1, termsLeaf({ cap: 25 })),
    'Entry 4: dix-repas has granted 30 units with it; the cap is 25.',
  ],
  [
    'a promise made less generous',
    (record) => record.leaves.push(termsLeaf({ terms: 2, cap: 999_999_999, day: '2026-11-02' })),
    'Entry 7: terms 2 make dix-repas less generous: cap goes from 1,000,000,000 to 999,999,999.',
  ],
  [
    'a reversal of nothing',
    (record) => {
      reverseCredit(record, 3);
      Object.assign(record.leaves.at(-1) ?? {}, { reverses: 1 });
    },
    'Entry 7: it reverses entry 1, which is no credit before it.',
  ],
  [
    'a relay that got more than its promise says',
    (record) => addRelay(record, 6, [{ pledge: 'dix-repas', terms: 1, units: 11 }]),
    'Entry 7: one relay got 11 units of dix-repas; terms 1 say 10 per act.',
  ],
  [
    'an entry with an extra member',
    (record) => record.spellings.set(3, '{"campaign":"essai","note":"x"}'),
    'Entry 3: it is not a leaf in its one spelling: {"campaign":"essai","note":"x"}',
  ],
  [
    'an entry whose members are not sorted',
    (record) => record.spellings.set(0, JSON.stringify(record.leaves[0])),
    'Entry 0: it is not a leaf in its one spelling',
  ],
  [
    'an entry behind a byte order mark',
    (record) => record.spellings.set(0, '\uFEFF{}'),
    'Entry 0: it is not a leaf in its one spelling',
  ],
  [
    'an entry of another campaign',
    (record) => Object.assign(record.leaves[3] ?? {}, { campaign: 'autre' }),
    'Entry 3: it belongs to another campaign, autre.',
  ],
  [
    'a counter off by one',
    (record) => Object.assign(record.totals, { granted: 61 }),
    'Granted: the counter says 61, the log says 60.',
  ],
  [
    "a promise's counter off by one",
    (record) => Object.assign(record.pledgeTotals, { granted: 49 }),
    'Promise dix-repas, granted: the counter says 49, the log says 50.',
  ],
  [
    'a cap that the log does not know',
    (record) => Object.assign(record.pledgeTotals, { cap: 5 }),
    'Promise dix-repas, cap: the counter says 5, the log says 1,000,000,000.',
  ],
  [
    'a promise that the log does not know',
    (record) => Object.assign(record.pledgeTotals, { id: 'trois' }),
    'Promise trois is in the counter, but not in the log.',
  ],
  [
    'more relays than credits',
    (record) => Object.assign(record.totals, { relays: 6 }),
    'The counter says 6 relays, the wall shows 5.',
  ],
  [
    'fewer relays than the wall shows',
    (record) => Object.assign(record.totals, { relays: 4 }),
    'The counter says 4 relays, the wall shows 5.',
  ],
  [
    'settled units that no entry tells of',
    (record) => Object.assign(record.totals, { settled: 1 }),
    'Settled: the counter says 1, the log says 0.',
  ],
  [
    'acts that are counted but not published',
    (record) => {
      record.counted = 8;
    },
    'The counter counts 8 entries; the log has published 7.',
  ],
  [
    "a wall entry's address",
    (record) => Object.assign(record.relays[1] ?? {}, { source: 'https://autre.example/' }),
    'Relay rly_00000000000000000000000002: the wall shows the source https://autre.example/; committed was "https://blog-2.example/billet".',
  ],
  [
    "a wall entry's subject",
    (record) => Object.assign(record.relays[1] ?? {}, { id: 'rly_x' }),
    'Relay rly_x: the wall shows the subject rly_x; committed was "rly_00000000000000000000000002".',
  ],
  [
    "a wall entry's units",
    (record) => Object.assign(record.relays[1] ?? {}, { units: 13 }),
    'Relay rly_00000000000000000000000002: the wall says 13 units, entry 3 says 12.',
  ],
  [
    "a wall entry's salt",
    (record) => Object.assign(record.relays[1]?.opening ?? {}, { salt: record.relays[2]?.opening.salt }),
    'Relay rly_00000000000000000000000002: what the wall gives does not open the commitment of entry 3.',
  ],
  [
    'a salt of another length',
    (record) => Object.assign(record.relays[1]?.opening ?? {}, { salt: 'AAAA' }),
    'Relay rly_00000000000000000000000002: what the wall gives does not open the commitment of entry 3.',
  ],
  [
    'a relay shown twice',
    (record) => record.relays.push({ ...(record.relays[1] ?? record.relays.slice()[0]) } as never),
    'Relay rly_00000000000000000000000002: entry 3 is on the wall twice.',
  ],
  [
    'an erased subject that is also shown',
    (record) => record.erased.push({ number: 2, units: 12, logIndex: 3 }),
    'Relay number 2: entry 3 is on the wall twice.',
  ],
  [
    'an erased subject with other units',
    (record) => {
      eraseSubject(record, 3);
      Object.assign(record.erased[0] ?? {}, { units: 13 });
    },
    'Relay number 2: the wall says 13 units, entry 3 says 12.',
  ],
  [
    'a reversed relay that is still shown',
    (record) => {
      const { relays } = record;
      reverseCredit(record, 3);
      record.relays = relays;
    },
    'Relay rly_00000000000000000000000002: the wall shows it, but its credit, entry 3, is reversed in the log.',
  ],
  [
    'a relay that points at a promise',
    (record) => Object.assign(record.relays[1] ?? {}, { logIndex: 0 }),
    'Relay rly_00000000000000000000000002: the wall says entry 0, which is no credit of a relay.',
  ],
  [
    'a purchase shown as a relay',
    (record) => {
      record.leaves.push(termsLeaf({ pledge: 'achat', mechanic: 'purchase', day: '2026-11-02' }));
      addRelay(record, 6, [{ pledge: 'achat', terms: 1, units: 1 }]);
      Object.assign(record.leaves[8] ?? {}, { mechanic: 'purchase' });
    },
    'Relay rly_00000000000000000000000006: the wall says entry 8, which is no credit of a relay.',
  ],
  [
    'an opening that is of no credit',
    (record) => {
      const relay = record.relays[1];
      const salt = new Uint8Array(32);
      const text = `{"kind":"settlement","mechanic":"relay","source":"${relay?.source}","subject":"${relay?.id}"}`;
      Object.assign(relay ?? {}, { opening: { salt: toBase64(salt), record: text } });
      Object.assign(record.leaves[3] ?? {}, { commitment: toBase64(commit(salt, utf8.encode(text))) });
    },
    'Relay rly_00000000000000000000000002: the wall shows the kind credit; committed was "settlement".',
  ],
  [
    'a signature under another name than the log has',
    (record) => {
      record.signers = [createSigner('autre.example/log', signatureType.ed25519, new Uint8Array(32))];
    },
    `The checkpoint of ${origin} is signed by none of the keys that are trusted (autre.example/log+`,
  ],
];

test.each(dishonest)('%s is named', async (_name, tamper, sentence) => {
  const record = sampleRecord(5);
  tamper(record);
  expect(await audit(await filesOf(record))).toMatchObject(differs(sentence));
});

/** Tampering with what is served, without the log's keys. */
type Forged = readonly [name: string, tamper: (files: Files) => void, sentence: string];
const forged: readonly Forged[] = [
  [
    'a changed unit',
    (files) => change(files, 'log/tile/entries/000.p/7', (text) => text.replace('"units":10', '"units":90')),
    'Entry 2: it is not the one that is hashed in the tree.',
  ],
  [
    'a removed entry',
    (files) => changeBundle(files, (entries) => entries.toSpliced(3, 1)),
    'tile/entries/000.p/7 has 6 entries; the checkpoint implies 7.',
  ],
  [
    'an added entry',
    (files) => changeBundle(files, (entries) => [...entries, ...entries.slice(-1)]),
    'tile/entries/000.p/7 has 8 entries; the checkpoint implies 7.',
  ],
  [
    'two entries that change places',
    (files) =>
      changeBundle(files, ([a, b, c, d, ...rest]) => [a, b, d, c, ...rest].flatMap((one) => one ?? [])),
    'Entry 2: it is not the one that is hashed in the tree.',
  ],
  [
    'a bundle that breaks off',
    (files) => change(files, 'log/tile/entries/000.p/7', (text) => text.slice(0, -1)),
    'tile/entries/000.p/7 is not a list of entries',
  ],
  [
    'a tile that is too short',
    (files) => change(files, 'log/tile/0/000.p/7', (text) => text.slice(32)),
    'tile/0/000.p/7 is not what its entries give.',
  ],
  [
    'a changed hash',
    (files) => change(files, 'log/tile/0/000.p/7', (text) => `${text.slice(0, -1)}?`),
    'Entry 6: it is not the one that is hashed in the tree.',
  ],
  [
    'another size under the same signature',
    (files) => change(files, 'log/checkpoint', (text) => text.replace('\n7\n', '\n6\n')),
    `The signature of ${origin}+`,
  ],
  [
    'a wrong signature',
    (files) =>
      change(files, 'log/checkpoint', (text) => text.replace(/.{8}\n$/, (end) => `AAAA${end.slice(4)}`)),
    `The signature of ${origin}+`,
  ],
  [
    'a signature of somebody else',
    (files) => {
      files.set('log/key', utf8.encode(`${printVerifierKey(logSigner('stranger').key)}\n`));
    },
    `The checkpoint of ${origin} is signed by none of the keys`,
  ],
  [
    'totals that show another root',
    (files) => change(files, 'totals.json', (text) => text.replace(/"root":"..../, '"root":"AAAA')),
    'The totals show the root AAAA',
  ],
  ...(
    [
      [{ delivered: 1 }, 'Delivered: the counter says 1, the log says 0.'],
      [{ remaining: 1 }, 'Remaining: the counter says 1, the log says 1,999,999,940.'],
      [{ unit: 'euro' }, 'Promise dix-repas, unit: the counter says euro, the log says meal.'],
    ] as const
  ).map(([members, sentence]) => forgedTotals((totals) => ({ ...totals, ...members }), sentence)),
  ...(
    [
      [{ minimum: 101 }, 'minimum: the counter says 101, the log says 100.'],
      [{ termsVersion: 2 }, 'terms: the counter says 2, the log says 1.'],
      [{ perAct: 11 }, 'units per act: the counter says 11, the log says 10.'],
      [{ remaining: 0 }, 'remaining: the counter says 0, the log says 999,999,950.'],
      [{ partner: 'autre' }, 'partner: the counter says autre, the log says boulangerie.'],
      [{ mechanic: 'purchase' }, 'mechanic: the counter says purchase, the log says relay.'],
    ] as const
  ).map(([members, sentence]) =>
    forgedTotals(
      (totals) => ({ ...totals, pledges: totals.pledges.with(0, { ...totals.pledges[0], ...members }) }),
      `Promise dix-repas, ${sentence}`,
    ),
  ),
  forgedTotals(
    (totals) => ({ ...totals, pledges: totals.pledges.slice(0, 1) }),
    'Promise deux-repas is in the log, but not in the counter.',
  ),
];

function changeBundle(files: Files, edit: (entries: readonly Uint8Array[]) => readonly Uint8Array[]): void {
  const path = 'log/tile/entries/000.p/7';
  files.set(path, encodeEntries(edit(decodeEntries(files.get(path) ?? utf8.encode('')) ?? [])));
}

type AnyTotals = { readonly pledges: readonly object[] };
function forgedTotals(edit: (totals: AnyTotals) => object, sentence: string): Forged {
  const tamper = (files: Files) =>
    change(files, 'totals.json', (text) => JSON.stringify(edit(JSON.parse(text) as AnyTotals)));
  return [`a counter that says otherwise (${sentence})`, tamper, sentence];
}

test.each(forged)('%s is named', async (_name, tamper, sentence) => {
  const files = await filesOf(sampleRecord(5));
  tamper(files);
  expect(await audit(files)).toMatchObject(differs(sentence));
});

test('entries and tiles of another tree under the signed checkpoint are named', async () => {
  const honest = await filesOf(sampleRecord(5));
  const swapped = sampleRecord(5);
  const [second, third] = swapped.leaves.splice(3, 2);
  if (second !== undefined && third !== undefined) swapped.leaves.splice(3, 0, third, second);
  const files = new Map([
    ...(await filesOf(swapped)),
    ['log/checkpoint', honest.get('log/checkpoint') ?? utf8.encode('')],
  ]);
  expect(await audit(files)).toMatchObject(differs('The 7 entries give the root '));
});

test('an upper tile that is not what the entries give is named', async () => {
  const files = await filesOf(sampleRecord(600));
  change(files, 'log/tile/1/000.p/2', (text) => `?${text.slice(1)}`);
  expect(await audit(files)).toMatchObject(differs('tile/1/000.p/2 is not what its entries give.'));
});

test('whatever byte of the log is changed, it is noticed and told without a stack', async () => {
  const files = await filesOf({ ...sampleRecord(300), witnesses: [witnessSigner('w.example')] });
  const paths = [...files.keys()].filter((path) => /^log\/(checkpoint$|tile)/.test(path));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...paths),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      async (path, at, by) => {
        const bytes = Uint8Array.from(files.get(path) ?? []);
        const place = at % bytes.length;
        bytes[place] = (bytes[place] ?? 0) ^ by;
        const { exit, text } = await audit(new Map([...files, [path, bytes]]), {
          witnesses: [printVerifierKey(witnessSigner('w.example').key)],
        });
        expect(exit, text).not.toBe(0);
      },
    ),
    { numRuns: 300 },
  );
}, 120_000);

test('the bar of progress wipes itself away', () => {
  let drawn = '';
  const bar = progressBar((text) => {
    drawn += text;
  });
  bar(1, 4);
  bar(1, 4);
  bar(4, 4);
  bar(0, 0);
  expect(drawn).toBe(
    `\r${'#'.repeat(7)}${'.'.repeat(23)} 25 %\r${'#'.repeat(30)} 100 %\r${' '.repeat(36)}\r`,
  );
});
