import { CannotCheck, shown } from './difference.ts';

/** An object of an answer that is judged member by member. */
export type Members = { readonly where: string; readonly members: Readonly<Record<string, unknown>> };

/** Reads an answer as a JSON object; what is none can't be checked. */
export function parseMembers(bytes: Uint8Array, where: string): Members {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new CannotCheck(`${where} is not JSON.`);
  }
  return membersOf(value, where);
}

export function membersOf(value: unknown, where: string): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new CannotCheck(`${where} is not an object.`);
  return { where, members: value as Record<string, unknown> };
}

export function objectOf({ where, members }: Members, name: string): Members {
  return membersOf(members[name], `${where}: ${name}`);
}

export function objectsOf({ where, members }: Members, name: string): readonly Members[] {
  const value = members[name];
  if (!Array.isArray(value)) throw new CannotCheck(`${where}: ${name} is not a list.`);
  return value.map((one, index) => membersOf(one, `${where}: ${name}[${index}]`));
}

export function textOf({ where, members }: Members, name: string): string {
  const value = members[name];
  if (typeof value !== 'string' || !value.isWellFormed())
    throw new CannotCheck(`${where}: ${name} is not a text.`);
  return value;
}

/** A whole number from 0 on (or from `least`), small enough to be exact. */
export function wholeOf({ where, members }: Members, name: string, least = 0): number {
  const value = members[name];
  if (!Number.isSafeInteger(value) || (value as number) < least)
    throw new CannotCheck(
      `${where}: ${name} is ${shown(JSON.stringify(value) ?? 'missing')}, not a whole number.`,
    );
  return value as number;
}
