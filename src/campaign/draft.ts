import { parse, stringify } from 'yaml';
import type { Clock, Instant, Random } from '../kernel/mod.ts';
import { type Database, type Queryable, sqlTime, type Transaction } from '../store/mod.ts';
import { composeDraft } from './charter.ts';
import { type DraftFile, type DraftReading, readDraftFile } from './draft-file.ts';
import { exportCampaign } from './export.ts';
import type { CampaignFile } from './file.ts';
import { importInto } from './import.ts';
import type { Localised, OrganisationView } from './view.ts';

/** A campaign in the making, or the next state of a public one. */
export type Draft = DraftReading & {
  readonly slug: string;
  /** Slug of the organisation that runs it. */
  readonly operator: string;
  /** As it was typed; `composed` has what the charity found and signed put in. */
  readonly draft: DraftFile;
  readonly composed: DraftFile;
  /** The public campaign's file when there is one. */
  readonly base: DraftFile | null;
  readonly revision: number;
  readonly updatedAt: Instant;
  /** The campaign was changed by a file since this draft was last in step with it. */
  readonly overtaken: boolean;
};

export type NewDraft = { readonly slug: string; readonly operator: string; readonly file: DraftFile };

/** Begins a campaign; `taken` when a draft or a campaign of this slug exists, whoever has it. */
export async function createDraft(
  tx: Transaction,
  draft: NewDraft,
  now: Instant,
): Promise<'created' | 'taken'> {
  const rows = await tx.rows(
    `INSERT INTO campaign_draft (slug, operator, file, created_at, updated_at)
     SELECT $1, $2, $3, $4, $4 WHERE NOT EXISTS (SELECT FROM campaign WHERE slug = $1)
     ON CONFLICT (slug) DO NOTHING RETURNING slug`,
    [draft.slug, draft.operator, JSON.stringify(draft.file), sqlTime(now)],
  );
  return rows.length === 0 ? 'taken' : 'created';
}

type Row = {
  slug: string;
  operator: string;
  file: DraftFile;
  base: string | null;
  revision: number;
  updatedAt: Instant;
};

/** The draft of a campaign. A campaign that came by a file gets one in step with it; null for an unknown slug. */
export async function readDraft(db: Queryable, slug: string): Promise<Draft | null> {
  if (!/^[a-z0-9-]{1,64}$/.test(slug)) return null;
  const [row] = await db.rows<Row>(
    `SELECT slug, operator, file, base, revision, updated_at AS "updatedAt" FROM campaign_draft WHERE slug = $1`,
    [slug],
  );
  const published = await exportCampaign(db, slug);
  if (row === undefined && published === null) return null;
  const base = published === null ? null : draftOf(published);
  const draft = row?.file ?? base ?? {};
  const composed = await composeDraft(db, slug, draft, base);
  return {
    slug,
    operator: row?.operator ?? String((base?.campaign as { operator?: string } | undefined)?.operator ?? ''),
    draft,
    composed,
    base,
    revision: row?.revision ?? 0,
    updatedAt: row?.updatedAt ?? 0,
    overtaken: row !== undefined && published !== null && row.base !== published,
    ...readDraftFile(composed),
  };
}

/** A file's text as a draft of it. */
export function draftOf(text: string): DraftFile {
  const { relais: _, ...file } = parse(text, { schema: 'core' }) as Record<string, unknown>;
  return file;
}

/** A draft as a file so far: what is missing is not in it. Importing it again names that. */
export function printDraft({ composed }: Draft): string {
  return stringify({ relais: 1, ...composed }, { lineWidth: 110, aliasDuplicateObjects: false });
}

/** Keeps a draft; `stale` when somebody else kept one since revision `revision` was read. */
export async function saveDraft(
  tx: Transaction,
  { slug, operator, file }: NewDraft,
  revision: number,
  now: Instant,
): Promise<'saved' | 'stale'> {
  const rows =
    revision === 0
      ? await tx.rows(
          `INSERT INTO campaign_draft (slug, operator, file, base, created_at, updated_at)
           VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT (slug) DO NOTHING RETURNING slug`,
          [slug, operator, JSON.stringify(file), await exportCampaign(tx, slug), sqlTime(now)],
        )
      : await tx.rows(
          `UPDATE campaign_draft SET file = $2, revision = revision + 1, updated_at = $4
           WHERE slug = $1 AND revision = $3 RETURNING slug`,
          [slug, JSON.stringify(file), revision, sqlTime(now)],
        );
  return rows.length === 0 ? 'stale' : 'saved';
}

/** Gives a draft up for what is public; what it had changed is gone. */
export async function adoptPublished(tx: Transaction, slug: string, now: Instant): Promise<void> {
  const published = await exportCampaign(tx, slug);
  if (published === null) return;
  await tx.rows(
    'UPDATE campaign_draft SET file = $2, base = $3, revision = revision + 1, updated_at = $4 WHERE slug = $1',
    [slug, JSON.stringify(draftOf(published)), published, sqlTime(now)],
  );
}

export type PublishOutcome =
  | { readonly kind: 'published'; readonly created: boolean; readonly newTerms: readonly string[] }
  /** Something is missing or contradicts itself; the draft's reading names it. */
  | { readonly kind: 'incomplete' }
  /** Terms of these promises change and nothing is said of it. */
  | { readonly kind: 'notice_missing'; readonly pledges: readonly string[] }
  /** It would take back what was promised. */
  | { readonly kind: 'refused'; readonly reasons: readonly string[] }
  | { readonly kind: 'stale' }
  | { readonly kind: 'unknown' };

/**
 * Makes a draft public, all or nothing: the publish gate has nothing missing, the changed terms are more generous and
 * each comes with its notice. Nothing is kept on any other outcome.
 */
export async function publishDraft(
  db: Database,
  slug: string,
  revision: number,
  notices: ReadonlyMap<string, Localised>,
  {
    clock,
    random,
    record,
  }: {
    readonly clock: Clock;
    readonly random: Random;
    /** Called in the same transaction once it is published. */
    readonly record: (tx: Transaction) => Promise<void>;
  },
): Promise<PublishOutcome> {
  const refused = new Map<'outcome', PublishOutcome>();
  try {
    return await db.transaction(async (tx): Promise<PublishOutcome> => {
      const back = (outcome: PublishOutcome): never => {
        refused.set('outcome', outcome);
        throw new Error('not published');
      };
      await tx.rows('SELECT slug FROM campaign_draft WHERE slug = $1 FOR UPDATE', [slug]);
      const draft = await readDraft(tx, slug);
      if (draft === null) return back({ kind: 'unknown' });
      if (draft.revision !== revision || draft.overtaken) return back({ kind: 'stale' });
      const { file } = draft;
      if (file === null || draft.obstacles.length > 0) return back({ kind: 'incomplete' });
      const reasons = await foreignChanges(tx, draft.operator, file.organisations);
      if (reasons.length > 0) return back({ kind: 'refused', reasons });
      const outcome = await importInto(tx, file, { now: clock.now(), random, notices, gate: true });
      if (outcome.kind === 'refused') return back(outcome);
      const silent = outcome.newTerms.filter((pledge) => !notices.has(pledge));
      if (silent.length > 0) return back({ kind: 'notice_missing', pledges: silent });
      await tx.rows('UPDATE campaign_draft SET base = $2 WHERE slug = $1', [
        slug,
        await exportCampaign(tx, slug),
      ]);
      await record(tx);
      return { kind: 'published', created: outcome.created, newTerms: outcome.newTerms };
    });
  } catch (error) {
    const outcome = refused.get('outcome');
    if (outcome !== undefined) return outcome;
    throw error;
  }
}

/**
 * What a draft would change about organisations that stand in public campaigns of other operators: nobody renames
 * somebody else's partner.
 */
async function foreignChanges(
  tx: Transaction,
  operator: string,
  organisations: CampaignFile['organisations'],
): Promise<readonly string[]> {
  const known = await tx.rows<Omit<OrganisationView, 'mission'> & { mission: unknown }>(
    `SELECT o.slug, o.kind, o.name, o.url, o.legal_name AS "legalName", o.registration, o.mission FROM organisation o
     WHERE o.slug = ANY ($1) AND o.slug <> $2 AND EXISTS (
       SELECT FROM campaign_organisation co JOIN campaign c ON c.id = co.campaign_id JOIN organisation r ON r.id = c.operator_id
       WHERE co.organisation_id = o.id AND r.slug <> $2)`,
    [organisations.map((one) => one.slug), operator],
  );
  return known.flatMap((old) => {
    const index = organisations.findIndex((one) => one.slug === old.slug);
    const next = organisations[index];
    const names = ['kind', 'name', 'url', 'legalName', 'registration'] as const;
    const changed = names.find((name) => next?.[name] !== old[name]);
    return changed === undefined
      ? []
      : [
          `organisations[${index}].${changed}: ${old.slug} stands in a public campaign of another operator as «${old[changed] ?? ''}»; write it the same.`,
        ];
  });
}

/** The slugs of drafts and campaigns, with who is in them: what a person may see is decided from it. */
export type DraftEntry = {
  readonly slug: string;
  readonly operator: string;
  readonly title: Localised | null;
  readonly charity: string | null;
  readonly organisations: readonly string[];
  readonly published: boolean;
  readonly updatedAt: Instant;
};

const entriesQuery = `SELECT coalesce(c.slug, d.slug) AS slug, coalesce(o.slug, d.operator) AS operator,
    coalesce(d.file #> '{campaign,title}', c.content -> 'title') AS title,
    coalesce(charity.slug, d.file #>> '{campaign,charity}') AS charity,
    coalesce(
      (SELECT array_agg(p.slug ORDER BY co.position) FROM campaign_organisation co JOIN organisation p ON p.id = co.organisation_id WHERE co.campaign_id = c.id),
      ARRAY(SELECT jsonb_array_elements(CASE jsonb_typeof(d.file -> 'organisations') WHEN 'array' THEN d.file -> 'organisations' ELSE '[]' END) ->> 'slug')
    ) AS organisations,
    c.id IS NOT NULL AS published, coalesce(d.updated_at, c.updated_at) AS "updatedAt"
  FROM campaign c FULL JOIN campaign_draft d ON d.slug = c.slug
    LEFT JOIN organisation o ON o.id = c.operator_id LEFT JOIN organisation charity ON charity.id = c.charity_id`;

/** Every campaign and every draft, newest change first. */
export async function readDraftEntries(db: Queryable): Promise<readonly DraftEntry[]> {
  return db.rows<DraftEntry>(`${entriesQuery} ORDER BY "updatedAt" DESC, slug`);
}

/** One of them; null for an unknown slug. */
export async function readDraftEntry(db: Queryable, slug: string): Promise<DraftEntry | null> {
  const [row] = await db.rows<DraftEntry>(`${entriesQuery} WHERE coalesce(c.slug, d.slug) = $1`, [slug]);
  return row ?? null;
}
