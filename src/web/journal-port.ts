import type {
  CommentPosted,
  CommentView,
  DeskComments,
  DeskFilter,
  Entry,
  EntryId,
  EntrySaved,
  EntryText,
  Image,
  ImageAdded,
  OwnComment,
  OwnComments,
  Thread,
  WriteUp,
} from '../dialogue/mod.ts';
import type { Language } from '../kernel/mod.ts';
import type { Person } from '../people/mod.ts';

/** A comment as the form gave it, cleaned; `stamp` is what the form carried. */
export type TypedComment = {
  readonly parent: string | null;
  readonly name: string;
  readonly email: string;
  readonly site: string | null;
  readonly body: string;
  readonly rawBody: string;
  readonly language: Language;
  readonly trapped: boolean;
  readonly stamp: string;
  readonly follow: boolean;
  readonly sender: { readonly ip: string; readonly agent: string };
};

/** The journal, its comments and the write-ups, as anybody meets them. Null for what there is not. */
export type JournalServices = {
  /** Who looks at comments besides ourselves. */
  readonly check: { readonly kind: 'local' | 'akismet' | 'rspamd'; readonly host: string };
  readonly entries: (slug: string, offset: number, limit: number) => Promise<readonly Entry[]>;
  readonly entry: (slug: string, entry: string) => Promise<Entry | null>;
  readonly image: (slug: string, id: string) => Promise<Uint8Array | null>;
  readonly mentions: (slug: string, entry: string) => Promise<readonly WriteUp[]>;
  readonly thread: (entry: EntryId, from: string | null, limit: number) => Promise<Thread>;
  readonly place: (entry: EntryId, comment: string) => Promise<string | null>;
  readonly comment: (entry: EntryId, comment: string) => Promise<CommentView | null>;
  /** What the form carries, so that its age can't be made up. */
  readonly stamp: (entry: EntryId) => string;
  readonly post: (
    slug: string,
    entry: Entry,
    comment: TypedComment,
  ) => Promise<CommentPosted | { readonly kind: 'wait'; readonly seconds: number }>;
  readonly own: (token: string) => Promise<OwnComment | null>;
  readonly editOwn: (
    token: string,
    text: { readonly body: string; readonly rawBody: string },
  ) => Promise<'edited' | 'too_late' | 'unknown'>;
  readonly eraseOwn: (token: string) => Promise<boolean>;
  /** Seconds to wait where too many ask; else null, whether or not anything is kept. */
  readonly askMine: (email: string, language: Language) => Promise<number | null>;
  readonly mine: (token: string) => Promise<OwnComments | null>;
  readonly eraseMine: (token: string) => Promise<number | null>;
  readonly follow: (token: string) => Promise<{ readonly title: string; readonly confirmed: boolean } | null>;
  readonly confirmFollow: (token: string) => Promise<boolean>;
  readonly stopFollowing: (token: string) => Promise<void>;
  readonly writeUps: (
    slug: string,
    before: number | null,
    limit: number,
  ) => Promise<{ readonly posts: readonly WriteUp[]; readonly next: number | null } | null>;
  readonly maySuggest: (slug: string) => Promise<boolean>;
};

/** What editors and moderators do with them; who may is decided before. */
export type JournalDesk = {
  readonly entries: (slug: string) => Promise<readonly Entry[]>;
  readonly entry: (slug: string, entry: string) => Promise<Entry | null>;
  readonly create: (person: Person, slug: string, text: EntryText) => Promise<string | null>;
  readonly save: (
    person: Person,
    slug: string,
    entry: string,
    saved: {
      readonly text: EntryText;
      readonly version: number;
      readonly note: string;
      readonly publish: boolean;
    },
  ) => Promise<EntrySaved>;
  readonly images: (slug: string) => Promise<readonly Image[]>;
  readonly addImage: (
    person: Person,
    slug: string,
    upload: { readonly bytes: Uint8Array; readonly alt: string },
  ) => Promise<ImageAdded | null>;
  readonly comments: (slug: string, filter: DeskFilter, offset: number) => Promise<DeskComments | null>;
  readonly decide: (
    person: Person,
    slug: string,
    decision: { readonly comments: readonly string[]; readonly publish: boolean },
  ) => Promise<number | null>;
};
