import { mkdirSync } from 'node:fs';
import { types as oid, PGlite } from '@electric-sql/pglite';
import { type Database, type Queryable, retrying, type SqlValue, safeInteger } from './database.ts';

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
    rows: async <Row extends object>(text: string, values?: readonly SqlValue[]) =>
      (await session.query<Row>(text, values as unknown[])).rows,
  });
  /** The last caller's turn per name: one process has the folder, so its own callers are all there are. */
  const turns = new Map<string, Promise<unknown>>();
  return {
    kind: 'pglite',
    ...over(pglite),
    transaction: (work) =>
      retrying(() =>
        pglite.transaction((tx) => work({ ...over(tx as { query: PGlite['query'] }), inTransaction: true })),
      ),
    script: async (text) => (await pglite.exec(text)).flatMap((result) => result.rows as object[]),
    listen: async (channel, heard) => pglite.listen(channel, heard),
    join: async () => ({ alone: true }),
    oneAtATime: (name, work) => {
      const turn = (turns.get(name) ?? Promise.resolve()).then(work);
      turns.set(
        name,
        turn.catch(() => {}),
      );
      return turn;
    },
    close: () => pglite.close(),
  };
}
