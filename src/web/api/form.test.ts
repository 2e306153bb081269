import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formFields } from './form.ts';

const value = (text: string) => ({ kind: 'value', value: text });
const absent = { kind: 'absent' };
const repeated = { kind: 'repeated' };
const malformed = { kind: 'malformed' };

test.each([
  // body, source, target
  ['source=a&target=b', value('a'), value('b')],
  ['target=b&source=a', value('a'), value('b')],
  ['source=a+b%20c%2Bd', value('a b c+d'), absent],
  ['source=a=b', value('a=b'), absent],
  ['source=%C3%A9', value('é'), absent],
  ['s%6Furce=a', value('a'), absent],
  ['source=a&target=b&source_is_ghost=true', value('a'), value('b')],
  ['source=a&extra=%FF%&%ZZ=1&&=', value('a'), absent],
  ['source', value(''), absent],
  ['source=', value(''), absent],
  ['', absent, absent],
  ['Source=a', absent, absent],
  ['source[]=a', absent, absent],
  ['__proto__=a&constructor=b&toString=c', absent, absent],
  ['source=a&source=a', repeated, absent],
  ['source=a&target=b&s%6Furce=c', repeated, value('b')],
  ['source=%FF', malformed, absent],
  ['source=%E9t%E9', malformed, absent],
  ['source=%', malformed, absent],
  ['source=%4', malformed, absent],
  ['source=100%25&target=100%', value('100%'), malformed],
  ['source=%C0%AF', malformed, absent],
  ['source=%ED%A0%80', malformed, absent],
  ['source=%00', value('\u0000'), absent],
])('%j', (body, source, target) => {
  expect(formFields(body, ['source', 'target'])).toEqual({ source, target });
});

test('agrees with URLSearchParams wherever that one loses nothing', () => {
  const pairs = fc.array(fc.tuple(fc.constantFrom('source', 'target', 'x'), fc.string({ unit: 'grapheme' })));
  fc.assert(
    fc.property(pairs, (list) => {
      const body = new URLSearchParams(list).toString();
      const reference = new URLSearchParams(body);
      const all = reference.getAll('source');
      const expected = all.length === 0 ? absent : all.length > 1 ? repeated : value(all[0] ?? '');
      expect(formFields(body, ['source', 'target']).source).toEqual(expected);
    }),
  );
});

test('any text is read', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (body) => {
      formFields(body, ['source', 'target']);
    }),
  );
});
