import { describe, expect, test } from 'vitest';
import { type FetchAllow, hostOf, judgeAddress, judgeUrl, parseFetchAllow } from './guard.ts';

function allowing(text: string): FetchAllow {
  const parsed = parseFetchAllow(text);
  if (parsed.kind === 'invalid') throw new Error(`invalid entry: ${parsed.entry}`);
  return parsed.allow;
}

describe('RELAIS_FETCH_ALLOW', () => {
  test.each([
    ['', 0, 0],
    [' , ,', 0, 0],
    ['127.0.0.0/8', 1, 0],
    ['127.0.0.1/8, ::1/128', 2, 0],
    ['127.0.0.1,127.0.0.1:8081,[::1],[::1]:8081,::1,fd00::1', 6, 0],
    ['blog.lan, blog.lan:8080, localhost, été.example, BLOG.EXAMPLE.', 0, 5],
    ['::ffff:10.0.0.0/104', 1, 0],
  ])('%s has %i ranges and %i names', (text, ranges, names) => {
    const allow = allowing(text);
    expect([allow.ranges.length, allow.names.length]).toEqual([ranges, names]);
  });

  test.each([
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0/8',
    '127.1',
    '010.0.0.1',
    '0x7f.0.0.1',
    '256.1.1.1',
    '::1/129',
    '::ffff:10.0.0.0/90',
    'fe80::1%eth0',
    '[::1',
    '[::1]:0',
    '127.0.0.1:65536',
    'blog.lan:x',
    'blog.lan:0',
    'http://blog.lan',
    'blog.lan/path',
    'user@blog.lan',
    '*.lan',
    'a b',
    '*',
  ])('%s is refused and named', (entry) => {
    expect(parseFetchAllow(`127.0.0.0/8, ${entry} ,blog.lan`)).toEqual({ kind: 'invalid', entry });
  });

  test.each([
    // what is opened, what is asked for, whether the URL passes
    ['127.0.0.0/8', 'http://127.0.0.1/', true],
    ['127.0.0.0/8', 'http://127.9.9.9:4711/', true],
    ['127.0.0.0/8', 'http://2130706433:4711/', true],
    ['127.0.0.0/8', 'http://[::ffff:127.0.0.1]:4711/', true],
    ['127.0.0.0/8', 'http://128.0.0.1:4711/', false],
    ['127.0.0.0/8', 'http://[::1]/', false],
    ['127.0.0.0/8', 'http://localhost/', false],
    ['127.0.0.0/8', 'http://10.0.0.1/', false],
    ['127.0.0.0/8', 'http://user@127.0.0.1/', false],
    ['127.0.0.0/8', 'ftp://127.0.0.1/', false],
    ['127.0.0.0/8', 'http://blog.example.org:8080/', false],
    ['::ffff:127.0.0.0/104', 'http://127.0.0.1/', true],
    ['10.1.2.3', 'http://10.1.2.3:99/', true],
    ['10.1.2.3', 'http://10.1.2.4/', false],
    ['10.1.2.3:8080', 'http://10.1.2.3:8080/', true],
    ['10.1.2.3:8080', 'http://10.1.2.3:8081/', false],
    ['10.1.2.3:8080', 'http://10.1.2.3/', false],
    ['[::1]:8080', 'http://[::1]:8080/', true],
    ['[::1]:8080', 'http://[::1]/', false],
    ['::1', 'http://[::1]:99/', true],
    ['fd00::/8', 'http://[fd12::1]/', true],
    ['fd00::/8', 'http://[fe80::1]/', false],
    ['blog.lan', 'http://blog.lan/', true],
    ['blog.lan', 'http://BLOG.LAN.:8080/', true],
    ['blog.lan', 'http://www.blog.lan/', false],
    ['blog.lan:8080', 'http://blog.lan:8080/', true],
    ['blog.lan:8080', 'http://blog.lan/', false],
    ['blog.lan:443', 'https://blog.lan/', true],
    ['localhost', 'http://localhost:4711/', true],
    ['localhost', 'http://127.0.0.1:4711/', false],
    ['localhost', 'http://a.localhost/', false],
    ['intranet', 'http://intranet/', true],
    ['été.lan', 'http://xn--t-9fab.lan/', true],
  ] as const)('%s and %s: %s', (text, url, passes) => {
    expect(judgeUrl(new URL(url), allowing(text)).kind).toBe(passes ? 'ok' : 'blocked');
  });

  test.each([
    ['10.0.0.0/8', 'http://blog.example.org/', '10.1.2.3', true],
    ['10.0.0.0/8', 'http://blog.example.org/', '::ffff:10.1.2.3', true],
    ['10.0.0.0/8', 'http://blog.example.org/', '192.168.0.1', false],
    ['10.1.2.3:8080', 'http://blog.example.org/', '10.1.2.3', false],
    ['blog.lan', 'http://blog.lan/', '10.1.2.3', true],
    ['blog.lan', 'http://BLOG.lan.:8080/', '127.0.0.1', true],
    ['blog.lan:8080', 'http://blog.lan/', '10.1.2.3', false],
    ['blog.lan', 'http://blog.example.org/', '10.1.2.3', false],
  ] as const)('%s: %s resolved to %s: %s', (text, url, address, passes) => {
    expect(judgeAddress(address, hostOf(new URL(url)), allowing(text)).kind).toBe(passes ? 'ok' : 'blocked');
  });
});
