import type { CampaignView } from '../../campaign/mod.ts';
import type { RelayerCampaign, RelayerView } from '../../evidence/mod.ts';
import type { Language, Translator } from '../../i18n/mod.ts';
import { unitsText } from '../parts/figures.ts';
import { inside, Outside, type PageContext, page, words } from '../parts/page.tsx';
import { languageTag } from '../parts/wall.tsx';

/** A relayer's page with the campaigns it tells of, as they are. */
export type RelayerGiven = {
  readonly relayer: RelayerView;
  readonly campaigns: readonly { readonly view: CampaignView; readonly part: RelayerCampaign }[];
};

/** The path of a relayer's page, and of the picture of what they made possible in one campaign. */
export const relayerPath = (scope: string): string => `/relayers/${scope}`;
export const certificatePath = (
  scope: string,
  { slug, units, brought }: RelayerCampaign,
  language: Language,
) => `${relayerPath(scope)}/${slug}.${language}.${units + brought.units}.png`;

/** What somebody's posts made possible, and those of the readers who followed them. */
export function renderRelayer({ relayer, campaigns }: RelayerGiven, context: PageContext): string {
  const { t } = words(context);
  const title = t('relayer.title', { name: relayer.name });
  const [first] = campaigns;
  return page({
    context,
    title,
    description: t('relayer.lead'),
    kind: 'profile',
    picture:
      first === undefined
        ? null
        : { src: certificatePath(relayer.scope, first.part, context.language), alt: title },
    head: <link rel="stylesheet" href={context.asset('settlement.css')} />,
    children: (
      <div class="wide sheet results">
        <h1 dir="auto">{relayer.name}</h1>
        <p class="summary">{t('relayer.lead')}</p>
        {campaigns.map((one) => (
          <Part relayer={relayer} {...one} context={context} />
        ))}
        <p class="small">{t('relayer.chosen')}</p>
      </div>
    ),
  });
}

function Part(props: RelayerGiven['campaigns'][number] & { relayer: RelayerView; context: PageContext }) {
  const { relayer, view, part, context } = props;
  const tr = words(context);
  const { t } = tr;
  const units = (count: number) => unitsText(tr, view.unit, count);
  const picture = certificatePath(relayer.scope, part, context.language);
  return (
    <section>
      <h2>
        <a href={inside(context, `/c/${view.slug}`)}>{tr.localised(view.title)}</a>
      </h2>
      <p class="result-figure">
        <strong>{units(part.units + part.brought.units)}</strong>{' '}
        {t('relayer.for', { charity: view.charity.name })}
      </p>
      <p>{t('relayer.own', { n: part.count, units: units(part.units) })}</p>
      {part.brought.count === 0 ? null : (
        <p>{t('relayer.brought', { n: part.brought.count, units: units(part.brought.units) })}</p>
      )}
      <p>
        <img
          class="certificate"
          src={picture}
          width="1200"
          height="630"
          loading="lazy"
          alt={t('relayer.alt', { sentence: certificateSentence(tr, relayer, view, part) })}
        />
      </p>
      <p class="no-print">
        <a href={picture} download={`${view.slug}.png`}>
          {t('relayer.picture')}
        </a>
      </p>
      <ul class="thanks">
        {part.posts.map((post) => (
          <li>
            <Outside href={post.source}>
              <span {...languageTag(post.language)} dir="auto">
                {post.title ?? post.source.replace(/^https?:\/\//, '')}
              </span>
            </Outside>{' '}
            <span class="small">{units(post.units)}</span>{' '}
            <a class="small" href={inside(context, `/relays/${post.id}/proof`)}>
              {t('results.proofOf')}
            </a>
          </li>
        ))}
      </ul>
      {part.count > part.posts.length ? (
        <p class="small">{t('relayer.more', { n: part.count - part.posts.length })}</p>
      ) : null}
    </section>
  );
}

/** «With 3 posts, and 2 that came through them, Kiwi made 50 meals possible for the charity.» */
export function certificateSentence(
  tr: Translator,
  relayer: RelayerView,
  view: CampaignView,
  part: RelayerCampaign,
): string {
  return tr.t(part.brought.count === 0 ? 'relayer.sentence' : 'relayer.sentenceBrought', {
    name: relayer.name,
    n: part.count,
    brought: part.brought.count,
    units: unitsText(tr, view.unit, part.units + part.brought.units),
    charity: view.charity.name,
  });
}
