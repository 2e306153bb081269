import { normaliseGtin } from './gtin.ts';
import type { Basket, BasketLine } from './purchase.ts';

/** A basket as it was sent, or the one sentence that says what is wrong with it. */
export type ReadBasket = { readonly basket: Basket } | { readonly problem: string };

const receipt_length_max = 200;
const lines_max = 2000;
const quantity_max = 100_000;

/** Names of fields that say who somebody is. No shopper's identity is taken, not even to be thrown away. */
const identity =
  /name|nom$|prenom|email|e-mail|mail|phone|tel|mobile|address|adresse|street|rue|zip|postcode|birth|naissance|age$|gender|sexe|customer|client|shopper|member|membre|loyalty|fidelite|fidelity|card|carte|iban|account|compte|user|person|ssn|passport/i;

/** Whether a value says who somebody is, wherever it stands: an e-mail address, an IBAN, a payment card's number. */
function identifies(text: string): boolean {
  if (/[^\s@/]+@[^\s@/]+\.[a-z]{2,}|\b(?:\d{4}[ -]){3}\d{4}\b/i.test(text)) return true;
  // Most receipts are done here: what follows is only for long ones.
  if (text.length < 13) return false;
  if (text.match(/(?<!\d)\d{14,19}(?!\d)/g)?.some(isCard) === true) return true;
  const account = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b/.exec(text)?.[0].replaceAll(' ', '');
  return account !== undefined && isIban(account);
}

/** Lengths and first digits under which payment cards are issued (ISO/IEC 7812): a receipt's number rarely has both. */
const issued =
  /^(?:4\d{15}|4\d{18}|5[1-5]\d{14}|2(?:2[2-9]|[3-6]\d|7[01])\d{13}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|6(?:011|5\d\d)\d{12}|35\d{14})$/;

/** A payment card's number in one piece, by its prefix and its check digit (Luhn, ISO/IEC 7812-1 annex B). */
function isCard(digits: string): boolean {
  if (!issued.test(digits)) return false;
  let sum = 0;
  for (let place = 1; place <= digits.length; place++) {
    const digit = Number(digits[digits.length - place]) * (place % 2 === 0 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
}

/** An IBAN with its check digits (ISO 13616): receipts may look alike, but one in a hundred alone checks. */
function isIban(account: string): boolean {
  let rest = 0;
  for (const character of account.slice(4) + account.slice(0, 4))
    for (const digit of String(Number.parseInt(character, 36))) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}

const known = new Set(['receipt', 'at', 'shop', 'lines', 'returnOf']);
const knownOfLine = new Set(['gtin', 'quantity']);

/**
 * Reads a basket from a parsed JSON value. Strict: a field that it does not know is refused, and one that looks like a
 * shopper's identity with the reason. Lines that are no GTIN (a shop's own numbers) or are weighed are left out: no offer
 * names them.
 */
export function readBasket(value: unknown): ReadBasket {
  if (!isObject(value)) return { problem: 'A basket is an object with receipt, at and lines.' };
  const stranger = Object.keys(value).find((name) => !known.has(name));
  if (stranger !== undefined) return { problem: strangerSentence(stranger) };
  const { receipt, at, shop = null, lines, returnOf = null } = value;
  if (!isText(receipt, receipt_length_max))
    return { problem: `receipt is not a text of 1 to ${receipt_length_max} characters.` };
  if (returnOf !== null && !isText(returnOf, receipt_length_max))
    return { problem: `returnOf is neither null nor a text of 1 to ${receipt_length_max} characters.` };
  if (shop !== null && !(typeof shop === 'string' && /^[A-Za-z0-9._-]{1,40}$/.test(shop)))
    return { problem: 'shop is neither null nor 1 to 40 of A-Z, a-z, 0-9, . _ -.' };
  for (const text of [receipt, returnOf ?? '', shop ?? ''])
    if (identifies(text))
      return {
        problem: 'receipt looks like a person’s address or account: no shopper’s identity is taken.',
      };
  const instant = typeof at === 'string' ? readInstant(at) : Number.NaN;
  if (Number.isNaN(instant)) return { problem: 'at is not a date with time and offset (RFC 3339).' };
  if (!Array.isArray(lines) || lines.length > lines_max)
    return { problem: `lines is not a list of at most ${lines_max} lines.` };
  if (returnOf === receipt) return { problem: 'returnOf is the receipt itself.' };
  const read: BasketLine[] = [];
  for (const [index, line] of lines.entries()) {
    const one = readLine(line);
    if (typeof one === 'string') return { problem: `lines[${index}]${one}` };
    if (one !== null) read.push(one);
  }
  return { basket: { receipt, at: instant, shop, lines: read, returnOf } };
}

const rfc3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2})$/;

/** The instant, or NaN. The engine's parser takes 30 February for 2 March; we don't. */
function readInstant(text: string): number {
  const [, year, month, day] = rfc3339.exec(text) ?? [];
  const real = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day);
  return real ? Date.parse(text) : Number.NaN;
}

/** A line, null for one that no offer can name, or what is wrong with it. */
function readLine(value: unknown): BasketLine | null | string {
  if (!isObject(value)) return ' is not an object with gtin and quantity.';
  const stranger = Object.keys(value).find((name) => !knownOfLine.has(name));
  if (stranger !== undefined) return `: ${strangerSentence(stranger)}`;
  const { gtin, quantity } = value;
  if (typeof gtin !== 'string' || !/^\d{1,14}$/.test(gtin)) return '.gtin is not a text of up to 14 digits.';
  if (typeof quantity !== 'number' || !(quantity > 0) || quantity > quantity_max)
    return `.quantity is not a number above 0 and up to ${quantity_max}.`;
  const normal = normaliseGtin(gtin);
  return normal === null || !Number.isInteger(quantity) ? null : { gtin: normal, quantity };
}

function strangerSentence(name: string): string {
  const shown = /^[\w .-]{1,60}$/.test(name) ? name : 'A field';
  return identity.test(name.normalize('NFD').replace(/\p{M}/gu, ''))
    ? `${shown} looks like a shopper’s identity: none is taken, send the basket without it.`
    : `${shown} is not known: a basket has receipt, at, shop, lines (gtin, quantity) and returnOf.`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown, most: number): value is string {
  return (
    typeof value === 'string' &&
    value.length > 0 &&
    value.length <= most &&
    value.isWellFormed() &&
    !/\p{Cc}/u.test(value)
  );
}
