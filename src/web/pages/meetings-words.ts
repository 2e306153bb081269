import type { MeetingView } from '../../dialogue/mod.ts';
import { type Room, roomOf } from '../../domain/mod.ts';
import type { Translator } from '../../i18n/mod.ts';
import { whenText } from './volunteer-words.ts';

/** From when until when, on the campaign's clocks. */
export const meetingWhen = whenText;

/** Where people meet; never the link by which one joins. */
export function meetingPlace(
  { t }: Translator,
  { place, address, joinLink }: Pick<MeetingView, 'place' | 'address' | 'joinLink'>,
): string {
  if (place === '') return t('meetings.afar');
  const there = [place, address].filter((one) => one !== '').join(', ');
  return joinLink === null ? there : `${t('meetings.both')} · ${there}`;
}

/** How free a meeting is, in words: while somebody waits it is full. */
export const meetingRoom = ({ capacity, held, waiting }: MeetingView): Room =>
  waiting > 0 ? 'full' : roomOf(capacity, held);
