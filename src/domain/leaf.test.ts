import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CanonicalValue, canonicalJson } from '../kernel/mod.ts';
import { admitLeaf, dayOf, type Leaf, parseLeaf, printLeaf } from './mod.ts';

const commitment = 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=';
const credit: Leaf = {
  version: 1,
  kind: 'credit',
  campaign: 'essai',
  day: '2026-11-23',
  mechanic: 'relay',
  units: 10,
  parts: [
    { pledge: 'danone', terms: 1, units: 6 },
    { pledge: 'carrefour', terms: 2, units: 4 },
  ],
  commitment,
};
const reversal: Leaf = {
  ...credit,
  kind: 'reversal',
  units: -10,
  parts: credit.parts.map((part) => ({ ...part, units: -part.units })),
  reverses: 7,
};
const terms: Leaf = {
  version: 1,
  kind: 'terms',
  campaign: 'essai',
  day: '2026-11-23',
  units: 0,
  pledge: 'danone',
  partner: 'danone',
  mechanic: 'relay',
  terms: 1,
  unit: 'meal',
  perAct: 6,
  cap: 12_000,
  minimum: 0,
  opens: '2026-11-01T00:00:00.000Z',
  closes: '2027-03-31T21:59:59.000Z',
};
const settlement: Leaf = {
  version: 1,
  kind: 'settlement',
  campaign: 'essai',
  day: '2026-11-23',
  units: 0,
  pledge: 'danone',
  quantity: 600,
  commitment,
};
const capped: Leaf = { ...credit, units: 0, parts: [] };
const leaves: readonly Leaf[] = [
  credit,
  capped,
  reversal,
  terms,
  settlement,
  { ...settlement, kind: 'delivery', quantity: -5 },
];

describe('leaves of the public log', () => {
  test.each(leaves.map((leaf) => [leaf.kind, leaf] as const))(
    'a %s comes back the same, and its text is RFC 8785',
    (_, leaf) => {
      expect(parseLeaf(printLeaf(leaf))).toEqual(leaf);
      expect(printLeaf(leaf)).toBe(canonicalJson(leaf as unknown as CanonicalValue));
      expect(admitLeaf(leaf, 'essai')).toBe(printLeaf(leaf));
    },
  );

  const bad: readonly (readonly [why: string, leaf: Record<string, unknown>])[] = [
    ['a member more', { ...credit, author: 'Zélie' }],
    ['a member more in a part', { ...credit, parts: [{ pledge: 'danone', terms: 1, units: 10, note: 'x' }] }],
    ['a member less', { ...credit, mechanic: undefined }],
    ['a moment instead of a day', { ...credit, day: '2026-11-23T08:00:00.000Z' }],
    ['a day that is none', { ...credit, day: '2026-02-30' }],
    ['units that are not the sum of the parts', { ...credit, units: 11 }],
    ['a fraction', { ...credit, units: 10.5 }],
    ['units as text', { ...credit, units: '10' }],
    ['free text for a campaign', { ...credit, campaign: 'https://blog.example/' }],
    [
      'an address for a pledge',
      { ...credit, parts: [{ pledge: 'zelie@blog.example', terms: 1, units: 10 }] },
    ],
    [
      'a promise twice',
      { ...credit, units: 2, parts: [1, 2].map((n) => ({ pledge: 'danone', terms: n, units: 1 })) },
    ],
    [
      'a part that takes',
      {
        ...credit,
        units: 0,
        parts: [
          { pledge: 'a', terms: 1, units: 1 },
          { pledge: 'b', terms: 1, units: -1 },
        ],
      },
    ],
    ['a part of nothing', { ...credit, units: 0, parts: [{ pledge: 'a', terms: 1, units: 0 }] }],
    ['a mechanic nobody knows', { ...credit, mechanic: 'lottery' }],
    ['a commitment that is short', { ...credit, commitment: 'AAAA' }],
    ['a commitment in another spelling', { ...credit, commitment: commitment.replace('q2I=', 'q2J=') }],
    ['a version nobody knows', { ...credit, version: 2 }],
    ['a kind nobody knows', { ...credit, kind: 'gift' }],
    ['a kind out of the prototype', { ...credit, kind: 'constructor' }],
    ['a reversal that gives', { ...reversal, units: 10, parts: credit.parts }],
    ['a reversal of a negative index', { ...reversal, reverses: -1 }],
    ['terms that grant', { ...terms, units: 1 }],
    ['terms of version 0', { ...terms, terms: 0 }],
    ['terms without a cap', { ...terms, cap: 0 }],
    ['a time with another offset', { ...terms, opens: '2026-11-01T00:00:00.000+01:00' }],
    ['a settlement of nothing', { ...settlement, quantity: 0 }],
  ];
  test.each(bad)('with %s it is not admitted and not read', (_, leaf) => {
    expect(() => admitLeaf(leaf as unknown as Leaf, 'essai')).toThrow();
    expect(parseLeaf(JSON.stringify(leaf))).toBeNull();
    const known = Object.fromEntries(
      Object.entries(leaf).filter(([, value]) => value !== undefined),
    ) as CanonicalValue & object;
    let text: string | null = null;
    try {
      text = canonicalJson(known as CanonicalValue);
    } catch {
      // A fraction has no canonical form here.
    }
    if (text !== null) expect(parseLeaf(text)).toBeNull();
  });

  test('another campaign’s leaf does not pass the gate', () => {
    expect(() => admitLeaf(credit, 'autre')).toThrow(/essai|autre/);
  });

  test.each([
    ['a space', (text: string) => text.replace(':', ': ')],
    [
      'members in another order',
      (text: string) => `{"version":1,${text.slice(1).replace(',"version":1', '')}`,
    ],
    ['a member twice', (text: string) => text.replace('{', '{"day":"2026-11-23",')],
    ['a number in another spelling', (text: string) => text.replace('"units":10', '"units":1e1')],
    ['an escape', (text: string) => text.replace('essai', '\\u0065ssai')],
    ['a line break at the end', (text: string) => `${text}\n`],
    ['a byte order mark', (text: string) => `\ufeff${text}`],
    ['an array around it', (text: string) => `[${text}]`],
  ])('a text with %s is not read', (_, change) => {
    const text = printLeaf(credit);
    expect(change(text)).not.toBe(text);
    expect(parseLeaf(change(text))).toBeNull();
  });

  test('whatever the text, a leaf prints back to it', () => {
    const mutated = fc
      .tuple(fc.constantFrom(...leaves.map(printLeaf)), fc.nat(400), fc.string({ maxLength: 2 }))
      .map(([text, at, more]) => text.slice(0, at) + more + text.slice(at + 1));
    fc.assert(
      fc.property(fc.oneof(fc.json(), mutated), (text) => {
        const leaf = parseLeaf(text);
        if (leaf !== null) expect(printLeaf(leaf)).toBe(text);
      }),
      { numRuns: 5000 },
    );
  });

  test('a day is a day in UTC', () => {
    expect(dayOf(Date.UTC(2026, 10, 23, 23, 59, 59, 999))).toBe('2026-11-23');
    expect(dayOf(Date.UTC(2026, 10, 24))).toBe('2026-11-24');
  });
});
