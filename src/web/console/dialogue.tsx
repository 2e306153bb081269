import type { CampaignView } from '../../campaign/mod.ts';
import type { QuestionView, ReservationView } from '../../dialogue/mod.ts';
import { isAnswered } from '../../domain/mod.ts';
import { Answers, Question } from '../pages/dialogue-parts.tsx';
import { Criticism } from '../pages/dialogue-reservations.tsx';
import { organisationName } from '../parts/dialogue-facts.ts';
import { inside, words } from '../parts/page.tsx';
import { ErrorSummary, Field, type FieldError } from './fields.tsx';
import type { CampaignVisit } from './guard.ts';
import { consolePage } from './shell.tsx';

export type DialogueDeskPage = {
  readonly view: CampaignView;
  readonly questions: readonly QuestionView[];
  readonly reservations: readonly ReservationView[];
  /** Organisations that the visitor speaks for. */
  readonly speaksFor: readonly string[];
  readonly mayMark: boolean;
  /** What was typed, and what about. */
  readonly typed: { readonly about: string; readonly text: string } | null;
  readonly errors: readonly FieldError[];
};

export const answerField = (about: string) => `answer-${about}`;
export const reasonField = (about: string) => `reason-${about}`;

/** Questions that wait, reservations, and the forms by which people of organisations answer them. */
export function renderDialogueDesk(given: DialogueDeskPage, visit: CampaignVisit): string {
  const { context } = visit;
  const { t } = words(context);
  const { view, questions, reservations, errors } = given;
  const path = `/console/c/${view.slug}/dialogue`;
  const sorted = [...questions].sort((a, b) => Number(isAnswered(a)) - Number(isAnswered(b)));
  return consolePage({
    visit,
    campaign: visit,
    here: 'dialogue',
    title: t('dialogue.desk'),
    script: <link rel="stylesheet" href={context.asset('dialogue.css')} />,
    children: (
      <div class="dialogue">
        <p class="summary">{t('dialogue.deskLead')}</p>
        <ErrorSummary context={context} errors={errors} />
        <section aria-labelledby="questions">
          <h2 id="questions">{t('dialogue.closed')}</h2>
          {questions.length === 0 ? <p>{t('dialogue.openNone')}</p> : null}
          {sorted.map((question) => (
            <div>
              <Question question={question} view={view} context={context} />
              <AnswerForm
                given={given}
                visit={visit}
                about={question.id}
                action={`${path}/questions/${question.id}`}
              />
            </div>
          ))}
        </section>
        <section aria-labelledby="reservations">
          <h2 id="reservations">{t('reservations.title')}</h2>
          {reservations.length === 0 ? <p>{t('reservations.count', { n: 0 })}</p> : null}
          {reservations.map((reservation) => (
            <Reservation given={given} visit={visit} reservation={reservation} path={path} />
          ))}
        </section>
      </div>
    ),
  });
}

type Props = { readonly given: DialogueDeskPage; readonly visit: CampaignVisit };

function Reservation(props: Props & { readonly reservation: ReservationView; readonly path: string }) {
  const { given, visit, reservation } = props;
  const { context } = visit;
  const tr = words(context);
  const { t } = tr;
  const { id, state, offTopic, answers } = reservation;
  const action = inside(context, `${props.path}/reservations/${id}`);
  return (
    <article class="reservation" id={id}>
      {state === 'listed' ? null : (
        <p class="due late">{t(state === 'checking' ? 'reservations.checking' : 'reservations.toConfirm')}</p>
      )}
      {offTopic === null ? null : (
        <p class="due late">
          {t('reservations.offTopic', { date: tr.date(offTopic.at), reason: offTopic.reason })}
        </p>
      )}
      <Criticism reservation={reservation} context={context} />
      <Answers answers={answers} view={given.view} context={context} />
      {given.speaksFor.length === 0 ? null : (
        <AnswerForm given={given} visit={visit} about={id} action={action} deed="answer" />
      )}
      {given.mayMark ? (
        <form method="post" action={action}>
          {state === 'to_confirm' ? (
            <button type="submit" class="button quiet" name="do" value="confirm">
              {t('reservations.confirm')}
            </button>
          ) : null}
          {offTopic === null ? (
            <>
              <Field
                context={context}
                errors={given.errors}
                name={reasonField(id)}
                label={t('reservations.reason')}
              />
              <button type="submit" class="button quiet" name="do" value="off_topic">
                {t('reservations.markOff')}
              </button>
            </>
          ) : (
            <button type="submit" class="button quiet" name="do" value="on_topic">
              {t('reservations.markOn')}
            </button>
          )}
        </form>
      ) : null}
    </article>
  );
}

function AnswerForm(
  props: Props & { readonly about: string; readonly action: string; readonly deed?: string },
) {
  const { given, visit, about } = props;
  const { context } = visit;
  const { t } = words(context);
  if (given.speaksFor.length === 0) return null;
  return (
    <form method="post" action={inside(context, props.action)}>
      {given.speaksFor.length === 1 ? (
        <input type="hidden" name="organisation" value={given.speaksFor[0]} />
      ) : (
        <Field
          context={context}
          name={`organisation-${about}`}
          kind="choice"
          label={t('dialogue.as')}
          options={given.speaksFor.map((value) => ({ value, label: organisationName(given.view, value) }))}
        />
      )}
      <Field
        context={context}
        errors={given.errors}
        name={answerField(about)}
        kind="area"
        rows={3}
        label={t('dialogue.answer')}
        value={given.typed?.about === about ? given.typed.text : ''}
      />
      <button type="submit" class="button" name="do" value={props.deed ?? 'answer'}>
        {t('dialogue.answerSend')}
      </button>
    </form>
  );
}
