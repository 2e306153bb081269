import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FetchAllow, judgeAddress, judgeUrl, parseFetchAllow } from './guard.ts';

function allowing(text: string): FetchAllow {
  const parsed = parseFetchAllow(text);
  if (parsed.kind === 'invalid') throw new Error(`invalid entry: ${parsed.entry}`);
  return parsed.allow;
}
const nothing = allowing('');

describe('judgeUrl, nothing opened', () => {
  const public_urls = [
    'http://blog.example.org/',
    'https://blog.example.org/2026/11/billet?a=b#c',
    'https://blog.example.org:443/',
    'http://blog.example.org:443/',
    'http://blog.example.org./',
    'http://été.example.org/',
    'http://my_blog.example.org/',
    'http://93.184.215.14/',
    'https://[2606:4700::6810:84e5]/',
    'http://[::ffff:93.184.215.14]/',
    // The host stands before the first #, ? or backslash; what follows is path or fragment.
    'http://blog.example.org\\@127.0.0.1/',
    'http://blog.example.org#@127.0.0.1/',
    'http://blog.example.org/@127.0.0.1/',
    // Neighbours of what is refused.
    'http://11.0.0.1/',
    'http://172.15.0.1/',
    'http://172.32.0.1/',
    'http://192.167.0.1/',
    'http://100.63.255.255/',
    'http://100.128.0.1/',
    'http://126.255.255.255/',
    'http://128.0.0.1/',
    'http://168.63.129.17/',
    'http://223.255.255.255/',
    'http://localhost.example.org/',
    'http://internal.example.org/',
  ];
  test.each(public_urls)('%s is ok', (text) =>
    expect(judgeUrl(new URL(text), nothing)).toEqual({ kind: 'ok' }),
  );

  const refused_urls: readonly (readonly [string, RegExp])[] = [
    ['http://127.0.0.1/', /loopback/],
    ['http://127.1/', /loopback/],
    ['http://0/', /unspecified/],
    ['http://0.0.0.0/', /unspecified/],
    ['http://0.1.2.3/', /unspecified/],
    ['http://2130706433/', /loopback/],
    ['http://0x7f.1/', /loopback/],
    ['http://0x7f000001/', /loopback/],
    ['http://0177.0.0.1/', /loopback/],
    ['http://017700000001/', /loopback/],
    ['http://①②⑦.0.0.1/', /loopback/],
    ['http://127。0。0。1/', /loopback/],
    ['http://127.0.0.1./', /loopback/],
    ['http://%31%32%37.0.0.1/', /loopback/],
    ['http://localhost/', /no dot/],
    ['http://localhost./', /no dot/],
    ['http://LOCALHOST/', /no dot/],
    ['http://ⓛocalhost/', /no dot/],
    ['http://a.localhost/', /local one/],
    ['http://A.B.LocalHost./', /local one/],
    ['http://intranet/', /no dot/],
    ['http://printer.local/', /local one/],
    ['http://metadata.google.internal/', /local one/],
    ['http://metadata.google.internal./', /local one/],
    ['http://box.lan/', /local one/],
    ['http://box.home.arpa/', /local one/],
    ['http://1.0.0.127.in-addr.arpa/', /local one/],
    ['http://blog..example.org/', /empty part/],
    ['http://[::1]/', /loopback/],
    ['http://[0:0:0:0:0:0:0:1]/', /loopback/],
    ['http://[::]/', /unspecified/],
    ['http://[::ffff:127.0.0.1]/', /loopback/],
    ['http://[::ffff:7f00:1]/', /loopback/],
    ['http://[::ffff:a9fe:a9fe]/', /linkLocal/],
    ['http://[::ffff:0:127.0.0.1]/', /rfc6145/],
    ['http://[::127.0.0.1]/', /2000::\/3/],
    ['http://[::7f00:1]/', /2000::\/3/],
    ['http://[64:ff9b::7f00:1]/', /rfc6052/],
    ['http://[64:ff9b::127.0.0.1]/', /rfc6052/],
    ['http://[64:ff9b:1::7f00:1]/', /rfc6052/],
    ['http://[2002:7f00:1::]/', /6to4/],
    ['http://[2001:0:4136:e378:8000:63bf:80ff:fffe]/', /teredo/],
    ['http://[2001:2::1]/', /benchmarking/],
    ['http://[2001:10::1]/', /not public/],
    ['http://[2001:20::1]/', /orchid2/],
    ['http://[2001:1::1]/', /reserved/],
    ['http://[2001:db8::1]/', /reserved/],
    ['http://[3fff::1]/', /reserved/],
    ['http://[5f00::1]/', /not public/],
    ['http://[100::1]/', /not public/],
    ['http://[4000::1]/', /2000::\/3/],
    ['http://[fe80::1]/', /linkLocal/],
    ['http://[fec0::1]/', /not public/],
    ['http://[fc00::1]/', /uniqueLocal/],
    ['http://[fd00:ec2::254]/', /uniqueLocal/],
    ['http://[ff02::1]/', /multicast/],
    ['http://10.0.0.1/', /private/],
    ['http://10.255.255.255/', /private/],
    ['http://172.16.0.1/', /private/],
    ['http://172.31.255.255/', /private/],
    ['http://192.168.0.1/', /private/],
    ['http://100.64.0.1/', /carrierGradeNat/],
    ['http://100.100.100.200/', /carrierGradeNat/],
    ['http://169.254.169.254/latest/meta-data/', /linkLocal/],
    ['http://2852039166/', /linkLocal/],
    ['http://0xA9FEA9FE/', /linkLocal/],
    ['http://168.63.129.16/', /cloud host/],
    ['http://[::ffff:168.63.129.16]/', /cloud host/],
    ['http://192.0.0.1/', /reserved/],
    ['http://192.0.0.192/', /reserved/],
    ['http://192.0.2.1/', /reserved/],
    ['http://198.18.0.1/', /reserved/],
    ['http://198.51.100.1/', /reserved/],
    ['http://203.0.113.1/', /reserved/],
    ['http://192.88.99.1/', /reserved/],
    ['http://224.0.0.1/', /multicast/],
    ['http://239.255.255.255/', /multicast/],
    ['http://240.0.0.1/', /reserved/],
    ['http://255.255.255.255/', /broadcast/],
    ['http://user@blog.example.org/', /user name/],
    ['http://user:secret@blog.example.org/', /user name/],
    ['http://:secret@blog.example.org/', /user name/],
    ['http://blog.example.org@127.0.0.1/', /user name/],
    ['http://127.0.0.1#@blog.example.org/', /loopback/],
    ['http://127.0.0.1\\@blog.example.org/', /loopback/],
    ['http://127.0.0.1?@blog.example.org/', /loopback/],
    ['http://127.0.0.\t1/', /loopback/],
    ['http://127.\n0.0.1/', /loopback/],
    ['file:///etc/passwd', /only http/],
    ['gopher://blog.example.org/_x', /only http/],
    ['ftp://blog.example.org/', /only http/],
    ['data:text/html,x', /only http/],
    ['javascript:alert(1)', /only http/],
    ['ws://blog.example.org/', /only http/],
    ['blob:https://blog.example.org/1', /only http/],
    ['http://blog.example.org:22/', /port 22/],
    ['http://blog.example.org:25/', /port 25/],
    ['http://blog.example.org:5432/', /port 5432/],
    ['http://blog.example.org:6379/', /port 6379/],
    ['http://blog.example.org:8080/', /port 8080/],
    ['http://blog.example.org:9200/', /port 9200/],
    ['http://93.184.215.14:8080/', /port 8080/],
  ];
  test.each(refused_urls)('%s is blocked: %s', (text, why) => {
    const verdict = judgeUrl(new URL(text), nothing);
    expect(verdict).toEqual({ kind: 'blocked', why: expect.stringMatching(why) });
  });

  test.each(['http://127.0.0.1%00/', 'http://blog.example.org%00.evil.example/', 'http://[fe80::1%25eth0]/'])(
    '%s is no URL at all',
    (text) => expect(URL.parse(text)).toBeNull(),
  );
});

describe('judgeAddress', () => {
  const host = { name: 'blog.example.org', port: 80 };
  test.each([
    ['93.184.215.14', 'ok'],
    ['2606:4700::6810:84e5', 'ok'],
    ['::ffff:93.184.215.14', 'ok'],
    ['127.0.0.1', 'blocked'],
    ['::ffff:127.0.0.1', 'blocked'],
    ['::1', 'blocked'],
    ['fe80::1%eth0', 'blocked'],
    ['10.1.2.3', 'blocked'],
    ['168.63.129.16', 'blocked'],
    ['64:ff9b::5db8:d70e', 'blocked'],
    ['', 'blocked'],
    ['blog.example.org', 'blocked'],
  ] as const)('%s: %s', (address, kind) => expect(judgeAddress(address, host, nothing).kind).toBe(kind));
});

describe('any spelling of an address that is not public is blocked', () => {
  const octet = fc.integer({ min: 0, max: 255 });
  const privateV4 = fc.oneof(
    fc.tuple(fc.constantFrom(0, 10, 127), octet, octet, octet),
    fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), octet, octet),
    fc.tuple(fc.constant(192), fc.constant(168), octet, octet),
    fc.tuple(fc.constant(169), fc.constant(254), octet, octet),
    fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), octet, octet),
    fc.tuple(fc.constant(198), fc.integer({ min: 18, max: 19 }), octet, octet),
    fc.tuple(fc.integer({ min: 224, max: 255 }), octet, octet, octet),
  );
  const number = (value: number, base: string): string =>
    base === 'hex' ? `0x${value.toString(16)}` : base === 'octal' ? `0${value.toString(8)}` : `${value}`;
  const wide = (text: string): string =>
    text.replace(/[0-9]/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))).replaceAll('.', '。');
  const base = fc.constantFrom('decimal', 'hex', 'octal');

  /** The parts of inet_aton(3): one to four numbers, the last taking what is left, each in its own base. */
  const spelledV4 = fc
    .tuple(privateV4, fc.integer({ min: 1, max: 4 }), base, base, base, base, fc.boolean(), fc.boolean())
    .map(([octets, parts, b0, b1, b2, b3, full, dot]) => {
      const bases = [b0, b1, b2, b3];
      const head: number[] = octets.slice(0, parts - 1);
      const last = octets.slice(parts - 1).reduce<number>((sum, value) => sum * 256 + value, 0);
      const text = [...head, last].map((value, i) => number(value, bases[i] ?? 'decimal')).join('.');
      return (full ? wide(text) : text) + (dot ? '.' : '');
    });
  test('IPv4', () => {
    fc.assert(
      fc.property(spelledV4, (text) => {
        expect(judgeUrl(new URL(`http://${text}/`), nothing).kind, text).toBe('blocked');
      }),
      { numRuns: 2000 },
    );
  });

  const group = fc.integer({ min: 0, max: 0xffff });
  const embedded = fc
    .tuple(fc.constantFrom('::ffff:', '::', '::ffff:0:', '64:ff9b::', '64:ff9b:1::'), privateV4, fc.boolean())
    .map(([prefix, [a, b, c, d], dotted]) =>
      dotted
        ? `${prefix}${a}.${b}.${c}.${d}`
        : `${prefix}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`,
    );
  const special = fc
    .tuple(
      fc.oneof(
        fc.integer({ min: 0, max: 0x1fff }),
        fc.integer({ min: 0x4000, max: 0xffff }),
        fc.constant(0x2002),
      ),
      fc.array(group, { minLength: 7, maxLength: 7 }),
      fc.boolean(),
    )
    // A first group of 0 with ::ffff in its middle could be a mapped public address; it never is with random groups of non-zero start.
    .map(([first, rest, upper]) => {
      const text = [first === 0 ? 1 : first, ...rest].map((value) => value.toString(16)).join(':');
      return upper ? text.toUpperCase() : text;
    });
  test('IPv6', () => {
    fc.assert(
      fc.property(fc.oneof(embedded, special), (text) => {
        expect(judgeUrl(new URL(`http://[${text}]/`), nothing).kind, text).toBe('blocked');
        expect(judgeAddress(text, { name: 'blog.example.org', port: 80 }, nothing).kind, text).toBe(
          'blocked',
        );
      }),
      { numRuns: 2000 },
    );
  });
});
