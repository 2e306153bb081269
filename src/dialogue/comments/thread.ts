import type { Id, Instant, Language } from '../../kernel/mod.ts';
import type { Queryable } from '../../store/mod.ts';
import type { EntryId } from '../journal/entry.ts';

export type CommentId = Id<'cmt'>;

/** A comment as readers see it. Erased ones keep their place while somebody answered them. */
export type CommentView = {
  readonly id: CommentId;
  readonly parent: CommentId | null;
  /** 0 for a comment on the entry itself. */
  readonly depth: number;
  readonly name: string;
  readonly site: string | null;
  readonly body: string;
  readonly language: Language;
  readonly at: Instant;
  readonly editedAt: Instant | null;
  readonly erased: boolean;
};

/** A page of a thread. `next`: where the following page begins; null at the end. */
export type Thread = { readonly comments: readonly CommentView[]; readonly next: string | null };

/** Replies below this depth stand beside the one they answer: a telephone has no room for more steps. */
export const depth_max = 4;
const digits = 9;

/** A place in a thread: each number in fixed width, so that text order is reading order. */
export function placeOf(parent: string | null, number: number): string {
  const own = String(number).padStart(digits, '0');
  if (parent === null) return own;
  const steps = parent.split('.');
  return [...(steps.length > depth_max ? steps.slice(0, depth_max) : steps), own].join('.');
}

/** Whether a text may be a place; anything else never reaches the database. */
export const isPlace = (text: string) => /^\d{9}(?:\.\d{9}){0,4}$/.test(text);

type Row = Omit<CommentView, 'depth'> & { readonly place: string };
const columns = `id, parent_id AS parent, place, name, site, body, language, created_at AS at, edited_at AS "editedAt", state = 'erased' AS erased`;
const view = ({ place, ...row }: Row): CommentView => ({ ...row, depth: place.split('.').length - 1 });

/** The published comments of an entry in reading order, from a place on (null: from the first). */
export async function readThread(
  db: Queryable,
  entry: EntryId,
  from: string | null,
  limit: number,
): Promise<Thread> {
  const rows = await db.rows<Row>(
    `SELECT ${columns} FROM journal_comment WHERE entry_id = $1 AND state IN ('published', 'erased') AND place >= $2 ORDER BY place LIMIT $3`,
    [entry, from ?? '', limit + 1],
  );
  return { comments: rows.slice(0, limit).map(view), next: rows[limit]?.place ?? null };
}

/** Where a published comment stands, to show the page that begins with its conversation. */
export async function findPlace(db: Queryable, entry: EntryId, comment: string): Promise<string | null> {
  const [row] = await db.rows<{ place: string }>(
    `SELECT place FROM journal_comment WHERE id = $1 AND entry_id = $2 AND state IN ('published', 'erased')`,
    [comment, entry],
  );
  return row?.place ?? null;
}

/** One published comment, to answer to. */
export async function readComment(
  db: Queryable,
  entry: EntryId,
  comment: string,
): Promise<CommentView | null> {
  const [row] = await db.rows<Row>(
    `SELECT ${columns} FROM journal_comment WHERE id = $1 AND entry_id = $2 AND state = 'published'`,
    [comment, entry],
  );
  return row === undefined ? null : view(row);
}
