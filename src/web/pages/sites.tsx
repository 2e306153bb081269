import type { CampaignView } from '../../campaign/mod.ts';
import { ErrorSummary, Field, type FieldError } from '../console/fields.tsx';
import { CampaignFooter } from '../parts/campaign-footer.tsx';
import { sharePicture } from '../parts/head.tsx';
import { hostOf, httpUrl, inside, type PageContext, page, words } from '../parts/page.tsx';

export type SitesPage = {
  readonly view: CampaignView;
  readonly typed: string;
  readonly errors: readonly FieldError[];
  /** The site is registered. */
  readonly done: boolean;
};

/** The form by which somebody registers a site once, so that its posts are found. */
export function renderSites({ view, typed, errors, done }: SitesPage, context: PageContext): string {
  const { t } = words(context);
  return page({
    context,
    title: `${t('sites.title')} · Relais`,
    description: t('sites.lead'),
    aside: view.charity.name,
    picture: sharePicture(view, context),
    footer: <CampaignFooter view={view} context={context} />,
    children: (
      <div class="wide sheet">
        <p class="back">
          <a href={inside(context, `/c/${view.slug}/take-part`)}>← {t('take.title')}</a>
        </p>
        <h1 class="question">{t('sites.title')}</h1>
        {done ? (
          <>
            <p class="summary" role="status">
              {t('sites.done', { host: hostOf(typed.includes('://') ? typed : `https://${typed}`) })}
            </p>
            <p>{t('sites.doneText')}</p>
          </>
        ) : (
          <>
            <p class="summary">{t('sites.lead')}</p>
            <ErrorSummary context={context} errors={errors} />
            <form method="post" action={inside(context, `/c/${view.slug}/sites`)}>
              <Field
                context={context}
                name="url"
                label={t('sites.url')}
                hint={t('sites.urlHint')}
                value={typed}
                errors={errors}
                autocomplete="url"
                required
              />
              <button type="submit" class="button">
                {t('sites.send')}
              </button>
            </form>
          </>
        )}
        <section>
          <h2>{t('sites.how')}</h2>
          <ul>
            <li>{t('sites.howFeed')}</li>
            <li>{t('sites.howPolite')}</li>
            <li>{t('sites.howConfirm')}</li>
            <li>{t('sites.howKept')}</li>
          </ul>
        </section>
      </div>
    ),
  });
}

type SharePage = { readonly view: CampaignView; readonly address: string };

/** What the bookmarklet and a phone's «share» open: the address and one button. Opening it changes nothing. */
export function renderShare({ view, address }: SharePage, context: PageContext): string {
  const tr = words(context);
  const { t } = tr;
  const url = httpUrl(address);
  return page({
    context,
    title: `${t('share.title')} · Relais`,
    description: t('share.lead', { title: tr.localised(view.title) }),
    aside: view.charity.name,
    picture: sharePicture(view, context),
    hidden: true,
    footer: <CampaignFooter view={view} context={context} />,
    children: (
      <div class="wide sheet">
        <h1 class="question">{t('share.title')}</h1>
        <p class="summary">{t('share.lead', { title: tr.localised(view.title) })}</p>
        {url === null ? (
          <>
            <p class="alarm" role="alert">
              {t('share.nothing')}
            </p>
            <p>
              <a class="button quiet" href={inside(context, `/c/${view.slug}#part`)}>
                {t('share.type')}
              </a>
            </p>
          </>
        ) : (
          <form method="post" action={inside(context, `/c/${view.slug}/relays`)}>
            <input type="hidden" name="url" value={url} />
            <p class="break">{url}</p>
            <button type="submit" class="button">
              {t('share.send')}
            </button>
          </form>
        )}
      </div>
    ),
  });
}
