import type { CampaignView, OrganisationView } from '../../campaign/mod.ts';
import type { QuestionView, ReservationView } from '../../dialogue/mod.ts';
import type { PublicHours } from '../../domain/mod.ts';
import type { ShiftView } from '../../evidence/mod.ts';
import type { PublicSettlement } from '../../settlement/mod.ts';
import { Impact } from '../parts/background.tsx';
import { CampaignFooter } from '../parts/campaign-footer.tsx';
import { Charter } from '../parts/charter.tsx';
import { Linked, Receivers, sharePicture } from '../parts/head.tsx';
import { charityData } from '../parts/json-ld.ts';
import { LifeTable } from '../parts/life.tsx';
import { hostOf, inside, Outside, type PageContext, page, words } from '../parts/page.tsx';
import { Question } from './dialogue-parts.tsx';
import { Reservation } from './dialogue-reservations.tsx';
import { PledgeSheet } from './partners.tsx';
import { whenText } from './volunteer-words.ts';

type HousePage = {
  readonly view: CampaignView;
  readonly organisation: OrganisationView;
  readonly questions: readonly QuestionView[];
  readonly context: PageContext;
};

function house({ view, organisation, context }: HousePage, description: string, children: unknown): string {
  const tr = words(context);
  return page({
    context,
    title: `${organisation.name} · ${tr.localised(view.title)}`,
    description,
    aside: view.charity.name,
    picture: sharePicture(view, context),
    head: (
      <>
        <Receivers view={view} context={context} />
        {organisation.slug === view.charity.slug ? <Linked data={charityData(view, context)} /> : null}
        <link rel="stylesheet" href={context.asset('settlement.css')} />
        <link rel="stylesheet" href={context.asset('dialogue.css')} />
      </>
    ),
    footer: <CampaignFooter view={view} context={context} />,
    children: (
      <div class="wide sheet dialogue house">
        <p class="back">
          <a href={inside(context, `/c/${view.slug}`)}>← {tr.localised(view.title)}</a>
        </p>
        <h1>{organisation.name}</h1>
        {children as never}
      </div>
    ),
  });
}

/** Who an organisation is, in the registers' words. */
function Identity({ organisation, context }: Pick<HousePage, 'organisation' | 'context'>) {
  const tr = words(context);
  const { t } = tr;
  const { mission, legalName, registration, url } = organisation;
  return (
    <>
      {mission === null ? null : <p class="summary">{tr.localised(mission)}</p>}
      <dl class="label">
        {legalName === null ? null : (
          <div>
            <dt>{t('house.legalName')}</dt>
            <dd>{legalName}</dd>
          </div>
        )}
        {registration === null ? null : (
          <div>
            <dt>{t('house.registration')}</dt>
            <dd>{registration}</dd>
          </div>
        )}
        {url === null ? null : (
          <div>
            <dt>{t('house.site')}</dt>
            <dd>
              <Outside href={url}>{hostOf(url)}</Outside>
            </dd>
          </div>
        )}
      </dl>
    </>
  );
}

/** What an organisation was asked, or answered. */
function OwnQuestions({ view, organisation, questions, context }: HousePage) {
  const { t } = words(context);
  const own = questions.filter(
    (one) =>
      one.organisation === organisation.slug ||
      one.answers.some((answer) => answer.organisation === organisation.slug),
  );
  return (
    <section>
      <h2>{t('house.questions')}</h2>
      {own.length === 0 ? (
        <p>{t('house.noQuestions', { name: organisation.name })}</p>
      ) : (
        own.map((question) => <Question question={question} view={view} context={context} />)
      )}
      <p>
        <a href={inside(context, `/c/${view.slug}/dialogue`)}>{t('house.ask')}</a>
      </p>
    </section>
  );
}

/** The charity's house: who it is, what it does beyond the campaign, how to lend a hand, what it answers. */
export function renderCharityHouse(given: HousePage & { readonly shifts: readonly ShiftView[] }): string {
  const { view, context, shifts, organisation } = given;
  const tr = words(context);
  const { t } = tr;
  const next = shifts.filter((one) => one.state === 'open').slice(0, 3);
  return house(
    given,
    t('house.charityLead', { name: organisation.name }),
    <>
      <Identity organisation={organisation} context={context} />
      <Impact view={view} context={context} />
      <section>
        <h2>{t('house.hand')}</h2>
        {next.length === 0 ? (
          <p>{t('house.noShift')}</p>
        ) : (
          <ul>
            {next.map((shift) => (
              <li>
                <a href={inside(context, `/c/${view.slug}/volunteer/${shift.id}`)}>{shift.title}</a>,{' '}
                {whenText(tr, shift, view.timeZone)}, {shift.place}
              </li>
            ))}
          </ul>
        )}
        <ul class="links">
          <li>
            <a href={inside(context, `/c/${view.slug}/volunteer`)}>{t('house.allShifts')}</a>
          </li>
          {organisation.url === null ? null : (
            <li>
              <Outside href={organisation.url}>{t('house.elsewhere', { name: organisation.name })}</Outside>
            </li>
          )}
        </ul>
      </section>
      <Charter view={view} context={context} />
      <OwnQuestions {...given} />
    </>,
  );
}

/** A partner's page: its promises and what became of them, its employees' hours, its answers, the reservations. */
export function renderPartnerHouse(
  given: HousePage & {
    readonly settlement: PublicSettlement;
    readonly hours: PublicHours | null;
    readonly reservations: readonly ReservationView[];
  },
): string {
  const { view, context, organisation, settlement, hours } = given;
  const { t } = words(context);
  const pledges = view.totals.pledges.filter((one) => one.partner === organisation.slug);
  const lives = settlement.pledges.filter((one) => one.partner === organisation.slug);
  const late = settlement.late.find((one) => one.partner === organisation.slug);
  const employees = hours?.groups.find((one) => one.company === organisation.slug);
  const listed = given.reservations.filter((one) => one.state === 'listed');
  const about = listed.filter((one) =>
    one.answers.some((answer) => answer.organisation === organisation.slug),
  );
  return house(
    given,
    t('house.partnerLead', { name: organisation.name, charity: view.charity.name }),
    <>
      <Identity organisation={organisation} context={context} />
      {late === undefined ? null : (
        <p class="late">{t('public.late', { partner: organisation.name, n: late.days })}</p>
      )}
      <section>
        <h2>{t('house.promises')}</h2>
        {pledges.map((pledge) => (
          <PledgeSheet view={view} context={context} pledge={pledge} />
        ))}
        {lives.length === 0 ? null : (
          <LifeTable context={context} unit={view.unit} pledges={lives} nameOf={() => organisation.name} />
        )}
      </section>
      <section>
        <h2>{t('house.employees')}</h2>
        <p>
          {employees === undefined
            ? t('house.noEmployees')
            : t('results.hours', {
                people: employees.people,
                hours: Math.floor(employees.minutes / 60),
              })}
        </p>
      </section>
      <OwnQuestions {...given} />
      <section>
        <h2>{t('reservations.title')}</h2>
        {about.length === 0 ? <p>{t('house.noReservation', { name: organisation.name })}</p> : null}
        {about.map((reservation) => (
          <Reservation reservation={reservation} view={view} context={context} />
        ))}
        {listed.length === about.length ? null : (
          <p>
            <a href={inside(context, `/c/${view.slug}/dialogue/reservations`)}>
              {t('house.allReservations', { n: listed.length })}
            </a>
          </p>
        )}
      </section>
    </>,
  );
}
