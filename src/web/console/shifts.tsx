import { shiftKinds } from '../../domain/mod.ts';
import type { ShiftView } from '../../evidence/mod.ts';
import { whenText } from '../pages/volunteer-words.ts';
import { inside, words } from '../parts/page.tsx';
import { ErrorSummary, Field, type FieldError } from './fields.tsx';
import type { CampaignVisit } from './guard.ts';
import { consolePage } from './shell.tsx';
import { role_lines, type TypedShift } from './shifts-form.ts';

const sum = (shift: ShiftView, of: 'capacity' | 'held' | 'waiting') =>
  shift.roles.reduce((all, role) => all + role[of], 0);

export function ShiftStyles({ visit }: { visit: CampaignVisit }) {
  return <link rel="stylesheet" href={visit.context.asset('shifts.css')} />;
}

/** A campaign's shifts, the latest first. No name is on this page. */
export function renderShifts(shifts: readonly ShiftView[], timeZone: string, visit: CampaignVisit): string {
  const tr = words(visit.context);
  const { t } = tr;
  const base = `/console/c/${visit.entry.slug}`;
  return consolePage({
    visit,
    campaign: visit,
    here: 'shifts',
    title: t('console.page.shifts'),
    script: <ShiftStyles visit={visit} />,
    children: (
      <>
        <p>{t('shifts.lead')}</p>
        {visit.mayHere('shift.manage') ? (
          <p>
            <a class="button" href={inside(visit.context, `${base}/shifts/new`)}>
              {t('shifts.new')}
            </a>
          </p>
        ) : null}
        {shifts.length === 0 ? (
          <p>{t('shifts.none')}</p>
        ) : (
          <div class="table-scroll">
            <table class="list">
              <thead>
                <tr>
                  <th scope="col">{t('shifts.shift')}</th>
                  <th scope="col">{t('shifts.held')}</th>
                  <th scope="col">{t('shifts.waiting')}</th>
                  <th scope="col">{t('shifts.here')}</th>
                </tr>
              </thead>
              <tbody>
                {[...shifts].reverse().map((shift) => (
                  <tr>
                    <th scope="row">
                      <a href={inside(visit.context, `${base}/shifts/${shift.id}`)}>{shift.title}</a>
                      <br />
                      <span class="small">
                        {whenText(tr, shift, timeZone)}, {shift.place}
                        {shift.state === 'called_off' ? ` · ${t('volunteer.calledOff')}` : ''}
                      </span>
                    </th>
                    <td>
                      {tr.number(sum(shift, 'held'))} / {tr.number(sum(shift, 'capacity'))}
                    </td>
                    <td>{tr.number(sum(shift, 'waiting'))}</td>
                    <td>{tr.number(shift.here)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </>
    ),
  });
}

export type ShiftFormPage = {
  /** Null: a new one. */
  readonly shift: ShiftView | null;
  readonly typed: TypedShift;
  readonly errors: readonly FieldError[];
  readonly timeZone: string;
};

/** The form of a shift. */
export function renderShiftForm(given: ShiftFormPage, visit: CampaignVisit): string {
  const { shift, typed, errors, timeZone } = given;
  const { context } = visit;
  const { t } = words(context);
  const base = `/console/c/${visit.entry.slug}/shifts`;
  const here = shift === null ? `${base}/new` : `${base}/${shift.id}/edit`;
  const at = (name: string) => ({ context, name, value: typed[name] ?? '', errors });
  return consolePage({
    visit,
    campaign: visit,
    here: 'shifts',
    title: shift === null ? t('shifts.new') : shift.title,
    script: <ShiftStyles visit={visit} />,
    children: (
      <>
        <ErrorSummary context={context} errors={errors} />
        <form method="post" action={inside(context, here)} class="shift-form" novalidate>
          <Field
            {...at('kind')}
            kind="choice"
            label={t('shifts.kind')}
            options={shiftKinds.map((kind) => ({ value: kind, label: t(`volunteer.kind.${kind}`) }))}
          />
          <Field {...at('title')} label={t('shifts.titleField')} required />
          <Field {...at('details')} kind="area" label={t('shifts.details')} />
          <Field {...at('place')} label={t('shifts.place')} required />
          <Field {...at('address')} label={t('shifts.address')} />
          <Field {...at('link')} kind="url" label={t('shifts.link')} hint={t('shifts.linkHint')} />
          <Field
            {...at('starts')}
            kind="datetime-local"
            label={t('shifts.starts')}
            hint={t('shifts.zone', { zone: timeZone })}
            required
          />
          <Field {...at('ends')} kind="datetime-local" label={t('shifts.ends')} required />
          <Field {...at('age')} kind="number" label={t('shifts.age')} />
          <Field {...at('contact')} label={t('shifts.contact')} hint={t('shifts.contactHint')} />
          <fieldset>
            <legend>{t('shifts.rolesTitle')}</legend>
            <p class="small">{t('shifts.rolesHint')}</p>
            {Array.from({ length: role_lines }, (_, index) => (
              <div class="shift-role-line">
                <Field {...at(`role-${index}`)} label={t('shifts.roleName', { n: index + 1 })} />
                <Field
                  {...at(`capacity-${index}`)}
                  kind="number"
                  label={t('shifts.capacity', { n: index + 1 })}
                />
              </div>
            ))}
          </fieldset>
          <button type="submit" class="button">
            {t('shifts.save')}
          </button>
        </form>
        {shift === null || shift.state === 'called_off' || context.now >= shift.startsAt ? null : (
          <details>
            <summary>{t('shifts.callOff')}</summary>
            <p>{t('shifts.callOffText')}</p>
            <form method="post" action={inside(context, `${base}/${shift.id}/call-off`)}>
              <button type="submit" class="button quiet">
                {t('shifts.callOff')}
              </button>
            </form>
          </details>
        )}
      </>
    ),
  });
}
