import { type ConstructorOptions, PgBoss } from 'pg-boss';
import type { Instant } from '../kernel/mod.ts';
import type { Database, Queryable, SqlValue, Transaction } from '../store/mod.ts';

/** Every kind of job and its payload; checked when put in and when taken out. */
export type JobKinds = Readonly<Record<string, (payload: unknown) => boolean>>;

/** A job in hand. `attempt` counts how often it was taken before this time. */
export type Job = { readonly id: string; readonly payload: unknown; readonly attempt: number };

/** A job to put in; not taken before `after`. */
export type NewJob = { readonly payload: object; readonly after?: Instant };

/**
 * A durable queue in the application's own database.
 * - `enqueue` is part of the caller's transaction: job and work are committed together or not at all.
 * - A job is given to one taker at a time; if that process dies, the job is given out again after `lease_seconds`,
 *   or at once when the next process finds itself alone. So a job may run twice: handlers are idempotent.
 * - `complete` may be part of the handler's transaction: effect and completion are then one.
 */
export type Queue = {
  readonly enqueue: (tx: Transaction, kind: string, jobs: readonly NewJob[]) => Promise<void>;
  readonly take: (kind: string, most: number) => Promise<readonly Job[]>;
  readonly complete: (kind: string, ids: readonly string[], tx?: Transaction) => Promise<void>;
  /** Gives jobs back, to be taken again after the lease rules' delay. */
  readonly fail: (kind: string, ids: readonly string[]) => Promise<void>;
  /** Seconds the oldest job that could be taken has waited; 0 when none waits. */
  readonly lagSeconds: () => Promise<number>;
  /** Calls back when jobs may be there; polls are still needed as a floor. */
  readonly onEnqueued: (wake: () => void) => Promise<() => Promise<void>>;
  readonly close: () => Promise<void>;
};

/** How long a taken job may be silent before it is given to another: a job of 64 looks of 10 s at one slow host, and its wait. */
export const lease_seconds = 900;
/** Times a job is given out again after its taker died or failed. */
const retries_max = 1000;
const channel = 'relais_jobs';

/**
 * Opens the queue; installs or migrates its tables (schema `pgboss`) one process after the other.
 * `work`: this process takes jobs and tends the queue (expired leases, old rows); a web-only process just enqueues.
 */
export async function openQueue(
  db: Database,
  kinds: JobKinds,
  options: { work: boolean; onError: (error: Error) => void },
): Promise<Queue> {
  const settings: ConstructorOptions = {
    db: forBoss(db, db),
    backend: db.kind === 'pglite' ? 'pglite' : 'postgres',
    supervise: options.work,
    schedule: false,
    registerInstance: false,
    openTelemetry: { enabled: false },
    maintenanceIntervalSeconds: 3600,
    monitorIntervalSeconds: 30,
  };
  const boss = new PgBoss(settings);
  boss.on('error', options.onError);
  // The library's own lock does not cover the making of its schema: processes that start together would collide.
  await db.oneAtATime('queue', () => install(boss, kinds));
  if (options.work && (await db.join('worker')).alone) await giveBackAll(db);

  const check = (kind: string, payload: unknown) => {
    if (kinds[kind]?.(payload) !== true)
      throw new Error(`not a payload of job ${kind}: ${JSON.stringify(payload)}`);
  };
  return {
    enqueue: async (tx, kind, jobs) => {
      if (jobs.length === 0) return;
      for (const job of jobs) check(kind, job.payload);
      await boss.insert(
        kind,
        jobs.map((job) => ({
          data: job.payload,
          ...(job.after === undefined ? {} : { startAfter: new Date(job.after) }),
        })),
        { db: forBoss(db, tx) },
      );
      await tx.rows('SELECT pg_notify($1, $2)', [channel, kind]);
    },
    take: async (kind, most) => {
      const jobs = await boss.fetch<unknown>(kind, { batchSize: most });
      return jobs.map((job) => {
        check(kind, job.data);
        return { id: job.id, payload: job.data, attempt: job.retryCount ?? 0 };
      });
    },
    complete: async (kind, ids, tx) => {
      if (ids.length > 0)
        await boss.complete(kind, [...ids], null, tx === undefined ? {} : { db: forBoss(db, tx) });
    },
    fail: async (kind, ids) => {
      if (ids.length > 0) await boss.fail(kind, [...ids]);
    },
    lagSeconds: async () => {
      const [row] = await db.rows<{ lag: number }>(
        `SELECT coalesce(extract(epoch FROM now() - min(greatest(created_on, start_after))), 0)::float8 AS lag
         FROM pgboss.job WHERE state < 'active' AND start_after <= now() AND name = ANY($1::text[])`,
        [Object.keys(kinds)],
      );
      return row?.lag ?? 0;
    },
    onEnqueued: (wake) => db.listen(channel, () => wake()),
    close: () => boss.stop({ graceful: false, close: false }),
  };
}

/** Jobs that are not done, for a backup: each a JSON list of kind, payload as text, and when it may be taken (to the millisecond, as `NewJob` has it). */
export const waitingJobs =
  "SELECT to_json(ARRAY[name, data::text, date_trunc('milliseconds', start_after)::text])::text AS line FROM pgboss.job WHERE state IN ('created', 'retry', 'active')";

/** Reads a line of `waitingJobs`; null where it is none. */
export function readWaitingJob(line: string): { readonly kind: string; readonly job: NewJob } | null {
  const [kind, data, after] = JSON.parse(line) as readonly (string | null)[];
  const time = Date.parse((after ?? '').replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
  if (typeof kind !== 'string' || typeof data !== 'string' || Number.isNaN(time)) return null;
  return { kind, job: { payload: JSON.parse(data) as object, after: time } };
}

/** Starts the library, which makes or migrates its tables, and makes or updates our queues. */
async function install(boss: PgBoss, kinds: JobKinds): Promise<void> {
  await boss.start();
  for (const kind of Object.keys(kinds)) {
    const queue = {
      expireInSeconds: lease_seconds,
      retryLimit: retries_max,
      retryDelay: 1,
      deleteAfterSeconds: 3600,
      retentionSeconds: 31_536_000,
    };
    if ((await boss.getQueue(kind)) === null) await boss.createQueue(kind, queue);
    else await boss.updateQueue(kind, queue);
  }
}

/** No other worker lives: what is in hand was left by dead ones and is given out again at once. */
async function giveBackAll(db: Database): Promise<void> {
  await db.rows("UPDATE pgboss.job SET state = 'retry', start_after = now() WHERE state = 'active'");
}

type BossDatabase = NonNullable<ConstructorOptions['db']>;

/** The library's view of our database: the statement goes where the caller's transaction is. */
function forBoss(db: Database, session: Queryable): BossDatabase {
  return {
    executeSql: async (text: string, values?: unknown[]) =>
      values === undefined || values.length === 0
        ? { rows: session === db ? await db.script(text) : await session.rows(text) }
        : { rows: await session.rows(text, values as SqlValue[]) },
  };
}
