import { type RelayRules, readId, readRelayRules } from '../campaign/mod.ts';
import { attemptsMax, campaignState, qualify, type RelayState, type Verdict } from '../domain/mod.ts';
import {
  type ClaimFault,
  judgeTrial,
  readCounted,
  readSuspicions,
  type Trial,
  type TrialHouse,
  tryPage,
} from '../evidence/mod.ts';
import { type CampaignId, canonicalKey, type RelayId, siteOf } from '../kernel/mod.ts';
import type { Database } from '../store/mod.ts';

/** What would become of a post if it arrived now. `known`: the relay that it already is. */
export type Tried =
  | {
      readonly kind: 'tried';
      readonly trial: Trial;
      readonly verdict: Verdict;
      readonly known: { readonly id: RelayId; readonly state: RelayState } | null;
      readonly duplicateOf: RelayId | null;
    }
  | { readonly kind: 'refused'; readonly reason: ClaimFault };

/**
 * Looks at a post and judges it by the rules and circumstances of a real arrival, and writes nothing. `admit` is asked
 * once the address is sound, before anything is fetched.
 */
export async function tryRelay<Turned>(
  house: TrialHouse & { readonly db: Database },
  asked: { readonly slug: string; readonly source: string },
  admit: (site: string) => Promise<Turned | null>,
): Promise<Tried | { readonly kind: 'turned_away'; readonly why: Turned }> {
  const judged = judgeTrial(house.publicUrl, asked.slug, asked.source);
  if (judged.kind === 'refused') return judged;
  const id = await readId(house.db, asked.slug);
  if (id === null) return { kind: 'refused', reason: 'target_unknown' };
  const why = await admit(siteOf(judged.source));
  if (why !== null) return { kind: 'turned_away', why };
  const trial = await tryPage(house, { id, slug: asked.slug }, judged.source);
  return { kind: 'tried', trial, ...(await judgeAsNew(house, id, trial)) };
}

/** The verdict on a post as if it had never arrived: its own earlier arrival is no circumstance. */
function judgeAsNew({ db, clock }: TrialHouse & { readonly db: Database }, campaign: CampaignId, t: Trial) {
  const now = clock.now();
  const source = new URL(t.source);
  const site = t.look.page?.site ?? siteOf(source);
  const key = t.look.page?.key ?? canonicalKey(source);
  return db.transaction(async (tx) => {
    const rules: RelayRules = await readRelayRules(tx, campaign);
    const { bySite, byPost } = await readCounted(
      tx,
      campaign,
      { sites: [site], posts: [key] },
      rules.erasureKey,
    );
    const [known = null] = await tx.rows<{ id: RelayId; state: RelayState; site: string; counted: boolean }>(
      `SELECT id, state, site, number IS NOT NULL AND (state = 'counted' OR (state IN ('withdrawn', 'gone') AND units > 0)) AS counted
       FROM relay WHERE campaign_id = $1 AND source_key = $2`,
      [campaign, canonicalKey(source)],
    );
    const suspect = {
      relay: known?.id ?? t.look.check.relay,
      site,
      print: t.look.seen?.print ?? null,
      approved: false,
    };
    const suspicions = await readSuspicions(tx, campaign, rules.perSite, [suspect]);
    const siteCounted = (bySite.get(site) ?? 0) - (known?.counted === true && known.site === site ? 1 : 0);
    const holder = byPost.get(key) ?? null;
    const duplicateOf = holder === known?.id ? null : holder;
    const verdict = qualify(t.look.sighting, {
      campaign: campaignState(rules, now),
      review: rules.review,
      // The last attempt: what may pass is told as it is now, not as «later».
      attempt: attemptsMax,
      attemptsMax,
      before: 'received',
      approvedByModerator: false,
      siteCounted,
      perSite: rules.perSite,
      siteKnown: siteCounted > 0,
      duplicateOf,
      suspicion: suspicions.of(suspect),
    });
    return { verdict, known: known === null ? null : { id: known.id, state: known.state }, duplicateOf };
  });
}
