import ical, { ICalAlarmType, ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import type { CampaignView } from '../../campaign/mod.ts';
import type { ShiftView } from '../../evidence/mod.ts';
import type { Translator } from '../../i18n/mod.ts';

type Entry = {
  readonly shift: ShiftView;
  readonly url: string;
  /** False for who no longer comes. */
  readonly stands: boolean;
  /** Told to who signed up alone. */
  readonly contact: string | null;
  readonly remind: boolean;
};

/**
 * Shifts as a calendar (RFC 5545). An entry keeps its UID, and its sequence goes up when time or place change: calendars
 * move it and don't add another. Times are absolute, so that no zone has to be sent along.
 */
export function calendarOf(
  tr: Translator,
  view: CampaignView,
  entries: readonly Entry[],
  { host, now }: { readonly host: string; readonly now: number },
): string {
  const calendar = ical({
    name: `${tr.t('volunteer.title')} · ${tr.localised(view.title)}`,
    prodId: { company: 'Relais', product: 'Relais', language: tr.language.toUpperCase() },
    method: ICalCalendarMethod.PUBLISH,
    ttl: 3600,
  });
  for (const { shift, url, stands, contact, remind } of entries) {
    const event = calendar.createEvent({
      id: `${shift.id}@${host}`,
      sequence: shift.version,
      stamp: new Date(now),
      start: new Date(shift.startsAt),
      end: new Date(shift.endsAt),
      summary: shift.title,
      description: [shift.details, ...(contact === null || contact === '' ? [] : [contact]), url]
        .filter((line) => line !== '')
        .join('\n\n'),
      location: [shift.place, shift.address].filter((line) => line !== '').join(', '),
      url,
      status: shift.state === 'called_off' || !stands ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    });
    if (remind) event.createAlarm({ type: ICalAlarmType.display, trigger: 7200 });
  }
  return calendar.toString();
}
