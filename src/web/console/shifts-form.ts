import { cleanLine, cleanText, shiftKinds } from '../../domain/mod.ts';
import type { ShiftText, ShiftView } from '../../evidence/mod.ts';
import { httpUrl, type words } from '../parts/page.tsx';
import type { FieldError } from './fields.tsx';
import type { Form } from './form.ts';
import { fromLocal, toLocal } from './local-time.ts';

/** Lines for roles on the form. */
export const role_lines = 6;
const day_ms = 86_400_000;
const capacity_max = 100_000;

/** What is in the form's fields, by their names. */
export type TypedShift = Readonly<Record<string, string>>;

export const emptyShift: TypedShift = { kind: 'collection' };

/** A shift as its form shows it. */
export function typedShift(shift: ShiftView, timeZone: string): TypedShift {
  const local = (at: number) => toLocal(new Date(at).toISOString(), timeZone);
  const roles = shift.roles.flatMap(({ name, capacity }, index) => [
    [`role-${index}`, name],
    [`capacity-${index}`, String(capacity)],
  ]);
  return {
    kind: shift.kind,
    title: shift.title,
    details: shift.details,
    place: shift.place,
    address: shift.address,
    link: shift.link ?? '',
    starts: local(shift.startsAt),
    ends: local(shift.endsAt),
    age: shift.minimumAge === null ? '' : String(shift.minimumAge),
    contact: shift.contact,
    ...Object.fromEntries(roles),
  };
}

type Say = ReturnType<typeof words>['t'];

/** Reads the form; `text` null where something is wrong with it. */
export function readShiftForm(
  form: Form,
  timeZone: string,
  t: Say,
): { readonly typed: TypedShift; readonly errors: readonly FieldError[]; readonly text: ShiftText | null } {
  const typed = Object.fromEntries(form.entries.map(([name, value]) => [name, value.slice(0, 4000)]));
  const errors: FieldError[] = [];
  const wrong = (name: string, sentence: string) => errors.push({ name, sentence });
  const title = cleanLine(form.text('title'), 120);
  const place = cleanLine(form.text('place'), 120);
  if (title === '') wrong('title', t('shifts.titleMissing'));
  if (place === '') wrong('place', t('shifts.placeMissing'));
  const address = form.text('link').slice(0, 500);
  const link = address === '' ? null : httpUrl(address);
  if (address !== '' && link === null) wrong('link', t('shifts.linkWrong'));
  const time = (name: string): number => {
    const at = Date.parse(fromLocal(form.text(name), timeZone) ?? '');
    if (Number.isNaN(at)) wrong(name, t('shifts.timeWrong'));
    return at;
  };
  const [startsAt, endsAt] = [time('starts'), time('ends')];
  if (endsAt <= startsAt || endsAt - startsAt > day_ms) wrong('ends', t('shifts.endWrong'));
  const age = form.text('age');
  const minimumAge = age === '' ? null : Number(age);
  if (age !== '' && !/^[1-9]\d?$/.test(age)) wrong('age', t('shifts.ageWrong'));
  const roles = readRoles(form, wrong, t);
  const text: ShiftText = {
    ...{ kind: shiftKinds.find((one) => one === form.text('kind')) ?? 'other', title, place, link },
    details: cleanText(form.text('details'), 2000),
    address: cleanLine(form.text('address'), 200),
    contact: cleanLine(form.text('contact'), 200),
    ...{ startsAt, endsAt, minimumAge, roles },
  };
  return { typed, errors, text: errors.length === 0 ? text : null };
}

/** Roles keep their line: people signed up by it. Lines after the last one with places are left out. */
function readRoles(form: Form, wrong: (name: string, sentence: string) => void, t: Say): ShiftText['roles'] {
  const lines = Array.from({ length: role_lines }, (_, index) => {
    const capacity = form.text(`capacity-${index}`);
    if (capacity !== '' && !(/^\d{1,6}$/.test(capacity) && Number(capacity) <= capacity_max))
      wrong(`capacity-${index}`, t('shifts.capacityWrong'));
    return { name: cleanLine(form.text(`role-${index}`), 60), capacity: Number(capacity) || 0 };
  });
  const last = lines.findLastIndex((line) => line.capacity > 0);
  if (last < 0) wrong('capacity-0', t('shifts.rolesMissing'));
  return lines.slice(0, last + 1);
}
