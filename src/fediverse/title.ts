import { cleanLine } from '../domain/mod.ts';

const title_max = 80;

/** A short message has no title: its first words stand for one, cut between words. Null for one without words. */
export function titleOf(message: string): string | null {
  const text = cleanLine(message, 1000);
  if (text === '') return null;
  return text.length <= title_max ? text : `${text.slice(0, title_max - 1).replace(/\s+\S*$/, '')}…`;
}
