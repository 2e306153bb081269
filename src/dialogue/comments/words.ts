import type { Language } from '../../kernel/mod.ts';

type MailText = { readonly subject: string; readonly text: string };

/** The words of mails about comments in a language. What comes from strangers stands in the text alone, never in a subject. */
export type CommentWords = (language: Language) => {
  readonly confirm: (about: { readonly entry: string; readonly address: string }) => MailText;
  readonly answered: (about: {
    readonly entry: string;
    readonly name: string;
    readonly excerpt: string;
    readonly address: string;
    readonly stop: string;
  }) => MailText;
  readonly access: (about: { readonly address: string }) => MailText;
};
