import { type Context, Hono } from 'hono';
import type { CampaignView } from '../../campaign/mod.ts';
import type { MeetingView } from '../../dialogue/mod.ts';
import { cleanLine, takesSignUps } from '../../domain/mod.ts';
import { isMailAddress } from '../../mail/mod.ts';
import { languageOf, pageHeaders } from '../answer.ts';
import type { Assets } from '../assets.ts';
import type { FieldError } from '../console/fields.tsx';
import { type Form, readForm } from '../console/form.ts';
import { httpUrl, words } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import { type CalendarEvent, calendarHeaders, calendarOf } from './calendar.ts';
import { pageContext } from './context.ts';
import { emptyGuest, renderMeeting, renderMeetings, type TypedGuest } from './meetings.tsx';
import { meetingPlace } from './meetings-words.ts';
import { renderNotice } from './notices.tsx';
import type { Refusals } from './refusals.ts';

const slugPattern = /^[a-z0-9-]{1,64}$/;
const name_max = 80;
const site_max = 300;
const refused = { ...pageHeaders, 'cache-control': 'no-store', 'x-robots-tag': 'noindex' };

/** A meeting as an event of a calendar. */
export function meetingEvent(
  tr: ReturnType<typeof words>,
  meeting: MeetingView,
  own: Pick<CalendarEvent, 'url' | 'stands' | 'remind'> & { readonly joinLink: string | null },
): CalendarEvent {
  const { joinLink, ...event } = own;
  return {
    ...meeting,
    ...event,
    description: joinLink === null ? [] : [joinLink],
    place: meetingPlace(tr, meeting),
    stands: event.stands && meeting.state !== 'called_off',
  };
}

/** `/c/:slug/meetings`: the meetings, one meeting with its form, the calendar. Each page is a relay target. */
export function meetingPages(
  services: Services,
  assets: Assets,
  refusals: Refusals,
  targetHeaders: Readonly<Record<string, string>>,
): Hono {
  const { meetings } = services;
  const app = new Hono();
  const context = (c: Context) => pageContext(services, assets, c);
  const campaignOf = async (c: Context) => {
    const slug = c.req.param('slug') ?? '';
    return slugPattern.test(slug) ? services.campaign(slug) : null;
  };
  const found = async (c: Context) => {
    const view = await campaignOf(c);
    const meeting = view === null ? null : await meetings.meeting(view.slug, c.req.param('meeting') ?? '');
    return view === null || meeting === null ? null : { view, meeting };
  };
  const spoken = (c: Context) => ({ 'content-language': languageOf(c) });

  app.get('/c/:slug/meetings', async (c) => {
    const view = await campaignOf(c);
    if (view === null) return refusals.notFound(c);
    const html = renderMeetings({ view, meetings: await meetings.meetings(view.slug) }, context(c));
    return c.body(html, 200, { ...targetHeaders, ...spoken(c) });
  });

  app.get('/c/:slug/meetings.ics', async (c) => {
    const view = await campaignOf(c);
    if (view === null) return refusals.notFound(c);
    const tr = words(context(c));
    const events = (await meetings.meetings(view.slug)).map((meeting) =>
      meetingEvent(tr, meeting, {
        url: `${services.publicUrl}/c/${view.slug}/meetings/${meeting.id}`,
        stands: true,
        remind: false,
        joinLink: null,
      }),
    );
    const name = `${tr.t('meetings.title')} · ${tr.localised(view.title)}`;
    const { host } = new URL(services.publicUrl);
    return c.body(calendarOf(tr, name, events, { host, now: services.clock.now() }), 200, {
      ...calendarHeaders(`${view.slug}-meetings`),
      'cache-control': 'public, max-age=300',
      ...spoken(c),
    });
  });

  const show = async (
    c: Context,
    { view, meeting }: { readonly view: CampaignView; readonly meeting: MeetingView },
    more: { readonly typed?: TypedGuest; readonly errors?: readonly FieldError[] },
    status: 200 | 400 | 409 | 429 = 200,
  ) => {
    const [{ retention }, questions, mentions] = await Promise.all([
      services.privacy(),
      services.dialogue.questions(view.slug),
      meetings.mentions(view.slug, meeting.id),
    ]);
    const html = renderMeeting(
      {
        ...{ view, meeting, mentions },
        questions: questions.filter((one) => one.meeting === meeting.id),
        open: takesSignUps(meeting, services.clock.now()),
        typed: more.typed ?? emptyGuest,
        errors: more.errors ?? [],
        keptDays: retention.volunteers,
      },
      context(c),
    );
    return c.body(html, status, { ...(status === 200 ? targetHeaders : refused), ...spoken(c) });
  };

  app.get('/c/:slug/meetings/:meeting', async (c) => {
    const there = await found(c);
    return there === null ? refusals.notFound(c) : show(c, there, {});
  });

  app.post('/c/:slug/meetings/:meeting', async (c) => {
    const { t } = words(context(c));
    const say = (title: string, text: string, status: 200 | 403) =>
      c.body(renderNotice({ title, text }, context(c)), status, { ...refused, ...spoken(c) });
    // No cookie is read, but a form on somebody else's page would make its visitors write here.
    const origin = c.req.header('origin');
    if (origin !== undefined && !services.console.origins.includes(origin))
      return say(t('meetings.foreign'), t('meetings.foreignText'), 403);
    const there = await found(c);
    const form = there === null ? null : await readForm(c);
    if (there === null || form === null) return refusals.notFound(c);
    const { typed, errors } = readGuest(form, t);
    if (!isMailAddress(typed.email)) errors.push({ name: 'email', sentence: t('form.emailWrong') });
    const wrong = (name: string, sentence: string, status: 409 | 429) =>
      show(c, there, { typed, errors: [{ name, sentence }] }, status);
    if (!takesSignUps(there.meeting, services.clock.now())) return wrong('name', t('meetings.closed'), 409);
    if (errors.length > 0) return show(c, there, { typed, errors }, 400);
    // Programs fill in every field; what they typed reaches nobody.
    if (form.text('subject') !== '') return say(t('meetings.sent'), t('meetings.sentText'), 200);
    const outcome = await meetings.answer(there.view.slug, there.meeting, {
      ...typed,
      site: typed.site === '' ? null : typed.site,
      language: languageOf(c),
    });
    if (typeof outcome === 'object')
      return wrong('email', t('meetings.wait', { minutes: Math.max(1, Math.ceil(outcome.wait / 60)) }), 429);
    switch (outcome) {
      case 'taken':
      // Who is not invited learns nothing of who is: the page says the same, and nothing is sent.
      case 'invited_only':
        return say(t('meetings.sent'), t('meetings.sentText'), 200);
      case 'closed':
        return wrong('name', t('meetings.closed'), 409);
      case 'unknown':
        return refusals.notFound(c);
    }
  });
  return app;
}

/** What was typed, cleaned, and what is wrong with it. */
export function readGuest(
  form: Form,
  t: ReturnType<typeof words>['t'],
): { readonly typed: TypedGuest; readonly errors: FieldError[] } {
  const site = cleanLine(form.text('site'), site_max);
  const typed = {
    name: cleanLine(form.text('name'), name_max),
    email: form.text('email').slice(0, 300),
    site: httpUrl(site) ?? site,
    named: form.text('named') === 'true',
  };
  const errors: FieldError[] = [];
  if (typed.name === '') errors.push({ name: 'name', sentence: t('meetings.nameMissing') });
  if (site !== '' && httpUrl(site) === null) errors.push({ name: 'site', sentence: t('meetings.siteWrong') });
  return { typed, errors };
}
