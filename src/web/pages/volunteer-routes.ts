import { type Context, Hono } from 'hono';
import type { CampaignView } from '../../campaign/mod.ts';
import { cleanLine, takesSignUps } from '../../domain/mod.ts';
import type { ShiftView } from '../../evidence/mod.ts';
import { isMailAddress } from '../../mail/mod.ts';
import { languageOf, pageHeaders } from '../answer.ts';
import type { Assets } from '../assets.ts';
import type { FieldError } from '../console/fields.tsx';
import { type Form, readForm } from '../console/form.ts';
import { words } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import { calendarHeaders, calendarOf, shiftEvent } from './calendar.ts';
import { pageContext } from './context.ts';
import { renderNotice } from './notices.tsx';
import type { Refusals } from './refusals.ts';
import { emptySignUp, renderShift, renderVolunteer, type TypedSignUp } from './volunteer.tsx';
import { companiesOf } from './volunteer-words.ts';

const slugPattern = /^[a-z0-9-]{1,64}$/;
export const name_max = 80;
const refused = { ...pageHeaders, 'cache-control': 'no-store', 'x-robots-tag': 'noindex' };

/** `/c/:slug/volunteer`: the shifts, one shift with its form, the calendar. Each page is a relay target. */
export function volunteerPages(
  services: Services,
  assets: Assets,
  refusals: Refusals,
  targetHeaders: Readonly<Record<string, string>>,
): Hono {
  const { volunteer } = services;
  const app = new Hono();
  const context = (c: Context) => pageContext(services, assets, c);
  const campaignOf = async (c: Context) => {
    const slug = c.req.param('slug') ?? '';
    return slugPattern.test(slug) ? services.campaign(slug) : null;
  };
  const found = async (c: Context) => {
    const view = await campaignOf(c);
    const shift = view === null ? null : await volunteer.shift(view.slug, c.req.param('shift') ?? '');
    return view === null || shift === null ? null : { view, shift };
  };
  const spoken = (c: Context) => ({ 'content-language': languageOf(c) });

  app.get('/c/:slug/volunteer', async (c) => {
    const view = await campaignOf(c);
    if (view === null) return refusals.notFound(c);
    const [shifts, hours] = await Promise.all([volunteer.shifts(view.slug), volunteer.hours(view.slug)]);
    const html = renderVolunteer({ view, shifts: shifts ?? [], hours }, context(c));
    return c.body(html, 200, { ...targetHeaders, ...spoken(c) });
  });

  app.get('/c/:slug/volunteer.ics', async (c) => {
    const view = await campaignOf(c);
    if (view === null) return refusals.notFound(c);
    const shifts = (await volunteer.shifts(view.slug)) ?? [];
    const events = shifts.map((shift) =>
      shiftEvent(shift, {
        url: `${services.publicUrl}/c/${view.slug}/volunteer/${shift.id}`,
        stands: true,
        contact: null,
        remind: false,
      }),
    );
    const tr = words(context(c));
    const host = new URL(services.publicUrl).host;
    const name = `${tr.t('volunteer.title')} · ${tr.localised(view.title)}`;
    const text = calendarOf(tr, name, events, { host, now: services.clock.now() });
    return c.body(text, 200, {
      ...calendarHeaders(view.slug),
      'cache-control': 'public, max-age=300',
      ...spoken(c),
    });
  });

  const show = async (
    c: Context,
    { view, shift }: { readonly view: CampaignView; readonly shift: ShiftView },
    more: { readonly typed?: TypedSignUp; readonly errors?: readonly FieldError[] },
    status: 200 | 400 | 409 | 429 = 200,
  ) => {
    const { retention } = await services.privacy();
    const html = renderShift(
      {
        view,
        shift,
        open: takesSignUps(shift, services.clock.now()),
        typed: more.typed ?? emptySignUp,
        errors: more.errors ?? [],
        keptDays: retention.volunteers,
      },
      context(c),
    );
    return c.body(html, status, { ...(status === 200 ? targetHeaders : refused), ...spoken(c) });
  };

  app.get('/c/:slug/volunteer/:shift', async (c) => {
    const there = await found(c);
    return there === null ? refusals.notFound(c) : show(c, there, {});
  });

  app.post('/c/:slug/volunteer/:shift', async (c) => {
    const { t } = words(context(c));
    const say = (title: string, text: string, status: 200 | 403) =>
      c.body(renderNotice({ title, text }, context(c)), status, { ...refused, ...spoken(c) });
    // No cookie is read, but a form on somebody else's page would make its visitors write here.
    const origin = c.req.header('origin');
    if (origin !== undefined && !services.console.origins.includes(origin))
      return say(t('volunteer.foreign'), t('volunteer.foreignText'), 403);
    const there = await found(c);
    const form = there === null ? null : await readForm(c);
    if (there === null || form === null) return refusals.notFound(c);
    const { typed, errors } = readSignUp(form, there.view, there.shift, t);
    if (!takesSignUps(there.shift, services.clock.now()))
      return show(c, there, { typed, errors: [{ name: 'name', sentence: t('volunteer.closed') }] }, 409);
    if (errors.length > 0) return show(c, there, { typed, errors }, 400);
    // Programs fill in every field; what they typed reaches nobody.
    if (form.text('subject') !== '') return say(t('volunteer.sent'), t('volunteer.sentText'), 200);
    const outcome = await volunteer.signUp(there.view.slug, there.shift, {
      role: Number(typed.role),
      name: typed.name,
      email: typed.email,
      language: languageOf(c),
      company: typed.company === '' ? null : typed.company,
    });
    const wrong = (name: string, sentence: string, status: 409 | 429) =>
      show(c, there, { typed, errors: [{ name, sentence }] }, status);
    if (typeof outcome === 'object')
      return wrong('email', t('volunteer.wait', { minutes: Math.max(1, Math.ceil(outcome.wait / 60)) }), 429);
    switch (outcome) {
      case 'taken':
        return say(t('volunteer.sent'), t('volunteer.sentText'), 200);
      case 'closed':
        return wrong('name', t('volunteer.closed'), 409);
      case 'unknown':
        return wrong('role', t('volunteer.roleMissing'), 409);
    }
  });
  return app;
}

type Say = ReturnType<typeof words>['t'];

/** What was typed, cleaned, and what is wrong with it. */
function readSignUp(
  form: Form,
  view: CampaignView,
  shift: ShiftView,
  t: Say,
): { readonly typed: TypedSignUp; readonly errors: readonly FieldError[] } {
  const role = form.text('role');
  const company = form.text('company');
  const typed = {
    name: cleanLine(form.text('name'), name_max),
    email: form.text('email').slice(0, 300),
    company: companiesOf(view).some((one) => one.slug === company) ? company : '',
    role,
    age: form.text('age') === 'true',
  };
  const errors: FieldError[] = [];
  if (!shift.roles.some((one) => String(one.position) === role && one.capacity > 0))
    errors.push({ name: 'role', sentence: t('volunteer.roleMissing') });
  if (typed.name === '') errors.push({ name: 'name', sentence: t('volunteer.nameMissing') });
  if (!isMailAddress(typed.email)) errors.push({ name: 'email', sentence: t('form.emailWrong') });
  if (shift.minimumAge !== null && !typed.age)
    errors.push({ name: 'age', sentence: t('volunteer.ageMissing', { n: shift.minimumAge }) });
  return { typed, errors };
}
