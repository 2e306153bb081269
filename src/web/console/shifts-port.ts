import type {
  DoorNote,
  DoorPerson,
  NotesTaken,
  ShiftHours,
  ShiftId,
  ShiftSaved,
  ShiftText,
  ShiftView,
} from '../../evidence/mod.ts';
import type { Person } from '../../people/mod.ts';

/** What those who plan shifts and stand at the door do. Null for an unknown campaign or shift. */
export type ShiftServices = {
  /** All of them, past ones too. */
  readonly shifts: (slug: string) => Promise<readonly ShiftView[] | null>;
  readonly shift: (slug: string, shift: string) => Promise<ShiftView | null>;
  readonly create: (person: Person, slug: string, text: ShiftText) => Promise<ShiftId | null>;
  readonly save: (person: Person, slug: string, shift: string, text: ShiftText) => Promise<ShiftSaved>;
  readonly callOff: (person: Person, slug: string, shift: string) => Promise<ShiftSaved>;
  /** Takes a shift over, on record: whoever did reads its names. */
  readonly become: (person: Person, slug: string, shift: string) => Promise<boolean>;
  readonly coordinates: (person: Person, shift: ShiftId) => Promise<boolean>;
  readonly door: (shift: ShiftId) => Promise<readonly DoorPerson[]>;
  readonly note: (slug: string, shift: ShiftId, notes: readonly DoorNote[]) => Promise<NotesTaken | null>;
  /** A note made here, not by a device. */
  readonly noteHere: (
    slug: string,
    shift: ShiftId,
    person: string,
    kind: DoorNote['kind'],
  ) => Promise<boolean>;
  readonly correct: (
    person: Person,
    slug: string,
    shift: ShiftId,
    who: string,
    to: { readonly minutes: number | null; readonly company: string | null },
  ) => Promise<boolean>;
  /** Notes somebody who came without signing up, and that they are there. */
  readonly walkIn: (
    slug: string,
    shift: ShiftId,
    who: { readonly name: string; readonly role: number; readonly company: string | null },
  ) => Promise<boolean>;
  readonly release: (slug: string, shift: ShiftId) => Promise<number | null>;
  readonly hours: (slug: string) => Promise<readonly ShiftHours[] | null>;
  /** Where a code lets somebody in. */
  readonly code: (code: string) => Promise<{ readonly campaign: string; readonly shift: ShiftId } | null>;
};
