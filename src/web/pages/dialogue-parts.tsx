import type { CampaignView } from '../../campaign/mod.ts';
import type { Answer, MeetingView, QuestionView, ReservationView } from '../../dialogue/mod.ts';
import { type DialogueFacts, isAnswered } from '../../domain/mod.ts';
import { factSentences, factsOf, organisationName } from '../parts/dialogue-facts.ts';
import { hostOf, inside, Outside, type PageContext, words } from '../parts/page.tsx';

export function Facts({ facts, context }: { facts: DialogueFacts; context: PageContext }) {
  return (
    <ul class="dialogue-facts">
      {factSentences(facts, words(context)).map(({ text, alarm }) => (
        <li class={alarm ? 'late' : undefined}>{text}</li>
      ))}
    </ul>
  );
}

type AnswersProps = {
  readonly answers: readonly Answer[];
  readonly view: CampaignView;
  readonly context: PageContext;
};

/** Answers, each with who spoke and for whom. */
export function Answers({ answers, view, context }: AnswersProps) {
  const tr = words(context);
  return (
    <>
      {answers.map((answer) => {
        const organisation = organisationName(view, answer.organisation);
        return (
          <article class="answer">
            <p class="by">
              <strong>{tr.t('dialogue.answerBy', { by: answer.by, organisation })}</strong>{' '}
              <span class="verified" title={tr.t('dialogue.verified', { organisation })}>
                ✓ <span class="small">{tr.t('dialogue.verified', { organisation })}</span>
              </span>
            </p>
            <p class="said-text">{answer.body}</p>
            <p class="small">
              <time datetime={new Date(answer.at).toISOString()}>{tr.dateTime(answer.at)}</time>
            </p>
          </article>
        );
      })}
    </>
  );
}

type QuestionProps = {
  readonly question: QuestionView;
  readonly view: CampaignView;
  readonly context: PageContext;
  /** On its own page it does not link to itself. */
  readonly alone?: boolean;
};

/** One question: its words, who asks, whom, until when, and what was answered. */
export function Question({ question, view, context, alone = false }: QuestionProps) {
  const tr = words(context);
  const { t } = tr;
  const date = tr.date(question.openedAt);
  const late = question.dueAt < context.now;
  return (
    <article class="question-card" id={question.id}>
      <p class="said-text asked">{question.body}</p>
      <p class="small">
        {question.name === null
          ? t('dialogue.byNobody', { date })
          : t('dialogue.by', { name: question.name, date })}
        {question.askers > 1 ? ` · ${t('dialogue.askers', { n: question.askers })}` : null}
        {question.organisation === null
          ? null
          : ` · ${t('dialogue.to', { name: organisationName(view, question.organisation) })}`}
      </p>
      {isAnswered(question) ? null : (
        <p class={late ? 'due late' : 'due'}>
          {t(late ? 'dialogue.dueOver' : 'dialogue.due', { date: tr.dateTime(question.dueAt) })}
        </p>
      )}
      <Answers answers={question.answers} view={view} context={context} />
      {alone ? null : (
        <p>
          <a href={inside(context, `/c/${view.slug}/dialogue/questions/${question.id}`)}>
            {t('dialogue.read')}
          </a>
        </p>
      )}
    </article>
  );
}

/** Reservations that the campaign's page names. */
const critics_max = 3;

/** The campaign's page says what its critics say, how its dialogue goes, and where both are. */
export function DialogueSection(props: {
  readonly view: CampaignView;
  readonly questions: readonly QuestionView[];
  /** Those that are listed, the newest first. */
  readonly reservations: readonly ReservationView[];
  /** The next one that is not called off; null: none is planned. */
  readonly meeting: MeetingView | null;
  readonly context: PageContext;
}) {
  const { view, questions, reservations, meeting, context } = props;
  const tr = words(context);
  const { t } = tr;
  return (
    <section class="wide sheet" aria-labelledby="critics">
      <h2 id="critics">{t('critics.title')}</h2>
      <p>{t('reservations.count', { n: reservations.length })}</p>
      <ul>
        {reservations.slice(0, critics_max).map(({ id, source, title, author, site, answers }) => (
          <li>
            <Outside href={source}>{title ?? hostOf(source)}</Outside>{' '}
            <span class="small">
              {author ?? site} ·{' '}
              <a href={inside(context, `/c/${view.slug}/dialogue/reservations#${id}`)}>
                {t('critics.answered', { n: answers.length })}
              </a>
            </span>
          </li>
        ))}
      </ul>
      <p>
        <a class="button quiet" href={inside(context, `/c/${view.slug}/dialogue/reservations`)}>
          {t('reservations.read')}
        </a>
      </p>
      <h3 id="dialogue">{t('dialogue.title')}</h3>
      {factSentences(factsOf(view, questions, context.now), words(context)).map(({ text, alarm }) => (
        <p class={alarm ? 'alarm' : undefined}>{text}</p>
      ))}
      {meeting === null ? null : (
        <p>
          <a href={inside(context, `/c/${view.slug}/meetings/${meeting.id}`)}>
            {t('meetings.nextOne', {
              title: meeting.title,
              when: tr.inZone(meeting.startsAt, view.timeZone),
            })}
          </a>
        </p>
      )}
      <p>
        <a class="button quiet" href={inside(context, `/c/${view.slug}/dialogue`)}>
          {t('dialogue.ask')}
        </a>
      </p>
    </section>
  );
}
