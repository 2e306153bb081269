import { mkdirSync } from 'node:fs';
import { types as oid, PGlite } from '@electric-sql/pglite';
import {
  type Database,
  type Queryable,
  retrying,
  type SqlValue,
  safeInteger,
  withoutValues,
} from './database.ts';

const turns_before_call = 16;

/**
 * The embedded database in a folder (or in memory without one). The caller holds the folder's lock
 * (`lockFolder`): two processes on one folder would silently lose each other's commits.
 *
 * PGlite's own transactions and queries queue behind each other on its one session. Kysely's dialect is not used:
 * it keeps one connection object for all callers, so a statement outside a transaction joins whichever is open.
 */
export async function openPglite(folder: string | null): Promise<Database> {
  if (folder !== null) mkdirSync(folder, { recursive: true });
  const pglite = await PGlite.create({
    ...(folder === null ? {} : { dataDir: folder }),
    parsers: {
      [oid.INT8]: safeInteger,
      [oid.TIMESTAMPTZ]: (text: string) => Date.parse(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')),
    },
  });
  const over = (session: { query: PGlite['query'] }): Queryable => ({
    rows: async <Row extends object>(text: string, values?: readonly SqlValue[]) => {
      try {
        return (await session.query<Row>(text, values as unknown[])).rows;
      } catch (error) {
        throw withoutValues(error);
      }
    },
  });
  // The database computes in this thread, and its promises settle without a turn of the event loop: without turns before
  // each call a busy database would let no request in, and none could join a group that waits for it. One turn lets in
  // one new connection; 16 cost some 30 µs where nobody comes.
  const turn = async () => {
    for (let n = 0; n < turns_before_call; n++) await new Promise<void>((resolve) => setImmediate(resolve));
  };
  const queries = over(pglite);
  /** The last caller's turn per name: one process has the folder, so its own callers are all there are. */
  const turns = new Map<string, Promise<unknown>>();
  return {
    kind: 'pglite',
    rows: async (text, values) => {
      await turn();
      return queries.rows(text, values);
    },
    transaction: (work) =>
      retrying(async () => {
        await turn();
        return pglite.transaction((tx) =>
          work({ ...over(tx as { query: PGlite['query'] }), inTransaction: true }),
        );
      }),
    script: async (text) => (await pglite.exec(text)).flatMap((result) => result.rows as object[]),
    listen: async (channel, heard) => pglite.listen(channel, heard),
    join: async () => ({ alone: true }),
    oneAtATime: (name, work) => {
      const mine = (turns.get(name) ?? Promise.resolve()).then(work);
      turns.set(
        name,
        mine.catch(() => {}),
      );
      return mine;
    },
    close: () => pglite.close(),
  };
}
