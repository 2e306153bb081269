import type { CampaignView } from '../../campaign/mod.ts';
import type { PostDescription } from '../../domain/mod.ts';
import type { RelayCard, RelayCards } from '../../evidence/mod.ts';
import { isoInstant } from '../../kernel/mod.ts';
import { unitsText } from './figures.ts';
import { hostOf, httpUrl, inside, type PageContext, words } from './page.tsx';

type Props = { readonly view: CampaignView; readonly context: PageContext };
export type Wall = RelayCards & { readonly newest: boolean };

/** What a post is called: its title, else its address. */
export function postTitle(post: PostDescription, source: string): string {
  return post.title ?? source.replace(/^https?:\/\//, '');
}

/** A language tag that may stand in `lang`, or nothing. */
export function languageTag(language: string | null): { lang?: string } {
  return language !== null && /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language) ? { lang: language } : {};
}

/** The counted posts, newest first, set like a menu: the post on the left, what it gave on the right. */
export function WallOfRelays({ view, context, wall }: Props & { wall: Wall }) {
  const { t } = words(context);
  return (
    <section class="wide wall" aria-labelledby="wall">
      <h2 id="wall">{t('wall.title')}</h2>
      {wall.cards.length === 0 ? (
        <p class="lead" data-live="empty">
          {t('wall.empty')}
        </p>
      ) : (
        <p class="lead">{t('wall.lead')}</p>
      )}
      <ol class="posts" data-live={wall.newest ? 'wall' : undefined}>
        {wall.cards.map((card) => (
          <Post view={view} context={context} card={card} />
        ))}
      </ol>
      {wall.newest ? (
        <template data-live="post">
          <Post view={view} context={context} card={mould} />
        </template>
      ) : null}
      <p class="pager">
        {wall.newest ? null : (
          <a class="button quiet" href={inside(context, `/c/${view.slug}#wall`)}>
            {t('wall.newest')}
          </a>
        )}
        {wall.next === null ? null : (
          <a class="button quiet" href={inside(context, `/c/${view.slug}?before=${wall.next}`)} rel="next">
            {t('wall.older')}
          </a>
        )}
      </p>
    </section>
  );
}

/** From this one `live.js` makes the cards of posts counted while the page is open; every field is replaced. */
const mould: RelayCard = {
  id: 'rly_',
  source: 'https://relais.invalid/',
  units: 0,
  number: 0,
  countedAt: 0,
  post: { title: '…', author: null, site: '…', published: null, excerpt: '…', language: null },
  logIndex: null,
  opening: null,
};

function Post({ view, context, card }: Props & { card: RelayCard }) {
  const tr = words(context);
  const { post, source } = card;
  const href = httpUrl(source);
  const title = postTitle(post, source);
  const by = [
    post.site ?? hostOf(source),
    post.author === null ? '' : tr.t('wall.by', { author: post.author }),
  ];
  return (
    <li class="post" data-number={card.number}>
      <div class="dish">
        <h3 class="dish-name" {...languageTag(post.language)}>
          {href === null ? (
            title
          ) : (
            <a href={href} rel="ugc noopener" data-post="title">
              {title}
            </a>
          )}
        </h3>
        <span class="leader" aria-hidden="true"></span>
        <span class="dish-price" data-post="units">
          {card.units === 0 ? tr.t('wall.noGift') : unitsText(tr, view.unit, card.units)}
        </span>
      </div>
      <p class="by">
        <span data-post="by">{by.filter((one) => one !== '').join(' · ')}</span>
        {' · '}
        <time data-post="date" datetime={isoInstant(card.countedAt)}>
          {tr.date(card.countedAt)}
        </time>
      </p>
      {post.excerpt === null ? null : (
        <p class="excerpt" data-post="excerpt" {...languageTag(post.language)}>
          {post.excerpt}
        </p>
      )}
      <p class="small">
        <a
          href={inside(context, `/relays/${card.id}`)}
          data-post="detail"
          aria-label={tr.t('wall.detailOf', { title })}
        >
          {tr.t('wall.detail')}
        </a>
      </p>
    </li>
  );
}
