import type { Instant } from '../kernel/mod.ts';

const hour_ms = 3_600_000;
const day_ms = 24 * hour_ms;
/** How long a question may wait for its answer. */
export const question_days = 5;
/** How long a dialogue should have been open before its campaign opens. */
export const dialogue_days_min = 7;

/** When the answer to a question is due. */
export const questionDue = (openedAt: Instant): Instant => openedAt + question_days * day_ms;

/** A public question as the figures are worked out from it. */
export type AskedQuestion = {
  readonly organisation: string | null;
  readonly openedAt: Instant;
  readonly dueAt: Instant;
  readonly answers: readonly { readonly organisation: string; readonly at: Instant }[];
};

/** How one organisation answers. `waiting`: questions that ask it and that it has not answered. */
export type AnsweringFigures = {
  readonly organisation: string;
  readonly answered: number;
  readonly waiting: number;
  readonly overdue: number;
  /** Hours from a question to this organisation's first answer; null where it has answered nothing. */
  readonly medianHours: number | null;
};

/** What is public of a dialogue as a whole. */
export type DialogueFacts = {
  readonly questions: number;
  readonly unanswered: number;
  readonly overdue: number;
  /** Whole days from its opening to the campaign's; null: never announced. */
  readonly daysBefore: number | null;
  readonly tooShort: boolean;
  readonly organisations: readonly AnsweringFigures[];
};

/**
 * How a dialogue goes. A question that asks nobody in particular is answered by whoever answers first; one that asks an
 * organisation waits for that one, whoever else speaks.
 */
export function dialogueFacts(
  campaign: { readonly dialogueOpens: Instant | null; readonly opens: Instant },
  organisations: readonly string[],
  questions: readonly AskedQuestion[],
  now: Instant,
): DialogueFacts {
  const waiting = questions.filter((question) => !isAnswered(question));
  const before = campaign.dialogueOpens === null ? null : campaign.opens - campaign.dialogueOpens;
  return {
    questions: questions.length,
    unanswered: waiting.length,
    overdue: waiting.filter((question) => question.dueAt < now).length,
    daysBefore: before === null ? null : Math.max(0, Math.floor(before / day_ms)),
    tooShort: before === null || before < dialogue_days_min * day_ms,
    organisations: organisations.map((organisation) => {
      const own = waiting.filter((question) => question.organisation === organisation);
      const hours = questions.flatMap((question) => {
        const first = firstAnswer(question, organisation);
        return first === null ? [] : [(first - question.openedAt) / hour_ms];
      });
      return {
        organisation,
        answered: hours.length,
        waiting: own.length,
        overdue: own.filter((question) => question.dueAt < now).length,
        medianHours: median(hours),
      };
    }),
  };
}

export function isAnswered({ organisation, answers }: Pick<AskedQuestion, 'organisation' | 'answers'>) {
  return answers.some((answer) => organisation === null || answer.organisation === organisation);
}

function firstAnswer({ answers }: AskedQuestion, organisation: string): Instant | null {
  const own = answers.filter((answer) => answer.organisation === organisation).map(({ at }) => at);
  return own.length === 0 ? null : Math.min(...own);
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
