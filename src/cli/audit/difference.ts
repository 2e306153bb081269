import type { RecountDifference } from '../../domain/mod.ts';

/** The check could not be carried out: network, storage, or an answer that is none. `message` is one sentence. */
export class CannotCheck extends Error {
  override readonly name = 'CannotCheck';
}

/** What does not agree, beside what the recount of the entries finds. */
export type AuditDifference =
  | RecountDifference
  // Who signed.
  | { readonly kind: 'not_signed'; readonly origin: string; readonly known: readonly string[] }
  | { readonly kind: 'wrong_signature'; readonly key: string }
  | { readonly kind: 'keys_changed'; readonly before: readonly string[]; readonly found: readonly string[] }
  | { readonly kind: 'quorum_missed'; readonly wanted: number; readonly found: number }
  // The tree, and what it was when it was last checked.
  | { readonly kind: 'origin_changed'; readonly before: string; readonly found: string }
  | { readonly kind: 'rolled_back'; readonly before: number; readonly found: number }
  | { readonly kind: 'forked'; readonly size: number; readonly before: string; readonly found: string }
  | { readonly kind: 'wrong_root'; readonly size: number; readonly signed: string; readonly found: string }
  | { readonly kind: 'wrong_bundle'; readonly path: string; readonly wanted: number; readonly found: number }
  | { readonly kind: 'torn_bundle'; readonly path: string }
  | { readonly kind: 'wrong_entry'; readonly index: number }
  | { readonly kind: 'wrong_tile'; readonly path: string }
  | { readonly kind: 'not_a_leaf'; readonly index: number; readonly entry: string }
  // The counter.
  | { readonly kind: 'unpublished'; readonly counted: number; readonly published: number }
  | { readonly kind: 'totals_root'; readonly size: number; readonly before: string; readonly found: string }
  | { readonly kind: 'counter'; readonly name: string; readonly counter: Shown; readonly log: Shown }
  | {
      readonly kind: 'pledge_counter';
      readonly pledge: string;
      readonly name: string;
      readonly counter: Shown;
      readonly log: Shown;
    }
  | { readonly kind: 'pledge_missing'; readonly pledge: string; readonly from: 'counter' | 'log' }
  // The wall.
  | {
      readonly kind: 'wall_no_credit' | 'wall_reversed' | 'wall_twice';
      readonly subject: string;
      readonly index: number;
    }
  | { readonly kind: 'wall_unopened'; readonly subject: string; readonly index: number }
  | {
      readonly kind: 'wall_record';
      readonly subject: string;
      readonly member: string;
      readonly shown: string;
      readonly committed: string;
    }
  | {
      readonly kind: 'wall_units';
      readonly subject: string;
      readonly index: number;
      readonly wall: number;
      readonly log: number;
    }
  | { readonly kind: 'wall_count'; readonly counter: number; readonly wall: number };
type Shown = number | string;

/** A number with its thousands apart: 1,001. */
export function count(value: number): string {
  return value.toLocaleString('en');
}

/** Foreign text for a terminal: no control or formatting characters, and no more than fits a sentence. */
export function shown(text: Shown): string {
  if (typeof text === 'number') return count(text);
  const plain = text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '\u{FFFD}');
  return plain.length > 200 ? `${plain.slice(0, 200)}…` : plain;
}

/** A difference in one sentence. */
export function describe(difference: AuditDifference): string {
  if ('index' in difference && !('subject' in difference))
    return `Entry ${count(difference.index)}: ${ofEntry(difference)}`;
  switch (difference.kind) {
    case 'not_signed':
      return `The checkpoint of ${shown(difference.origin)} is signed by none of the keys that are trusted (${list(difference.known)}).`;
    case 'wrong_signature':
      return `The signature of ${shown(difference.key)} under the checkpoint is wrong.`;
    case 'keys_changed':
      return `The log's keys have changed: none of the keys known so far (${list(difference.before)}) is among those it shows now (${list(difference.found)}).`;
    case 'quorum_missed':
      return `${count(difference.wanted)} of the given witnesses must have cosigned the checkpoint, ${count(difference.found)} did.`;
    case 'origin_changed':
      return `The log calls itself ${shown(difference.found)}; when it was last checked it was ${shown(difference.before)}. It was started again: what the former log published must be compared with it.`;
    case 'rolled_back':
      return `The log has shrunk: it had ${count(difference.before)} entries when it was last checked and shows ${count(difference.found)} now.`;
    case 'forked':
      return `The log was rewritten: at ${count(difference.size)} entries its root was ${shown(difference.before)} when it was last checked, and is ${difference.found} now.`;
    case 'wrong_root':
      return `The ${count(difference.size)} entries give the root ${difference.found}; the signed checkpoint says ${shown(difference.signed)}.`;
    case 'wrong_bundle':
      return `${difference.path} has ${count(difference.found)} entries; the checkpoint implies ${count(difference.wanted)}.`;
    case 'torn_bundle':
      return `${difference.path} is not a list of entries: lengths and bytes do not agree.`;
    case 'wrong_tile':
      return `${difference.path} is not what its entries give.`;
    case 'unpublished':
      return `The counter counts ${count(difference.counted)} entries; the log has published ${count(difference.published)}.`;
    case 'totals_root':
      return `The totals show the root ${shown(difference.before)} at ${count(difference.size)} entries; the log's is ${difference.found}.`;
    case 'counter':
      return `${capital(difference.name)}: the counter says ${shown(difference.counter)}, the log says ${shown(difference.log)}.`;
    case 'pledge_counter':
      return `Promise ${shown(difference.pledge)}, ${difference.name}: the counter says ${shown(difference.counter)}, the log says ${shown(difference.log)}.`;
    case 'pledge_missing':
      return `Promise ${shown(difference.pledge)} is in the ${difference.from === 'log' ? 'counter, but not in the log' : 'log, but not in the counter'}.`;
    case 'wall_count':
      return `The counter says ${count(difference.counter)} relays, the wall shows ${count(difference.wall)}.`;
    default:
      return ofWall(difference);
  }
}

type OfWall = Extract<AuditDifference, { readonly subject: string }>;

function ofEntry(difference: Exclude<Extract<AuditDifference, { readonly index: number }>, OfWall>): string {
  switch (difference.kind) {
    case 'wrong_entry':
      return 'it is not the one that is hashed in the tree.';
    case 'not_a_leaf':
      return `it is not a leaf in its one spelling: ${shown(difference.entry)}`;
    case 'other_campaign':
      return `it belongs to another campaign, ${difference.campaign}.`;
    case 'day_went_back':
      return `its day ${difference.day} lies more than a day before ${difference.newest}, which was reached before.`;
    case 'unknown_pledge':
      return `there is no promise ${difference.pledge} before it.`;
    case 'unknown_terms':
      return `${difference.pledge} has no terms ${count(difference.terms)}; the newest are ${count(difference.newest)}.`;
    case 'outdated_terms':
      return `it names terms ${count(difference.terms)} of ${difference.pledge}, which were no longer in force; the newest are ${count(difference.newest)}.`;
    case 'other_mechanic':
      return `it is for ${difference.found}; ${difference.pledge} is promised for ${difference.promised}.`;
    case 'over_per_act':
      return `one relay got ${count(difference.found)} units of ${difference.pledge}; terms ${count(difference.terms)} say ${count(difference.perAct)} per act.`;
    case 'over_cap':
      return `${difference.pledge} has granted ${count(difference.found)} units with it; the cap is ${count(difference.cap)}.`;
    case 'terms_out_of_order':
      return `it is terms ${count(difference.found)} of ${difference.pledge}; terms ${count(difference.expected)} were expected.`;
    case 'promise_changed':
      return `terms ${count(difference.terms)} of ${difference.pledge} change its ${difference.member} from ${difference.before} to ${difference.found}.`;
    case 'less_generous':
      return `terms ${count(difference.terms)} make ${difference.pledge} less generous: ${difference.member} goes from ${shown(difference.before)} to ${shown(difference.found)}.`;
    case 'reverses_nothing':
      return `it reverses entry ${count(difference.reverses)}, which is no credit before it.`;
    case 'reversed_twice':
      return `it reverses entry ${count(difference.reverses)}, which entry ${count(difference.by)} has reversed already.`;
    case 'reversal_differs':
      return `it reverses entry ${count(difference.reverses)} with another ${difference.member === 'parts' ? 'split' : 'mechanic'}.`;
    case 'settlement_out_of_range':
      return `${difference.pledge} is settled to ${count(difference.found)} units with it; ${count(difference.granted)} are granted or guaranteed.`;
    case 'delivery_out_of_range':
      return `${difference.pledge} is delivered to ${count(difference.found)} units with it; ${count(difference.settled)} are settled.`;
  }
}

function ofWall(difference: OfWall): string {
  const relay = `Relay ${shown(difference.subject)}`;
  switch (difference.kind) {
    case 'wall_no_credit':
      return `${relay}: the wall says entry ${count(difference.index)}, which is no credit of a relay.`;
    case 'wall_reversed':
      return `${relay}: the wall shows it, but its credit, entry ${count(difference.index)}, is reversed in the log.`;
    case 'wall_twice':
      return `${relay}: entry ${count(difference.index)} is on the wall twice.`;
    case 'wall_unopened':
      return `${relay}: what the wall gives does not open the commitment of entry ${count(difference.index)}.`;
    case 'wall_record':
      return `${relay}: the wall shows the ${difference.member} ${shown(difference.shown)}; committed was ${shown(difference.committed)}.`;
    case 'wall_units':
      return `${relay}: the wall says ${count(difference.wall)} units, entry ${count(difference.index)} says ${count(difference.log)}.`;
  }
}

function list(keys: readonly string[]): string {
  return keys.length === 0 ? 'none' : keys.map(shown).join(', ');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
