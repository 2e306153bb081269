import { timingSafeEqual } from 'node:crypto';
import { campaignsIn, readId } from './campaign/mod.ts';
import type { House, OnError } from './compose-services.ts';
import type { Config } from './config.ts';
import {
  addImage,
  askForOwnComments,
  askToFollow,
  type Checker,
  type CommentHouse,
  type CommentWords,
  confirmFollow,
  createAkismet,
  createEntry,
  createRspamd,
  decideComments,
  editOwnComment,
  eraseOwnComment,
  eraseOwnComments,
  findPlace,
  forgetDialogue,
  postComment,
  readComment,
  readDeskComments,
  readEntries,
  readEntry,
  readFollow,
  readImage,
  readImages,
  readMentions,
  readOwnComment,
  readOwnComments,
  readThread,
  readWriteUps,
  saveEntry,
  startCommentChecks,
  stopFollowing,
  tellFollowers,
} from './dialogue/mod.ts';
import { translator } from './i18n/mod.ts';
import { type Actor, isLimited, type Limit, type Person } from './people/mod.ts';
import { comments_on_page } from './web/console/comments.tsx';
import type { JournalDesk, JournalServices } from './web/journal-port.ts';

/** Enough for a lively evening, too few for a flood; what is over is told to wait and keeps what it typed. */
const limits = {
  entry: { name: 'comment', tries: 300, within_ms: 3_600_000 },
  all: { name: 'comments', tries: 3000, within_ms: 3_600_000 },
  access: { name: 'comments-link', tries: 3, within_ms: 3_600_000 },
  accessAll: { name: 'comments-links', tries: 300, within_ms: 3_600_000 },
  suggest: { name: 'suggest', tries: 120, within_ms: 3_600_000 },
} as const satisfies Readonly<Record<string, Limit>>;

/** A form left open longer says nothing of how fast it was filled in. */
const stamp_ms = 24 * 3_600_000;
const entries_max = 500;
const mentions_max = 100;

const actorOf = (person: Person): Actor => ({
  account: person.account,
  name: person.name === '' ? person.email : person.name,
});

export const commentWords: CommentWords = (language) => {
  const { t } = translator(language);
  return {
    confirm: (about) => ({
      subject: t('mail.follow.confirm.subject'),
      text: t('mail.follow.confirm.text', about),
    }),
    answered: (about) => ({
      subject: t('mail.follow.answered.subject'),
      text: t('mail.follow.answered.text', about),
    }),
    access: (about) => ({
      subject: t('mail.comments.access.subject'),
      text: t('mail.comments.access.text', about),
    }),
  };
};

const bare = (house: House) => house.publicUrl.href.replace(/\/$/, '');

function commentHouse(config: Config, house: House): CommentHouse {
  const tell = { ...house, words: commentWords, publicUrl: bare(house) };
  return {
    ...house,
    checked: config.spam !== null,
    published: (tx, comment, now) => tellFollowers(tell, tx, comment, now),
  };
}

/** The journal, its comments and the write-ups, over the database. */
export function journalServices(config: Config, house: House): JournalServices {
  const { db, clock, seal, random } = house;
  const comments = commentHouse(config, house);
  const publicUrl = bare(house);
  const follow = { db, random, seal, words: commentWords, publicUrl };
  const inCampaign = campaignsIn(db);
  const mark = (entry: string, at: string) =>
    Buffer.from(seal('comment form', `${entry} ${at}`))
      .toString('base64url')
      .slice(0, 22);
  const secondsOf = (entry: string, stamp: string): number | null => {
    const [at = '', given = ''] = stamp.split('.');
    const expected = mark(entry, at);
    if (given.length !== expected.length || !timingSafeEqual(Buffer.from(given), Buffer.from(expected)))
      return null;
    const age = clock.now() - Number.parseInt(at, 36);
    return age >= 0 && age < stamp_ms ? age / 1000 : null;
  };
  return {
    check: {
      kind: config.spam?.kind ?? 'local',
      host: config.spam === null ? '' : new URL(config.spam.url).hostname,
    },
    entries: (slug, offset, limit) =>
      inCampaign(slug, [], (id) => readEntries(db, id, { drafts: false, offset, limit })),
    entry: (slug, entry) => inCampaign(slug, null, (id) => readEntry(db, id, entry)),
    image: (slug, image) => inCampaign(slug, null, (id) => readImage(db, id, image)),
    mentions: (slug, entry) =>
      inCampaign(slug, [], (id) => readMentions(db, id, `/c/${slug}/journal/${entry}`, mentions_max)),
    thread: (entry, from, limit) => readThread(db, entry, from, limit),
    place: (entry, comment) => findPlace(db, entry, comment),
    comment: (entry, comment) => readComment(db, entry, comment),
    stamp: (entry) => {
      const at = clock.now().toString(36);
      return `${at}.${mark(entry, at)}`;
    },
    post: async (slug, entry, typed) => {
      const now = clock.now();
      const campaign = await readId(db, slug);
      if (campaign === null) return { kind: 'closed' };
      const seconds =
        (await isLimited(db, seal, limits.entry, entry.id, now)) ??
        (await isLimited(db, seal, limits.all, '', now));
      if (seconds !== null) return { kind: 'wait', seconds };
      const outcome = await postComment(comments, {
        ...typed,
        campaign,
        entry: entry.id,
        seconds: secondsOf(entry.id, typed.stamp),
      });
      const address = `${publicUrl}/c/${slug}/journal/${entry.slug}`;
      // What looks like spam mails nobody.
      const sound = outcome.kind === 'published' || (outcome.kind === 'held' && outcome.reasons.length === 0);
      if (typed.follow && sound)
        await askToFollow(follow, { id: entry.id, address }, typed.email, typed.language, now);
      return outcome;
    },
    own: (token) => readOwnComment(db, seal, token),
    editOwn: (token, text) => editOwnComment(comments, token, text),
    eraseOwn: (token) => eraseOwnComment(db, seal, token),
    askMine: async (email, language) => {
      const now = clock.now();
      const seconds =
        (await isLimited(db, seal, limits.access, email.toLowerCase(), now)) ??
        (await isLimited(db, seal, limits.accessAll, '', now));
      if (seconds === null) await askForOwnComments(follow, email, language, now);
      return seconds;
    },
    mine: (token) => readOwnComments(db, seal, token, clock.now()),
    eraseMine: (token) => eraseOwnComments(db, seal, token, clock.now()),
    follow: (token) => readFollow(db, seal, token),
    confirmFollow: (token) => confirmFollow(db, seal, token, clock.now()),
    stopFollowing: (token) => stopFollowing(db, seal, token),
    writeUps: (slug, before, limit) =>
      inCampaign(slug, null, (id) => readWriteUps(db, { id, slug }, before, limit)),
    maySuggest: async (slug) => (await isLimited(db, seal, limits.suggest, slug, clock.now())) === null,
  };
}

/** What editors and moderators do, over the database. */
export function journalDeskServices(config: Config, house: House): JournalDesk {
  const { db, clock, random } = house;
  const comments = commentHouse(config, house);
  const inCampaign = campaignsIn(db);
  return {
    entries: (slug) =>
      inCampaign(slug, [], (id) => readEntries(db, id, { drafts: true, offset: 0, limit: entries_max })),
    entry: (slug, entry) => inCampaign(slug, null, (id) => readEntry(db, id, entry, true)),
    create: (person, slug, text) =>
      inCampaign<string | null>(slug, null, (id) =>
        createEntry(db, { id, slug }, text, { actor: actorOf(person), random }, clock.now()),
      ),
    save: (person, slug, entry, saved) =>
      inCampaign(slug, 'unknown', (id) =>
        saveEntry(db, { id, slug }, entry, saved, actorOf(person), clock.now()),
      ),
    images: (slug) => inCampaign(slug, [], (id) => readImages(db, id)),
    addImage: (person, slug, upload) =>
      inCampaign<Awaited<ReturnType<typeof addImage>> | null>(slug, null, (id) =>
        addImage(db, { id, slug }, upload, actorOf(person), clock.now()),
      ),
    comments: (slug, filter, offset) =>
      inCampaign<Awaited<ReturnType<typeof readDeskComments>> | null>(slug, null, (id) =>
        readDeskComments(db, id, filter, { offset, limit: comments_on_page }),
      ),
    decide: (person, slug, decision) =>
      inCampaign<number | null>(slug, null, (id) =>
        decideComments(comments, { id, slug }, decision, actorOf(person)),
      ),
  };
}

/** A server that looks at comments, as the environment names it. */
function checkerOf({ spam, publicUrl }: Config): Checker | null {
  if (spam === null) return null;
  if (spam.kind === 'rspamd') return createRspamd({ url: spam.url, host: publicUrl.hostname });
  // A house that nobody else reaches is a trial: the server must not learn from it (`is_test`).
  const test = /^(localhost|127\.|\[::1\])/.test(publicUrl.hostname);
  return createAkismet({ url: spam.url, key: spam.key, blog: publicUrl.href, test });
}

const forget_every_ms = 3_600_000;

/** What a worker does for the journal: asks the checker, and deletes what is kept no longer. */
export async function startJournal(config: Config, house: House, onError: OnError) {
  const checks = await startCommentChecks({
    ...commentHouse(config, house),
    checker: checkerOf(config),
    publicUrl: bare(house),
    onError,
  });
  const forget = () => {
    forgetDialogue(house.db, house.clock.now(), config.retention.wall).catch((error) =>
      onError(error, 'comments'),
    );
  };
  const timer = setInterval(forget, forget_every_ms);
  return {
    stop: async () => {
      clearInterval(timer);
      await checks.stop();
    },
  };
}
