import { type Context, Hono } from 'hono';
import type { CampaignView } from '../../campaign/mod.ts';
import type { GuestAct, MeetingView, OwnGuest } from '../../dialogue/mod.ts';
import { languageOf, pageHeaders } from '../answer.ts';
import type { Assets } from '../assets.ts';
import { readForm } from '../console/form.ts';
import { words } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import { calendarHeaders, calendarOf } from './calendar.ts';
import { pageContext } from './context.ts';
import { type OwnGuestPage, renderOwnGuest } from './meetings-own.tsx';
import { meetingEvent, readGuest } from './meetings-routes.ts';
import { renderNotice } from './notices.tsx';
import type { Refusals } from './refusals.ts';

/** A link's key must not travel further: no cache, no referrer, no search engine. */
const secret = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
};
const acts: readonly GuestAct[] = ['confirm_mail', 'accept', 'decline', 'cancel'];

type Found = { readonly own: OwnGuest; readonly view: CampaignView; readonly meeting: MeetingView };

/** `/meetings/:token`: what guests do with their place. Opening the link changes nothing; only a button does. */
export function ownGuestPages(services: Services, assets: Assets, refusals: Refusals): Hono {
  const { meetings } = services;
  const app = new Hono();
  const context = (c: Context) => pageContext(services, assets, c);
  const give = (c: Context, html: string, status: 200 | 400 | 404 | 409 = 200) =>
    c.body(html, status, { ...pageHeaders, ...secret, 'content-language': languageOf(c) });
  const say = (c: Context, name: 'dead' | 'erased', status: 200 | 404) => {
    const { t } = words(context(c));
    const [title, text] = [t(`ownShift.${name}`), t(`ownShift.${name}Text`)];
    return give(c, renderNotice({ title, text }, context(c)), status);
  };
  const found = async (c: Context): Promise<Found | null> => {
    const own = await meetings.own(c.req.param('token') ?? '');
    if (own === null) return null;
    const [view, meeting] = await Promise.all([
      services.campaign(own.campaign),
      meetings.meeting(own.campaign, own.meeting),
    ]);
    return view === null || meeting === null ? null : { own, view, meeting };
  };
  const show = (
    c: Context,
    there: Found,
    more: Partial<Pick<OwnGuestPage, 'errors' | 'typed'>> = {},
    status: 200 | 400 | 409 = 200,
  ) => {
    const given = {
      ...there,
      token: c.req.param('token') ?? '',
      saved: c.req.query('done') === 'saved',
      errors: [],
      typed: null,
      ...more,
    };
    return give(c, renderOwnGuest(given, context(c)), status);
  };

  app.get('/meetings/:token', async (c) => {
    const there = await found(c);
    return there === null ? say(c, 'dead', 404) : show(c, there);
  });

  app.post('/meetings/:token', async (c) => {
    const token = c.req.param('token');
    const there = await found(c);
    const form = there === null ? null : await readForm(c);
    if (there === null || form === null) return say(c, 'dead', 404);
    const { t } = words(context(c));
    const wished = form.text('act');
    const act = acts.find((one) => one === wished);
    if (act === undefined && wished !== 'change') return refusals.notFound(c);
    // Of who is invited nothing is known but the address: a yes says who comes.
    if (act === undefined || (act === 'accept' && there.own.state === 'invited')) {
      const { typed, errors } = readGuest(form, t);
      if (errors.length > 0) return show(c, there, { typed, errors }, 400);
      await meetings.change(token, { ...typed, site: typed.site === '' ? null : typed.site });
    }
    if (act !== undefined) {
      const outcome = await meetings.act(token, act);
      if (outcome === 'unknown') return say(c, 'dead', 404);
      if (outcome === 'too_late') {
        // What stands now may be what was wanted: the page says it.
        const now = (await found(c)) ?? there;
        return show(c, now, { errors: [{ name: 'name', sentence: t('ownShift.tooLate') }] }, 409);
      }
    }
    const asked = c.req.query('lang') === undefined ? '' : `&lang=${languageOf(c)}`;
    return c.body(null, 303, { ...secret, location: `/meetings/${token}?done=saved${asked}` });
  });

  app.post('/meetings/:token/erase', async (c) =>
    (await meetings.erase(c.req.param('token'))) ? say(c, 'erased', 200) : say(c, 'dead', 404),
  );

  app.get('/meetings/:token/calendar.ics', async (c) => {
    const there = await found(c);
    if (there === null) return refusals.notFound(c);
    const { own, view, meeting } = there;
    const tr = words(context(c));
    const stands = own.state !== 'ended';
    const event = meetingEvent(tr, meeting, {
      url: `${services.publicUrl}/c/${view.slug}/meetings/${meeting.id}`,
      stands,
      remind: stands,
      joinLink: own.state === 'confirmed' && own.mailConfirmed ? meeting.joinLink : null,
    });
    const { host } = new URL(services.publicUrl);
    const text = calendarOf(tr, meeting.title, [event], { host, now: services.clock.now() });
    return c.body(text, 200, { ...calendarHeaders(view.slug), ...secret });
  });
  return app;
}
