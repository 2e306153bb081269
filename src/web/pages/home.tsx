import type { CampaignView } from '../../campaign/mod.ts';
import { goalOf, relayPledges } from '../parts/figures.ts';
import { sharePicture } from '../parts/head.tsx';
import { inside, type PageContext, page, words } from '../parts/page.tsx';
import { Servings, Table } from '../parts/plates.tsx';

/** The campaigns, and how their gifts are counted. */
export function renderHome(campaigns: readonly CampaignView[], context: PageContext): string {
  const { t } = words(context);
  const [newest] = campaigns;
  return page({
    context,
    title: `Relais · ${t('masthead.tagline')}`,
    description: t('home.lead'),
    picture: newest === undefined ? null : sharePicture(newest, context),
    footer: (
      <p class="links">
        <a href={inside(context, '/api/docs')}>{t('footer.api')}</a>
      </p>
    ),
    children: (
      <>
        <section class="hero plain wide">
          <div class="hero-words">
            <h1>{t('home.title')}</h1>
            <p class="summary">{t('home.lead')}</p>
          </div>
        </section>
        <section class="wide" aria-labelledby="campaigns">
          <h2 id="campaigns">{t('home.campaigns')}</h2>
          {campaigns.length === 0 ? <p class="lead">{t('home.none')}</p> : null}
          <ul class="campaigns">
            {campaigns.map((view) => (
              <Entry view={view} context={context} />
            ))}
          </ul>
        </section>
        <section class="part" aria-labelledby="how">
          <div class="wide">
            <h2 id="how">{t('home.how')}</h2>
            <ol class="steps">
              <li>
                <p>{t('home.how1')}</p>
              </li>
              <li>
                <p>{t('home.how2')}</p>
              </li>
              <li>
                <p>{t('home.how3')}</p>
              </li>
            </ol>
          </div>
        </section>
      </>
    ),
  });
}

function Entry({ view, context }: { view: CampaignView; context: PageContext }) {
  const tr = words(context);
  const { goal, granted } = goalOf(view);
  return (
    <li class="entry">
      <div class="entry-count">
        <p class="state">{tr.t(`state.${view.totals.state}`)}</p>
        <h3>
          <a href={inside(context, `/c/${view.slug}`)} lang={tr.foreign(view.title)}>
            {tr.localised(view.title)}
          </a>
        </h3>
        <p class="count-for">
          <span class="fact-number">{tr.number(granted)}</span> {tr.unitName(view.unit.names, granted)}{' '}
          {tr.t('campaign.for', { charity: view.charity.name })}
        </p>
        <Table share={goal === 0 ? 0 : granted / goal} />
        <p class="small">{tr.t('campaign.relays', { n: view.totals.relays })}</p>
      </div>
      <div class="entry-words">
        <p class="summary" lang={tr.foreign(view.summary)}>
          {tr.localised(view.summary)}
        </p>
        <Servings pledges={relayPledges(view)} />
        <a
          class="button"
          href={inside(context, `/c/${view.slug}`)}
          aria-label={`${tr.t('named', { name: tr.t('home.see') })} ${tr.localised(view.title)}`}
        >
          {tr.t('home.see')}
        </a>
      </div>
    </li>
  );
}
