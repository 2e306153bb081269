import { type Document, isAlias, isMap, isNode, isPair, LineCounter, parseAllDocuments, visit } from 'yaml';
import type { z } from 'zod';
import { checkCampaignFile } from './check.ts';
import { type CampaignFile, campaignFileSchema } from './schema.ts';

/** One thing wrong with a file: `problem` is a plain sentence that names the field; lines and columns start at 1. */
export type FileProblem = {
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly problem: string;
};

export type ParsedFile =
  | { readonly kind: 'file'; readonly file: CampaignFile }
  | { readonly kind: 'invalid'; readonly problems: readonly FileProblem[] };

/** A campaign file is small; a larger text is refused before it is parsed. */
const characters_max = 1_000_000;
const depth_max = 30;
const problems_max = 50;

/**
 * Reads a campaign file, YAML 1.2 or JSON. Every problem is named, each with the line and column of what is wrong (of
 * the mapping, when something is missing), in the order of the file. Never throws, whatever the text.
 */
export function parseCampaignFile(text: string): ParsedFile {
  if (text.length > characters_max)
    return invalid([{ line: 1, column: 1, path: '', problem: 'The file is larger than 1 MB.' }]);
  const lines = new LineCounter();
  let documents: readonly Document[];
  try {
    const parsed = parseAllDocuments(text, {
      lineCounter: lines,
      uniqueKeys: true,
      maxAliasCount: 0,
      logLevel: 'silent',
    } as object);
    documents = Array.isArray(parsed) ? parsed : [];
  } catch {
    return invalid([{ line: 1, column: 1, path: '', problem: 'The file is nested too deeply to be read.' }]);
  }
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const [document] = documents;
  if (document === undefined || document.contents === null)
    return invalid([{ line: 1, column: 1, path: '', problem: 'The file is empty.' }]);
  if (documents.length > 1)
    return invalid([
      { ...at(documents[1]?.range?.[0] ?? 0), path: '', problem: 'The file holds more than one document.' },
    ]);
  const broken = document.errors.map((error) => ({
    ...at(error.pos[0]),
    path: '',
    problem: sentence(syntaxWords(error.message)),
  }));
  if (broken.length > 0) return invalid(broken);
  const unreadable = refuseNodes(document);
  if (unreadable !== null)
    return invalid([{ ...at(unreadable.offset), path: '', problem: unreadable.problem }]);

  const problemAt = (path: readonly PropertyKey[], words: string): FileProblem => ({
    ...at(offsetOf(document, path)),
    path: printPath(path),
    problem: path.length === 0 ? sentence(words) : sentence(`${printPath(path)} ${words}`),
  });
  const checked = campaignFileSchema.safeParse(document.toJS());
  if (!checked.success) {
    const place: Place = { has: (path) => document.hasIn(path), problem: problemAt };
    return invalid(checked.error.issues.flatMap((issue) => issueProblems(issue, place)));
  }
  const { relais: _version, ...file } = checked.data;
  const breaches = checkCampaignFile(file);
  if (breaches.length > 0) return invalid(breaches.map((breach) => problemAt(breach.path, breach.sentence)));
  return { kind: 'file', file };
}

function invalid(problems: readonly FileProblem[]): ParsedFile {
  const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
  // The same trouble, said again a column further on, helps nobody.
  const distinct = sorted.filter((one, index) => one.problem !== sorted[index - 1]?.problem);
  return { kind: 'invalid', problems: distinct.slice(0, problems_max) };
}

function sentence(words: string): string {
  const text = words.replace(/\s+/g, ' ').trim();
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** The first line of what the YAML reader says; its own trouble with a deep nest in our words. */
function syntaxWords(message: string): string {
  if (message.includes('call stack')) return 'The file is nested too deeply to be read';
  return (message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
}

/** Anchors repeat content unseen, and a deep nest serves nobody: both are refused before anything is expanded. */
function refuseNodes(document: Document): { offset: number; problem: string } | null {
  let found: { offset: number; problem: string } | null = null;
  visit(document, {
    Node: (_, node, ancestors) => {
      const offset = node.range?.[0] ?? 0;
      if (isAlias(node) || ('anchor' in node && node.anchor !== undefined))
        found = { offset, problem: 'Anchors and aliases (& and *) are not taken; write the value out.' };
      if (ancestors.length > depth_max * 2) found = { offset, problem: 'The file is nested too deeply.' };
      return found === null ? undefined : visit.BREAK;
    },
  });
  return found;
}

type Place = {
  readonly has: (path: readonly PropertyKey[]) => boolean;
  readonly problem: (path: readonly PropertyKey[], words: string) => FileProblem;
};

function issueProblems(issue: z.core.$ZodIssue, place: Place): readonly FileProblem[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) =>
      place.problem([...issue.path, key], `is not known here${suggestion(key)}`),
    );
  if (issue.path.length === 0)
    return [place.problem([], 'The file is not a mapping with relais, organisations, campaign and pledges')];
  if (!place.has(issue.path)) return [place.problem(issue.path, 'is missing')];
  return [place.problem(issue.path, plainMessage(issue))];
}

/** Our own words for the schema's; the library's own only say what it expected. */
function plainMessage(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && issue.expected === 'object')
    return 'is not a mapping of names to values';
  if (issue.code === 'invalid_type' && (issue.expected === 'array' || issue.expected === 'tuple'))
    return 'is not a list';
  if (issue.code === 'too_big' && issue.origin === 'array') return `has more than ${issue.maximum} entries`;
  return issue.message.startsWith('Invalid input') ? 'is not what is expected here' : issue.message;
}

const knownKeys = [
  'relais organisations campaign charter pledges impact programmes slug kind name url title summary charity operator unit code names value amount',
  'currency source asOf dialogueOpens opens closes milestones relay perSite review recheckAfterDays onRemoval text signedBy signedOn id partner',
  'mechanic perAct perHour cap minimum rule companies retailer gtins quantity per maxActsPerBasket key previous fr en',
]
  .join(' ')
  .split(' ');

/** «; did you mean perAct?» for a key that is two letters or fewer away from a known one. */
function suggestion(key: string): string {
  if (key.length > 40) return '';
  const near = knownKeys.find(
    (known) => known !== key && distance(known.toLowerCase(), key.toLowerCase()) <= 2,
  );
  return near === undefined ? '' : `; did you mean ${near}?`;
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
    row = next;
  }
  return row[b.length] ?? 0;
}

/** Where a path's value (or, for an unknown key, the key) stands in the text; the nearest parent when it is not there. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length--) {
    const parent = length === 0 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    if (length > 0 && isMap(parent)) {
      const pair = parent.items.find(
        (item) => isPair(item) && isNode(item.key) && String(item.key) === String(path[length - 1]),
      );
      const node = pair?.value ?? pair?.key;
      if (isNode(node) && node.range) return node.range[0];
    }
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

function printPath(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`,
    )
    .join('');
}
