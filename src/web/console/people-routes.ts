import { type Role, roles } from '../../domain/mod.ts';
import { isMailAddress } from '../../mail/mod.ts';
import { words } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import type { FieldError } from './fields.tsx';
import { type Console, targetOf, type Visit } from './guard.ts';
import { type InviteTyped, renderPeople, renderTrail } from './people.tsx';

/** Lines of the trail on one page; as many as the services give. */
const trail_page = 50;

/** Who comes in here, and who did what. */
export function peoplePages(services: Services, desk: Console): void {
  const { people, campaigns } = services.console;

  const show = async (
    visit: Visit,
    typed: InviteTyped,
    errors: readonly FieldError[] = [],
    status: 200 | 400 | 409 = 200,
  ) => {
    const entries = (await campaigns.entries()).filter((entry) =>
      visit.may('campaign.edit', { campaign: targetOf(entry), organisation: null }),
    );
    // Where this person may give roles: their own organisations, and those of the campaigns they run.
    const own = visit.person.roles
      .filter(({ role }) => role === 'operator' || role === 'charity' || role === 'partner')
      .map(({ organisation, organisationName }) => ({ slug: organisation, name: organisationName }));
    const others = entries.flatMap((entry) => entry.organisations).map((slug) => ({ slug, name: slug }));
    const organisations = [...new Map([...others, ...own].map((one) => [one.slug, one])).values()];
    const list = await people.list(visit.person);
    const page = { people: list, organisations, campaigns: entries.map((one) => one.slug), typed, errors };
    return visit.page(renderPeople(page, visit), status);
  };
  const blank: InviteTyped = { email: '', role: 'operator', organisation: '', campaign: '' };

  desk.get('/console/people', (_, visit) => show(visit, blank));
  desk.post('/console/people', async (_, visit, form) => {
    const { t } = words(visit.context);
    const typed = {
      email: form.text('email'),
      role: form.text('role'),
      organisation: form.text('organisation'),
      campaign: form.text('campaign'),
    };
    if (!isMailAddress(typed.email))
      return show(visit, typed, [{ name: 'email', sentence: t('form.emailWrong') }], 400);
    const refused = [{ name: 'role', sentence: t('people.notAllowed') }];
    if (!isRole(typed.role)) return show(visit, typed, refused, 400);
    const outcome = await people.invite(visit.person, {
      ...typed,
      role: typed.role,
      language: visit.person.language,
      campaign: typed.campaign === '' ? null : typed.campaign,
    });
    if (outcome.kind === 'invited') return visit.to('/console/people', 'invited');
    return outcome.kind === 'not_allowed'
      ? show(visit, typed, refused, 400)
      : show(visit, typed, [{ name: 'organisation', sentence: t('people.unknownOrganisation') }], 400);
  });
  desk.post('/console/people/remove', async (_, visit, form) => {
    const membership = Number(form.text('membership'));
    if (!Number.isSafeInteger(membership) || membership < 1) return visit.notFound();
    const outcome = await people.take(visit.person, membership);
    if (outcome === 'taken') return visit.to('/console/people', 'removed');
    if (outcome === 'not_allowed') return visit.forbidden();
    const { t } = words(visit.context);
    return show(visit, blank, [{ name: 'role', sentence: t('people.last') }], 409);
  });

  desk.get('/console/audit', async (c, visit) => {
    const [campaign, action, before] = [
      c.req.query('campaign'),
      c.req.query('action'),
      c.req.query('before'),
    ];
    const filter = {
      campaign: campaign !== undefined && /^[a-z0-9-]{1,64}$/.test(campaign) ? campaign : null,
      action: action !== undefined && /^[a-z._]{1,60}$/.test(action) ? action : null,
      before: before !== undefined && /^\d{1,15}$/.test(before) ? Number(before) : null,
    };
    const lines = await people.trail(visit.person, filter);
    const entries = await campaigns.entries();
    const seen = entries.filter((entry) =>
      visit.may('audit.read', { campaign: targetOf(entry), organisation: null }),
    );
    const last = lines.length < trail_page ? undefined : lines.at(-1);
    const older =
      last === undefined
        ? null
        : new URLSearchParams({
            ...(filter.campaign === null ? {} : { campaign: filter.campaign }),
            ...(filter.action === null ? {} : { action: filter.action }),
            before: String(last.id),
          }).toString();
    return visit.page(
      renderTrail(
        {
          lines,
          campaigns: seen.map((one) => one.slug),
          campaign: filter.campaign ?? '',
          action: filter.action ?? '',
          older,
        },
        visit,
      ),
    );
  });
}

function isRole(text: string): text is Role {
  return (roles as readonly string[]).includes(text);
}
