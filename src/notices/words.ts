import type { InLanguages, Language } from '../kernel/mod.ts';
/** Subject and text of a mail. */
export type MailWords = { readonly subject: string; readonly text: string };

/** What became of a relay, as its mail tells it. */
export type RelayNews = {
  readonly kind: 'counted' | 'held' | 'refused' | 'withdrawn' | 'gone';
  readonly source: string;
  readonly campaign: InLanguages<string>;
  readonly units: number;
  readonly unitNames: InLanguages<readonly [string, string]>;
  readonly partners: readonly string[];
  readonly reason: string | null;
  /** The relay's own page: steps, proof, appeal. */
  readonly address: string;
  readonly unsubscribe: string;
};

/** Mails in one language; the words themselves are the interface's. */
export type NoticeWords = (language: Language) => {
  /** `relay`: the post's page here. What a stranger typed goes into no mail that nobody has asked for yet. */
  readonly confirm: (about: { readonly relay: string; readonly address: string }) => MailWords;
  readonly endpointOff: (about: {
    readonly campaign: InLanguages<string>;
    readonly host: string;
    readonly why: 'gone' | 'failing';
    readonly address: string;
  }) => MailWords;
  readonly relay: (news: RelayNews) => MailWords;
  readonly cap: (about: {
    readonly partner: string;
    readonly campaign: InLanguages<string>;
    readonly pledge: string;
    readonly percent: number;
    readonly granted: number;
    readonly cap: number;
    readonly address: string;
  }) => MailWords;
  readonly digest: (about: {
    readonly campaign: InLanguages<string>;
    readonly counted: number;
    readonly refused: number;
    readonly held: number;
    readonly appeals: number;
    readonly nearCaps: readonly { readonly pledge: string; readonly percent: number }[];
    readonly failing: readonly string[];
    readonly address: string;
  }) => MailWords;
};
