import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, test } from 'vitest';
import { en } from './en.ts';
import { fr } from './fr.ts';
import { frenchSpaces } from './french.ts';

type Part = ReturnType<IntlMessageFormat['getAst']>[number];

/** Every text that a message can become: arguments are «X», numbers «3», each branch of a choice a text of its own. */
function texts(message: string, locale: string): readonly string[] {
  const spell = (parts: readonly Part[]): readonly string[] =>
    parts.reduce<readonly string[]>(
      (all, part) => {
        if ('options' in part && part.options !== undefined)
          return all.flatMap((begin) =>
            Object.values(part.options as Record<string, { value: Part[] }>).flatMap(({ value }) =>
              spell(value).map((end) => begin + end),
            ),
          );
        // 0 literal, 7 pound (formatjs' TYPE).
        const text = part.type === 0 ? part.value : part.type === 7 ? '3' : 'X';
        return all.map((begin) => begin + text);
      },
      [''],
    );
  return spell(new IntlMessageFormat(message, locale, undefined, { ignoreTag: true }).getAst());
}
/** Addresses and examples of code have their own spelling. */
const bare = (text: string) => text.replace(/https?:\/\/\S+|`[^`]*`|<[^>]*>/g, 'X');

const french: readonly (readonly [string, RegExp])[] = [
  ['an apostrophe is ’', /\p{L}'\p{L}/u],
  ['quotes are « »', /["“”]/],
  ['three dots are …', /\.\.\./],
  ['no breaking space before ; ! ? : » % €', / [;!?:»%€]/],
  ['a narrow space before ; ! ?', /[\p{L}\d»)’X][;!?](?=\s|$)/u],
  ['a space before :', /[\p{L}»)X]:(?=\s|$)/u],
  ['a space that does not break inside « »', /«(?!\u00A0)|(?<!\u00A0)»/],
  ['thousands are parted by a narrow space', /\d[ .,]\d{3}(?!\d)/],
  ['one space, not two', / {2}/],
  ['a dash is – or —', / - /],
  ['capitals keep their accents', /(?<!\p{L})(Etat|Eteint|Ecrire|Ecrivez|Evénement)(?= \p{Ll})/u],
];
const english: readonly (readonly [string, RegExp])[] = [
  ['an apostrophe is ’', /\p{L}'\p{L}/u],
  ['quotes are not straight', /"/],
  ['three dots are …', /\.\.\./],
  ['no space before ; ! ? : %', /[ \u00A0\u202F][;!?:%](?=\s|$)/],
  ['one space, not two', / {2}/],
  ['a dash is – or —', / - /],
];

describe.each([
  ['fr', fr, french, frenchSpaces],
  ['en', en, english, (text: string) => text],
] as const)('the catalogue %s', (locale, messages, rules, polish) => {
  const all = Object.entries(messages).flatMap(([key, message]) =>
    texts(polish(message), locale).map((text) => [key, bare(text)] as const),
  );
  test.each(rules)('%s', (_rule, wrong) => {
    expect(all.filter(([, text]) => wrong.test(text))).toEqual([]);
  });
});

test.each([
  ['Combien ? Dix !', 'Combien\u202F? Dix\u202F!'],
  ['Il dit : « oui » ; soit', 'Il dit\u00A0: «\u00A0oui\u00A0»\u202F; soit'],
  ['42 % de 12 000 €', '42\u202F% de 12\u202F000\u00A0€'],
  ['le 1 000 000 et 2026 5000', 'le 1\u202F000\u202F000 et 2026 5000'],
  ['rien à changer', 'rien à changer'],
])('%s', (given, made) => {
  expect(frenchSpaces(given)).toBe(made);
  expect(frenchSpaces(made)).toBe(made);
});
