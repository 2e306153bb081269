import type { PostDescription, RelayKind, RelayReason, RelayState, RelayVia } from '../domain/mod.ts';
import type { RelayStatus, RelayStep } from '../evidence/mod.ts';
import { type Instant, isId, type RelayId, type Units } from '../kernel/mod.ts';
import type { Queryable } from '../store/mod.ts';

type StatusRow = {
  id: RelayId;
  campaign: string;
  source: string;
  target: string;
  via: RelayVia;
  kind: RelayKind;
  number: number | null;
  referredBy: number | null;
  brought: number;
  state: RelayState;
  reason: RelayReason | null;
  units: Units;
  capped: boolean;
  receivedAt: Instant;
  checkedAt: Instant | null;
  countedAt: Instant | null;
  siteName: string | null;
  logIndex: number | null;
} & Omit<PostDescription, 'site'>;

/** Steps shown at most; a relay that is pinged again and again keeps its first and its latest ones in view. */
const steps_max = 200;

/** Everything about one relay with its steps and the promises its units came from; null for an unknown id. */
export async function readRelayStatus(db: Queryable, id: string): Promise<RelayStatus | null> {
  if (!isId('rly', id)) return null;
  const [row] = await db.rows<StatusRow>(
    `SELECT r.id, c.slug AS campaign, r.source, r.target, r.via, coalesce(r.kind, 'post') AS kind, r.number, r.referred_by AS "referredBy",
       (SELECT count(*) FROM relay b WHERE b.campaign_id = r.campaign_id AND b.referred_by = r.number AND b.state = 'counted') AS brought, r.state, r.reason, r.units, r.capped, r.leaf_index AS "logIndex", r.received_at AS "receivedAt",
       r.checked_at AS "checkedAt", r.counted_at AS "countedAt", r.title, r.author, r.site_name AS "siteName", r.published, r.excerpt, r.language
     FROM relay r JOIN campaign c ON c.id = r.campaign_id WHERE r.id = $1 AND r.erased_at IS NULL`,
    [id],
  );
  if (row === undefined) return null;
  const steps = await db.rows<RelayStep>(
    `SELECT at, kind, via, reason, units FROM relay_step WHERE relay_id = $1 ORDER BY id LIMIT ${steps_max}`,
    [id],
  );
  const parts = await db.rows<RelayStatus['parts'][number]>(
    `SELECT p.name AS pledge, o.slug AS partner, part.units, part.terms_version AS "termsVersion"
     FROM credit c JOIN credit_part part ON part.credit_id = c.id JOIN pledge p ON p.id = part.pledge_id
     JOIN organisation o ON o.id = p.partner_id
     WHERE c.mechanic = 'relay' AND c.subject = $1 AND c.campaign_id = p.campaign_id
       AND NOT EXISTS (SELECT FROM reversal r WHERE r.credit_id = c.id) ORDER BY p.position`,
    [id],
  );
  const { title, author, siteName, published, excerpt, language, ...relay } = row;
  // The first claim is the relay's own row; every later step has one of its own.
  const first: RelayStep = { at: row.receivedAt, kind: 'claimed', via: row.via, reason: null, units: null };
  return {
    ...relay,
    post: { title, author, site: siteName, published, excerpt, language },
    steps: [first, ...steps],
    parts,
  };
}
