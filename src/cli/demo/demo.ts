import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  exportCampaign,
  importCampaign,
  parseCampaignFile,
  printCampaignFile,
  readCampaign,
} from '../../campaign/mod.ts';
import { readRelayStatus, reconcile } from '../../credit/mod.ts';
import type { RelayStatus } from '../../evidence/mod.ts';
import { systemClock, systemRandom } from '../../kernel/mod.ts';
import { printLink, type Seal } from '../../people/mod.ts';
import { settlementBooks } from '../../settlement/mod.ts';
import type { Database } from '../../store/mod.ts';
import {
  contentOf,
  pingLikeWordPress,
  samplePosts,
  sendLikeGhost,
  startBadActors,
  startBlogs,
} from './blogs.ts';
import { type DemoDesk, type LifeHouse, live } from './life.ts';
import { cast } from './life-texts.ts';
import { openScreen, paintFor } from './screen.ts';
import { type DemoWords, demoLanguage, words } from './words.ts';

/** What the demo needs from the composition root. */
export type DemoHouse = {
  /** End when the sample posts are counted. */
  readonly once: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Starts the server with this environment. */
  readonly start: (environment: Readonly<Record<string, string | undefined>>) => Promise<{
    readonly url: string;
    readonly db: Database;
    readonly seal: Seal;
    readonly services: { readonly console: DemoDesk };
    /** Where the console is. */
    readonly consoleUrl: URL;
    readonly stop: () => Promise<void>;
  }>;
};

const example = join(import.meta.dirname, '..', '..', '..', 'examples', 'un-billet-dix-repas.yaml');
const honest_blogs = 17;
/** Between two posts when somebody watches; long enough to read. */
const pause_ms = 900;

/**
 * The main job, live: a server on the embedded database, a campaign, blogs that publish and announce it as stock blogs
 * do, and some that cheat. Gives the exit status: 0 when every count is what it should be.
 */
export async function demo(house: DemoHouse): Promise<number> {
  const say = words[demoLanguage(house.environment)];
  const paint = paintFor(process.stdout, house.environment);
  const screen = openScreen(process.stdout, paint);
  const data = mkdtempSync(join(tmpdir(), 'relais-demo-'));
  const port = await freePort(Number(house.environment.PORT ?? 8080));
  const server = await house.start({
    LOG_LEVEL: 'warn',
    ...house.environment,
    HOST: '127.0.0.1',
    PORT: String(port),
    RELAIS_URL: `http://127.0.0.1:${port}`,
    RELAIS_DATA: data,
    DATABASE_URL: undefined,
    RELAIS_ROLE: 'all',
    // The sample blogs live on loopback; nothing else that is not public is opened.
    RELAIS_FETCH_ALLOW: '127.0.0.0/8',
  });
  try {
    const slug = await importExample(
      server.db,
      (text) => screen.line(paint('dim', `  ${text}`)),
      say.shifted,
    );
    const page = `${server.url}/c/${slug}`;
    screen.line(`\n  ${paint('bold', say.title)}\n  ${say.page}: ${paint('cyan', page)}\n`);
    const stage = { house, screen, paint, say };
    const played = await play(server.db, slug, page, stage);
    const desk = server.services.console;
    const wrong = played + (await around({ ...server, data, slug, desk }, stage));
    screen.end();
    if (!house.once) {
      const { db, seal, consoleUrl: publicUrl } = server;
      const console = await printLink(
        { db, seal, random: systemRandom, publicUrl },
        cast.operator.email,
        systemClock.now(),
      );
      screen.line(
        `  ${say.page}: ${paint('cyan', page)}\n  ${say.console}:\n  ${paint('cyan', `${console}`)}`,
      );
      screen.line(`  ${paint('dim', say.stays)}`);
      await new Promise<void>((resolve) => {
        process.once('SIGINT', resolve);
        process.once('SIGTERM', resolve);
      });
    }
    return wrong === 0 ? 0 : 1;
  } finally {
    await server.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

/** Imports the example and gives its slug; its dates are moved to now when they have passed or not come, and `note` hears so. */
export async function importExample(
  db: Database,
  note: (text: string) => void,
  shifted: string,
): Promise<string> {
  const parsed = parseCampaignFile(readFileSync(example, 'utf8'));
  if (parsed.kind === 'invalid') throw new Error(`${example}: ${JSON.stringify(parsed.problems)}`);
  const { campaign } = parsed.file;
  const now = systemClock.now();
  const week = 7 * 86_400_000;
  const open = campaign.opens <= now && now <= campaign.closes - week;
  if (!open) note(shifted);
  const moved = open
    ? campaign
    : { ...campaign, dialogueOpens: now - 3 * week, opens: now - week, closes: now + 12 * week };
  const outcome = await importCampaign(
    db,
    printCampaignFile({ ...parsed.file, campaign: moved }),
    systemClock,
  );
  if (outcome.kind !== 'imported') throw new Error(JSON.stringify(outcome));
  if ((await exportCampaign(db, campaign.slug)) === null)
    throw new Error('the imported campaign can be exported');
  return campaign.slug;
}

type Stage = {
  readonly house: DemoHouse;
  readonly screen: ReturnType<typeof openScreen>;
  readonly paint: ReturnType<typeof paintFor>;
  readonly say: DemoWords;
};

/** Plays all posts and gives how many ended otherwise than they should. */
async function play(
  db: Database,
  slug: string,
  page: string,
  { house, screen, paint, say }: Stage,
): Promise<number> {
  const pause = () => new Promise((resolve) => setTimeout(resolve, house.once ? 0 : pause_ms));
  const number = new Intl.NumberFormat(say === words.en ? 'en' : 'fr');
  const granted = async () => (await readCampaign(db, slug, systemClock.now()))?.totals.granted ?? 0;
  let wrong = 0;
  const meals_all = (honest_blogs + 2) * 10;
  const progress = async () =>
    screen.progress(await granted(), meals_all, `${number.format(await granted())} ${say.meals}`);
  const tell = (relay: RelayStatus, expected: string, told: string, ms: number) => {
    const right = relay.state === expected;
    if (!right) wrong++;
    const mark =
      relay.state === 'counted'
        ? paint('green', '✓')
        : relay.state === 'held'
          ? paint('yellow', '…')
          : paint('red', '✗');
    const units =
      relay.state === 'counted'
        ? `+${relay.units} ${say.meals}`
        : `${stateWord(relay, say)}${relay.reason === null ? '' : ` (${relay.reason})`}`;
    screen.line(
      `  ${mark} ${told.padEnd(52)} ${units} ${paint('dim', `${Math.round(ms)} ms`)}${right ? '' : paint('red', `  ${say.wrong}: ${expected}`)}`,
    );
  };

  const blogs = await startBlogs({ count: honest_blogs, firstHost: 1 });
  screen.line(`  ${paint('bold', say.honest)}`);
  for (const [index, post] of samplePosts(honest_blogs, 2010).entries()) {
    const blog = blogs[index];
    if (blog === undefined) throw new Error('a post has its blog');
    const source = blog.publish({
      ...post,
      content: contentOf(post, page, index % 5 === 4 ? 'image' : 'text'),
    });
    const started = performance.now();
    const ghost = index % 3 === 2;
    if (ghost) await sendLikeGhost(source, [page]);
    else await pingLikeWordPress(source, [page]);
    const relay = await ended(db, slug, source);
    tell(
      relay,
      'counted',
      `${ghost ? 'Ghost     ' : 'WordPress '} ${shorten(relay.post.title ?? source, 40)}`,
      performance.now() - started,
    );
    await progress();
    await pause();
  }

  screen.line(`\n  ${paint('bold', say.bad)}`);
  const actors = await startBadActors({ campaign: page, firstHost: 200 });
  const language = say === words.en ? 'en' : 'fr';
  for (const act of actors.acts) {
    const started = performance.now();
    await act.send();
    tell(
      await ended(db, slug, act.source),
      act.expected.state,
      act.says[language],
      performance.now() - started,
    );
    await progress();
    await pause();
    if (act.afterwards === undefined) continue;
    const again = performance.now();
    await act.afterwards.send();
    const after = await ended(db, slug, act.source, act.afterwards.expected.state);
    tell(after, act.afterwards.expected.state, `  ${say.afterwards}`, performance.now() - again);
  }
  await Promise.all([...blogs.map((blog) => blog.close()), actors.close()]);

  const view = await readCampaign(db, slug, systemClock.now());
  if (view === null) throw new Error('the campaign is there');
  const tally = await db.rows<{ state: string; n: number }>(
    'SELECT state, count(*) AS n FROM relay GROUP BY state',
  );
  const of = (state: string) => tally.find((row) => row.state === state)?.n ?? 0;
  if (view.totals.granted !== meals_all || view.totals.relays !== honest_blogs + 1) wrong++;
  const differences = await reconcile(db, [settlementBooks]);
  wrong += differences.length;
  screen.end();
  screen.line(
    `\n  ${say.summary(of('counted'), number.format(view.totals.granted), of('refused'), of('held'))}`,
  );
  screen.line(
    wrong === 0
      ? `  ${paint('green', say.agree)}\n`
      : `  ${paint('red', `${say.wrong}: ${wrong}`)} ${JSON.stringify(differences)}\n`,
  );
  return wrong;
}

/** What happens around the posts; gives how many differences the books have afterwards. */
async function around(life: LifeHouse, { screen, paint, say }: Stage): Promise<number> {
  const number = new Intl.NumberFormat(say === words.en ? 'en' : 'fr');
  screen.line(`  ${paint('bold', say.around)}`);
  let since = performance.now();
  await live(life, (scene, units) => {
    const given = units === 0 ? '' : `+${number.format(units)} ${say.meals} `;
    const ms = `${Math.round(performance.now() - since)} ms`;
    screen.line(`  ${paint('green', '✓')} ${say.scenes[scene].padEnd(60)} ${given}${paint('dim', ms)}`);
    since = performance.now();
  });
  const differences = await reconcile(life.db, [settlementBooks]);
  screen.line(
    differences.length === 0
      ? `  ${paint('green', say.agree)}\n`
      : `  ${paint('red', `${say.wrong}: ${differences.length}`)} ${JSON.stringify(differences)}\n`,
  );
  return differences.length;
}

function stateWord(relay: RelayStatus, say: DemoWords): string {
  switch (relay.state) {
    case 'held':
    case 'refused':
    case 'withdrawn':
    case 'gone':
    case 'counted':
      return say[relay.state];
    default:
      return relay.state;
  }
}

function shorten(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/** The relay of a post once it was judged (and, if asked, once it is in a state). */
async function ended(db: Database, slug: string, source: string, state?: string): Promise<RelayStatus> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    const [row] = await db.rows<{ id: string }>(
      `SELECT r.id FROM relay r JOIN campaign c ON c.id = r.campaign_id WHERE c.slug = $1 AND r.source = $2 AND NOT r.check_due`,
      [slug, source],
    );
    const status = row === undefined ? null : await readRelayStatus(db, row.id);
    if (status !== null && (state === undefined || status.state === state)) return status;
    if (performance.now() > deadline) throw new Error(`${source} was not judged within 30 s`);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

/** The wanted port, or a free one when somebody has it. */
async function freePort(wanted: number): Promise<number> {
  const listen = (port: number) =>
    new Promise<number | null>((resolve) => {
      const server = createServer();
      server.once('error', () => resolve(null));
      server.listen(port, '127.0.0.1', () => {
        const address = server.address();
        server.close(() => resolve(address !== null && typeof address === 'object' ? address.port : null));
      });
    });
  const port = (await listen(wanted)) ?? (await listen(0));
  if (port === null) throw new Error('no free port');
  return port;
}
