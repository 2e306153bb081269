import type { CampaignView } from '../../campaign/mod.ts';
import type { RelayCards } from '../../evidence/mod.ts';
import { CampaignFooter } from '../parts/campaign-footer.tsx';
import { Receivers, sharePicture } from '../parts/head.tsx';
import { inside, type PageContext, page, words } from '../parts/page.tsx';
import { ThankList } from './results-parts.tsx';

/** Every post that counts, page by page: those who relayed, with the proof of what each gave. */
export function renderThanks(view: CampaignView, relays: RelayCards, context: PageContext): string {
  const tr = words(context);
  const { t } = tr;
  const { erased } = relays;
  return page({
    context,
    title: `${t('results.thanks')} · ${tr.localised(view.title)}`,
    description: t('results.thanksText'),
    aside: view.charity.name,
    picture: sharePicture(view, context),
    head: (
      <>
        <Receivers view={view} context={context} />
        <link rel="stylesheet" href={context.asset('settlement.css')} />
      </>
    ),
    footer: <CampaignFooter view={view} context={context} />,
    children: (
      <div class="wide sheet results">
        <p class="back">
          <a href={inside(context, `/c/${view.slug}/results`)}>← {t('results.title')}</a>
        </p>
        <h1>{t('results.thanks')}</h1>
        <p class="summary">{t('results.thanksText')}</p>
        <ThankList cards={relays.cards} context={context} />
        {erased.length === 0 ? null : <p class="small">{t('results.thanksErased', { n: erased.length })}</p>}
        {relays.next === null ? null : (
          <p>
            <a
              class="button quiet"
              rel="next"
              href={inside(context, `/c/${view.slug}/thanks?before=${relays.next}`)}
            >
              {t('results.thanksMore')}
            </a>
          </p>
        )}
      </div>
    ),
  });
}
