import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, test } from 'vitest';
import { languageCodes, languages } from '../kernel/mod.ts';
import { catalogues } from './catalogues.ts';
import { es } from './es.ts';
import { fr, type MessageKey } from './fr.ts';
import { translator } from './mod.ts';

type Part = ReturnType<IntlMessageFormat['getAst']>[number];

/** What a message needs: the names of its arguments, and for each choice its kind and whether all plurals are there. */
function needs(message: string, locale: string): readonly string[] {
  const kinds = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
  const found = new Set<string>();
  const walk = (parts: readonly Part[]) => {
    for (const part of parts) {
      if (part.type !== 0 && part.type !== 7 && 'value' in part) found.add(String(part.value));
      if (!('options' in part) || part.options === undefined) continue;
      const options = part.options as Record<string, { value: Part[] }>;
      // 6: plural (formatjs' TYPE).
      if (part.type === 6)
        for (const kind of kinds)
          if (options[kind] === undefined) found.add(`${String(part.value)} without ${kind}`);
      if (part.type === 5) found.add(`${String(part.value)}: ${Object.keys(options).sort().join(' ')}`);
      for (const { value } of Object.values(options)) walk(value);
    }
  };
  walk(new IntlMessageFormat(message, locale, undefined, { ignoreTag: true }).getAst());
  return [...found].sort();
}

describe.each(languageCodes.filter((code) => code !== 'fr'))('%s beside French', (code) => {
  const { messages } = catalogues[code];
  const { locale } = languages[code];

  test('every word is there, with the same arguments, and every plural of the language', () => {
    const wrong = Object.entries(fr).flatMap(([key, french]) => {
      const own = messages[key as MessageKey];
      // Borrowed from English, it has English plurals.
      if (code === 'es' && !Object.hasOwn(es, key)) return [];
      const [asked, given] = [needs(french, 'fr-FR'), needs(own, locale)];
      return JSON.stringify(asked) === JSON.stringify(given) ? [] : [{ key, asked, given }];
    });
    expect(wrong).toEqual([]);
  });

  test('a unit without a name in it is said in French, a million of it in the language’s way', () => {
    const tr = translator(code);
    expect(tr.unitName({ fr: ['repas', 'repas'] }, 2)).toBe('repas');
    expect(tr.localised({ fr: 'Bonjour' })).toBe('Bonjour');
    expect(tr.foreign({ fr: 'Bonjour' })).toBe('fr');
    expect(tr.foreign({ fr: 'Bonjour', [code]: 'X' })).toBeUndefined();
    expect(tr.t('campaign.relays', { n: 1_000_000 })).toMatch(/\d/);
  });
});

test('Spanish says «de» after a million, as French does', () => {
  const names = { fr: ['repas', 'repas'], en: ['meal', 'meals'], es: ['comida', 'comidas'] } as const;
  const tr = translator('es');
  expect([1, 2, 1_000_000].map((n) => tr.unitName(names, n))).toEqual(['comida', 'comidas', 'de comidas']);
  expect(translator('en').unitName(names, 1_000_000)).toBe('meals');
});

describe('Spanish', () => {
  test('what is not said yet belongs to the console', () => {
    const left = Object.keys(fr).filter((key) => !Object.hasOwn(es, key));
    const rooms = [...new Set(left.map((key) => key.split('.')[0]))].sort();
    expect(rooms).toEqual(consoleRooms);
  });

  test('nothing stands in French, and no French space', () => {
    const same = Object.entries(es).filter(
      ([key, text]) => text === fr[key as MessageKey] && /\p{Ll}{4}/u.test(text),
    );
    expect(same.map(([, text]) => text)).toEqual(equal);
    expect(
      Object.values(es).filter((text) => / [;!?:»]|« |[\u00A0\u202F]/.test(text.replace(/\d %/g, ''))),
    ).toEqual([]);
  });

  test('questions and exclamations are opened', () => {
    const count = (text: string, mark: string) => text.split(mark).length;
    const wrong = Object.values(es).filter(
      (text) =>
        count(text, '¿') !== count(text.replace(/https?:\S+/g, ''), '?') ||
        count(text, '¡') !== count(text, '!'),
    );
    expect(wrong).toEqual([]);
  });
});

/** Parts of the console that stand on English words. */
const consoleRooms: readonly string[] = [
  'account',
  'appeals',
  'audit',
  'campaigns',
  'case',
  'cerfa',
  'charterPage',
  'console',
  'dash',
  'edit',
  'gate',
  'keys',
  'list',
  'mod',
  'overview',
  'people',
  'person',
  'problem',
  'settle',
  'setup',
  'signIn',
  'siteList',
  'sites',
  'statement',
  'tickets',
  'way',
];
/** Words that are the same in both languages. */
const equal: readonly string[] = [
  '{units}, {relays}.',
  '{author}, {site}',
  'Total',
  '{opens} → {closes} ({zone})',
  'Venir',
  'Webhooks',
  'Bluesky',
];
