import { type CampaignId, type Instant, newId, type Random } from '../kernel/mod.ts';
import { type Queryable, sqlTime } from '../store/mod.ts';

/** What an organisation answered, and the name of who spoke for it. */
export type Answer = {
  readonly organisation: string;
  readonly by: string;
  readonly body: string;
  readonly at: Instant;
};

export type NewAnswer = {
  readonly organisation: string;
  readonly by: string;
  readonly account: string;
  readonly body: string;
};

/** Keeps an answer to a question or a reservation. It is never changed: a correction is a further answer. */
export async function writeAnswer(
  tx: Queryable,
  campaign: CampaignId,
  about: string,
  answer: NewAnswer,
  random: Random,
  now: Instant,
): Promise<void> {
  await tx.rows(
    `INSERT INTO dialogue_answer (id, campaign_id, about, organisation, by_name, account_id, body, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      newId('ans', now, random),
      campaign,
      about,
      answer.organisation,
      answer.by,
      answer.account,
      answer.body,
      sqlTime(now),
    ],
  );
}

/** Answers by what they are about, the earliest first. */
export async function readAnswers(
  db: Queryable,
  about: readonly string[],
): Promise<ReadonlyMap<string, readonly Answer[]>> {
  const rows = await db.rows<Answer & { about: string }>(
    `SELECT about, organisation, by_name AS by, body, at FROM dialogue_answer WHERE about = ANY ($1) ORDER BY at, id`,
    [about],
  );
  const all = new Map<string, Answer[]>();
  for (const { about: of, ...answer } of rows) all.set(of, [...(all.get(of) ?? []), answer]);
  return all;
}
