import {
  type CampaignId,
  type Clock,
  createGroup,
  newId,
  type Random,
  type RelayId,
  siteOf,
} from '../../kernel/mod.ts';
import type { Queue } from '../../queue/mod.ts';
import { type Database, sqlTime, type Transaction } from '../../store/mod.ts';
import { checkJob, checkJobs } from './check.ts';
import { judgeClaim } from './judge-claim.ts';
import { campaignLink } from './target.ts';
import type { Claim, ClaimOutcome } from './view.ts';

/** Takes claims: `claim` answers after the claim and its job are committed; it throws when that failed. */
export type Claims = {
  readonly claim: (claim: Claim) => Promise<ClaimOutcome>;
  readonly idle: () => Promise<void>;
};

type Sound = { readonly claim: Claim; readonly source: URL; readonly key: string; readonly slug: string };

/** As many claims as one transaction takes. */
const group_max = 500;

export function createClaims(house: {
  readonly db: Database;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: URL;
}): Claims {
  const linkSlug = campaignLink(house.publicUrl);
  // A campaign's id never changes and campaigns are never deleted: what was found once is kept.
  const campaigns = new Map<string, CampaignId>();
  const findCampaign = async (slug: string): Promise<boolean> => {
    if (campaigns.has(slug)) return true;
    const [row] = await house.db.rows<{ id: CampaignId }>('SELECT id FROM campaign WHERE slug = $1', [slug]);
    if (row !== undefined) campaigns.set(slug, row.id);
    return row !== undefined;
  };
  const group = createGroup<Sound, ClaimOutcome>(
    { most: group_max, lanes: house.db.kind === 'postgres' ? 2 : 1 },
    (sound) =>
      house.db.transaction((tx) =>
        keepClaims(tx, house.queue, sound, campaigns, house.clock.now(), house.random),
      ),
  );
  return {
    claim: async (claim) => {
      const target = URL.parse(claim.target);
      const slug = target === null ? null : linkSlug(claim.target, target);
      const known = slug !== null && (campaigns.has(slug) || (await findCampaign(slug)));
      const judged = judgeClaim(claim, { publicUrl: house.publicUrl, linkSlug, knownSlug: () => known });
      if (judged.kind === 'refused') return judged;
      return group.add({ claim, source: judged.source, key: judged.sourceKey, slug: judged.slug });
    },
    idle: group.idle,
  };
}

/**
 * Keeps claims, each once per (campaign, post), and puts a check into the queue for those that have none waiting.
 * The same post again is the same relay: it is looked at anew, unless a moderator has judged it for good.
 */
async function keepClaims(
  tx: Transaction,
  queue: Queue,
  sound: readonly Sound[],
  campaigns: ReadonlyMap<string, CampaignId>,
  now: number,
  random: Random,
): Promise<readonly ClaimOutcome[]> {
  const rows = new Map<string, { id: RelayId; campaign: CampaignId; sound: Sound }>();
  const nameOf = (one: Sound) => `${campaigns.get(one.slug)} ${one.key}`;
  for (const one of sound) {
    const campaign = campaigns.get(one.slug);
    if (campaign === undefined) throw new Error(`campaign ${one.slug} was known a moment ago`);
    if (!rows.has(nameOf(one)))
      rows.set(nameOf(one), { id: newId('rly', now, random), campaign, sound: one });
  }
  // Sorted, so that two groups with the same posts wait for each other instead of deadlocking.
  const wanted = [...rows.values()].sort((a, b) => (a.sound.key < b.sound.key ? -1 : 1));
  const fresh = await insertFresh(tx, wanted, now);
  await keepContacts(
    tx,
    wanted.filter((row) => fresh.has(row.id) && row.sound.claim.email !== undefined),
    now,
  );
  const again = await touchKnown(
    tx,
    wanted.filter((row) => !fresh.has(row.id)),
    now,
  );

  const due = wanted.filter(
    (row) => fresh.has(row.id) || again.get(`${row.campaign} ${row.sound.key}`)?.enqueue === true,
  );
  const relays = due.map((row) => again.get(`${row.campaign} ${row.sound.key}`)?.id ?? row.id);
  await queue.enqueue(tx, checkJob, checkJobs(relays));
  return sound.map((one) => {
    const known = again.get(nameOf(one));
    const row = rows.get(nameOf(one));
    if (row === undefined) throw new Error('a claim has its row');
    return { kind: 'accepted', relay: known?.id ?? row.id, again: known !== undefined || row.sound !== one };
  });
}

type Wanted = { readonly id: RelayId; readonly campaign: CampaignId; readonly sound: Sound };

async function insertFresh(
  tx: Transaction,
  wanted: readonly Wanted[],
  now: number,
): Promise<ReadonlySet<RelayId>> {
  const inserted = await tx.rows<{ id: RelayId }>(
    `INSERT INTO relay (id, campaign_id, source, source_key, site, target, via, kind, state, received_at, claimed_at)
       SELECT *, 'received', $8::timestamptz, $8::timestamptz
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $9::text[])
       ON CONFLICT (campaign_id, source_key) DO NOTHING RETURNING id`,
    [
      wanted.map((row) => row.id),
      wanted.map((row) => row.campaign),
      wanted.map((row) => row.sound.source.href),
      wanted.map((row) => row.sound.key),
      wanted.map((row) => siteOf(row.sound.source)),
      wanted.map((row) => row.sound.claim.target.trim()),
      wanted.map((row) => row.sound.claim.via),
      sqlTime(now),
      wanted.map(({ sound: { claim } }) => claim.kind ?? null),
    ],
  );
  return new Set(inserted.map((row) => row.id));
}

/** E-mail addresses left with posts that nobody had claimed before: whoever comes later could be anybody. */
async function keepContacts(tx: Transaction, left: readonly Wanted[], now: number): Promise<void> {
  if (left.length === 0) return;
  await tx.rows(
    `INSERT INTO relay_contact (relay_id, email, given_at)
     SELECT *, $3::timestamptz FROM unnest($1::text[], $2::text[]) ON CONFLICT (relay_id) DO NOTHING`,
    [left.map((row) => row.id), left.map((row) => row.sound.claim.email ?? ''), sqlTime(now)],
  );
}

/** Claims of known posts: counted, and marked for a new look where none is waiting. */
async function touchKnown(
  tx: Transaction,
  known: readonly Wanted[],
  now: number,
): Promise<ReadonlyMap<string, { id: RelayId; enqueue: boolean }>> {
  if (known.length === 0) return new Map();
  const rows = await tx.rows<{
    id: RelayId;
    campaign: CampaignId;
    key: string;
    enqueue: boolean;
  }>(
    `WITH again AS (
       SELECT r.id, r.check_due, a.via, r.state = 'refused' AND r.reason IN ('refused_by_moderator', 'spam') AS closed
       FROM relay r JOIN unnest($1::text[], $2::text[], $3::text[]) AS a (campaign, key, via)
         ON r.campaign_id = a.campaign AND r.source_key = a.key
       ORDER BY r.id FOR UPDATE OF r
     ), touched AS (
       UPDATE relay r SET claims = r.claims + 1, claimed_at = $4::timestamptz, check_due = r.check_due OR NOT again.closed, attempt = 0,
         state = CASE WHEN r.state = 'refused' AND NOT again.closed THEN 'checking' ELSE r.state END,
         reason = CASE WHEN r.state = 'refused' AND NOT again.closed THEN NULL ELSE r.reason END
       FROM again WHERE r.id = again.id
       RETURNING r.id, r.campaign_id AS campaign, r.source_key AS key, again.via, NOT again.check_due AND NOT again.closed AS enqueue
     ), step AS (
       INSERT INTO relay_step (relay_id, at, kind, via) SELECT id, $4::timestamptz, 'claimed_again', via FROM touched WHERE enqueue
     )
     SELECT id, campaign, key, enqueue FROM touched`,
    [
      known.map((row) => row.campaign),
      known.map((row) => row.sound.key),
      known.map((row) => row.sound.claim.via),
      sqlTime(now),
    ],
  );
  return new Map(rows.map((row) => [`${row.campaign} ${row.key}`, row]));
}
