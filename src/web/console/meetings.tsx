import type { DeskGuest, MeetingView } from '../../dialogue/mod.ts';
import { EntryBody } from '../pages/journal.tsx';
import { meetingPlace, meetingWhen } from '../pages/meetings-words.ts';
import { inside, words } from '../parts/page.tsx';
import { ErrorSummary, Field, type FieldError, fieldId, languageChoices } from './fields.tsx';
import type { CampaignVisit } from './guard.ts';
import type { TypedMeeting } from './meetings-form.ts';
import { consolePage } from './shell.tsx';

const styles = (visit: CampaignVisit) => (
  <>
    <link rel="stylesheet" href={visit.context.asset('shifts.css')} />
    <link rel="stylesheet" href={visit.context.asset('journal.css')} />
  </>
);

/** The campaign's meetings, and how to call one. No name is on this page. */
export function renderMeetingsDesk(
  meetings: readonly MeetingView[],
  timeZone: string,
  visit: CampaignVisit,
): string {
  const tr = words(visit.context);
  const { t } = tr;
  const base = `/console/c/${visit.entry.slug}/meetings`;
  return consolePage({
    visit,
    campaign: visit,
    here: 'meetings',
    title: t('console.page.meetings'),
    script: styles(visit),
    children: (
      <>
        <p>{t('mdesk.lead')}</p>
        <p>
          <a class="button" href={inside(visit.context, `${base}/new`)}>
            {t('mdesk.new')}
          </a>
        </p>
        {meetings.length === 0 ? <p>{t('mdesk.none')}</p> : null}
        <ul>
          {meetings.map((meeting) => (
            <li>
              <a href={inside(visit.context, `${base}/${meeting.id}`)} lang={meeting.language}>
                {meeting.title}
              </a>
              <br />
              <span class="small">
                {meetingWhen(tr, meeting, timeZone)}, {meetingPlace(tr, meeting)}
                {meeting.state === 'called_off' ? ` · ${t('meetings.calledOff')}` : ''}
              </span>
            </li>
          ))}
        </ul>
      </>
    ),
  });
}

type FormPage = {
  readonly typed: TypedMeeting;
  readonly errors: readonly FieldError[];
  readonly timeZone: string;
};

/** The form of a new meeting. */
export function renderMeetingForm(given: FormPage, visit: CampaignVisit): string {
  const { t } = words(visit.context);
  return consolePage({
    visit,
    campaign: visit,
    here: 'meetings',
    title: t('mdesk.new'),
    script: styles(visit),
    children: (
      <>
        <ErrorSummary context={visit.context} errors={given.errors} />
        <MeetingForm {...given} visit={visit} path="/new" save={t('mdesk.call')} />
      </>
    ),
  });
}

function MeetingForm(props: FormPage & { visit: CampaignVisit; path: string; save: string }) {
  const { typed, errors, timeZone, visit, path, save } = props;
  const { context } = visit;
  const { t } = words(context);
  const at = (name: string) => ({ context, name, value: typed[name] ?? '', errors });
  return (
    <form
      method="post"
      action={inside(context, `/console/c/${visit.entry.slug}/meetings${path}`)}
      class="shift-form"
      novalidate
    >
      <Field {...at('title')} label={t('mdesk.titleField')} required />
      <Field {...at('language')} kind="choice" label={t('mdesk.language')} options={languageChoices} />
      <Field
        {...at('agenda')}
        kind="area"
        rows={8}
        label={t('mdesk.agenda')}
        hint={t('jdesk.bodyHint')}
        required
      />
      <Field {...at('place')} label={t('mdesk.place')} hint={t('mdesk.placeHint')} />
      <Field {...at('address')} label={t('mdesk.address')} />
      <Field {...at('join')} kind="url" label={t('mdesk.join')} hint={t('mdesk.joinHint')} />
      <Field
        {...at('starts')}
        kind="datetime-local"
        label={t('shifts.starts')}
        hint={t('shifts.zone', { zone: timeZone })}
        required
      />
      <Field {...at('ends')} kind="datetime-local" label={t('shifts.ends')} required />
      <Field {...at('capacity')} kind="number" label={t('mdesk.capacity')} required />
      <Field
        {...at('openTo')}
        kind="choice"
        label={t('mdesk.openTo')}
        options={[
          { value: 'anybody', label: t('mdesk.anybody') },
          { value: 'invited', label: t('mdesk.invited') },
        ]}
      />
      <button type="submit" class="button">
        {save}
      </button>
    </form>
  );
}

export type MeetingDeskPage = FormPage & {
  readonly meeting: MeetingView;
  readonly guests: readonly DeskGuest[];
  /** What is in the field of addresses. */
  readonly invite: string;
  readonly notes: { readonly notes: string; readonly note: string };
};
type Part = { readonly given: MeetingDeskPage; readonly visit: CampaignVisit };

/** One meeting: who comes, who came, what was said, and the meeting itself. */
export function renderMeetingDesk(given: MeetingDeskPage, visit: CampaignVisit): string {
  const { meeting, errors } = given;
  const { context } = visit;
  const { t } = words(context);
  const begun = meeting.startsAt <= context.now;
  const off = meeting.state === 'called_off';
  return consolePage({
    visit,
    campaign: visit,
    here: 'meetings',
    title: meeting.title,
    script: styles(visit),
    children: (
      <>
        <p class="back">
          <a href={inside(context, `/console/c/${visit.entry.slug}/meetings`)}>
            ← {t('console.page.meetings')}
          </a>
          {' · '}
          <a href={inside(context, `/c/${visit.entry.slug}/meetings/${meeting.id}`)}>{t('mdesk.public')}</a>
        </p>
        <ErrorSummary context={context} errors={errors} />
        {off ? <p class="notice">{t('guest.ended.called_off')}</p> : null}
        {begun && !off ? <NotesDesk given={given} visit={visit} /> : null}
        <Guests given={given} visit={visit} />
        {begun || off ? null : <Invite given={given} visit={visit} />}
        <section id="edit">
          <h2>{t('mdesk.edit')}</h2>
          <MeetingForm {...given} visit={visit} path={`/${meeting.id}`} save={t('mdesk.save')} />
          {begun || off ? null : (
            <details>
              <summary>{t('mdesk.callOff')}</summary>
              <p>{t('mdesk.callOffText')}</p>
              <form method="post" action={inside(context, `${hereOf(visit, meeting)}/call-off`)}>
                <button type="submit" class="button quiet">
                  {t('mdesk.callOff')}
                </button>
              </form>
            </details>
          )}
        </section>
      </>
    ),
  });
}

const hereOf = (visit: CampaignVisit, meeting: MeetingView) =>
  `/console/c/${visit.entry.slug}/meetings/${meeting.id}`;

function Guests({ given, visit }: Part) {
  const { meeting, guests } = given;
  const { context } = visit;
  const tr = words(context);
  const { t } = tr;
  const begun = meeting.startsAt <= context.now && meeting.state === 'open';
  const { held, capacity, waiting, invited } = meeting;
  const figures = { held, capacity, waiting, invited };
  return (
    <section id="guests">
      <h2>{begun ? t('mdesk.came') : t('mdesk.guests')}</h2>
      <p>
        {t(
          'mdesk.held',
          Object.fromEntries(Object.entries(figures).map(([name, n]) => [name, tr.number(n)])),
        )}
      </p>
      {guests.length === 0 ? <p>{t('mdesk.guestsNone')}</p> : null}
      {begun ? <p class="small">{t('mdesk.cameText')}</p> : null}
      <form method="post" action={inside(context, `${hereOf(visit, meeting)}/came`)}>
        <ul class="guest-list" id={fieldId('came')}>
          {guests.map((guest) => (
            <li>
              <Guest guest={guest} begun={begun} visit={visit} />
            </li>
          ))}
        </ul>
        {begun && guests.length > 0 ? <button type="submit">{t('mdesk.cameSave')}</button> : null}
      </form>
    </section>
  );
}

function Guest({ guest, begun, visit }: { guest: DeskGuest; begun: boolean; visit: CampaignVisit }) {
  const { t } = words(visit.context);
  const name = guest.name !== '' ? guest.name : guest.email !== '' ? guest.email : t('mdesk.erased');
  const state = guest.state === 'confirmed' && !guest.mailConfirmed ? 'unconfirmed' : guest.state;
  const said = (
    <>
      <strong>{name}</strong>{' '}
      <span class="small">
        {guest.name !== '' && guest.email !== '' ? `${guest.email} · ` : ''}
        {t(`mdesk.state.${state}`)}
        {guest.named ? ` · ${t('mdesk.named')}` : ''}
        {guest.site === null ? '' : ` · ${guest.site}`}
      </span>
    </>
  );
  if (!begun || (guest.name === '' && !guest.came)) return said;
  return (
    <label>
      <input type="checkbox" name="came" value={guest.id} checked={guest.came} /> <span>{said}</span>
    </label>
  );
}

function Invite({ given, visit }: Part) {
  const { meeting, invite, errors } = given;
  const { context } = visit;
  const { t } = words(context);
  return (
    <section id="invite">
      <h2>{t('mdesk.invite')}</h2>
      <form method="post" action={inside(context, `${hereOf(visit, meeting)}/invitations`)}>
        <Field
          context={context}
          name="emails"
          kind="area"
          rows={6}
          label={t('mdesk.addresses')}
          hint={t('mdesk.inviteHint')}
          value={invite}
          errors={errors}
          required
        />
        <button type="submit">{t('mdesk.inviteSend')}</button>
      </form>
    </section>
  );
}

function NotesDesk({ given, visit }: Part) {
  const { meeting, notes, errors } = given;
  const { context } = visit;
  const { t } = words(context);
  const common = { context, errors };
  return (
    <section id="notes" class="journal">
      <h2>{t('mdesk.notes')}</h2>
      <form method="post" action={inside(context, `${hereOf(visit, meeting)}/notes`)}>
        <input type="hidden" name="version" value={String(meeting.notesVersion)} />
        <Field
          {...common}
          name="notes"
          kind="area"
          rows={14}
          label={t('mdesk.notes')}
          hint={t('mdesk.notesHint')}
          value={notes.notes}
          required
        />
        {meeting.notes === null ? null : (
          <Field
            {...common}
            name="note"
            label={t('jdesk.note')}
            hint={t('jdesk.noteHint')}
            value={notes.note}
          />
        )}
        <button type="submit">{t(meeting.notes === null ? 'mdesk.notesPublish' : 'mdesk.save')}</button>
      </form>
      {notes.notes === '' ? null : (
        <details>
          <summary>{t('jdesk.preview')}</summary>
          <EntryBody body={notes.notes} />
        </details>
      )}
    </section>
  );
}
