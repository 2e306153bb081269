import type { CampaignView } from '../../campaign/mod.ts';
import { type MeetingView, plainOf, type QuestionView, type WriteUp } from '../../dialogue/mod.ts';
import { whoCame } from '../../domain/mod.ts';
import { ErrorSummary, Field, type FieldError } from '../console/fields.tsx';
import { CampaignFooter } from '../parts/campaign-footer.tsx';
import { Linked, Receivers, sharePicture } from '../parts/head.tsx';
import { eventData } from '../parts/json-ld.ts';
import { inside, Outside, type PageContext, page, words } from '../parts/page.tsx';
import { Question } from './dialogue-parts.tsx';
import { EditLine, EntryBody, Mention } from './journal.tsx';
import { meetingPlace, meetingRoom, meetingWhen } from './meetings-words.ts';

type Props = { readonly view: CampaignView; readonly context: PageContext };
type OneProps = Props & { readonly meeting: MeetingView };

function Head({ view, context }: Props) {
  return (
    <>
      <Receivers view={view} context={context} />
      {(['journal.css', 'dialogue.css', 'shifts.css'] as const).map((name) => (
        <link rel="stylesheet" href={context.asset(name)} />
      ))}
      <link
        rel="alternate"
        type="text/calendar"
        href={`${context.publicUrl}/c/${view.slug}/meetings.ics`}
        title={words(context).t('meetings.calendar')}
      />
    </>
  );
}

/** A campaign's meetings: those to come, then those that were held. */
export function renderMeetings(
  { view, meetings }: { readonly view: CampaignView; readonly meetings: readonly MeetingView[] },
  context: PageContext,
): string {
  const tr = words(context);
  const { t } = tr;
  const [next, past] = [
    meetings.filter((one) => one.endsAt >= context.now),
    meetings.filter((one) => one.endsAt < context.now),
  ];
  return page({
    context,
    title: `${t('meetings.title')} · ${tr.localised(view.title)}`,
    description: t('meetings.lead'),
    aside: view.charity.name,
    picture: sharePicture(view, context),
    head: <Head view={view} context={context} />,
    footer: <CampaignFooter view={view} context={context} />,
    children: (
      <div class="wide sheet shifts">
        <p class="back">
          <a href={inside(context, `/c/${view.slug}`)}>← {tr.localised(view.title)}</a>
        </p>
        <h1>{t('meetings.title')}</h1>
        <p class="summary">{t('meetings.lead')}</p>
        {next.length === 0 ? <p>{t('meetings.none')}</p> : null}
        <Cards title={t('meetings.next')} meetings={next} view={view} context={context} />
        <Cards title={t('meetings.past')} meetings={past} view={view} context={context} />
        <p>
          <a class="button quiet" href={`/c/${view.slug}/meetings.ics`}>
            {t('meetings.calendar')}
          </a>
        </p>
      </div>
    ),
  });
}

function Cards(props: Props & { title: string; meetings: readonly MeetingView[] }) {
  const { title, meetings, view, context } = props;
  const tr = words(context);
  if (meetings.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <ol class="shift-cards">
        {meetings.map((meeting) => (
          <li class="shift-card">
            <p class="shift-kind">
              <Standing meeting={meeting} view={view} context={context} />
            </p>
            <h3 lang={meeting.language}>
              <a href={inside(context, `/c/${view.slug}/meetings/${meeting.id}`)}>{meeting.title}</a>
            </h3>
            <p>
              <time datetime={new Date(meeting.startsAt).toISOString()}>
                {meetingWhen(tr, meeting, view.timeZone)}
              </time>
              <br />
              {meetingPlace(tr, meeting)}
            </p>
            {meeting.notes === null ? null : <p class="small">{tr.t('meetings.notes')} ✓</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** In a few words: called off, over, by invitation, or how free it is. */
function Standing({ meeting, context }: OneProps) {
  const { t } = words(context);
  if (meeting.state === 'called_off') return <span class="shift-room off">{t('meetings.calledOff')}</span>;
  if (meeting.endsAt < context.now) return <span class="shift-room">{t('meetings.over')}</span>;
  if (meeting.openTo === 'invited') return <span class="shift-room">{t('meetings.invitedOnly')}</span>;
  const room = meetingRoom(meeting);
  return <span class={`shift-room ${room}`}>{t(`volunteer.room.${room}`)}</span>;
}

/** When, where, how many; `joinLink` for who has a place. */
export function MeetingFacts(props: OneProps & { joinLink?: string | null }) {
  const { meeting, view, context, joinLink = null } = props;
  const tr = words(context);
  const { t } = tr;
  return (
    <dl class="shift-facts">
      <dt>{t('meetings.when')}</dt>
      <dd>{meetingWhen(tr, meeting, view.timeZone)}</dd>
      <dt>{t('meetings.where')}</dt>
      <dd>
        {meetingPlace(tr, meeting)}
        {meeting.joinLink === null ? null : joinLink === null ? (
          <>
            <br />
            <span class="small">{t('meetings.joinLater')}</span>
          </>
        ) : (
          <>
            <br />
            <Outside href={joinLink}>{t('guest.join')}</Outside>
          </>
        )}
      </dd>
      <dt>{t('meetings.room')}</dt>
      <dd>
        {t('meetings.places', { n: meeting.capacity })} <Standing {...props} />
      </dd>
    </dl>
  );
}

export type TypedGuest = {
  readonly name: string;
  readonly email: string;
  readonly site: string;
  readonly named: boolean;
};
export const emptyGuest: TypedGuest = { name: '', email: '', site: '', named: false };

export type MeetingPage = {
  readonly view: CampaignView;
  readonly meeting: MeetingView;
  readonly questions: readonly QuestionView[];
  readonly mentions: readonly WriteUp[];
  /** Whether answers are taken. */
  readonly open: boolean;
  readonly typed: TypedGuest;
  readonly errors: readonly FieldError[];
  readonly keptDays: number;
};

/** One meeting: what, when, where; what is asked beforehand; afterwards what was said, who came, who tells of it. */
export function renderMeeting(given: MeetingPage, context: PageContext): string {
  const { view, meeting } = given;
  const tr = words(context);
  const { t } = tr;
  const begun = meeting.startsAt <= context.now;
  const one = { view, meeting, context };
  return page({
    context,
    title: `${meeting.title} · ${tr.localised(view.title)}`,
    description: plainOf(meeting.agenda, 200),
    aside: view.charity.name,
    picture: sharePicture(view, context),
    head: (
      <>
        <Head view={view} context={context} />
        <Linked data={eventData(view, { ...meeting, description: plainOf(meeting.agenda, 200) }, context)} />
      </>
    ),
    footer: <CampaignFooter view={view} context={context} />,
    children: (
      <div class="wide sheet journal dialogue shifts">
        <p class="back">
          <a href={inside(context, `/c/${view.slug}/meetings`)}>← {t('meetings.back')}</a>
        </p>
        <h1 lang={meeting.language}>{meeting.title}</h1>
        {meeting.state === 'called_off' ? <p class="notice">{t('guest.ended.called_off')}</p> : null}
        <MeetingFacts {...one} />
        {begun ? <Notes {...one} /> : null}
        {begun ? <Came {...one} /> : null}
        <section aria-labelledby="agenda">
          <h2 id="agenda">{t('meetings.agenda')}</h2>
          <div lang={meeting.language}>
            <EntryBody body={meeting.agenda} />
          </div>
        </section>
        {begun ? null : <Come {...given} context={context} />}
        <section aria-labelledby="questions">
          <h2 id="questions">{t('meetings.questions')}</h2>
          {given.questions.length === 0 ? <p>{t('meetings.questionsNone')}</p> : null}
          {given.questions.map((question) => (
            <Question question={question} view={view} context={context} />
          ))}
          {begun || meeting.state === 'called_off' ? null : (
            <p>
              <a
                class="button quiet"
                href={inside(context, `/c/${view.slug}/dialogue?meeting=${meeting.id}#ask`)}
              >
                {t('meetings.askHere')}
              </a>
            </p>
          )}
        </section>
        <section class="mentions" aria-labelledby="mentions">
          <h2 id="mentions">{t('meetings.mentions')}</h2>
          {given.mentions.length === 0 ? null : (
            <ul>
              {given.mentions.map((post) => (
                <Mention post={post} context={context} />
              ))}
            </ul>
          )}
          <p class="small">{t('meetings.mentionsHow')}</p>
        </section>
      </div>
    ),
  });
}

function Notes({ meeting, context }: OneProps) {
  const tr = words(context);
  if (meeting.state === 'called_off') return null;
  return (
    <section aria-labelledby="notes">
      <h2 id="notes">{tr.t('meetings.notes')}</h2>
      {meeting.notes === null ? (
        <p>{tr.t('meetings.notesSoon')}</p>
      ) : (
        <>
          <p class="small">{tr.t('meetings.notesOn', { date: tr.date(meeting.notesAt ?? 0) })}</p>
          <div lang={meeting.language}>
            <EntryBody body={meeting.notes} />
          </div>
          {meeting.edits.length === 0 ? null : (
            <section class="edits" aria-label={tr.t('journal.edits')}>
              {meeting.edits.map((edit) => (
                <EditLine edit={edit} language={meeting.language} context={context} />
              ))}
            </section>
          )}
        </>
      )}
    </section>
  );
}

function Came({ meeting, context }: OneProps) {
  const tr = words(context);
  const { t } = tr;
  if (meeting.there.length === 0) return null;
  const { named, others } = whoCame(meeting.there, context.language);
  return (
    <section aria-labelledby="came">
      <h2 id="came">{t('meetings.came')}</h2>
      <ul>
        {named.map(({ name, site }) => (
          <li>{site === null ? name : <Outside href={site}>{name}</Outside>}</li>
        ))}
        {others === 0 ? null : (
          <li>{others === null ? t('meetings.someOthers') : t('meetings.others', { n: others })}</li>
        )}
      </ul>
      <p class="small">{t('meetings.cameHow')}</p>
    </section>
  );
}

function Come(props: MeetingPage & { context: PageContext }) {
  const { view, meeting, open, typed, errors, context } = props;
  const { t } = words(context);
  if (!open) return <p class="notice">{t('meetings.closed')}</p>;
  const room = meetingRoom(meeting);
  return (
    <section aria-labelledby="come">
      <h2 id="come">{t('meetings.come')}</h2>
      {meeting.openTo === 'invited' ? <p>{t('meetings.onlyInvited')}</p> : null}
      <ErrorSummary context={context} errors={errors} />
      <form method="post" action={inside(context, `/c/${view.slug}/meetings/${meeting.id}`)} novalidate>
        <GuestFields typed={typed} email={typed.email} errors={errors} context={context} />
        <p class="trap" aria-hidden="true">
          <label for="subject">{t('meetings.title')}</label>
          <input id="subject" name="subject" tabindex={-1} autocomplete="off" />
        </p>
        <button type="submit" class="button">
          {t(room === 'full' ? 'meetings.sendWaiting' : 'meetings.send')}
        </button>
        <p class="small">
          {t('meetings.kept', { days: props.keptDays })}{' '}
          <a href={inside(context, '/privacy')}>{t('footer.privacyPage')}</a>
        </p>
      </form>
    </section>
  );
}

/** What a guest says of themselves. */
export function GuestFields(props: {
  typed: Omit<TypedGuest, 'email'>;
  /** Absent: it is known. */
  email?: string;
  errors: readonly FieldError[];
  context: PageContext;
}) {
  const { typed, email, errors, context } = props;
  const { t } = words(context);
  return (
    <>
      <Field
        context={context}
        name="name"
        label={t('meetings.name')}
        hint={t('meetings.nameHint')}
        value={typed.name}
        errors={errors}
        autocomplete="name"
        required
      />
      {email === undefined ? null : (
        <Field
          context={context}
          name="email"
          kind="email"
          label={t('meetings.email')}
          hint={t('meetings.emailHint')}
          value={email}
          errors={errors}
          autocomplete="email"
          required
        />
      )}
      <Field
        context={context}
        name="site"
        kind="url"
        label={t('meetings.site')}
        hint={t('meetings.siteHint')}
        value={typed.site}
        errors={errors}
        autocomplete="url"
      />
      <Field
        context={context}
        name="named"
        kind="flag"
        label={t('meetings.named')}
        value={typed.named ? 'true' : ''}
        errors={errors}
      />
    </>
  );
}
