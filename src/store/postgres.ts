import pg from 'pg';
import {
  type Database,
  DatabaseUnreachable,
  type Queryable,
  retrying,
  type SqlValue,
  safeInteger,
  type Transaction,
  withoutValues,
} from './database.ts';

const { builtins } = pg.types;
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === builtins.INT8) return safeInteger;
    if (oid === builtins.TIMESTAMPTZ)
      return (text: string) => Date.parse(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
    return pg.types.getTypeParser(oid, format as 'text');
  }) as pg.CustomTypesConfig['getTypeParser'],
};

const names = new Map<string, string>();
/** Our statements are some dozens of constant texts; should anybody build texts at run time, they stay unprepared. */
const prepared_max = 500;

/** A statement that each connection parses once: half the time of a small transaction is parsing and planning. */
function prepared(text: string, values: unknown[] | undefined): pg.QueryConfig {
  let name = names.get(text);
  if (name === undefined && values !== undefined && names.size < prepared_max) {
    name = `relais_${names.size}`;
    names.set(text, name);
  }
  return { text, ...(values === undefined ? {} : { values }), ...(name === undefined ? {} : { name }) };
}

/** Why a connection failed, also where a name led to several addresses that all failed. */
function plainCause(cause: unknown): string {
  if (cause instanceof AggregateError) return plainCause(cause.errors[0]);
  return cause instanceof Error ? cause.message : String(cause);
}

/** PostgreSQL 15 or later through a pool. `connections_max` bounds what one process may hold. */
export async function openPostgres(url: string, connections_max = 10): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections_max,
    types,
    application_name: 'relais',
  });
  // An idle connection that breaks is replaced by the pool; the error must not end the process.
  pool.on('error', () => {});
  const over = (client: pg.Pool | pg.PoolClient): Queryable => ({
    rows: async <Row extends object>(text: string, values?: readonly SqlValue[]) => {
      try {
        return (await client.query<Row>(prepared(text, values as unknown[]))).rows;
      } catch (error) {
        throw withoutValues(error);
      }
    },
  });
  // A connection takes one query at a time; the parts of a transaction that ask at once wait for their turn.
  const inTurn = ({ rows }: Queryable): Queryable => {
    let last: Promise<unknown> = Promise.resolve();
    return {
      rows: <Row extends object>(text: string, values?: readonly SqlValue[]) => {
        const mine = last.then(() => rows<Row>(text, values));
        last = mine.catch(() => {});
        return mine;
      },
    };
  };
  const held: pg.Client[] = [];

  const once = async <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      const result = await work({ ...inTurn(over(client)), inTransaction: true });
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((failure: Error) => {
        broken = failure;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  };

  const dedicated = async (): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: url, application_name: 'relais', keepAlive: true });
    client.on('error', () => {});
    await client.connect();
    return client;
  };

  try {
    await pool.query('SELECT 1');
  } catch (cause) {
    await pool.end();
    throw new DatabaseUnreachable(`cannot reach the database of DATABASE_URL: ${plainCause(cause)}.`, {
      cause,
    });
  }
  return {
    kind: 'postgres',
    ...over(pool),
    transaction: (work) => retrying(() => once(work)),
    script: async (text) => {
      const result = (await pool.query(text)) as unknown as pg.QueryResult | pg.QueryResult[];
      return [result].flat().flatMap((one) => one.rows);
    },
    listen: async (channel, heard) => {
      let client: pg.Client | null = null;
      let stopped = false;
      const connect = async () => {
        const next = await dedicated();
        next.on('notification', (message) => heard(message.payload ?? ''));
        next.on('end', () => void again());
        await next.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
        client = next;
      };
      const again = async () => {
        client = null;
        // 250 ms between attempts: a restarted server is back within seconds, and a poll covers the gap.
        while (!stopped && client === null) {
          await new Promise((resolve) => setTimeout(resolve, 250).unref());
          if (!stopped)
            await connect().then(
              () => heard(''),
              () => {},
            );
        }
      };
      await connect();
      return async () => {
        stopped = true;
        await client?.end();
      };
    },
    join: async (name) => {
      const client = await dedicated();
      held.push(client);
      const key = `relais:${name}`;
      const alone = await client.query<{ alone: boolean }>(
        'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS alone',
        [key],
      );
      await client.query('SELECT pg_advisory_lock_shared(hashtextextended($1, 0))', [key]);
      const wasAlone = alone.rows[0]?.alone === true;
      if (wasAlone) await client.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [key]);
      return { alone: wasAlone };
    },
    oneAtATime: async (name, work) => {
      const client = await dedicated();
      try {
        await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [`relais:${name}`]);
        return await work();
      } finally {
        await client.end();
      }
    },
    close: async () => {
      await Promise.all(held.map((client) => client.end()));
      await pool.end();
    },
  };
}
