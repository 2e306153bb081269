import type { Context } from 'hono';
import { type DeskGuest, invitations_max, type MeetingView } from '../../dialogue/mod.ts';
import { cleanLine, cleanText } from '../../domain/mod.ts';
import { words } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import type { FieldError } from './fields.tsx';
import type { Form } from './form.ts';
import type { CampaignVisit, Console } from './guard.ts';
import {
  type MeetingDeskPage,
  renderMeetingDesk,
  renderMeetingForm,
  renderMeetingsDesk,
} from './meetings.tsx';
import { emptyMeeting, notes_max, readAddresses, readMeetingForm, typedMeeting } from './meetings-form.ts';

type There = {
  readonly meeting: MeetingView;
  readonly timeZone: string;
  readonly guests: readonly DeskGuest[];
};

/** `/console/c/:slug/meetings`: calling meetings, inviting, who comes and came, what was said. */
export function meetingDeskPages(services: Services, desk: Console): void {
  const { meetings } = services.console;
  const base = (visit: CampaignVisit) => `/console/c/${visit.entry.slug}/meetings`;
  const zoneOf = async (visit: CampaignVisit) =>
    (await services.campaign(visit.entry.slug))?.timeZone ?? null;

  desk.campaignGet('/meetings', 'meeting.hold', async (_, visit) => {
    const timeZone = await zoneOf(visit);
    if (timeZone === null) return visit.notFound();
    const all = await services.meetings.meetings(visit.entry.slug);
    return visit.page(renderMeetingsDesk(all, timeZone, visit));
  });
  desk.campaignGet('/meetings/new', 'meeting.hold', async (_, visit) => {
    const timeZone = await zoneOf(visit);
    if (timeZone === null) return visit.notFound();
    const typed = emptyMeeting(visit.context.language);
    return visit.page(renderMeetingForm({ typed, errors: [], timeZone }, visit));
  });
  desk.campaignPost('/meetings/new', 'meeting.hold', async (_, visit, form) => {
    const timeZone = await zoneOf(visit);
    if (timeZone === null) return visit.notFound();
    const { typed, errors, text } = readMeetingForm(form, timeZone, words(visit.context).t);
    if (text === null) return visit.page(renderMeetingForm({ typed, errors, timeZone }, visit), 400);
    const id = await meetings.call(visit.person, visit.entry.slug, text);
    return id === null ? visit.notFound() : visit.to(`${base(visit)}/${id}`, 'created');
  });

  const thereOf = async (c: Context, visit: CampaignVisit): Promise<There | null> => {
    const id = c.req.param('meeting') ?? '';
    const [timeZone, meeting] = await Promise.all([
      zoneOf(visit),
      services.meetings.meeting(visit.entry.slug, id),
    ]);
    if (timeZone === null || meeting === null) return null;
    return { meeting, timeZone, guests: await meetings.guests(visit.entry.slug, id) };
  };
  const show = (
    visit: CampaignVisit,
    there: There,
    more: Partial<MeetingDeskPage> = {},
    status: 200 | 400 | 409 = 200,
  ) => {
    const { meeting, timeZone } = there;
    const given: MeetingDeskPage = {
      ...there,
      typed: typedMeeting(meeting, timeZone),
      invite: '',
      notes: { notes: meeting.notes ?? '', note: '' },
      errors: [],
      ...more,
    };
    return visit.page(renderMeetingDesk(given, visit), status);
  };
  desk.campaignGet('/meetings/:meeting', 'meeting.hold', async (c, visit) => {
    const there = await thereOf(c, visit);
    return there === null ? visit.notFound() : show(visit, there);
  });

  const post = (
    path: string,
    work: (visit: CampaignVisit, there: There, form: Form) => Promise<Response> | Response,
  ) =>
    desk.campaignPost(`/meetings/:meeting${path}`, 'meeting.hold', async (c, visit, form) => {
      const there = await thereOf(c, visit);
      return there === null ? visit.notFound() : work(visit, there, form);
    });
  const back = (visit: CampaignVisit, { meeting }: There, part: string, done: string) =>
    visit.to(`${base(visit)}/${meeting.id}#${part}`, done);
  const one = (name: string, sentence: string): readonly FieldError[] => [{ name, sentence }];

  post('', async (visit, there, form) => {
    const { t } = words(visit.context);
    const { typed, errors, text } = readMeetingForm(form, there.timeZone, t);
    if (text === null) return show(visit, there, { typed, errors }, 400);
    const outcome = await meetings.save(visit.person, visit.entry.slug, there.meeting.id, text);
    return outcome === 'saved'
      ? back(visit, there, 'edit', 'saved')
      : show(visit, there, { typed, errors: one('title', t('mdesk.over')) }, 409);
  });
  post('/call-off', async (visit, there) => {
    const outcome = await meetings.callOff(visit.person, visit.entry.slug, there.meeting.id);
    return outcome === 'saved'
      ? back(visit, there, 'edit', 'saved')
      : show(visit, there, { errors: one('title', words(visit.context).t('mdesk.over')) }, 409);
  });
  post('/invitations', async (visit, there, form) => {
    const { t } = words(visit.context);
    const invite = cleanText(form.text('emails'), 50_000);
    const refuse = (sentence: string, status: 400 | 409) =>
      show(visit, there, { invite, errors: one('emails', sentence) }, status);
    const { emails, wrong } = readAddresses(invite);
    if (emails.length === 0) return refuse(t('mdesk.inviteMissing'), 400);
    if (wrong !== null) return refuse(t('mdesk.inviteWrong', { line: wrong.slice(0, 80) }), 400);
    const { language } = there.meeting;
    const outcome = await meetings.invite(visit.person, visit.entry.slug, there.meeting.id, emails, language);
    switch (outcome.kind) {
      case 'invited':
        return back(visit, there, 'guests', 'invited');
      case 'many':
        return refuse(t('mdesk.inviteMany', { most: invitations_max }), 400);
      case 'over':
        return refuse(t('mdesk.over'), 409);
      case 'unknown':
        return visit.notFound();
    }
  });
  post('/came', async (visit, there, form) => {
    const came = form.entries.filter(([name]) => name === 'came').map(([, id]) => id);
    const outcome = await meetings.came(visit.person, visit.entry.slug, there.meeting.id, came);
    return outcome === 'saved'
      ? back(visit, there, 'guests', 'saved')
      : show(visit, there, { errors: one('came', words(visit.context).t('mdesk.cameEarly')) }, 409);
  });
  post('/notes', async (visit, there, form) => {
    const { t } = words(visit.context);
    const notes = {
      notes: cleanText(form.text('notes'), notes_max),
      note: cleanLine(form.text('note'), 300),
    };
    const refuse = (name: string, sentence: string, status: 400 | 409) =>
      show(visit, there, { notes, errors: one(name, sentence) }, status);
    if (notes.notes === '') return refuse('notes', t('mdesk.notesMissing'), 400);
    const version = Number(form.text('version'));
    const outcome = await meetings.notes(visit.person, visit.entry.slug, there.meeting.id, {
      ...notes,
      version,
    });
    switch (outcome) {
      case 'saved':
        return back(visit, there, 'notes', 'published');
      case 'unknown':
        return visit.notFound();
      case 'early':
        return refuse('notes', t('mdesk.cameEarly'), 409);
      case 'note_missing':
        return refuse('note', t('jdesk.noteMissing'), 400);
      case 'changed_meanwhile':
        return refuse('notes', t('jdesk.changed'), 409);
    }
  });
}
