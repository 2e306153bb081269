import { type Context, Hono } from 'hono';
import QRCode from 'qrcode';
import type { CampaignView } from '../../campaign/mod.ts';
import { cleanLine } from '../../domain/mod.ts';
import type { OwnSignUp, ShiftView } from '../../evidence/mod.ts';
import type { Block } from '../../settlement/mod.ts';
import { languageOf, pageHeaders } from '../answer.ts';
import type { Assets } from '../assets.ts';
import type { FieldError } from '../console/fields.tsx';
import { readForm } from '../console/form.ts';
import { words } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import type { OwnAct } from '../volunteer-port.ts';
import { calendarHeaders, calendarOf, shiftEvent } from './calendar.ts';
import { pageContext } from './context.ts';
import { renderNotice } from './notices.tsx';
import type { Refusals } from './refusals.ts';
import { renderOwnShift } from './volunteer-own.tsx';
import { name_max } from './volunteer-routes.ts';
import { companiesOf, companyName, hoursText, whenText } from './volunteer-words.ts';

/** A link's key must not travel further: no cache, no referrer, no search engine. */
const secret = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
};
const acts: readonly OwnAct[] = ['confirm_mail', 'accept', 'decline', 'cancel'];

type Found = { readonly own: OwnSignUp; readonly view: CampaignView; readonly shift: ShiftView };

/** `/volunteer/:token`: what people do with their own sign-up. Opening the link changes nothing; only a button does. */
export function ownShiftPages(services: Services, assets: Assets, refusals: Refusals): Hono {
  const { volunteer } = services;
  const app = new Hono();
  const context = (c: Context) => pageContext(services, assets, c);
  const give = (c: Context, html: string, status: 200 | 400 | 404 | 409 = 200) =>
    c.body(html, status, { ...pageHeaders, ...secret, 'content-language': languageOf(c) });
  const dead = (c: Context) => {
    const { t } = words(context(c));
    return give(
      c,
      renderNotice({ title: t('ownShift.dead'), text: t('ownShift.deadText') }, context(c)),
      404,
    );
  };
  const found = async (c: Context): Promise<Found | null> => {
    const own = await volunteer.own(c.req.param('token') ?? '');
    if (own === null) return null;
    const [view, shift] = await Promise.all([
      services.campaign(own.campaign),
      volunteer.shift(own.campaign, own.shift),
    ]);
    return view === null || shift === null ? null : { own, view, shift };
  };
  const show = (c: Context, there: Found, errors: readonly FieldError[], status: 200 | 400 | 409 = 200) => {
    const given = {
      ...there,
      token: c.req.param('token') ?? '',
      saved: c.req.query('done') === 'saved',
      errors,
    };
    return give(c, renderOwnShift(given, context(c)), status);
  };

  app.get('/volunteer/:token', async (c) => {
    const there = await found(c);
    return there === null ? dead(c) : show(c, there, []);
  });

  app.post('/volunteer/:token', async (c) => {
    const token = c.req.param('token');
    const there = await found(c);
    const form = there === null ? null : await readForm(c);
    if (there === null || form === null) return dead(c);
    const { t } = words(context(c));
    const wished = form.text('act');
    const act = acts.find((one) => one === wished);
    const name = cleanLine(form.text('name'), name_max);
    if (act === undefined && wished !== 'change') return refusals.notFound(c);
    if (act === undefined && name === '')
      return show(c, there, [{ name: 'name', sentence: t('volunteer.nameMissing') }], 400);
    const company = form.text('company');
    const outcome =
      act !== undefined
        ? await volunteer.act(token, act)
        : await volunteer.change(token, {
            name,
            company: companiesOf(there.view).some((one) => one.slug === company) ? company : null,
            role: Number(/^\d{1,2}$/.exec(form.text('role'))?.[0] ?? there.own.role),
          });
    if (outcome === 'unknown') return dead(c);
    if (outcome === 'too_late') {
      // What stands now may be what was wanted: the page says it.
      const now = (await found(c)) ?? there;
      return show(c, now, [{ name: 'name', sentence: t('ownShift.tooLate') }], 409);
    }
    const asked = c.req.query('lang') === undefined ? '' : `&lang=${languageOf(c)}`;
    return c.body(null, 303, { ...secret, location: `/volunteer/${token}?done=saved${asked}` });
  });

  app.post('/volunteer/:token/erase', async (c) => {
    if (!(await volunteer.erase(c.req.param('token')))) return dead(c);
    const { t } = words(context(c));
    return give(c, renderNotice({ title: t('ownShift.erased'), text: t('ownShift.erasedText') }, context(c)));
  });

  app.get('/volunteer/:token/code.svg', async (c) => {
    const own = await volunteer.own(c.req.param('token'));
    if (own === null) return refusals.notFound(c);
    // An address, so that any phone's camera knows what to do with it; it opens for coordinators alone.
    const svg = await QRCode.toString(`${services.publicUrl}/console/door/${own.code}`, {
      type: 'svg',
      errorCorrectionLevel: 'M',
      margin: 3,
    });
    return c.body(svg, 200, {
      ...secret,
      'content-type': 'image/svg+xml; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'x-content-type-options': 'nosniff',
    });
  });

  app.get('/volunteer/:token/calendar.ics', async (c) => {
    const there = await found(c);
    if (there === null) return refusals.notFound(c);
    const { own, view, shift } = there;
    const event = shiftEvent(shift, {
      url: `${services.publicUrl}/volunteer/${c.req.param('token')}`,
      stands: own.state !== 'ended',
      contact: shift.contact,
      remind: own.state === 'confirmed',
    });
    const host = new URL(services.publicUrl).host;
    const tr = words(context(c));
    const name = `${tr.t('volunteer.title')} · ${tr.localised(view.title)}`;
    const text = calendarOf(tr, name, [event], { host, now: services.clock.now() });
    return c.body(text, 200, { ...calendarHeaders(view.slug), ...secret });
  });

  app.get('/volunteer/:token/certificate.pdf', async (c) => {
    const there = await found(c);
    if (there === null || there.own.minutes === null || there.shift.settledAt === null)
      return refusals.notFound(c);
    const tr = words(context(c));
    const pdf = await volunteer.print({
      title: tr.t('certificate.title'),
      author: there.view.charity.name,
      language: tr.language,
      footer: tr.t('certificate.footer', { campaign: tr.localised(there.view.title), id: there.own.id }),
      blocks: certificateBlocks(tr, there),
    });
    return c.body(Buffer.from(pdf), 200, {
      ...secret,
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="${there.own.id}.pdf"`,
      'x-content-type-options': 'nosniff',
    });
  });
  return app;
}

/** What a certificate says: who, where, when, how long. */
function certificateBlocks(tr: ReturnType<typeof words>, { own, view, shift }: Found): readonly Block[] {
  const { t } = tr;
  return [
    { kind: 'title', text: t('certificate.title') },
    { kind: 'text', text: t('certificate.text', { charity: view.charity.name }) },
    {
      kind: 'facts',
      rows: [
        [t('certificate.person'), own.name],
        [t('certificate.shift'), shift.title],
        [t('volunteer.when'), whenText(tr, shift, view.timeZone)],
        [t('volunteer.where'), [shift.place, shift.address].filter((one) => one !== '').join(', ')],
        [t('certificate.time'), hoursText(tr, own.minutes ?? 0)],
        ...(own.company === null
          ? []
          : [[t('certificate.company'), companyName(view, own.company)] as const]),
        [t('certificate.arrived'), tr.inZone(own.arrivedAt ?? shift.startsAt, view.timeZone)],
      ],
    },
    { kind: 'text', tone: 'note', text: t('certificate.note') },
  ];
}
