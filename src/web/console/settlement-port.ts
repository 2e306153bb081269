import type { Person } from '../../people/mod.ts';
import type {
  Answered,
  ClosingOutcome,
  Declared,
  Delivered,
  NewDelivery,
  NewPayment,
  PaymentAnswer,
  PrintedDocument,
  SettlementView,
  StatementView,
} from '../../settlement/mod.ts';

/** What is read and done about the settlement of a campaign, named by its slug. */
export type SettlementServices = {
  /** The accounts of all partners, or of one; null for an unknown campaign. */
  readonly read: (slug: string, partner: string | null) => Promise<SettlementView | null>;
  /** A closed statement by its number, or (null) what closing now would come to. */
  readonly statement: (slug: string, partner: string, number: number | null) => Promise<StatementView | null>;
  readonly close: (
    person: Person,
    slug: string,
    wish: { readonly partner: string; readonly number: number; readonly final: boolean },
  ) => Promise<ClosingOutcome>;
  readonly declare: (person: Person, slug: string, payment: NewPayment) => Promise<Declared>;
  readonly answer: (
    person: Person,
    slug: string,
    payment: string,
    answer: PaymentAnswer,
  ) => Promise<Answered>;
  readonly deliver: (person: Person, slug: string, delivery: NewDelivery) => Promise<Delivered>;
  /** A document as an accessible PDF. */
  readonly print: (document: PrintWish) => Promise<Uint8Array>;
};

/** What is printed; the time of printing is the house's. */
export type PrintWish = Omit<PrintedDocument, 'at'>;
