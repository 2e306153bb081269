import { becomeCreditWriter } from '../campaign/mod.ts';
import { type CampaignId, type Id, type Instant, newId, type Random } from '../kernel/mod.ts';
import { type Actor, record } from '../people/mod.ts';
import { type Database, type Queryable, sqlTime } from '../store/mod.ts';
import { readOrganisationId, readSettledCampaign } from './campaign.ts';
import { readCoverage, settle } from './post.ts';

export type PaymentId = Id<'pay'>;

/** A payment as both sides said it. Amounts in hundredths of the section's currency, or in units. */
export type Payment = {
  readonly id: PaymentId;
  readonly partner: string;
  readonly section: string;
  readonly amount: number;
  readonly paidOn: string;
  readonly reference: string;
  readonly declaredAt: Instant;
  readonly answer: {
    readonly confirmed: boolean;
    readonly amount: number | null;
    readonly receivedOn: string | null;
    readonly reference: string;
    readonly at: Instant;
  } | null;
};

export type NewPayment = Pick<Payment, 'partner' | 'section' | 'amount' | 'paidOn' | 'reference'>;

/** Payments of a campaign, or of one partner in it, the newest first. */
export async function readPayments(
  db: Queryable,
  campaign: CampaignId,
  partner: string | null = null,
): Promise<readonly Payment[]> {
  return db.rows<Payment>(
    `SELECT p.id, o.slug AS partner, p.section, p.amount, to_char(p.paid_on, 'YYYY-MM-DD') AS "paidOn", p.reference,
       p.declared_at AS "declaredAt",
       CASE WHEN a.payment_id IS NULL THEN NULL ELSE jsonb_build_object('confirmed', a.confirmed, 'amount', a.amount,
         'receivedOn', to_char(a.received_on, 'YYYY-MM-DD'), 'reference', a.reference,
         'at', (extract(epoch FROM a.at) * 1000)::bigint) END AS answer
     FROM payment p JOIN organisation o ON o.id = p.partner_id LEFT JOIN payment_answer a ON a.payment_id = p.id
     WHERE p.campaign_id = $1 AND ($2::text IS NULL OR o.slug = $2) ORDER BY p.declared_at DESC, p.id DESC`,
    [campaign, partner],
  );
}

export type Declared =
  | { readonly kind: 'declared'; readonly payment: PaymentId }
  | { readonly kind: 'unknown' }
  /** Nothing was ever asked for in this section: there is nothing to pay. */
  | { readonly kind: 'nothing_due' };

type By = { readonly actor: Actor; readonly now: Instant; readonly random: Random };

/** Keeps what a partner says it paid. One side's word: it moves no unit and enters no log. */
export function declarePayment(db: Database, slug: string, payment: NewPayment, by: By): Promise<Declared> {
  return db.transaction(async (tx): Promise<Declared> => {
    const campaign = await readSettledCampaign(tx, slug, by.now);
    const partner = await readOrganisationId(tx, payment.partner);
    if (campaign === null || partner === null) return { kind: 'unknown' };
    const coverage = await readCoverage(tx, campaign.id, payment.partner);
    if (!coverage.some((one) => one.section === payment.section)) return { kind: 'nothing_due' };
    const id = newId('pay', by.now, by.random);
    await tx.rows(
      `INSERT INTO payment (id, campaign_id, partner_id, section, amount, paid_on, reference, declared_at, account_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        ...[id, campaign.id, partner, payment.section, payment.amount, payment.paidOn, payment.reference],
        ...[sqlTime(by.now), by.actor.account],
      ],
    );
    const details = { section: payment.section, amount: payment.amount };
    await record(
      tx,
      by.actor,
      { action: 'payment.declare', organisation: payment.partner, campaign: slug, subject: id, details },
      by.now,
    );
    return { kind: 'declared', payment: id };
  });
}

/** What the charity says of a declared payment: what came, or that nothing did. */
export type PaymentAnswer =
  | {
      readonly confirmed: true;
      readonly amount: number;
      readonly receivedOn: string;
      readonly reference: string;
    }
  | { readonly confirmed: false; readonly reference: string };

export type Answered =
  | { readonly kind: 'answered' }
  | { readonly kind: 'unknown' }
  /** It was answered before, and an answer stays. */
  | { readonly kind: 'answered_before' };

/** Keeps the charity's answer and settles, in one transaction, the units that the payment covers. */
export function answerPayment(
  db: Database,
  slug: string,
  payment: string,
  answer: PaymentAnswer,
  by: By,
): Promise<Answered> {
  return db.transaction(async (tx): Promise<Answered> => {
    const campaign = await readSettledCampaign(tx, slug, by.now);
    if (campaign === null) return { kind: 'unknown' };
    await becomeCreditWriter(tx, campaign.id);
    const found = (await readPayments(tx, campaign.id)).find((one) => one.id === payment);
    if (found === undefined) return { kind: 'unknown' };
    if (found.answer !== null) return { kind: 'answered_before' };
    const [amount, receivedOn] = answer.confirmed ? [answer.amount, answer.receivedOn] : [null, null];
    await tx.rows(
      `INSERT INTO payment_answer (payment_id, confirmed, amount, received_on, reference, at, account_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        ...[found.id, answer.confirmed, amount, receivedOn, answer.reference],
        ...[sqlTime(by.now), by.actor.account],
      ],
    );
    const action = answer.confirmed ? 'payment.confirm' : 'payment.refuse';
    const details = { section: found.section, amount };
    await record(
      tx,
      by.actor,
      { action, organisation: found.partner, campaign: slug, subject: found.id, details },
      by.now,
    );
    if (answer.confirmed) await settle(tx, campaign, found.partner, found.id, by);
    return { kind: 'answered' };
  });
}
