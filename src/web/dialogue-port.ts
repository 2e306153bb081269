import type {
  FollowView,
  NewQuestion,
  QuestionId,
  QuestionView,
  ReservationDeed,
  ReservationId,
  ReservationView,
} from '../dialogue/mod.ts';
import type { Language } from '../kernel/mod.ts';
import type { Person } from '../people/mod.ts';

type Wait = { readonly kind: 'wait'; readonly seconds: number };
export type Asked = Wait | { readonly kind: 'asked' | 'too_many' | 'unknown' };

/** The dialogue as anybody meets it. Empty or null for what there is not. */
export type DialogueServices = {
  readonly questions: (slug: string) => Promise<readonly QuestionView[]>;
  readonly reservations: (slug: string) => Promise<readonly ReservationView[]>;
  readonly ask: (slug: string, question: NewQuestion) => Promise<Asked>;
  readonly follow: (
    slug: string,
    asked: {
      readonly question: QuestionId;
      readonly role: 'also' | 'follower';
      readonly email: string;
      readonly language: Language;
    },
  ) => Promise<Asked>;
  readonly link: (slug: string, token: string) => Promise<FollowView | null>;
  readonly confirm: (slug: string, token: string) => Promise<FollowView | null>;
  readonly withdraw: (slug: string, token: string) => Promise<void>;
  /** Claims a post as a relay like any other and puts it among the reservations. */
  readonly submit: (
    slug: string,
    source: string,
  ) => Promise<Wait | { readonly kind: 'submitted' | 'same_site' | 'invalid' }>;
};

/** What people of organisations do in it; who may is decided before. False for what there is not. */
export type DialogueDesk = {
  readonly answer: (
    person: Person,
    slug: string,
    answer: {
      readonly question: QuestionId;
      readonly organisation: { readonly slug: string; readonly name: string };
      readonly body: string;
    },
  ) => Promise<boolean>;
  readonly reservation: (
    person: Person,
    slug: string,
    reservation: ReservationId,
    deed: ReservationDeed,
  ) => Promise<boolean>;
};
