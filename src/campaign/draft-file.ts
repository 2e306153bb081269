import { createHash } from 'node:crypto';
import { type Obstacle, obstacles, type Stated } from '../domain/mod.ts';
import { type CanonicalValue, canonicalJson } from '../kernel/mod.ts';
import { type CampaignFile, type FileProblem, parseCampaignFile } from './file.ts';
import { statedIn } from './stated.ts';

/** A campaign file in the making: what is there has the file's form, anything may be absent. */
export type DraftFile = { readonly [name: string]: unknown };

type Step = string | number;

/** `pledges[0].cap` as its steps. */
export function stepsOf(path: string): readonly Step[] {
  return [...path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, name]) =>
    index === undefined ? (name ?? '') : Number(index),
  );
}

/** The value at a path; undefined where there is none. */
export function valueAt(file: unknown, path: string): unknown {
  let value = file;
  for (const step of stepsOf(path)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Readonly<Record<Step, unknown>>)[step];
  }
  return value;
}

/** The mappings of a list at a path; what is no mapping is left out, what is no list has none. */
export function listAt(file: unknown, path: string): readonly Readonly<Record<string, unknown>>[] {
  return list(valueAt(file, path));
}

/** The file with another value at a path; undefined takes the member away. Lists and mappings on the way are made. */
export function withValue<T>(file: T, path: string, value: unknown): T {
  const set = (at: unknown, steps: readonly Step[]): unknown => {
    const [step, ...rest] = steps;
    if (step === undefined) return value;
    if (typeof step === 'number') {
      const list = Array.isArray(at) ? [...(at as readonly unknown[])] : [];
      list[step] = set(list[step], rest);
      return list;
    }
    const old = typeof at === 'object' && at !== null && !Array.isArray(at) ? at : {};
    const inner = set((old as Readonly<Record<string, unknown>>)[step], rest);
    const members = Object.entries(old).filter(([name]) => name !== step);
    const place = Object.keys(old).indexOf(step);
    if (inner !== undefined) members.splice(place < 0 ? members.length : place, 0, [step, inner]);
    return Object.fromEntries(members);
  };
  return set(file, stepsOf(path)) as T;
}

export type DraftReading = {
  /** The file when it is complete and sound. */
  readonly file: CampaignFile | null;
  /** What the file's own rules refuse, as of a file: missing members included. */
  readonly problems: readonly FileProblem[];
  /** What keeps it from opening although it reads as a file. */
  readonly obstacles: readonly Obstacle[];
};

/** Reads a draft as the file it would be. */
export function readDraftFile(draft: DraftFile): DraftReading {
  const parsed = parseCampaignFile(JSON.stringify({ relais: 1, ...draft }));
  if (parsed.kind === 'file')
    return { file: parsed.file, problems: [], obstacles: obstacles(statedIn(parsed.file)) };
  return { file: null, problems: parsed.problems, obstacles: obstacles(statedSoFar(draft)) };
}

const list = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'object' && one !== null) : [];
const members = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
const count = (value: unknown) => (typeof value === 'number' ? value : 0);

/** What a draft states so far, whatever is absent or wrong in it. */
function statedSoFar(draft: DraftFile): Stated {
  const campaign = members(draft.campaign);
  const disclosures = members(draft.disclosures);
  const opens = Date.parse(String(campaign.opens));
  const charter = draft.charter === undefined ? null : members(draft.charter);
  return {
    title: members(campaign.title),
    summary: members(campaign.summary),
    charity: String(campaign.charity ?? ''),
    organisations: list(draft.organisations) as unknown as Stated['organisations'],
    opens: Number.isNaN(opens) ? null : opens,
    unit: members(campaign.unit),
    pledges: list(draft.pledges).map((one) => ({
      ...(one as unknown as Stated['pledges'][number]),
      id: String(one.id ?? ''),
      perAct: count(one.perAct ?? one.perHour),
      cap: count(one.cap),
    })),
    ...disclosures,
    conditions: list(disclosures.conditions),
    charter:
      charter === null
        ? null
        : {
            ...charter,
            criteria: list(charter.criteria) as unknown as NonNullable<Stated['charter']>['criteria'],
            findings: list(charter.findings) as unknown as NonNullable<Stated['charter']>['findings'],
          },
  };
}

/** SHA-256 over the one spelling of what somebody signs. */
export function digestOf(value: unknown): Uint8Array {
  // Numbers with a fraction have no canonical spelling here: as text they do.
  const plain = JSON.parse(JSON.stringify(value), (_, one: unknown) =>
    typeof one === 'number' && !Number.isSafeInteger(one) ? String(one) : one,
  ) as CanonicalValue;
  return createHash('sha256').update(canonicalJson(plain)).digest();
}
