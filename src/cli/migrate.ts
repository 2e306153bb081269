import { migrate } from '../store/mod.ts';
import { type Command, succeeded } from './command.ts';

/** `relais migrate`: brings the database forward and says what was done. Opening the database has usually done it. */
export const migrateCommand: Command = async ({ db }) => {
  const applied = await migrate(db);
  const [last] = await db.rows<{ name: string }>('SELECT name FROM migration ORDER BY number DESC LIMIT 1');
  return succeeded(
    applied.length === 0 ? `The database is up to date (${last?.name}).` : `Applied up to ${last?.name}.`,
  );
};
