import type { CampaignView } from '../../campaign/mod.ts';
import { type Room, roomOf } from '../../domain/mod.ts';
import type { ShiftView } from '../../evidence/mod.ts';
import type { Translator } from '../../i18n/mod.ts';

/** The companies whose employees come as teams: the campaign's partners, by slug. */
export function companiesOf(view: CampaignView): readonly { readonly slug: string; readonly name: string }[] {
  return Object.values(view.organisations).filter(
    ({ slug }) => slug !== view.charity.slug && slug !== view.operator.slug,
  );
}

export function companyName(view: CampaignView, slug: string): string {
  return view.organisations[slug]?.name ?? slug;
}

/** From when until when, on the campaign's clocks. */
export function whenText(
  tr: Translator,
  shift: Pick<ShiftView, 'startsAt' | 'endsAt'>,
  timeZone: string,
): string {
  const day = (at: number) => new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', timeZone }).format(at);
  const hour = new Intl.DateTimeFormat(tr.locale, {
    timeStyle: 'short',
    timeZone,
  });
  const same = day(shift.startsAt) === day(shift.endsAt);
  return tr.t('volunteer.until', {
    starts: tr.inZone(shift.startsAt, timeZone),
    ends: same ? hour.format(shift.endsAt) : tr.inZone(shift.endsAt, timeZone),
  });
}

/** How free a shift is, all roles together: free where one role is. */
export function shiftRoom(shift: ShiftView): Room {
  const rooms = shift.roles.map(({ capacity, held, waiting }) =>
    waiting > 0 ? 'full' : roomOf(capacity, held),
  );
  return rooms.includes('free') ? 'free' : rooms.includes('few') ? 'few' : 'full';
}

export function hoursText(tr: Translator, minutes: number): string {
  const rest = minutes % 60;
  return tr.t('ownShift.hours', { hours: Math.floor(minutes / 60), rest: rest === 0 ? '' : ` ${rest} min` });
}

/** What hours give, one sentence per promise about them; one that says so where there is none. */
export function pledgeSentences(tr: Translator, view: CampaignView): readonly string[] {
  const about = view.totals.pledges.filter((one) => one.mechanic === 'volunteering');
  if (about.length === 0) return [tr.t('volunteer.noPledge')];
  return about.map(({ id, perAct, partner }) => {
    const rule = view.promises.find((one) => one.id === id)?.rule ?? {};
    const { companies = [] } = rule as { readonly companies?: readonly string[] };
    const values = {
      units: `${tr.number(perAct)} ${tr.unitName(view.unit.names, perAct)}`,
      partner: companyName(view, partner),
      companies: tr.either(companies.map((one) => companyName(view, one))),
    };
    return tr.t(companies.length === 0 ? 'volunteer.perHour' : 'volunteer.perHourOf', values);
  });
}
