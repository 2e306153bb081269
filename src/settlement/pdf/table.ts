import type { Block } from './block.ts';
import {
  inks,
  keepTogether,
  type Pdf,
  page_margin,
  page_width,
  printable,
  type Struct,
  tagged,
} from './sheet.ts';

type Table = Extract<Block, { kind: 'table' }>;

const size = 9.5;
const gap = 8;

/**
 * A table with its caption. Its head is printed again on every page, but told once: the later ones are for the eye
 * alone. Each row's first cell names the row.
 */
export function drawTable(pdf: Pdf, document: Struct, table: Table): void {
  const widths = columnWidths(pdf, table);
  const element = pdf.struct('Table');
  document.add(element);
  keepTogether(pdf, 80);
  element.add(
    tagged(pdf, 'Caption', () => {
      pdf
        .font('bold', 10)
        .fillColor(inks.plain)
        .text(printable(table.caption), page_margin, pdf.y, { width: page_width });
    }),
  );
  pdf.moveDown(0.3);
  const heads = table.columns.map((column) => column.head);
  const head = pdf.struct('THead');
  element.add(head);
  drawRow(pdf, table, widths, heads, { into: head, bold: true, tags: heads.map(() => 'Column') });
  head.end();
  const body = pdf.struct('TBody');
  element.add(body);
  const rest = heads.map((_, index) => (index === 0 ? 'Row' : null));
  const lines = [
    ...table.rows.map((cells) => ({ cells, bold: false })),
    ...(table.foot === undefined ? [] : [{ cells: table.foot, bold: true }]),
  ];
  for (const { cells, bold } of lines) {
    if (pdf.y + rowHeight(pdf, widths, cells, bold) > pdf.page.height - pdf.page.margins.bottom) {
      pdf.addPage();
      drawRow(pdf, table, widths, heads, { into: null, bold: true, tags: [] });
    }
    drawRow(pdf, table, widths, cells, { into: body, bold, tags: rest });
  }
  body.end();
  element.end();
  pdf.x = page_margin;
  pdf.moveDown(0.8);
}

/** Columns as wide as their words ask for; the others give way to the widest first. */
function columnWidths(pdf: Pdf, { columns, rows, foot }: Table): readonly number[] {
  const all = [columns.map((one) => one.head), ...rows, ...(foot === undefined ? [] : [foot])];
  const wanted = columns.map((_, index) => {
    pdf.font('bold', size);
    return Math.min(
      220,
      all.reduce((most, cells) => Math.max(most, pdf.widthOfString(printable(cells[index] ?? ''))), 24),
    );
  });
  const room = page_width - gap * (columns.length - 1);
  const total = wanted.reduce((sum, one) => sum + one, 0);
  const longestWord = columns.map((_, index) =>
    all.reduce(
      (most, cells) =>
        Math.max(
          most,
          ...printable(cells[index] ?? '')
            .split(' ')
            .map((word) => pdf.widthOfString(word)),
        ),
      0,
    ),
  );
  if (total <= room) {
    const first = (wanted[0] ?? 0) + room - total;
    return [first, ...wanted.slice(1)];
  }
  const least = longestWord.map((one) => Math.min(one + 1, room / columns.length));
  const spare = Math.max(0, room - least.reduce((sum, one) => sum + one, 0));
  const wish = wanted.map((one, index) => Math.max(0, one - (least[index] ?? 0)));
  const wishes = wish.reduce((sum, one) => sum + one, 0) || 1;
  return least.map((one, index) => one + (spare * (wish[index] ?? 0)) / wishes);
}

function rowHeight(pdf: Pdf, widths: readonly number[], cells: readonly string[], bold: boolean): number {
  pdf.font(bold ? 'bold' : 'regular', size);
  const heights = cells.map((cell, index) =>
    pdf.heightOfString(printable(cell) || ' ', { width: widths[index] ?? 0 }),
  );
  return Math.max(...heights) + 6;
}

function drawRow(
  pdf: Pdf,
  { columns }: Table,
  widths: readonly number[],
  cells: readonly string[],
  how: {
    readonly into: Struct | null;
    readonly bold: boolean;
    readonly tags: readonly ('Column' | 'Row' | null)[];
  },
): void {
  const height = rowHeight(pdf, widths, cells, how.bold);
  const top = pdf.y;
  const draw = (index: number, x: number) => {
    pdf
      .font(how.bold ? 'bold' : 'regular', size)
      .fillColor(inks.plain)
      .text(printable(cells[index] ?? '') || ' ', x, top + 2, {
        width: widths[index] ?? 0,
        align: columns[index]?.figure === true ? 'right' : 'left',
      });
  };
  const row = how.into === null ? null : pdf.struct('TR');
  if (row !== null) how.into?.add(row);
  else pdf.markContent('Artifact', { type: 'Layout' });
  let x = page_margin;
  for (const index of columns.keys()) {
    const here = x;
    const scope = how.tags[index] ?? null;
    if (row !== null) {
      row.add(tagged(pdf, scope === null ? 'TD' : 'TH', () => draw(index, here), scope ?? undefined));
    } else draw(index, here);
    x += (widths[index] ?? 0) + gap;
  }
  if (row === null) pdf.endMarkedContent();
  else row.end();
  pdf.markContent('Artifact', { type: 'Layout' });
  pdf
    .moveTo(page_margin, top + height - 1)
    .lineTo(page_margin + page_width, top + height - 1)
    .lineWidth(how.bold ? 0.9 : 0.4)
    .strokeColor(inks.line)
    .stroke();
  pdf.endMarkedContent();
  pdf.x = page_margin;
  pdf.y = top + height;
}
