import type { CampaignView } from '../../campaign/mod.ts';
import { translator } from '../../i18n/mod.ts';
import { xml } from '../api/feeds.ts';

/** What a badge says: a label and the live figure, or that an act gives nothing any more. */
export type BadgeText = { readonly label: string; readonly message: string; readonly colour: string };

const colours = { open: '#b3261e', capped: '#5f5a55', closed: '#2f5d50', announced: '#7a5c00' } as const;

/** The badge's words in a language: total and unit; at the caps, before and after the campaign it says so. */
export function badgeText(campaign: CampaignView, language: 'fr' | 'en'): BadgeText {
  const { totals } = campaign;
  const tr = translator(language);
  const total = `${tr.number(totals.granted)} ${tr.unitName(campaign.unit.names, totals.granted)}`;
  const label = tr.localised(campaign.title);
  const relayPledges = totals.pledges.filter((pledge) => pledge.for === 'post');
  const capped = relayPledges.length > 0 && relayPledges.every((pledge) => pledge.remaining === 0);
  if (totals.state === 'announced')
    return { label, message: language === 'fr' ? 'bientôt' : 'soon', colour: colours.announced };
  if (totals.state !== 'open') return { label, message: total, colour: colours.closed };
  if (!capped) return { label, message: total, colour: colours.open };
  return {
    label,
    message: `${total} · ${language === 'fr' ? 'plafond atteint' : 'cap reached'}`,
    colour: colours.capped,
  };
}

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
export function badgeSvg(text: BadgeText): string {
  const label = text.label.length > label_max ? `${text.label.slice(0, label_max - 1)}…` : text.label;
  const [left, right] = [textWidth(label) + 16, textWidth(text.message) + 16];
  const width = left + right;
  const title = xml(`${label} : ${text.message}`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="24" viewBox="0 0 ${width} 24" role="img" aria-label="${title}"><title>${title}</title>
<clipPath id="r"><rect width="${width}" height="24" rx="5"/></clipPath>
<g clip-path="url(#r)"><rect width="${left}" height="24" fill="#2b2622"/><rect x="${left}" width="${right}" height="24" fill="${text.colour}"/></g>
<g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11" text-anchor="middle"><text x="${left / 2}" y="16" textLength="${left - 16}" lengthAdjust="spacingAndGlyphs">${xml(label)}</text><text x="${left + right / 2}" y="16" font-weight="bold" textLength="${right - 16}" lengthAdjust="spacingAndGlyphs">${xml(text.message)}</text></g>
</svg>
`;
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
