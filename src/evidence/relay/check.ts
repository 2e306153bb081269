import type { RelayKind } from '../../domain/mod.ts';
import { type CampaignId, type Instant, isId, type RelayId } from '../../kernel/mod.ts';
import type { NewJob } from '../../queue/mod.ts';
import { type Database, sqlTime } from '../../store/mod.ts';

/** The job that looks at claimed posts: those of one group of claims together, so that a burst costs few jobs. */
export const checkJob = 'relay.check';

/** A look to be taken. */
export type Check = {
  readonly relay: RelayId;
  readonly campaign: CampaignId;
  readonly slug: string;
  readonly source: string;
  /** What it is taken for, as far as that is known. */
  readonly kind: RelayKind;
  /** Claims of this relay when the check was taken up: a later one asks for another look. */
  readonly claims: number;
};

export type CheckPayload = { readonly relays: readonly RelayId[] };

/** Checks of one job: enough to make jobs cheap, few enough that several workers share a burst. */
export const checks_max = 64;

export function isCheckPayload(payload: unknown): payload is CheckPayload {
  if (typeof payload !== 'object' || payload === null || !('relays' in payload)) return false;
  const { relays } = payload;
  if (!Array.isArray(relays) || relays.length === 0 || relays.length > checks_max) return false;
  return relays.every((relay) => typeof relay === 'string' && isId('rly', relay));
}

/** The jobs that check these relays, not to be taken before `after`. */
export function checkJobs(relays: readonly RelayId[], after?: Instant): readonly NewJob[] {
  const jobs: NewJob[] = [];
  for (let first = 0; first < relays.length; first += checks_max) {
    const payload: CheckPayload = { relays: relays.slice(first, first + checks_max) };
    jobs.push(after === undefined ? { payload } : { payload, after });
  }
  return jobs;
}

/** A job's relays that still wait for their check: one that is given out again has some that were judged before. */
export async function readChecks(db: Database, { relays }: CheckPayload): Promise<readonly Check[]> {
  return db.rows<Check>(
    `SELECT r.id AS relay, r.campaign_id AS campaign, c.slug, r.source, coalesce(r.kind, 'post') AS kind, r.claims
     FROM relay r JOIN campaign c ON c.id = r.campaign_id WHERE r.id = ANY($1::text[]) AND r.check_due`,
    [relays],
  );
}

/** Shows relays as being checked: said of looks that take long enough for somebody to read it. */
export async function markChecking(db: Database, relays: readonly RelayId[], at: Instant): Promise<void> {
  await db.rows(
    `WITH checking AS (UPDATE relay SET state = 'checking' WHERE id = ANY($1::text[]) AND state = 'received' AND check_due RETURNING id)
     INSERT INTO relay_step (relay_id, at, kind) SELECT id, $2::timestamptz, 'check_started' FROM checking`,
    [relays, sqlTime(at)],
  );
}
