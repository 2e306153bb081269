import { units_max } from '../kernel/mod.ts';
import type { Mechanic } from './campaign.ts';

/** What one promise gave, or gets back (negative), under which version of its terms. */
export type LeafPart = { readonly pledge: string; readonly terms: number; readonly units: number };

type Common = {
  readonly version: 1;
  /** The campaign's slug. */
  readonly campaign: string;
  /** The day in UTC, `YYYY-MM-DD`: a second would lead to the act. */
  readonly day: string;
  /** What the entry adds to the total: negative for a reversal, 0 where nothing is granted. */
  readonly units: number;
};

/** Units granted for one act. `commitment`: to the private record, 32 bytes in standard base 64. */
export type CreditLeaf = Common & {
  readonly kind: 'credit';
  readonly mechanic: Mechanic;
  readonly parts: readonly LeafPart[];
  readonly commitment: string;
};

/** Undoes the credit at index `reverses`, part by part. */
export type ReversalLeaf = Common & {
  readonly kind: 'reversal';
  readonly mechanic: Mechanic;
  readonly parts: readonly LeafPart[];
  readonly reverses: number;
  readonly commitment: string;
};

/** A version of a promise's terms; instants are RFC 3339 in UTC. */
export type TermsLeaf = Common & {
  readonly kind: 'terms';
  readonly pledge: string;
  readonly partner: string;
  readonly mechanic: Mechanic;
  readonly terms: number;
  readonly unit: string;
  readonly perAct: number;
  readonly cap: number;
  readonly minimum: number;
  readonly opens: string;
  readonly closes: string;
};

/** Units paid for (`settlement`) or handed over (`delivery`); the document stays private behind the commitment. */
export type PaymentLeaf = Common & {
  readonly kind: 'settlement' | 'delivery';
  readonly pledge: string;
  readonly quantity: number;
  readonly commitment: string;
};

/** One entry of the public log: docs/spec/leaf.md. */
export type Leaf = CreditLeaf | ReversalLeaf | TermsLeaf | PaymentLeaf;

const slug = /^[a-z0-9-]{1,64}$/;
const commitment = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const parts_max = 100;

const isSlug = (value: unknown) => typeof value === 'string' && slug.test(value);
const isCommitment = (value: unknown) => typeof value === 'string' && commitment.test(value);
const isMechanic = (value: unknown) => value === 'relay' || value === 'purchase' || value === 'volunteering';
const isCount = (value: unknown, least: number, most = units_max) =>
  Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;
const isInstant = (value: unknown) =>
  typeof value === 'string' &&
  instant.test(value) &&
  isReal(value) &&
  new Date(value).toISOString() === value;
const isReal = (value: string) => !Number.isNaN(Date.parse(value));
const isDay = (value: unknown) =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && isInstant(`${value}T00:00:00.000Z`);
const isQuantity = (value: unknown) => value !== 0 && isCount(value, -units_max);

type Checks = readonly (readonly [name: string, holds: (value: unknown) => boolean])[];
const common: Checks = [
  ['version', (value) => value === 1],
  ['campaign', isSlug],
  ['day', isDay],
  ['units', (value) => isCount(value, -units_max)],
];
const payment: Checks = [
  ...common,
  ['pledge', isSlug],
  ['quantity', isQuantity],
  ['commitment', isCommitment],
];
/** Members of each kind with the check of each. Nothing else is allowed. */
const members: ReadonlyMap<unknown, Checks> = new Map<Leaf['kind'], Checks>([
  [
    'credit',
    [
      ...common,
      ['mechanic', isMechanic],
      ['parts', (value) => isParts(value, 1)],
      ['commitment', isCommitment],
    ],
  ],
  [
    'reversal',
    [
      ...common,
      ['mechanic', isMechanic],
      ['parts', (value) => isParts(value, -1)],
      ['reverses', (value) => isCount(value, 0, Number.MAX_SAFE_INTEGER)],
      ['commitment', isCommitment],
    ],
  ],
  [
    'terms',
    [
      ...common,
      ['pledge', isSlug],
      ['partner', isSlug],
      ['mechanic', isMechanic],
      ['terms', (value) => isCount(value, 1)],
      ['unit', isSlug],
      ['perAct', (value) => isCount(value, 0)],
      ['cap', (value) => isCount(value, 1)],
      ['minimum', (value) => isCount(value, 0)],
      ['opens', isInstant],
      ['closes', isInstant],
    ],
  ],
  ['settlement', payment],
  ['delivery', payment],
]);

/** Parts of one sign, each promise once. */
function isParts(value: unknown, sign: 1 | -1): boolean {
  if (!Array.isArray(value) || value.length > parts_max) return false;
  const parts = value as readonly (Partial<Record<string, unknown>> | null)[];
  return parts.every(
    (part, index) =>
      typeof part === 'object' &&
      part !== null &&
      Object.keys(part).length === 3 &&
      isSlug(part.pledge) &&
      isCount(part.terms, 1) &&
      isCount((part.units as number) * sign, 1) &&
      parts.findIndex((other) => other?.pledge === part.pledge) === index,
  );
}

/** Whether a value is exactly a leaf: every member known, every member right, the units the sum of the parts. */
function isLeaf(value: unknown): value is Leaf {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const leaf = value as Record<string, unknown>;
  const checks = members.get(leaf.kind);
  if (checks === undefined || Object.keys(leaf).length !== checks.length + 1) return false;
  for (const [name, holds] of checks) if (!Object.hasOwn(leaf, name) || !holds(leaf[name])) return false;
  let sum = 0;
  for (const part of (leaf.parts ?? []) as readonly LeafPart[]) sum += part.units;
  return leaf.units === sum;
}

/**
 * The bytes of an entry are this text in UTF-8: canonical JSON (RFC 8785). Written out per kind, its members in the
 * order of their names, because every credit passes here; the values hold nothing that JSON escapes (`isLeaf`).
 */
export function printLeaf(leaf: Leaf): string {
  const { campaign, day, kind, units, version } = leaf;
  switch (kind) {
    case 'credit':
      return `{"campaign":"${campaign}","commitment":"${leaf.commitment}","day":"${day}","kind":"${kind}","mechanic":"${leaf.mechanic}","parts":${printParts(leaf.parts)},"units":${units},"version":${version}}`;
    case 'reversal':
      return `{"campaign":"${campaign}","commitment":"${leaf.commitment}","day":"${day}","kind":"${kind}","mechanic":"${leaf.mechanic}","parts":${printParts(leaf.parts)},"reverses":${leaf.reverses},"units":${units},"version":${version}}`;
    case 'terms':
      return `{"campaign":"${campaign}","cap":${leaf.cap},"closes":"${leaf.closes}","day":"${day}","kind":"${kind}","mechanic":"${leaf.mechanic}","minimum":${leaf.minimum},"opens":"${leaf.opens}","partner":"${leaf.partner}","perAct":${leaf.perAct},"pledge":"${leaf.pledge}","terms":${leaf.terms},"unit":"${leaf.unit}","units":${units},"version":${version}}`;
    case 'settlement':
    case 'delivery':
      return `{"campaign":"${campaign}","commitment":"${leaf.commitment}","day":"${day}","kind":"${kind}","pledge":"${leaf.pledge}","quantity":${leaf.quantity},"units":${units},"version":${version}}`;
  }
}

function printParts(parts: readonly LeafPart[]): string {
  let text = '';
  for (const { pledge, terms, units } of parts)
    text += `${text === '' ? '' : ','}{"pledge":"${pledge}","terms":${terms},"units":${units}}`;
  return `[${text}]`;
}

/** Reads an entry; null unless it is a leaf in its one spelling: what is read prints back to the same text. */
export function parseLeaf(text: string): Leaf | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  return isLeaf(value) && printLeaf(value) === text ? value : null;
}

/**
 * The gate before an entry gets its index: it is exactly a leaf of this campaign. A log forgets nothing, so what must
 * not be in it is stopped here. Gives the entry's text.
 */
export function admitLeaf(leaf: Leaf, campaign: string): string {
  if (leaf.campaign !== campaign || !isLeaf(leaf))
    throw new Error(`an entry of ${campaign} is not a leaf: ${Object.keys(leaf).join(', ')}`);
  return printLeaf(leaf);
}

/** The day of an instant, in UTC. */
export function dayOf(instantMs: number): string {
  return new Date(instantMs).toISOString().slice(0, 10);
}
