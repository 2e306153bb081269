import type { CampaignView } from '../../campaign/mod.ts';
import type { MessageKey } from '../../i18n/mod.ts';
import { CampaignFooter } from '../parts/campaign-footer.tsx';
import { Receivers, sharePicture } from '../parts/head.tsx';
import { inside, type PageContext, page, words } from '../parts/page.tsx';

/** Where people write, and which of the two snippets works there. */
const places = [
  { name: 'WordPress', steps: 'take.wordpress', snippet: 'html' },
  { name: 'Ghost', steps: 'take.ghost', snippet: 'html' },
  { name: 'Blogger', steps: 'take.blogger', snippet: 'html' },
  { name: 'Overblog, Canalblog', steps: 'take.overblog', snippet: 'html' },
  { name: 'Hugo, Jekyll, 11ty', steps: 'take.static', snippet: 'markdown' },
] as const satisfies readonly {
  name: string;
  steps: MessageKey;
  snippet: 'html' | 'markdown';
}[];
const mastodon = {
  account: { name: 'Mastodon', steps: 'take.fediverse', snippet: 'account' },
  address: { name: 'Mastodon', steps: 'take.mastodon', snippet: 'address' },
} as const;

/** What to paste where, the bookmarklet, and the other ways by which a post arrives. */
export function renderTakePart(view: CampaignView, context: PageContext): string {
  const tr = words(context);
  const { t } = tr;
  const address = `${context.publicUrl}/c/${view.slug}`;
  const badge = `${address}/badge.svg?lang=${context.language}`;
  const title = tr.localised(view.title);
  const snippets = {
    html: `<a href="${address}"><img src="${badge}" alt="${attribute(title)}"></a>`,
    markdown: `[![${title.replace(/[[\]\\]/g, '\\$&')}](${badge})](${address})`,
    address,
    account: `@${view.slug}@${new URL(context.publicUrl).host}`,
  };
  const offered = [...places, context.fediverse === true ? mastodon.account : mastodon.address];
  return page({
    context,
    title: `${t('take.title')} · ${title}`,
    description: t('take.lead'),
    aside: view.charity.name,
    picture: sharePicture(view, context),
    script: true,
    head: (
      <>
        <Receivers view={view} context={context} />
        <link rel="manifest" href={`/c/${view.slug}/app.webmanifest`} />
      </>
    ),
    footer: <CampaignFooter view={view} context={context} />,
    children: (
      <div class="wide sheet">
        <p class="back">
          <a href={inside(context, `/c/${view.slug}`)}>← {title}</a>
        </p>
        <h1 class="question">{t('take.title')}</h1>
        <p class="summary">{t('take.lead')}</p>
        <section aria-labelledby="snippets">
          <h2 id="snippets">{t('take.snippets')}</h2>
          <p>{t('take.snippetsText')}</p>
          {offered.map((place, index) => (
            <details class="more" open={index === 0}>
              <summary>{place.name}</summary>
              <p>{t(place.steps)}</p>
              <div class="field">
                <label for={`snippet-${index}`}>{t('take.paste', { name: place.name })}</label>
                <input id={`snippet-${index}`} class="address" readonly value={snippets[place.snippet]} />
                <button
                  type="button"
                  class="button quiet"
                  data-copy={`snippet-${index}`}
                  data-copied={t('part.copied')}
                  hidden
                >
                  {t('part.copy')}
                </button>
              </div>
            </details>
          ))}
        </section>
        <section aria-labelledby="test">
          <h2 id="test">{t('test.title')}</h2>
          <p>{t('take.testText')}</p>
          <p>
            <a class="button" href={inside(context, `/c/${view.slug}/test`)}>
              {t('take.test')}
            </a>
          </p>
        </section>
        <section aria-labelledby="arrive">
          <h2 id="arrive">{t('take.arrive')}</h2>
          <ul>
            <li>{t('take.arrivePing')}</li>
            <li>
              {t('take.arriveSite')}{' '}
              <a href={inside(context, `/c/${view.slug}/sites`)}>{t('take.arriveSiteLink')}</a>
            </li>
            <li>{t('take.arriveShare')}</li>
          </ul>
        </section>
        <section aria-labelledby="bookmarklet">
          <h2 id="bookmarklet">{t('take.bookmarklet')}</h2>
          <p>{t('take.bookmarkletText')}</p>
          <p>
            <a class="button quiet" href={bookmarklet(address)}>
              {t('take.bookmarkletName')}
            </a>
          </p>
        </section>
      </div>
    ),
  });
}

/** Opens the share page with the address of the page one is on; it reads nothing else of that page. */
function bookmarklet(address: string): string {
  return `javascript:location.href=${JSON.stringify(`${address}/share?url=`)}+encodeURIComponent(location.href)`;
}

/** For a text that stands within quotation marks in the snippet itself. */
function attribute(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
