import { campaignFile } from '../test/campaign.ts';

/** A module of the built program, with its types. */
export const built = <T>(path: string): Promise<T> =>
  import(new URL(`../dist/${path}`, import.meta.url).href);
const { importCampaign } = await built<typeof import('../src/campaign/mod.ts')>('campaign/mod.js');
const { createJudge } = await built<typeof import('../src/credit/mod.ts')>('credit/mod.js');
const { createClaims, readChecks } = await built<typeof import('../src/evidence/mod.ts')>('evidence/mod.js');
const { jobKinds } = await built<typeof import('../src/jobs/mod.ts')>('jobs/mod.js');
const { openQueue } = await built<typeof import('../src/queue/mod.ts')>('queue/mod.js');
const { systemClock, systemRandom } = await built<typeof import('../src/kernel/mod.ts')>('kernel/mod.js');

const batch = 1000;

/** Counts so many posts of a campaign «essai» in a migrated database, claimed and judged as they always are. */
export async function countPosts(db: import('../src/store/mod.ts').Database, relays: number): Promise<void> {
  const pledges = '  - { id: billets, partner: danone, mechanic: relay, perAct: 10, cap: 90000000 }';
  const relay = '{ perSite: unlimited, review: none, recheckAfterDays: 365, onRemoval: keep }';
  const outcome = await importCampaign(db, campaignFile({ pledges, relay }), systemClock);
  if (outcome.kind !== 'imported') throw new Error(JSON.stringify(outcome));
  const queue = await openQueue(db, jobKinds, { work: false, onError: () => {} });
  const house = { db, queue, clock: systemClock, random: systemRandom };
  const claims = createClaims({ ...house, publicUrl: new URL('http://127.0.0.1/') });
  const judge = createJudge(house);
  for (let from = 0; from < relays; from += batch) {
    const taken = await Promise.all(
      Array.from({ length: batch }, (_, n) =>
        claims.claim({
          ...{ source: `https://blog${from + n}.example/un-billet`, target: 'http://127.0.0.1/c/essai' },
          via: 'form',
        }),
      ),
    );
    const checks = await readChecks(db, {
      relays: taken.flatMap((one) => (one.kind === 'accepted' ? [one.relay] : [])),
    });
    await Promise.all(
      checks.map((check) =>
        judge.submit({
          ...{ check, at: systemClock.now(), seen: null, retryAfterSeconds: null },
          sighting: {
            kind: 'page',
            sameSite: false,
            facts: {
              ...{ link: 'content', by: null, stance: null, canonical: null },
              post: {
                ...{ title: 'Un billet sur la campagne', author: 'Une blogueuse', site: null },
                ...{ published: null, excerpt: 'Dix repas par billet.', language: 'fr' },
              },
            },
          },
          page: { key: check.source, site: new URL(check.source).host },
          evidence: { status: 200 },
        }),
      ),
    );
  }
  await judge.idle();
  await queue.close();
}
