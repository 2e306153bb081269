// Pictures of every public page, to be looked at: both themes, three widths, both languages. `npm run shots [FOLDER]`
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launchChromium } from '../test/chromium.ts';
import { freePort } from '../test/postgres.ts';

const folder = process.argv[2] ?? join(import.meta.dirname, '..', 'shots');
const widths = [360, 768, 1440];
const themes = ['light', 'dark'] as const;
const slug = 'un-billet-dix-repas';

const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const demo = spawn(process.execPath, [join(import.meta.dirname, '..', 'bin', 'relais.js'), 'demo'], {
  env: { ...process.env, PORT: String(port) },
  stdio: ['ignore', 'ignore', 'inherit'],
});
const json = async <T>(path: string): Promise<T | null> => {
  const answer = await fetch(`${url}${path}`, { headers: { accept: 'application/json' } }).catch(() => null);
  return answer?.ok === true ? ((await answer.json()) as T) : null;
};
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The demo has ended its story when the count stands still and nothing waits. */
async function settled(): Promise<void> {
  for (let same = 0, last = -1, turn = 0; same < 12; turn++) {
    if (turn > 600) throw new Error('the demo did not come to rest within five minutes');
    const totals = await json<{ relays: number; checking: number }>(`/api/v1/campaigns/${slug}`);
    same =
      totals !== null && totals.relays === last && totals.relays > 0 && totals.checking === 0 ? same + 1 : 0;
    last = totals?.relays ?? -1;
    await wait(500);
  }
}

await settled();
const { relays } = (await json<{ relays: { id: string }[] }>(`/api/v1/campaigns/${slug}/relays?limit=5`)) ?? {
  relays: [],
};
const relay = relays[0]?.id ?? '';
/** The first address in a page that looks like this; the page itself where there is none. */
const linked = async (path: string, pattern: RegExp): Promise<string> =>
  pattern.exec(await (await fetch(`${url}${path}`)).text())?.[0] ?? path;
/** What happens around the posts has ended with the day of tills. */
for (let turn = 0; turn < 240; turn++) {
  if (/class="[^"]*figure|<svg/.test(await (await fetch(`${url}/c/${slug}/purchases`)).text())) break;
  await wait(250);
}
const pages: Readonly<Record<string, string>> = {
  home: '/',
  campaign: `/c/${slug}`,
  promises: `/c/${slug}/partners`,
  purchases: `/c/${slug}/purchases`,
  results: `/c/${slug}/results`,
  charity: `/c/${slug}/charity`,
  partner: `/c/${slug}/partners/danone`,
  volunteer: `/c/${slug}/volunteer`,
  shift: await linked(`/c/${slug}/volunteer`, /\/c\/[a-z0-9-]+\/volunteer\/shf_\w+/),
  journal: `/c/${slug}/journal`,
  entry: await linked(`/c/${slug}/journal`, /\/c\/[a-z0-9-]+\/journal\/[a-z0-9-]+(?=["#])/),
  dialogue: `/c/${slug}/dialogue`,
  question: await linked(`/c/${slug}/dialogue`, /\/c\/[a-z0-9-]+\/dialogue\/questions\/qst_\w+/),
  reservations: `/c/${slug}/dialogue/reservations`,
  meetings: `/c/${slug}/meetings`,
  meeting: await linked(`/c/${slug}/meetings`, /\/c\/[a-z0-9-]+\/meetings\/mtg_\w+/),
  'take part': `/c/${slug}/take-part`,
  log: `/c/${slug}/proof`,
  card: `/c/${slug}/embed`,
  label: `/c/${slug}/label`,
  relay: `/relays/${relay}`,
  proof: `/relays/${relay}/proof`,
  data: `/relays/${relay}/data`,
  privacy: '/privacy',
  api: '/api/docs',
  missing: '/c/nothing-here',
  'sign-in': '/console',
};
mkdirSync(folder, { recursive: true });
const browser = await launchChromium();
let taken = 0;
for (const language of ['fr', 'en'])
  for (const colorScheme of themes)
    for (const width of widths) {
      const context = await browser.newContext({
        colorScheme,
        locale: language === 'fr' ? 'fr-FR' : 'en-GB',
        viewport: { width, height: 800 },
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      for (const [name, path] of Object.entries(pages)) {
        await page.goto(`${url}${path}`);
        await page.waitForTimeout(150);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wide > 0) process.stderr.write(`${name} ${language} ${width}: ${wide} px too wide\n`);
        const file = `${name}-${language}-${width}-${colorScheme}.png`;
        await page.screenshot({ path: join(folder, file), fullPage: true });
        taken++;
      }
      await context.close();
    }
await browser.close();
demo.kill('SIGTERM');
process.stdout.write(`${taken} pictures in ${folder}\n`);
