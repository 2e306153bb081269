import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCorpus } from '../../test/spam-corpus.ts';
import { judgeChecked, judgeSpam, readAkismet, readRspamd, type Suspect } from './spam.ts';
import { cleanLine, cleanText } from './strangers-text.ts';

const plain: Suspect = {
  name: 'Zoé',
  site: null,
  body: 'Merci pour ce billet, nous y étions mardi.',
  trapped: false,
  seconds: 60,
  repeats: 0,
  recent: 0,
  known: false,
};

/** The rule book: what comes, what is said of it, why. */
const book: readonly [string, Partial<Suspect>, 'publish' | 'hold', string[]][] = [
  ['a plain comment', {}, 'publish', []],
  ['a word', { body: 'Oui.' }, 'publish', []],
  [
    'one link in a sentence',
    {
      body: `${plain.body} https://kiwi.example/billet et la suite de ce que j'avais à dire sur cette rencontre.`,
    },
    'publish',
    ['links'],
  ],
  ['an old form', { seconds: null }, 'publish', ['no_clock']],
  ['the trap', { trapped: true }, 'hold', ['trap']],
  ['faster than anybody types', { seconds: 1 }, 'hold', ['too_fast']],
  ['the same text again', { repeats: 1 }, 'hold', ['repeated']],
  ['a short text again is how people agree', { repeats: 3, body: 'Merci !' }, 'publish', []],
  ['the sixth within an hour', { recent: 5 }, 'hold', ['flood']],
  ['links in brackets', { body: '[url=https://a.example]ici[/url]' }, 'hold', ['markup', 'links']],
  ['three links', { body: 'https://a.example https://b.example https://c.example' }, 'hold', ['links']],
  ['what spam sells, in disguise', { body: 'C1alis et v i a g r a' }, 'hold', ['words']],
  ['a name that is an address', { name: 'www.pilules.top' }, 'hold', ['name']],
  [
    'letters of two scripts in a word',
    { body: 'Саsino sans danger, раypal accepté ici' },
    'publish',
    ['script'],
  ],
  ['characters that turn the reading', { body: 'a\u202Eb\u202Ec\u202Ed' }, 'hold', ['hidden_characters']],
  [
    'somebody known, in doubt',
    { known: true, body: 'Vu chez bitcoin-bar, avec trading de vignettes' },
    'publish',
    ['words'],
  ],
];

describe('the local spam layer', () => {
  test.each(book)('%s', (_, change, kind, reasons) => {
    const verdict = judgeSpam({ ...plain, ...change });
    expect([verdict.kind, verdict.reasons]).toEqual([kind, reasons]);
  });

  test('whatever comes is published or held, the same each time, and soon', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 4000 }), fc.boolean(), (body, trapped) => {
        const verdict = judgeSpam({ ...plain, body, trapped });
        expect(['publish', 'hold']).toContain(verdict.kind);
        expect(judgeSpam({ ...plain, body, trapped })).toEqual(verdict);
      }),
    );
    for (const part of ['a.', 'a ', 'http://', 'a-', '+33 ', '1 ', 'a@', '<a ', 'é̀', 'v.i.']) {
      const begun = performance.now();
      judgeSpam({ ...plain, name: part.repeat(30), body: part.repeat(16_000 / part.length) });
      expect(performance.now() - begun).toBeLessThan(200);
    }
  });

  test('the corpus: nothing honest is dropped, little is held; most spam is', () => {
    const corpus = readCorpus();
    const held = (kind: string) =>
      corpus.filter((one) => one.kind === kind && judgeSpam(one.suspect).kind === 'hold').length;
    const count = (kind: string) => corpus.filter((one) => one.kind === kind).length;
    expect(corpus.length).toBeGreaterThanOrEqual(500);
    expect(held('ham') / count('ham')).toBeLessThan(0.01);
    expect(held('spam') / count('spam')).toBeGreaterThan(0.95);
  });
});

describe('a checker’s answer', () => {
  test.each([
    [200, 'true', 'spam'],
    [200, ' false\n', 'ham'],
    [200, 'invalid', 'failed'],
    [200, '', 'failed'],
    [200, '<html>false</html>', 'failed'],
    [500, 'false', 'failed'],
    [302, 'false', 'failed'],
  ])('Akismet %i %s: %s', (status, body, answer) => expect(readAkismet(status, body)).toBe(answer));
  test.each([
    [200, '{"action":"no action"}', 'ham'],
    [200, '{"action":"greylist"}', 'spam'],
    [200, '{"action":"something new"}', 'spam'],
    [200, '{"action":1}', 'failed'],
    [200, 'null', 'failed'],
    [200, '', 'failed'],
    [503, '{"action":"no action"}', 'failed'],
  ])('rspamd %i %s: %s', (status, body, answer) => expect(readRspamd(status, body)).toBe(answer));
  test('frees nothing that is held here, and any failure holds', () => {
    const ham = judgeSpam(plain);
    const spam = judgeSpam({ ...plain, trapped: true });
    expect(judgeChecked(ham, 'ham')).toEqual(ham);
    expect(judgeChecked(spam, 'ham')).toEqual(spam);
    expect(judgeChecked(ham, 'spam')).toMatchObject({ kind: 'hold', reasons: ['checker'] });
    expect(judgeChecked(ham, 'failed')).toMatchObject({ kind: 'hold', reasons: ['checker_failed'] });
  });
});

describe('text from strangers', () => {
  test.each([
    ['a\u202Egnp.exe', 'agnp.exe'],
    ['pay\u200Bpal', 'paypal'],
    ['un\0deux\u001B[31m', 'undeux[31m'],
    ['deux\r\nlignes', 'deux lignes'],
    ['\uD800seul', 'seul'],
    ['👩‍🍳 chef', '👩‍🍳 chef'],
    ['Z\u0301\u0302\u0303\u0304\u0305a', 'Z\u0301\u0302\u0303\u0304a'],
  ])('%j becomes %j', (given, clean) => expect(cleanLine(given, 100)).toBe(clean.normalize('NFC')));
  test('is never longer, and clean text stays as it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.integer({ min: 1, max: 80 }),
        (text, most) => {
          const clean = cleanText(text, most);
          expect([...clean].length).toBeLessThanOrEqual(most);
          expect(cleanText(clean, most)).toBe(clean);
        },
      ),
    );
  });
});
