/** What becomes of somebody who signed up. `ended` has a reason and holds nothing any more. */
export type SignUpState = 'confirmed' | 'waiting' | 'offered' | 'ended';
export const endReasons = ['cancelled', 'declined', 'lapsed', 'removed', 'no_show', 'called_off'] as const;
export type EndReason = (typeof endReasons)[number];

export const shiftKinds = ['collection', 'distribution', 'other'] as const;
export type ShiftKind = (typeof shiftKinds)[number];

const minute_ms = 60_000;
const hour_ms = 60 * minute_ms;

/** How long a place is kept for an address that nobody confirmed, and an offered place for its answer. */
const answer_ms = 24 * hour_ms;
/** So long before the start nothing is offered by mail any more: who waits is asked at the door. */
const door_ms = 30 * minute_ms;
/** A shift so close to its start can be signed up for no more. */
const closes_ms = 0;

/** Places of one role: how many there are, how many are held (confirmed or offered), whether anybody waits. */
export type Places = { readonly capacity: number; readonly held: number; readonly waiting: number };

/**
 * Gives places to newcomers in their order of arrival: those for whom there is one are confirmed, the others wait. Who
 * waits already goes first: while somebody does, nobody passes.
 */
export function admit(places: Places, newcomers: number): readonly ('confirmed' | 'waiting')[] {
  const free = places.waiting > 0 ? 0 : Math.max(0, places.capacity - places.held);
  return Array.from({ length: newcomers }, (_, index) => (index < free ? 'confirmed' : 'waiting'));
}

/** How many of those who wait are offered a place now. */
export function offers({ capacity, held, waiting }: Places): number {
  return Math.max(0, Math.min(capacity - held, waiting));
}

/**
 * Until when somebody may answer: a day, but never past half of the time that is left, so that the next in line has a
 * chance too. Null when it is too late to wait for an answer.
 */
export function answerDue(now: number, startsAt: number): number | null {
  const left = startsAt - door_ms - now;
  return left <= 0 ? null : now + Math.min(answer_ms, Math.max(left / 2, Math.min(left, door_ms)));
}

/** Whether one can sign up: the shift is open and has not begun. */
export function takesSignUps(
  shift: { readonly state: 'open' | 'called_off'; readonly startsAt: number },
  now: number,
): boolean {
  return shift.state === 'open' && now < shift.startsAt - closes_ms;
}

/** What a sign-up may be told to do, by the person or by the clock. */
export type SignUpAct = 'confirm_mail' | 'accept' | 'decline' | 'cancel' | 'lapse' | 'offer';
/** What follows, or null where the act has no meaning (any more). */
export type SignUpNext =
  | { readonly state: Exclude<SignUpState, 'ended'> }
  | { readonly state: 'ended'; readonly reason: EndReason };

/** The state machine of a sign-up. */
export function signUpNext(state: SignUpState, act: SignUpAct): SignUpNext | null {
  switch (act) {
    case 'confirm_mail':
      return state === 'ended' ? null : { state };
    case 'offer':
      return state === 'waiting' ? { state: 'offered' } : null;
    case 'accept':
      return state === 'offered' ? { state: 'confirmed' } : null;
    case 'decline':
      return state === 'offered' ? { state: 'ended', reason: 'declined' } : null;
    case 'cancel':
      return state === 'ended' ? null : { state: 'ended', reason: 'cancelled' };
    case 'lapse':
      return state === 'offered' || state === 'confirmed' ? { state: 'ended', reason: 'lapsed' } : null;
  }
}

/** How free a shift is, in words: exact numbers would count people in groups below five. */
export type Room = 'free' | 'few' | 'full';
export function roomOf(capacity: number, taken: number): Room {
  const left = capacity - taken;
  return left <= 0 ? 'full' : left < 5 ? 'few' : 'free';
}
