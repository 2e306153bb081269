import type { Queryable, Transaction } from '../store/mod.ts';

/** A table as the database knows it. */
export type Table = {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** The sequence behind its identity column, or null. */
  readonly sequence: string | null;
};

/**
 * Not kept in a backup: what lets somebody in for a while. A session that was ended, or a link that was used, must not
 * work again because a backup was restored.
 */
const fleeting = new Set(['passkey_challenge', 'session', 'sign_in_link', 'sign_in_try', 'sso_flow']);

/** Every table of the schema with content that is kept, by name. */
export async function readTables(tx: Queryable): Promise<readonly Table[]> {
  const rows = await tx.rows<{ name: string; columns: string[]; types: string[]; sequence: string | null }>(
    `SELECT c.relname::text AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns,
       array_agg(format_type(a.atttypid, a.atttypmod) ORDER BY a.attnum) AS types,
       max(pg_get_serial_sequence(format('%I.%I', n.nspname, c.relname), a.attname)) AS sequence
     FROM pg_class c
     JOIN pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     WHERE n.nspname = current_schema() AND c.relkind = 'r'
     GROUP BY c.relname ORDER BY c.relname`,
  );
  return rows
    .filter(({ name }) => name !== 'migration' && !fleeting.has(name))
    .map(({ name, columns, types, sequence }) => ({
      name,
      columns: columns.map((column, at) => ({ name: column, type: types[at] ?? 'text' })),
      sequence,
    }));
}

/** Makes values look the same whatever the session was set to. */
export async function sameText(tx: Transaction): Promise<void> {
  await tx.rows("SET LOCAL timezone = 'UTC'");
  await tx.rows("SET LOCAL datestyle = 'ISO, YMD'");
  await tx.rows("SET LOCAL intervalstyle = 'postgres'");
  await tx.rows("SET LOCAL bytea_output = 'hex'");
  await tx.rows('SET LOCAL extra_float_digits = 1');
}

/** A table's rows as JSON lists of each value's text (null for NULL), in portions of about a megabyte. */
export function tableLines(tx: Transaction, table: Table): AsyncGenerator<readonly string[]> {
  const values = table.columns.map(({ name }) => `${quoted(name)}::text`).join(', ');
  return cursorLines(tx, `SELECT to_json(ARRAY[${values}])::text AS line FROM ${quoted(table.name)}`);
}

const portion_bytes = 1024 * 1024;
/** Pictures may stand in a row each: the first portion shows how large rows are. */
const first_rows = 8;
const rows_max = 5000;

/** What a query gives in its column `line`, without holding all of it. */
export async function* cursorLines(tx: Transaction, query: string): AsyncGenerator<readonly string[]> {
  await tx.rows(`DECLARE relais_backup NO SCROLL CURSOR FOR ${query}`);
  let most = first_rows;
  for (;;) {
    const lines = (await tx.rows<{ line: string }>(`FETCH FORWARD ${most} FROM relais_backup`)).map(
      (row) => row.line,
    );
    if (lines.length > 0) yield lines;
    if (lines.length < most) break;
    const bytes = lines.reduce((sum, line) => sum + line.length, 0);
    most = Math.max(1, Math.min(rows_max, Math.floor((most * portion_bytes) / bytes)));
  }
  await tx.rows('CLOSE relais_backup');
}

/** The number that a sequence gives next, as text. */
export async function readNext(tx: Queryable, sequence: string): Promise<string> {
  const [row] = await tx.rows<{ next: string }>(
    `SELECT (CASE WHEN is_called THEN last_value + 1 ELSE last_value END)::text AS next FROM ${sequence}`,
  );
  return row?.next ?? '1';
}

export async function setNext(tx: Queryable, sequence: string, next: string): Promise<void> {
  await tx.rows('SELECT setval($1::regclass, $2::bigint, false)', [sequence, next]);
}

/** Puts lines that `tableLines` gave into a table; `columns` may be in another order than the table's. */
export async function loadLines(
  tx: Transaction,
  table: Table,
  columns: readonly string[],
  lines: readonly string[],
): Promise<void> {
  const typed = columns.map((name, at) => {
    const column = table.columns.find((one) => one.name === name);
    if (column === undefined) throw new Error(`no column ${name} in ${table.name}`);
    return `(v.value->>${at})::${column.type}`;
  });
  await tx.rows(
    `INSERT INTO ${quoted(table.name)} (${columns.map(quoted).join(', ')}) OVERRIDING SYSTEM VALUE
     SELECT ${typed.join(', ')} FROM jsonb_array_elements($1::jsonb) AS v`,
    [`[${lines.join(',')}]`],
  );
}

/**
 * Runs `work` while no trigger acts and no foreign key is looked at: rows come table by table, and what triggers did
 * when they first came is among them. Afterwards every foreign key is looked at for every row.
 */
export async function withoutRules<T>(
  tx: Transaction,
  tables: readonly Table[],
  work: () => Promise<T>,
): Promise<T> {
  const keys = await tx.rows<{ table: string; name: string; definition: string }>(
    `SELECT c.relname::text AS table, k.conname::text AS name, pg_get_constraintdef(k.oid) AS definition
     FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE k.contype = 'f' AND n.nspname = current_schema() ORDER BY c.relname, k.conname`,
  );
  for (const { table, name } of keys)
    await tx.rows(`ALTER TABLE ${quoted(table)} DROP CONSTRAINT ${quoted(name)}`);
  for (const { name } of tables) await tx.rows(`ALTER TABLE ${quoted(name)} DISABLE TRIGGER USER`);
  const done = await work();
  for (const { name } of tables) await tx.rows(`ALTER TABLE ${quoted(name)} ENABLE TRIGGER USER`);
  for (const { table, name, definition } of keys)
    await tx.rows(`ALTER TABLE ${quoted(table)} ADD CONSTRAINT ${quoted(name)} ${definition}`);
  return done;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
