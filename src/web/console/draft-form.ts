import { type DraftFile, valueAt, withValue } from '../../campaign/mod.ts';
import type { DraftField, DraftKind, DraftSection } from './draft-fields.ts';
import { fromLocal, toLocal } from './local-time.ts';

/** A part of a draft as it stands in the form: texts by path, and how long each list is. */
export type TypedSection = {
  readonly texts: ReadonlyMap<string, string>;
  readonly counts: ReadonlyMap<string, number>;
  /** Lists that are said to be empty on purpose. */
  readonly stated: ReadonlySet<string>;
};

/** Entries of one list on one page; the file allows no more than 200 promises. */
const entries_max = 200;
/** The fields of a form that are ours and no path of the file. */
export const statedName = (list: string) => `stated:${list}`;

/** The form of a part, from the draft. */
export function typedFrom(draft: DraftFile, section: DraftSection, timeZone: string): TypedSection {
  const texts = new Map<string, string>();
  const counts = new Map<string, number>();
  const stated = new Set<string>();
  const put = (path: string, kind: DraftKind) =>
    texts.set(path, textOf(valueAt(draft, path), kind, timeZone));
  for (const field of section.fields) put(field.path, field.kind);
  for (const list of section.lists) {
    const entries = valueAt(draft, list.path);
    const count = Array.isArray(entries) ? entries.length : 0;
    counts.set(list.path, count);
    if (Array.isArray(entries) && count === 0) stated.add(list.path);
    for (let index = 0; index < count; index++)
      for (const field of list.fields) put(`${list.path}[${index}].${field.path}`, field.kind);
  }
  return { texts, counts, stated };
}

function textOf(value: unknown, kind: DraftKind, timeZone: string): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map(String).join(kind === 'words' ? '\n' : ' ');
  if (kind === 'instant') return toLocal(String(value), timeZone);
  return String(value);
}

/** The form of a part as somebody sent it. Names that are no field of the part are left out. */
export function typedIn(
  entries: readonly (readonly [string, string])[],
  section: DraftSection,
): TypedSection {
  const texts = new Map<string, string>();
  const counts = new Map<string, number>();
  const stated = new Set<string>();
  for (const field of section.fields) texts.set(field.path, '');
  for (const list of section.lists) counts.set(list.path, 0);
  for (const [name, value] of entries) {
    if (texts.has(name)) {
      texts.set(name, value);
      continue;
    }
    for (const list of section.lists) {
      if (name === statedName(list.path)) stated.add(list.path);
      if (!name.startsWith(`${list.path}[`)) continue;
      const [, index, path] = /^\[(\d{1,3})\]\.(.+)$/.exec(name.slice(list.path.length)) ?? [];
      const known = list.fields.some((field) => field.path === path);
      if (!known || Number(index) >= entries_max) continue;
      texts.set(name, value);
      counts.set(list.path, Math.max(counts.get(list.path) ?? 0, Number(index) + 1));
    }
  }
  return { texts, counts, stated };
}

/** The form with one more entry in a list. */
export function withEntry(typed: TypedSection, list: string): TypedSection {
  const count = typed.counts.get(list) ?? 0;
  return { ...typed, counts: new Map(typed.counts).set(list, Math.min(count + 1, entries_max)) };
}

/** The form without an entry of a list; those after it move up. */
export function withoutEntry(typed: TypedSection, list: string, gone: number): TypedSection {
  const texts = new Map<string, string>();
  for (const [name, value] of typed.texts) {
    const [, index, rest] = name.startsWith(`${list}[`)
      ? (/^\[(\d+)\](.*)$/s.exec(name.slice(list.length)) ?? [])
      : [];
    if (index === undefined) texts.set(name, value);
    else if (Number(index) !== gone)
      texts.set(`${list}[${Number(index) - (Number(index) > gone ? 1 : 0)}]${rest}`, value);
  }
  const count = typed.counts.get(list) ?? 0;
  return { ...typed, texts, counts: new Map(typed.counts).set(list, Math.max(0, count - 1)) };
}

/** The draft with a part as it was typed. What was left empty is not in the file. */
export function draftWith(
  draft: DraftFile,
  section: DraftSection,
  typed: TypedSection,
  timeZone: string,
): DraftFile {
  let file = draft;
  const put = (path: string, field: DraftField) => {
    file = withValue(file, path, readText(typed.texts.get(path) ?? '', field, timeZone));
  };
  for (const field of section.fields) put(field.path, field);
  for (const list of section.lists) {
    const count = typed.counts.get(list.path) ?? 0;
    const before = valueAt(file, list.path);
    // Entries keep what this form has no field for.
    const kept = Array.isArray(before) ? before.slice(0, count) : [];
    const none = count === 0 && list.stated !== undefined && !typed.stated.has(list.path);
    file = withValue(file, list.path, none ? undefined : kept);
    for (let index = 0; index < count; index++)
      for (const field of list.fields) put(`${list.path}[${index}].${field.path}`, field);
  }
  return pruned(file) as DraftFile;
}

/** What a text stands for in the file; undefined for nothing. A number that is none stays as it was typed. */
function readText(text: string, { kind }: DraftField, timeZone: string): unknown {
  if (kind === 'flag') return text === 'true' ? true : undefined;
  if (text === '') return undefined;
  switch (kind) {
    case 'number':
      return numberOf(text);
    case 'numbers':
      return text
        .split(/[\s;]+/)
        .filter(Boolean)
        .map(numberOf);
    case 'words':
      return text.split(/[\s,;]+/).filter(Boolean);
    case 'instant':
      return fromLocal(text, timeZone) ?? text;
    default:
      return text;
  }
}

/** `12 000`, `12000` and `0,40` as people write them; anything else as it is, for the file's own rules to refuse. */
function numberOf(text: string): number | string {
  const plain = text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : text;
}

/** Without mappings that hold nothing, so that what nobody filled in is not there. */
function pruned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => pruned(one) ?? {});
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value)
    .map(([name, one]) => [name, pruned(one)] as const)
    .filter(([, one]) => one !== undefined);
  return members.length === 0 ? undefined : Object.fromEntries(members);
}
