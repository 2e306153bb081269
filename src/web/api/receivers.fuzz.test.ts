import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { claimServices } from '../../../test/claim-services.ts';
import { intakeAnswers } from './intake-answer.ts';
import { receivers } from './receivers.ts';

const site = 'https://relais.example';
const good = `source=${encodeURIComponent('https://blog.example/é')}&target=${site}/c/essai`;
const sentences = Object.values(intakeAnswers).map(({ sentence }) => `${sentence}\n`);

const bytes = fc.uint8Array({ maxLength: 400 });
/** Forms with a cut, an insertion, or odd escapes somewhere. */
const nearForms = fc
  .tuple(
    fc.nat(good.length),
    fc.nat(8),
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('%', '%F', '%ff', '%00', '&', '=', '&source=a', '+'),
    ),
  )
  .map(([at, cut, put]) => Buffer.from(good.slice(0, at) + put + good.slice(at + cut)));
const huge = fc.integer({ min: 65_000, max: 200_000 }).map((n) => Buffer.alloc(n, 'source=a&'));
const xml = fc
  .tuple(fc.nat(200), fc.nat(20), bytes)
  .map(([at, cut, put]) => Buffer.concat([call.subarray(0, at), put, call.subarray(at + cut)]));
const json = fc.json().map((text) => Buffer.from(text));
const body = fc.oneof(bytes, nearForms, huge, xml, json).map((b) => new Uint8Array(b));

const path = fc.constantFrom(
  '/webmention',
  '/c/essai/relays',
  '/c/-/relays',
  '/webmention?source=a',
  '/webmention?%',
);
const method = fc.constantFrom(
  'POST',
  'POST',
  'POST',
  'PUT',
  'GET',
  'HEAD',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'BREW',
  'post',
);
const type = fc.oneof(
  fc.constantFrom(
    'application/x-www-form-urlencoded',
    'application/json',
    'APPLICATION/X-WWW-FORM-URLENCODED ;a=b',
    '',
  ),
  fc.constantFrom(
    'multipart/form-data; boundary=a',
    'text/xml',
    ';',
    'application/x-www-form-urlencoded, text/plain',
  ),
  fc.stringMatching(/^[\x20-\x7e]{0,40}$/),
);
const extra = fc.array(
  fc.tuple(fc.stringMatching(/^x-[a-z]{1,8}$/), fc.stringMatching(/^[\x21-\x7e]{0,20}$/)),
  {
    maxLength: 200,
  },
);

const call = Buffer.from(
  `<methodCall><methodName>pingback.ping</methodName><params><param><value>https://b.example/</value></param>` +
    `<param><value>${site}/c/essai</value></param></params></methodCall>`,
);

test('whatever comes, form receivers answer one of their sentences and claim only what is whole', async () => {
  const state = claimServices(site);
  const app = receivers(state.services);
  await fc.assert(
    fc.asyncProperty(path, method, type, extra, body, async (where, how, contentType, more, content) => {
      const before = state.taken.size;
      const headers = new Headers(more);
      headers.set('content-type', contentType);
      const bare = how === 'GET' || how === 'HEAD';
      const init = { method: how, headers, ...(bare ? {} : { body: content }) };
      const response = await app.request(where, init);
      const text = await response.text();
      if (response.status === 202) {
        expect(response.headers.get('location')).toMatch(/^https:\/\/relais\.example\/relays\/rly_\d{26}$/);
        return;
      }
      expect([303, 400, 405, 413, 415]).toContain(response.status);
      if (response.status !== 303 && how !== 'HEAD') expect(sentences).toContain(text);
      expect(state.taken.size).toBe(before);
    }),
    { numRuns: 2000 },
  );
});

test('whatever comes, a ping is answered with status 200 and well-formed XML', async () => {
  const state = claimServices(site);
  const app = receivers(state.services);
  await fc.assert(
    fc.asyncProperty(body, type, async (content, contentType) => {
      const before = state.taken.size;
      const headers = { 'content-type': contentType };
      const response = await app.request('/pingback', { method: 'POST', headers, body: content });
      const text = await response.text();
      expect(response.status).toBe(200);
      const parser = new SaxesParser();
      parser.on('error', (error) => {
        throw error;
      });
      parser.write(text).close();
      if (text.includes('<fault>')) expect(state.taken.size).toBe(before);
      else expect(state.taken.size).toBeGreaterThan(0);
    }),
    { numRuns: 2000 },
  );
});
