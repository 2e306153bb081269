import { expect, test } from 'vitest';
import { judgeSignature } from './signature.ts';

const now = Date.parse('2026-11-23T12:00:00Z');
const date = new Date(now).toUTCString();
const keyId = 'https://m.example/users/a#main-key';
const draft = (headers: string, more = '') => ({
  date,
  digest: 'SHA-256=x',
  signature: `keyId="${keyId}",algorithm="rsa-sha256",headers="${headers}",signature="eA=="${more}`,
});
const all = '(request-target) host date digest';
const message = (components: string, parameters = `;created=${now / 1000};keyid="${keyId}"`) => ({
  'signature-input': `sig1=(${components})${parameters}`,
  signature: 'sig1=:eA==:',
});
const named = '"@method" "@target-uri" "content-digest"';

test.each<[string, Record<string, string>, string | null]>([
  ['all that matters', draft(all), null],
  ['more than that', draft(`${all} content-type`), null],
  ['nothing', {}, 'not signed'],
  ['no digest', draft('(request-target) host date'), 'cover digest'],
  ['no host', draft('(request-target) date digest'), 'cover host'],
  ['no key', { ...draft(all), signature: `headers="${all}",signature="eA=="` }, 'names no key'],
  [
    'a key that is no address',
    { ...draft(all), signature: draft(all).signature.replace(keyId, 'acct:a@b') },
    'names no key',
  ],
  ['headers said twice', draft('(request-target) date digest', `,headers="${all}"`), 'headers twice'],
  ['a key said twice', draft(all, ',keyId="https://evil.example/k"'), 'keyId twice'],
  ['an hour ago', { ...draft(all), date: new Date(now - 3_600_000).toUTCString() }, null],
  ['longer ago', { ...draft(all), date: new Date(now - 3_602_000).toUTCString() }, 'an hour'],
  ['a date that is none', { ...draft(all), date: 'hier' }, 'an hour'],
  ['the newer kind', message(named), null],
  ['its authority and path', message('"@method" "@authority" "@path" "content-digest"'), null],
  ['its path alone', message('"@method" "@path" "content-digest"'), 'cover @target-uri'],
  ['without a digest', message('"@method" "@target-uri"'), 'cover content-digest'],
  [
    'a digest of something else',
    message('"@method" "@target-uri" "content-digest";req'),
    'cover content-digest',
  ],
  ['no method', message('"@target-uri" "content-digest"'), 'cover @method'],
  ['no time', message(named, `;keyid="${keyId}"`), 'an hour'],
  [
    'two signatures',
    { ...message(named), 'signature-input': `${message(named)['signature-input']}, sig2=("date");keyid="x"` },
    'names no key',
  ],
])('%s', (_, headers, fault) => {
  const judged = judgeSignature(new Headers(headers), now);
  if (fault === null) expect(judged).toEqual({ kind: 'signed', keyId });
  else expect(judged).toMatchObject({ kind: 'fault', sentence: expect.stringContaining(fault) });
});
