import type { MessageKey, Translator } from '../../i18n/mod.ts';

/**
 * The file's own sentences, which name a path and speak English, in the words of the form. Whatever has no words of its
 * own here is shown as the file says it: better an English sentence than none.
 */
const patterns: readonly (readonly [RegExp, MessageKey])[] = [
  [/^is missing|^is empty|^is not text\b|^is not a mapping|^is not what is expected/, 'problem.missing'],
  [/^is longer than (?<n>\d+) characters/, 'problem.tooLong'],
  [/^may only hold/, 'problem.slug'],
  [/^is not an http or https address/, 'problem.address'],
  [/^is not a whole number|^is neither a whole number/, 'problem.whole'],
  [/^is not a number/, 'problem.number'],
  [/^is less than (?<n>[\d.]+)/, 'problem.least'],
  [/^is more than (?<n>[\d.]+)/, 'problem.most'],
  [/^is not more than 0/, 'problem.positive'],
  [/^is not a date as/, 'problem.day'],
  [/^is not a date with time/, 'problem.instant'],
  [/^is not one of|^is neither true nor false/, 'problem.choice'],
  [/^(?<name>\S+) is there twice/, 'problem.twice'],
  [/^(?<name>\S+) is not among/, 'problem.organisation'],
  [/^(?<name>\S+) is of the kind/, 'problem.kind'],
  [/^is not after opens/, 'problem.order'],
  [/^is after opens/, 'problem.dialogue'],
  [/is less than its minimum/, 'problem.capMinimum'],
  [/is not more than the one before/, 'problem.rising'],
  [/^is not a GTIN/, 'problem.gtin'],
  [/^is not a time zone/, 'problem.zone'],
  [/^is not a currency/, 'problem.currency'],
  [/^is neither an e-mail/, 'problem.contact'],
];

/** A problem of a campaign file in plain words, without its path. */
export function problemWords(
  tr: Translator,
  problem: { readonly path: string; readonly problem: string },
): string {
  const words = problem.problem.startsWith(`${problem.path} `)
    ? problem.problem.slice(problem.path.length + 1)
    : problem.problem;
  for (const [pattern, key] of patterns) {
    const match = pattern.exec(words);
    if (match !== null) return tr.t(key, { ...match.groups });
  }
  return tr.t('problem.other', { words });
}
