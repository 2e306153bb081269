import {
  type CampaignId,
  type Id,
  type Instant,
  type Language,
  newId,
  type Random,
} from '../../kernel/mod.ts';
import { type Actor, record } from '../../people/mod.ts';
import { type Database, type Queryable, sqlTime } from '../../store/mod.ts';

export type EntryId = Id<'jrn'>;

/** A dated edit of a published entry, as readers see it. */
export type EntryEdit = { readonly at: Instant; readonly note: string };

/** An entry of a campaign's journal. `body` is Markdown; `publishedAt` null: a draft. */
export type Entry = {
  readonly id: EntryId;
  readonly slug: string;
  readonly language: Language;
  readonly title: string;
  readonly body: string;
  readonly author: string;
  readonly commentsOpen: boolean;
  readonly publishedAt: Instant | null;
  readonly changedAt: Instant;
  readonly version: number;
  readonly edits: readonly EntryEdit[];
  /** Published comments. */
  readonly comments: number;
};

/** What an author types. */
export type EntryText = Pick<Entry, 'title' | 'body' | 'author' | 'language' | 'commentsOpen'>;

const columns = `e.id, e.slug, e.language, e.title, e.body, e.author, e.comments_open AS "commentsOpen", e.published_at AS "publishedAt",
  e.changed_at AS "changedAt", e.version,
  coalesce((SELECT jsonb_agg(jsonb_build_object('at', (extract(epoch FROM d.at) * 1000)::bigint, 'note', d.note) ORDER BY d.id)
    FROM journal_edit d WHERE d.entry_id = e.id), '[]') AS edits,
  (SELECT count(*) FROM journal_comment k WHERE k.entry_id = e.id AND k.state = 'published') AS comments`;

/** Published entries, newest first, after a place (null: from the newest); the campaign's drafts as well when asked for. */
export async function readEntries(
  db: Queryable,
  campaign: CampaignId,
  asked: { readonly drafts: boolean; readonly offset: number; readonly limit: number },
): Promise<readonly Entry[]> {
  return db.rows<Entry>(
    `SELECT ${columns} FROM journal_entry e WHERE e.campaign_id = $1 AND ($2 OR e.published_at IS NOT NULL)
     ORDER BY e.published_at DESC NULLS FIRST, e.id DESC OFFSET $3 LIMIT $4`,
    [campaign, asked.drafts, asked.offset, asked.limit],
  );
}

/** One entry by its slug; null when there is none, or only a draft and drafts are not asked for. */
export async function readEntry(
  db: Queryable,
  campaign: CampaignId,
  slug: string,
  drafts = false,
): Promise<Entry | null> {
  const [row] = await db.rows<Entry>(
    `SELECT ${columns} FROM journal_entry e WHERE e.campaign_id = $1 AND e.slug = $2 AND ($3 OR e.published_at IS NOT NULL)`,
    [campaign, slug, drafts],
  );
  return row ?? null;
}

/** A title as part of an address: plain letters and digits, never empty, never longer than 60. */
export function slugOfTitle(title: string): string {
  const plain = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/œ/gi, 'oe')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
  return plain === '' ? 'billet' : plain;
}

/** Begins a draft; its slug is the title's, with a number where that is taken. */
export async function createEntry(
  db: Database,
  campaign: { readonly id: CampaignId; readonly slug: string },
  text: EntryText,
  by: { readonly actor: Actor; readonly random: Random },
  now: Instant,
): Promise<string> {
  return db.transaction(async (tx) => {
    await tx.rows('SELECT id FROM campaign WHERE id = $1 FOR UPDATE', [campaign.id]);
    const base = slugOfTitle(text.title);
    const taken = await tx.rows<{ slug: string }>(
      'SELECT slug FROM journal_entry WHERE campaign_id = $1 AND (slug = $2 OR slug LIKE $3)',
      [campaign.id, base, `${base}-%`],
    );
    const names = new Set(taken.map((one) => one.slug));
    let slug = base;
    for (let n = 2; names.has(slug); n++) slug = `${base}-${n}`;
    await tx.rows(
      `INSERT INTO journal_entry (id, campaign_id, slug, language, title, body, author, comments_open, created_at, changed_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)`,
      [
        newId('jrn', now, by.random),
        campaign.id,
        slug,
        text.language,
        text.title,
        text.body,
        text.author,
        text.commentsOpen,
        sqlTime(now),
      ],
    );
    await record(
      tx,
      by.actor,
      { action: 'journal.create', organisation: null, campaign: campaign.slug, subject: slug },
      now,
    );
    return slug;
  });
}

export type EntrySaved = 'saved' | 'unknown' | 'changed_meanwhile' | 'note_missing';

/**
 * Saves an entry over the version that was read. A change of a published entry's title or text needs a note for its
 * readers and keeps what was there before; nothing published changes silently.
 */
export async function saveEntry(
  db: Database,
  campaign: { readonly id: CampaignId; readonly slug: string },
  slug: string,
  saved: {
    readonly text: EntryText;
    readonly version: number;
    readonly note: string;
    readonly publish: boolean;
  },
  actor: Actor,
  now: Instant,
): Promise<EntrySaved> {
  const { text, note } = saved;
  return db.transaction(async (tx) => {
    await tx.rows('SELECT id FROM journal_entry WHERE campaign_id = $1 AND slug = $2 FOR UPDATE', [
      campaign.id,
      slug,
    ]);
    const before = await readEntry(tx, campaign.id, slug, true);
    if (before === null) return 'unknown';
    if (before.version !== saved.version) return 'changed_meanwhile';
    const reworded = before.title !== text.title || before.body !== text.body;
    if (before.publishedAt !== null && reworded) {
      if (note === '') return 'note_missing';
      await tx.rows(
        'INSERT INTO journal_edit (entry_id, at, note, title_before, body_before) VALUES ($1, $2, $3, $4, $5)',
        [before.id, sqlTime(now), note, before.title, before.body],
      );
    }
    await tx.rows(
      `UPDATE journal_entry SET title = $2, body = $3, author = $4, language = $5, comments_open = $6, changed_at = $7,
         version = version + 1, published_at = CASE WHEN $8 THEN coalesce(published_at, $7) ELSE published_at END WHERE id = $1`,
      [
        before.id,
        text.title,
        text.body,
        text.author,
        text.language,
        text.commentsOpen,
        sqlTime(now),
        saved.publish,
      ],
    );
    const action = saved.publish && before.publishedAt === null ? 'journal.publish' : 'journal.edit';
    await record(tx, actor, { action, organisation: null, campaign: campaign.slug, subject: slug }, now);
    return 'saved';
  });
}
