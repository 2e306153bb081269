import type { RecountTotals } from '../../domain/mod.ts';
import { type Instant, isoInstant } from '../../kernel/mod.ts';
import { printVerifierKey, type Signed, signatureType, toBase64 } from '../../log/mod.ts';
import { nameOf, type Witnessed } from './checkpoint.ts';
import { type AuditDifference, count, describe, shown } from './difference.ts';
import type { WallCount } from './wall.ts';

/** What an audit saw until it ended; null where it did not get so far. */
export type Findings = {
  readonly page: string;
  readonly folder: string;
  readonly at: Instant;
  readonly witnessed: Witnessed | null;
  /** Entries of the last audit that agreed; 0 for the first. */
  readonly before: number;
  readonly recount: RecountTotals | null;
  /** How many entries the counter counts. */
  readonly counted: number | null;
  readonly wall: WallCount | null;
  /** Nothing was counted while the wall was read: its number must be the counter's. */
  readonly wallStill: boolean;
};

export type Verdict =
  | { readonly kind: 'agrees' }
  | { readonly kind: 'differs'; readonly difference: AuditDifference }
  | { readonly kind: 'unchecked'; readonly reason: string };

export const exits = { agrees: 0, differs: 1, unchecked: 2 } as const;

/** The findings as a calm page of text. */
export function printFindings(findings: Findings, verdict: Verdict): string {
  const lines = [`Campaign   ${findings.page}`, ...logLines(findings), '', ...table(findings.recount)];
  lines.push(...checkedLines(findings), '', sentence(verdict));
  return `${lines.join('\n')}\n`;
}

function sentence(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'agrees':
      return 'Everything agrees.';
    case 'differs':
      return `Difference: ${describe(verdict.difference)}`;
    case 'unchecked':
      return `Could not be checked: ${verdict.reason}`;
  }
}

function logLines({ witnessed, before, page, at }: Findings): readonly string[] {
  if (witnessed === null) return [];
  const { checkpoint, trust, log, witnesses, silent } = witnessed;
  const { origin, size, root } = checkpoint;
  const lines = [`Log        ${shown(origin)}: ${count(size)} entries, root ${toBase64(root)}`];
  if (!origin.startsWith(`${page.replace(/^https?:\/\//, '')}/log`))
    lines.push(
      `           (its name is not this address: a mirror, or the site's public address is another)`,
    );
  const why = {
    given: 'given',
    remembered: 'known since the last audit',
    first_use: 'seen for the first time',
  };
  lines.push(
    ...listed(
      'Signed by',
      log.map((one) => signature(one, at)),
    ),
  );
  lines.push(`           the log's keys are ${why[trust]}`);
  lines.push(
    ...listed(
      'Witnesses',
      witnesses.map((one) => signature(one, at)),
    ),
  );
  for (const key of silent) lines.push(`           ${shown(nameOf(key))} has not cosigned this checkpoint`);
  if (witnesses.length + silent.length === 0) lines.push('Witnesses  none');
  const first = 'the first audit kept here: nothing earlier to compare with';
  lines.push(
    `History    ${before === 0 ? first : `the ${count(before)} entries of the last audit were compared`}`,
  );
  return lines;
}

function listed(title: string, values: readonly string[]): readonly string[] {
  return values.map((value, index) => `${(index === 0 ? title : '').padEnd(11)}${value}`);
}

function signature({ key, time }: Signed, at: Instant): string {
  const kind = key.type === signatureType.mlDsa44 ? 'ML-DSA-44' : 'Ed25519';
  return `${shown(nameOf(key))} (${kind})${time === null ? '' : ` at ${timeOf(time)}${ago(time, at)}`}`;
}

function timeOf(seconds: number): string {
  // The largest instant that a date can hold.
  return seconds > 8_640_000_000_000 ? 'no possible time' : isoInstant(seconds * 1000);
}

function ago(seconds: number, at: Instant): string {
  const minutes = Math.floor((at / 1000 - seconds) / 60);
  if (minutes < -5) return ', which is in the future';
  if (minutes < 120) return `, ${Math.max(0, minutes)} min ago`;
  return minutes < 2880 ? `, ${Math.floor(minutes / 60)} h ago` : `, ${Math.floor(minutes / 1440)} days ago`;
}

const columns = ['promise', 'partner', 'terms', 'cap', 'granted', 'reversed', 'settled', 'delivered', 'left'];

function table(recount: RecountTotals | null): readonly string[] {
  if (recount === null) return [];
  const numbers = recount.pledges.map((one) => [
    ...[one.terms, one.cap, one.granted, one.reversed, one.settled, one.delivered, one.cap - one.granted],
  ]);
  const sums = columns.slice(2).map((_, column) => numbers.reduce((sum, row) => sum + (row[column] ?? 0), 0));
  const rows = [
    columns,
    ...recount.pledges.map((one, row) => [one.pledge, one.partner, ...(numbers[row] ?? []).map(count)]),
    ['total', '', '', ...sums.slice(1).map(count)],
  ];
  const widths = columns.map((_, column) =>
    rows.reduce((widest, row) => Math.max(widest, row[column]?.length ?? 0), 0),
  );
  const cell = (text: string, column: number) =>
    column < 2 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0);
  return [...rows.map((row) => row.map(cell).join('  ').trimEnd()), ''];
}

function checkedLines({ recount, counted, wall, wallStill }: Findings): readonly string[] {
  if (recount === null) return [];
  const { entries, kinds, acts } = recount;
  const lines = [
    `${count(entries)} entries: ${count(kinds.credit)} credits, ${count(kinds.reversal)} reversals, ${count(kinds.terms)} terms, ${count(kinds.settlement)} settlements, ${count(kinds.delivery)} deliveries`,
  ];
  if (counted !== null) lines.push(`counter: compared over its ${count(counted)} entries`);
  if (wall !== null) {
    lines.push(`wall: ${count(wall.opened)} relays opened their credits`);
    if (wall.erased > 0)
      lines.push(`      ${count(wall.erased)} subject erased: counted, but nothing leads back to the person`);
    const away = acts.relay - wall.opened - wall.erased;
    if (away > 0) lines.push(`      ${count(away)} counted relays are not on it (posts withdrawn since)`);
    if (wall.newer > 0)
      lines.push(`      ${count(wall.newer)} are newer than the checkpoint and were left out`);
    if (!wallStill) lines.push('      its number was not compared: the counter moved while it was read');
  }
  return listed('Checked', lines);
}

/** The findings for programs: one JSON object. */
export function findingsJson(findings: Findings, verdict: Verdict): string {
  const { witnessed, recount } = findings;
  const signed = (signatures: readonly Signed[]) =>
    signatures.map(({ key, time }) => ({
      key: printVerifierKey(key),
      at: time === null ? null : timeOf(time),
    }));
  return `${JSON.stringify(
    {
      verdict: verdict.kind,
      sentence: sentence(verdict),
      difference: verdict.kind === 'differs' ? verdict.difference : null,
      page: findings.page,
      folder: findings.folder,
      at: isoInstant(findings.at),
      log:
        witnessed === null
          ? null
          : {
              origin: witnessed.checkpoint.origin,
              size: witnessed.checkpoint.size,
              root: toBase64(witnessed.checkpoint.root),
              trust: witnessed.trust,
              signed: signed(witnessed.log),
              cosigned: signed(witnessed.witnesses),
              comparedWith: findings.before,
            },
      recount,
      counted: findings.counted,
      wall: findings.wall,
      wallStill: findings.wallStill,
    },
    null,
    2,
  )}\n`;
}
