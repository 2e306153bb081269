import type { Instant } from '../kernel/mod.ts';

/** What a statement may be given: times as ISO text or `Date`, JSON as text, lists as arrays with a cast in the SQL. */
export type SqlValue = string | number | boolean | bigint | Date | Uint8Array | null | readonly SqlValue[];

/**
 * One PostgreSQL session's view. Rows are plain objects: `bigint` comes as a safe integer (an unsafe one throws),
 * `timestamptz` as an `Instant`, `jsonb` parsed, `bytea` as `Uint8Array`.
 */
export type Queryable = {
  readonly rows: <Row extends object>(text: string, values?: readonly SqlValue[]) => Promise<Row[]>;
};

/** A `Queryable` whose statements take effect together at commit, or not at all. */
export type Transaction = Queryable & { readonly inTransaction: true };

/**
 * A database, whichever driver is behind it.
 * - Durability: a promise that resolves means the commit was reported by the server. PostgreSQL has then written it
 *   to disk; the embedded database has handed it to the operating system (it survives a killed process, not a power cut).
 * - Concurrency: statements outside a transaction never join another caller's transaction.
 * - Retry: `transaction` runs `work` again, whole, on a serialisation failure or deadlock (40001, 40P01), at most
 *   5 times; so `work` does nothing outward. Every other error rolls back and reaches the caller, who must assume
 *   that a commit whose connection broke may have happened, and retry under the same key.
 */
export type Database = Queryable & {
  readonly kind: 'postgres' | 'pglite';
  readonly transaction: <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>;
  /** Several statements in one text, without values: migrations and the queue's own set-up. */
  readonly script: (text: string) => Promise<object[]>;
  /**
   * Calls `heard` for each NOTIFY on the channel, in commit order, until the returned function is called.
   * After a lost connection it listens again and calls `heard` with an empty payload: «something may have been missed».
   */
  readonly listen: (channel: string, heard: (payload: string) => void) => Promise<() => Promise<void>>;
  /**
   * Joins the living processes of this database under a name for as long as the process lives, and says whether it
   * was alone at that moment: then whatever a process of that name had in hand was left by a dead one.
   */
  readonly join: (name: string) => Promise<{ readonly alone: boolean }>;
  /** Runs `work` while nobody else, here or in another process, runs work under this name; the others wait. Ends with the process at the latest. */
  readonly oneAtATime: <T>(name: string, work: () => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
};

/** The database of DATABASE_URL does not answer; `message` is one sentence. */
export class DatabaseUnreachable extends Error {
  override readonly name = 'DatabaseUnreachable';
}

/** An instant as a statement's value. */
export function sqlTime(instant: Instant): string {
  return new Date(instant).toISOString();
}

/** Codes after which the whole transaction is tried again (PostgreSQL appendix A). */
const again = new Set(['40001', '40P01']);
const attempts_max = 5;

/** Runs `once` until it does not end in a serialisation failure or deadlock. */
export async function retrying<T>(once: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once();
    } catch (error) {
      if (attempt >= attempts_max || !again.has(sqlState(error))) throw error;
    }
  }
}

/** What drivers put into their errors beside words: parameters, the row that failed, its key. People's data, for no log. */
const telling = ['params', 'detail', 'where', 'internalQuery'] as const;

/** The same error without the values that the statement was given. */
export function withoutValues(error: unknown): unknown {
  if (typeof error === 'object' && error !== null)
    for (const name of telling) Reflect.deleteProperty(error, name);
  return error;
}

/** The SQLSTATE of a driver's error, or the empty text. */
export function sqlState(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';
}

/** `bigint` text to a number; an unsafe one is a broken invariant of ours (amounts are bounded far below). */
export function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new Error(`the database gave an integer that is too large: ${text}`);
  return value;
}
