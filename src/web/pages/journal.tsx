import { raw } from 'hono/html';
import type { CampaignView } from '../../campaign/mod.ts';
import { type Entry, type EntryEdit, plainOf, renderMarkdown, type WriteUp } from '../../dialogue/mod.ts';
import type { Translator } from '../../i18n/mod.ts';
import type { Language } from '../../kernel/mod.ts';
import { CampaignFooter } from '../parts/campaign-footer.tsx';
import { Linked, Receivers, sharePicture } from '../parts/head.tsx';
import { entryData } from '../parts/json-ld.ts';
import { inside, Outside, type PageContext, page, spoken, words } from '../parts/page.tsx';
import { Comments, type CommentsPage } from './journal-comments.tsx';

type Props = { readonly view: CampaignView; readonly context: PageContext };
const excerpt_max = 320;

/** What the head of every page of the journal holds: receivers, feeds, styles. */
export function JournalHead({ view, context }: Props) {
  const { t } = words(context);
  const base = `${context.publicUrl}/c/${view.slug}`;
  return (
    <>
      <Receivers view={view} context={context} />
      <link rel="stylesheet" href={context.asset('journal.css')} />
      <link
        rel="alternate"
        type="application/atom+xml"
        href={spoken(context, `${base}/journal.atom`)}
        title={t('journal.atom')}
      />
      <link
        rel="alternate"
        type="application/feed+json"
        href={spoken(context, `${base}/journal.json`)}
        title={t('journal.json')}
      />
      <link
        rel="alternate"
        type="application/atom+xml"
        href={spoken(context, `${base}/write-ups.atom`)}
        title={t('writeUps.atom')}
      />
      <link
        rel="alternate"
        type="application/feed+json"
        href={spoken(context, `${base}/write-ups.json`)}
        title={t('writeUps.json')}
      />
    </>
  );
}

/** The journal's entries, newest first. */
export function renderJournal(
  given: {
    readonly view: CampaignView;
    readonly entries: readonly Entry[];
    readonly offset: number;
    readonly step: number;
    readonly more: boolean;
  },
  context: PageContext,
): string {
  const { view, entries, offset, step, more } = given;
  const tr = words(context);
  const { t } = tr;
  const here = `/c/${view.slug}/journal`;
  return page({
    context,
    title: `${t('journal.title')} · ${tr.localised(view.title)}`,
    description: t('journal.lead'),
    aside: view.charity.name,
    picture: sharePicture(view, context),
    head: <JournalHead view={view} context={context} />,
    footer: <CampaignFooter view={view} context={context} />,
    children: (
      <div class="wide sheet journal">
        <p class="back">
          <a href={inside(context, `/c/${view.slug}`)}>← {tr.localised(view.title)}</a>
        </p>
        <h1>{t('journal.title')}</h1>
        <p class="summary">{t('journal.lead')}</p>
        {entries.length === 0 ? <p>{t('journal.none')}</p> : null}
        {entries.map((entry) => (
          <article class="entry-card" lang={entry.language}>
            <h2>
              <a href={inside(context, `${here}/${entry.slug}`)}>{entry.title}</a>
            </h2>
            <p class="small" lang={context.language}>
              {t('journal.by', { author: entry.author, date: tr.date(entry.publishedAt ?? entry.changedAt) })}{' '}
              · {t('journal.comments', { n: entry.comments })}
            </p>
            <p>{plainOf(entry.body, excerpt_max)}</p>
          </article>
        ))}
        <p class="pages">
          {offset > 0 ? (
            <a href={inside(context, offset <= step ? here : `${here}?from=${offset - step}`)}>
              ← {t('journal.newer')}
            </a>
          ) : null}{' '}
          {more ? (
            <a href={inside(context, `${here}?from=${offset + step}`)}>{t('journal.older')} →</a>
          ) : null}
        </p>
        <p>
          <a class="button quiet" href={inside(context, `/c/${view.slug}/write-ups`)}>
            {t('journal.writeUps')}
          </a>
        </p>
        <Feeds
          context={context}
          base={`/c/${view.slug}/journal`}
          names={[t('journal.atom'), t('journal.json')]}
        />
      </div>
    ),
  });
}

export function Feeds(props: { context: PageContext; base: string; names: readonly [string, string] }) {
  const { context, base, names } = props;
  return (
    <p class="small feeds">
      <a href={spoken(context, `${base}.atom`)}>{names[0]}</a> ·{' '}
      <a href={spoken(context, `${base}.json`)}>{names[1]}</a>
    </p>
  );
}

export type EntryPage = {
  readonly view: CampaignView;
  readonly entry: Entry;
  readonly mentions: readonly WriteUp[];
  readonly comments: CommentsPage;
};

/** One entry with its dated edits, who mentions it, and its comments. */
export function renderEntry({ view, entry, mentions, comments }: EntryPage, context: PageContext): string {
  const tr = words(context);
  const { t } = tr;
  const address = `${context.publicUrl}/c/${view.slug}/journal/${entry.slug}`;
  const published = entry.publishedAt ?? entry.changedAt;
  return page({
    context,
    title: `${entry.title} · ${tr.localised(view.title)}`,
    description: plainOf(entry.body, 200),
    aside: view.charity.name,
    picture: sharePicture(view, context),
    kind: 'article',
    head: (
      <>
        <JournalHead view={view} context={context} />
        <Linked data={entryData(view, entry, plainOf(entry.body, 200), context)} />
      </>
    ),
    footer: <CampaignFooter view={view} context={context} />,
    children: (
      <div class="wide sheet journal">
        <p class="back">
          <a href={inside(context, `/c/${view.slug}/journal`)}>← {t('journal.back')}</a>
        </p>
        <article class="h-entry" lang={entry.language}>
          <h1 class="p-name">{entry.title}</h1>
          <p class="small" lang={context.language}>
            {t('journal.by', { author: entry.author, date: tr.date(published) })} ·{' '}
            <a class="u-url" href={address}>
              {t('journal.link')}
            </a>
          </p>
          <EntryBody body={entry.body} />
          <Edits entry={entry} context={context} />
        </article>
        <section class="mentions" aria-labelledby="mentions">
          <h2 id="mentions">{t('journal.mentions')}</h2>
          {mentions.length === 0 ? null : (
            <ul>
              {mentions.map((post) => (
                <Mention post={post} context={context} />
              ))}
            </ul>
          )}
          <p class="small">{t('journal.mentionsHow')}</p>
        </section>
        <Comments given={comments} view={view} entry={entry} context={context} />
      </div>
    ),
  });
}

/** Markdown as a page shows it. */
export function EntryBody({ body }: { body: string }) {
  return <div class="prose e-content">{raw(renderMarkdown(body))}</div>;
}

function Edits({ entry, context }: { entry: Entry; context: PageContext }) {
  const tr = words(context);
  if (entry.edits.length === 0) return null;
  return (
    <section class="edits" aria-label={tr.t('journal.edits')} lang={context.language}>
      {entry.edits.map((edit) => (
        <EditLine edit={edit} language={entry.language} context={context} />
      ))}
    </section>
  );
}

/** What readers are told of one dated edit. */
export function EditLine(props: {
  readonly edit: EntryEdit;
  /** Of the text that was edited. */
  readonly language: Language;
  readonly context: PageContext;
}) {
  const { edit, language, context } = props;
  return (
    <p>
      <strong>{words(context).t('journal.edit', { date: shortDate(words(context), edit.at) })}</strong>{' '}
      <span lang={language}>{edit.note}</span>
    </p>
  );
}

/** `24/03`, as bloggers date their edits; with the year once it is another. */
function shortDate({ locale }: Translator, at: number): string {
  return new Intl.DateTimeFormat(locale, {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    timeZone: 'Europe/Paris',
  }).format(at);
}

/** A post of somebody else's: its title leads there, its words stay text. */
export function Mention({ post, context }: { post: WriteUp; context: PageContext }) {
  const tr = words(context);
  return (
    <li>
      <Outside href={post.source}>{post.title ?? post.source}</Outside>
      <span class="small">
        {' '}
        {post.author ?? post.site} · <a href={inside(context, `/relays/${post.id}`)}>{tr.date(post.at)}</a>
      </span>
    </li>
  );
}
