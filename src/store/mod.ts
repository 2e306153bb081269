export {
  type Database,
  DatabaseUnreachable,
  type Queryable,
  type SqlValue,
  sqlState,
  sqlTime,
  type Transaction,
} from './database.ts';
export { FolderHeld, type FolderLock, lockFolder } from './folder-lock.ts';
export { isMigrated, type Migration, MigrationRefused, migrate, readMigrations } from './migrate.ts';
export { openPglite } from './pglite.ts';
export { openPostgres } from './postgres.ts';
