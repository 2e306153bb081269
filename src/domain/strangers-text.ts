/** Characters that show nothing or turn the reading direction: they make one text look like another. */
const hidden = /(?!\u200C|\u200D|\uFE0F)[\p{DI}\uFFF9-\uFFFB]/gu;
/** Control characters but tab and line feed, and halves of pairs that no database takes. */
const broken =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
/** Marks piled on one letter until they cover the lines around it; no language of ours needs more than three. */
const piled = /(\p{M}{3})\p{M}+/gu;

/** Text of several lines from a stranger, at most `most` characters: nothing in it is hidden or turns its direction. */
export function cleanText(text: string, most: number): string {
  const clean = text
    .slice(0, most * 4)
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(broken, '')
    .replace(hidden, '')
    .normalize('NFC')
    .replace(piled, '$1')
    .replace(/[^\S\n]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return [...clean].slice(0, most).join('').trim();
}

/** Text of one line from a stranger, at most `most` characters. */
export function cleanLine(text: string, most: number): string {
  const line = cleanText(text.slice(0, most * 4).replace(/\s+/g, ' '), most);
  return line.replace(/\s+/g, ' ').trim();
}

/** Whether a text holds characters that hide or turn what is read; honest people have them from a copy at most once. */
export function countHidden(text: string): number {
  return text.match(hidden)?.length ?? 0;
}
