import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createRecount, parseLeaf, type RecountTotals } from '../domain/mod.ts';
import type { Clock } from '../kernel/mod.ts';
import { parseVerifierKey, printVerifierKey, toBase64, type VerifierKey } from '../log/mod.ts';
import { type Pins, readCheckpoint } from './audit/checkpoint.ts';
import { type AuditDifference, CannotCheck, shown } from './audit/difference.ts';
import { exits, type Findings, findingsJson, printFindings, type Verdict } from './audit/report.ts';
import {
  createShelf,
  httpSource,
  keepFile,
  type Page,
  parsePage,
  readKept,
  type Shelf,
} from './audit/source.ts';
import { type AuditState, readState, writeState } from './audit/state.ts';
import { compareRelays, compareTotals, readTotals, type Totals } from './audit/totals.ts';
import { walkTree } from './audit/tree.ts';
import { Commitments, readWall } from './audit/wall.ts';

export type AuditOptions = {
  /** The campaign page's address, or a folder that an earlier audit filled. */
  readonly target: string;
  /** Where to keep what is read; by default a folder of its own below `cache`. */
  readonly folder?: string | undefined;
  /** The user's cache directory. */
  readonly cache: string;
  /** Where the last audit's result is kept; by default `state.json` in the folder. */
  readonly state?: string | undefined;
  /** Verifier keys (C2SP signed-note) of the log, and of witnesses. */
  readonly keys?: readonly string[] | undefined;
  readonly witnesses?: readonly string[] | undefined;
  /** How many of the given witnesses must have cosigned; by default all. */
  readonly quorum?: number | undefined;
  readonly json?: boolean | undefined;
};

export type AuditHouse = {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly print: (text: string) => void;
  /** Told now and then how many of the entries are read, and 0 of 0 at the end; null where nobody watches. */
  readonly progress: ((done: number, total: number) => void) | null;
  readonly wait?: (milliseconds: number) => Promise<void>;
};

/**
 * `relais audit URL`: recounts a campaign from what it publishes, and compares its counter and its wall with that.
 * Gives the exit status: 0 everything agrees, 1 the first difference is named, 2 it could not be checked. Needs nothing
 * but the public addresses, or a folder of an earlier run. The state is kept only when all agrees.
 */
export async function runAudit(options: AuditOptions, house: AuditHouse): Promise<number> {
  const findings = {
    ...{ page: options.target, folder: '', at: house.clock.now(), witnessed: null, before: 0 },
    ...{ recount: null, counted: null, wall: null, wallStill: false },
  };
  const verdict = await judge(options, house, findings);
  house.progress?.(0, 0);
  house.print(options.json === true ? findingsJson(findings, verdict) : printFindings(findings, verdict));
  return exits[verdict.kind];
}

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

async function judge(
  options: AuditOptions,
  house: AuditHouse,
  findings: Mutable<Findings>,
): Promise<Verdict> {
  try {
    const place = placeOf(options, house);
    Object.assign(findings, { page: place.page.url, folder: place.folder });
    const difference = await audit(place, pinsOf(options), house, findings);
    return difference === null ? { kind: 'agrees' } : { kind: 'differs', difference };
  } catch (error) {
    if (error instanceof CannotCheck) return { kind: 'unchecked', reason: error.message };
    throw error;
  }
}

type Place = {
  readonly page: Page;
  readonly folder: string;
  readonly stateFile: string;
  readonly shelf: Shelf;
};

const page_file = 'page.txt';

function placeOf(options: AuditOptions, house: AuditHouse): Place {
  const { target } = options;
  const place = (page: Page, folder: string, shelf: Shelf): Place => {
    return { page, folder, stateFile: options.state ?? join(folder, 'state.json'), shelf };
  };
  if (!/^https?:\/\//i.test(target)) {
    const page = parsePage(readKept(target, page_file)?.trim() ?? '');
    if (page === null)
      throw new CannotCheck(
        `${shown(target)} is neither the address of a campaign's page (https://host/c/name) nor a folder of an earlier audit.`,
      );
    return place(page, target, createShelf(target, null));
  }
  const page = parsePage(target);
  if (page === null)
    throw new CannotCheck(`${shown(target)} is not the address of a campaign's page (https://host/c/name).`);
  const folder = options.folder ?? join(options.cache, page.url.replaceAll(/[^A-Za-z0-9.-]+/g, '_'));
  const kept = readKept(folder, page_file)?.trim();
  if (kept !== undefined && kept !== page.url)
    throw new CannotCheck(`${folder} holds what was read from ${shown(kept)}; name another with --folder.`);
  if (!existsSync(join(folder, page_file))) keepFile(folder, page_file, `${page.url}\n`);
  const network = { fetch: house.fetch, wait: house.wait ?? pause };
  return place(page, folder, createShelf(folder, httpSource(page, network)));
}

async function pause(milliseconds: number): Promise<void> {
  await setTimeout(milliseconds);
}

function pinsOf(options: AuditOptions): Pins {
  const read = (text: string, option: string): VerifierKey => {
    const key = parseVerifierKey(text);
    if (key === null) throw new CannotCheck(`${option} ${shown(text)} is not a verifier key.`);
    return key;
  };
  const keys = (options.keys ?? []).map((key) => read(key, '--key'));
  const witnesses = (options.witnesses ?? []).map((key) => read(key, '--witness'));
  const quorum = options.quorum ?? witnesses.length;
  if (!Number.isSafeInteger(quorum) || quorum < 0 || quorum > witnesses.length)
    throw new CannotCheck(`--quorum ${quorum} is not a number up to that of the given witnesses.`);
  return { keys, witnesses, quorum };
}

/** The first difference, or null when all agrees. What is proven first is named first: signatures, tree, entries, counter, wall. */
async function audit(
  place: Place,
  pins: Pins,
  house: AuditHouse,
  findings: Mutable<Findings>,
): Promise<AuditDifference | null> {
  const { page, stateFile, shelf } = place;
  const state = readState(stateFile, page.url);
  // The counter is read before the checkpoint, so that the log has, or will soon have, all that it counts.
  const totals = await readTotals(shelf, 'totals.json', page.slug);
  const counted = Math.max(totals.log.entries, totals.log.size);
  const judged = await readCheckpoint(shelf, pins, { state, counted }, house.wait ?? pause);
  if (judged.kind === 'differs') return judged.difference;
  findings.witnessed = judged.witnessed;
  findings.before = state?.size ?? 0;

  const { checkpoint } = judged.witnessed;
  const read = (from: Shelf) => readEntries(from, page, checkpoint, { state, totals, house });
  let reading = await read(shelf);
  // What is kept is a tree of its own, but not this checkpoint's: the log is read as it is now. What was kept of a tree
  // that once agreed is left as it is, the proof of a rewritten log.
  if (reading.kind === 'differs' && shelf.reused())
    reading = await read(shelf.anew(state === null ? place.folder : join(place.folder, 'rewritten')));
  if (reading.kind === 'differs') return reading.difference;
  const { logged, recount } = reading;
  findings.recount = recount.totals();
  const broken = compareHistory(reading.roots, state, totals) ?? reading.difference;
  if (broken !== null) return broken;
  findings.counted = totals.log.entries;
  const miscounted = compareTotals(totals, reading.counted ?? recount.totals());
  if (miscounted !== null) return miscounted;

  const wall = await readWall(shelf, logged);
  if (wall.kind === 'differs') return wall.difference;
  findings.wall = wall.count;
  const after = await readTotals(shelf, 'totals-after.json', page.slug);
  const still = after.log.entries === totals.log.entries && after.relays === totals.relays;
  findings.wallStill = still;
  const credits = (reading.counted ?? recount.totals()).acts.relay;
  const misshown = compareRelays(totals.relays, { counted: wall.count.counted, still }, credits);
  if (misshown !== null) return misshown;

  const { log, text } = judged.witnessed;
  writeState(stateFile, {
    ...{ page: page.url, origin: checkpoint.origin, size: checkpoint.size, root: toBase64(checkpoint.root) },
    ...{ keys: log.map((one) => printVerifierKey(one.key)), checkpoint: text },
  });
  return null;
}

/** Reads the tree with its entries, each as a leaf, and recounts them. */
async function readEntries(
  shelf: Shelf,
  page: Page,
  head: { readonly size: number; readonly root: Uint8Array },
  { state, totals, house }: { state: AuditState | null; totals: Totals; house: AuditHouse },
) {
  const recount = createRecount(page.slug);
  const commitments = new Commitments();
  let difference: AuditDifference | null = null;
  let counted: RecountTotals | null = totals.log.entries === 0 ? recount.totals() : null;
  const entry = (bytes: Uint8Array, index: number) => {
    if (difference !== null) return;
    // A leaf is ASCII: read byte by byte, no two entries give one text.
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
    const leaf = parseLeaf(text);
    difference = leaf === null ? { kind: 'not_a_leaf', index, entry: text } : recount.add(leaf, index);
    if (leaf?.kind === 'credit') commitments.keep(index, leaf.commitment);
    if (index + 1 === totals.log.entries) counted = recount.totals();
  };
  const at = [state?.size ?? 0, totals.log.size];
  const walked = await walkTree(shelf, head, at, {
    entry,
    progress: (entries) => house.progress?.(entries, head.size),
  });
  if (walked.kind === 'differs') return walked;
  const { creditAt } = recount;
  const logged = { size: head.size, entries: totals.log.entries, creditAt, commitments };
  return {
    ...{ kind: 'read' as const, recount, logged, roots: walked.roots },
    ...{ counted: counted as RecountTotals | null, difference: difference as AuditDifference | null },
  };
}

/** Whether the tree still begins as it was, when it was last checked and when the totals were read. */
function compareHistory(
  roots: ReadonlyMap<number, string>,
  state: AuditState | null,
  totals: Totals,
): AuditDifference | null {
  const earlier = state === null ? undefined : roots.get(state.size);
  if (state !== null && earlier !== undefined && earlier !== state.root)
    return { kind: 'forked', size: state.size, before: state.root, found: earlier };
  const { size, root } = totals.log;
  const shownRoot = roots.get(size);
  if (shownRoot !== undefined && shownRoot !== root)
    return { kind: 'totals_root', size, before: root, found: shownRoot };
  return null;
}

/** A bar of progress for a terminal, drawn over itself and wiped at the end. */
export function progressBar(write: (text: string) => void): (done: number, total: number) => void {
  const width = 30;
  let drawn = '';
  return (done, total) => {
    const share = total === 0 ? 0 : done / total;
    const filled = '#'.repeat(Math.floor(share * width)).padEnd(width, '.');
    const bar = total === 0 ? '' : `${filled} ${Math.floor(100 * share)} %`;
    if (bar !== drawn) write(`\r${bar.padEnd(drawn.length)}${bar === '' ? '\r' : ''}`);
    drawn = bar;
  };
}
