/** Times as people type them, on the clocks of a zone, and as the campaign file has them, with their offset. */

const two = (n: number) => String(n).padStart(2, '0');

/** What the zone's clocks show at an instant, as parts. */
function clocks(
  instant: number,
  timeZone: string,
): readonly [number, number, number, number, number, number] | null {
  try {
    const parts = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    }).formatToParts(instant);
    const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
    return [of('year'), of('month'), of('day'), of('hour'), of('minute'), of('second')];
  } catch {
    return null;
  }
}

/** How far a zone's clocks are ahead of UTC at an instant, in milliseconds. */
function offsetAt(instant: number, timeZone: string): number {
  const shown = clocks(instant, timeZone);
  if (shown === null) return 0;
  const [year, month, day, hour, minute, second] = shown;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
}

/** `2026-11-01T00:00:00` as it is typed, from an instant of the file; the text itself when it is none. */
export function toLocal(text: string, timeZone: string): string {
  const instant = Date.parse(text);
  const shown = Number.isNaN(instant) ? null : clocks(instant, timeZone);
  if (shown === null) return text;
  const [year, month, day, hour, minute, second] = shown;
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}`;
}

/**
 * The instant at which the zone's clocks show a typed time, with the offset they have then. Of an hour that comes twice
 * the first, of one that is skipped the same time after the change. Null for anything that is no time.
 */
export function fromLocal(typed: string, timeZone: string): string | null {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?$/.exec(typed) ?? [];
  if (year === undefined) return null;
  const wall = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second ?? 0),
  );
  const checked = new Date(wall);
  if (checked.getUTCMonth() + 1 !== Number(month) || checked.getUTCHours() !== Number(hour)) return null;
  const day_ms = 86_400_000;
  const before = offsetAt(wall - day_ms, timeZone);
  const after = offsetAt(wall + day_ms, timeZone);
  const instant = [before, after]
    .map((offset) => wall - offset)
    .find((one) => one + offsetAt(one, timeZone) === wall);
  const found = instant ?? wall - before;
  const offset = offsetAt(found, timeZone);
  const minutes = Math.abs(offset) / 60_000;
  const sign = offset < 0 ? '-' : '+';
  const shown = new Date(found + offset).toISOString().slice(0, 19);
  return `${shown}${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
