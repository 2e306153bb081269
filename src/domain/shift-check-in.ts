/** What a device at the door noted about a person. Its id is the device's own, the same however often it is sent. */
export type CheckIn = {
  readonly id: string;
  readonly person: string;
  readonly kind: 'in' | 'undo';
  /** When it was noted, by the house's clock. */
  readonly at: number;
};

/** Who is there, and since when. */
export type Presence = ReadonlyMap<string, number>;

const later = (a: CheckIn, b: CheckIn) => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/**
 * What a set of notes comes to. A function of the set alone: the order in which devices send, and how often, changes
 * nothing, so that what two devices saw is the union of their notes. A person is there if an arrival was noted after the
 * last «not there after all», since the first such arrival; two devices that see the same person see one person.
 */
export function presence(notes: Iterable<CheckIn>): Presence {
  const known = new Map<string, CheckIn>();
  for (const note of notes) known.set(`${note.person} ${note.id}`, note);
  const there = new Map<string, number>();
  for (const note of [...known.values()].sort(later)) {
    if (note.kind === 'undo') there.delete(note.person);
    else if (!there.has(note.person)) there.set(note.person, note.at);
  }
  return there;
}

/** A device's clock may be wrong, and its notes may be old, but not older than this before the start. */
const early_ms = 12 * 3_600_000;

/**
 * A time by a device's clock as a time by ours: `sent` is what the device's clock showed when it sent, `now` what ours
 * did. Never in the future, never long before the shift.
 */
export function deviceTime(at: number, sent: number, now: number, startsAt: number): number {
  const ours = at + (now - sent);
  return Math.round(Math.min(now, Math.max(ours, startsAt - early_ms)));
}
