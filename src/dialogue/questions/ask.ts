import { meetingQuestionDue, questionDue } from '../../domain/mod.ts';
import {
  type CampaignId,
  type Id,
  type Instant,
  type Language,
  newId,
  type Random,
} from '../../kernel/mod.ts';
import { putMail } from '../../notices/mod.ts';
import { type Database, type Queryable, sqlTime, type Transaction } from '../../store/mod.ts';

export type QuestionId = Id<'qst'>;
type FollowId = Id<'qfl'>;
export type FollowRole = 'author' | 'also' | 'follower';
type Seal = (purpose: string, text: string) => Uint8Array;
type MailText = { readonly subject: string; readonly text: string };

/** The dialogue's mails in one language. What a stranger typed goes into no mail that nobody has confirmed. */
export type QuestionWords = (language: Language) => {
  readonly confirm: (about: { readonly role: FollowRole; readonly address: string }) => MailText;
  readonly answered: (about: {
    readonly organisation: string;
    readonly address: string;
    readonly stop: string;
  }) => MailText;
};

export type QuestionHouse = {
  readonly db: Database;
  readonly random: Random;
  readonly seal: Seal;
  readonly words: QuestionWords;
  /** Without a trailing slash. */
  readonly publicUrl: string;
};

/** Mails that one address is sent by these forms in a day: each goes to whom somebody typed. */
const daily_max = 10;
const day_ms = 86_400_000;
/** How long a link waits to be opened; then what was typed is deleted. */
const confirm_days = 7;
const isToken = (text: string) => /^[A-Za-z0-9_-]{43}$/.test(text);
const tokenOf = (seal: Seal, id: FollowId) => Buffer.from(seal('question link', id)).toString('base64url');

export type NewQuestion = {
  readonly name: string;
  readonly email: string;
  readonly body: string;
  readonly organisation: string | null;
  /** The meeting that it is collected for, of this campaign; null for none. */
  readonly meeting: Id<'mtg'> | null;
  readonly language: Language;
};

/** Keeps a question and mails its link; nobody sees it before that link is used. */
export async function askQuestion(
  house: QuestionHouse,
  campaign: { readonly id: CampaignId; readonly slug: string },
  asked: NewQuestion,
  now: Instant,
): Promise<'asked' | 'too_many'> {
  return house.db.transaction(async (tx) => {
    if (await isFull(tx, asked.email, now)) return 'too_many';
    const id: QuestionId = newId('qst', now, house.random);
    await tx.rows(
      `INSERT INTO question (id, campaign_id, name, body, organisation, asked_at, meeting_id)
       VALUES ($1, $2, $3, $4, $5, $6, (SELECT id FROM meeting WHERE id = $7 AND campaign_id = $2))`,
      [id, campaign.id, asked.name, asked.body, asked.organisation, sqlTime(now), asked.meeting],
    );
    await follow(house, tx, { ...asked, question: id, slug: campaign.slug, role: 'author' }, now);
    return 'asked';
  });
}

/**
 * «I ask that too», or only to be told. Answers alike whether or not the address was there before, and mails it at most
 * once a day per question.
 */
export async function followQuestion(
  house: QuestionHouse,
  slug: string,
  asked: {
    readonly question: QuestionId;
    readonly role: 'also' | 'follower';
    readonly email: string;
    readonly language: Language;
  },
  now: Instant,
): Promise<'asked' | 'too_many' | 'unknown'> {
  return house.db.transaction(async (tx) => {
    const known = await tx.rows('SELECT id FROM question WHERE id = $1 AND opened_at IS NOT NULL FOR SHARE', [
      asked.question,
    ]);
    if (known.length === 0) return 'unknown';
    if (await isFull(tx, asked.email, now)) return 'too_many';
    await follow(house, tx, { ...asked, slug }, now);
    return 'asked';
  });
}

async function isFull(tx: Queryable, email: string, now: Instant): Promise<boolean> {
  const [today] = await tx.rows<{ count: number }>(
    'SELECT count(*) AS count FROM question_follow WHERE lower(email) = lower($1) AND created_at > $2',
    [email, sqlTime(now - day_ms)],
  );
  return (today?.count ?? 0) >= daily_max;
}

async function follow(
  { random, seal, words, publicUrl }: QuestionHouse,
  tx: Transaction,
  asked: {
    readonly question: QuestionId;
    readonly slug: string;
    readonly role: FollowRole;
    readonly email: string;
    readonly language: Language;
  },
  now: Instant,
): Promise<void> {
  const fresh: FollowId = newId('qfl', now, random);
  const [made] = await tx.rows<{ id: FollowId }>(
    `INSERT INTO question_follow (id, question_id, role, email, language, token_hash, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (question_id, lower(email)) DO UPDATE SET created_at = excluded.created_at, role = excluded.role
       WHERE question_follow.confirmed_at IS NULL AND question_follow.created_at < $8 RETURNING id`,
    [
      fresh,
      asked.question,
      asked.role,
      asked.email,
      asked.language,
      seal('question', tokenOf(seal, fresh)),
      sqlTime(now),
      sqlTime(now - day_ms),
    ],
  );
  if (made === undefined) return;
  const address = `${publicUrl}/c/${asked.slug}/dialogue/link/${tokenOf(seal, made.id)}`;
  const mail = words(asked.language).confirm({ role: asked.role, address });
  await putMail(tx, { to: asked.email, relay: null, unsubscribe: null, ...mail }, random, now);
}

export type FollowView = {
  readonly question: QuestionId;
  readonly role: FollowRole;
  readonly body: string;
  readonly confirmed: boolean;
};

/** What a link is about; null when it leads nowhere any more. */
export async function readQuestionLink(
  db: Queryable,
  seal: Seal,
  campaign: CampaignId,
  token: string,
  now: Instant,
): Promise<FollowView | null> {
  if (!isToken(token)) return null;
  const [row] = await db.rows<FollowView>(
    `SELECT f.question_id AS question, f.role, q.body, f.confirmed_at IS NOT NULL AS confirmed
     FROM question_follow f JOIN question q ON q.id = f.question_id
     WHERE f.token_hash = $1 AND q.campaign_id = $2 AND f.email IS NOT NULL AND (f.confirmed_at IS NOT NULL OR f.created_at > $3)`,
    [seal('question', token), campaign, sqlTime(now - confirm_days * day_ms)],
  );
  return row ?? null;
}

/** Confirms an address; an author's makes the question public, and its time to be answered runs from here. */
export async function confirmQuestionLink(
  db: Database,
  seal: Seal,
  campaign: CampaignId,
  token: string,
  now: Instant,
): Promise<FollowView | null> {
  return db.transaction(async (tx) => {
    const known = await readQuestionLink(tx, seal, campaign, token, now);
    if (known === null || known.confirmed) return known;
    await tx.rows(
      'UPDATE question_follow SET confirmed_at = $2 WHERE token_hash = $1 AND confirmed_at IS NULL',
      [seal('question', token), sqlTime(now)],
    );
    if (known.role === 'author') await openQuestion(tx, known.question, now);
    return { ...known, confirmed: true };
  });
}

async function openQuestion(tx: Transaction, question: QuestionId, now: Instant): Promise<void> {
  const [meeting] = await tx.rows<{ endsAt: Instant }>(
    'SELECT m.ends_at AS "endsAt" FROM question q JOIN meeting m ON m.id = q.meeting_id WHERE q.id = $1',
    [question],
  );
  const due = meeting === undefined ? questionDue(now) : meetingQuestionDue(now, meeting.endsAt);
  await tx.rows('UPDATE question SET opened_at = $2, due_at = $3 WHERE id = $1 AND opened_at IS NULL', [
    question,
    sqlTime(now),
    sqlTime(due),
  ]);
}

/**
 * Takes back what a link stands for: a follower's address; an author's too, with their name, and the question itself
 * while nobody has answered it.
 */
export async function withdrawQuestionLink(
  db: Database,
  seal: Seal,
  campaign: CampaignId,
  token: string,
  now: Instant,
): Promise<void> {
  await db.transaction(async (tx) => {
    const known = await readQuestionLink(tx, seal, campaign, token, now);
    if (known === null) return;
    if (known.role !== 'author') {
      await tx.rows('DELETE FROM question_follow WHERE token_hash = $1', [seal('question', token)]);
      return;
    }
    // Who answers holds the row as well: the question is answered before, or gone.
    await tx.rows('SELECT id FROM question WHERE id = $1 FOR UPDATE', [known.question]);
    const answers = await tx.rows('SELECT 1 FROM dialogue_answer WHERE about = $1 LIMIT 1', [known.question]);
    if (answers.length === 0) await tx.rows('DELETE FROM question WHERE id = $1', [known.question]);
    else {
      await tx.rows('UPDATE question SET name = NULL WHERE id = $1', [known.question]);
      await tx.rows('DELETE FROM question_follow WHERE token_hash = $1', [seal('question', token)]);
    }
  });
}

/** Where those who follow a question stop: for the mails that tell of its answers. */
export const stopAddress = (
  house: Pick<QuestionHouse, 'seal' | 'publicUrl'>,
  slug: string,
  follower: FollowId,
) => `${house.publicUrl}/c/${slug}/dialogue/link/${tokenOf(house.seal, follower)}/stop`;

/** Deletes what was never confirmed, and the addresses of campaigns that closed so many days ago. */
export async function forgetQuestions(db: Database, now: Instant, keptDays: number): Promise<void> {
  await db.transaction(async (tx) => {
    const old = sqlTime(now - confirm_days * day_ms);
    await tx.rows('DELETE FROM question WHERE opened_at IS NULL AND asked_at < $1', [old]);
    await tx.rows('DELETE FROM question_follow WHERE confirmed_at IS NULL AND created_at < $1', [old]);
    await tx.rows(
      `UPDATE question_follow f SET email = NULL FROM question q JOIN campaign c ON c.id = q.campaign_id
       WHERE q.id = f.question_id AND f.email IS NOT NULL AND c.closes < $1`,
      [sqlTime(now - keptDays * day_ms)],
    );
  });
}
