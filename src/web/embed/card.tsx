import type { CampaignView } from '../../campaign/mod.ts';
import { goalOf, isExhausted, partnerName, relayPledges } from '../parts/figures.ts';
import { type PageContext, words } from '../parts/page.tsx';
import { Table } from '../parts/plates.tsx';

/**
 * The card that other people's pages frame. WordPress frames it without an origin of its own and keeps it hidden until
 * `card.js` has told its height. Links leave the frame.
 */
export function renderEmbedCard(view: CampaignView, context: PageContext): string {
  const tr = words(context);
  const { granted, relays, state } = view.totals;
  const { goal } = goalOf(view);
  const address = `${context.publicUrl}/c/${view.slug}${context.languageChosen ? `?lang=${context.language}` : ''}`;
  const partners = [...new Set(relayPledges(view).map((pledge) => partnerName(view, pledge.partner)))];
  const document = (
    <html lang={context.language} class="card-page">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{tr.localised(view.title)}</title>
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <link rel="canonical" href={`${context.publicUrl}/c/${view.slug}`} />
        <link rel="icon" type="image/svg+xml" href={context.asset('icon.svg')} />
        <link rel="stylesheet" href={context.asset('style.css')} />
        {/* Not a module: a frame without an origin may not load those. */}
        <script defer src={context.asset('card.js')}></script>
      </head>
      <body>
        <main class="card">
          <h1>
            <a href={address} target="_top">
              {tr.localised(view.title)}
            </a>
          </h1>
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
        </main>
      </body>
    </html>
  );
  return `<!doctype html>${String(document)}`;
}

function stateSentence(view: CampaignView, context: PageContext): string {
  const tr = words(context);
  const { state } = view.totals;
  return tr.t(`banner.${state}`, { date: tr.dateTime(state === 'announced' ? view.opens : view.closes) });
}
