import type { CampaignView } from '../../campaign/mod.ts';
import type { WriteUp } from '../../dialogue/mod.ts';
import { ErrorSummary, Field, type FieldError } from '../console/fields.tsx';
import { CampaignFooter } from '../parts/campaign-footer.tsx';
import { sharePicture } from '../parts/head.tsx';
import { inside, type PageContext, page, words } from '../parts/page.tsx';
import { Feeds, JournalHead, Mention } from './journal.tsx';

export type WriteUpsPage = {
  readonly view: CampaignView;
  readonly posts: readonly WriteUp[];
  readonly next: number | null;
  readonly typed: string;
  readonly errors: readonly FieldError[];
  readonly said: 'thanks' | 'known' | null;
};

/** Posts about the campaign, day by day. */
export function renderWriteUps(given: WriteUpsPage, context: PageContext): string {
  const { view } = given;
  const tr = words(context);
  const { t } = tr;
  const here = `/c/${view.slug}/write-ups`;
  return page({
    context,
    title: `${t('writeUps.title')} · ${tr.localised(view.title)}`,
    description: t('writeUps.lead'),
    aside: view.charity.name,
    picture: sharePicture(view, context),
    head: <JournalHead view={view} context={context} />,
    footer: <CampaignFooter view={view} context={context} />,
    children: (
      <div class="wide sheet journal">
        <p class="back">
          <a href={inside(context, `/c/${view.slug}/journal`)}>← {t('journal.back')}</a>
        </p>
        <h1>{t('writeUps.title')}</h1>
        <p class="summary">{t('writeUps.lead')}</p>
        {given.said === null ? null : (
          <p class="notice" role="status">
            {t(`writeUps.${given.said}`)}
          </p>
        )}
        {given.posts.length === 0 ? <p>{t('writeUps.none')}</p> : null}
        {byDay(given.posts, tr.date).map(([day, posts]) => (
          <section class="day">
            <h2>{day}</h2>
            <ul>
              {posts.map((post) => (
                <Mention post={post} context={context} />
              ))}
            </ul>
          </section>
        ))}
        {given.next === null ? null : (
          <p>
            <a href={inside(context, `${here}?before=${given.next}`)}>{t('writeUps.older')} →</a>
          </p>
        )}
        <section id="suggest">
          <h2>{t('writeUps.suggest')}</h2>
          <p>{t('writeUps.suggestLead')}</p>
          <ErrorSummary context={context} errors={given.errors} />
          <form method="post" action={inside(context, here)}>
            <Field
              context={context}
              name="url"
              kind="url"
              label={t('writeUps.address')}
              value={given.typed}
              errors={given.errors}
              required
            />
            <button type="submit" class="button">
              {t('writeUps.send')}
            </button>
          </form>
        </section>
        <Feeds context={context} base={here} names={[t('writeUps.atom'), t('writeUps.json')]} />
      </div>
    ),
  });
}

/** The posts under their days, in the order they come. */
function byDay(
  posts: readonly WriteUp[],
  dayOf: (at: number) => string,
): readonly (readonly [string, readonly WriteUp[]])[] {
  const days = new Map<string, WriteUp[]>();
  for (const post of posts) days.set(dayOf(post.at), [...(days.get(dayOf(post.at)) ?? []), post]);
  return [...days];
}
