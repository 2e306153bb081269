import { roles } from '../../domain/mod.ts';
import type { TrailLine } from '../../people/mod.ts';
import { words } from '../parts/page.tsx';
import { ErrorSummary, Field, type FieldError } from './fields.tsx';
import type { Visit } from './guard.ts';
import type { PeopleServices } from './port.ts';
import { consolePage } from './shell.tsx';

export type InviteTyped = {
  readonly email: string;
  readonly role: string;
  readonly organisation: string;
  readonly campaign: string;
};

export type PeoplePage = {
  readonly people: Awaited<ReturnType<PeopleServices['list']>>;
  readonly organisations: readonly { readonly slug: string; readonly name: string }[];
  readonly campaigns: readonly string[];
  readonly typed: InviteTyped;
  readonly errors: readonly FieldError[];
};

/** Who comes in here, and the way to bring somebody in. */
export function renderPeople(given: PeoplePage, visit: Visit): string {
  const { context } = visit;
  const { t } = words(context);
  const { typed, errors } = given;
  const options = (values: readonly string[]) => values.map((value) => ({ value, label: value }));
  return consolePage({
    visit,
    title: t('people.title'),
    here: 'people',
    children: (
      <>
        <p class="summary">{t('people.lead')}</p>
        <ErrorSummary context={context} errors={errors} />
        {given.people.length === 0 ? (
          <p>{t('people.none')}</p>
        ) : (
          <section class="table-scroll" aria-label={t('people.title')} tabindex={0}>
            <table class="list">
              <thead>
                <tr>
                  <th scope="col">{t('people.name')}</th>
                  <th scope="col">{t('people.email')}</th>
                  <th scope="col">{t('people.role')}</th>
                </tr>
              </thead>
              <tbody>
                {given.people.map((one) => (
                  <tr>
                    <th scope="row">{one.name === '' ? t('people.pending') : one.name}</th>
                    <td>{one.email}</td>
                    <td>
                      <ul class="rows">
                        {one.roles.map((role) => (
                          <li>
                            <span>
                              {t(role.campaign === null ? 'account.role' : 'account.roleIn', {
                                role: t(`person.${role.role}`),
                                organisation: role.organisationName,
                                campaign: role.campaign ?? '',
                              })}
                            </span>
                            <form method="post" action="/console/people/remove">
                              <input type="hidden" name="membership" value={String(role.id)} />
                              <button
                                class="quiet"
                                type="submit"
                                aria-label={t('account.removeOf', {
                                  name: `${one.email}, ${t(`person.${role.role}`)}`,
                                })}
                              >
                                {t('account.remove')}
                              </button>
                            </form>
                          </li>
                        ))}
                      </ul>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
        {given.organisations.length === 0 ? null : (
          <section>
            <h2>{t('people.invite')}</h2>
            <form method="post" action="/console/people">
              <Field
                context={context}
                name="email"
                kind="email"
                label={t('people.email')}
                value={typed.email}
                errors={errors}
                required
              />
              <Field
                context={context}
                name="organisation"
                kind="choice"
                label={t('people.organisation')}
                value={typed.organisation}
                errors={errors}
                options={given.organisations.map(({ slug, name }) => ({ value: slug, label: name }))}
              />
              <Field
                context={context}
                name="role"
                kind="choice"
                label={t('people.role')}
                value={typed.role}
                errors={errors}
                options={roles.map((value) => ({ value, label: t(`person.${value}`) }))}
              />
              <Field
                context={context}
                name="campaign"
                kind="choice"
                label={t('people.campaign')}
                value={typed.campaign}
                errors={errors}
                options={[{ value: '', label: t('people.everyCampaign') }, ...options(given.campaigns)]}
              />
              <button type="submit">{t('people.inviteButton')}</button>
            </form>
          </section>
        )}
      </>
    ),
  });
}

export type TrailPage = {
  readonly lines: readonly TrailLine[];
  readonly campaigns: readonly string[];
  readonly campaign: string;
  readonly action: string;
  /** The query of the next, older page; null where there is none. */
  readonly older: string | null;
};

/** Who did what. */
export function renderTrail(given: TrailPage, visit: Visit): string {
  const { context } = visit;
  const tr = words(context);
  const { t } = tr;
  return consolePage({
    visit,
    title: t('audit.title'),
    here: 'audit',
    children: (
      <>
        <p class="summary">{t('audit.lead')}</p>
        <form method="get" class="filter">
          <Field
            context={context}
            name="campaign"
            kind="choice"
            label={t('people.campaign')}
            value={given.campaign}
            options={[
              { value: '', label: t('people.everyCampaign') },
              ...given.campaigns.map((value) => ({ value, label: value })),
            ]}
          />
          <Field context={context} name="action" label={t('audit.what')} value={given.action} />
          <button type="submit">{t('audit.filter')}</button>
        </form>
        {given.lines.length === 0 ? (
          <p>{t('audit.none')}</p>
        ) : (
          <section class="table-scroll" aria-label={t('audit.title')} tabindex={0}>
            <table class="list">
              <thead>
                <tr>
                  {(['when', 'who', 'what', 'where', 'details'] as const).map((name) => (
                    <th scope="col">{t(`audit.${name}`)}</th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {given.lines.map((line) => (
                  <tr>
                    <td>
                      <time datetime={new Date(line.at).toISOString()}>{tr.dateTime(line.at)}</time>
                    </td>
                    <td>{line.name}</td>
                    <td>
                      <code>{line.action}</code>
                    </td>
                    <td>{line.campaign ?? line.organisation ?? '–'}</td>
                    <td>
                      {[
                        ...(line.subject === null || line.subject === line.campaign ? [] : [line.subject]),
                        ...Object.entries(line.details ?? {}).map(([name, value]) => `${name}: ${value}`),
                      ].join(', ')}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
        {given.older === null ? null : (
          <p>
            <a href={`/console/audit?${given.older}`}>{t('audit.older')}</a>
          </p>
        )}
      </>
    ),
  });
}
