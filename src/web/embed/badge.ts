import type { CampaignView } from '../../campaign/mod.ts';
import { type Language, translator } from '../../i18n/mod.ts';
import { xml } from '../api/feeds.ts';
import { isExhausted } from '../parts/figures.ts';

/** What a badge says: a label and the live figure, or that an act gives nothing any more. */
export type BadgeText = { readonly label: string; readonly message: string; readonly colour: string };

const colours = { open: '#b3261e', capped: '#5f5a55', closed: '#2f5d50', announced: '#7a5c00' } as const;

/** The badge's words in a language: total and unit; at the caps, before and after the campaign it says so. */
export function badgeText(campaign: CampaignView, language: Language): BadgeText {
  const { totals } = campaign;
  const tr = translator(language);
  const total = `${tr.number(totals.granted)} ${tr.unitName(campaign.unit.names, totals.granted)}`;
  const label = tr.localised(campaign.title);
  if (totals.state === 'announced') return { label, message: tr.t('badge.soon'), colour: colours.announced };
  if (totals.state !== 'open') return { label, message: total, colour: colours.closed };
  if (!isExhausted(campaign)) return { label, message: total, colour: colours.open };
  return { label, message: `${total} · ${tr.t('badge.capped')}`, colour: colours.capped };
}

/** How a badge looks: `flat` for a side bar, `outline` for a page that has colours of its own, `large` for the foot of a post. */
export const badgeStyles = ['flat', 'outline', 'large'] as const;
export type BadgeStyle = (typeof badgeStyles)[number];
/** `auto` follows the reader's own setting. */
export const badgeThemes = ['auto', 'light', 'dark'] as const;
export type BadgeTheme = (typeof badgeThemes)[number];

/** Width of a text in the badge's 11 px sans-serif, in px: narrow and wide letters by class, a little generous. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/[ijl.,:;'|!’\u202f\u00a0 ]/.test(character)) width += 3.6;
    else if (/[mwMW—@%]/.test(character)) width += 9.6;
    else if (/[A-ZÀ-Þ0-9]/.test(character)) width += 7.4;
    else width += character.length > 1 ? 12 : 6.4;
  }
  return Math.ceil(width);
}

/** Longest label in characters: a badge stands in a sidebar. */
const label_max = 48;

/** The badge as SVG: text only, no script, no font from elsewhere. */
export function badgeSvg(text: BadgeText, style: BadgeStyle = 'flat', theme: BadgeTheme = 'auto'): string {
  const label = text.label.length > label_max ? `${text.label.slice(0, label_max - 1)}…` : text.label;
  const named = { ...text, label };
  if (style === 'outline') return outline(named, theme);
  return style === 'large' ? large(named, theme) : flat(named);
}

const sans = 'font-family="Verdana,DejaVu Sans,Geneva,sans-serif"';

function drawing(text: BadgeText, width: number, height: number, inside: string): string {
  const title = xml(`${text.label} · ${text.message}`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}"><title>${title}</title>
${inside}
</svg>
`;
}

function flat(text: BadgeText): string {
  const [left, right] = [textWidth(text.label) + 16, textWidth(text.message) + 16];
  const width = left + right;
  return drawing(
    text,
    width,
    24,
    `<clipPath id="r"><rect width="${width}" height="24" rx="5"/></clipPath>
<g clip-path="url(#r)"><rect width="${left}" height="24" fill="#2b2622"/><rect x="${left}" width="${right}" height="24" fill="${text.colour}"/></g>
<g fill="#fff" ${sans} font-size="11" text-anchor="middle"><text x="${left / 2}" y="16" textLength="${left - 16}" lengthAdjust="spacingAndGlyphs">${xml(text.label)}</text><text x="${left + right / 2}" y="16" font-weight="bold" textLength="${right - 16}" lengthAdjust="spacingAndGlyphs">${xml(text.message)}</text></g>`,
  );
}

/** Ink and paper by theme; a class each, so that `auto` can follow the reader's setting without a script. */
function inks(theme: BadgeTheme): string {
  const [light, dark] = [
    '.i{fill:#2b1a15}.p{fill:#fffdf7;stroke:#6a5045}',
    '.i{fill:#f9eddd}.p{fill:#291c19;stroke:#cbb6a5}',
  ];
  if (theme === 'light') return `<style>${light}</style>`;
  if (theme === 'dark') return `<style>${dark}</style>`;
  return `<style>${light}@media (prefers-color-scheme:dark){${dark}}</style>`;
}

function outline(text: BadgeText, theme: BadgeTheme): string {
  const [left, right] = [textWidth(text.label) + 16, textWidth(text.message) + 16];
  const width = left + right;
  return drawing(
    text,
    width,
    24,
    `${inks(theme)}<rect class="p" x=".5" y=".5" width="${width - 1}" height="23" rx="4.5"/>
<g class="i" ${sans} font-size="11" text-anchor="middle"><text x="${left / 2}" y="16" textLength="${left - 16}" lengthAdjust="spacingAndGlyphs">${xml(text.label)}</text><text x="${left + right / 2}" y="16" font-weight="bold" textLength="${right - 16}" lengthAdjust="spacingAndGlyphs">${xml(text.message)}</text></g>`,
  );
}

function large(text: BadgeText, theme: BadgeTheme): string {
  const grown = Math.ceil(textWidth(text.message) * 1.9);
  const width = Math.max(textWidth(text.label), grown) + 32;
  return drawing(
    text,
    width,
    64,
    `${inks(theme)}<rect class="p" x=".5" y=".5" width="${width - 1}" height="63" rx="6.5"/><rect x="1" y="8" width="5" height="48" fill="${text.colour}"/>
<g class="i" ${sans}><text x="18" y="22" font-size="11">${xml(text.label)}</text><text x="18" y="49" font-size="21" font-weight="bold" textLength="${grown}" lengthAdjust="spacingAndGlyphs">${xml(text.message)}</text></g>`,
  );
}

/** The badge in the form of shields.io's endpoint (https://shields.io/badges/endpoint-badge). */
export function badgeJson(text: BadgeText): string {
  return JSON.stringify({
    schemaVersion: 1,
    label: text.label,
    message: text.message,
    color: text.colour,
    cacheSeconds: 60,
  });
}
