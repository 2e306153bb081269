import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { onBothDatabases, openEmpty } from '../../test/database.ts';
import type { Database } from '../store/mod.ts';
import { cursorLines, loadLines, readNext, readTables, sameText, setNext, tableLines } from './tables.ts';

const schema = `CREATE TABLE every_type (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "odd "" name" text, flag boolean, small smallint, whole integer, large bigint, exact numeric, rough double precision,
  day date, moment timestamptz, span interval, bytes bytea, words text[], numbers bigint[], thing jsonb, thing_text json, unknown uuid
)`;
const columns = [
  'odd " name',
  ...[
    'flag',
    'small',
    'whole',
    'large',
    'exact',
    'rough',
    'day',
    'moment',
    'span',
    'bytes',
    'words',
    'numbers',
  ],
  ...['thing', 'thing_text', 'unknown'],
];

/** Any text that PostgreSQL takes: without NUL, without half a surrogate pair. */
const text = fc.string({ unit: 'grapheme' }).map((one) => one.replaceAll('\0', ''));
const values = fc.tuple(
  fc.option(fc.oneof(text, fc.constantFrom('', '\\', '"', '{}', 'null', '\\x00', '\n', '\u2028', '[1]'))),
  fc.option(fc.boolean()),
  fc.option(fc.integer({ min: -32768, max: 32767 })),
  fc.option(fc.integer()),
  fc.option(fc.constantFrom('9223372036854775807', '-9223372036854775808', '9007199254740993')),
  fc.option(fc.constantFrom('0.10', '-0.000000000000000000001', 'NaN', '123456789012345678901234567890.5')),
  fc.option(fc.constantFrom('-0', 'Infinity', '0.1', '5e-324', '1.7976931348623157e308', 'NaN')),
  fc.option(fc.constantFrom('2026-02-29'.replace('29', '28'), '0044-03-15 BC', 'infinity')),
  fc.option(fc.constantFrom('2026-10-25 02:30:00.123456+02', '-infinity', '1883-11-10 12:00:00+00:09:21')),
  fc.option(fc.constantFrom('1 year -2 days 03:04:05.678901', '-1 mon')),
  fc.option(fc.uint8Array().map((bytes) => `\\x${Buffer.from(bytes).toString('hex')}`)),
  fc.option(fc.constantFrom('{}', '{a,NULL,"b,c","\\"","{}"}', '{{a,b},{c,d}}', '[2:3]={x,y}')),
  fc.option(fc.constantFrom('{1,NULL,9223372036854775807}', '{}')),
  fc.option(
    fc.oneof(
      fc.constantFrom('null', '""', '1e400', '{"a":null}'),
      text.map((one) => JSON.stringify(one)),
    ),
  ),
  fc.option(fc.constantFrom('{"b": 1,  "a":2, "a":3}', 'null')),
  fc.option(fc.uuid()),
);

const insert = `INSERT INTO every_type (${columns.map((name) => `"${name.replaceAll('"', '""')}"`).join(', ')})
  SELECT $1::text, $2::boolean, $3::smallint, $4::integer, $5::text::bigint, $6::text::numeric, $7::text::double precision, $8::text::date,
    $9::text::timestamptz, $10::text::interval, $11::text::bytea, $12::text::text[], $13::text::bigint[], $14::text::jsonb, $15::text::json, $16::text::uuid`;

async function linesOf(db: Database): Promise<readonly string[]> {
  return db.transaction(async (tx) => {
    await sameText(tx);
    const [table] = await readTables(tx);
    const lines: string[] = [];
    if (table !== undefined) for await (const portion of tableLines(tx, table)) lines.push(...portion);
    return lines;
  });
}

onBothDatabases('rows on their way', (kind) => {
  let from: Database;
  let to: Database;
  beforeAll(async () => {
    from = await openEmpty(kind);
    to = await openEmpty(kind === 'pglite' ? 'postgres' : 'pglite');
    await from.script(schema);
    await to.script(schema);
  });
  afterAll(async () => {
    await from.close();
    await to.close();
  });

  test('any row of any type is the same in the other database', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(values, { minLength: 1, maxLength: 20 }), async (rows) => {
        await from.script('TRUNCATE every_type');
        await to.script('TRUNCATE every_type');
        for (const row of rows) await from.rows(insert, row);
        const lines = await linesOf(from);
        expect(lines).toHaveLength(rows.length);
        await to.transaction(async (tx) => {
          // A session that was set up otherwise must not matter.
          await tx.rows("SET LOCAL timezone = 'America/New_York'");
          await sameText(tx);
          const [table] = await readTables(tx);
          if (table === undefined) throw new Error('no table');
          await loadLines(tx, table, ['id', ...columns], lines);
        });
        expect(await linesOf(to)).toEqual(lines);
      }),
      { numRuns: 40 },
    );
  });

  test('numbers go on where they were', async () => {
    const [table] = await readTables(from);
    const sequence = table?.sequence ?? '';
    const next = await readNext(from, sequence);
    expect(Number(next)).toBeGreaterThan(1);
    await setNext(to, sequence, next);
    expect(await readNext(to, sequence)).toBe(next);
    const [row] = await to.rows<{ id: number }>('INSERT INTO every_type (flag) VALUES (true) RETURNING id');
    expect(String(row?.id)).toBe(next);
  });

  test('large rows come one by one, small ones by thousands', async () => {
    const portions = await from.transaction(async (tx) => {
      const sizes: number[] = [];
      const query = `SELECT repeat('x', CASE WHEN n <= 12 THEN 1000000 ELSE 100 END) AS line FROM generate_series(1, 20012) AS n`;
      for await (const lines of cursorLines(tx, query)) sizes.push(lines.length);
      return sizes;
    });
    expect(portions.reduce((sum, one) => sum + one)).toBe(20_012);
    expect(portions.slice(0, 5)).toEqual([8, 1, 1, 1, 1]);
    expect(Math.max(...portions)).toBe(5000);
  });
});
