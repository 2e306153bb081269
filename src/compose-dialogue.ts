import { campaignsIn } from './campaign/mod.ts';
import type { House, OnError } from './compose-services.ts';
import type { Config } from './config.ts';
import {
  actOnReservation,
  answerQuestion,
  askQuestion,
  confirmQuestionLink,
  findReservations,
  followQuestion,
  forgetQuestions,
  type QuestionHouse,
  type QuestionWords,
  readQuestionLink,
  readQuestions,
  readReservations,
  submitReservation,
  withdrawQuestionLink,
} from './dialogue/mod.ts';
import { cleanLine } from './domain/mod.ts';
import type { Claims } from './evidence/mod.ts';
import { translator } from './i18n/mod.ts';
import { type Actor, isLimited, type Limit, type Person } from './people/mod.ts';
import type { DialogueDesk, DialogueServices } from './web/dialogue-port.ts';

/** Enough for a lively campaign, too few for a flood of mails or of addresses to fetch. */
const limits = {
  ask: { name: 'question', tries: 60, within_ms: 3_600_000 },
  askAll: { name: 'questions', tries: 600, within_ms: 3_600_000 },
  submit: { name: 'reservation', tries: 60, within_ms: 3_600_000 },
} as const satisfies Readonly<Record<string, Limit>>;

const name_length_max = 80;

const actorOf = (person: Person): Actor => ({
  account: person.account,
  // Published beside the answer: never the address. Who has no name yet is asked for one before.
  name: cleanLine(person.name, name_length_max),
});

const questionWords: QuestionWords = (language) => {
  const { t } = translator(language);
  return {
    confirm: ({ role, address }) => ({
      subject: t(`mail.question.confirm.${role}.subject`),
      text: t(`mail.question.confirm.${role}.text`, { address }),
    }),
    answered: (about) => ({
      subject: t('mail.question.answered.subject', about),
      text: t('mail.question.answered.text', about),
    }),
  };
};

const questionHouse = (house: House): QuestionHouse => ({
  ...house,
  words: questionWords,
  publicUrl: house.publicUrl.href.replace(/\/$/, ''),
});

/** What anybody may do in the dialogue, over the database. */
export function dialogueServices(house: House, claims: Claims): DialogueServices {
  const { db, clock, seal, random } = house;
  const questions = questionHouse(house);
  const inCampaign = campaignsIn(db);
  const tooFast = async (slug: string) =>
    (await isLimited(db, seal, limits.ask, slug, clock.now())) ??
    (await isLimited(db, seal, limits.askAll, '', clock.now()));
  return {
    questions: (slug) => inCampaign(slug, [], (id) => readQuestions(db, id)),
    reservations: (slug) => inCampaign(slug, [], (id) => readReservations(db, id)),
    ask: (slug, question) =>
      inCampaign<Awaited<ReturnType<DialogueServices['ask']>>>(slug, { kind: 'unknown' }, async (id) => {
        const seconds = await tooFast(slug);
        if (seconds !== null) return { kind: 'wait', seconds };
        return { kind: await askQuestion(questions, { id, slug }, question, clock.now()) };
      }),
    follow: async (slug, asked) => {
      const seconds = await tooFast(slug);
      if (seconds !== null) return { kind: 'wait', seconds };
      return { kind: await followQuestion(questions, slug, asked, clock.now()) };
    },
    link: (slug, token) => inCampaign(slug, null, (id) => readQuestionLink(db, seal, id, token, clock.now())),
    confirm: (slug, token) =>
      inCampaign(slug, null, (id) => confirmQuestionLink(db, seal, id, token, clock.now())),
    withdraw: (slug, token) =>
      inCampaign(slug, undefined, (id) => withdrawQuestionLink(db, seal, id, token, clock.now())),
    submit: (slug, source) =>
      inCampaign<Awaited<ReturnType<DialogueServices['submit']>>>(slug, { kind: 'invalid' }, async (id) => {
        const seconds = await isLimited(db, seal, limits.submit, slug, clock.now());
        if (seconds !== null) return { kind: 'wait', seconds };
        const target = `${questions.publicUrl}/c/${slug}`;
        const outcome = await claims.claim({ source, target, via: 'form' });
        if (outcome.kind === 'refused')
          return { kind: outcome.reason === 'same_site' ? 'same_site' : 'invalid' };
        // A crash here leaves a relay that is no reservation yet: submitted again, it becomes one.
        await submitReservation(db, id, outcome.relay, random, clock.now());
        return { kind: 'submitted' };
      }),
  };
}

/** What people of organisations do in the dialogue, over the database. */
export function dialogueDesk(house: House): DialogueDesk {
  const { db, clock } = house;
  const inCampaign = campaignsIn(db);
  return {
    answer: (person, slug, answer) =>
      inCampaign(slug, false, async (id) => {
        const outcome = await answerQuestion(
          questionHouse(house),
          { id, slug },
          answer,
          actorOf(person),
          clock.now(),
        );
        return outcome !== 'unknown';
      }),
    reservation: (person, slug, reservation, deed) =>
      inCampaign(slug, false, (id) =>
        actOnReservation(house, { id, slug }, reservation, deed, actorOf(person), clock.now()),
      ),
  };
}

const forget_every_ms = 3_600_000;
/** How late a critical post that came as a mention may be among the reservations. */
const find_every_ms = 3000;

/** Deletes what the dialogue keeps no longer, every hour, and lists reservations that came as mentions. */
export function keepDialogue(config: Config, house: House, onError: OnError) {
  const timer = setInterval(() => {
    forgetQuestions(house.db, house.clock.now(), config.retention.notices).catch((error) =>
      onError(error, 'dialogue'),
    );
  }, forget_every_ms);
  timer.unref();
  let finding: Promise<unknown> | null = null;
  const finder = setInterval(() => {
    finding ??= findReservations(house.db, house.random, house.clock.now())
      .catch((error) => onError(error, 'reservations'))
      .finally(() => {
        finding = null;
      });
  }, find_every_ms);
  finder.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      clearInterval(finder);
      await finding;
    },
  };
}
