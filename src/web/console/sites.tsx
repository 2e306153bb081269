import { siteListings } from '../../domain/mod.ts';
import type { ListingEntry } from '../../evidence/mod.ts';
import { inside, type PageContext, words } from '../parts/page.tsx';
import { ErrorSummary, Field, type FieldError } from './fields.tsx';
import type { CampaignVisit } from './guard.ts';
import { queryOf } from './lists-filter.ts';
import { Moment } from './lists-words.tsx';
import { consolePage } from './shell.tsx';

export type SitesPage = {
  readonly listed: readonly ListingEntry[];
  readonly history: readonly ListingEntry[];
  /** A further page of the list, and of its history; null at the end. */
  readonly next: string | null;
  readonly before: number | null;
  readonly text: string;
  readonly typed: { readonly site: string; readonly listing: string; readonly why: string };
  readonly errors: readonly FieldError[];
};

/** Sites that are trusted, watched or refused, and who said so when and why. */
export function renderSites(given: SitesPage, visit: CampaignVisit): string {
  const { context } = visit;
  const { t } = words(context);
  const { typed, errors } = given;
  const path = `/console/c/${visit.entry.slug}/sites`;
  return consolePage({
    visit,
    campaign: visit,
    here: 'sites',
    title: t('sites.title'),
    children: (
      <>
        <p class="summary">{t('sites.lead')}</p>
        <ErrorSummary context={context} errors={errors} />
        <section aria-labelledby="add">
          <h2 id="add">{t('sites.add')}</h2>
          <form method="post" action={inside(context, path)}>
            <Field
              context={context}
              errors={errors}
              name="site"
              label={t('sites.site')}
              hint={t('sites.siteHint')}
              value={typed.site}
              required
            />
            <Field
              context={context}
              errors={errors}
              name="listing"
              kind="choice"
              label={t('sites.listing')}
              value={typed.listing}
              options={[...siteListings.filter((one) => one !== 'none'), 'none' as const].map((value) => ({
                value,
                label: t(`sites.listing.${value}`),
              }))}
            />
            <Field
              context={context}
              errors={errors}
              name="why"
              label={t('sites.why')}
              hint={t('sites.whyHint')}
              value={typed.why}
              required
            />
            <button type="submit" class="button">
              {t('sites.save')}
            </button>
          </form>
        </section>
        <section aria-labelledby="now">
          <h2 id="now">{t('sites.now')}</h2>
          <form method="get" action={path} class="filter">
            {context.languageChosen === true ? (
              <input type="hidden" name="lang" value={context.language} />
            ) : null}
            <Field context={context} errors={errors} name="q" label={t('sites.text')} value={given.text} />
            <button type="submit" class="button">
              {t('list.filter')}
            </button>
          </form>
          {given.listed.length === 0 ? (
            <p>{t('sites.none')}</p>
          ) : (
            <Entries entries={given.listed} label={t('sites.now')} context={context} />
          )}
          {given.next === null ? null : (
            <p class="pager">
              <a
                class="button quiet"
                rel="next"
                href={inside(context, `${path}${queryOf({ q: given.text }, given.next)}`)}
              >
                {t('sites.next')}
              </a>
            </p>
          )}
        </section>
        {given.history.length === 0 ? null : (
          <section aria-labelledby="history">
            <h2 id="history">{t('sites.history')}</h2>
            <Entries entries={given.history} label={t('sites.history')} context={context} />
            {given.before === null ? null : (
              <p class="pager">
                <a
                  class="button quiet"
                  rel="next"
                  href={inside(context, `${path}?before=${given.before}#history`)}
                >
                  {t('sites.next')}
                </a>
              </p>
            )}
          </section>
        )}
      </>
    ),
  });
}

function Entries(props: { entries: readonly ListingEntry[]; label: string; context: PageContext }) {
  const { entries, label, context } = props;
  const { t } = words(context);
  return (
    <section class="table-scroll" aria-label={label} tabindex={0}>
      <table class="list">
        <thead>
          <tr>
            <th scope="col">{t('sites.site')}</th>
            <th scope="col">{t('sites.listing')}</th>
            <th scope="col">{t('sites.why')}</th>
            <th scope="col">{t('sites.scope')}</th>
            <th scope="col">{t('sites.by')}</th>
            <th scope="col">{t('sites.at')}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr>
              <th scope="row">{entry.site}</th>
              <td>{t(`sites.listing.${entry.listing}`)}</td>
              <td>{entry.why}</td>
              <td>{t(entry.everywhere ? 'sites.everywhere' : 'sites.here')}</td>
              <td>{entry.by}</td>
              <td>
                <Moment context={context} at={entry.at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
