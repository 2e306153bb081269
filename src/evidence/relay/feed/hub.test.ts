import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hubNamed } from './hub.ts';
import { isSigned } from './subscription.ts';

const at = new URL('https://blog.example/feed.xml');
const named = (text: string, header: string | null = null) => {
  const found = hubNamed(Buffer.from(text), header, at);
  return found === null ? null : [found.hub.href, found.topic.href];
};
const atom = (links: string) => `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">${links}`;

test.each<[string, string, string | null, readonly string[] | null]>([
  ['none', atom(''), null, null],
  [
    'Atom',
    atom('<link rel="hub" href="https://hub.example/"/><link rel="self" href="/atom?a=1&amp;b=2"/>'),
    null,
    ['https://hub.example/', 'https://blog.example/atom?a=1&b=2'],
  ],
  [
    'RSS with a prefix, other quotes',
    `<rss><channel><atom10:link href='https://hub.example/' rel='hub' /><item>`,
    null,
    ['https://hub.example/', at.href],
  ],
  [
    'JSON Feed',
    '{"feed_url":"https://blog.example/feed.json","hubs":[{"type":"WebSub","url":"https://hub.example/"}]}',
    null,
    ['https://hub.example/', 'https://blog.example/feed.json'],
  ],
  [
    'the header comes first',
    atom('<link rel="hub" href="https://other.example/"/>'),
    '<https://hub.example/>; rel="hub", <https://blog.example/f>; rel=self',
    ['https://hub.example/', 'https://blog.example/f'],
  ],
  [
    'a topic of another site is not believed',
    atom('<link rel="hub" href="https://hub.example/"/><link rel="self" href="https://victim.example/f"/>'),
    null,
    ['https://hub.example/', at.href],
  ],
  ['within a post', atom('<entry><link rel="hub" href="https://evil.example/"/></entry>'), null, null],
  ['another scheme', atom('<link rel="hub" href="javascript:alert(1)"/>'), null, null],
  ['with a password', atom('<link rel="hub" href="https://u:p@hub.example/"/>'), null, null],
  ['broken JSON', '{"hubs":', null, null],
  ['JSON of other shapes', '{"hubs":[null,{"url":7}],"feed_url":[]}', null, null],
])('the hub of a feed: %s', (_name, text, header, expected) => {
  expect(named(text, header)).toEqual(expected);
});

test('never throws, and never takes long', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (bytes, header) => {
      hubNamed(Buffer.from(bytes), header, at);
    }),
  );
  const began = performance.now();
  named(atom('<link rel='.repeat(6000)), '<'.repeat(4000));
  named(atom(`<link ${'rel="a" '.repeat(8000)}`), '<a>;'.repeat(1000));
  expect(performance.now() - began).toBeLessThan(500);
});

test('signatures: W3C’s four methods, nothing else', () => {
  const bytes = Buffer.from('corps');
  const sign = (method: string, secret = 'secret') =>
    `${method}=${createHmac(method, secret).update(bytes).digest('hex')}`;
  for (const method of ['sha1', 'sha256', 'sha384', 'sha512'])
    expect(isSigned({ signatures: [sign(method)], bytes }, 'secret'), method).toBe(true);
  const wrong = [
    '',
    'sha256',
    'sha256=00',
    sign('md5'),
    sign('sha224'),
    sign('sha256', 'autre'),
    'sha256=zz',
  ];
  for (const text of wrong) expect(isSigned({ signatures: [text], bytes }, 'secret'), text).toBe(false);
  expect(isSigned({ signatures: [], bytes }, 'secret')).toBe(false);
});
