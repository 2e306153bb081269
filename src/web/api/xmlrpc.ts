import { SaxesParser } from 'saxes';

/** Codes for calls that can't be understood (Dan Libby, «Specification for Fault Code Interoperability»). */
export const xmlRpcFaultCodes = {
  not_well_formed: -32700,
  unsupported_encoding: -32701,
  invalid_character: -32702,
  not_conforming: -32600,
  method_not_found: -32601,
  invalid_params: -32602,
  internal: -32603,
  transport: -32300,
} as const;
export type XmlRpcFault = keyof typeof xmlRpcFaultCodes;

/** A parameter of a call. `text` is the content of a scalar as written; empty for `struct` and `array`, which we never use. */
export type XmlRpcValue = { readonly type: string; readonly text: string };

export type XmlRpcCall =
  | { readonly kind: 'call'; readonly method: string; readonly params: readonly XmlRpcValue[] }
  | { readonly kind: 'fault'; readonly fault: XmlRpcFault };

/** Parameters kept at most (a ping has two); the rest are checked and dropped. */
const params_max = 16;
/** Elements inside one another at most; a ping has five. */
const depth_max = 32;

const scalars = ['string', 'i4', 'int', 'i8', 'boolean', 'double', 'dateTime.iso8601', 'base64', 'nil'];

/** Which elements may stand in which (xmlrpc.com/spec). An element that is no key here holds text alone. */
const grammar: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['', new Set(['methodCall'])],
  ['methodCall', new Set(['methodName', 'params'])],
  ['params', new Set(['param'])],
  ['param', new Set(['value'])],
  ['value', new Set([...scalars, 'struct', 'array'])],
  ['struct', new Set(['member'])],
  ['member', new Set(['name', 'value'])],
  ['array', new Set(['data'])],
  ['data', new Set(['value'])],
]);

class Refusal extends Error {
  readonly fault: XmlRpcFault;
  constructor(fault: XmlRpcFault) {
    super(fault);
    this.fault = fault;
  }
}

/**
 * Reads one `methodCall`. Never throws; the first fault found is the outcome. Before the parser sees anything, a document
 * type declaration, an entity of its own, and characters XML forbids are refused: nothing is ever expanded or fetched.
 */
export function parseMethodCall(xml: string): XmlRpcCall {
  // XML 1.0 §2.2: all that is no Char, but for lone surrogates, which can't come out of strict UTF-8.
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(xml)) return fault('invalid_character');
  if (/<!(?:DOCTYPE|ENTITY)/i.test(xml) || usesEntity(xml)) return fault('not_conforming');
  try {
    const reader = callReader();
    const parser = new SaxesParser({ position: false });
    // The parser's own table inherits from Object: `&constructor;` would be found in it.
    parser.ENTITIES = Object.assign(Object.create(null), {
      amp: '&',
      lt: '<',
      gt: '>',
      quot: '"',
      apos: "'",
    });
    parser.on('error', () => {
      throw new Refusal('not_well_formed');
    });
    parser.on('doctype', () => {
      throw new Refusal('not_conforming');
    });
    parser.on('xmldecl', ({ encoding }) => {
      if (!canBeUtf8(encoding, xml)) throw new Refusal('unsupported_encoding');
    });
    parser.on('opentag', ({ name }) => reader.open(name));
    parser.on('text', reader.text);
    parser.on('cdata', reader.text);
    parser.on('closetag', reader.close);
    parser.write(xml).close();
    return reader.call();
  } catch (error) {
    if (error instanceof Refusal) return fault(error.fault);
    throw error;
  }
}

/** Follows the elements of a call by the grammar and keeps its method and its parameters. */
function callReader() {
  const path: string[] = [];
  const seen = new Set<string>();
  const params: XmlRpcValue[] = [];
  let method = '';
  let hasValue = false;
  let type: string | null = null;
  let bare = '';
  let text = '';

  function open(name: string): void {
    if (path.length === depth_max) throw new Refusal('not_conforming');
    if (!grammar.get(path.at(-1) ?? '')?.has(name)) throw new Refusal('not_conforming');
    switch (path.push(name)) {
      case 2: // methodName, params
        if (seen.has(name)) throw new Refusal('not_conforming');
        seen.add(name);
        text = '';
        break;
      case 3: // param
        hasValue = false;
        break;
      case 4: // its value
        if (hasValue) throw new Refusal('not_conforming');
        hasValue = true;
        type = null;
        bare = '';
        text = '';
        break;
      case 5: // the type of the value
        if (type !== null) throw new Refusal('not_conforming');
        type = name;
        break;
    }
  }

  function take(chunk: string): void {
    const parent = path.at(-1) ?? '';
    if (!grammar.has(parent)) text += chunk;
    else if (parent === 'value') bare += path.length === 4 ? chunk : '';
    else if (/\S/.test(chunk)) throw new Refusal('not_conforming');
  }

  function close(): void {
    const depth = path.length;
    const name = path.pop();
    if (name === 'methodName') method = text.trim();
    if (depth === 3 && !hasValue) throw new Refusal('not_conforming');
    if (depth !== 4) return;
    // A value without a type is a string, its white space part of it; beside a type there may be nothing else.
    if (type !== null && bare.trim() !== '') throw new Refusal('not_conforming');
    if (params.length === params_max) return;
    if (type === null) params.push({ type: 'string', text: bare });
    else params.push({ type, text: type === 'struct' || type === 'array' ? '' : text });
  }

  function call(): XmlRpcCall {
    return method === '' ? fault('not_conforming') : { kind: 'call', method, params };
  }

  return { open, text: take, close, call };
}

function fault(name: XmlRpcFault): XmlRpcCall {
  return { kind: 'fault', fault: name };
}

const known = /&(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});/y;

/** Whether an entity other than the five of XML is named outside CDATA. One pass: no input makes it slow. */
function usesEntity(xml: string): boolean {
  let at = 0;
  for (;;) {
    const ampersand = xml.indexOf('&', at);
    if (ampersand === -1) return false;
    const cdata = xml.indexOf('<![CDATA[', at);
    if (cdata !== -1 && cdata < ampersand) {
      const end = xml.indexOf(']]>', cdata);
      if (end === -1) return false;
      at = end;
      continue;
    }
    known.lastIndex = ampersand;
    if (!known.test(xml) && /^&[^\s;&<]{1,100};/.test(xml.slice(ampersand, ampersand + 102))) return true;
    at = ampersand + 1;
  }
}

/** Old senders declare a Latin alphabet and send addresses in ASCII, which is the same bytes: taken. */
function canBeUtf8(encoding: string | undefined, xml: string): boolean {
  const name = encoding?.toLowerCase() ?? 'utf-8';
  if (name === 'utf-8' || name === 'us-ascii') return true;
  return /^(?:iso-8859-\d{1,2}|windows-125\d)$/.test(name) && /^[\x00-\x7f]*$/.test(xml);
}

/** A `methodResponse` with one string. */
export function printSuccess(text: string): string {
  return `${head}<params><param><value><string>${escapeXml(text)}</string></value></param></params>\n</methodResponse>\n`;
}

/** A `methodResponse` with a fault. */
export function printFault(code: number, text: string): string {
  return (
    `${head}<fault><value><struct>\n` +
    `<member><name>faultCode</name><value><int>${code}</int></value></member>\n` +
    `<member><name>faultString</name><value><string>${escapeXml(text)}</string></value></member>\n` +
    `</struct></value></fault>\n</methodResponse>\n`
  );
}

const head = '<?xml version="1.0" encoding="UTF-8"?>\n<methodResponse>\n';

function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
