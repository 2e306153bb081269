import { readDraftEntry, readId } from './campaign/mod.ts';
import type { House } from './compose-services.ts';
import { setRelayKind } from './credit/mod.ts';
import { doubts, permits } from './domain/mod.ts';
import {
  type AppealWords,
  decideAppeal,
  listSite,
  mailAppeal,
  moderateRelays,
  openAppeal,
  readAppealCounts,
  readAppeals,
  readListed,
  readListingHistory,
  readQueue,
  readQueueCounts,
  readRelayCase,
  readRelayStanding,
} from './evidence/mod.ts';
import { translator } from './i18n/mod.ts';
import { startAppealMails } from './jobs/mod.ts';
import type { CampaignId } from './kernel/mod.ts';
import type { Mailer } from './mail/mod.ts';
import { type Actor, isLimited, type Limit, type Person, readPeople } from './people/mod.ts';
import { targetOf } from './web/console/guard.ts';
import type { ModerationServices } from './web/console/moderation-port.ts';
import type { AppealServices } from './web/port.ts';

/** Appeals of one campaign, and of all: enough for people who are wronged together, too few for a flood. */
const limits = {
  campaign: { name: 'appeal', tries: 60, within_ms: 3_600_000 },
  all: { name: 'appeals', tries: 600, within_ms: 3_600_000 },
} as const satisfies Readonly<Record<string, Limit>>;

const actorOf = (person: Person): Actor => ({
  account: person.account,
  name: person.name === '' ? person.email : person.name,
});

/** What anybody may do about a refusal, over the database. */
export function appealServices({ db, clock, random, seal }: House): AppealServices {
  return {
    standing: (relay) => readRelayStanding(db, relay),
    counts: async (slug) => {
      const id = await readId(db, slug);
      return id === null ? null : readAppealCounts(db, id, clock.now());
    },
    open: async (slug, appeal) => {
      const now = clock.now();
      const seconds =
        (await isLimited(db, seal, limits.campaign, slug, now)) ??
        (await isLimited(db, seal, limits.all, '', now));
      return seconds === null ? openAppeal(db, appeal, random, now) : { kind: 'wait', seconds };
    },
  };
}

/** What moderators read and do, over the database. */
export function moderationServices(house: House): ModerationServices {
  const { db, queue, clock } = house;
  const inCampaign = async <T>(slug: string, work: (id: CampaignId) => Promise<T>): Promise<T | null> => {
    const id = await readId(db, slug);
    return id === null ? null : work(id);
  };
  return {
    queue: (slug, filter, after, limit) => inCampaign(slug, (id) => readQueue(db, id, filter, after, limit)),
    counts: async (slug) => (await inCampaign(slug, (id) => readQueueCounts(db, id, doubts))) ?? new Map(),
    relay: (slug, relay) => inCampaign(slug, (id) => readRelayCase(db, id, relay)),
    decide: (person, slug, decisions) =>
      inCampaign(slug, (id) => moderateRelays(db, queue, id, decisions, actorOf(person), clock.now())),
    setKind: (person, slug, relay, kind) =>
      inCampaign(slug, (id) =>
        setRelayKind(house, { campaign: id, relay, kind }, actorOf(person), clock.now()),
      ),
    appeals: (slug, open, after, limit) => inCampaign(slug, (id) => readAppeals(db, id, open, after, limit)),
    answer: async (person, slug, answer) =>
      (await inCampaign(slug, async (id) =>
        decideAppeal(
          db,
          queue,
          { id, slug },
          answer,
          { actor: actorOf(person), deciders: await readDeciders(house, slug) },
          clock.now(),
        ),
      )) ?? { kind: 'unknown' },
    listed: (slug, filter, after, limit) =>
      inCampaign(slug, (id) => readListed(db, id, filter, after, limit)),
    history: (slug, before, limit) =>
      inCampaign(slug, (id) => readListingHistory(db, id, null, before, limit)),
    list: (person, slug, listing) =>
      inCampaign(slug, (id) => listSite(db, queue, { id, slug }, listing, actorOf(person), clock.now())),
  };
}

/** Everybody who may decide appeals of a campaign. */
async function readDeciders({ db }: House, slug: string): Promise<readonly string[]> {
  const entry = await readDraftEntry(db, slug);
  if (entry === null) return [];
  const campaign = targetOf(entry);
  const organisations = [campaign.operator, campaign.charity].filter((one) => one !== null);
  const people = await readPeople(db, { organisations, campaigns: [slug] });
  return people
    .filter((one) => permits(one.roles, 'appeal.decide', { campaign, organisation: null }))
    .map((one) => one.account);
}

const letter: AppealWords = ({ state, language, source, words, address }) => {
  const { t } = translator(language);
  return {
    subject: t(`mail.appeal.${state}.subject`),
    text: t(`mail.appeal.${state}.text`, { source, address, words: words === null ? '' : `\n${words}\n` }),
  };
};

/** Sends the answers to appeals. */
export function startAppeals(
  house: House,
  mailer: Mailer,
  onError: (error: unknown, during: string) => void,
) {
  return startAppealMails({
    ...house,
    mail: (payload) => mailAppeal({ ...house, mailer, words: letter }, payload),
    onError,
  });
}
