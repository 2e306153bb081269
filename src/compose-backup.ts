import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkBackup, makeBackup, restoreBackup } from './backup/mod.ts';
import type { BackupHouse } from './cli/backup.ts';
import type { RestoreHouse } from './cli/restore.ts';
import { storeOf } from './compose.ts';
import type { Config } from './config.ts';
import { jobKinds } from './jobs/mod.ts';
import { isoInstant, systemClock, systemRandom } from './kernel/mod.ts';
import { createSeal, type Seal } from './people/mod.ts';
import { openQueue } from './queue/mod.ts';
import type { Database } from './store/mod.ts';

/** By this another secret is noticed, without the secret being told. */
const markOf = (seal: Seal) => Buffer.from(seal('backup', 'mark')).toString('hex').slice(0, 32);

const queueOver = (db: Database) => openQueue(db, jobKinds, { work: false, onError: () => {} });

/** Backups of an open house. */
export function backups(config: Config, db: Database, seal: Seal): BackupHouse {
  const record = join(config.data, 'last-backup');
  return {
    make: async (path, onProgress) => {
      // Of a house that never served: there may be no queue yet.
      await (await queueOver(db)).close();
      const house = {
        ...{ db, clock: systemClock, random: systemRandom, data: config.data },
        publicUrl: config.publicUrl.href.replace(/\/$/, ''),
        secret: { from: config.secret === null ? 'folder' : 'environment', mark: markOf(seal) },
        logKeys: config.log.keyFiles.length === 0 ? 'folder' : 'files',
      } as const;
      const made = await makeBackup(house, path, onProgress);
      writeFileSync(record, `${isoInstant(systemClock.now())} ${path}\n`, { mode: 0o600 });
      return made;
    },
    last: () => (existsSync(record) ? readFileSync(record, 'utf8').trim() : null),
  };
}

/** Restoration into the house that the environment names. */
export function restoration(config: Config): RestoreHouse {
  return {
    publicUrl: config.publicUrl.href.replace(/\/$/, ''),
    check: checkBackup,
    restore: async (path, options, onProgress) => {
      // Before a folder or a database is made for it.
      const content = await checkBackup(path);
      const store = await storeOf(config, 'restore');
      try {
        const { db } = store;
        const house = { db, clock: systemClock, data: config.data, openQueue: () => queueOver(db) };
        return await restoreBackup(house, path, content, options, onProgress);
      } finally {
        await store.close();
      }
    },
    secretMark: () => {
      const path = join(config.data, 'secret');
      const secret = config.secret ?? (existsSync(path) ? readFileSync(path, 'utf8').trim() : null);
      return secret === null ? null : markOf(createSeal(secret));
    },
    hasLogKeys: config.log.keyFiles.length > 0,
  };
}
