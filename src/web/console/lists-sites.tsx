import type { SiteRows } from '../../evidence/mod.ts';
import { inside, type PageContext, words } from '../parts/page.tsx';
import { ErrorSummary, Field, type FieldError } from './fields.tsx';
import type { CampaignVisit } from './guard.ts';
import { queryOf, type SiteFilterName, siteCursor } from './lists-filter.ts';
import { Moment } from './lists-words.tsx';
import { consolePage } from './shell.tsx';

export type SiteListPage = {
  /** Null: the filter can't be understood. */
  readonly list: SiteRows | null;
  readonly typed: Readonly<Record<SiteFilterName, string>>;
  readonly errors: readonly FieldError[];
  readonly publicOnly: boolean;
  readonly mayExport: boolean;
  readonly further: boolean;
};

const tallies = ['counted', 'waiting', 'refused', 'gone'] as const;

/** Every site that relays a campaign. */
export function renderSiteList(given: SiteListPage, visit: CampaignVisit): string {
  const { context } = visit;
  const { t } = words(context);
  const { list, typed, errors } = given;
  const base = `/console/c/${visit.entry.slug}`;
  const path = `${base}/site-list`;
  return consolePage({
    visit,
    campaign: visit,
    here: 'siteList',
    title: t('siteList.title'),
    children: (
      <>
        <p class="summary">{t('siteList.lead')}</p>
        <ErrorSummary context={context} errors={errors} />
        <form method="get" action={path} class="filter">
          {context.languageChosen === true ? (
            <input type="hidden" name="lang" value={context.language} />
          ) : null}
          {given.publicOnly ? <p class="small">{t('list.publicOnly')}</p> : null}
          <Field context={context} errors={errors} name="q" label={t('siteList.text')} value={typed.q} />
          <Field
            context={context}
            errors={errors}
            name="order"
            kind="choice"
            label={t('siteList.order')}
            value={typed.order}
            options={(['most', 'name'] as const).map((value) => ({ value, label: t(`siteList.${value}`) }))}
          />
          <button type="submit" class="button">
            {t('list.filter')}
          </button>
        </form>
        {given.mayExport && list !== null ? (
          <p class="links">
            <a href={`${path}.csv${queryOf(typed)}`} download>
              {t('list.csv')}
            </a>
          </p>
        ) : null}
        {list === null ? null : <SiteTable list={list} context={context} base={base} />}
        <nav class="pager" aria-label={t('siteList.title')}>
          {list === null || list.next === null ? null : (
            <a
              class="button quiet"
              rel="next"
              href={inside(context, `${path}${queryOf(typed, siteCursor.write(list.next))}`)}
            >
              {t('siteList.next')}
            </a>
          )}
          {given.further ? (
            <a href={inside(context, `${path}${queryOf(typed)}`)}>{t('siteList.start')}</a>
          ) : null}
        </nav>
      </>
    ),
  });
}

function SiteTable({ list, context, base }: { list: SiteRows; context: PageContext; base: string }) {
  const { t, number } = words(context);
  if (list.rows.length === 0) return <p>{t('siteList.none')}</p>;
  return (
    <section class="table-scroll" aria-label={t('siteList.title')} tabindex={0}>
      <table class="list">
        <thead>
          <tr>
            <th scope="col">{t('list.site')}</th>
            <th scope="col" class="figure">
              {t('dash.all')}
            </th>
            {tallies.map((name) => (
              <th scope="col" class="figure">
                {t(`dash.${name}`)}
              </th>
            ))}
            <th scope="col" class="figure">
              {t('list.units')}
            </th>
            <th scope="col">{t('siteList.first')}</th>
            <th scope="col">{t('siteList.last')}</th>
          </tr>
        </thead>
        <tbody>
          {list.rows.map((row) => (
            <tr>
              <th scope="row">
                <a href={inside(context, `${base}/relays?site=${encodeURIComponent(row.site)}`)}>
                  {row.site}
                </a>
              </th>
              <td class="figure">{number(row.relays)}</td>
              {tallies.map((name) => (
                <td class="figure">{number(row[name])}</td>
              ))}
              <td class="figure">{number(row.units)}</td>
              <td>
                <Moment context={context} at={row.firstAt} />
              </td>
              <td>
                <Moment context={context} at={row.lastAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
