import { type Basket, type BasketLine, normaliseGtin } from '../../../domain/mod.ts';
import type { Instant } from '../../../kernel/mod.ts';
import { identityIn, looksLikeIdentity } from './identity.ts';

/** Bounds of one basket. */
export const receipt_length_max = 200;
export const shop_length_max = 64;
export const lines_max = 1000;
export const quantity_max = 100_000;

/** What is wrong with a basket. `identity`: it says, or seems to say, who bought. */
export type BasketFault = {
  readonly reason: 'malformed' | 'identity';
  /** One sentence; never the value itself. */
  readonly sentence: string;
};
export type BasketRead =
  | { readonly kind: 'basket'; readonly basket: Basket }
  /** `receipt` where it could be read, so that the sender finds the basket. */
  | { readonly kind: 'fault'; readonly receipt: string | null; readonly fault: BasketFault };

const fields = new Set(['receipt', 'at', 'shop', 'lines', 'returnOf']);
const line_fields = new Set(['gtin', 'quantity']);

class Fault extends Error {
  readonly fault: BasketFault;
  constructor(reason: BasketFault['reason'], sentence: string) {
    super(sentence);
    this.fault = { reason, sentence };
  }
}
const malformed = (sentence: string) => new Fault('malformed', sentence);

/** A basket from what a till sent, strictly: unknown fields are refused, since one of them might be about a person. */
export function readBasket(value: unknown): BasketRead {
  let receipt: string | null = null;
  try {
    if (!isRecord(value)) throw malformed('A basket is an object.');
    checkNames(value, fields);
    receipt = text(value.receipt, 'receipt', receipt_length_max);
    const shop = optional(value.shop, 'shop', shop_length_max);
    const returnOf = optional(value.returnOf, 'returnOf', receipt_length_max);
    if (returnOf === receipt) throw malformed('returnOf names the basket itself.');
    return {
      kind: 'basket',
      basket: { receipt, at: readTime(value.at), shop, lines: readLines(value.lines), returnOf },
    };
  } catch (error) {
    if (error instanceof Fault) return { kind: 'fault', receipt, fault: error.fault };
    throw error;
  }
}

/** The fault of a field's name, if it is not one of ours; also for the columns of a file. */
export function nameFault(name: string): BasketFault {
  // A name may itself be a person's: only what looks like a name of a field is repeated.
  const shown = /^[\p{L}][\p{L}\d_ .-]{0,39}$/u.test(name) ? `“${name}”` : 'A field';
  return looksLikeIdentity(name)
    ? {
        reason: 'identity',
        sentence: `${shown} looks like it says who bought; no shopper’s identity is accepted: leave the field out.`,
      }
    : { reason: 'malformed', sentence: `${shown} is not a field of a basket: leave it out.` };
}

function checkNames(record: Readonly<Record<string, unknown>>, known: ReadonlySet<string>): void {
  for (const name in record)
    if (!known.has(name)) {
      const { reason, sentence } = nameFault(name);
      throw new Fault(reason, sentence);
    }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown, name: string, length_max: number): string {
  if (typeof value !== 'string' || value === '') throw malformed(`${name} is a text.`);
  if (value.length > length_max) throw malformed(`${name} has more than ${length_max} characters.`);
  if (/[\p{Cc}]/u.test(value) || !value.isWellFormed())
    throw malformed(`${name} has characters that no text has.`);
  const identity = identityIn(value);
  if (identity !== null)
    throw new Fault(
      'identity',
      `${name} looks like ${identity}; no shopper’s identity is accepted: send the receipt’s own number.`,
    );
  return value;
}

function optional(value: unknown, name: string, length_max: number): string | null {
  return value === undefined || value === null ? null : text(value, name, length_max);
}

const time = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

/** RFC 3339 with its offset: without one, nobody could say which day it was. */
function readTime(value: unknown): Instant {
  const [, year, month, day] = (typeof value === 'string' ? time.exec(value) : null) ?? [];
  const at = day === undefined ? Number.NaN : Date.parse(value as string);
  // The parser takes 30 February for 2 March.
  const real = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day);
  if (Number.isNaN(at) || !real)
    throw malformed('at is not a time with its offset, as in 2026-11-23T18:04:00+01:00 (RFC 3339).');
  return at;
}

function readLines(value: unknown): readonly BasketLine[] {
  if (!Array.isArray(value) || value.length === 0)
    throw malformed('lines is a list of at least one product.');
  if (value.length > lines_max) throw malformed(`lines has more than ${lines_max} products.`);
  return value.map((line: unknown): BasketLine => {
    if (!isRecord(line)) throw malformed('A line is an object with gtin and quantity.');
    checkNames(line, line_fields);
    const gtin = typeof line.gtin === 'string' ? normaliseGtin(line.gtin) : null;
    if (gtin === null)
      throw malformed('gtin is not a GTIN of 8, 12, 13 or 14 digits with its check digit, as a text.');
    const { quantity } = line;
    if (
      typeof quantity !== 'number' ||
      !Number.isInteger(quantity) ||
      quantity < 1 ||
      quantity > quantity_max
    )
      throw malformed(`quantity is not a whole number from 1 to ${quantity_max}.`);
    return { gtin, quantity };
  });
}
