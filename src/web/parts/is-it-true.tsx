import type { CampaignView } from '../../campaign/mod.ts';
import { inside, type PageContext, words } from './page.tsx';

/** Why the count may be believed, and the three places where anyone can check it. */
export function IsItTrue({ view, context }: { view: CampaignView; context: PageContext }) {
  const { t } = words(context);
  return (
    <section class="wide true" aria-labelledby="true">
      <h2 id="true">{t('true.title')}</h2>
      <p class="lead">{t('true.lead')}</p>
      <ul class="links">
        <li>
          <a href={inside(context, `/c/${view.slug}/proof`)}>{t('true.log')}</a>
        </li>
        <li>
          <a href={inside(context, `/c/${view.slug}/results`)}>{t('true.results')}</a>
        </li>
        <li>
          <a href={`/api/v1/campaigns/${view.slug}/data`}>{t('true.data')}</a>
        </li>
      </ul>
    </section>
  );
}
