import type { CampaignView } from '../../campaign/mod.ts';
import { countDoor, type DoorPerson, type ShiftView } from '../../evidence/mod.ts';
import { companiesOf, companyName, hoursText, whenText } from '../pages/volunteer-words.ts';
import { inside, words } from '../parts/page.tsx';
import { ErrorSummary, Field, type FieldError } from './fields.tsx';
import type { CampaignVisit } from './guard.ts';
import { consolePage } from './shell.tsx';
import { ShiftStyles } from './shifts.tsx';

export type ShiftListPage = {
  readonly view: CampaignView;
  readonly shift: ShiftView;
  /** Null for who does not coordinate this shift: no name is theirs to read. */
  readonly people: readonly DoorPerson[] | null;
  readonly errors: readonly FieldError[];
};

/** One shift for those who coordinate it: expected, here, missing, and everybody by name. Works without a script. */
export function renderShiftList(given: ShiftListPage, visit: CampaignVisit): string {
  const { view, shift, people, errors } = given;
  const { context } = visit;
  const tr = words(context);
  const { t } = tr;
  const here = `/console/c/${visit.entry.slug}/shifts/${shift.id}`;
  return consolePage({
    visit,
    campaign: visit,
    here: 'shifts',
    title: shift.title,
    script: <ShiftStyles visit={visit} />,
    children: (
      <>
        <p>
          {whenText(tr, shift, view.timeZone)}, {shift.place}
          {shift.state === 'called_off' ? ` · ${t('volunteer.calledOff')}` : ''}
        </p>
        <p class="shift-links">
          <a href={inside(context, `/c/${visit.entry.slug}/volunteer/${shift.id}`)}>{t('shifts.public')}</a>
          {visit.mayHere('shift.manage') && shift.settledAt === null ? (
            <a href={inside(context, `${here}/edit`)}>{t('shifts.edit')}</a>
          ) : null}
        </p>
        <ErrorSummary context={context} errors={errors} />
        {people === null ? (
          <section>
            <p>{t('shifts.takeOverText')}</p>
            <form method="post" action={inside(context, `${here}/coordinate`)}>
              <button type="submit" class="button">
                {t('shifts.takeOver')}
              </button>
            </form>
          </section>
        ) : (
          <Coordinated {...given} people={people} visit={visit} here={here} />
        )}
      </>
    ),
  });
}

type Props = ShiftListPage & {
  readonly people: readonly DoorPerson[];
  readonly visit: CampaignVisit;
  readonly here: string;
};

function Coordinated(props: Props) {
  const { shift, people, visit, here } = props;
  const { context } = visit;
  const tr = words(context);
  const { t } = tr;
  const counts = countDoor(people);
  const begun = context.now >= shift.startsAt;
  return (
    <>
      <dl class="door-counts">
        {(['expected', 'here', 'missing', 'waiting'] as const).map((name) => (
          <div>
            <dt>{t(`shifts.${name}`)}</dt>
            <dd>{tr.number(counts[name])}</dd>
          </div>
        ))}
      </dl>
      {shift.state === 'called_off' ? null : (
        <p>
          <a class="button" href={inside(context, `${here}/door`)}>
            {t('shifts.door')}
          </a>{' '}
          <span class="small">{t('shifts.doorText')}</span>
        </p>
      )}
      {shift.settledAt === null ? null : <p class="small">{t('shifts.settled')}</p>}
      <h2>{t('shifts.list')}</h2>
      {people.length === 0 ? <p>{t('shifts.nobody')}</p> : null}
      <ul class="door-list">
        {people.map((person) => (
          <PersonLine {...props} person={person} />
        ))}
      </ul>
      {shift.state === 'called_off' ? null : <WalkIn {...props} />}
      {begun && shift.settledAt === null && counts.missing > 0 ? (
        <details>
          <summary>{t('shifts.release')}</summary>
          <p>{t('shifts.releaseText')}</p>
          <form method="post" action={inside(context, `${here}/release`)}>
            <button type="submit" class="button quiet">
              {t('shifts.release')}
            </button>
          </form>
        </details>
      ) : null}
    </>
  );
}

function PersonLine(props: Props & { person: DoorPerson }) {
  const { view, shift, person, visit, here, errors } = props;
  const { context } = visit;
  const tr = words(context);
  const { t } = tr;
  const there = person.arrivedAt !== null;
  const state = person.reason === 'no_show' ? 'no_show' : person.state;
  const hour = new Intl.DateTimeFormat('fr-FR', { timeStyle: 'short', timeZone: view.timeZone });
  const role = shift.roles.find((one) => one.position === person.role);
  const whole = Math.round((shift.endsAt - shift.startsAt) / 60_000);
  return (
    <li class={there ? 'here' : ''} id={person.id}>
      <div>
        <strong>{person.name === '' ? t('shifts.erasedName') : person.name}</strong>
        <span class="small">
          {[
            role === undefined || role.name === '' ? null : role.name,
            person.company === null ? null : companyName(view, person.company),
            there
              ? t('shifts.since', { time: hour.format(person.arrivedAt ?? 0) })
              : t(`shifts.state.${state}`),
            there && shift.settledAt !== null ? hoursText(tr, person.minutes ?? whole) : null,
          ]
            .filter((one) => one !== null)
            .join(' · ')}
        </span>
      </div>
      {shift.state === 'called_off' ? null : (
        <form method="post" action={inside(context, `${here}/notes`)}>
          <input type="hidden" name="person" value={person.id} />
          <button
            type="submit"
            name="kind"
            value={there ? 'undo' : 'in'}
            class={there ? 'button quiet' : 'button'}
            aria-label={`${t(there ? 'shifts.undo' : 'shifts.checkIn')} : ${person.name}`}
          >
            {t(there ? 'shifts.undo' : 'shifts.checkIn')}
          </button>
        </form>
      )}
      {there ? (
        <details open={errors.some((one) => one.name === `minutes-${person.id}`)}>
          <summary>{t('shifts.correct')}</summary>
          <form method="post" action={inside(context, `${here}/hours`)}>
            <input type="hidden" name="person" value={person.id} />
            <Field
              context={context}
              name={`minutes-${person.id}`}
              kind="number"
              label={t('shifts.minutes')}
              value={person.minutes === null ? '' : String(person.minutes)}
              errors={errors}
            />
            <Companies view={view} name={`company-${person.id}`} value={person.company} visit={visit} />
            <button type="submit" class="button quiet">
              {t('shifts.save')}
            </button>
          </form>
        </details>
      ) : null}
    </li>
  );
}

function Companies(props: { view: CampaignView; name: string; value: string | null; visit: CampaignVisit }) {
  const { t } = words(props.visit.context);
  return (
    <Field
      context={props.visit.context}
      name={props.name}
      kind="choice"
      label={t('volunteer.companyName')}
      value={props.value ?? ''}
      options={[
        { value: '', label: t('volunteer.noCompany') },
        ...companiesOf(props.view).map((one) => ({ value: one.slug, label: one.name })),
      ]}
    />
  );
}

function WalkIn({ view, shift, visit, here, errors }: Props) {
  const { context } = visit;
  const { t } = words(context);
  return (
    <details open={errors.some((one) => one.name === 'name')}>
      <summary>{t('shifts.walkIn')}</summary>
      <form method="post" action={inside(context, `${here}/walk-in`)}>
        <Field context={context} name="name" label={t('certificate.person')} errors={errors} required />
        <Field
          context={context}
          name="role"
          kind="choice"
          label={t('volunteer.role')}
          options={shift.roles.map((role) => ({
            value: String(role.position),
            label: role.name === '' ? t('volunteer.anyRole') : role.name,
          }))}
        />
        <Companies view={view} name="company" value={null} visit={visit} />
        <button type="submit" class="button quiet">
          {t('shifts.walkInButton')}
        </button>
      </form>
    </details>
  );
}
