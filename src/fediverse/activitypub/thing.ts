import { cleanLine, cleanText } from '../../domain/mod.ts';

/**
 * What strangers send, read as plain JSON: contexts are never loaded, so a huge or a remote one costs nothing. What is
 * of the wrong shape is not there. Signatures are over bytes, so no second reading of them exists.
 */
export type Thing = Readonly<Record<string, unknown>>;

/** What a message says of itself. */
export type Message = {
  readonly id: string;
  readonly type: string;
  readonly author: string;
  /** Where people read it, if that is on the host of its id. */
  readonly url: string | null;
  readonly public: boolean;
  readonly mentions: readonly string[];
  /** What it answers, and what it shows within it. */
  readonly about: readonly string[];
  readonly links: readonly string[];
  readonly title: string | null;
  readonly text: string;
  readonly published: number | null;
  readonly language: string | null;
};

/** An actor as its own server says it. */
export type Actor = {
  readonly id: string;
  /** Its shared inbox, else its own. */
  readonly inbox: string;
  readonly keyId: string;
  readonly pem: string;
  readonly handle: string | null;
  readonly name: string | null;
};

const address_max = 2048;
const list_max = 100;
const html_max = 100_000;
const text_max = 3000;
const everybody = new Set(['https://www.w3.org/ns/activitystreams#Public', 'as:Public', 'Public']);

export const isThing = (value: unknown): value is Thing =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string => typeof value === 'string';

/** A value as a list: one thing and a list of one are the same in JSON-LD. */
export const listOf = (value: unknown): readonly unknown[] =>
  (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]).slice(0, list_max);

/** The address of a thing that is given as its address or as the whole thing. */
export function idOf(value: unknown): string | null {
  const id = isThing(value) ? value.id : value;
  if (!isText(id) || id.length > address_max || !/^https?:\/\//.test(id)) return null;
  return URL.canParse(id) ? id : null;
}

export const idsOf = (value: unknown): readonly string[] =>
  listOf(value)
    .map(idOf)
    .filter((id) => id !== null);

/** The first of a thing's types. */
export const typeOf = (thing: Thing): string => listOf(thing.type).find(isText) ?? '';

export const hostOf = (address: string): string => URL.parse(address)?.host ?? '';

/** A thing out of bytes; null where they are none. */
export function readThing(text: string): Thing | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return isThing(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

/** Whether everybody may read it. Some write `to` as one text, some name the public by its short name. */
export const isPublic = (thing: Thing): boolean =>
  [...listOf(thing.to), ...listOf(thing.cc)].some((one) => isText(one) && everybody.has(one));

/** What a message says; null for what is none. */
export function messageIn(thing: Thing): Message | null {
  const id = idOf(thing);
  const author = idsOf(thing.attributedTo)[0] ?? idsOf(thing.actor)[0];
  if (id === null || author === undefined || hostOf(author) !== hostOf(id)) return null;
  const html = htmlOf(thing);
  const summary = isText(thing.summary) ? thing.summary.slice(0, html_max) : '';
  // Behind a warning, the warning is what is shown.
  const text = cleanText(plainOf(summary.trim() === '' ? html : summary), text_max);
  const tags = listOf(thing.tag).filter(isThing);
  const url = idsOf(listOf(thing.url).map((one) => (isThing(one) ? one.href : one)))[0] ?? null;
  const published = isText(thing.published) ? Date.parse(thing.published) : Number.NaN;
  const language = isThing(thing.contentMap) ? Object.keys(thing.contentMap)[0] : undefined;
  return {
    id,
    type: typeOf(thing),
    author,
    url: url !== null && hostOf(url) === hostOf(id) ? url : null,
    public: isPublic(thing),
    mentions: tags
      .filter((tag) => typeOf(tag) === 'Mention')
      .map((tag) => tag.href)
      .filter(isText),
    about: [
      ...idsOf(thing.inReplyTo),
      ...['quote', 'quoteUrl', 'quoteUri', '_misskey_quote'].flatMap((name) => idsOf(thing[name])),
      ...tags.filter((tag) => typeOf(tag) === 'Link').flatMap((tag) => idsOf(tag.href)),
    ],
    links: [...html.matchAll(/<a\b[^>]*?\shref\s*=\s*(?:"([^"]{1,2048})"|'([^']{1,2048})')/gi)]
      .slice(0, list_max)
      .map(([, double, single]) => unescaped(double ?? single ?? '')),
    title: isText(thing.name) ? cleanLine(thing.name, 200) || null : null,
    text,
    published: Number.isNaN(published) ? null : published,
    language: language !== undefined && /^[a-z]{2}(?:-[A-Za-z0-9-]{1,20})?$/.test(language) ? language : null,
  };
}

/** An actor with its key, as the document at its own address says; null for what is none. */
export function actorIn(thing: Thing): Actor | null {
  const id = idOf(thing);
  const own = idOf(thing.inbox);
  if (id === null || own === null) return null;
  const shared = isThing(thing.endpoints) ? idOf(thing.endpoints.sharedInbox) : null;
  const key = listOf(thing.publicKey)
    .filter(isThing)
    .find((one) => isText(one.publicKeyPem) && idOf(one.owner) === id);
  const keyId = key === undefined ? null : idOf(key);
  if (key === undefined || keyId === null || hostOf(keyId) !== hostOf(id)) return null;
  const [handle, name] = [thing.preferredUsername, thing.name];
  return {
    id,
    inbox: shared !== null && hostOf(shared) === hostOf(id) ? shared : own,
    keyId,
    pem: String(key.publicKeyPem).slice(0, 10_000),
    handle: isText(handle) && /^[\w.-]{1,64}$/.test(handle) ? handle : null,
    name: isText(name) ? cleanLine(name, 80) || null : null,
  };
}

function htmlOf(thing: Thing): string {
  if (isText(thing.content)) return thing.content.slice(0, html_max);
  const first = isThing(thing.contentMap) ? Object.values(thing.contentMap)[0] : '';
  return isText(first) ? first.slice(0, html_max) : '';
}

/** Words without marks: enough for an excerpt that is escaped again where it is shown. */
function plainOf(html: string): string {
  return unescaped(html.replace(/<(?:br|\/p)\b[^>]{0,200}>/gi, ' ').replace(/<[^>]{0,2000}>/g, ''));
}

const entities: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00A0' },
};

function unescaped(text: string): string {
  return text.replace(
    /&(?:#(\d{1,6})|#x([0-9a-f]{1,5})|(amp|lt|gt|quot|apos|nbsp));/gi,
    (whole, dec, hex, name) => {
      if (name !== undefined) return entities[String(name).toLowerCase()] ?? whole;
      const code = dec === undefined ? Number.parseInt(hex, 16) : Number(dec);
      return code > 31 && code < 0x11_0000 && (code < 0xd800 || code > 0xdfff)
        ? String.fromCodePoint(code)
        : ' ';
    },
  );
}
