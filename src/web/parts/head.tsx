import { raw } from 'hono/html';
import type { CampaignView } from '../../campaign/mod.ts';
import { cardPath, unitsText } from './figures.ts';
import { campaignJsonLd } from './json-ld.ts';
import { type PageContext, words } from './page.tsx';

type Props = { readonly view: CampaignView; readonly context: PageContext };

/**
 * What a page under a campaign's address says to blogs and to embedders. `rel` comes before `href`: WordPress looks
 * for the receivers with a pattern that knows no other order.
 */
export function Receivers({ view, context }: Props) {
  const { publicUrl } = context;
  const asked = encodeURIComponent(`${publicUrl}${context.path}`);
  const title = words(context).localised(view.title);
  return (
    <>
      <link rel="webmention" href={`${publicUrl}/webmention`} />
      <link rel="pingback" href={`${publicUrl}/pingback`} />
      <link
        rel="alternate"
        type="application/json+oembed"
        href={`${publicUrl}/oembed?url=${asked}&format=json`}
        title={title}
      />
      <link
        rel="alternate"
        type="text/xml+oembed"
        href={`${publicUrl}/oembed?url=${asked}&format=xml`}
        title={title}
      />
    </>
  );
}

/** All that the campaign page's head holds beside what every page has. */
export function CampaignHead({ view, context }: Props) {
  const tr = words(context);
  const feeds = `${context.publicUrl}/c/${view.slug}/relays`;
  const title = tr.localised(view.title);
  const summary = tr.localised(view.summary);
  return (
    <>
      <Receivers view={view} context={context} />
      <link rel="alternate" type="application/atom+xml" href={`${feeds}.atom`} title={tr.t('footer.atom')} />
      <link rel="alternate" type="application/feed+json" href={`${feeds}.json`} title={tr.t('footer.json')} />
      <ShareTags view={view} context={context} title={title} description={summary} path={`/c/${view.slug}`} />
      <script type="application/ld+json">{raw(campaignJsonLd(view, context))}</script>
    </>
  );
}

/** What a page says of itself to those who share it: a title, a sentence, the campaign's picture with its total. */
export function ShareTags(props: Props & { title: string; description: string; path: string }) {
  const { view, context, title } = props;
  const tr = words(context);
  return (
    <>
      <meta property="og:type" content="website" />
      <meta property="og:site_name" content="Relais" />
      <meta property="og:title" content={title} />
      <meta property="og:description" content={props.description} />
      <meta property="og:url" content={`${context.publicUrl}${props.path}`} />
      <meta property="og:locale" content={context.language === 'fr' ? 'fr_FR' : 'en_GB'} />
      <meta property="og:locale:alternate" content={context.language === 'fr' ? 'en_GB' : 'fr_FR'} />
      <meta property="og:image" content={`${context.publicUrl}${cardPath(view, context.language)}`} />
      <meta property="og:image:type" content="image/png" />
      <meta property="og:image:width" content="1200" />
      <meta property="og:image:height" content="630" />
      <meta
        property="og:image:alt"
        content={tr.t('picture.alt', {
          title: tr.localised(view.title),
          units: unitsText(tr, view.unit, view.totals.granted),
          charity: view.charity.name,
        })}
      />
      <meta name="twitter:card" content="summary_large_image" />
      <meta name="twitter:title" content={title} />
      <meta name="twitter:description" content={props.description} />
    </>
  );
}
