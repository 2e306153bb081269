import type { CampaignId, Id, Instant } from '../../kernel/mod.ts';
import type { Queryable } from '../../store/mod.ts';
import { type Answer, readAnswers } from '../answers.ts';
import type { QuestionId } from './ask.ts';

/** A public question with what was answered. `name` is null once its author took it away. */
export type QuestionView = {
  readonly id: QuestionId;
  readonly name: string | null;
  readonly body: string;
  /** Whom it asks; null: everybody. */
  readonly organisation: string | null;
  /** The meeting that it is collected for; null for none. */
  readonly meeting: Id<'mtg'> | null;
  readonly openedAt: Instant;
  readonly dueAt: Instant;
  /** How many ask it, its author among them. */
  readonly askers: number;
  readonly answers: readonly Answer[];
};

/** Questions of one campaign that are read at once; a dialogue of more is another kind of thing. */
export const questions_max = 1000;

/** Every public question of a campaign, the newest first. */
export async function readQuestions(db: Queryable, campaign: CampaignId): Promise<readonly QuestionView[]> {
  const rows = await db.rows<Omit<QuestionView, 'answers'>>(
    `SELECT q.id, q.name, q.body, q.organisation, q.meeting_id AS meeting, q.opened_at AS "openedAt", q.due_at AS "dueAt",
       1 + (SELECT count(*) FROM question_follow f WHERE f.question_id = q.id AND f.role = 'also' AND f.confirmed_at IS NOT NULL) AS askers
     FROM question q WHERE q.campaign_id = $1 AND q.opened_at IS NOT NULL ORDER BY q.opened_at DESC, q.id DESC LIMIT $2`,
    [campaign, questions_max],
  );
  const answers = await readAnswers(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({ ...row, answers: answers.get(row.id) ?? [] }));
}
