import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { type Language, languages } from '../../kernel/mod.ts';
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
import { drawTable } from './table.ts';

/** What is printed, and what readers and their programs are told of it. */
export type PrintedDocument = {
  readonly title: string;
  readonly author: string;
  readonly language: Language;
  readonly at: Date;
  /** At the foot of every page; the page's number follows. */
  readonly footer: string;
  readonly blocks: readonly Block[];
};

let fonts: { readonly regular: Buffer; readonly bold: Buffer } | null = null;

/** PDF/UA asks for embedded fonts: Source Sans 3 (OFL), whose letters cover Latin, Greek and Cyrillic. Read once. */
function readFonts() {
  const { resolve } = createRequire(import.meta.url);
  const read = (name: string) =>
    readFileSync(resolve(`@expo-google-fonts/source-sans-3/${name}/SourceSans3_${name}.ttf`));
  fonts ??= { regular: read('400Regular'), bold: read('700Bold') };
  return fonts;
}

/**
 * Prints a document as a PDF whose structure is tagged (PDF/UA-1, ISO 14289-1): headings, paragraphs, lists of facts and
 * tables with their heads are found as such, in reading order; page footers are marked as not being content. The same
 * document prints the same bytes but for the file's identifier.
 */
export function printPdf(given: PrintedDocument): Promise<Buffer> {
  const { regular, bold } = readFonts();
  const pdf = new PDFDocument({
    size: 'A4',
    margins: { top: page_margin, bottom: page_margin + 18, left: page_margin, right: page_margin },
    pdfVersion: '1.7',
    // The types know PDF/A alone.
    ...({ subset: 'PDF/UA' } as object),
    tagged: true,
    lang: languages[given.language].locale,
    displayTitle: true,
    bufferPages: true,
    info: { Title: given.title, Author: given.author, CreationDate: given.at, ModDate: given.at },
  });
  const parts: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    pdf.on('data', (part: Buffer) => parts.push(part));
    pdf.on('end', () => resolve(Buffer.concat(parts)));
    pdf.on('error', reject);
  });
  pdf.registerFont('regular', regular);
  pdf.registerFont('bold', bold);
  const document = pdf.struct('Document');
  pdf.addStructure(document);
  for (const block of given.blocks) drawBlock(pdf, document, block);
  document.end();
  drawFooters(pdf, given.footer);
  pdf.end();
  return done;
}

const sizes = { title: 22, heading: 15, subheading: 12, text: 10.5, note: 9.5 } as const;

function drawBlock(pdf: Pdf, document: Struct, block: Block): void {
  switch (block.kind) {
    case 'title':
    case 'heading':
    case 'subheading':
      drawHeading(pdf, document, block.kind, block.text);
      break;
    case 'text':
      drawText(pdf, document, block.text, block.tone);
      break;
    case 'facts':
      drawFacts(pdf, document, block.rows);
      break;
    case 'table':
      drawTable(pdf, document, block);
      break;
  }
}

function drawHeading(
  pdf: Pdf,
  document: Struct,
  kind: 'title' | 'heading' | 'subheading',
  text: string,
): void {
  const tag = { title: 'H1', heading: 'H2', subheading: 'H3' }[kind];
  if (kind !== 'title') pdf.moveDown(kind === 'heading' ? 1 : 0.6);
  // A heading never stands alone at the foot of a page.
  keepTogether(pdf, 90);
  const x = page_margin;
  document.add(
    tagged(pdf, tag, () => {
      pdf
        .font('bold', sizes[kind])
        .fillColor(inks.plain)
        .text(printable(text), x, pdf.y, { width: page_width });
    }),
  );
  pdf.moveDown(0.35);
}

function drawText(pdf: Pdf, document: Struct, text: string, tone?: 'note' | 'warning'): void {
  const x = page_margin;
  const size = tone === 'note' ? sizes.note : sizes.text;
  pdf.font(tone === 'warning' ? 'bold' : 'regular', size);
  keepTogether(pdf, Math.min(120, pdf.heightOfString(printable(text), { width: page_width })));
  document.add(
    tagged(pdf, 'P', () => {
      pdf
        .fillColor(tone === 'note' ? inks.soft : tone === 'warning' ? inks.red : inks.plain)
        .text(printable(text), x, pdf.y, { width: page_width, lineGap: 1.5 });
    }),
  );
  pdf.moveDown(0.5);
}

/** Terms with their texts: to programs a list whose items have a label each. */
function drawFacts(pdf: Pdf, document: Struct, rows: readonly (readonly [string, string])[]): void {
  const list = pdf.struct('L');
  document.add(list);
  const x = page_margin;
  const [left, right] = [150, page_width - 162];
  for (const [term, text] of rows) {
    pdf.font('regular', sizes.text);
    const height = Math.max(
      pdf.heightOfString(printable(term), { width: left }),
      pdf.heightOfString(printable(text), { width: right }),
    );
    keepTogether(pdf, height + 4);
    const y = pdf.y;
    const item = pdf.struct('LI');
    list.add(item);
    item.add(
      tagged(pdf, 'Lbl', () => {
        pdf.font('regular', sizes.text).fillColor(inks.soft).text(printable(term), x, y, { width: left });
      }),
    );
    item.add(
      tagged(pdf, 'LBody', () => {
        pdf.fillColor(inks.plain).text(printable(text), x + 162, y, { width: right });
      }),
    );
    item.end();
    pdf.x = x;
    pdf.y = y + height + 4;
  }
  list.end();
  pdf.moveDown(0.4);
}

function drawFooters(pdf: Pdf, footer: string): void {
  const { start, count } = pdf.bufferedPageRange();
  for (let index = start; index < start + count; index++) {
    pdf.switchToPage(index);
    const y = pdf.page.height - page_margin;
    // Below the margin text would begin a page of its own.
    pdf.page.margins.bottom = 0;
    pdf.markContent('Artifact', { type: 'Pagination', attached: ['Bottom'] });
    pdf.font('regular', 8.5).fillColor(inks.soft);
    pdf.text(printable(footer), page_margin, y, { width: page_width - 60, lineBreak: false, ellipsis: true });
    pdf.text(`${index + 1} / ${count}`, page_margin + page_width - 60, y, {
      width: 60,
      align: 'right',
      lineBreak: false,
    });
    pdf.endMarkedContent();
  }
}
