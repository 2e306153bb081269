import type { Instant } from '../kernel/mod.ts';
import { questionDue } from './dialogue.ts';
import { type EndReason, type SignUpAct, type SignUpState, signUpNext } from './shift.ts';

const day_ms = 86_400_000;

/** What becomes of a guest of a meeting: as of somebody who signs up for a shift, or asked and not answered yet. */
export type GuestState = SignUpState | 'invited';
export type GuestNext =
  | { readonly state: Exclude<GuestState, 'ended'> }
  | { readonly state: 'ended'; readonly reason: EndReason };

/**
 * What follows when a guest, or the clock, does something; null where it has no meaning (any more). An invitation holds
 * no place: whoever says yes to one comes in the order of that yes, where `room` says whether a place is free.
 */
export function guestNext(
  state: GuestState,
  act: SignUpAct,
  room: 'confirmed' | 'waiting',
): GuestNext | null {
  if (state !== 'invited') return signUpNext(state, act);
  switch (act) {
    case 'accept':
      return { state: room };
    case 'decline':
    case 'cancel':
      return { state: 'ended', reason: 'declined' };
    default:
      return null;
  }
}

/** When the answer to a question for a meeting is due: at the meeting, that is a day after its end, never sooner than any other's. */
export function meetingQuestionDue(openedAt: Instant, meetingEndsAt: Instant): Instant {
  return Math.max(questionDue(openedAt), meetingEndsAt + day_ms);
}

/** Somebody who was there, as they agreed to be shown. */
export type NamedGuest = { readonly name: string; readonly site: string | null };

/** Fewer people than this are not counted in public. */
const group_min = 5;

/**
 * Who came, for everybody to read: those who agreed to be named, by their names, and how many others, where they are
 * enough (five) that the number leads to nobody; `others` 0: none; null: some, too few to be counted.
 */
export function whoCame(
  there: readonly (NamedGuest & { readonly named: boolean })[],
  language: string,
): { readonly named: readonly NamedGuest[]; readonly others: number | null } {
  const named = there
    .filter((guest) => guest.named && guest.name !== '')
    .map(({ name, site }) => ({ name, site }))
    .sort((a, b) => a.name.localeCompare(b.name, language));
  const others = there.length - named.length;
  return { named, others: others === 0 || others >= group_min ? others : null };
}
