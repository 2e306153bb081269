import type { Instant } from '../../kernel/mod.ts';

/** What a signature says it covers, before any key is known. */
export type Signed =
  | { readonly kind: 'signed'; readonly keyId: string }
  | { readonly kind: 'fault'; readonly sentence: string };

/** How far a sender's clock may be from ours, as the fediverse has it. */
const window_ms = 3_600_000;

const fault = (sentence: string): Signed => ({ kind: 'fault', sentence });

/**
 * Judges a POST's signature by its headers alone (draft-cavage-http-signatures-12; RFC 9421): it names a key, is fresh,
 * and covers where the message goes and its body's digest. What a signature does not cover, anybody could have changed.
 */
export function judgeSignature(headers: Headers, now: Instant): Signed {
  return headers.has('signature-input') ? judgeMessageSignature(headers, now) : judgeDraft(headers, now);
}

function judgeDraft(headers: Headers, now: Instant): Signed {
  const text = headers.get('signature') ?? '';
  if (text === '') return fault('The request is not signed.');
  // Two of one name: readers would differ about which one holds.
  for (const name of ['keyId', 'headers', 'signature'])
    if (text.split(new RegExp(`\\b${name}\\s*=`, 'i')).length > 2)
      return fault(`The signature says ${name} twice.`);
  const keyId = /(?:^|,)\s*keyId="([^"]{1,2048})"/.exec(text)?.[1];
  const covered = new Set(
    (/(?:^|,)\s*headers="([^"]{1,1000})"/.exec(text)?.[1] ?? '').toLowerCase().split(/\s+/),
  );
  if (keyId === undefined || !/^https?:\/\//.test(keyId) || !URL.canParse(keyId))
    return fault('The signature names no key.');
  for (const name of ['(request-target)', 'host', 'date', 'digest'])
    if (!covered.has(name)) return fault(`The signature does not cover ${name}.`);
  return isFresh(Date.parse(headers.get('date') ?? ''), now)
    ? { kind: 'signed', keyId }
    : fault('The request’s date is more than an hour from ours.');
}

function judgeMessageSignature(headers: Headers, now: Instant): Signed {
  const text = headers.get('signature-input') ?? '';
  // One signature: of several, nobody could say which one is meant.
  const [, components = '', parameters = ''] =
    /^\s*[a-z*][a-z0-9_.*-]*=\(([^()]*)\)([^()]*)$/.exec(text) ?? [];
  const keyId = /;\s*keyid="([^"]{1,2048})"/.exec(parameters)?.[1];
  if (keyId === undefined || !/^https?:\/\//.test(keyId) || !URL.canParse(keyId))
    return fault('The signature names no key.');
  const covered = new Set([...components.matchAll(/"([^"]+)"(?=\s|$)/g)].map(([, name]) => name));
  for (const name of ['@method', 'content-digest'])
    if (!covered.has(name)) return fault(`The signature does not cover ${name}.`);
  if (!covered.has('@target-uri') && !(covered.has('@authority') && covered.has('@path')))
    return fault('The signature does not cover @target-uri.');
  const created = /;\s*created=(\d{1,12})(?:;|$)/.exec(parameters)?.[1];
  return isFresh(created === undefined ? Number.NaN : Number(created) * 1000, now)
    ? { kind: 'signed', keyId }
    : fault('The request’s date is more than an hour from ours.');
}

const isFresh = (at: number, now: Instant) => Math.abs(at - now) <= window_ms;
