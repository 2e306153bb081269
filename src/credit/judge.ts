import { becomeCreditWriter, type RelayRules, readPromiseEdges, readRelayRules } from '../campaign/mod.ts';
import {
  attemptsMax,
  campaignState,
  groundsOf,
  isReferral,
  needsConfirming,
  nextState,
  noSuspicion,
  qualify,
  type RelayState,
  retryDelaySeconds,
  type Verdict,
} from '../domain/mod.ts';
import {
  checkJob,
  checkJobs,
  type Look,
  lockRelays,
  type RelayChange,
  type RelayRecord,
  readCounted,
  readReferrers,
  readSuspicions,
  type Suspect,
  settleAppeals,
  writeChanges,
  writeSeen,
} from '../evidence/mod.ts';
import {
  type CampaignId,
  type Clock,
  createGroup,
  type Instant,
  type Random,
  type RelayId,
} from '../kernel/mod.ts';
import type { NewJob, Queue } from '../queue/mod.ts';
import type { Database, Transaction } from '../store/mod.ts';
import { type Act, type Books, credit } from './credit.ts';
import { type ReversalReason, reverse } from './reverse.ts';

/** Judges looks. `submit` resolves when verdict and credit are committed together. */
export type Judge = {
  readonly submit: (look: Look) => Promise<void>;
  readonly idle: () => Promise<void>;
};

type House = {
  readonly db: Database;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly random: Random;
};

const group_max = 500;
const day_ms = 86_400_000;
/** A claim judged later than this may have been overtaken by the end of a promise. */
const late_ms = 60_000;

/**
 * One credit writer per campaign: what gathers while a transaction is under way goes into the next one. The decision
 * («is it the site's first?», «is anything left of the cap?») is taken inside that transaction, under the campaign's
 * lock, so that two processes can't both say yes.
 */
export function createJudge(house: House): Judge {
  const groups = new Map<CampaignId, ReturnType<typeof createGroup<Look, void>>>();
  return {
    submit: (look) => {
      const campaign = look.check.campaign;
      let group = groups.get(campaign);
      if (group === undefined) {
        group = createGroup<Look, void>({ most: group_max }, async (looks) => {
          await house.db.transaction((tx) => judge(tx, house, campaign, looks));
          return looks.map(() => undefined);
        });
        groups.set(campaign, group);
      }
      return group.add(look);
    },
    idle: async () => {
      for (const group of groups.values()) await group.idle();
    },
  };
}

type Case = {
  readonly look: Look;
  readonly relay: RelayRecord;
  readonly site: string;
  readonly key: string;
  readonly verdict: Verdict;
  readonly nearCopyOf: RelayId | null;
  readonly referredBy: number | null;
};

async function judge(
  tx: Transaction,
  house: House,
  campaign: CampaignId,
  looks: readonly Look[],
): Promise<void> {
  const now = house.clock.now();
  await becomeCreditWriter(tx, campaign);
  const rules = await readRelayRules(tx, campaign);
  const latest = new Map(looks.map((look) => [look.check.relay, look]));
  const relays = await lockRelays(tx, [...latest.keys()]);
  const cases = await decide(tx, campaign, rules, [...latest.values()], relays);

  const books = { campaign: { id: campaign, slug: rules.slug }, at: now, random: house.random };
  const credits = await creditAll(
    tx,
    books,
    cases.filter((one) => one.verdict.kind === 'count'),
  );
  const undone = await undo(tx, books, rules, cases);
  const numbers = await takeNumbers(tx, campaign, cases);

  const changes = cases.map((one) =>
    change(one, rules, {
      credited: credits.get(one.relay.id),
      undone: undone.has(one.relay.id),
      number: numbers.get(one.relay.id) ?? one.relay.number,
      now,
    }),
  );
  await writeChanges(tx, changes);
  await writeSeen(
    tx,
    campaign,
    cases.flatMap(({ look, relay }, index) => {
      const state = changes[index]?.state;
      // A counted relay that is only looked at again keeps the print of when it was counted.
      if (look.seen === null || (state !== 'held' && state !== 'refused' && !credits.has(relay.id)))
        return [];
      return [
        {
          relay: relay.id,
          state: state === 'held' || state === 'refused' ? state : 'counted',
          seen: look.seen,
        },
      ];
    }),
    now,
  );
  await settleAppeals(
    tx,
    cases.filter(({ relay }) => credits.has(relay.id) && relay.claims > 1).map(({ relay }) => relay.id),
    now,
  );
  await house.queue.enqueue(
    tx,
    checkJob,
    cases.flatMap((one) => nextCheck(one, now)),
  );
  await tx.rows("SELECT pg_notify('relais_campaign', $1)", [rules.slug]);
}

/** What the public log's commitment says of a relay: its address, and the SHA-256 of what was read there. */
function actOf({ relay, look, referredBy }: Case): Act {
  const { sha256 } = look.evidence;
  return {
    subject: relay.id,
    facts: { source: relay.source, ...(sha256 === undefined ? {} : { sha256 }) },
    grounds: groundsOf(relay.kind, referredBy !== null),
  };
}

/**
 * Credits what counts. An act counts for the promises that were open when it was claimed, however long a human took:
 * acts between whose claim and now a promise opened or ended are credited apart.
 */
async function creditAll(tx: Transaction, books: Books, counting: readonly Case[]) {
  const edges = counting.some(({ relay }) => relay.claimedAt < books.at - late_ms)
    ? await readPromiseEdges(tx, books.campaign.id)
    : [];
  const groups = new Map<number, Case[]>();
  for (const one of counting) {
    const passed = edges.filter((edge) => one.relay.claimedAt <= edge && edge < books.at).length;
    groups.set(passed, [...(groups.get(passed) ?? []), one]);
  }
  const credits = new Map<string, Awaited<ReturnType<typeof credit>>[number]>();
  for (const [passed, cases] of groups) {
    const actedAt = passed === 0 ? books.at : (cases[0]?.relay.claimedAt ?? books.at);
    for (const one of await credit(tx, { ...books, actedAt }, 'relay', cases.map(actOf)))
      credits.set(one.subject, one);
  }
  return credits;
}

/** Applies the rules to each look in turn; what one decides is a circumstance of the next. */
async function decide(
  tx: Transaction,
  campaign: CampaignId,
  rules: RelayRules,
  looks: readonly Look[],
  relays: ReadonlyMap<RelayId, RelayRecord>,
): Promise<readonly Case[]> {
  const subjects = looks.flatMap((look) => {
    const relay = relays.get(look.check.relay);
    // A relay that was erased while its job waited.
    if (relay === undefined) return [];
    return [
      {
        look,
        relay,
        site: look.page?.site ?? relay.site,
        key: look.page?.key ?? relay.canonicalKey ?? relay.sourceKey,
      },
    ];
  });
  const counted = await readCounted(
    tx,
    campaign,
    { sites: subjects.map((one) => one.site), posts: subjects.map((one) => one.key) },
    rules.erasureKey,
  );
  const fresh = subjects.filter(({ relay }) => neverCounted.has(relay.state)).map(suspectOf);
  const referrers = await readReferrers(
    tx,
    campaign,
    subjects.flatMap(({ look }) => namedReferrer(look) ?? []),
  );
  const suspicions = await readSuspicions(tx, campaign, rules.perSite, fresh);
  const bySite = new Map(counted.bySite);
  const byPost = new Map(counted.byPost);
  return subjects.map((subject): Case => {
    const { relay, look, site, key } = subject;
    const stands =
      relay.state === 'counted' ||
      ((relay.state === 'withdrawn' || relay.state === 'gone') && relay.units > 0);
    const ofSite = (bySite.get(site) ?? 0) - (stands && relay.site === site ? 1 : 0);
    const holder = byPost.get(key) ?? null;
    const suspect = suspectOf(subject);
    const suspicion = neverCounted.has(relay.state)
      ? suspicions.of(suspect)
      : { ...noSuspicion, nearCopyOf: null };
    const verdict = qualify(look.sighting, {
      campaign: campaignState(rules, relay.claimedAt),
      review: needsConfirming(relay.kind) ? 'all' : rules.review,
      attempt: relay.attempt + 1,
      attemptsMax,
      before: relay.state,
      approvedByModerator: relay.approved,
      refusedByModerator:
        relay.state === 'refused' && (relay.reason === 'refused_by_moderator' || relay.reason === 'spam'),
      siteCounted: ofSite,
      perSite: rules.perSite,
      siteKnown: ofSite > 0,
      duplicateOf: holder === relay.id ? null : holder,
      suspicion,
    });
    if (verdict.kind === 'count') {
      bySite.set(site, ofSite + 1);
      byPost.set(key, relay.id);
      suspicions.counted(suspect);
    }
    const named = namedReferrer(look);
    const by = named === null ? null : (referrers.get(named) ?? null);
    const referredBy = isReferral({ site, number: relay.number }, by) ? named : relay.referredBy;
    return { ...subject, verdict, nearCopyOf: suspicion.nearCopyOf, referredBy };
  });
}

function namedReferrer({ sighting }: Look): number | null {
  return sighting.kind === 'page' ? sighting.facts.by : null;
}

/** States in which a relay was never counted: only then it is asked what speaks against it. */
const neverCounted: ReadonlySet<RelayState> = new Set(['received', 'checking', 'held', 'refused']);

function suspectOf({ relay, site, look }: Pick<Case, 'relay' | 'site' | 'look'>): Suspect {
  return { relay: relay.id, site, print: look.seen?.print ?? null, approved: relay.approved };
}

/** Takes back the units of posts that are gone or no longer link, where the campaign's rules say so. */
async function undo(
  tx: Transaction,
  books: Books,
  rules: RelayRules,
  cases: readonly Case[],
): Promise<ReadonlyMap<string, unknown>> {
  if (rules.onRemoval === 'keep') return new Map();
  const lost = cases.flatMap(({ relay, verdict }): { subject: string; reason: ReversalReason }[] => {
    if (verdict.kind === 'withdraw') return [{ subject: relay.id, reason: 'link_not_found' }];
    if (verdict.kind === 'gone') return [{ subject: relay.id, reason: verdict.reason }];
    return [];
  });
  return reverse(tx, books, 'relay', lost);
}

/** Gives newly counted relays their place in the campaign's order, and keeps the number of counted relays. */
async function takeNumbers(
  tx: Transaction,
  campaign: CampaignId,
  cases: readonly Case[],
): Promise<ReadonlyMap<RelayId, number>> {
  const newly = cases.filter((one) => one.verdict.kind === 'count' && one.relay.number === null);
  const more = cases.filter((one) => one.verdict.kind === 'count' && one.relay.state !== 'counted').length;
  const fewer = cases.filter(
    (one) =>
      (one.verdict.kind === 'withdraw' || one.verdict.kind === 'gone') && one.relay.state === 'counted',
  ).length;
  if (newly.length === 0 && more === 0 && fewer === 0) return new Map();
  const [row] = await tx.rows<{ last: number }>(
    `UPDATE campaign_count SET relays = relays + $2, last_number = last_number + $3 WHERE campaign_id = $1 RETURNING last_number AS last`,
    [campaign, more - fewer, newly.length],
  );
  if (row === undefined) throw new Error(`campaign ${campaign} has no counter`);
  return new Map(newly.map((one, index) => [one.relay.id, row.last - newly.length + 1 + index]));
}

type Result = {
  readonly credited:
    | {
        readonly units: number;
        readonly leaf: number;
        readonly capped: boolean;
        readonly kind: 'credited' | 'exists';
      }
    | undefined;
  readonly undone: boolean;
  readonly number: number | null;
  readonly now: Instant;
};

/** The relay as it stands after its verdict. */
function change(
  { look, relay, site, key, verdict, nearCopyOf, referredBy }: Case,
  rules: RelayRules,
  result: Result,
): RelayChange {
  const recheckAt = result.now + rules.recheckAfterDays * day_ms;
  const same: RelayChange = {
    id: relay.id,
    state: after(relay, verdict),
    reason: relay.reason,
    site,
    canonicalKey: look.page === null ? relay.canonicalKey : key,
    units: relay.units,
    capped: relay.capped,
    leafIndex: relay.leafIndex,
    number: result.number,
    attempt: 0,
    checkDue: relay.claims > look.check.claims,
    post: look.sighting.kind === 'page' ? look.sighting.facts.post : null,
    checkedAt: look.at,
    countedAt: relay.countedAt,
    recheckAt: null,
    step: 'checked',
    stepReason: null,
    evidence: look.evidence,
    doubts: verdict.kind === 'hold' ? verdict.doubts : verdict.kind === 'retry' ? null : [],
    nearCopyOf: verdict.kind === 'hold' ? nearCopyOf : null,
    referredBy: relay.referredBy,
    stance: look.sighting.kind === 'page' ? look.sighting.facts.stance : null,
  };
  switch (verdict.kind) {
    case 'count': {
      const credited = result.credited;
      if (credited === undefined) throw new Error(`relay ${relay.id} counts but has no credit`);
      const capped = credited.kind === 'credited' ? credited.capped : relay.capped;
      return {
        ...same,
        reason: null,
        referredBy,
        units: credited.units,
        capped,
        leafIndex: credited.leaf,
        countedAt: relay.countedAt ?? result.now,
        recheckAt,
        step: 'counted',
      };
    }
    case 'unchanged':
      return { ...same, recheckAt: relay.state === 'counted' ? recheckAt : null };
    case 'hold':
      return { ...same, reason: verdict.reason, step: 'held', stepReason: verdict.reason };
    case 'refuse':
      // A withdrawn relay that kept its units and can't be counted again stays withdrawn: its credit stands.
      if (relay.units > 0) return { ...same, state: relay.state };
      return {
        ...same,
        reason: verdict.reason,
        step: 'refused',
        stepReason: verdict.reason,
      };
    case 'withdraw':
    case 'gone':
      return {
        ...same,
        reason: verdict.reason,
        units: result.undone ? 0 : relay.units,
        step: verdict.kind === 'gone' ? 'gone' : 'withdrawn',
        stepReason: verdict.reason,
      };
    case 'retry':
      return {
        ...same,
        attempt: relay.attempt + 1,
        checkDue: true,
        recheckAt: null,
        step: 'retry_planned',
        stepReason: verdict.reason,
      };
  }
}

/** The state that follows from a verdict; a pair the state machine does not know is a mistake of ours. */
function after(relay: RelayRecord, verdict: Verdict): RelayState {
  const next = nextState(relay.state, verdict.kind);
  if (next.kind === 'impossible')
    throw new Error(`${relay.id} is ${relay.state}: ${verdict.kind} can't happen to it`);
  return next.state;
}

/** The check that follows: a retry after a failure that may pass, or one for a claim that came during this check. */
function nextCheck({ look, relay, verdict }: Case, now: Instant): readonly NewJob[] {
  if (verdict.kind === 'retry')
    return checkJobs([relay.id], now + retryDelaySeconds(relay.attempt + 1, look.retryAfterSeconds) * 1000);
  return relay.claims > look.check.claims ? checkJobs([relay.id]) : [];
}
