import type { CampaignView } from '../../campaign/mod.ts';
import { goalOf, isExhausted, partnerName, relayPledges } from '../parts/figures.ts';
import { type PageContext, words } from '../parts/page.tsx';
import { Table } from '../parts/plates.tsx';
import { addressOf, CardTitle, framed } from './frame.tsx';

/** The campaign's card that other people's pages frame. */
export function renderEmbedCard(view: CampaignView, context: PageContext): string {
  const tr = words(context);
  const { granted, relays, state } = view.totals;
  const { goal } = goalOf(view);
  const address = addressOf({ view, context });
  const partners = [...new Set(relayPledges(view).map((pledge) => partnerName(view, pledge.partner)))];
  return framed(
    { view, context },
    {
      title: tr.localised(view.title),
      path: '',
      children: (
        <>
          <CardTitle view={view} context={context} />
          <p class="card-count">
            <span class="fact-number">{tr.number(granted)}</span> {tr.unitName(view.unit.names, granted)}{' '}
            {tr.t('campaign.for', { charity: view.charity.name })}
          </p>
          <Table share={goal === 0 ? 0 : granted / goal} />
          <p class="small">
            {tr.t('campaign.relays', { n: relays })}
            {partners.length === 0 ? null : ` · ${tr.t('embed.partners', { partners: partners.join(', ') })}`}
          </p>
          {state === 'open' && isExhausted(view) ? <p class="capped">{tr.t('embed.capped')}</p> : null}
          {state === 'open' ? null : <p class="small">{stateSentence(view, context)}</p>}
          <p>
            <a class="button" href={address} target="_top">
              {tr.t(state === 'open' && !isExhausted(view) ? 'embed.see' : 'home.see')}
            </a>
          </p>
        </>
      ),
    },
  );
}

function stateSentence(view: CampaignView, context: PageContext): string {
  const tr = words(context);
  const { state } = view.totals;
  return tr.t(`banner.${state}`, { date: tr.dateTime(state === 'announced' ? view.opens : view.closes) });
}
