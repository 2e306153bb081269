import type { CampaignView } from '../../campaign/mod.ts';
import type { AppealCounts } from '../../evidence/mod.ts';
import { AppealCountsLine } from './appeal-counts.tsx';
import { hostOf, Outside, type PageContext, words } from './page.tsx';

type Props = { readonly view: CampaignView; readonly context: PageContext };

/** What the gifts are for: figures with source, date and comparison; the charity's programmes. */
export function Impact({ view, context }: Props) {
  const tr = words(context);
  if (view.impact.length === 0 && view.programmes.length === 0) return null;
  return (
    <section class="wide impact" aria-labelledby="impact">
      <h2 id="impact">{tr.t('impact.title')}</h2>
      <div class="facts">
        {view.impact.map((figure) => (
          <div class="fact">
            <p>
              <span class="fact-number">{tr.number(figure.value)}</span>{' '}
              <span class="fact-unit">{tr.localised(figure.unit)}</span>
            </p>
            {figure.previous === null ? null : (
              <p>{comparison(tr.t, tr.number, figure.value, figure.previous)}</p>
            )}
            <p class="small">
              {tr.t('impact.asOf', { date: tr.day(figure.asOf) })} ·{' '}
              <Outside href={figure.source}>{tr.t('impact.source', { host: hostOf(figure.source) })}</Outside>
            </p>
          </div>
        ))}
        {view.programmes.length === 0 ? null : (
          <div class="fact">
            <h3>{tr.t('programmes.title')}</h3>
            <ul>
              {view.programmes.map((programme) => (
                <li>
                  <Outside href={programme.url}>{tr.localised(programme.name)}</Outside>
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </section>
  );
}

type Words = ReturnType<typeof words>;

function comparison(t: Words['t'], number: Words['number'], value: number, previous: number): string {
  const values = { n: number(Math.abs(value - previous)), previous: number(previous) };
  if (value === previous) return t('impact.same');
  return t(value > previous ? 'impact.more' : 'impact.less', values);
}

/** What counts and what happens later, in plain words. */
export function Rules({ view, context, appeals }: Props & { readonly appeals: AppealCounts | null }) {
  const { t } = words(context);
  const { relay } = view;
  return (
    <section class="wide rules" aria-labelledby="rules">
      <h2 id="rules">{t('rules.title')}</h2>
      <ul>
        <li>{relay.perSite === null ? t('rules.perSiteNone') : t('rules.perSite', { n: relay.perSite })}</li>
        <li>{t(`rules.review.${relay.review}`)}</li>
        <li>{t('rules.criticism')}</li>
        {relay.recheckAfterDays > 0 ? <li>{t('rules.recheck', { n: relay.recheckAfterDays })}</li> : null}
        <li>{t(`rules.onRemoval.${relay.onRemoval}`)}</li>
        <li>{t('rules.appeals', { n: relay.appealDays })}</li>
      </ul>
      {appeals === null ? null : <AppealCountsLine counts={appeals} context={context} />}
    </section>
  );
}
