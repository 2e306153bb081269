import { type CampaignId, type Instant, isoInstant, newId, type Random } from '../../kernel/mod.ts';
import { type Database, type Queryable, sqlTime, type Transaction } from '../../store/mod.ts';
import type { Addresses } from './addresses.ts';
import type { Thing } from './thing.ts';

/** What a campaign says: that it is open, that a milestone is reached, how it ended. */
export type NoteKind = 'opening' | 'milestone' | 'closing';
/** Sentences by language, French first. */
export type NoteWords = Readonly<Record<string, string>>;
export type OwnNote = {
  readonly id: string;
  readonly slug: string;
  readonly kind: NoteKind;
  readonly words: NoteWords;
  readonly at: Instant;
};

export const everybody = 'https://www.w3.org/ns/activitystreams#Public';
const activityStreams = 'https://www.w3.org/ns/activitystreams';
/** Who may quote (FEP-044f), in the terms that others use for it. */
const quoteTerms = {
  gts: 'https://gotosocial.org/ns#',
  QuoteAuthorization: 'https://w3id.org/fep/044f#QuoteAuthorization',
  QuoteRequest: 'https://w3id.org/fep/044f#QuoteRequest',
  interactionPolicy: { '@id': 'gts:interactionPolicy', '@type': '@id' },
  canQuote: { '@id': 'gts:canQuote', '@type': '@id' },
  automaticApproval: { '@id': 'gts:automaticApproval', '@type': '@id' },
  interactingObject: { '@id': 'gts:interactingObject', '@type': '@id' },
  interactionTarget: { '@id': 'gts:interactionTarget', '@type': '@id' },
};
export const context = [activityStreams, quoteTerms];

const columns = 'n.id, c.slug, n.kind, n.words, n.at';

/** Keeps what a campaign says, once for each occasion; null when that was said before. */
export async function writeNote(
  tx: Transaction,
  campaign: { readonly id: CampaignId; readonly slug: string },
  said: { readonly kind: NoteKind; readonly milestone: number; readonly words: NoteWords },
  random: Random,
  now: Instant,
): Promise<OwnNote | null> {
  const id = newId('fno', now, random);
  const rows = await tx.rows(
    `INSERT INTO fediverse_note (id, campaign_id, kind, milestone, words, at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (campaign_id, kind, milestone) DO NOTHING RETURNING id`,
    [id, campaign.id, said.kind, said.milestone, JSON.stringify(said.words), sqlTime(now)],
  );
  return rows.length === 0 ? null : { id, slug: campaign.slug, kind: said.kind, words: said.words, at: now };
}

/** Takes the right to say an occasion without saying it: several milestones passed at once are one message. */
export async function skipNote(
  tx: Transaction,
  campaign: CampaignId,
  milestone: number,
  random: Random,
  now: Instant,
): Promise<void> {
  await tx.rows(
    `INSERT INTO fediverse_note (id, campaign_id, kind, milestone, words, at) VALUES ($1, $2, 'milestone', $3, '{}', $4)
     ON CONFLICT (campaign_id, kind, milestone) DO NOTHING`,
    [newId('fno', now, random), campaign, milestone, sqlTime(now)],
  );
}

export async function readNote(db: Queryable, slug: string, id: string): Promise<OwnNote | null> {
  const [row] = await db.rows<OwnNote>(
    `SELECT ${columns} FROM fediverse_note n JOIN campaign c ON c.id = n.campaign_id
     WHERE n.id = $1 AND c.slug = $2 AND n.words <> '{}'`,
    [id, slug],
  );
  return row ?? null;
}

/** What a campaign said, newest first. */
export async function readNotes(db: Queryable, slug: string, limit: number): Promise<readonly OwnNote[]> {
  return db.rows<OwnNote>(
    `SELECT ${columns} FROM fediverse_note n JOIN campaign c ON c.id = n.campaign_id
     WHERE c.slug = $1 AND n.words <> '{}' ORDER BY n.at DESC, n.milestone DESC LIMIT $2`,
    [slug, limit],
  );
}

export async function countNotes(db: Queryable, slug: string): Promise<number> {
  const [row] = await db.rows<{ count: number }>(
    `SELECT count(*) AS count FROM fediverse_note n JOIN campaign c ON c.id = n.campaign_id WHERE c.slug = $1 AND n.words <> '{}'`,
    [slug],
  );
  return row?.count ?? 0;
}

/** A note as a document of ActivityStreams: public, and anybody may quote it. */
export function noteThing(note: OwnNote, at: Addresses): Thing {
  const page = at.page(note.slug);
  const html = (words: string) => `<p>${escaped(words)}</p><p><a href="${page}">${page}</a></p>`;
  const first = note.words.fr ?? Object.values(note.words)[0] ?? '';
  return {
    id: at.note(note.slug, note.id),
    type: 'Note',
    attributedTo: at.actor(note.slug),
    to: [everybody],
    cc: [at.followers(note.slug)],
    published: isoInstant(note.at),
    url: page,
    content: html(first),
    contentMap: Object.fromEntries(
      Object.entries(note.words).map(([language, words]) => [language, html(words)]),
    ),
    interactionPolicy: { canQuote: { automaticApproval: [everybody] } },
  };
}

/** The act of saying it, as it goes out to followers. */
export function createThing(note: OwnNote, at: Addresses): Thing {
  const thing = noteThing(note, at);
  return {
    '@context': context,
    id: `${String(thing.id)}#create`,
    type: 'Create',
    actor: thing.attributedTo,
    to: thing.to,
    cc: thing.cc,
    published: thing.published,
    object: thing,
  };
}

/** Lets a post show a note of ours within it, and gives the address of the permission. The same again is the same. */
export async function allowQuote(
  db: Database,
  asked: { readonly campaign: CampaignId; readonly note: string; readonly post: string },
  random: Random,
  now: Instant,
): Promise<string> {
  const [row] = await db.rows<{ id: string }>(
    `INSERT INTO fediverse_quote (id, campaign_id, note, post, at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (note, post) DO UPDATE SET post = excluded.post RETURNING id`,
    [newId('fqu', now, random), asked.campaign, asked.note, asked.post, sqlTime(now)],
  );
  if (row === undefined) throw new Error('a permission to quote has its row');
  return row.id;
}

/** The permission as a document (FEP-044f QuoteAuthorization); null where there is none. */
export async function readQuote(
  db: Queryable,
  at: Addresses,
  slug: string,
  id: string,
): Promise<Thing | null> {
  const [row] = await db.rows<{ note: string; post: string }>(
    'SELECT q.note, q.post FROM fediverse_quote q JOIN campaign c ON c.id = q.campaign_id WHERE q.id = $1 AND c.slug = $2',
    [id, slug],
  );
  if (row === undefined) return null;
  return {
    '@context': context,
    id: at.quote(slug, id),
    type: 'QuoteAuthorization',
    attributedTo: at.actor(slug),
    interactingObject: row.post,
    interactionTarget: row.note,
  };
}

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** Plain text as HTML, as the fediverse has its texts. */
export const escaped = (text: string) => text.replace(/[&<>"]/g, (mark) => marks[mark] ?? mark);
