import type { Instant } from '../kernel/mod.ts';
import type { Queryable } from '../store/mod.ts';
import type { HaltReason } from './halt.ts';
import { type Hash, toBase64 } from './hash.ts';
import type { LogView, WitnessView } from './view.ts';

/** The published checkpoint of a log; `checkpoint` has every signature line, the witnesses' last. */
export type Published = {
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
  readonly checkpoint: string;
  readonly at: Instant;
  readonly keys: readonly string[];
};

/** What was published last, or null before the first checkpoint. */
export async function readPublished(db: Queryable, log: string): Promise<Published | null> {
  const [row] = await db.rows<Published & { lines: string }>(
    `SELECT t.origin, t.published_size AS size, t.published_root AS root, t.checkpoint, t.published_at AS at, t.keys,
       (SELECT coalesce(string_agg(c.line, '' ORDER BY c.name, c.key_id), '') FROM log_cosignature c
        WHERE c.log_id = t.log_id AND c.size = t.published_size) AS lines
     FROM log_tree t WHERE t.log_id = $1 AND t.checkpoint IS NOT NULL`,
    [log],
  );
  if (row === undefined) return null;
  const { lines, ...published } = row;
  return { ...published, checkpoint: published.checkpoint + lines };
}

/** A witness as an operator configures it: where it takes checkpoints, and its keys. */
export type WitnessAddress = { readonly url: string; readonly keys: readonly string[] };

/** A log's keys and witnesses as a trust policy (C2SP tlog-policy). One witness's word is enough, where there are any. */
export function printPolicy(
  url: string,
  keys: readonly string[],
  witnesses: readonly WitnessAddress[],
): string {
  const lines = keys.map((key) => `log ${key} ${url}`);
  const named = witnesses.flatMap((one) => one.keys.map((key) => ({ key, url: one.url })));
  for (const [index, { key, url: address }] of named.entries())
    lines.push(`witness w${index + 1} ${key} ${address}`);
  if (named.length === 0) lines.push('quorum none');
  else
    lines.push(
      `group witnesses any ${named.map((_, index) => `w${index + 1}`).join(' ')}`,
      'quorum witnesses',
    );
  return `${lines.join('\n')}\n`;
}

/** The public prefix of a log: a log that began anew has a folder of its own below the first one's. */
export function prefixOf(url: string, origin: string): string {
  const folder = /\/(\d+)$/.exec(origin)?.[1];
  return folder === undefined ? url : `${url}/${folder}`;
}

/** The published log as its page shows it; null before the first checkpoint. `url`: the prefix of its first beginning. */
export async function readLogView(
  db: Queryable,
  log: string,
  { url, witnesses }: { readonly url: string; readonly witnesses: readonly WitnessAddress[] },
): Promise<LogView | null> {
  const published = await readPublished(db, log);
  if (published === null) return null;
  const cosigned = await db.rows<{ name: string; keyId: string; at: Instant }>(
    'SELECT name, key_id AS "keyId", at FROM log_cosignature WHERE log_id = $1 AND size = $2',
    [log, published.size],
  );
  const restarts = await db.rows<LogView['restarts'][number]>(
    'SELECT ended_at AS at, origin, checkpoint FROM log_ended WHERE log_id = $1 ORDER BY ended_at DESC',
    [log],
  );
  const view = (url: string, vkey: string): WitnessView => {
    const [name = '', keyId = ''] = vkey.split('+');
    const found = cosigned.find((one) => one.name === name && one.keyId === keyId);
    return { name, vkey, url, cosignedAt: found?.at ?? null };
  };
  return {
    origin: published.origin,
    size: published.size,
    root: toBase64(published.root),
    checkpoint: published.checkpoint,
    publishedAt: published.at,
    keys: published.keys,
    witnesses: witnesses.flatMap((one) => one.keys.map((key) => view(one.url, key))),
    policy: printPolicy(prefixOf(url, published.origin), published.keys, witnesses),
    restarts,
  };
}

/** Logs that sign nothing until an operator decides, with the reason. */
export async function readHalted(db: Queryable): Promise<
  readonly {
    readonly log: string;
    readonly origin: string;
    readonly reason: HaltReason;
    readonly shown: string;
  }[]
> {
  return db.rows(
    'SELECT log_id AS log, origin, halted AS reason, halted_by AS shown FROM log_tree WHERE halted IS NOT NULL ORDER BY origin',
  );
}

/**
 * Logs that wait for something: entries that are not published, or a published checkpoint that one of these witnesses'
 * keys has not cosigned.
 */
export async function readWaiting(
  db: Queryable,
  witnesses: readonly { readonly name: string; readonly id: string }[],
): Promise<readonly string[]> {
  const rows = await db.rows<{ id: string }>(
    `SELECT l.id FROM log l LEFT JOIN log_tree t ON t.log_id = l.id
     WHERE t.halted IS NULL AND (coalesce(t.published_size, 0) < l.size OR EXISTS (
       SELECT FROM unnest($1::text[], $2::text[]) AS k (name, id) WHERE NOT EXISTS (
         SELECT FROM log_cosignature c
         WHERE c.log_id = l.id AND c.name = k.name AND c.key_id = k.id AND c.size = t.published_size)))`,
    [witnesses.map((one) => one.name), witnesses.map((one) => one.id)],
  );
  return rows.map((row) => row.id);
}

/** Every log that signs. */
export async function readLogs(db: Queryable): Promise<readonly string[]> {
  const rows = await db.rows<{ id: string }>(
    'SELECT l.id FROM log l LEFT JOIN log_tree t ON t.log_id = l.id WHERE t.halted IS NULL',
  );
  return rows.map((row) => row.id);
}
