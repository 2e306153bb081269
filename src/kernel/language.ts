/**
 * The languages that Relais speaks, French first: code (ISO 639-1), own name, locale of its dates and numbers. Another one is an
 * entry here and its catalogue in `i18n`; nothing else names a language (ADR 21).
 */
export const languages = {
  fr: { name: 'Français', locale: 'fr-FR' },
  en: { name: 'English', locale: 'en-GB' },
  es: { name: 'Español', locale: 'es-ES' },
} as const satisfies Readonly<Record<string, { readonly name: string; readonly locale: string }>>;

export type Language = keyof typeof languages;
/** All codes, French first. */
export const languageCodes = Object.keys(languages) as readonly Language[];
/** What is spoken where nobody asked, and what every text is written in. */
export const mainLanguage: Language = 'fr';

export function isLanguage(text: string | undefined): text is Language {
  return text !== undefined && Object.hasOwn(languages, text);
}

/** The language that was named, else the main one. */
export const languageOr = (text: string | undefined): Language => (isLanguage(text) ? text : mainLanguage);

/** What is said in several languages: in the main one always. */
export type InLanguages<Text> = { readonly [L in Exclude<Language, 'fr'>]?: Text | undefined } & {
  readonly fr: Text;
};
