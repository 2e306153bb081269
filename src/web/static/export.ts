import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CampaignView } from '../../campaign/mod.ts';
import { translator } from '../../i18n/mod.ts';
import { type Language, languageCodes, mainLanguage } from '../../kernel/mod.ts';
import type { Services } from '../port.ts';
import { placesOf } from './place.ts';
import { type Link, staticPage } from './rewrite.ts';

export type SiteHouse = {
  readonly services: Services;
  /** What answers requests over these services as the server would, without a network. */
  readonly serve: (services: Services) => Ask;
};
type Ask = (request: Request) => Response | Promise<Response>;
/** `missing`: addresses that are linked and answered with an error; what they answered is in the copy. */
export type SiteCopy = {
  readonly files: number;
  readonly bytes: number;
  readonly missing: readonly string[];
};

/** A copy is in the languages that the campaign itself speaks. */
const languagesOf = (view: CampaignView): readonly Language[] =>
  languageCodes.filter((code) => view.title[code] !== undefined);
/** Pages under way at once: the database answers one while another is rendered. */
const hands = 12;
/** Posts whose pages in both languages and whose proof are written one soon after the other. */
const lately = 2000;

/**
 * Writes a campaign as plain files into a folder that any web server can keep: every public page in each of its languages, each
 * counted post with its proof, the public log byte by byte, the open data, the styles. Null for an unknown campaign.
 * `onProgress` hears how many files are written, and how many are known to be.
 */
export async function exportSite(
  { services: living, serve }: SiteHouse,
  slug: string,
  folder: string,
  onProgress: (done: number, known: number) => void = () => {},
): Promise<SiteCopy | null> {
  // A copy is of one moment: what all pages say alike is read once.
  const services = atOneMoment(living);
  const view = await services.campaign(slug);
  if (view === null) return null;
  const ask = serve(services);
  const { publicUrl, clock } = services;
  const languages = languagesOf(view);
  const places = placesOf(slug, publicUrl, languages);
  const now = clock.now();
  const notices = new Map(
    languages.map((language) => {
      const tr = translator(language);
      const date = tr.inZone(now, view.timeZone);
      return [language, tr.t('static.frozen', { date, address: `${publicUrl}/c/${slug}` })] as const;
    }),
  );
  const waiting: (Link & { readonly file: string })[] = [];
  const known = new Set<string>();
  const made = new Set<string>();
  const missing: string[] = [];
  let [files, bytes] = [0, 0];
  const want = ({ url, language }: Link) => {
    const file = places.fileOf(new URL(url), language);
    if (file === null || known.has(file)) return;
    known.add(file);
    waiting.push({ url, language, file });
  };
  const take = async ({ url, language, file }: (typeof waiting)[number]) => {
    const answer = await ask(
      new Request(url, { headers: { accept: 'text/html, */*;q=0.5', 'accept-language': language } }),
    );
    if (answer.status !== 200) missing.push(url);
    const body = Buffer.from(await answer.arrayBuffer());
    let content = body;
    if (answer.headers.get('content-type')?.startsWith('text/html')) {
      const notice = notices.get(language) ?? '';
      const page = staticPage(body.toString('utf8'), { url: new URL(url), language, file, notice }, places);
      for (const link of page.links) want(link);
      content = Buffer.from(page.html);
    }
    const path = join(folder, file);
    const parent = dirname(path);
    if (!made.has(parent)) {
      mkdirSync(parent, { recursive: true });
      made.add(parent);
    }
    writeFileSync(path, content);
    files++;
    bytes += content.length;
    onProgress(files, known.size);
  };
  for (const language of languages) want({ url: `${publicUrl}/c/${slug}`, language });
  for (const path of await logFiles(services, slug))
    want({ url: `${publicUrl}/c/${slug}/log/${path}`, language: mainLanguage });
  const data = `${publicUrl}/api/v1/campaigns/${slug}`;
  want({ url: data, language: mainLanguage });
  for (const file of await dataFiles(ask, data)) want({ url: file, language: mainLanguage });
  for (const asset of ['proof.js', 'style.css', 'icon.svg'])
    want({ url: `${publicUrl}/assets/${asset}`, language: mainLanguage });
  const work = async () => {
    for (;;) {
      const next = waiting.pop();
      if (next === undefined) return;
      await take(next);
    }
  };
  // Whoever runs out of work may find more when another page has been read.
  while (waiting.length > 0) await Promise.all(Array.from({ length: hands }, work));
  return { files, bytes, missing };
}

/** Services whose answers about a campaign as a whole, and about the posts looked at last, stay what they were at first. */
function atOneMoment(services: Services): Services {
  const once = <Value>(read: (key: string) => Promise<Value>, most = Number.POSITIVE_INFINITY) => {
    const known = new Map<string, Promise<Value>>();
    return (key: string): Promise<Value> => {
      const value = known.get(key) ?? read(key);
      known.set(key, value);
      const [oldest] = known.keys();
      if (known.size > most && oldest !== undefined) known.delete(oldest);
      return value;
    };
  };
  return {
    ...services,
    campaign: once(services.campaign),
    log: once(services.log),
    relay: once(services.relay, lately),
    proof: once(services.proof, lately),
  };
}

/** Every file of the published log, by its path (C2SP tlog-tiles): checkpoint, tiles of hashes and bundles of entries. */
async function logFiles(services: Services, slug: string): Promise<readonly string[]> {
  const log = await services.log(slug);
  if (log === null) return [];
  const { size } = log;
  const paths = ['checkpoint'];
  const name = (index: number): string => {
    let text = String(index % 1000).padStart(3, '0');
    for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000))
      text = `x${String(rest % 1000).padStart(3, '0')}/${text}`;
    return text;
  };
  const tiles = (level: string, count: number) => {
    for (let index = 0; index * 256 < count; index++) {
      const width = Math.min(256, count - index * 256);
      paths.push(`tile/${level}/${name(index)}${width === 256 ? '' : `.p/${width}`}`);
    }
  };
  tiles('entries', size);
  for (let level = 0, count = size; count > 0; level++, count = Math.floor(count / 256))
    tiles(String(level), count);
  return paths;
}

/** The files of the open data, as their dictionary names them. */
async function dataFiles(ask: Ask, data: string): Promise<readonly string[]> {
  const answer = await ask(new Request(`${data}/data`));
  if (answer.status !== 200) return [];
  const { sets } = (await answer.json()) as { sets: readonly { csv: string; json: string }[] };
  return [`${data}/data`, `${data}/data/all.json`, ...sets.flatMap(({ csv, json }) => [csv, json])];
}
