import type { Language } from '../../kernel/mod.ts';
import type {
  AuthenticationOptions,
  Entered,
  FirstOperator,
  Invitation,
  InviteOutcome,
  LinkView,
  OpenedSession,
  PasskeyAnswer,
  PasskeyView,
  Person,
  RegistrationOptions,
  SeenSession,
  SessionView,
  TrailLine,
} from '../../people/mod.ts';
import type { DialogueDesk } from '../dialogue-port.ts';
import type { JournalDesk } from '../journal-port.ts';
import type { MeetingDesk } from '../meetings-port.ts';
import type { CampaignServices } from './campaign-port.ts';
import type { FiguresServices } from './dashboard-port.ts';
import type { FeedDesk } from './feeds-port.ts';
import type { KeyServices } from './keys-port.ts';
import type { ModerationServices } from './moderation-port.ts';
import type { SettlementServices } from './settlement-port.ts';
import type { ShiftServices } from './shifts-port.ts';
import type { TicketServices } from './tickets-port.ts';
import type { WebhookServices } from './webhook-port.ts';

/** How many seconds somebody must wait who tried too often, or null for nobody. */
type Wait = number | null;
/** What a sign-in came to: a session, or a refusal that tells nothing more, or a wait. */
export type SignIn<Opened = OpenedSession> =
  | { readonly kind: 'opened'; readonly opened: Opened }
  | { readonly kind: 'refused' }
  | { readonly kind: 'wait'; readonly seconds: number };

/** Signing in. Everything here is asked by people of whom nothing is known yet. */
export type SignInServices = {
  readonly session: (token: string) => Promise<SeenSession | null>;
  readonly askLink: (email: string, next: string | null) => Promise<Wait>;
  readonly link: (token: string) => Promise<LinkView | null>;
  readonly byLink: (token: string, agent: string) => Promise<SignIn<Entered>>;
  readonly bySetup: (token: string, who: FirstOperator, agent: string) => Promise<SignIn<Entered>>;
  readonly passkeyOptions: () => Promise<AuthenticationOptions>;
  readonly byPasskey: (answer: PasskeyAnswer, agent: string) => Promise<SignIn>;
  readonly byCode: (email: string, code: string, agent: string) => Promise<SignIn>;
  readonly sso: {
    readonly name: string;
    readonly begin: (next: string | null) => Promise<string>;
    readonly finish: (returned: URL, agent: string) => Promise<SignIn<Entered>>;
  } | null;
  /** False where browsers know no passkeys: at an address that is a number. */
  readonly passkeys: boolean;
};

/** What somebody does with their own account. */
export type AccountServices = {
  readonly sessions: (person: Person) => Promise<readonly SessionView[]>;
  readonly close: (person: Person, session: string) => Promise<void>;
  readonly closeOthers: (person: Person, but: string) => Promise<void>;
  readonly passkeys: (person: Person) => Promise<readonly PasskeyView[]>;
  readonly passkeyOptions: (person: Person) => Promise<RegistrationOptions>;
  readonly addPasskey: (
    person: Person,
    answer: PasskeyAnswer & { readonly name: string },
  ) => Promise<'added' | 'refused'>;
  readonly removePasskey: (person: Person, passkey: string) => Promise<void>;
  readonly codesLeft: (person: Person) => Promise<number>;
  readonly makeCodes: (person: Person) => Promise<readonly string[]>;
  readonly update: (
    person: Person,
    profile: { readonly name: string; readonly language: Language },
  ) => Promise<void>;
};

export type PeopleServices = {
  readonly list: (
    person: Person,
  ) => Promise<readonly (Omit<Person, 'language'> & { readonly signedIn: boolean })[]>;
  readonly invite: (person: Person, invitation: Invitation) => Promise<InviteOutcome>;
  readonly take: (person: Person, membership: number) => Promise<'taken' | 'last' | 'not_allowed'>;
  readonly trail: (
    person: Person,
    filter: {
      readonly campaign: string | null;
      readonly action: string | null;
      readonly before: number | null;
    },
  ) => Promise<readonly TrailLine[]>;
};

/** All that the console needs from the rest of the house; wired in the composition root. */
export type ConsoleServices = {
  /** Origins that the console's own pages may have; a form from any other is refused. */
  readonly origins: readonly string[];
  readonly signIn: SignInServices;
  readonly account: AccountServices;
  readonly people: PeopleServices;
  readonly campaigns: CampaignServices;
  readonly webhooks: WebhookServices;
  readonly keys: KeyServices;
  readonly tickets: TicketServices;
  readonly figures: FiguresServices;
  readonly moderation: ModerationServices;
  readonly feeds: FeedDesk;
  readonly journal: JournalDesk;
  readonly dialogue: DialogueDesk;
  readonly meetings: MeetingDesk;
  readonly settlement: SettlementServices;
  readonly shifts: ShiftServices;
};
