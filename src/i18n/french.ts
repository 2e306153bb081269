/**
 * French spaces that must not break: U+202F before `; ! ? %` and between thousands, U+00A0 before `:` and `€` and inside
 * « » (Lexique des règles typographiques; for % and thousands as `Intl` has them).
 */
export function frenchSpaces(text: string): string {
  return text
    .replace(/ (?=[;!?%])|(?<=\d) (?=\d{3}(?!\d))/g, '\u202F')
    .replace(/ (?=:)|(?<=\d) (?=€)/g, '\u00A0')
    .replace(/« /g, '«\u00A0')
    .replace(/ »/g, '\u00A0»');
}

/** French writes the first of a month as an ordinal, which `Intl` does not. */
export const firstOfMonth = (text: string) => text.replace(/^1(?= )/, '1er');

/** The name after a million: `de repas`, `d’heures`. */
export const ofMany = (name: string) => (/^[aeiouyhàâéèêëîïôœùû]/i.test(name) ? `d’${name}` : `de ${name}`);
