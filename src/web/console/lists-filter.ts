import {
  type RelayReason,
  type RelayState,
  type RelayVia,
  relayReasons,
  relayStates,
  relayVias,
} from '../../domain/mod.ts';
import {
  noFilter,
  type RelayCursor,
  type RelayFilter,
  type SiteCursor,
  type SiteFilter,
} from '../../evidence/mod.ts';
import type { MessageKey } from '../../i18n/mod.ts';
import { isId } from '../../kernel/mod.ts';

/** What is wrong with a filter, at its field. */
export type FilterFault = { readonly name: string; readonly word: MessageKey };
export type Read<Filter, Name extends string> = {
  /** What of it can be used. */
  readonly filter: Filter;
  readonly faults: readonly FilterFault[];
  /** As it was typed: it goes back into the form, and on into the addresses of further pages and files. */
  readonly typed: Readonly<Record<Name, string>>;
};

export const relayFilterNames = ['state', 'reason', 'via', 'site', 'q', 'from', 'until'] as const;
export type RelayFilterName = (typeof relayFilterNames)[number];
export const siteFilterNames = ['q', 'order'] as const;
export type SiteFilterName = (typeof siteFilterNames)[number];

type Query = (name: string) => string | undefined;
const text_length_max = 200;

/** A null byte never reaches the database. */
const typedOf = <Name extends string>(query: Query, names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, (query(name) ?? '').replaceAll('\0', '').trim()])) as Record<
    Name,
    string
  >;

/** The list's filter from its address. `publicOnly`: counted relays whatever is asked for. */
export function readRelayFilter(
  query: Query,
  { timeZone, publicOnly }: { readonly timeZone: string; readonly publicOnly: boolean },
): Read<RelayFilter, RelayFilterName> {
  const typed = typedOf(query, relayFilterNames);
  const faults: FilterFault[] = [];
  const take = <T>(name: RelayFilterName, of: (text: string) => T | null, word: MessageKey): T | null => {
    if (typed[name] === '') return null;
    const value = of(typed[name]);
    if (value === null) faults.push({ name, word });
    return value;
  };
  const among = <T extends string>(values: readonly T[]) => {
    return (text: string): T | null => values.find((one) => one === text) ?? null;
  };
  const filter: RelayFilter = {
    ...noFilter,
    state: take<RelayState>('state', among(relayStates), 'list.wrongState'),
    reason: take<RelayReason>('reason', among(relayReasons), 'list.wrongReason'),
    via: take<RelayVia>('via', among(relayVias), 'list.wrongVia'),
    site: take('site', siteName, 'list.wrongSite'),
    text: take('q', searchText, 'list.wrongText'),
    from: take('from', calendarDay, 'list.wrongDate'),
    until: take('until', calendarDay, 'list.wrongDate'),
    timeZone,
  };
  if (filter.from !== null && filter.until !== null && filter.until < filter.from)
    faults.push({ name: 'until', word: 'list.wrongSpan' });
  return { filter: publicOnly ? { ...filter, state: 'counted', reason: null } : filter, faults, typed };
}

export function readSiteFilter(query: Query, publicOnly: boolean): Read<SiteFilter, SiteFilterName> {
  const typed = typedOf(query, siteFilterNames);
  const faults: FilterFault[] = [];
  const text = typed.q === '' ? null : searchText(typed.q);
  if (typed.q !== '' && text === null) faults.push({ name: 'q', word: 'list.wrongText' });
  if (!['', 'most', 'name'].includes(typed.order)) faults.push({ name: 'order', word: 'list.wrongOrder' });
  const order = typed.order === 'name' ? 'name' : 'most';
  return { filter: { text, order, publicOnly }, faults, typed };
}

function siteName(text: string): string | null {
  return /^[^\s/?#@\p{Cc}]{1,255}$/u.test(text) ? text.toLowerCase() : null;
}

function searchText(text: string): string | null {
  return text.length <= text_length_max ? text : null;
}

/** A day that exists, in years a campaign may be in. */
function calendarDay(text: string): string | null {
  if (!/^20\d\d-\d\d-\d\d$/.test(text)) return null;
  const instant = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text) ? text : null;
}

/** The query of the same list, of a further page of it when `after` is given. */
export function queryOf(typed: Readonly<Record<string, string>>, after: string | null = null): string {
  const query = new URLSearchParams(Object.entries(typed).filter(([, value]) => value !== ''));
  if (after !== null) query.set('after', after);
  return query.size === 0 ? '' : `?${query}`;
}

/** Places in the lists as addresses carry them; null for a text that is none. */
export const relayCursor = {
  write: ({ receivedAt, id }: RelayCursor) => `${receivedAt}-${id}`,
  read: (text: string): RelayCursor | null => {
    const [, time = '', id = ''] = /^(\d{1,15})-(rly_\w+)$/.exec(text) ?? [];
    return isId('rly', id) ? { receivedAt: Number(time), id } : null;
  },
};
export const siteCursor = {
  write: ({ relays, site }: SiteCursor) => `${relays}-${site}`,
  read: (text: string): SiteCursor | null => {
    const [, relays = '', site = ''] = /^(\d{1,12})-([^\s\p{Cc}]{1,255})$/u.exec(text) ?? [];
    return site === '' ? null : { relays: Number(relays), site };
  },
};
