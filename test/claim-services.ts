import type { Claim, ClaimOutcome } from '../src/evidence/mod.ts';
import { judgeClaim } from '../src/evidence/relay/judge-claim.ts';
import { campaignLink } from '../src/evidence/relay/target.ts';
import { type RelayId, systemClock } from '../src/kernel/mod.ts';
import { retention_default } from '../src/privacy/mod.ts';
import { nobody } from '../src/web/console/nobody.suite.ts';
import { noJournal } from '../src/web/journal.suite.ts';
import { noMeetings } from '../src/web/meetings.suite.ts';
import type { Services } from '../src/web/port.ts';
import { noVolunteering } from '../src/web/volunteer.suite.ts';

export type ClaimServices = {
  readonly services: Services;
  /** Every claim that was handed over, taken or not, in order. */
  readonly handed: Claim[];
  /** The relays that were taken: one per source and campaign. */
  readonly taken: ReadonlyMap<string, RelayId>;
  /** While set, claims fail to commit with this error. */
  broken: Error | null;
};

/** Services that only take claims, in memory, by the real rules; for tests and benches of what receives them. */
export function claimServices(publicUrl: string, slugs: readonly string[] = ['essai']): ClaimServices {
  const url = new URL(publicUrl);
  const site = {
    publicUrl: url,
    linkSlug: campaignLink(url),
    knownSlug: (slug: string) => slugs.includes(slug),
  };
  const taken = new Map<string, RelayId>();
  const self: ClaimServices = {
    handed: [],
    taken,
    broken: null,
    services: {
      console: nobody,
      journal: noJournal,
      dialogue: {
        questions: async () => [],
        reservations: async () => [],
        ask: async () => ({ kind: 'unknown' }),
        follow: async () => ({ kind: 'unknown' }),
        link: async () => null,
        confirm: async () => null,
        withdraw: async () => {},
        submit: async () => ({ kind: 'invalid' }),
      },
      appeals: {
        standing: async () => null,
        counts: async () => null,
        open: async () => ({ kind: 'unknown' }),
      },
      tills: {
        key: async () => null,
        admit: async () => ({ kind: 'refused', reason: 'unknown_campaign' }),
        take: async () => [],
      },
      settlement: async () => null,
      results: async () => null,
      relayer: async () => null,
      meetings: noMeetings,
      volunteer: noVolunteering,
      openData: async () => null,
      purchases: { days: async () => null, receipt: async () => null },
      hub: async () => 'asked',
      fediverse: null,
      hubs: { confirm: async () => false, push: async () => 'gone' },
      sites: {
        register: async () => ({ kind: 'refused', reason: 'campaign_unknown' }),
        test: async () => ({ kind: 'refused', reason: 'target_unknown' }),
      },
      notices: {
        ask: async () => 'asked',
        read: async () => null,
        confirm: async () => false,
        stop: async () => {},
      },
      publicUrl,
      clock: systemClock,
      claim: async (claim): Promise<ClaimOutcome> => {
        self.handed.push(claim);
        if (self.broken !== null) throw self.broken;
        const verdict = judgeClaim(claim, site);
        if (verdict.kind === 'refused') return verdict;
        const key = `${verdict.slug} ${verdict.sourceKey}`;
        const known = taken.get(key);
        const relay = known ?? `rly_${String(taken.size + 1).padStart(26, '0')}`;
        taken.set(key, relay as RelayId);
        return { kind: 'accepted', relay: relay as RelayId, again: known !== undefined };
      },
      campaigns: async () => [],
      campaign: async () => null,
      proof: async () => ({ kind: 'unknown' }),
      log: async () => null,
      logFile: async () => null,
      data: {
        open: async () => ({ kind: 'unknown' }),
        byMail: async () => {},
        read: async () => null,
        check: async () => {},
        held: async () => null,
        erase: async () => false,
        stance: async () => null,
        chooseStance: async () => {},
        pageChoice: async () => ({ scope: null, shown: null }),
        choosePage: async () => false,
      },
      privacy: async () => ({
        retention: retention_default,
        mailServer: false,
        bluesky: false,
        fediverse: false,
        sso: null,
        witnesses: [],
        erasures: [],
      }),
      contacts: () => ({ people: null, security: null }),
      books: async () => ({ passedAt: null, differences: null, haltedLogs: 0 }),
      relaysAfter: async () => null,
      relaysBefore: async () => null,
      relay: async () => null,
      watch: () => () => undefined,
      changes: () => () => undefined,
      readiness: async () => ({ database: true, migrations: true, workerLagSeconds: null }),
    },
  };
  return self;
}
