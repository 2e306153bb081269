import { join } from 'node:path';
import type { Logger } from 'pino';
import { readSlug } from './campaign/mod.ts';
import { lookerOf, startBluesky } from './compose-bluesky.ts';
import { consoleAddresses } from './compose-console.ts';
import { keepDialogue } from './compose-dialogue.ts';
import { openActivityPub, startFediverse } from './compose-fediverse.ts';
import { pollHouse, startFeeds, userAgentOf } from './compose-feeds.ts';
import { startJournal } from './compose-journal.ts';
import { startMeetings } from './compose-meetings.ts';
import { startAppeals } from './compose-moderation.ts';
import { startNotices } from './compose-notices.ts';
import type { House, OnError } from './compose-services.ts';
import { startTickets } from './compose-tills.ts';
import { startShifts } from './compose-volunteering.ts';
import type { Config } from './config.ts';
import { createJudge } from './credit/mod.ts';
import { createFetcher, createLooker } from './evidence/mod.ts';
import { translator } from './i18n/mod.ts';
import { keepHouse, startJobs, startPeopleJobs, startPrivacyJobs } from './jobs/mod.ts';
import type { CampaignId } from './kernel/mod.ts';
import { createCosigner, createPublisher, keepPublishing, openGuard, openLogKeys } from './log/mod.ts';
import { createMailer } from './mail/mod.ts';
import { type LinkWords, mailLink } from './people/mod.ts';
import { mailLink as mailDataLink, proveByPost, replayErasures } from './privacy/mod.ts';

/** Everything a worker process does: looks, verdicts, the public logs, requests for data, the nightly round. */
export async function startWork(
  config: Config,
  house: House,
  log: Logger,
  onError: OnError,
): Promise<{ readonly pollFeeds: () => Promise<number>; readonly stop: () => Promise<void> }> {
  const { db, clock, random } = house;
  const userAgent = userAgentOf(config);
  const fetcher = createFetcher({
    userAgent,
    allow: config.fetchAllow,
    concurrency: config.fetchConcurrency,
  });
  const erased = join(config.data, 'erased');
  const again = await replayErasures(db, erased, random, clock.now());
  if (again > 0)
    log.warn(`${again} relays that had been erased had come back with a backup; they are erased again`);
  const publishing = await startPublishing(config, house, onError);
  const judge = createJudge(house);
  const fediverse = openActivityPub(config, house);
  const jobs = await startJobs({
    ...house,
    look: lookerOf(config, house, fediverse.looker(createLooker({ ...house, fetcher }))),
    judge,
    concurrency: config.fetchConcurrency,
    onError,
  });
  const mailer = createMailer({
    ...config.mail,
    clock,
    random,
    outbox: join(config.data, 'outbox'),
    onOutbox: (path) => log.info(`a mail was written to ${path} (set SMTP_URL to send mails)`),
  });
  const privacy = await startPrivacyJobs({
    ...house,
    prove: (request) => proveByPost({ ...house, fetcher }, request),
    mail: (request) => mailDataLink({ ...house, mailer }, request),
    onError,
  });
  const people = await startPeopleJobs({
    ...house,
    mail: (link) =>
      mailLink(
        { ...house, mailer, publicUrl: consoleAddresses(config.publicUrl).url, words: linkWords },
        link,
        clock.now(),
      ),
    onError,
  });
  const notices = await startNotices(config, house, mailer, onError);
  const appeals = await startAppeals(house, mailer, onError);
  const polls = pollHouse(config, house, fetcher, userAgent);
  const feeds = await startFeeds(polls, onError);
  const journal = await startJournal(config, house, onError);
  const dialogue = keepDialogue(config, house, onError);
  const bluesky = startBluesky(config, house, onError);
  const announcing = startFediverse(config, house, fediverse, onError);
  const shifts = await startShifts(house, mailer, onError);
  const meetings = await startMeetings(config, house, mailer, onError);
  const tickets = startTickets(config, house, onError);
  const nightly = keepHouse({
    ...house,
    retention: config.retention,
    onError,
    onRound: (reconciliation, forgotten) => {
      if (reconciliation.differences === 0)
        log.info(reconciliation, 'the books agree: evidence = credits = ledger = log');
      log.info(forgotten, 'data kept no longer were deleted');
      replayErasures(db, erased, random, clock.now()).catch((error) => onError(error, 'erasures'));
    },
  });
  return {
    pollFeeds: feeds.round,
    stop: async () => {
      await dialogue.stop();
      await nightly.stop();
      await announcing.stop();
      await bluesky.stop();
      await feeds.stop();
      await polls.claims.idle();
      await notices.stop();
      await appeals.stop();
      await journal.stop();
      await shifts.stop();
      await meetings.stop();
      await tickets.stop();
      await people.stop();
      await privacy.stop();
      await jobs.stop();
      await judge.idle();
      await fetcher.close();
      await publishing.stop();
      mailer.close();
    },
  };
}

/** The public logs: whoever does the work also signs. */
async function startPublishing(config: Config, house: House, onError: OnError) {
  const { db, clock, random, publicUrl } = house;
  const keys = openLogKeys(
    { folder: join(config.data, 'log-keys'), files: config.log.keyFiles },
    { pq: config.log.pq, random },
  );
  const publisher = createPublisher({
    db,
    clock,
    keys,
    guard: openGuard(join(config.data, 'log')),
    origin: async (log) => {
      const slug = await readSlug(db, log as CampaignId);
      return slug === null ? null : `${publicUrl.host}/c/${slug}/log`;
    },
  });
  return keepPublishing({
    db,
    publish: publisher.publish,
    ...createCosigner({ db, clock, witnesses: config.log.witnesses, onError }),
    now: clock.now,
    onError,
  });
}

const linkWords: LinkWords = (kind, language, address) => {
  const { t } = translator(language);
  return kind === 'invite'
    ? { subject: t('mail.invite.subject'), text: t('mail.invite.text', { address }) }
    : { subject: t('mail.signIn.subject'), text: t('mail.signIn.text', { address }) };
};
