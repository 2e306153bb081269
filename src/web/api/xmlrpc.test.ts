import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { parseMethodCall, printFault, printSuccess, xmlRpcFaultCodes } from './xmlrpc.ts';

const s = (text: string) => ({ type: 'string', text });
const call = (inner: string) => `<?xml version="1.0"?><methodCall>${inner}</methodCall>`;
const ping = (params: string) => call(`<methodName>pingback.ping</methodName><params>${params}</params>`);
const one = (value: string) => ping(`<param><value>${value}</value></param>`);

test.each<[string, string, { type: string; text: string }[]]>([
  ['typed', one('<string>http://b/?a=1&amp;b=2</string>'), [s('http://b/?a=1&b=2')]],
  ['untyped', one('http://b/'), [s('http://b/')]],
  ['untyped, white space kept', one(' http://b/\n'), [s(' http://b/\n')]],
  ['CDATA', one('<![CDATA[http://b/?a=1&b=2]]>'), [s('http://b/?a=1&b=2')]],
  ['CDATA in string', one('<string>http://<![CDATA[b/&nbsp;]]></string>'), [s('http://b/&nbsp;')]],
  ['comment inside', one('<string>http://<!-- hm -->b/</string>'), [s('http://b/')]],
  ['number references', one('<string>&#104;&#x74;tp</string>'), [s('http')]],
  ['space around the type', one('\n  <string>a</string>\n'), [s('a')]],
  ['empty', one('<string></string>'), [s('')]],
  ['empty, closed at once', one('<string/>'), [s('')]],
  ['empty value', one(''), [s('')]],
  ['attributes', ping('<param a="1"><value b="&lt;"><string c=\'2\'>a</string></value></param>'), [s('a')]],
  ['no params', ping(''), []],
  ['a number', one('<int>4</int>'), [{ type: 'int', text: '4' }]],
  ['a nil', one('<nil/>'), [{ type: 'nil', text: '' }]],
  ['a struct', one(struct('<int>1</int>')), [{ type: 'struct', text: '' }]],
  ['an array', one('<array><data><value>a</value></data></array>'), [{ type: 'array', text: '' }]],
  ['two', ping('<param><value>a</value></param>\n<param><value>b</value></param>'), [s('a'), s('b')]],
  ['thousands, sixteen kept', ping('<param><value>a</value></param>'.repeat(2000)), Array(16).fill(s('a'))],
  ['no declaration', ping('').slice(21), []],
  ['a line break first', `\n${ping('').slice(21)}`, []],
  ['a byte order mark', `\ufeff${ping('')}`, []],
  ['its own encoding', ping('').replace('?>', ' encoding="utf-8"?>'), []],
  ['ASCII called Latin', ping('').replace('?>', ' encoding="ISO-8859-1"?>'), []],
  ['an instruction before', `<?a b?>${ping('').slice(21)}`, []],
])('%s is read', (_name, xml, params) => {
  expect(parseMethodCall(xml)).toEqual({ kind: 'call', method: 'pingback.ping', params });
});

test.each<[string, string]>([
  ['pingback.ping', call('<methodName>\n pingback.ping </methodName>')],
  ['system.multicall', call('<methodName>system.multicall</methodName><params/>')],
  ['a&b', call('<methodName>a&amp;b</methodName>')],
  ['late', call('<params/><methodName>late</methodName>')],
])('method %s', (method, xml) => {
  expect(parseMethodCall(xml)).toMatchObject({ kind: 'call', method });
});

const lol = '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]>';
test.each<[keyof typeof xmlRpcFaultCodes, string, string]>([
  ['not_well_formed', 'nothing', ''],
  ['not_well_formed', 'blank', ' \n'],
  ['not_well_formed', 'text', 'pingback.ping'],
  ['not_well_formed', 'JSON', '{"method":"pingback.ping"}'],
  ['not_well_formed', 'not closed', '<methodCall>'],
  ['not_well_formed', 'closed wrongly', '<methodCall><methodName>a</methodCall>'],
  ['not_well_formed', 'two roots', `${ping('')}<methodCall/>`],
  ['not_well_formed', 'a bare ampersand', one('http://b/?a=1&b=2')],
  ['not_well_formed', 'an open entity', one('&amp')],
  ['not_well_formed', 'a number out of range', one('&#x110000;')],
  ['not_well_formed', 'a NUL by number', one('&#0;')],
  ['not_well_formed', 'an open CDATA', one('<![CDATA[a')],
  ['not_well_formed', 'an entity behind what only looks like CDATA', one('<!-- <![CDATA[ -->&constructor;')],
  ['not_well_formed', 'a wrong attribute', '<methodCall a=1/>'],
  ['not_well_formed', 'the same attribute twice', '<methodCall a="1" a="2"/>'],
  ['not_well_formed', 'a late declaration', ` ${ping('')}`],
  ['unsupported_encoding', 'UTF-16', ping('').replace('?>', ' encoding="UTF-16"?>')],
  ['unsupported_encoding', 'UTF-7', ping('').replace('?>', ' encoding="UTF-7"?>')],
  ['unsupported_encoding', 'Latin with accents', one('é').replace('?>', ' encoding="iso-8859-1"?>')],
  ['invalid_character', 'a NUL', one('\u0000')],
  ['invalid_character', 'an escape', one('\u001b[2J')],
  ['invalid_character', 'no character', one('\uffff')],
  ['not_conforming', 'a billion laughs', `${lol}${one('&lol2;')}`],
  ['not_conforming', 'a DTD', `<!DOCTYPE methodCall SYSTEM "http://10.0.0.7/x.dtd">${ping('').slice(21)}`],
  ['not_conforming', 'a DTD in small letters', `<!doctype html>${ping('').slice(21)}`],
  ['not_conforming', 'an entity declared in passing', one('<!ENTITY a SYSTEM "file:///etc/passwd">')],
  ['not_conforming', 'an entity of HTML', one('caf&eacute;')],
  ['not_conforming', 'an entity of ours', one('&constructor;')],
  ['not_conforming', 'an entity in an attribute', '<methodCall a="&x;"/>'],
  ['not_conforming', 'an entity after CDATA', one('<![CDATA[&a;]]>&b;')],
  ['not_conforming', 'HTML', '<html><body>pingback</body></html>'],
  ['not_conforming', 'a response', printSuccess('a')],
  ['not_conforming', 'no method', '<methodCall/>'],
  ['not_conforming', 'an empty method', call('<methodName> </methodName>')],
  ['not_conforming', 'two methods', call('<methodName>a</methodName><methodName>b</methodName>')],
  ['not_conforming', 'two lists', call('<methodName>a</methodName><params/><params/>')],
  ['not_conforming', 'an element in the method', call('<methodName><b>a</b></methodName>')],
  ['not_conforming', 'text between', call('<methodName>a</methodName> b ')],
  ['not_conforming', 'capital letters', '<METHODCALL><METHODNAME>a</METHODNAME></METHODCALL>'],
  ['not_conforming', 'a prefix', '<x:methodCall xmlns:x="a"><methodName>a</methodName></x:methodCall>'],
  ['not_conforming', 'no value', ping('<param/>')],
  ['not_conforming', 'two values', ping('<param><value>a</value><value>b</value></param>')],
  ['not_conforming', 'two types', one('<string>a</string><string>b</string>')],
  ['not_conforming', 'text beside a type', one('a<string>b</string>')],
  ['not_conforming', 'an unknown type', one('<text>a</text>')],
  ['not_conforming', 'an element in a string', one('<string><b>a</b></string>')],
  ['not_conforming', 'a value outside', call('<methodName>a</methodName><value>a</value>')],
  ['not_conforming', 'deep arrays', one(nest(20))],
  ['not_conforming', 'very deep arrays', one(nest(1500))],
  ['not_conforming', 'very deep anything', '<a>'.repeat(20_000)],
])('%s: %s', (fault, _name, xml) => {
  expect(parseMethodCall(xml)).toEqual({ kind: 'fault', fault });
});

test.each<[string, string]>([
  ['ampersands', '&'.repeat(65_000)],
  ['open CDATA', '<![CDATA['.repeat(7000)],
  ['CDATA', one('<![CDATA[&]]>'.repeat(4500))],
  ['entities', one('&amp;'.repeat(13_000))],
  ['attributes', `<methodCall ${Array.from({ length: 6000 }, (_, i) => `a${i}=""`).join(' ')}/>`],
  ['comments', '<!--'.repeat(16_000)],
  ['angles', '<'.repeat(65_000)],
])('64 KB of %s take no time', (_name, xml) => {
  const start = performance.now();
  parseMethodCall(xml);
  expect(performance.now() - start).toBeLessThan(500);
});

const whole = one('<string>http://blog.example/?a=1&amp;b=2</string>');
const pieces = fc.constantFrom(
  '<methodCall>',
  '</methodCall>',
  '<methodName>',
  '</methodName>',
  '<params>',
  '</params>',
  '<param>',
  '</param>',
  '<value>',
  '</value>',
  '<string>',
  '</string>',
  '<array>',
  '<data>',
  '<struct>',
  '<member>',
  '<name>',
  '<nil/>',
  '<![CDATA[',
  ']]>',
  '<!--',
  '-->',
  '<!',
  '<?xml version="1.0"?>',
  '<?',
  '?>',
  '&amp;',
  '&#9;',
  '&x;',
  '&',
  '<',
  '>',
  '\ufeff',
  '\u0000',
  'a',
  ' ',
  '"',
  '=',
);

test('any text, any order of pieces and any damaged call gives a call or a named fault', () => {
  const damaged = fc
    .tuple(fc.nat(whole.length), fc.nat(40), fc.oneof(pieces, fc.string({ unit: 'binary' })))
    .map(([at, cut, put]) => whole.slice(0, at) + put + whole.slice(at + cut));
  const any = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces, { maxLength: 60 }).map((l) => l.join('')),
    damaged,
  );
  fc.assert(
    fc.property(any, (xml) => {
      const outcome = parseMethodCall(xml);
      if (outcome.kind === 'fault') expect(xmlRpcFaultCodes).toHaveProperty(outcome.fault);
      else expect(outcome.method).not.toBe('');
    }),
    { numRuns: 3000 },
  );
});

test('what is printed is well-formed and says the same, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: -40_000, max: 100 }), (text, code) => {
      const clean = text
        .toWellFormed()
        .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');
      expect(textOf(printSuccess(text))).toContain(clean.replace(/\r\n?/g, '\n'));
      expect(textOf(printFault(code, text))).toContain(`faultCode${code}`);
    }),
  );
});

/** The text of a document; fails the test when it is not well-formed XML. */
function textOf(xml: string): string {
  let text = '';
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('text', (chunk) => {
    text += chunk;
  });
  parser.write(xml).close();
  return text;
}

function struct(value: string): string {
  return `<struct><member><name>a</name><value>${value}</value></member></struct>`;
}

function nest(depth: number): string {
  return `${'<array><data><value>'.repeat(depth)}${'</value></data></array>'.repeat(depth)}`;
}
