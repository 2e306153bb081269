/** Points: A4 with margins that a binder's holes fit in. */
export const page_margin = 56;
export const page_width = 595.28 - 2 * page_margin;

export type Pdf = PDFKit.PDFDocument;
export type Struct = PDFKit.PDFStructureElement;

export const inks = { plain: '#1d1b18', soft: '#5c564d', red: '#a3211b', line: '#b9b2a6' } as const;

/** What the font has no glyph for is written with what it has. */
export const printable = (text: string) => text.replaceAll('\u202F', '\u00A0').replaceAll('\u2212', '–');

/** An element of the structure with what draws it; `scope`: of a head's cell (the published types are older than it). */
export function tagged(pdf: Pdf, tag: string, draw: () => void, scope?: 'Column' | 'Row'): Struct {
  const options: object = scope === undefined ? {} : { scope };
  return pdf.struct(tag, options, [draw]);
}

/** Moves to the next page unless so much fits on this one. */
export function keepTogether(pdf: Pdf, height: number): void {
  if (pdf.y + height > pdf.page.height - pdf.page.margins.bottom) pdf.addPage();
}
