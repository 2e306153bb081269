import { readSection } from '../../domain/mod.ts';
import type { MessageKey, Translator } from '../../i18n/mod.ts';
import type { Block, Statement, StatementLine, StatementView } from '../../settlement/mod.ts';
import { foots } from '../../settlement/mod.ts';
import { unitsText } from '../parts/figures.ts';
import { hostOf } from '../parts/page.tsx';

/** An exact sum in hundredths, always with its cents. */
export function centsText(tr: Translator, cents: number, currency: string): string {
  const locale = tr.locale;
  return new Intl.NumberFormat(locale, { style: 'currency', currency, minimumFractionDigits: 2 }).format(
    cents / 100,
  );
}

/** What one unit is worth: to the millionth, where it is stated so. */
function priceText(tr: Translator, amount: number, currency: string): string {
  const locale = tr.locale;
  return new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 6 }).format(
    amount,
  );
}

/** What a section asks for or got: money, or units in kind. */
export function amountText(tr: Translator, unit: Statement['unit'], section: string, amount: number): string {
  const { currency } = readSection(section);
  return currency === null ? unitsText(tr, unit, amount) : centsText(tr, amount, currency);
}

const reasons: Readonly<Record<string, MessageKey>> = {
  link_not_found: 'statement.reason.link_not_found',
  source_not_found: 'statement.reason.source_not_found',
  source_gone: 'statement.reason.source_gone',
  refused_by_moderator: 'statement.reason.refused_by_moderator',
  spam: 'statement.reason.spam',
  returned: 'statement.reason.returned',
  not_there: 'statement.reason.not_there',
  hours_changed: 'statement.reason.hours_changed',
};

export function reasonText(tr: Translator, reason: string): string {
  const key = Object.hasOwn(reasons, reason) ? reasons[reason] : undefined;
  return key === undefined ? tr.t('statement.reason.other', { reason }) : tr.t(key);
}

export function statementTitle(tr: Translator, { statement, closedAt }: StatementView): string {
  return tr.t(closedAt === null ? 'statement.preview' : 'settle.statement', { n: statement.number });
}

/** A statement in words, for the screen and for paper. */
export function statementBlocks(tr: Translator, view: StatementView, publicUrl: string): readonly Block[] {
  const { statement } = view;
  return [
    { kind: 'title', text: `${statementTitle(tr, view)} · ${statement.partner.name}` },
    ...(view.closedAt === null
      ? [{ kind: 'text', tone: 'warning', text: tr.t('statement.previewText') } as const]
      : []),
    { kind: 'facts', rows: parties(tr, view) },
    ...due(tr, statement),
    ...footing(tr, view, publicUrl),
    ...statement.lines.flatMap((line) => details(tr, line)),
  ];
}

function parties(
  tr: Translator,
  { statement, closedAt }: StatementView,
): readonly (readonly [string, string])[] {
  const { t } = tr;
  const whole = (one: Statement['partner']) =>
    [one.legalName ?? one.name, one.registration].filter((part) => part !== null).join(', ');
  const { value, names } = statement.unit;
  const moment = (at: number) => tr.inZone(at, statement.campaign.timeZone);
  return [
    [t('statement.campaign'), tr.localised(statement.campaign.title)],
    [t('statement.partner'), whole(statement.partner)],
    [t('statement.charity'), whole(statement.charity)],
    [t('statement.operator'), whole(statement.operator)],
    [
      t('statement.period'),
      statement.from === null
        ? t('statement.periodFirst', { through: moment(statement.through) })
        : t('statement.periodText', { from: moment(statement.from), through: moment(statement.through) }),
    ],
    ...(closedAt === null ? [] : ([[t('statement.payable'), tr.date(statement.payableBy)]] as const)),
    [
      t('statement.unit'),
      value === null
        ? t('statement.unitNone')
        : t('statement.unitText', {
            unit: tr.unitName(names, 1),
            money: priceText(tr, value.amount, value.currency),
            source: hostOf(value.source),
            date: tr.day(value.asOf),
          }),
    ],
    ...(value?.method == null ? [] : ([[t('statement.method'), tr.localised(value.method)]] as const)),
  ];
}

const sections = ['gift', 'marketing', 'unstated'] as const;

/** What is due, gifts and sponsorship apart. */
function due(tr: Translator, statement: Statement): readonly Block[] {
  const blocks: Block[] = [{ kind: 'heading', text: tr.t('statement.due') }];
  for (const tax of sections) {
    const lines = statement.lines.filter((line) => line.tax === tax);
    if (lines.length === 0) continue;
    const title = tr.t(`settle.section.${tax}`);
    blocks.push(dueTable(tr, statement, lines, title));
    const net = netText(tr, statement, lines);
    if (net !== null) blocks.push({ kind: 'text', text: net });
    if (tax !== 'gift')
      blocks.push({
        kind: 'text',
        tone: 'note',
        text: tr.t(tax === 'marketing' ? 'statement.marketing' : 'statement.unstatedText'),
      });
  }
  return [...blocks, { kind: 'text', tone: 'note', text: tr.t('statement.rounding') }];
}

function dueTable(
  tr: Translator,
  statement: Statement,
  lines: readonly StatementLine[],
  caption: string,
): Block {
  const { t, number } = tr;
  const currency = statement.unit.value?.currency ?? null;
  const money = (cents: number | null) =>
    cents === null || currency === null ? '' : centsText(tr, cents, currency);
  const sum = (of: (line: StatementLine) => number) => lines.reduce((total, line) => total + of(line), 0);
  const flats = lines.flatMap((line) => (line.flat === null ? [] : [{ line, flat: line.flat }]));
  const inOther = flats.filter(({ flat }) => flat.currency !== currency);
  const cents = sum((line) => line.cents ?? 0);
  const alike = flats
    .filter(({ flat }) => flat.currency === currency)
    .reduce((total, { flat }) => total + flat.cents, 0);
  const total = [
    ...(currency === null ? [] : [money(cents + alike)]),
    ...inOther.map(({ flat }) => centsText(tr, flat.cents, flat.currency)),
  ].join(' + ');
  return {
    kind: 'table',
    caption,
    columns: [
      { head: t('settle.promise') },
      { head: t('statement.credited'), figure: true },
      { head: t('statement.reversed'), figure: true },
      { head: t('statement.topUp'), figure: true },
      { head: t('statement.dueUnits'), figure: true },
      { head: t('statement.money'), figure: true },
    ],
    rows: [
      ...lines.map((line) => [
        `${line.pledge} (${t(`label.act.${line.mechanic}`)})`,
        number(line.credited),
        number(-line.reversed + 0),
        number(line.topUp),
        number(line.units),
        money(line.cents),
      ]),
      ...flats.map(({ line, flat }) => [
        t('statement.flat', { promise: line.pledge }),
        ...['', '', '', ''],
        centsText(tr, flat.cents, flat.currency),
      ]),
    ],
    foot: [
      t('settle.sum'),
      number(sum((line) => line.credited)),
      number(-sum((line) => line.reversed) + 0),
      number(sum((line) => line.topUp)),
      number(sum((line) => line.units)),
      total,
    ],
  };
}

/** What the units cost the partner after relief, where it claims any. */
function netText(tr: Translator, statement: Statement, lines: readonly StatementLine[]): string | null {
  const claimed = lines.filter((line) => line.relief);
  const { value } = statement.unit;
  if (claimed.length === 0 || value === null) return null;
  if (claimed.some((line) => line.netCost === null)) return tr.t('statement.netUnknown');
  const cents = claimed.reduce((sum, line) => sum + Math.round(line.units * (line.netCost ?? 0) * 100), 0);
  return tr.t('statement.net', { money: centsText(tr, cents, value.currency) });
}

function footing(tr: Translator, { statement, root }: StatementView, publicUrl: string): readonly Block[] {
  const { t, number } = tr;
  const n = number(statement.log.size);
  return [
    { kind: 'heading', text: t('statement.foots') },
    foots(statement)
      ? { kind: 'text', text: t('statement.footsText', { n }) }
      : { kind: 'text', tone: 'warning', text: t('statement.footsNot') },
    {
      kind: 'table',
      caption: t('statement.footing'),
      columns: [
        { head: t('settle.promise') },
        { head: t('statement.before'), figure: true },
        { head: t('statement.credited'), figure: true },
        { head: t('statement.reversed'), figure: true },
        { head: t('statement.held'), figure: true },
        { head: t('statement.byLedger'), figure: true },
        { head: t('statement.byLog'), figure: true },
      ],
      rows: statement.lines.map((line) => [
        line.pledge,
        number(line.before),
        number(line.credited),
        number(-line.reversed + 0),
        number(line.held),
        number(line.granted),
        number(line.inLog),
      ]),
    },
    {
      kind: 'text',
      tone: 'note',
      text:
        root === null
          ? t('statement.checkpointLater', { n })
          : t('statement.checkpoint', { n, root, address: `${publicUrl}/c/${statement.campaign.slug}/log` }),
    },
  ];
}

/** Terms, days and reversals of one promise. */
function details(tr: Translator, line: StatementLine): readonly Block[] {
  const { t, number } = tr;
  const terms: Block = {
    kind: 'table',
    caption: t('statement.terms'),
    columns: [
      { head: t('statement.version') },
      { head: t('statement.from') },
      { head: t('statement.perAct'), figure: true },
      { head: t('statement.cap'), figure: true },
      { head: t('statement.minimum'), figure: true },
    ],
    rows: line.terms.map((one) => [
      String(one.version),
      tr.date(one.from),
      number(one.perAct),
      number(one.cap),
      number(one.minimum),
    ]),
  };
  const days: Block = {
    kind: 'table',
    caption: t('statement.days'),
    columns: [
      { head: t('statement.day') },
      { head: t('statement.version'), figure: true },
      { head: t('statement.acts'), figure: true },
      { head: t('statement.unitsHead'), figure: true },
    ],
    rows: line.days.map((one) => [one.day, String(one.terms), number(one.acts), number(one.units)]),
    foot: [
      t('settle.sum'),
      '',
      number(line.days.reduce((sum, one) => sum + one.acts, 0)),
      number(line.credited),
    ],
  };
  const reversals: Block =
    line.reversals.length === 0
      ? { kind: 'text', tone: 'note', text: t('statement.noReversals') }
      : {
          kind: 'table',
          caption: t('statement.reversals'),
          columns: [
            { head: t('statement.day') },
            { head: t('statement.reason') },
            { head: t('statement.ofPeriod'), figure: true },
            { head: t('statement.acts'), figure: true },
            { head: t('statement.unitsHead'), figure: true },
          ],
          rows: line.reversals.map((one) => [
            one.day,
            reasonText(tr, one.reason),
            String(one.period),
            number(one.acts),
            number(-one.units),
          ]),
        };
  return [
    { kind: 'heading', text: `${line.pledge} · ${t(`label.act.${line.mechanic}`)}` },
    terms,
    ...(line.days.length === 0 ? [] : [days]),
    reversals,
  ];
}
