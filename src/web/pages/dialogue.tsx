import type { CampaignView } from '../../campaign/mod.ts';
import type { MeetingView, QuestionView } from '../../dialogue/mod.ts';
import { isAnswered } from '../../domain/mod.ts';
import { ErrorSummary, Field, type FieldError } from '../console/fields.tsx';
import { CampaignFooter } from '../parts/campaign-footer.tsx';
import { answering, factsOf, organisationName } from '../parts/dialogue-facts.ts';
import { sharePicture } from '../parts/head.tsx';
import { inside, type PageContext, page, words } from '../parts/page.tsx';
import { Facts, Question } from './dialogue-parts.tsx';

export type TypedQuestion = {
  readonly name: string;
  readonly email: string;
  readonly organisation: string;
  readonly question: string;
  /** The meeting that it is for; empty: none. */
  readonly meeting: string;
};

export type DialoguePage = {
  readonly view: CampaignView;
  readonly questions: readonly QuestionView[];
  /** Reservations that are listed. */
  readonly reservations: number;
  /** Meetings to come, for which questions are collected. */
  readonly meetings: readonly Pick<MeetingView, 'id' | 'title' | 'startsAt'>[];
  readonly typed: TypedQuestion;
  readonly errors: readonly FieldError[];
};

/** Whether questions may be asked by now; they may ever after. */
export const isOpen = (view: CampaignView, now: number) => (view.dialogueOpens ?? 0) <= now;

/** `/c/:slug/dialogue`: how it goes, the questions that wait, those that were answered, and the form to ask one. */
export function renderDialogue(given: DialoguePage, context: PageContext): string {
  const { view, questions } = given;
  const tr = words(context);
  const { t } = tr;
  const waiting = questions.filter((question) => !isAnswered(question));
  const answered = questions.filter(isAnswered);
  return page({
    context,
    title: `${t('dialogue.title')} · ${tr.localised(view.title)}`,
    description: t('dialogue.lead'),
    aside: view.charity.name,
    picture: sharePicture(view, context),
    head: <link rel="stylesheet" href={context.asset('dialogue.css')} />,
    footer: <CampaignFooter view={view} context={context} />,
    children: (
      <div class="wide sheet dialogue">
        <p class="back">
          <a href={inside(context, `/c/${view.slug}`)}>← {t('dialogue.back')}</a>
        </p>
        <h1>{t('dialogue.title')}</h1>
        <p class="summary">{t('dialogue.lead')}</p>
        <section aria-labelledby="facts">
          <h2 id="facts">{t('dialogue.facts')}</h2>
          <Facts facts={factsOf(view, questions, context.now)} context={context} />
          <Who given={given} context={context} />
        </section>
        <section aria-labelledby="open">
          <h2 id="open">{t('dialogue.open')}</h2>
          {waiting.length === 0 ? <p>{t('dialogue.openNone')}</p> : null}
          {waiting.map((question) => (
            <Question question={question} view={view} context={context} />
          ))}
        </section>
        <section aria-labelledby="answered">
          <h2 id="answered">{t('dialogue.closed')}</h2>
          {answered.length === 0 ? <p>{t('dialogue.closedNone')}</p> : null}
          {answered.map((question) => (
            <Question question={question} view={view} context={context} />
          ))}
        </section>
        <section aria-labelledby="reservations">
          <h2 id="reservations">{t('reservations.title')}</h2>
          <p>
            {t('reservations.count', { n: given.reservations })}{' '}
            <a href={inside(context, `/c/${view.slug}/dialogue/reservations`)}>{t('reservations.read')}</a>
          </p>
        </section>
        <section aria-labelledby="meetings">
          <h2 id="meetings">{t('meetings.title')}</h2>
          <p>
            {given.meetings.length === 0 ? t('meetings.none') : null}{' '}
            <a href={inside(context, `/c/${view.slug}/meetings`)}>{t('meetings.back')}</a>
          </p>
          <ul>
            {given.meetings.map(({ id, title, startsAt }) => (
              <li>
                <a href={inside(context, `/c/${view.slug}/meetings/${id}`)}>{title}</a>,{' '}
                {tr.inZone(startsAt, view.timeZone)}
              </li>
            ))}
          </ul>
        </section>
        <section aria-labelledby="ask">
          <h2 id="ask">{t('dialogue.ask')}</h2>
          {isOpen(view, context.now) ? (
            <AskForm given={given} context={context} />
          ) : (
            <p>{t('dialogue.opensOn', { date: tr.dateTime(view.dialogueOpens ?? 0) })}</p>
          )}
        </section>
      </div>
    ),
  });
}

function Who({ given, context }: { given: DialoguePage; context: PageContext }) {
  const { t } = words(context);
  const all = factsOf(given.view, given.questions, context.now).organisations;
  const asked = all.filter((one) => one.answered + one.waiting + one.overdue > 0);
  const quiet = all.filter((one) => !asked.includes(one));
  const names = quiet.map((one) => organisationName(given.view, one.organisation)).join(', ');
  return (
    <>
      {asked.length === 0 ? null : <WhoTable asked={asked} given={given} context={context} />}
      {quiet.length === 0 ? null : <p>{t('dialogue.ready', { names })}</p>}
    </>
  );
}

type WhoProps = {
  readonly asked: ReturnType<typeof factsOf>['organisations'];
  readonly given: DialoguePage;
  readonly context: PageContext;
};

function WhoTable({ asked, given, context }: WhoProps) {
  const tr = words(context);
  const { t } = tr;
  const hours = (value: number | null) => {
    if (value === null) return t('dialogue.none');
    return value < 48
      ? t('dialogue.hours', { n: Math.floor(value) })
      : t('dialogue.days', { n: Math.round(value / 24) });
  };
  return (
    <table class="who">
      <caption>{t('dialogue.who')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('dialogue.organisation')}</th>
          <th scope="col">{t('dialogue.answered')}</th>
          <th scope="col">{t('dialogue.waiting')}</th>
          <th scope="col">{t('dialogue.late')}</th>
          <th scope="col">{t('dialogue.median')}</th>
        </tr>
      </thead>
      <tbody>
        {asked.map((one) => (
          <tr>
            <th scope="row">{organisationName(given.view, one.organisation)}</th>
            <td data-label={t('dialogue.answered')}>{tr.number(one.answered)}</td>
            <td data-label={t('dialogue.waiting')}>{tr.number(one.waiting)}</td>
            <td data-label={t('dialogue.late')}>{tr.number(one.overdue)}</td>
            <td data-label={t('dialogue.median')}>{hours(one.medianHours)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function AskForm({ given, context }: { given: DialoguePage; context: PageContext }) {
  const { t } = words(context);
  const { view, typed, errors } = given;
  const common = { context, errors };
  return (
    <>
      <p>{t('dialogue.askLead')}</p>
      <ErrorSummary context={context} errors={errors} />
      <form method="post" action={inside(context, `/c/${view.slug}/dialogue/questions`)}>
        <Field
          {...common}
          name="question"
          kind="area"
          rows={4}
          label={t('dialogue.question')}
          hint={t('dialogue.questionHint')}
          value={typed.question}
          required
        />
        <Field
          {...common}
          name="organisation"
          kind="choice"
          label={t('dialogue.toWhom')}
          value={typed.organisation}
          options={[
            { value: '', label: t('dialogue.everybody') },
            ...answering(view).map((value) => ({ value, label: organisationName(view, value) })),
          ]}
        />
        {given.meetings.length === 0 ? null : (
          <Field
            {...common}
            name="meeting"
            kind="choice"
            label={t('meetings.forMeeting')}
            value={typed.meeting}
            options={[
              { value: '', label: t('meetings.noMeeting') },
              ...given.meetings.map(({ id, title }) => ({ value: id, label: title })),
            ]}
          />
        )}
        <Field
          {...common}
          name="name"
          label={t('dialogue.name')}
          value={typed.name}
          autocomplete="name"
          required
        />
        <Field
          {...common}
          name="email"
          kind="email"
          label={t('dialogue.email')}
          hint={t('dialogue.emailHint')}
          value={typed.email}
          autocomplete="email"
          required
        />
        <button type="submit" class="button">
          {t('dialogue.send')}
        </button>
      </form>
    </>
  );
}
