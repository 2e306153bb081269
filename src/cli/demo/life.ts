import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCampaign } from '../../campaign/mod.ts';
import type { EntrySaved, EntryText, MeetingText, QuestionId, ReservationId } from '../../dialogue/mod.ts';
import type { Role } from '../../domain/mod.ts';
import type { ShiftId, ShiftText } from '../../evidence/mod.ts';
import { isId, systemClock, systemRandom } from '../../kernel/mod.ts';
import {
  createKey,
  ensureAccount,
  findOrganisation,
  grantRole,
  type Person,
  readPerson,
  type Seal,
} from '../../people/mod.ts';
import type { Database } from '../../store/mod.ts';
import { runTill } from '../till.ts';
import { pingLikeWordPress, startBlogs } from './blogs.ts';
import { cast, texts } from './life-texts.ts';

/** What people of organisations do in the console, as the server offers it. */
export type DemoDesk = {
  readonly dialogue: {
    readonly answer: (
      person: Person,
      slug: string,
      answer: {
        readonly question: QuestionId;
        readonly organisation: { readonly slug: string; readonly name: string };
        readonly body: string;
      },
    ) => Promise<boolean>;
    readonly reservation: (
      person: Person,
      slug: string,
      reservation: ReservationId,
      deed: { readonly do: 'answer'; readonly organisation: string; readonly body: string },
    ) => Promise<boolean>;
  };
  readonly journal: {
    readonly create: (person: Person, slug: string, text: EntryText) => Promise<string | null>;
    readonly save: (
      person: Person,
      slug: string,
      entry: string,
      saved: {
        readonly text: EntryText;
        readonly version: number;
        readonly note: string;
        readonly publish: boolean;
      },
    ) => Promise<EntrySaved>;
    readonly decide: (
      person: Person,
      slug: string,
      decision: { readonly comments: readonly string[]; readonly publish: boolean },
    ) => Promise<number | null>;
  };
  readonly meetings: {
    readonly call: (person: Person, slug: string, text: MeetingText) => Promise<string | null>;
  };
  readonly shifts: {
    readonly create: (person: Person, slug: string, text: ShiftText) => Promise<ShiftId | null>;
  };
};

export type LifeHouse = {
  readonly db: Database;
  readonly seal: Seal;
  readonly url: string;
  /** `$RELAIS_DATA`, where mails wait to be read. */
  readonly data: string;
  readonly slug: string;
  readonly desk: DemoDesk;
};

/** What happens around the posts, one after the other; each gives what came of it, in units where it gave any. */
export const scenes = [
  'question',
  'critic',
  'journal',
  'meeting',
  'shift',
  'purchases',
] as const satisfies readonly string[];
export type Scene = (typeof scenes)[number];

/**
 * Plays what happens around the posts: visitors use the public pages and the links in their mails, people of
 * organisations their console's services. `told` hears each scene when it is over, with the units that it gave.
 */
export async function live(house: LifeHouse, told: (scene: Scene, units: number) => void): Promise<void> {
  const { db, slug } = house;
  const granted = async () => (await readCampaign(db, slug, systemClock.now()))?.totals.granted ?? 0;
  const people = {
    operator: await hire(db, 'netscouade', 'operator', cast.operator),
    charity: await hire(db, 'restos', 'charity', cast.charity),
    partner: await hire(db, 'danone', 'partner', cast.partner),
  };
  const play: Readonly<Record<Scene, () => Promise<void>>> = {
    question: () => ask(house, people.partner),
    critic: () => criticise(house, people.partner),
    journal: () => write(house, people.operator),
    meeting: () => meet(house, people.charity),
    shift: () => plan(house, people.charity),
    purchases: () => sell(house, people.operator),
  };
  for (const scene of scenes) {
    const before = await granted();
    await play[scene]();
    told(scene, (await granted()) - before);
  }
}

async function hire(
  db: Database,
  organisation: string,
  role: Role,
  who: { readonly name: string; readonly email: string },
): Promise<Person> {
  const now = systemClock.now();
  const account = await db.transaction(async (tx) => {
    const found = await findOrganisation(tx, organisation);
    if (found === null) throw new Error(`no organisation ${organisation}`);
    const made = await ensureAccount(tx, { ...who, language: 'fr' }, systemRandom, now);
    await grantRole(tx, made, { organisation: found.id, role, campaign: null }, now);
    return made;
  });
  return there(await readPerson(db, account), who.name);
}

async function ask(house: LifeHouse, partner: Person): Promise<void> {
  const { slug, desk } = house;
  const { email, ...question } = texts.question;
  await send(house, `/c/${slug}/dialogue/questions`, { ...question, email, organisation: 'danone' });
  const opened = await send(
    house,
    await linkTo(house, email, /\/c\/[a-z0-9-]+\/dialogue\/link\/[\w-]{43}/),
    {},
  );
  const id = /qst_\w+/.exec(opened)?.[0] ?? '';
  if (!isId('qst', id)) throw new Error('the question was not asked');
  await desk.dialogue.answer(partner, slug, {
    question: id,
    organisation: { slug: 'danone', name: 'Danone' },
    body: texts.answer,
  });
}

async function criticise({ db, url, slug, desk }: LifeHouse, partner: Person): Promise<void> {
  const [blog] = await startBlogs({ count: 1, firstHost: 160 });
  if (blog === undefined) throw new Error('the critic has a blog');
  const page = `${url}/c/${slug}`;
  const { paragraphs, ...post } = texts.critic;
  const body = paragraphs.map((text) => `<p>${text}</p>`).join('');
  const source = blog.publish({
    ...post,
    ...{ published: systemClock.now(), paragraphs },
    content: `${body}<p><a href="${page}?stance=against">La campagne en question</a></p>`,
  });
  await pingLikeWordPress(source, [page]);
  const id = await eventually('the critic among the reservations', async () => {
    const [row] = await db.rows<{ id: ReservationId }>(
      "SELECT v.id FROM reservation v JOIN relay r ON r.id = v.relay_id WHERE r.source = $1 AND r.state = 'counted'",
      [source],
    );
    return row?.id ?? null;
  });
  await desk.dialogue.reservation(partner, slug, id, {
    ...{ do: 'answer', organisation: 'danone' },
    body: texts.criticAnswer,
  });
  await blog.close();
}

async function write(house: LifeHouse, operator: Person): Promise<void> {
  const { slug, desk } = house;
  const { entry, edited, note, comment } = texts.journal;
  const made = there(await desk.journal.create(operator, slug, entry), 'the entry');
  await desk.journal.save(operator, slug, made, { text: entry, version: 1, note: '', publish: true });
  const address = `/c/${slug}/journal/${made}`;
  const page = await (await fetch(house.url + address)).text();
  await desk.journal.save(operator, slug, made, { text: edited, version: 2, note, publish: true });
  const stamp = /name="stamp" value="([^"]+)"/.exec(page)?.[1] ?? '';
  await send(house, `${address}/comments`, { ...comment, stamp });
  // Written faster than anybody types: it waits for a human, who publishes it.
  const waiting = await house.db.rows<{ id: string }>(
    "SELECT id FROM journal_comment WHERE state <> 'published'",
  );
  await desk.journal.decide(operator, slug, { comments: waiting.map(({ id }) => id), publish: true });
}

const day = 86_400_000;
/** An hour in Paris (in winter) of the next such day of the week (0: Sunday), some days from now at least. */
function nextDay(weekday: number, after: number, hour: number): number {
  const start = Math.floor(systemClock.now() / day) * day + after * day;
  const wait = (weekday - new Date(start).getUTCDay() + 7) % 7;
  return start + wait * day + (hour - 1) * 3_600_000;
}

async function meet(house: LifeHouse, charity: Person): Promise<void> {
  const { slug, desk } = house;
  const startsAt = nextDay(4, 14, 19);
  const meeting = await desk.meetings.call(charity, slug, {
    ...texts.meeting,
    ...{ startsAt, endsAt: startsAt + 3 * 3_600_000 },
  });
  for (const { name, email } of texts.guests) {
    await send(house, `/c/${slug}/meetings/${there(meeting, 'the meeting')}`, { name, email, named: 'true' });
    await send(house, await linkTo(house, email, /\/meetings\/[\w-]{43}/), { act: 'confirm_mail' });
  }
}

async function plan(house: LifeHouse, charity: Person): Promise<void> {
  const { slug, desk } = house;
  const startsAt = nextDay(6, 3, 9);
  const shift = await desk.shifts.create(charity, slug, {
    ...texts.shift,
    ...{ startsAt, endsAt: startsAt + 3 * 3_600_000 },
  });
  for (const { name, email, role } of texts.volunteers) {
    await send(house, `/c/${slug}/volunteer/${there(shift, 'the shift')}`, {
      name,
      email,
      role,
      company: '',
    });
    await send(house, await linkTo(house, email, /\/volunteer\/[\w.-]{20,}/), { act: 'confirm_mail' });
  }
}

async function sell({ db, seal, url, slug }: LifeHouse, operator: Person): Promise<void> {
  const now = systemClock.now();
  const key = await createKey(
    { db, seal, random: systemRandom },
    {
      ...{ name: 'Caisses', retailer: 'carrefour', campaign: slug, scopes: ['purchases:write'] },
      ...{ publicKey: null, expiresAt: null },
    },
    { account: operator.account, name: operator.name },
    now,
  );
  await runTill(
    { target: `${url}/c/${slug}`, key: there(key, 'the key').text, baskets: 600, shops: 6, seed: 3 },
    { now, print: () => {}, progress: () => {} },
  );
}

/** Sends a public form; gives where the answer leads. */
async function send({ url }: LifeHouse, path: string, fields: Record<string, string>): Promise<string> {
  const answer = await fetch(url + path, {
    method: 'POST',
    headers: { accept: 'text/html', 'accept-language': 'fr', origin: url },
    body: new URLSearchParams(fields),
    redirect: 'manual',
  });
  if (answer.status !== 303 && answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
  return answer.headers.get('location') ?? '';
}

/** The link in somebody's newest mail, from the outbox. */
function linkTo({ data }: LifeHouse, email: string, pattern: RegExp): Promise<string> {
  const folder = join(data, 'outbox');
  return eventually(`a mail to ${email}`, async () => {
    const mails = readdirSync(folder, { withFileTypes: true }).filter((file) => file.name.endsWith('.eml'));
    for (const { name } of mails.reverse()) {
      const mail = readFileSync(join(folder, name), 'utf8');
      if (!mail.includes(`To: ${email}`)) continue;
      const link = pattern.exec(readable(mail))?.[0];
      if (link !== undefined) return link;
    }
    return null;
  });
}

/** A mail's text without its transfer encoding, as far as a link needs it. */
function readable(mail: string): string {
  const bodies = mail.split(/\r?\n\r?\n/).map((part) => {
    const text = part.replace(/=\r?\n/g, '').replace(/=3D/g, '=');
    return /^[\w+/=\s]+$/.test(part) ? `${text}\n${Buffer.from(part, 'base64').toString()}` : text;
  });
  return bodies.join('\n');
}

async function eventually<T>(what: string, find: () => Promise<T | null>): Promise<T> {
  for (let tries = 0; tries < 600; tries++) {
    const found = await find().catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${what} did not come within 30 s`);
}

function there<T>(value: T | null, what: string): T {
  if (value === null) throw new Error(`${what} is not there`);
  return value;
}
