import type { Statement } from '../../settlement/mod.ts';
import { csvOf } from './lists-csv.ts';

/** One row of a statement's file: what it is about is in `record`, what does not apply to it is empty. */
type Row = {
  readonly record: 'due' | 'flat' | 'day' | 'reversal';
  readonly pledge: string;
  readonly mechanic: string;
  readonly tax: string;
  readonly day?: string;
  readonly terms?: number;
  readonly reason?: string;
  readonly period?: number;
  readonly acts?: number;
  readonly before?: number;
  readonly credited?: number;
  readonly reversed?: number;
  readonly topUp?: number;
  readonly held?: number;
  readonly units?: number;
  readonly cents?: number | null;
  readonly currency?: string | null;
};

const names = [
  ...(['record', 'pledge', 'mechanic', 'tax', 'day', 'terms', 'reason', 'period', 'acts'] as const),
  ...(['before', 'credited', 'reversed', 'topUp', 'held', 'units', 'cents', 'currency'] as const),
];

/** A statement as CSV: the same figures as on screen, by program. */
export function statementCsv(statement: Statement): string {
  const currency = statement.unit.value?.currency ?? null;
  const rows = statement.lines.flatMap((line): Row[] => {
    const { pledge, mechanic, tax, credited, reversed, before, topUp, held, units, cents } = line;
    const about = { pledge, mechanic, tax };
    return [
      { record: 'due', ...about, before, credited, reversed, topUp, held, units, cents, currency },
      ...(line.flat === null ? [] : [{ record: 'flat' as const, ...about, ...line.flat }]),
      ...line.days.map((one): Row => ({ record: 'day', ...about, ...one })),
      ...line.reversals.map((one): Row => ({ record: 'reversal', ...about, ...one, units: -one.units })),
    ];
  });
  return csvOf(
    names.map((name) => [name, (row: Row) => row[name] ?? null]),
    rows,
    true,
  );
}
