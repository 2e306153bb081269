import type { MeetingText, MeetingView } from '../../dialogue/mod.ts';
import { cleanLine, cleanText } from '../../domain/mod.ts';
import { languageOr } from '../../kernel/mod.ts';
import { isMailAddress } from '../../mail/mod.ts';
import { httpUrl, type words } from '../parts/page.tsx';
import type { FieldError } from './fields.tsx';
import type { Form } from './form.ts';
import { fromLocal, toLocal } from './local-time.ts';

const length_max_ms = 7 * 86_400_000;
const agenda_max = 20_000;
export const notes_max = 100_000;

/** What is in the form's fields, by their names. */
export type TypedMeeting = Readonly<Record<string, string>>;
type Say = ReturnType<typeof words>['t'];

export const emptyMeeting = (language: string): TypedMeeting => ({
  language,
  openTo: 'anybody',
  capacity: '40',
});

/** A meeting as its form shows it. */
export function typedMeeting(meeting: MeetingView, timeZone: string): TypedMeeting {
  const local = (at: number) => toLocal(new Date(at).toISOString(), timeZone);
  const { language, title, agenda, place, address, openTo } = meeting;
  return {
    ...{ language, title, agenda, place, address, openTo },
    join: meeting.joinLink ?? '',
    starts: local(meeting.startsAt),
    ends: local(meeting.endsAt),
    capacity: String(meeting.capacity),
  };
}

/** Reads the form; `text` null where something is wrong with it. */
export function readMeetingForm(
  form: Form,
  timeZone: string,
  t: Say,
): {
  readonly typed: TypedMeeting;
  readonly errors: readonly FieldError[];
  readonly text: MeetingText | null;
} {
  const typed = Object.fromEntries(form.entries.map(([name, value]) => [name, value.slice(0, agenda_max)]));
  const errors: FieldError[] = [];
  const wrong = (name: string, sentence: string) => errors.push({ name, sentence });
  const title = cleanLine(form.text('title'), 160);
  const agenda = cleanText(form.text('agenda'), agenda_max);
  const place = cleanLine(form.text('place'), 120);
  const link = form.text('join').slice(0, 500);
  const joinLink = link === '' ? null : httpUrl(link);
  if (title === '') wrong('title', t('mdesk.titleMissing'));
  if (agenda === '') wrong('agenda', t('mdesk.agendaMissing'));
  if (link !== '' && joinLink === null) wrong('join', t('shifts.linkWrong'));
  else if (place === '' && joinLink === null) wrong('place', t('mdesk.placeMissing'));
  const time = (name: string): number => {
    const at = Date.parse(fromLocal(form.text(name), timeZone) ?? '');
    if (Number.isNaN(at)) wrong(name, t('shifts.timeWrong'));
    return at;
  };
  const [startsAt, endsAt] = [time('starts'), time('ends')];
  if (endsAt <= startsAt || endsAt - startsAt > length_max_ms) wrong('ends', t('mdesk.endWrong'));
  const capacity = /^\d{1,6}$/.test(form.text('capacity')) ? Number(form.text('capacity')) : 0;
  if (capacity < 1 || capacity > 100_000) wrong('capacity', t('mdesk.capacityWrong'));
  const text: MeetingText = {
    ...{ title, agenda, place, joinLink, startsAt, endsAt, capacity },
    language: languageOr(form.text('language')),
    address: place === '' ? '' : cleanLine(form.text('address'), 200),
    openTo: form.text('openTo') === 'invited' ? 'invited' : 'anybody',
  };
  return { typed, errors, text: errors.length === 0 ? text : null };
}

/** Addresses, one per line, and the first line that is none. */
export function readAddresses(text: string): {
  readonly emails: readonly string[];
  readonly wrong: string | null;
} {
  const lines = text
    .split(/[\r\n,;]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return {
    emails: lines,
    wrong: lines.find((line) => !isMailAddress(line)) ?? null,
  };
}
