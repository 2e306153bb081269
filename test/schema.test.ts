import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { onBothDatabases, openMigrated } from './database.ts';
import { describeSchema } from './describe-schema.ts';

const kept = join(import.meta.dirname, '..', 'migrations', 'schema.sql');

onBothDatabases('the schema', (kind) => {
  test('is the one that is written down', async () => {
    const db = await openMigrated(kind);
    const schema = await describeSchema(db);
    await db.close();
    if (process.env.UPDATE_SCHEMA === '1' && kind === 'postgres') writeFileSync(kept, schema);
    expect(schema).toBe(readFileSync(kept, 'utf8'));
  });
});
