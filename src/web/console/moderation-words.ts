import {
  type Doubt,
  doubts,
  type Moderation,
  moderations,
  type RefusalReason,
  refusalReasons,
} from '../../domain/mod.ts';
import {
  type Decided,
  type Decision,
  decisions_max,
  type QueueCursor,
  type QueueFilter,
} from '../../evidence/mod.ts';
import type { MessageKey, Translator } from '../../i18n/mod.ts';
import { isId } from '../../kernel/mod.ts';
import type { FieldError } from './fields.tsx';
import type { Form } from './form.ts';
import type { FilterFault, Read } from './lists-filter.ts';

export const queueFilterNames = ['doubt', 'site', 'q'] as const;
export type QueueFilterName = (typeof queueFilterNames)[number];
const text_length_max = 200;
export const words_length_max = 1000;

/** The queue's filter from its address. */
export function readQueueFilter(
  query: (name: string) => string | undefined,
): Read<QueueFilter, QueueFilterName> {
  const typed = {
    doubt: clean(query('doubt')),
    site: clean(query('site')).toLowerCase(),
    q: clean(query('q')),
  };
  const faults: FilterFault[] = [];
  const doubt: Doubt | null = doubts.find((one) => one === typed.doubt) ?? null;
  if (typed.doubt !== '' && doubt === null) faults.push({ name: 'doubt', word: 'mod.wrongDoubt' });
  if (typed.site !== '' && !/^[^\s/?#@\p{Cc}]{1,255}$/u.test(typed.site))
    faults.push({ name: 'site', word: 'list.wrongSite' });
  if (typed.q.length > text_length_max) faults.push({ name: 'q', word: 'list.wrongText' });
  const filter = {
    doubt,
    site: typed.site === '' ? null : typed.site,
    text: typed.q === '' ? null : typed.q,
  };
  return { filter, faults, typed };
}

const clean = (text: string | undefined) => (text ?? '').replaceAll('\0', '').trim();

/** A place in the queue as addresses carry it; null for a text that is none. */
export const queueCursor = {
  write: ({ receivedAt, id }: QueueCursor) => `${receivedAt}-${id}`,
  read: (text: string): QueueCursor | null => {
    const [, time = '', id = ''] = /^(\d{1,15})-(rly_\w+)$/.exec(text) ?? [];
    return isId('rly', id) ? { receivedAt: Number(time), id } : null;
  },
};

/** A relay in a form, with the last decision that its moderator saw. */
export const choice = {
  write: (relay: { readonly id: string; readonly seen: number }) => `${relay.id}:${relay.seen}`,
  read: (text: string): { readonly relay: string; readonly seen: number } | null => {
    const [, relay = '', seen = ''] = /^(rly_\w{1,40}):(\d{1,15})$/.exec(text) ?? [];
    return relay === '' ? null : { relay, seen: Number(seen) };
  },
};

export type ReadDecisions = {
  readonly decisions: readonly Decision[];
  readonly typed: { readonly reason: string; readonly words: string; readonly relays: readonly string[] };
  readonly errors: readonly FieldError[];
};

/** What a moderator's form decides, or what is wrong with it, at its field. Nothing is decided where anything is wrong. */
export function readDecisions(form: Form, { t }: Translator): ReadDecisions {
  const typed = { reason: form.text('reason'), words: form.text('words'), relays: form.all('relay') };
  const errors: FieldError[] = [];
  const wrong = (name: string, key: MessageKey, values?: Record<string, number>) =>
    errors.push({ name, sentence: t(key, values) });
  const decision: Moderation | undefined = moderations.find((one) => one === form.text('decision'));
  const reason: RefusalReason | undefined = refusalReasons.find((one) => one === typed.reason);
  const chosen = [...new Set(typed.relays)].map(choice.read);
  if (decision === undefined) wrong('decision', 'mod.decisionUnknown');
  if (chosen.length === 0) wrong('relay', 'mod.noneChosen');
  if (chosen.length > decisions_max) wrong('relay', 'mod.tooMany', { n: decisions_max });
  if (chosen.includes(null)) wrong('relay', 'mod.outcome.unknown');
  if (decision === 'refuse' && reason === undefined) wrong('reason', 'mod.reasonMissing');
  if (decision === 'refuse' && reason === 'other' && typed.words === '') wrong('words', 'mod.wordsMissing');
  if (typed.words.length > words_length_max) wrong('words', 'mod.wordsLong');
  if (errors.length > 0 || decision === undefined) return { decisions: [], typed, errors };
  const refusing = decision !== 'approve';
  return {
    decisions: chosen.flatMap((one) =>
      one === null
        ? []
        : [
            {
              ...one,
              decision,
              reason: decision === 'refuse' ? (reason ?? null) : null,
              words: refusing && typed.words !== '' ? typed.words : null,
            },
          ],
    ),
    typed,
    errors,
  };
}

/** What did not come out as asked, in sentences; empty when all did. */
export function outcomeWords(
  { t }: Translator,
  outcomes: ReadonlyMap<string, Decided>,
  titleOf: (relay: string) => string,
): readonly string[] {
  const sentence = (relay: string, outcome: Decided): string | null => {
    const title = titleOf(relay);
    switch (outcome.kind) {
      case 'done':
        return null;
      case 'unknown':
        return t('mod.outcome.unknown');
      case 'conflict':
        return t('mod.outcome.conflict', {
          title,
          by: outcome.by,
          decision: t(`mod.decided.${outcome.decision}`),
        });
      case 'unfit':
        return t('mod.outcome.unfit', { title, state: t(`dash.state.${outcome.state}`) });
      default:
        return t(`mod.outcome.${outcome.kind}`, { title });
    }
  };
  return [...outcomes].flatMap(([relay, outcome]) => sentence(relay, outcome) ?? []);
}
