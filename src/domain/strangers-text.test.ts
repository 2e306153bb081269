import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanLine, cleanText } from './strangers-text.ts';

describe('text from strangers', () => {
  test.each([
    ['a line break for a mail header', 'Anna\r\nBcc: all@example.org', 'Anna Bcc: all@example.org'],
    ['a turned direction', 'photo\u202Egpj.exe', 'photogpj.exe'],
    ['isolates', '\u2066Danone\u2069', 'Danone'],
    ['nothing to see', '\u200B\u2060\uFEFF', ''],
    ['a null byte', 'a\0b', 'ab'],
    ['half a pair', 'a\uD800b', 'ab'],
    ['composed', 'e\u0301te\u0301', 'été'],
    ['marks piled up', `a${'\u0335'.repeat(50)}b`, `a${'\u0335'.repeat(3)}b`],
    ['a family stays one', '👩‍👧', '👩‍👧'],
    ['markup is text', '<script>alert(1)</script>', '<script>alert(1)</script>'],
  ])('%s', (_name, typed, kept) => expect(cleanLine(typed, 100)).toBe(kept));

  test('paragraphs stay, heaps of blank lines do not', () => {
    expect(cleanText('Un\r\n\r\n\r\n\r\nDeux  \n', 100)).toBe('Un\n\nDeux');
  });

  test('what was cleaned stays as it is, within its length, in one line where that was asked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 50 }), (typed, most) => {
        const line = cleanLine(typed, most);
        const text = cleanText(typed, most);
        expect([...line].length).toBeLessThanOrEqual(most);
        expect([...text].length).toBeLessThanOrEqual(most);
        expect(line).not.toMatch(/[\r\n\u202A-\u202E\u2066-\u2069\u200B]/);
        expect(cleanText(text, most)).toBe(text);
      }),
    );
  });
});
