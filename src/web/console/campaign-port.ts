import type {
  Draft,
  DraftEntry,
  DraftFile,
  Localised,
  NewFinding,
  PublishOutcome,
  SignatureKind,
} from '../../campaign/mod.ts';
import type { Person } from '../../people/mod.ts';

/** What people do with campaigns; who may is decided before. */
export type CampaignServices = {
  /** Every campaign and draft there is: what somebody may see of them is `permits`' to say. */
  readonly entries: () => Promise<readonly DraftEntry[]>;
  readonly entry: (slug: string) => Promise<DraftEntry | null>;
  readonly draft: (slug: string) => Promise<Draft | null>;
  readonly create: (
    person: Person,
    draft: { readonly slug: string; readonly operator: string; readonly file: DraftFile },
  ) => Promise<'created' | 'taken'>;
  /** Keeps a draft; `what` names the part that changed, for the trail. */
  readonly save: (
    person: Person,
    draft: { readonly slug: string; readonly operator: string; readonly file: DraftFile },
    revision: number,
    what: string,
  ) => Promise<'saved' | 'stale'>;
  readonly find: (person: Person, slug: string, finding: NewFinding) => Promise<void>;
  readonly sign: (
    person: Person,
    draft: Draft,
    kind: SignatureKind,
    scope: Localised | null,
  ) => Promise<void>;
  readonly publish: (
    person: Person,
    slug: string,
    revision: number,
    notices: ReadonlyMap<string, Localised>,
  ) => Promise<PublishOutcome>;
  /** Gives the draft up for what is public. */
  readonly adopt: (person: Person, slug: string) => Promise<void>;
  readonly exported: (slug: string) => Promise<string | null>;
};
