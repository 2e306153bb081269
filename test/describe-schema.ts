import type { Database } from '../src/store/mod.ts';

/** The schema as the catalog has it: tables with columns and constraints, indexes, triggers, functions; in a fixed order. */
export async function describeSchema(db: Database): Promise<string> {
  const lines = async (sql: string) => (await db.rows<{ line: string }>(sql)).map((row) => row.line);
  const columns = await db.rows<{ name: string; line: string }>(
    `SELECT c.relname AS name, a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
       || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
       || CASE a.attidentity WHEN 'a' THEN ' GENERATED ALWAYS AS IDENTITY' ELSE coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '') END AS line
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped ORDER BY c.relname, a.attnum`,
  );
  // NOT NULL constraints have rows of their own from PostgreSQL 18 on; the columns above say them.
  const constraints = await db.rows<{ name: string; line: string }>(
    `SELECT conrelid::regclass::text AS name, 'CONSTRAINT ' || conname || ' ' || pg_get_constraintdef(oid) AS line FROM pg_constraint
     WHERE connamespace = 'public'::regnamespace AND contype <> 'n' ORDER BY 1, conname`,
  );
  const tables = [...new Set(columns.map((column) => column.name))].map((name) => {
    const parts = [...columns, ...constraints]
      .filter((part) => part.name === name)
      .map((part) => `  ${part.line}`);
    return `CREATE TABLE ${name} (\n${parts.join(',\n')}\n);`;
  });
  const indexes = await lines(
    `SELECT indexdef || ';' AS line FROM pg_indexes WHERE schemaname = 'public'
       AND indexname NOT IN (SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace) ORDER BY indexname`,
  );
  const functions = await lines(
    `SELECT pg_get_functiondef(oid) || ';' AS line FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY proname`,
  );
  const triggers = await lines(
    `SELECT pg_get_triggerdef(t.oid) || ';' AS line FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
     WHERE NOT tgisinternal AND c.relnamespace = 'public'::regnamespace ORDER BY tgname`,
  );
  return `-- The schema after the last migration, from the catalog; for reading and for comparing, not for running.\n\n${[...tables, ...indexes, ...functions, ...triggers].join('\n\n')}\n`;
}
