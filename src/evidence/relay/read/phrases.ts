import type { Instant } from '../../../kernel/mod.ts';
import { foldText } from './text.ts';

const earliest = Date.UTC(1990, 0, 1);
const latest = Date.UTC(2100, 0, 1);

const written =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,9})?)? ?(Z|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?$/i;

/**
 * The instant of a date as pages write it: RFC 3339, with what HTML leaves out (seconds, the colon of an offset, the
 * time). Without an offset it is read as UTC: the day is what matters, and our own time zone is none of the blog's.
 * Null for anything else, and before 1990 or after 2099.
 */
export function publishedInstant(text: string): Instant | null {
  const match = written.exec(text.trim());
  if (match === null) return null;
  const [, day, time = '00:00', seconds = ':00', offset = 'Z'] = match;
  const zone =
    offset.toUpperCase() === 'Z' ? 'Z' : `${offset.slice(0, 3)}:${offset.slice(3).replace(':', '') || '00'}`;
  const instant = Date.parse(`${day}T${time}${seconds.slice(0, 7)}${zone}`);
  return instant >= earliest && instant < latest ? instant : null;
}

/** «par Kiwi» is Kiwi. */
export function withoutByline(name: string): string {
  return name.replace(/^(?:(?:écrit|posté|publié|posted|written|published)\s+)?(?:par|by)\s*:?\s+/i, '');
}

const separators = '[–—|·•«»:/\\-‹›~]+';

/**
 * The title of the post and the name of the site. Most pages write both into `<title>`; which is which is known from
 * a marked title or from the name of the site, else `<title>` stays whole.
 */
export function splitPageTitle(
  pageTitle: string | null,
  marked: string | null,
  site: string | null,
): { readonly title: string | null; readonly site: string | null } {
  if (pageTitle === null) return { title: marked, site };
  const whole = foldText(pageTitle.slice(0, 1000));
  if (marked !== null) return { title: marked, site: site ?? besides(whole, foldText(marked)) };
  return { title: (site === null ? null : besides(whole, foldText(site))) ?? whole, site };
}

/** What stands beside a part of a title, behind or before it, with a separator between. */
function besides(whole: string, part: string): string | null {
  if (part === '' || part.length >= whole.length) return null;
  if (whole.startsWith(part)) {
    return new RegExp(`^\\s*${separators}\\s+(\\S.*)$`).exec(whole.slice(part.length))?.[1] ?? null;
  }
  if (whole.endsWith(part)) {
    return new RegExp(`^(.*\\S)\\s*${separators}\\s*$`).exec(whole.slice(0, -part.length))?.[1] ?? null;
  }
  return null;
}
