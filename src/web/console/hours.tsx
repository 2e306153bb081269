import type { CampaignView } from '../../campaign/mod.ts';
import { group_min } from '../../domain/mod.ts';
import type { ShiftHours } from '../../evidence/mod.ts';
import { companyName } from '../pages/volunteer-words.ts';
import { inside, words } from '../parts/page.tsx';
import type { CampaignVisit } from './guard.ts';
import { csvOf } from './lists-csv.ts';
import { consolePage } from './shell.tsx';
import { ShiftStyles } from './shifts.tsx';

/** Fewer than five people of a company on one shift would be known by their colleagues: their sums are left out. */
const small = (row: ShiftHours) => row.people < group_min;

/** What companies gave, by shift. */
export function renderHours(view: CampaignView, rows: readonly ShiftHours[], visit: CampaignVisit): string {
  const tr = words(visit.context);
  const { t } = tr;
  return consolePage({
    visit,
    campaign: visit,
    here: 'hours',
    title: t('console.page.hours'),
    script: <ShiftStyles visit={visit} />,
    children: (
      <>
        <p>{t('hours.lead')}</p>
        {rows.length === 0 ? (
          <p>{t('hours.none')}</p>
        ) : (
          <>
            <p>
              <a
                class="button quiet"
                href={inside(visit.context, `/console/c/${visit.entry.slug}/hours.csv`)}
              >
                {t('hours.csv')}
              </a>
            </p>
            <div class="table-scroll">
              <table class="list">
                <thead>
                  <tr>
                    <th scope="col">{t('shifts.shift')}</th>
                    <th scope="col">{t('volunteer.companyName')}</th>
                    <th scope="col">{t('volunteer.people')}</th>
                    <th scope="col">{t('volunteer.hours')}</th>
                    <th scope="col">{t('hours.units')}</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <tr>
                      <th scope="row">
                        {row.title}
                        <br />
                        <span class="small">
                          {tr.inZone(row.startsAt, view.timeZone)}, {row.place}
                        </span>
                      </th>
                      <td>{row.company === null ? '–' : companyName(view, row.company)}</td>
                      <td>{small(row) ? t('hours.fewer') : tr.number(row.people)}</td>
                      <td>{small(row) ? '–' : tr.number(Math.round(row.minutes / 6) / 10)}</td>
                      <td>{small(row) ? '–' : tr.number(row.units)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </>
        )}
      </>
    ),
  });
}

/** The same for programs; sums of fewer than five people are empty. */
export function hoursCsv(rows: readonly ShiftHours[]): string {
  const figure = (of: (row: ShiftHours) => number) => (row: ShiftHours) => (small(row) ? null : of(row));
  return csvOf<ShiftHours>(
    [
      ['shift', (row) => row.shift],
      ['title', (row) => row.title],
      ['place', (row) => row.place],
      ['starts', (row) => new Date(row.startsAt).toISOString()],
      ['company', (row) => row.company],
      ['people', figure((row) => row.people)],
      ['minutes', figure((row) => row.minutes)],
      ['units', figure((row) => row.units)],
    ],
    rows,
    true,
  );
}
