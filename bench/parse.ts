import { readdirSync, readFileSync } from 'node:fs';
import { Parser, Tokenizer } from 'htmlparser2';
import { mf2 } from 'microformats-parser';
import { parse } from 'parse5';
import { createPageDecoder } from '../src/evidence/relay/read/charset.ts';
import { createScanner } from '../src/evidence/relay/read/scanner.ts';
import { createPageReader } from '../src/evidence/relay/read.ts';
import { campaignLink } from '../src/evidence/relay/target.ts';
import { median, report, round } from './measure.ts';

/**
 * How fast HTML parsers go over real pages (test/pages), in MB/s of page bytes on one core: medians over rounds, all
 * in one run. The control decodes the page and looks for the address with indexOf; ratios are to it. `pages_per_s`
 * is for the 128 KB page. `reader_early` may stop once its verdict is certain, `reader_whole` can't: it looks for a
 * campaign that is not there.
 */
const folder = new URL('../test/pages/', import.meta.url);
const pages = readdirSync(folder)
  .filter((name) => name.endsWith('.html'))
  .map((name) => readFileSync(new URL(name, folder)));
const largest = pages.reduce((a, b) => (b.length > a.length ? b : a));
const pageUrl = new URL('http://blog-a.test:8091/2026/11/billet/');
const linkSlug = campaignLink(new URL('https://relais.example'));
const chunk_bytes = 65_536;
const round_ms = Number(process.env.BENCH_ROUND_MS ?? 300);
const rounds = Number(process.env.BENCH_ROUNDS ?? 9);

/** Whatever a candidate gives goes here, so that nothing is optimised away. */
let sink = 0;

function chunks(page: Buffer, write: (bytes: Buffer) => boolean): void {
  for (let at = 0; at < page.length; at += chunk_bytes)
    if (!write(page.subarray(at, at + chunk_bytes))) return;
}

function read(page: Buffer, slug: string): void {
  const reader = createPageReader({ pageUrl, charset: 'utf-8', slug, linkSlug });
  chunks(page, (bytes) => reader.write(bytes) === 'more');
  sink += reader.end().link.length;
}

/** Runs a page through a streaming parser, decoded as the reader does it. */
function stream(page: Buffer, parser: { write: (text: string) => void; end: () => void }): void {
  const decoder = createPageDecoder('utf-8');
  chunks(page, (bytes) => {
    parser.write(decoder.write(bytes));
    return true;
  });
  parser.write(decoder.end());
  parser.end();
}

const count = (): void => {
  sink++;
};
const tokenEvents = {
  onattribdata: count,
  onattribentity: count,
  onattribend: count,
  onattribname: count,
  oncdata: count,
  onclosetag: count,
  oncomment: count,
  ondeclaration: count,
  onend: count,
  onopentagend: count,
  onopentagname: count,
  onprocessinginstruction: count,
  onselfclosingtag: count,
  ontext: count,
  ontextentity: count,
};
const raw = new Set(['style', 'title', 'textarea', 'iframe', 'noembed', 'xmp']);

const candidates: Readonly<Record<string, (page: Buffer) => void>> = {
  control: (page) => {
    sink += new TextDecoder().decode(page).indexOf('https://relais.example/c/absente');
  },
  own_scanner: (page) =>
    stream(
      page,
      createScanner({
        open: (name) => {
          sink++;
          if (name === 'script') return 'script';
          return raw.has(name) ? 'text' : 'data';
        },
        close: count,
        text: count,
        doctype: count,
        foreign: () => false,
        finished: () => false,
      }),
    ),
  htmlparser2_tokenizer: (page) => stream(page, new Tokenizer({}, tokenEvents)),
  htmlparser2_parser: (page) =>
    stream(page, new Parser({ onopentag: count, onclosetag: count, ontext: count })),
  parse5: (page) => {
    sink += parse(new TextDecoder().decode(page), { scriptingEnabled: false }).childNodes.length;
  },
  parse5_microformats: (page) => {
    sink += mf2(new TextDecoder().decode(page), { baseUrl: pageUrl.href }).items.length;
  },
  reader_whole: (page) => read(page, 'absente'),
  reader_early: (page) => read(page, 'un-billet-dix-repas'),
};

/** MB/s over the pages given, for at least a round's time. */
function rate(run: (page: Buffer) => void, input: readonly Buffer[]): number {
  const started = performance.now();
  let bytes = 0;
  do {
    for (const page of input) {
      run(page);
      bytes += page.length;
    }
  } while (performance.now() - started < round_ms);
  return bytes / 1_000 / (performance.now() - started);
}

const rates = new Map<string, number[]>();
for (let turn = 0; turn <= rounds; turn++) {
  for (const [name, run] of Object.entries(candidates)) {
    const measured = rate(run, pages);
    const largestMeasured = name.startsWith('reader') || name === 'control' ? rate(run, [largest]) : 0;
    // The first round warms up.
    if (turn === 0) continue;
    rates.set(name, [...(rates.get(name) ?? []), measured]);
    if (largestMeasured > 0) {
      const key = `${name}_pages_per_s`;
      rates.set(key, [...(rates.get(key) ?? []), (largestMeasured * 1e6) / largest.length]);
    }
  }
}

const control = median(rates.get('control') ?? []);
const metrics: Record<string, number> = {};
for (const [name, values] of rates) {
  if (name.endsWith('_pages_per_s')) metrics[name] = Math.round(median(values));
  else {
    metrics[`${name}_mb_per_s`] = round(median(values), 1);
    if (name !== 'control') metrics[`${name}_ratio`] = round(median(values) / control, 3);
  }
}
if (sink === 0) throw new Error('nothing was read');
report('parse', metrics);
