import { expect, test } from 'vitest';
import { claimServices } from '../../../test/claim-services.ts';
import { receivers } from './receivers.ts';

const site = 'https://relais.example';
const post = 'https://blog.example/2026/11/billet/';
const page = `${site}/c/essai`;

const call = (method: string, ...values: string[]) =>
  `<?xml version="1.0"?><methodCall><methodName>${method}</methodName><params>${values
    .map((value) => `<param><value>${value}</value></param>`)
    .join('')}</params></methodCall>`;
const ping = (source: string, target: string) => call('pingback.ping', source, target);

async function send(body: BodyInit, state = claimServices(site)) {
  const init = { method: 'POST', body, duplex: 'half' } as RequestInit;
  const response = await receivers(state.services, { body_timeout_ms: 100 }).request('/pingback', init);
  const text = await response.text();
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/xml');
  expect(response.headers.get('content-length')).toBe(String(Buffer.byteLength(text)));
  expect(text.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n<methodResponse>')).toBe(true);
  const code = /<name>faultCode<\/name><value><int>(-?\d+)<\/int>/.exec(text)?.[1];
  return { code: code === undefined ? null : Number(code), text, state };
}

test.each([
  ['untyped', ping(post, page)],
  ['typed', ping(`<string>${post}</string>`, `<string>${page}</string>`)],
  ['CDATA', ping(`<![CDATA[${post}]]>`, page)],
  ['with space', ping(`\n  ${post}\n`, page)],
])('a ping, %s: success with the address of its page', async (_name, body) => {
  const { code, text, state } = await send(body);
  expect(code).toBe(null);
  expect(text).toContain(`<params><param><value><string>Received; `);
  expect(text).toContain(`${site}/relays/rly_00000000000000000000000001</string>`);
  expect(state.handed.map(({ source, via }) => [source.trim(), via])).toEqual([[post, 'pingback']]);
});

test('the same ping again is a success, and the same relay', async () => {
  const state = claimServices(site);
  await send(ping(post, page), state);
  const { code, text } = await send(ping(post, page), state);
  expect(code).toBe(null);
  expect(text).toContain('Known already');
  expect(state.taken.size).toBe(1);
});

test.each<[number, string, BodyInit]>([
  [16, 'a source that is no address', ping('billet', page)],
  [16, 'a source of another scheme', ping('file:///etc/passwd', page)],
  [32, 'no such campaign', ping(post, `${site}/c/autre`)],
  [33, 'another site', ping(post, 'https://blog.example/c/essai')],
  [33, 'our home page', ping(post, `${site}/`)],
  [33, 'a target that is no address', ping(post, 'essai')],
  [49, 'a page that pings itself', ping(page, page)],
  [49, 'a page of ours', ping(`${site}/about`, page)],
  [-32700, 'no XML', 'source=a&target=b'],
  [-32700, 'nothing', ''],
  [-32700, 'half a call', ping(post, page).slice(0, -9)],
  [-32701, 'UTF-16', ping(post, page).replace('?>', ' encoding="utf-16"?>')],
  [-32702, 'Latin letters', new Uint8Array([...Buffer.from('<methodCall>caf'), 0xe9])],
  [-32702, 'a NUL', ping(`${post}\u0000`, page)],
  [-32600, 'HTML', '<html></html>'],
  [-32600, 'a DTD', `<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>${ping('&b;', page).slice(21)}`],
  [-32600, 'an entity', ping('&b;', page)],
  [-32600, '65 KB', ping('a'.repeat(66_000), page)],
  [-32601, 'another method', call('pingback.extensions.getPingbacks', page)],
  [-32601, 'system.multicall', call('system.multicall', '<array><data/></array>')],
  [-32601, 'system.listMethods', call('system.listMethods')],
  [-32601, 'capital letters', call('Pingback.Ping', post, page)],
  [-32602, 'no parameter', call('pingback.ping')],
  [-32602, 'one', call('pingback.ping', post)],
  [-32602, 'three', call('pingback.ping', post, page, 'x')],
  [-32602, 'a thousand', call('pingback.ping', ...Array<string>(1000).fill('a'))],
  [-32602, 'a number', ping('<int>1</int>', page)],
  [-32602, 'a list', ping(`<array><data><value>${post}</value></data></array>`, page)],
  [-32602, 'no source', ping('', page)],
  [-32602, 'no target', ping(post, ' ')],
  [-32300, 'a body that never ends', new ReadableStream()],
])('fault %i: %s', async (expected, _name, body) => {
  const { code, text, state } = await send(body);
  expect(code).toBe(expected);
  expect(text).toMatch(/<name>faultString<\/name><value><string>[A-Z][^<>]+[.]<\/string>/);
  expect(state.taken.size).toBe(0);
});

test('a ping that could not be committed: an internal fault, and nothing of the cause', async () => {
  const state = claimServices(site);
  state.broken = new Error('password of postgres at /var/lib');
  const { code, text } = await send(ping(post, page), state);
  expect(code).toBe(-32603);
  expect(text).not.toContain('postgres');
});
