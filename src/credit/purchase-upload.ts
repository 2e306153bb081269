import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FileUnreadable } from '../evidence/mod.ts';
import { type CampaignId, type Clock, type Id, type Instant, newId, type Random } from '../kernel/mod.ts';
import { type Actor, record } from '../people/mod.ts';
import { type Database, type Queryable, sqlTime } from '../store/mod.ts';
import type { Purchases } from './purchase.ts';
import { type FileOutcome, takeFile } from './purchase-file.ts';

export type UploadId = Id<'upl'>;

/** A file of baskets that somebody handed in, and what became of it. */
export type UploadView = {
  readonly id: UploadId;
  readonly retailer: string;
  readonly name: string;
  readonly bytes: number;
  readonly uploadedAt: Instant;
  /** `unreadable`: reading ended at `fault`; what was taken before stays. */
  readonly state: 'waiting' | 'done' | 'unreadable';
  readonly readBytes: number;
  readonly outcome: FileOutcome | null;
  readonly fault: string | null;
};

export type UploadHouse = {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  /** Where files wait to be read; they are gone afterwards. */
  readonly folder: string;
};

const kinds = /\.(?:csv|json|ndjson|jsonl)(?:\.gz)?$/i;
const view = `id, retailer, name, bytes, uploaded_at AS "uploadedAt", state, read_bytes AS "readBytes", outcome, fault`;
const shown_max = 20;

/** Whether a file's name says that it is one of baskets. */
export function isBasketFile(name: string): boolean {
  return kinds.test(name);
}

const pathOf = (folder: string, id: string, name: string) =>
  join(folder, `${id}${(kinds.exec(name)?.[0] ?? '').toLowerCase()}`);

/** Keeps a file until it is read. Answered when it is on the disk and on record. Its name has passed `isBasketFile`. */
export async function keepUpload(
  { db, clock, random, folder }: UploadHouse,
  campaign: { readonly id: CampaignId; readonly slug: string },
  given: { readonly retailer: string; readonly name: string; readonly file: Uint8Array },
  actor: Actor,
): Promise<UploadId> {
  const now = clock.now();
  const id: UploadId = newId('upl', now, random);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = pathOf(folder, id, given.name);
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(given.file);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await db.transaction(async (tx) => {
      await tx.rows(
        `INSERT INTO purchase_upload (id, campaign_id, retailer, name, bytes, uploaded_at, state) VALUES ($1, $2, $3, $4, $5, $6, 'waiting')`,
        [id, campaign.id, given.retailer, given.name, given.file.length, sqlTime(now)],
      );
      const entry = { organisation: given.retailer, campaign: campaign.slug, subject: id };
      await record(tx, actor, { ...entry, action: 'purchase.upload' }, now);
    });
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  return id;
}

/** The last files of these retailers, the newest first. */
export function readUploads(
  db: Queryable,
  campaign: CampaignId,
  retailers: readonly string[],
): Promise<readonly UploadView[]> {
  return db.rows<UploadView>(
    `SELECT ${view} FROM purchase_upload WHERE campaign_id = $1 AND retailer = ANY ($2::text[]) ORDER BY id DESC LIMIT ${shown_max}`,
    [campaign, retailers],
  );
}

/** A file that was just written may not be on record yet. */
const unrecorded_ms = 3_600_000;

/** Deletes files that were read and that a process left behind when it died. */
export async function forgetUploads({ db, clock, folder }: UploadHouse): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  if (names.length === 0) return;
  const waiting = await db.rows<{ id: string }>("SELECT id FROM purchase_upload WHERE state = 'waiting'");
  const kept = new Set(waiting.map((one) => one.id));
  for (const name of names) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path);
    if (!kept.has(name.split('.')[0] ?? '') && mtimeMs < clock.now() - unrecorded_ms)
      await rm(path, { force: true });
  }
}

/** Whether any file waits to be read. */
export async function uploadsWait(db: Queryable): Promise<boolean> {
  return (await db.rows("SELECT 1 FROM purchase_upload WHERE state = 'waiting' LIMIT 1")).length > 0;
}

/** Thrown by `takeUploads` when it is told to stop; the file goes on from there when it is called again. */
export class UploadInterrupted extends Error {}

/**
 * Reads the files that wait, the oldest first; gives how many. Whatever dies on the way: the next call goes on from where
 * this one came to. One caller at a time.
 */
export async function takeUploads(
  house: UploadHouse & { readonly purchases: Purchases; readonly stopping: () => boolean },
): Promise<number> {
  const { db, folder, stopping } = house;
  for (let done = 0; ; done++) {
    const [next] = await db.rows<{ id: UploadId; campaign: CampaignId; retailer: string; name: string }>(
      `SELECT id, campaign_id AS campaign, retailer, name FROM purchase_upload WHERE state = 'waiting' ORDER BY id LIMIT 1`,
    );
    if (next === undefined) return done;
    const path = pathOf(folder, next.id, next.name);
    // Progress is written without being waited for, one at a time: what is shown may lag, what counts is the file's own.
    let writing: Promise<unknown> | null = null;
    const onProgress = ({ bytes }: { readonly bytes: number }) => {
      if (stopping()) throw new UploadInterrupted();
      writing ??= db
        .rows('UPDATE purchase_upload SET read_bytes = $2 WHERE id = $1', [next.id, bytes])
        .catch(() => {})
        .finally(() => {
          writing = null;
        });
    };
    const end = async (outcome: FileOutcome | null, fault: string | null) => {
      await writing;
      await db.rows(
        `UPDATE purchase_upload SET state = $2, outcome = $3::jsonb, fault = $4, read_bytes = CASE WHEN $4::text IS NULL THEN bytes ELSE read_bytes END WHERE id = $1`,
        [next.id, fault === null ? 'done' : 'unreadable', JSON.stringify(outcome), fault],
      );
    };
    try {
      await end(await takeFile(house, { ...next, path }, onProgress), null);
    } catch (error) {
      if (!(error instanceof FileUnreadable)) throw error;
      await end(null, error.message);
    }
    await rm(path, { force: true });
  }
}
