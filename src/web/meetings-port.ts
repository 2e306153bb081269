import type {
  DeskGuest,
  GuestAct,
  GuestOutcome,
  GuestText,
  Invited,
  MeetingSaved,
  MeetingText,
  MeetingView,
  NewGuest,
  NotesSaved,
  OwnGuest,
  Rsvp,
  WriteUp,
} from '../dialogue/mod.ts';
import type { Language } from '../kernel/mod.ts';
import type { Person } from '../people/mod.ts';

/** Meetings as anybody meets them. Null for what there is not; `token` is the secret in the guest's link. */
export type MeetingServices = {
  /** The next first, then those that are over. */
  readonly meetings: (slug: string) => Promise<readonly MeetingView[]>;
  readonly meeting: (slug: string, meeting: string) => Promise<MeetingView | null>;
  /** Posts that lead to the meeting's page. */
  readonly mentions: (slug: string, meeting: string) => Promise<readonly WriteUp[]>;
  readonly answer: (
    slug: string,
    meeting: MeetingView,
    guest: NewGuest,
  ) => Promise<Rsvp | { readonly wait: number }>;
  readonly own: (token: string) => Promise<OwnGuest | null>;
  readonly act: (token: string, act: GuestAct) => Promise<GuestOutcome>;
  readonly change: (token: string, to: GuestText) => Promise<boolean>;
  readonly erase: (token: string) => Promise<boolean>;
};

/** What those who hold a meeting do; who may is decided before. */
export type MeetingDesk = {
  readonly guests: (slug: string, meeting: string) => Promise<readonly DeskGuest[]>;
  readonly call: (person: Person, slug: string, text: MeetingText) => Promise<string | null>;
  readonly save: (person: Person, slug: string, meeting: string, text: MeetingText) => Promise<MeetingSaved>;
  readonly callOff: (person: Person, slug: string, meeting: string) => Promise<MeetingSaved>;
  readonly invite: (
    person: Person,
    slug: string,
    meeting: string,
    emails: readonly string[],
    language: Language,
  ) => Promise<Invited>;
  readonly came: (
    person: Person,
    slug: string,
    meeting: string,
    guests: readonly string[],
  ) => Promise<'saved' | 'early' | 'unknown'>;
  readonly notes: (
    person: Person,
    slug: string,
    meeting: string,
    saved: { readonly notes: string; readonly note: string; readonly version: number },
  ) => Promise<NotesSaved>;
};
