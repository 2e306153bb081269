import type { CampaignView } from '../../campaign/mod.ts';
import type { Translator } from '../../i18n/mod.ts';
import { xml } from '../api/feeds.ts';
import { goalOf, isExhausted, partnerName, relayPledges } from '../parts/figures.ts';

/** The colours of the pages by day: pictures stand on pages of others, most of them light. */
const colour = {
  paper: '#fcf5e8',
  ink: '#2b1a15',
  soft: '#6a5045',
  line: '#dcc9ac',
  red: '#b3261e',
  cloth: '#e39a8f',
  leaf: '#4d7540',
} as const;
const family = 'Newsreader';

/** Width of a text in Newsreader of 1 px, by classes of letters, a little generous. */
export function serifWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/[ijl.,:;'|!’\u202f\u00a0 ft]/.test(character)) width += 0.3;
    else if (/[mwMW—@%]/.test(character)) width += 0.92;
    else if (/[A-ZÀ-Þ]/.test(character)) width += 0.72;
    else width += character.length > 1 ? 1.2 : 0.54;
  }
  return width;
}

/** Width of a number in bold Newsreader of 1 px. */
function figuresWidth(number: string): number {
  return [...number].reduce((sum, one) => sum + (/\d/.test(one) ? 0.61 : 0.22), 0);
}

/** A text in lines of at most `width` px at a font size; the last line of too many ends with «…». */
export function wrapped(text: string, width: number, size: number, lines_max: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.replace(/\s+/g, ' ').trim().split(' ')) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && serifWidth(longer) * size <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  const cut = lines.slice(0, lines_max).map((line) => {
    let fitting = line;
    while (fitting.length > 1 && serifWidth(fitting) * size > width) fitting = fitting.slice(0, -1);
    return fitting === line ? line : `${fitting.replace(/[\ud800-\udbff]$/, '').slice(0, -1)}…`;
  });
  return lines.length > lines_max
    ? cut.map((line, index) => (index === lines_max - 1 && !line.endsWith('…') ? `${line}…` : line))
    : cut;
}

const text = (
  words: string,
  x: number,
  y: number,
  size: number,
  more: { readonly fill?: string; readonly weight?: number; readonly anchor?: 'end' | 'middle' } = {},
): string =>
  `<text x="${x}" y="${y}" font-family="${family}" font-size="${size}" font-weight="${more.weight ?? 400}" fill="${more.fill ?? colour.ink}" text-anchor="${more.anchor ?? 'start'}">${xml(words)}</text>`;

/** A strip of the gingham cloth. */
function cloth(width: number, height: number, y: number): string {
  const square = height / 2;
  let squares = '';
  for (let column = 0; column * square < width; column++)
    for (let row = 0; row < 2; row++) {
      const [across, down] = [column % 2 === 0, row === 0];
      if (!(across || down)) continue;
      const opacity = across && down ? 1 : 0.45;
      squares += `<rect x="${column * square}" y="${y + row * square}" width="${square}" height="${square}" fill="${colour.cloth}" opacity="${opacity}"/>`;
    }
  return squares;
}

/** A row of plates, served from the left as the goal comes nearer. */
function plates(x: number, y: number, width: number, share: number): string {
  const count = 20;
  const step = width / count;
  const radius = step * 0.4;
  return Array.from({ length: count }, (_, index) => {
    const [cx, cy] = [x + step * (index + 0.5), y];
    const served = index + 0.5 <= share * count;
    const dish = served
      ? `<circle cx="${cx}" cy="${cy}" r="${radius * 0.6}" fill="${colour.red}"/>`
      : `<circle cx="${cx}" cy="${cy}" r="${radius * 0.6}" fill="none" stroke="${colour.line}" stroke-width="2"/>`;
    return `<circle cx="${cx}" cy="${cy}" r="${radius}" fill="#fffdf7" stroke="${served ? colour.ink : colour.line}" stroke-width="2.5"/>${dish}`;
  }).join('');
}

/** What a picture says under the number: how many posts, or that the caps are reached, or that it is over. */
function standing(view: CampaignView, tr: Translator): string {
  const { state, relays } = view.totals;
  if (state === 'announced') return tr.t('picture.announced', { date: tr.date(view.opens) });
  const posts = tr.t('campaign.relays', { n: relays });
  if (state !== 'open') return `${posts} · ${tr.t('picture.over')}`;
  return isExhausted(view) ? `${posts} · ${tr.t('picture.capped')}` : posts;
}

/** The campaign as a picture of 1200 × 630 for social sites: what was given so far, for whom, by whom. */
export function shareSvg(view: CampaignView, tr: Translator, host: string): string {
  const [width, height] = [1200, 630];
  const { granted } = view.totals;
  const { goal } = goalOf(view);
  const title = wrapped(tr.localised(view.title), width - 160, 54, 2);
  const number = tr.number(granted);
  const size = Math.min(230, 1020 / figuresWidth(number));
  const partners = [...new Set(relayPledges(view).map((pledge) => partnerName(view, pledge.partner)))];
  const by = partners.length === 0 ? [] : [tr.t('embed.partners', { partners: partners.join(', ') })];
  const numberAt = 150 + title.length * 62 + size * 0.62;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="${width}" height="${height}" fill="${colour.paper}"/>${cloth(width, 48, 0)}
${title.map((line, index) => text(line, 80, 132 + index * 62, 54, { weight: 700 })).join('')}
${text(number, 76, numberAt, size, { weight: 700, fill: colour.red })}
${wrapped(
  `${tr.unitName(view.unit.names, granted)} ${tr.t('campaign.for', { charity: view.charity.name })}`,
  width - 160,
  44,
  1,
)
  .map((line) => text(line, 80, numberAt + 62, 44))
  .join('')}
${plates(80, 540, width - 160, goal === 0 ? 0 : granted / goal)}
${wrapped([standing(view, tr), ...by].join(' · '), width - 460, 28, 1)
  .map((line) => text(line, 80, 606, 28, { fill: colour.soft }))
  .join('')}${text(host.slice(0, 40), width - 80, 606, 28, { fill: colour.soft, anchor: 'end' })}</svg>`;
}

/** What one relayer made possible, as a picture of 1200 × 630 that they can share: the number and the sentence. */
export function certificateSvg(
  given: { readonly view: CampaignView; readonly units: number; readonly sentence: string },
  tr: Translator,
  host: string,
): string {
  const [width, height] = [1200, 630];
  const { view, units, sentence } = given;
  const number = `${tr.number(units)}`;
  const size = Math.min(190, 1020 / figuresWidth(number));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="${width}" height="${height}" fill="${colour.paper}"/>${cloth(width, 48, 0)}
<rect x="40" y="88" width="${width - 80}" height="${height - 128}" fill="none" stroke="${colour.line}" stroke-width="3"/>
${wrapped(tr.localised(view.title), width - 180, 40, 1)
  .map((line) => text(line, 80, 152, 40, { weight: 700 }))
  .join('')}
${text(number, 76, 330, size, { weight: 700, fill: colour.red })}
${wrapped(tr.unitName(view.unit.names, units), width - 120 - figuresWidth(number) * size, 54, 1)
  .map((line) => text(line, 96 + figuresWidth(number) * size, 330, 54))
  .join('')}
${wrapped(sentence, width - 180, 38, 3)
  .map((line, index) => text(line, 80, 408 + index * 50, 38))
  .join('')}
${text(host.slice(0, 40), width - 80, 570, 28, { fill: colour.soft, anchor: 'end' })}</svg>`;
}

/** The number alone as a picture of 600 × 160, for mails and pages that take no more than an image. */
export function counterSvg(view: CampaignView, tr: Translator): string {
  const [width, height] = [600, 160];
  const { granted } = view.totals;
  const number = tr.number(granted);
  const size = Math.min(78, 440 / figuresWidth(number));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="${width}" height="${height}" fill="${colour.paper}"/>${cloth(width, 20, 0)}
${wrapped(tr.localised(view.title), width - 48, 20, 1)
  .map((line) => text(line, 24, 48, 20, { weight: 700 }))
  .join('')}
${text(number, 22, 116, size, { weight: 700, fill: colour.red })}
${wrapped(tr.unitName(view.unit.names, granted), width - 64 - figuresWidth(number) * size, 28, 1)
  .map((line) => text(line, 36 + figuresWidth(number) * size, 116, 28))
  .join('')}
${wrapped(standing(view, tr), width - 48, 18, 1)
  .map((line) => text(line, 24, 146, 18, { fill: colour.soft }))
  .join('')}</svg>`;
}
