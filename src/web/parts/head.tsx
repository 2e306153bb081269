import { raw } from 'hono/html';
import type { CampaignView } from '../../campaign/mod.ts';
import { mainLanguage } from '../../kernel/mod.ts';
import { cardPath, unitsText } from './figures.ts';
import { campaignData, jsonLd, type LinkedData } from './json-ld.ts';
import { type PageContext, type SharePicture, spoken, words } from './page.tsx';

type Props = { readonly view: CampaignView; readonly context: PageContext };

/**
 * What a page under a campaign's address says to blogs and to embedders. `rel` comes before `href`: WordPress looks
 * for the receivers with a pattern that knows no other order.
 */
export function Receivers({ view, context }: Props) {
  const { publicUrl } = context;
  const chosen =
    context.languageChosen === true && context.language !== mainLanguage ? `?lang=${context.language}` : '';
  const asked = encodeURIComponent(`${publicUrl}${context.path}${chosen}`);
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
  return (
    <>
      <Receivers view={view} context={context} />
      <link
        rel="alternate"
        type="application/atom+xml"
        href={spoken(context, `${feeds}.atom`)}
        title={tr.t('footer.atom')}
      />
      <link
        rel="alternate"
        type="application/feed+json"
        href={spoken(context, `${feeds}.json`)}
        title={tr.t('footer.json')}
      />
      {context.fediverse === true ? (
        <link
          rel="alternate"
          type="application/activity+json"
          href={`${context.publicUrl}/ap/c/${view.slug}`}
        />
      ) : null}
      <Linked data={campaignData(view, context)} />
    </>
  );
}

/** The picture that a page of a campaign is shared with: it carries the total in its name. */
export function sharePicture(view: CampaignView, context: PageContext): SharePicture {
  const tr = words(context);
  const units = unitsText(tr, view.unit, view.totals.granted);
  const values = { title: tr.localised(view.title), units, charity: view.charity.name };
  return { src: cardPath(view, context.language), alt: tr.t('picture.alt', values) };
}

/** What the page says to search engines. It is data and no script: the policy lets it be, and nothing runs. */
export function Linked({ data }: { data: LinkedData }) {
  return <script type="application/ld+json">{raw(jsonLd(data))}</script>;
}
