import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { isIPv4 } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { BlockedError, guardedConnector } from './connect.ts';
import { type FetchAllow, parseFetchAllow } from './guard.ts';
import { publicLookup } from './lookup.ts';
import { page, serve, stopAll } from './loopback.suite.ts';

const open: Socket[] = [];
afterEach(async () => {
  for (const socket of open.splice(0)) socket.close();
  await stopAll();
});

function allowing(text: string): FetchAllow {
  const parsed = parseFetchAllow(text);
  if (parsed.kind === 'invalid') throw new Error(parsed.entry);
  return parsed.allow;
}

/** A record: an address, or `→ name` for a CNAME. A function answers differently each time (TTL is always 0). */
type Zone = Readonly<Record<string, readonly string[] | (() => readonly string[])>>;

const label = (name: string): Buffer =>
  Buffer.concat([
    ...name.split('.').map((part) => Buffer.from([part.length, ...Buffer.from(part)])),
    Buffer.from([0]),
  ]);

/** The answer of RFC 1035 §4.1 to one question, from a zone; unknown names get NXDOMAIN. */
function answer(query: Buffer, zone: Zone): Buffer {
  const labels: string[] = [];
  let at = 12;
  for (let size = query[at] ?? 0; size > 0; size = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + size));
    at += size + 1;
  }
  const type = query.readUInt16BE(at + 1);
  const name = labels.join('.').toLowerCase();
  const known = zone[name];
  const records: Buffer[] = [];
  const add = (owner: string, kind: number, data: Buffer): void => {
    const fixed = Buffer.alloc(10);
    fixed.writeUInt16BE(kind, 0);
    fixed.writeUInt16BE(1, 2);
    fixed.writeUInt16BE(data.length, 8);
    records.push(Buffer.concat([label(owner), fixed, data]));
  };
  const list = (owner: string, found: Zone[string] | undefined): void => {
    for (const record of (typeof found === 'function' ? found() : found) ?? []) {
      if (record.startsWith('→ ')) {
        add(owner, 5, label(record.slice(2)));
        list(record.slice(2), zone[record.slice(2)]);
      } else if (isIPv4(record)) {
        if (type === 1) add(owner, 1, Buffer.from(record.split('.').map(Number)));
      } else if (type === 28) {
        const groups = record.split(':').map((group) => Number.parseInt(group, 16));
        add(owner, 28, Buffer.from(groups.flatMap((group) => [group >> 8, group & 255])));
      }
    }
  };
  list(name, known);
  const head = Buffer.from(query.subarray(0, 12));
  head.writeUInt16BE(known === undefined ? 0x8183 : 0x8180, 2);
  head.writeUInt16BE(records.length, 6);
  head.writeUInt16BE(0, 8);
  head.writeUInt16BE(0, 10);
  return Buffer.concat([head, query.subarray(12, at + 5), ...records]);
}

/** A name server on loopback and a resolver that asks only it. */
async function nameServer(zone: Zone): Promise<Resolver> {
  const socket = createSocket('udp4');
  open.push(socket);
  socket.on('message', (query, from: RemoteInfo) =>
    socket.send(answer(query, zone), from.port, from.address),
  );
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const resolver = new Resolver({ timeout: 500, tries: 1 });
  resolver.setServers([`127.0.0.1:${socket.address().port}`]);
  return resolver;
}

/** What the guarded connector makes of a name: the peer's address, `blocked`, or the error's code. */
async function connectTo(name: string, zone: Zone, allow: string, port: number): Promise<string> {
  const allowed = allowing(allow);
  const { connect } = guardedConnector(allowed, publicLookup(allowed, await nameServer(zone)));
  return new Promise((resolve) => {
    connect({ hostname: name, protocol: 'http:', port: String(port) }, (error, socket) => {
      const code = (error as NodeJS.ErrnoException | null)?.code;
      resolve(
        error === null
          ? String(socket?.remoteAddress)
          : error instanceof BlockedError
            ? 'blocked'
            : String(code),
      );
      socket?.destroy();
    });
  });
}

// 127.0.0.2 is opened and stands for a public address; 127.0.0.1, where the secret is, is not.
test.each([
  ['a name that resolves to a public address', { 'a.example': ['127.0.0.2'] }, '127.0.0.2'],
  ['… by a CNAME', { 'a.example': ['→ b.example'], 'b.example': ['127.0.0.2'] }, '127.0.0.2'],
  ['… to a private one', { 'a.example': ['127.0.0.1'] }, 'blocked'],
  ['… to a private one by a CNAME', { 'a.example': ['→ b.example'], 'b.example': ['127.0.0.1'] }, 'blocked'],
  ['… to 169.254.169.254', { 'a.example': ['169.254.169.254'] }, 'blocked'],
  ['A public and private', { 'a.example': ['127.0.0.2', '127.0.0.1'] }, 'blocked'],
  ['A private and public', { 'a.example': ['127.0.0.1', '127.0.0.2'] }, 'blocked'],
  ['A public, AAAA loopback', { 'a.example': ['127.0.0.2', '0:0:0:0:0:0:0:1'] }, 'blocked'],
  ['A public, AAAA unique local', { 'a.example': ['127.0.0.2', 'fd00:0ec2:0:0:0:0:0:254'] }, 'blocked'],
  ['A public, AAAA mapped private', { 'a.example': ['127.0.0.2', '0:0:0:0:0:ffff:a00:1'] }, 'blocked'],
  ['AAAA NAT64 of a private one', { 'a.example': ['64:ff9b:0:0:0:0:7f00:1'] }, 'blocked'],
  ['A public, AAAA mapped public', { 'a.example': ['127.0.0.2', '0:0:0:0:0:ffff:7f00:2'] }, '127.0.0.2'],
  ['an unknown name', {}, 'ENOTFOUND'],
  ['a name without addresses', { 'a.example': [] }, 'ENODATA'],
] as readonly (readonly [string, Zone, string])[])('%s', async (_name, zone, expected) => {
  const secret = await serve(page('<html>secret'), '0.0.0.0');
  expect(await connectTo('a.example', zone, '127.0.0.2', secret.port)).toBe(expected);
  expect(secret.seen.connections).toBe(expected === '127.0.0.2' ? 1 : 0);
});

test('rebinding: each connection asks once and goes where it was judged', async () => {
  const secret = await serve(page('<html>secret'), '0.0.0.0');
  let asked = 0;
  // Public at first, private ever after, TTL 0; the AAAA question of the same look-up gets no answer from it.
  const zone: Zone = { 'a.example': () => (asked++ < 2 ? ['127.0.0.2'] : ['127.0.0.1']) };
  const allow = allowing('127.0.0.2');
  const lookup = publicLookup(allow, await nameServer(zone));
  const visit = (): Promise<string> =>
    new Promise((resolve) => {
      const options = { hostname: 'a.example', protocol: 'http:', port: String(secret.port) };
      guardedConnector(allow, lookup).connect(options, (error, socket) => {
        resolve(error === null ? String(socket?.remoteAddress) : error.name);
        socket?.destroy();
      });
    });
  expect(await visit()).toBe('127.0.0.2');
  expect(asked).toBe(2);
  expect(await visit()).toBe('BlockedError');
  expect(secret.seen.connections).toBe(1);
});

test('a name server that says nothing', async () => {
  const silent = createSocket('udp4');
  open.push(silent);
  await new Promise<void>((resolve) => silent.bind(0, '127.0.0.1', resolve));
  const resolver = new Resolver({ timeout: 100, tries: 1 });
  resolver.setServers([`127.0.0.1:${silent.address().port}`]);
  const lookup = publicLookup(allowing(''), resolver);
  const code = await new Promise((resolve) =>
    lookup('a.example', { all: true }, (error) => resolve(error?.code)),
  );
  expect(code).toBe('ETIMEOUT');
});

test('a name that the operator opened is looked up as the system does', async () => {
  const blog = await serve(page('<html>'));
  expect(await connectTo('localhost', { localhost: ['10.0.0.1'] }, 'localhost', blog.port)).toMatch(
    /^(127\.0\.0\.1|::1)$/,
  );
});
