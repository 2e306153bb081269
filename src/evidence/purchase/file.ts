import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { type ReadBasket, readBasket } from '../../domain/mod.ts';
import { type CampaignId, type Instant, isoInstant } from '../../kernel/mod.ts';
import type { Queryable } from '../../store/mod.ts';
import { itemsOf } from './items.ts';

/** A file of baskets is none of these, or its text can't be read on; the sentence says where. */
export class FileUnreadable extends Error {}

const columns = ['receipt', 'at', 'shop', 'gtin', 'quantity', 'return_of'] as const;

/**
 * The baskets of a file, one by one, in bounded memory: `.json` (a list), `.ndjson` or `.jsonl` (a basket per line), or
 * `.csv` (columns receipt, at, shop, gtin, quantity, return_of; the lines of a receipt follow one another), each of them
 * perhaps with `.gz` behind it. `onBytes`: how many bytes of the file were read so far.
 */
export async function* basketsOfFile(
  path: string,
  onBytes: (bytes: number) => void = () => {},
): AsyncGenerator<ReadBasket> {
  const name = path.replace(/\.gz$/i, '');
  const file = createReadStream(path, { highWaterMark: 256 * 1024 });
  let read = 0;
  file.on('data', (chunk) => {
    read += chunk.length;
    onBytes(read);
  });
  const plain = name === path ? file : file.pipe(createGunzip());
  if (plain !== file) file.on('error', (error) => plain.destroy(error));
  try {
    if (/\.csv$/i.test(name)) yield* csvBaskets(plain);
    else if (/\.(?:ndjson|jsonl|json)$/i.test(name)) yield* jsonBaskets(textOf(plain));
    else throw new FileUnreadable('A file of baskets ends in .csv, .json, .ndjson or .jsonl (and .gz).');
  } catch (error) {
    throw error instanceof FileUnreadable ? error : new FileUnreadable(sentenceOf(error));
  } finally {
    file.destroy();
  }
}

async function* textOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

async function* jsonBaskets(text: AsyncIterable<string>): AsyncGenerator<ReadBasket> {
  for await (const item of itemsOf(text)) {
    if (item.kind === 'broken') throw new FileUnreadable(item.sentence);
    let value: unknown;
    try {
      value = JSON.parse(item.text);
    } catch {
      yield { problem: 'This is not JSON.' };
      continue;
    }
    yield readBasket(value);
  }
}

type Row = Partial<Record<string, string>>;

async function* csvBaskets(bytes: AsyncIterable<Buffer>): AsyncGenerator<ReadBasket> {
  const rows = parse({
    bom: true,
    columns: (header: readonly string[]) => header.map((one) => one.trim().toLowerCase()),
    delimiter: [',', ';', '\t'],
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: 65_536,
  });
  const feeding = (async () => {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    for await (const chunk of bytes) {
      const text = decoder.decode(chunk, { stream: true });
      if (!rows.write(text)) await new Promise((resolve) => rows.once('drain', resolve));
    }
    rows.end(decoder.decode());
  })().catch((error) => rows.destroy(error));
  let gathered: Row[] = [];
  let first = true;
  for await (const row of rows as AsyncIterable<Row>) {
    if (first) {
      const missing = columns
        .slice(0, 2)
        .concat(columns.slice(3, 5))
        .filter((one) => !(one in row));
      if (missing.length > 0)
        throw new FileUnreadable(`The first line names no column ${missing.join(', ')}.`);
      first = false;
    }
    if (gathered.length > 0 && gathered[0]?.receipt !== row.receipt) {
      yield basketOf(gathered);
      gathered = [];
    }
    gathered.push(row);
  }
  if (gathered.length > 0) yield basketOf(gathered);
  await feeding;
}

/** The basket of rows with one receipt. Columns beside ours are judged as fields: an identity is refused. */
function basketOf(rows: readonly Row[]): ReadBasket {
  const [head = {}] = rows;
  const { receipt, at, shop, return_of: returnOf, gtin: _, quantity: __, ...others } = head;
  return readBasket({
    ...others,
    receipt,
    at,
    shop: shop === undefined || shop === '' ? null : shop,
    returnOf: returnOf === undefined || returnOf === '' ? null : returnOf,
    lines: rows.map((row) => ({ gtin: row.gtin?.trim(), quantity: Number(row.quantity) })),
  });
}

function sentenceOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  if (code === 'ENOENT') return 'There is no such file.';
  if (code?.startsWith('Z_')) return 'Its gzip is broken.';
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'It is not UTF-8 text.';
  return `It can't be read: ${message ?? 'unknown'}`;
}

/**
 * What tells a file from others: the SHA-256 of all of it, half a second per gigabyte. A part would not do: a corrected
 * file of the same length would be taken for the old one, and passed over.
 */
export async function fingerprintOf(
  path: string,
): Promise<{ readonly digest: Buffer; readonly bytes: number }> {
  const digest = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(path, {
      highWaterMark: 1024 * 1024,
    }) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      digest.update(chunk);
    }
  } catch (error) {
    throw new FileUnreadable(sentenceOf(error));
  }
  return { digest: digest.digest(), bytes };
}

/** How many baskets of a file were taken before. */
export async function readFileProgress(
  db: Queryable,
  campaign: CampaignId,
  retailer: string,
  fingerprint: Uint8Array,
): Promise<number> {
  const [row] = await db.rows<{ baskets: number }>(
    'SELECT baskets FROM purchase_file WHERE campaign_id = $1 AND retailer = $2 AND fingerprint = $3',
    [campaign, retailer, fingerprint],
  );
  return row?.baskets ?? 0;
}

export async function writeFileProgress(
  db: Queryable,
  campaign: CampaignId,
  retailer: string,
  fingerprint: Uint8Array,
  progress: { readonly baskets: number; readonly finished: boolean },
  now: Instant,
): Promise<void> {
  await db.rows(
    `INSERT INTO purchase_file (campaign_id, retailer, fingerprint, baskets, finished_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (campaign_id, retailer, fingerprint) DO UPDATE
       SET baskets = excluded.baskets, finished_at = excluded.finished_at, updated_at = excluded.updated_at`,
    [
      campaign,
      retailer,
      fingerprint,
      progress.baskets,
      progress.finished ? isoInstant(now) : null,
      isoInstant(now),
    ],
  );
}
