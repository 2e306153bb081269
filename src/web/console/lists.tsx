import { relayReasons, relayStates, relayVias } from '../../domain/mod.ts';
import type { RelayRows } from '../../evidence/mod.ts';
import { inside, type PageContext, words } from '../parts/page.tsx';
import { ErrorSummary, Field, type FieldError } from './fields.tsx';
import type { CampaignVisit } from './guard.ts';
import { queryOf, type RelayFilterName, relayCursor } from './lists-filter.ts';
import { Moment, RelayName, reasonWords, stateWords } from './lists-words.tsx';
import { consolePage } from './shell.tsx';

export type RelayListPage = {
  /** Null: the filter can't be understood. */
  readonly list: RelayRows | null;
  readonly typed: Readonly<Record<RelayFilterName, string>>;
  readonly errors: readonly FieldError[];
  readonly publicOnly: boolean;
  readonly mayExport: boolean;
  /** It is not the first page. */
  readonly further: boolean;
};

/** Every post of a campaign, filtered by the address. */
export function renderRelayList(given: RelayListPage, visit: CampaignVisit): string {
  const { context } = visit;
  const { t } = words(context);
  const { list, typed } = given;
  const path = `/console/c/${visit.entry.slug}/relays`;
  const filtered = Object.values(typed).some((value) => value !== '');
  return consolePage({
    visit,
    campaign: visit,
    here: 'relays',
    title: t('list.relays'),
    children: (
      <>
        <p class="summary">{t('list.relaysLead')}</p>
        <ErrorSummary context={context} errors={given.errors} />
        <RelayFilterForm given={given} context={context} path={path} />
        <p class="links">
          {filtered ? <a href={inside(context, path)}>{t('list.clear')}</a> : null}
          {given.mayExport && list !== null ? (
            <a href={`${path}.csv${queryOf(typed)}`} download>
              {t('list.csv')}
            </a>
          ) : null}
        </p>
        {list === null ? null : <RelayTable list={list} context={context} />}
        {list === null ? null : <RelayPager list={list} given={given} context={context} path={path} />}
      </>
    ),
  });
}

type Part = { readonly given: RelayListPage; readonly context: PageContext; readonly path: string };

function RelayFilterForm({ given, context, path }: Part) {
  const tr = words(context);
  const { t } = tr;
  const { typed, errors, publicOnly } = given;
  const any = { value: '', label: t('list.any') };
  const common = { context, errors };
  return (
    <form method="get" action={path} class="filter">
      {context.languageChosen === true ? <input type="hidden" name="lang" value={context.language} /> : null}
      {publicOnly ? (
        <p class="small">{t('list.publicOnly')}</p>
      ) : (
        <>
          <Field
            {...common}
            name="state"
            kind="choice"
            label={t('dash.state')}
            value={typed.state}
            options={[any, ...relayStates.map((value) => ({ value, label: t(`dash.state.${value}`) }))]}
          />
          <Field
            {...common}
            name="reason"
            kind="choice"
            label={t('dash.reasonName')}
            value={typed.reason}
            options={[
              { value: '', label: t('list.anyReason') },
              ...relayReasons.map((value) => ({ value, label: reasonWords(tr, value) })),
            ]}
          />
        </>
      )}
      <Field
        {...common}
        name="via"
        kind="choice"
        label={t('dash.viaName')}
        value={typed.via}
        options={[
          { value: '', label: t('list.anyReason') },
          ...relayVias.map((value) => ({ value, label: t(`dash.via.${value}`) })),
        ]}
      />
      <Field {...common} name="site" label={t('list.site')} value={typed.site} />
      <Field {...common} name="q" label={t('list.text')} value={typed.q} />
      <Field {...common} name="from" kind="date" label={t('list.from')} value={typed.from} />
      <Field {...common} name="until" kind="date" label={t('list.until')} value={typed.until} />
      <button type="submit" class="button">
        {t('list.filter')}
      </button>
    </form>
  );
}

function RelayTable({ list, context }: { list: RelayRows; context: PageContext }) {
  const tr = words(context);
  const { t, number } = tr;
  if (list.rows.length === 0) return <p>{t('list.none')}</p>;
  return (
    <section class="table-scroll" aria-label={t('list.relays')} tabindex={0}>
      <table class="list">
        <thead>
          <tr>
            <th scope="col">{t('list.title')}</th>
            <th scope="col">{t('dash.state')}</th>
            <th scope="col" class="figure">
              {t('list.units')}
            </th>
            <th scope="col">{t('list.site')}</th>
            <th scope="col">{t('dash.viaName')}</th>
            <th scope="col">{t('list.received')}</th>
          </tr>
        </thead>
        <tbody>
          {list.rows.map((row) => (
            <tr>
              <th scope="row">
                <RelayName context={context} row={row} />
              </th>
              <td>{stateWords(tr, row)}</td>
              <td class="figure">{number(row.units)}</td>
              <td>{row.site ?? '–'}</td>
              <td>{t(`dash.via.${row.via}`)}</td>
              <td>
                <Moment context={context} at={row.receivedAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function RelayPager({ list, given, context, path }: Part & { list: RelayRows }) {
  const { t, dateTime } = words(context);
  const { next, searchedTo } = list;
  return (
    <nav class="pager" aria-label={t('list.relays')}>
      {searchedTo === null ? null : <p>{t('list.searchedTo', { at: dateTime(searchedTo) })}</p>}
      {next === null ? null : (
        <a
          class="button quiet"
          rel="next"
          href={inside(context, `${path}${queryOf(given.typed, relayCursor.write(next))}`)}
        >
          {t(searchedTo === null ? 'list.older' : 'list.further')}
        </a>
      )}
      {given.further ? (
        <a href={inside(context, `${path}${queryOf(given.typed)}`)}>{t('list.newest')}</a>
      ) : null}
    </nav>
  );
}
