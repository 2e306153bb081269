import ical, { ICalAlarmType, ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import type { ShiftView } from '../../evidence/mod.ts';
import type { Translator } from '../../i18n/mod.ts';

/** What happens at a place and a time, as a calendar has it. */
export type CalendarEvent = {
  readonly id: string;
  /** Goes up when time or place change. */
  readonly version: number;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly title: string;
  readonly description: readonly string[];
  readonly place: string;
  readonly url: string;
  /** False once it is called off, or for who no longer comes. */
  readonly stands: boolean;
  readonly remind: boolean;
};

/**
 * Events as a calendar (RFC 5545). An entry keeps its UID, and its sequence goes up when time or place change: calendars
 * move it and don't add another. Times are absolute, so that no zone has to be sent along.
 */
export function calendarOf(
  { language }: Translator,
  name: string,
  events: readonly CalendarEvent[],
  { host, now }: { readonly host: string; readonly now: number },
): string {
  const calendar = ical({
    name,
    prodId: { company: 'Relais', product: 'Relais', language: language.toUpperCase() },
    method: ICalCalendarMethod.PUBLISH,
    ttl: 3600,
  });
  for (const { id, version, startsAt, endsAt, title, description, place, url, stands, remind } of events) {
    const event = calendar.createEvent({
      id: `${id}@${host}`,
      sequence: version,
      stamp: new Date(now),
      start: new Date(startsAt),
      end: new Date(endsAt),
      summary: title,
      description: [...description, url].filter((line) => line !== '').join('\n\n'),
      location: place,
      url,
      status: stands ? ICalEventStatus.CONFIRMED : ICalEventStatus.CANCELLED,
    });
    if (remind) event.createAlarm({ type: ICalAlarmType.display, trigger: 7200 });
  }
  return calendar.toString();
}

/** Headers of a calendar: apps read it from anywhere, scripts of other sites don't. */
export const calendarHeaders = (name: string): Readonly<Record<string, string>> => ({
  'content-type': 'text/calendar; charset=utf-8',
  'content-disposition': `inline; filename="${name}.ics"`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
});

/** A shift as an event; `contact` for who signed up alone. */
export function shiftEvent(
  shift: ShiftView,
  own: Pick<CalendarEvent, 'url' | 'stands' | 'remind'> & { readonly contact: string | null },
): CalendarEvent {
  const { contact, ...event } = own;
  return {
    ...shift,
    ...event,
    description: [shift.details, contact ?? ''],
    place: [shift.place, shift.address].filter((line) => line !== '').join(', '),
    stands: event.stands && shift.state !== 'called_off',
  };
}
