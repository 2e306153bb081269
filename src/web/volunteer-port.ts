import type { PublicHours, SignUpAct } from '../domain/mod.ts';
import type { NewSignUp, OwnOutcome, OwnSignUp, ShiftView, SignedUp } from '../evidence/mod.ts';
import type { PrintedDocument } from '../settlement/mod.ts';

/** What somebody does with their own sign-up. */
export type OwnAct = Extract<SignUpAct, 'confirm_mail' | 'accept' | 'decline' | 'cancel'>;

/** Volunteering, as anybody meets it. Null for what there is not; `token` is the secret in the person's link. */
export type VolunteerServices = {
  /** Shifts that are not over, the next first. */
  readonly shifts: (slug: string) => Promise<readonly ShiftView[] | null>;
  readonly shift: (slug: string, shift: string) => Promise<ShiftView | null>;
  /** `wait`: too many in a short time; nothing was kept. */
  readonly signUp: (
    slug: string,
    shift: ShiftView,
    wish: NewSignUp,
  ) => Promise<SignedUp | { readonly wait: number }>;
  readonly hours: (slug: string) => Promise<PublicHours | null>;
  readonly own: (token: string) => Promise<OwnSignUp | null>;
  readonly act: (token: string, act: OwnAct) => Promise<OwnOutcome>;
  readonly change: (
    token: string,
    to: { readonly name: string; readonly company: string | null; readonly role: number },
  ) => Promise<OwnOutcome>;
  readonly erase: (token: string) => Promise<boolean>;
  /** A certificate as an accessible PDF. */
  readonly print: (document: Omit<PrintedDocument, 'at'>) => Promise<Uint8Array>;
};
