import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AskedQuestion, dialogueFacts, questionDue } from './dialogue.ts';

const day = 86_400_000;
const opens = Date.parse('2026-11-01T00:00:00Z');
const ask = (
  organisation: string | null,
  at: number,
  answers: readonly (readonly [string, number])[] = [],
): AskedQuestion => ({
  organisation,
  openedAt: at,
  dueAt: questionDue(at),
  answers: answers.map(([by, when]) => ({ organisation: by, at: when })),
});

describe('a dialogue opens a week before its campaign', () => {
  test.each([
    [null, null, true],
    [opens, 0, true],
    [opens + day, 0, true],
    [opens - 7 * day + 1, 6, true],
    [opens - 7 * day, 7, false],
    [opens - 30 * day, 30, false],
  ])('open from %s → %s days, too short %s', (dialogueOpens, daysBefore, tooShort) => {
    expect(dialogueFacts({ dialogueOpens, opens }, [], [], opens)).toMatchObject({ daysBefore, tooShort });
  });
});

describe('a question waits for whom it asks', () => {
  const asked = opens - 10 * day;
  test.each([
    ['nobody answered', ask(null, asked), asked + day, 1, 0],
    ['on the minute it is due', ask(null, asked), asked + 5 * day, 1, 0],
    ['a minute later', ask(null, asked), asked + 5 * day + 60_000, 1, 1],
    ['anybody may answer', ask(null, asked, [['danone', asked + day]]), opens, 0, 0],
    ['another answered', ask('restos', asked, [['danone', asked + day]]), opens, 1, 1],
    ['it answered late', ask('restos', asked, [['restos', asked + 9 * day]]), opens, 0, 0],
  ])('%s', (_name, question, now, unanswered, overdue) => {
    const facts = dialogueFacts({ dialogueOpens: null, opens }, ['restos'], [question], now);
    expect(facts).toMatchObject({ questions: 1, unanswered, overdue });
  });
  test('the median is of first answers, per organisation', () => {
    const questions = [
      ask(null, asked, [
        ['restos', asked + day],
        ['restos', asked + 9 * day],
      ]),
      ask('restos', asked, [['restos', asked + 2 * day]]),
      ask('danone', asked),
    ];
    const facts = dialogueFacts({ dialogueOpens: null, opens }, ['restos', 'danone'], questions, opens);
    expect(facts.organisations).toEqual([
      { organisation: 'restos', answered: 2, waiting: 0, overdue: 0, medianHours: 36 },
      { organisation: 'danone', answered: 0, waiting: 1, overdue: 1, medianHours: null },
    ]);
  });
  test('overdue ≤ unanswered ≤ questions, whatever was asked and answered', () => {
    const name = fc.constantFrom('restos', 'danone');
    const answer = fc.tuple(name, fc.integer({ min: opens, max: opens + 90 * day }));
    const question = fc
      .tuple(fc.option(name), fc.integer({ min: opens - 30 * day, max: opens }), fc.array(answer))
      .map(([to, at, answers]) => ask(to, at, answers));
    fc.assert(
      fc.property(fc.array(question), fc.integer({ min: opens, max: opens + 90 * day }), (questions, now) => {
        const facts = dialogueFacts({ dialogueOpens: opens, opens }, ['restos', 'danone'], questions, now);
        expect(facts.overdue).toBeLessThanOrEqual(facts.unanswered);
        expect(facts.unanswered).toBeLessThanOrEqual(facts.questions);
        const own = facts.organisations.reduce((sum, one) => sum + one.waiting, 0);
        expect(own).toBeLessThanOrEqual(facts.unanswered);
      }),
    );
  });
});
