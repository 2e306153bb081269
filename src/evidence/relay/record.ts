import type { Doubt, PostDescription, RelayKind, RelayReason, RelayState, Stance } from '../../domain/mod.ts';
import type { CampaignId, Instant, RelayId, Units } from '../../kernel/mod.ts';
import { type SqlValue, sqlTime, type Transaction } from '../../store/mod.ts';
import { erasedTag } from './erased.ts';
import type { Evidence } from './look.ts';
import type { RelayStep } from './view.ts';

/** A relay as the judge needs it, locked until the transaction ends. */
export type RelayRecord = {
  readonly id: RelayId;
  readonly state: RelayState;
  readonly reason: RelayReason | null;
  readonly site: string;
  readonly canonicalKey: string | null;
  readonly source: string;
  readonly sourceKey: string;
  readonly units: Units;
  readonly capped: boolean;
  /** The entry of its last credit in the public log. */
  readonly leafIndex: number | null;
  readonly number: number | null;
  readonly claims: number;
  readonly attempt: number;
  readonly approved: boolean;
  readonly kind: RelayKind;
  /** The number of the relay that its author came through. */
  readonly referredBy: number | null;
  readonly claimedAt: Instant;
  readonly countedAt: Instant | null;
};

const columns = `id, state, reason, site, canonical_key AS "canonicalKey", source, source_key AS "sourceKey", units, capped,
  leaf_index AS "leafIndex", number, claims,
  attempt, approved, coalesce(kind, 'post') AS kind, referred_by AS "referredBy", claimed_at AS "claimedAt", counted_at AS "countedAt"`;

export async function lockRelays(
  tx: Transaction,
  ids: readonly RelayId[],
): Promise<ReadonlyMap<RelayId, RelayRecord>> {
  const rows = await tx.rows<RelayRecord>(
    `SELECT ${columns} FROM relay WHERE id = ANY($1::text[]) ORDER BY id FOR UPDATE`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** What is already counted for sites and posts of a campaign: the circumstances of new ones. */
export type Counted = {
  /** Relays per site whose units stand. */
  readonly bySite: ReadonlyMap<string, number>;
  /** The counted relay of each post key. */
  readonly byPost: ReadonlyMap<string, RelayId>;
};

export async function readCounted(
  tx: Transaction,
  campaign: CampaignId,
  asked: { readonly sites: readonly string[]; readonly posts: readonly string[] },
  erasureKey: Uint8Array | null,
): Promise<Counted> {
  // What was erased is known by its digest alone.
  const both = (texts: readonly string[]) =>
    erasureKey === null ? texts : [...texts, ...texts.map((text) => erasedTag(erasureKey, text))];
  const named = (texts: readonly string[]) =>
    new Map(erasureKey === null ? [] : texts.map((text) => [erasedTag(erasureKey, text), text]));
  const bySite = await tx.rows<{ site: string; counted: number }>(
    `SELECT site, count(*) AS counted FROM relay
     WHERE campaign_id = $1 AND site = ANY($2::text[]) AND number IS NOT NULL AND (state = 'counted' OR (state IN ('withdrawn', 'gone') AND units > 0))
     GROUP BY site`,
    [campaign, both(asked.sites)],
  );
  const byPost = await tx.rows<{ key: string; id: RelayId }>(
    // One look-up in the index per post: `= ANY` is planned as a scan while the table's statistics are young.
    `SELECT asked.key, r.id FROM unnest($2::text[]) AS asked (key)
     CROSS JOIN LATERAL (SELECT id FROM relay WHERE campaign_id = $1 AND canonical_key = asked.key AND state = 'counted' LIMIT 1) r`,
    [campaign, both(asked.posts)],
  );
  const siteOfTag = named(asked.sites);
  const postOfTag = named(asked.posts);
  const sites = new Map<string, number>();
  for (const row of bySite) {
    const site = siteOfTag.get(row.site) ?? row.site;
    sites.set(site, (sites.get(site) ?? 0) + row.counted);
  }
  return {
    bySite: sites,
    byPost: new Map(byPost.map((row) => [postOfTag.get(row.key) ?? row.key, row.id])),
  };
}

/** A relay as it stands after a judgement, with the step that says why. */
export type RelayChange = {
  readonly id: RelayId;
  readonly state: RelayState;
  readonly reason: RelayReason | null;
  readonly site: string;
  readonly canonicalKey: string | null;
  readonly units: Units;
  readonly capped: boolean;
  readonly leafIndex: number | null;
  readonly number: number | null;
  readonly attempt: number;
  readonly checkDue: boolean;
  /** Null keeps the description that is there. */
  readonly post: PostDescription | null;
  readonly checkedAt: Instant;
  readonly countedAt: Instant | null;
  readonly recheckAt: Instant | null;
  readonly step: RelayStep['kind'];
  readonly stepReason: RelayReason | null;
  readonly evidence: Evidence | null;
  /** Null keeps those that are there. */
  readonly doubts: readonly Doubt[] | null;
  readonly nearCopyOf: RelayId | null;
  readonly referredBy: number | null;
  /** What its link says; an author's own word stands above it. */
  readonly stance: Stance | null;
};

/** Writes judgements and their steps, set-based. */
export async function writeChanges(tx: Transaction, changes: readonly RelayChange[]): Promise<void> {
  if (changes.length === 0) return;
  const column = (pick: (change: RelayChange) => SqlValue): SqlValue => changes.map(pick);
  const time = (pick: (change: RelayChange) => Instant | null): SqlValue =>
    changes.map((change) => {
      const instant = pick(change);
      return instant === null ? null : sqlTime(instant);
    });
  await tx.rows(
    `WITH change AS (
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::boolean[], $8::bigint[],
         $9::integer[], $10::boolean[], $11::boolean[], $12::text[], $13::text[], $14::text[], $15::timestamptz[], $16::text[],
         $17::text[], $18::timestamptz[], $19::timestamptz[], $20::timestamptz[], $21::text[], $22::jsonb[], $23::text[], $24::bigint[], $25::text[], $26::text[], $27::bigint[], $28::text[])
       AS change (id, state, reason, site, canonical_key, units, capped, number, attempt, check_due, described, title, author,
         site_name, published, excerpt, language, checked_at, counted_at, recheck_at, step, evidence, step_reason, leaf_index,
         doubts, near_copy_of, referred_by, stance)
     ), step AS (
       INSERT INTO relay_step (relay_id, at, kind, reason, units, evidence)
       SELECT id, checked_at, step, step_reason, CASE WHEN step IN ('counted', 'withdrawn', 'gone', 'reversed') THEN units END, evidence FROM change
     )
     UPDATE relay r SET state = c.state, reason = c.reason, site = c.site, canonical_key = c.canonical_key, units = c.units,
       capped = c.capped, leaf_index = c.leaf_index, number = c.number, attempt = c.attempt, check_due = c.check_due,
       title = CASE WHEN c.described THEN c.title ELSE r.title END, author = CASE WHEN c.described THEN c.author ELSE r.author END,
       site_name = CASE WHEN c.described THEN c.site_name ELSE r.site_name END,
       published = CASE WHEN c.described THEN c.published ELSE r.published END,
       excerpt = CASE WHEN c.described THEN c.excerpt ELSE r.excerpt END,
       language = CASE WHEN c.described THEN c.language ELSE r.language END,
       checked_at = c.checked_at, counted_at = c.counted_at, recheck_at = c.recheck_at,
       doubts = CASE WHEN c.doubts IS NULL THEN r.doubts ELSE string_to_array(c.doubts, ',') END,
       near_copy_of = CASE WHEN c.doubts IS NULL THEN r.near_copy_of ELSE c.near_copy_of END,
       referred_by = c.referred_by,
       stance = CASE WHEN r.stance_chosen OR NOT c.described THEN r.stance ELSE c.stance END,
       -- What an approval settled is another text now: the next look asks again.
       approved = r.approved AND c.step <> 'held'
     FROM change c WHERE r.id = c.id`,
    [
      column((c) => c.id),
      column((c) => c.state),
      column((c) => c.reason),
      column((c) => c.site),
      column((c) => c.canonicalKey),
      column((c) => c.units),
      column((c) => c.capped),
      column((c) => c.number),
      column((c) => c.attempt),
      column((c) => c.checkDue),
      column((c) => c.post !== null),
      column((c) => c.post?.title ?? null),
      column((c) => c.post?.author ?? null),
      column((c) => c.post?.site ?? null),
      time((c) => c.post?.published ?? null),
      column((c) => c.post?.excerpt ?? null),
      column((c) => c.post?.language ?? null),
      time((c) => c.checkedAt),
      time((c) => c.countedAt),
      time((c) => c.recheckAt),
      column((c) => c.step),
      column((c) => (c.evidence === null ? null : JSON.stringify(c.evidence))),
      column((c) => c.stepReason),
      column((c) => c.leafIndex),
      column((c) => c.doubts?.join(',') ?? null),
      column((c) => c.nearCopyOf),
      column((c) => c.referredBy),
      column((c) => c.stance),
    ],
  );
}
