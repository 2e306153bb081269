import { hold_score, judgeChecked, type SpamReason } from '../../domain/mod.ts';
import { type Instant, isoInstant, type Language } from '../../kernel/mod.ts';
import { type Queue, startWorker, type Worker } from '../../queue/mod.ts';
import type { Checked, Checker } from '../spam/checker.ts';
import {
  type CommentCheckPayload,
  type CommentHouse,
  commentCheckJob,
  isCommentCheckPayload,
  settleCheck,
} from './post.ts';

type Row = {
  name: string;
  email: string;
  site: string | null;
  body: string;
  language: Language;
  sender: { ip: string; agent: string } | null;
  at: Instant;
  parent: string | null;
  campaign: string;
  entry: string;
  state: string;
  reasons: SpamReason[];
  score: number;
};

/** Checks at once: each waits for a server. */
const hands = 4;

/** Looks at comments with a server's help. A comment whose check fails, in whatever way, ends up held: neither published nor lost. */
export async function startCommentChecks(
  house: Pick<CommentHouse, 'db' | 'clock' | 'published'> & {
    readonly queue: Queue;
    readonly checker: Checker | null;
    readonly publicUrl: string;
    readonly onError: (error: unknown, during: string) => void;
  },
): Promise<Worker> {
  const work = async ({ comment, what }: CommentCheckPayload) => {
    const [row] = await house.db.rows<Row>(
      `SELECT k.name, k.email, k.site, k.body, k.language, k.sender, k.created_at AS at, k.parent_id AS parent, c.slug AS campaign, e.slug AS entry,
         k.state, k.reasons, k.score FROM journal_comment k JOIN journal_entry e ON e.id = k.entry_id JOIN campaign c ON c.id = k.campaign_id
       WHERE k.id = $1 AND k.state <> 'erased'`,
      [comment],
    );
    if (row === undefined) return;
    const told: Checked = {
      ...row,
      ip: row.sender?.ip ?? '',
      agent: row.sender?.agent ?? '',
      permalink: `${house.publicUrl}/c/${row.campaign}/journal/${row.entry}`,
      at: isoInstant(row.at),
      reply: row.parent !== null,
    };
    if (what !== 'check') {
      if (!((await house.checker?.learn(told, what)) ?? true))
        house.onError(new Error('a spam checker did not take a correction'), commentCheckJob);
      return;
    }
    if (row.state !== 'checking') return;
    const local = {
      kind: row.score >= hold_score ? ('hold' as const) : ('publish' as const),
      score: row.score,
      reasons: row.reasons,
    };
    // What waited while the checker was taken out of the settings is a person's.
    const answer = (await house.checker?.check(told)) ?? 'failed';
    if (answer === 'failed')
      house.onError(new Error('a spam checker gave no answer; the comment is held'), commentCheckJob);
    await settleCheck(house, comment, judgeChecked(local, answer));
  };
  return startWorker(
    house.queue,
    commentCheckJob,
    { hands, weigh: () => 1 },
    async (job) => {
      if (!isCommentCheckPayload(job.payload))
        throw new Error(`a job ${commentCheckJob} without its payload`);
      await work(job.payload);
    },
    (error) => house.onError(error, commentCheckJob),
  );
}
