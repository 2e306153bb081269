import type { CampaignView } from '../../campaign/mod.ts';
import type { PublicHours } from '../../domain/mod.ts';
import type { ShiftView } from '../../evidence/mod.ts';
import { ErrorSummary, Field, type FieldError } from '../console/fields.tsx';
import { CampaignFooter } from '../parts/campaign-footer.tsx';
import { Linked, Receivers, sharePicture } from '../parts/head.tsx';
import { eventData } from '../parts/json-ld.ts';
import { inside, Outside, type PageContext, page, words } from '../parts/page.tsx';
import { companiesOf, companyName, pledgeSentences, shiftRoom, whenText } from './volunteer-words.ts';

type Props = { readonly view: CampaignView; readonly context: PageContext };

function Head({ view, context }: Props) {
  const { t } = words(context);
  return (
    <>
      <Receivers view={view} context={context} />
      <link rel="stylesheet" href={context.asset('shifts.css')} />
      <link
        rel="alternate"
        type="text/calendar"
        href={`${context.publicUrl}/c/${view.slug}/volunteer.ics`}
        title={t('volunteer.calendar')}
      />
    </>
  );
}

/** The shifts that come, what hours give, and what was given by whom, in groups of five or more. */
export function renderVolunteer(
  given: {
    readonly view: CampaignView;
    readonly shifts: readonly ShiftView[];
    readonly hours: PublicHours | null;
  },
  context: PageContext,
): string {
  const { view, shifts, hours } = given;
  const tr = words(context);
  const { t } = tr;
  return page({
    context,
    title: `${t('volunteer.title')} · ${tr.localised(view.title)}`,
    description: t('volunteer.lead'),
    aside: view.charity.name,
    picture: sharePicture(view, context),
    head: <Head view={view} context={context} />,
    footer: <CampaignFooter view={view} context={context} />,
    children: (
      <div class="wide sheet shifts">
        <p class="back">
          <a href={inside(context, `/c/${view.slug}`)}>← {tr.localised(view.title)}</a>
        </p>
        <h1>{t('volunteer.title')}</h1>
        <p class="summary">{t('volunteer.lead')}</p>
        {pledgeSentences(tr, view).map((sentence) => (
          <p class="shift-gives">{sentence}</p>
        ))}
        {shifts.length === 0 ? <p>{t('volunteer.none')}</p> : null}
        <ol class="shift-cards">
          {shifts.map((shift) => (
            <Card shift={shift} view={view} context={context} />
          ))}
        </ol>
        <p>
          <a class="button quiet" href={`/c/${view.slug}/volunteer.ics`}>
            {t('volunteer.calendar')}
          </a>
        </p>
        <Counts view={view} hours={hours} context={context} />
      </div>
    ),
  });
}

function Card({ shift, view, context }: Props & { shift: ShiftView }) {
  const tr = words(context);
  const { t } = tr;
  const off = shift.state === 'called_off';
  const begun = context.now >= shift.startsAt;
  const room = shiftRoom(shift);
  return (
    <li class="shift-card">
      <p class="shift-kind">
        {t(`volunteer.kind.${shift.kind}`)}{' '}
        <span class={`shift-room ${off ? 'off' : begun ? 'begun' : room}`}>
          {off ? t('volunteer.calledOff') : begun ? t('volunteer.begun') : t(`volunteer.room.${room}`)}
        </span>
      </p>
      <h2>
        <a href={inside(context, `/c/${view.slug}/volunteer/${shift.id}`)}>{shift.title}</a>
      </h2>
      <p>
        <time datetime={new Date(shift.startsAt).toISOString()}>{whenText(tr, shift, view.timeZone)}</time>
        <br />
        {[shift.place, shift.address].filter((one) => one !== '').join(', ')}
      </p>
    </li>
  );
}

function Counts({ view, hours, context }: Props & { hours: PublicHours | null }) {
  const tr = words(context);
  const { t } = tr;
  const figure = (minutes: number) => tr.number(Math.round(minutes / 6) / 10);
  return (
    <section aria-labelledby="counts">
      <h2 id="counts">{t('volunteer.counts')}</h2>
      <p>{t('volunteer.countsLead')}</p>
      {hours === null || hours.all === null ? (
        <p>{t('volunteer.countsNone')}</p>
      ) : (
        <table class="shift-counts">
          <thead>
            <tr>
              <th scope="col">{t('volunteer.companyName')}</th>
              <th scope="col">{t('volunteer.people')}</th>
              <th scope="col">{t('volunteer.hours')}</th>
            </tr>
          </thead>
          <tbody>
            {hours.groups.map(({ company, people, minutes }) => (
              <tr>
                <th scope="row">{companyName(view, company)}</th>
                <td>{tr.number(people)}</td>
                <td>{figure(minutes)}</td>
              </tr>
            ))}
            {hours.others === null ? null : (
              <tr>
                <th scope="row">{t('volunteer.others')}</th>
                <td>{tr.number(hours.others.people)}</td>
                <td>{figure(hours.others.minutes)}</td>
              </tr>
            )}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t('volunteer.all')}</th>
              <td>{tr.number(hours.all.people)}</td>
              <td>{figure(hours.all.minutes)}</td>
            </tr>
          </tfoot>
        </table>
      )}
    </section>
  );
}

/** The facts of a shift; `contact` for who signed up. */
export function ShiftFacts(props: Props & { shift: ShiftView; contact?: boolean }) {
  const { shift, view, context } = props;
  const tr = words(context);
  const { t } = tr;
  return (
    <dl class="shift-facts">
      <dt>{t('volunteer.when')}</dt>
      <dd>{whenText(tr, shift, view.timeZone)}</dd>
      <dt>{t('volunteer.where')}</dt>
      <dd>
        {[shift.place, shift.address].filter((one) => one !== '').join(', ')}
        {shift.link === null ? null : (
          <>
            {' · '}
            <Outside href={shift.link}>{t('volunteer.how')}</Outside>
          </>
        )}
      </dd>
      {shift.minimumAge === null ? null : (
        <>
          <dt>{t('volunteer.age')}</dt>
          <dd>{t('volunteer.ageYears', { n: shift.minimumAge })}</dd>
        </>
      )}
      {props.contact === true && shift.contact !== '' ? (
        <>
          <dt>{t('ownShift.contact')}</dt>
          <dd>{shift.contact}</dd>
        </>
      ) : null}
    </dl>
  );
}

export type TypedSignUp = {
  readonly name: string;
  readonly email: string;
  readonly company: string;
  readonly role: string;
  readonly age: boolean;
};
export const emptySignUp: TypedSignUp = { name: '', email: '', company: '', role: '0', age: false };

/** One shift, with the form to sign up. */
export function renderShift(
  given: {
    readonly view: CampaignView;
    readonly shift: ShiftView;
    readonly open: boolean;
    readonly typed: TypedSignUp;
    readonly errors: readonly FieldError[];
    readonly keptDays: number;
  },
  context: PageContext,
): string {
  const { view, shift, open } = given;
  const tr = words(context);
  const { t } = tr;
  return page({
    context,
    title: `${shift.title} · ${tr.localised(view.title)}`,
    description: `${whenText(tr, shift, view.timeZone)}, ${shift.place}`,
    aside: view.charity.name,
    picture: sharePicture(view, context),
    head: (
      <>
        <Head view={view} context={context} />
        <Linked data={eventData(view, { ...shift, description: shift.details }, context)} />
      </>
    ),
    footer: <CampaignFooter view={view} context={context} />,
    children: (
      <div class="wide sheet shifts">
        <p class="back">
          <a href={inside(context, `/c/${view.slug}/volunteer`)}>← {t('volunteer.back')}</a>
        </p>
        <p class="shift-kind">{t(`volunteer.kind.${shift.kind}`)}</p>
        <h1>{shift.title}</h1>
        <ShiftFacts view={view} shift={shift} context={context} />
        {shift.details === '' ? null : <p class="shift-details">{shift.details}</p>}
        <h2>{t('volunteer.roles')}</h2>
        <ul class="shift-roles">
          {shift.roles
            .filter((role) => role.capacity > 0)
            .map((role) => (
              <li>
                <strong>{role.name === '' ? t('volunteer.anyRole') : role.name}</strong>,{' '}
                {t('volunteer.places', { n: role.capacity })}
                {open ? (
                  <span class={`shift-room ${shiftRoom({ ...shift, roles: [role] })}`}>
                    {t(`volunteer.room.${shiftRoom({ ...shift, roles: [role] })}`)}
                  </span>
                ) : null}
              </li>
            ))}
        </ul>
        {pledgeSentences(tr, view).map((sentence) => (
          <p class="shift-gives">{sentence}</p>
        ))}
        {shift.state === 'called_off' ? <p class="notice">{t('ownShift.ended.called_off')}</p> : null}
        {open ? <Form {...given} context={context} /> : <p class="notice">{t('volunteer.closed')}</p>}
      </div>
    ),
  });
}

function Form(props: Parameters<typeof renderShift>[0] & { context: PageContext }) {
  const { view, shift, typed, errors, context } = props;
  const { t } = words(context);
  const full = shiftRoom(shift) === 'full';
  return (
    <section aria-labelledby="sign-up">
      <h2 id="sign-up">{t('volunteer.signUp')}</h2>
      <ErrorSummary context={context} errors={errors} />
      <form method="post" action={inside(context, `/c/${view.slug}/volunteer/${shift.id}`)} novalidate>
        <RoleField shift={shift} value={typed.role} errors={errors} context={context} />
        <Field
          context={context}
          name="name"
          label={t('volunteer.name')}
          hint={t('volunteer.nameHint')}
          value={typed.name}
          errors={errors}
          autocomplete="name"
          required
        />
        <Field
          context={context}
          name="email"
          kind="email"
          label={t('volunteer.email')}
          hint={t('volunteer.emailHint')}
          value={typed.email}
          errors={errors}
          autocomplete="email"
          required
        />
        <CompanyField view={view} value={typed.company} context={context} />
        {shift.minimumAge === null ? null : (
          <Field
            context={context}
            name="age"
            kind="flag"
            label={t('volunteer.ageCheck', { n: shift.minimumAge })}
            value={typed.age ? 'true' : ''}
            errors={errors}
          />
        )}
        <p class="trap" aria-hidden="true">
          <label for="subject">{t('volunteer.title')}</label>
          <input id="subject" name="subject" tabindex={-1} autocomplete="off" />
        </p>
        <button type="submit" class="button">
          {t(full ? 'volunteer.sendWaiting' : 'volunteer.send')}
        </button>
        <p class="small">
          {t('volunteer.kept', { days: props.keptDays })}{' '}
          <a href={inside(context, '/privacy')}>{t('footer.privacyPage')}</a>
        </p>
      </form>
    </section>
  );
}

/** The choice of a role, where there is one. */
export function RoleField(props: {
  shift: ShiftView;
  value: string;
  errors?: readonly FieldError[];
  context: PageContext;
}) {
  const { t } = words(props.context);
  const roles = props.shift.roles.filter(
    (role) => role.capacity > 0 || String(role.position) === props.value,
  );
  const [only] = roles;
  if (roles.length === 1 && only !== undefined)
    return <input type="hidden" name="role" value={String(only.position)} />;
  return (
    <Field
      context={props.context}
      name="role"
      kind="choice"
      label={t('volunteer.role')}
      value={props.value}
      errors={props.errors ?? []}
      options={roles.map((role) => ({
        value: String(role.position),
        label: `${role.name === '' ? t('volunteer.anyRole') : role.name} · ${t(`volunteer.room.${shiftRoom({ ...props.shift, roles: [role] })}`)}`,
      }))}
    />
  );
}

export function CompanyField({ view, value, context }: Props & { value: string }) {
  const { t } = words(context);
  const companies = companiesOf(view);
  if (companies.length === 0) return <input type="hidden" name="company" value="" />;
  return (
    <Field
      context={context}
      name="company"
      kind="choice"
      label={t('volunteer.company')}
      hint={t('volunteer.companyHint')}
      value={value}
      options={[
        { value: '', label: t('volunteer.noCompany') },
        ...companies.map((one) => ({ value: one.slug, label: one.name })),
      ]}
    />
  );
}
