import type {
  Doubt,
  Moderation,
  RefusalReason,
  RelayKind,
  RelayReason,
  RelayState,
  RelayVia,
} from '../../../domain/mod.ts';
import type { CampaignId, Instant, RelayId } from '../../../kernel/mod.ts';
import { isId } from '../../../kernel/mod.ts';
import type { Queryable } from '../../../store/mod.ts';
import type { Evidence } from '../look.ts';
import type { RelayStep } from '../view.ts';

/** What was seen around the link to the campaign. */
export type Around = { readonly before: string; readonly link: string; readonly after: string };

/** A decision as moderators read it. */
export type PastDecision = {
  readonly id: number;
  readonly at: Instant;
  readonly decision: Moderation;
  readonly reason: RefusalReason | null;
  readonly words: string | null;
  readonly by: string;
  readonly appeal: boolean;
};

/** The counted post that a relay nearly copies. */
export type Original = {
  readonly id: RelayId;
  readonly source: string;
  readonly site: string;
  readonly title: string | null;
  readonly author: string | null;
  readonly excerpt: string | null;
  readonly countedAt: Instant | null;
};

/** Everything that a moderator needs of one relay, side by side. */
export type RelayCase = {
  readonly id: RelayId;
  readonly source: string;
  readonly target: string;
  readonly site: string;
  readonly via: RelayVia;
  readonly kind: RelayKind;
  readonly state: RelayState;
  readonly reason: RelayReason | null;
  readonly doubts: readonly Doubt[];
  readonly title: string | null;
  readonly author: string | null;
  readonly published: Instant | null;
  readonly language: string | null;
  readonly receivedAt: Instant;
  readonly claimedAt: Instant;
  readonly due: boolean;
  /** The beginning of the text that was read, and what stands around the link; null where nothing could be read. */
  readonly text: string | null;
  readonly around: Around | null;
  /** Of the last look. */
  readonly evidence: Evidence | null;
  readonly lookedAt: Instant | null;
  readonly steps: readonly (Pick<RelayStep, 'at' | 'kind' | 'reason'> & {
    readonly evidence: Evidence | null;
  })[];
  readonly original: Original | null;
  /** Other relays of the site: how many of each state, and the latest. */
  readonly history: {
    readonly counted: number;
    readonly refused: number;
    readonly held: number;
    readonly gone: number;
    readonly latest: readonly {
      readonly id: RelayId;
      readonly title: string | null;
      readonly source: string;
      readonly state: RelayState;
      readonly reason: RelayReason | null;
      readonly receivedAt: Instant;
    }[];
  };
  readonly decisions: readonly PastDecision[];
  /** The last of them, 0 where there was none. */
  readonly seen: number;
};

const latest_max = 8;
/** Relays of one site that are counted for its history. */
const history_max = 1000;
const steps_max = 30;

/** One relay of a campaign with all that was seen of it; null for a relay of another campaign, or an erased one. */
export async function readRelayCase(
  db: Queryable,
  campaign: CampaignId,
  id: string,
): Promise<RelayCase | null> {
  if (!isId('rly', id)) return null;
  const [relay] = await db.rows<
    Omit<RelayCase, 'steps' | 'evidence' | 'lookedAt' | 'original' | 'history' | 'decisions' | 'seen'> & {
      nearCopyOf: RelayId | null;
      fallback: string | null;
    }
  >(
    `SELECT r.id, r.source, r.target, r.site, r.via, coalesce(r.kind, 'post') AS kind, r.state, r.reason, r.doubts, r.title, r.author, r.published, r.language,
       r.received_at AS "receivedAt", r.claimed_at AS "claimedAt", r.check_due AS due, s.excerpt AS text, s.around,
       r.excerpt AS fallback, r.near_copy_of AS "nearCopyOf"
     FROM relay r LEFT JOIN relay_seen s ON s.relay_id = r.id
     WHERE r.id = $1 AND r.campaign_id = $2 AND r.erased_at IS NULL`,
    [id, campaign],
  );
  if (relay === undefined) return null;
  const { nearCopyOf, fallback, ...known } = relay;
  const steps = await db.rows<RelayCase['steps'][number]>(
    `SELECT at, kind, reason, evidence FROM relay_step WHERE relay_id = $1 ORDER BY id DESC LIMIT ${steps_max}`,
    [id],
  );
  const looked = steps.find((step) => step.evidence !== null);
  const decisions = await db.rows<PastDecision>(
    `SELECT id, at, decision, reason, words, by_name AS "by", appeal_id IS NOT NULL AS appeal
     FROM moderation WHERE relay_id = $1 ORDER BY id DESC LIMIT 20`,
    [id],
  );
  return {
    ...known,
    text: known.text ?? fallback,
    evidence: looked?.evidence ?? null,
    lookedAt: looked?.at ?? null,
    steps,
    original: nearCopyOf === null ? null : await readOriginal(db, nearCopyOf),
    history: await readHistory(db, campaign, known.site, id),
    decisions,
    seen: decisions[0]?.id ?? 0,
  };
}

async function readOriginal(db: Queryable, id: RelayId): Promise<Original | null> {
  const [original] = await db.rows<Original>(
    `SELECT id, source, site, title, author, excerpt, counted_at AS "countedAt" FROM relay WHERE id = $1 AND erased_at IS NULL`,
    [id],
  );
  return original ?? null;
}

async function readHistory(
  db: Queryable,
  campaign: CampaignId,
  site: string,
  but: RelayId,
): Promise<RelayCase['history']> {
  const [counts] = await db.rows<Omit<RelayCase['history'], 'latest'>>(
    `SELECT count(*) FILTER (WHERE state = 'counted') AS counted, count(*) FILTER (WHERE state = 'refused') AS refused,
       count(*) FILTER (WHERE state = 'held') AS held, count(*) FILTER (WHERE state IN ('withdrawn', 'gone')) AS gone
     FROM (SELECT state FROM relay WHERE campaign_id = $1 AND site = $2 AND id <> $3 LIMIT ${history_max}) r`,
    [campaign, site, but],
  );
  const latest = await db.rows<RelayCase['history']['latest'][number]>(
    `SELECT id, title, source, state, reason, received_at AS "receivedAt" FROM relay
     WHERE campaign_id = $1 AND site = $2 AND id <> $3 AND erased_at IS NULL ORDER BY received_at DESC LIMIT ${latest_max}`,
    [campaign, site, but],
  );
  return { counted: 0, refused: 0, held: 0, gone: 0, ...counts, latest };
}
