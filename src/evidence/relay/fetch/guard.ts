import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type AllowedRange = { readonly network: Address; readonly bits: number; readonly port: number | null };
type AllowedName = { readonly name: string; readonly port: number | null };

/**
 * What the operator opened although it is not public (RELAIS_FETCH_ALLOW). `port` null means any port.
 * A range opens the addresses in it; a name opens that host name, whatever it resolves to; nothing else is opened.
 */
export type FetchAllow = { readonly ranges: readonly AllowedRange[]; readonly names: readonly AllowedName[] };

export type Judgement = { readonly kind: 'ok' } | { readonly kind: 'blocked'; readonly why: string };

/** A host as a URL names it: without brackets or final dot, in lower case; the port is always given. */
export type Host = { readonly name: string; readonly port: number };

const ok: Judgement = { kind: 'ok' };
const blocked = (why: string): Judgement => ({ kind: 'blocked', why });

/**
 * Reads RELAIS_FETCH_ALLOW: entries parted by commas, each a CIDR (`10.0.0.0/8`), an address (`127.0.0.1`, `[::1]:8081`)
 * or a host name (`blog.lan`, `blog.lan:8080`). Blank entries are skipped; the first that is none of these is named.
 */
export function parseFetchAllow(
  text: string,
): { kind: 'allow'; allow: FetchAllow } | { kind: 'invalid'; entry: string } {
  const ranges: AllowedRange[] = [];
  const names: AllowedName[] = [];
  for (const raw of text.split(',')) {
    const entry = raw.trim();
    if (entry === '') continue;
    const range = parseRange(entry);
    const name = range === null ? parseName(entry) : null;
    if (range !== null) ranges.push(range);
    else if (name !== null) names.push(name);
    else return { kind: 'invalid', entry };
  }
  return { kind: 'allow', allow: { ranges, names } };
}

function parseRange(entry: string): AllowedRange | null {
  if (entry.includes('/')) return parseCidr(entry);
  const withPort = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(entry);
  const text = withPort?.[1] ?? withPort?.[2] ?? entry;
  const network = strictAddress(text);
  const port = parsePort(withPort?.[3]);
  if (network === null || port === 'invalid') return null;
  return { network, bits: network.kind() === 'ipv4' ? 32 : 128, port };
}

function parseCidr(entry: string): AllowedRange | null {
  const [, text, prefix] = /^([^/]+)\/(\d{1,3})$/.exec(entry) ?? [];
  if (text === undefined || prefix === undefined) return null;
  const network = strictAddress(text);
  if (network === null) return null;
  // `::ffff:10.0.0.0/104` means the IPv4 range 10.0.0.0/8: addresses are compared after unmapping, so ranges are unmapped too.
  const mapped = network.kind() === 'ipv4' && text.includes(':');
  const bits = Number(prefix) - (mapped ? 96 : 0);
  if (bits < 0 || bits > (network.kind() === 'ipv4' ? 32 : 128)) return null;
  return { network, bits, port: null };
}

/** An address in a spelling that can only mean one thing; `127.1` or `010.0.0.1` in a setting is a mistake. */
function strictAddress(text: string): Address | null {
  if (text.includes('%')) return null;
  const plain = text.includes(':') ? ipaddr.IPv6.isValid(text) : ipaddr.IPv4.isValidFourPartDecimal(text);
  return plain ? ipaddr.process(text) : null;
}

function parseName(entry: string): AllowedName | null {
  const [, name, digits] = /^([^:/?#@[\]\\\s*]+)(?::(\d{1,5}))?$/.exec(entry) ?? [];
  const port = parsePort(digits);
  if (name === undefined || port === 'invalid') return null;
  // The URL parser gives the one spelling (lower case, IDNA) that judged URLs have too; numbers come out as addresses.
  const host = URL.parse(`http://${name}/`)?.hostname ?? '';
  if (host === '' || host.includes('%') || ipaddr.isValid(host)) return null;
  return { name: host.replace(/\.$/, ''), port };
}

function parsePort(digits: string | undefined): number | null | 'invalid' {
  if (digits === undefined) return null;
  const port = Number(digits);
  return port >= 1 && port <= 65535 ? port : 'invalid';
}

/** The host a URL names, in the form the judges take. */
export function hostOf(url: URL): Host {
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  return { name: bareName(url.hostname), port };
}

function bareName(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}

/**
 * First layer, before any look-up: http or https, no user name or password, port 80 or 443, and a host that can be public.
 * A literal address is judged as such. `new URL` has already folded decimal, octal, hex and full-width spellings.
 */
export function judgeUrl(url: URL, allow: FetchAllow): Judgement {
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return blocked('only http and https are fetched');
  if (url.username !== '' || url.password !== '') return blocked('the address carries a user name');
  const host = hostOf(url);
  if (nameAllowed(host, allow)) return ok;
  const literal = parseAddress(host.name);
  if (literal !== null && rangeAllowed(literal, host.port, allow)) return ok;
  if (host.port !== 80 && host.port !== 443) return blocked(`port ${host.port} is not a web port`);
  return literal === null ? judgeName(host.name) : judgePublic(literal);
}

/**
 * Second and third layer: one resolved address, or the address of the connected peer. `host` is what the URL named,
 * because an allowed host name opens whatever it resolves to. What is not an address is blocked.
 */
export function judgeAddress(address: string, host: Host, allow: FetchAllow): Judgement {
  if (nameAllowed({ name: bareName(host.name), port: host.port }, allow)) return ok;
  const parsed = parseAddress(address);
  if (parsed === null) return blocked('not an address');
  return rangeAllowed(parsed, host.port, allow) ? ok : judgePublic(parsed);
}

/** Whether the operator named this very host (and port). */
function nameAllowed(host: Host, allow: FetchAllow): boolean {
  return allow.names.some(({ name, port }) => name === host.name && (port === null || port === host.port));
}

function rangeAllowed(address: Address, port: number, allow: FetchAllow): boolean {
  return allow.ranges.some(
    (range) => (range.port === null || range.port === port) && within(address, range.network, range.bits),
  );
}

function within(address: Address, network: Address, bits: number): boolean {
  return address.kind() === network.kind() && address.match(network, bits);
}

/** The address a text stands for, IPv4-mapped IPv6 (RFC 4291 §2.5.5.2) unmapped, the zone dropped; null for a name. */
function parseAddress(text: string): Address | null {
  const bare = text.split('%', 1)[0] ?? '';
  return ipaddr.isValid(bare) ? ipaddr.process(bare) : null;
}

/** Azure's virtual host (DHCP, DNS, agent): a public number that answers only inside the cloud. */
const azure_host = ipaddr.IPv4.parse('168.63.129.16');

function judgePublic(address: Address): Judgement {
  const range = address.range();
  if (range !== 'unicast') return blocked(`the address is not public (${range})`);
  if (within(address, azure_host, 32)) return blocked('the address is not public (cloud host)');
  // Only 2000::/3 is handed out (IANA, RFC 4291 §2.4): ipaddr.js calls ::7f00:1 (IPv4-compatible) and others plain unicast.
  if (address.kind() === 'ipv6' && (address.toByteArray()[0] ?? 0) >> 5 !== 1)
    return blocked('the address is not public (outside 2000::/3)');
  return ok;
}

/** Ends of names that are local by standard or by habit: RFC 6761, 6762, 8375, ICANN's `.internal`, and common intranets. */
const local_suffixes = new Set([
  'localhost',
  'localdomain',
  'local',
  'internal',
  'intranet',
  'private',
  'corp',
  'home',
  'lan',
  'arpa',
]);

function judgeName(name: string): Judgement {
  const labels = name.split('.');
  if (labels.length < 2) return blocked('the host name has no dot');
  if (labels.includes('')) return blocked('the host name has an empty part');
  return local_suffixes.has(labels.at(-1) ?? '') ? blocked('the host name is a local one') : ok;
}
