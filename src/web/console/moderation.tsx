import { type Doubt, doubts, refusalReasons } from '../../domain/mod.ts';
import { type HeldRelay, type HeldRelays, queue_count_max } from '../../evidence/mod.ts';
import { inside, Outside, type PageContext, words } from '../parts/page.tsx';
import { languageTag } from '../parts/wall.tsx';
import { ErrorSummary, Field, type FieldError } from './fields.tsx';
import type { CampaignVisit } from './guard.ts';
import { queryOf } from './lists-filter.ts';
import { Moment } from './lists-words.tsx';
import { choice, type QueueFilterName, queueCursor, type ReadDecisions } from './moderation-words.ts';
import { consolePage } from './shell.tsx';

export type QueuePage = {
  /** Null: the filter can't be understood. */
  readonly list: HeldRelays | null;
  readonly counts: ReadonlyMap<Doubt, number>;
  readonly typed: Readonly<Record<QueueFilterName, string>>;
  /** Behind which place this page begins; empty for the first. */
  readonly after: string;
  readonly errors: readonly FieldError[];
  /** What became of the last decisions, where not all came out as asked. */
  readonly outcomes: readonly string[];
  readonly decided: ReadDecisions['typed'] | null;
};

/** The script of the moderation pages, and its styles; everything works without. */
export function ModerationAssets({ context }: { context: PageContext }) {
  return (
    <>
      <link rel="stylesheet" href={context.asset('moderation.css')} />
      <script type="module" src={context.asset('moderation.js')}></script>
    </>
  );
}

/** The posts that wait for a human, with what decides many at once. */
export function renderQueue(given: QueuePage, visit: CampaignVisit): string {
  const { context } = visit;
  const { t } = words(context);
  const { list, typed, errors, outcomes } = given;
  const path = `/console/c/${visit.entry.slug}/moderation`;
  const filtered = Object.values(typed).some((value) => value !== '');
  return consolePage({
    visit,
    campaign: visit,
    here: 'moderation',
    title: t('mod.title'),
    script: <ModerationAssets context={context} />,
    children: (
      <>
        <p class="summary">{t('mod.lead')}</p>
        <ErrorSummary context={context} errors={errors} />
        <Outcomes outcomes={outcomes} />
        <DoubtLinks given={given} context={context} path={path} />
        <form method="get" action={path} class="filter">
          {context.languageChosen === true ? (
            <input type="hidden" name="lang" value={context.language} />
          ) : null}
          <Field
            context={context}
            errors={errors}
            name="doubt"
            kind="choice"
            label={t('mod.doubt')}
            value={typed.doubt}
            options={[
              { value: '', label: t('mod.anyDoubt') },
              ...doubts.map((value) => ({ value, label: t(`doubt.${value}`) })),
            ]}
          />
          <Field context={context} errors={errors} name="site" label={t('list.site')} value={typed.site} />
          <Field context={context} errors={errors} name="q" label={t('list.text')} value={typed.q} />
          <button type="submit" class="button">
            {t('list.filter')}
          </button>
        </form>
        {filtered ? (
          <p class="links">
            <a href={inside(context, path)}>{t('list.clear')}</a>
          </p>
        ) : null}
        {list === null ? null : list.rows.length === 0 && given.after === '' ? (
          <p>{t(filtered ? 'mod.noneFound' : 'mod.none')}</p>
        ) : (
          <Held given={given} list={list} visit={visit} path={path} />
        )}
        <nav class="pager" aria-label={t('mod.title')}>
          {list === null || list.next === null ? null : (
            <a
              class="button quiet"
              rel="next"
              href={inside(context, `${path}${queryOf(typed, queueCursor.write(list.next))}`)}
            >
              {t('mod.next')}
            </a>
          )}
          {given.after === '' ? null : (
            <a href={inside(context, `${path}${queryOf(typed)}`)}>{t('mod.start')}</a>
          )}
        </nav>
      </>
    ),
  });
}

export function Outcomes({ outcomes }: { outcomes: readonly string[] }) {
  return outcomes.length === 0 ? null : (
    <div class="error-summary" role="alert" tabindex={-1}>
      <ul>
        {outcomes.map((sentence) => (
          <li>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}

type Part = { readonly given: QueuePage; readonly context: PageContext; readonly path: string };

function DoubtLinks({ given, context, path }: Part) {
  const { t, number } = words(context);
  const waiting = doubts.filter((doubt) => (given.counts.get(doubt) ?? 0) > 0);
  if (waiting.length === 0) return null;
  return (
    <ul class="links doubts" aria-label={t('mod.doubts')}>
      {waiting.map((doubt) => {
        const count = given.counts.get(doubt) ?? 0;
        const shown =
          count >= queue_count_max ? t('mod.countMany', { n: number(count) }) : t('mod.count', { n: count });
        return (
          <li>
            <a
              href={inside(context, `${path}${queryOf({ doubt })}`)}
              aria-current={given.typed.doubt === doubt ? 'true' : undefined}
            >
              {t(`doubt.${doubt}`)}
            </a>{' '}
            <span class="small">{shown}</span>
          </li>
        );
      })}
    </ul>
  );
}

function Held(props: { given: QueuePage; list: HeldRelays; visit: CampaignVisit; path: string }) {
  const { given, list, visit, path } = props;
  const { context } = visit;
  const { t } = words(context);
  const chosen = new Set(given.decided?.relays ?? []);
  return (
    <form
      method="post"
      action={inside(context, `${path}${queryOf(given.typed, given.after || null)}`)}
      data-queue
    >
      <p class="small keys" hidden>
        {t('mod.keys')}
      </p>
      <fieldset class="queue">
        <legend id="f-relay">{t('mod.all')}</legend>
        {list.rows.map((row) => (
          <Row row={row} chosen={chosen.has(choice.write(row))} context={context} path={path} />
        ))}
      </fieldset>
      <section class="decide" aria-labelledby="decide">
        <h2 id="decide">{t('mod.decide')}</h2>
        <DecisionFields context={context} typed={given.decided} errors={given.errors} />
      </section>
    </form>
  );
}

function Row(props: { row: HeldRelay; chosen: boolean; context: PageContext; path: string }) {
  const { row, chosen, context, path } = props;
  const tr = words(context);
  const { t } = tr;
  const title = row.title ?? t('list.untitled');
  return (
    <div class="held" data-held>
      <input
        type="checkbox"
        name="relay"
        value={choice.write(row)}
        checked={chosen}
        aria-label={t('mod.select', { title })}
      />
      <div>
        <p class="post-title">
          <a href={inside(context, `${path}/${row.id}`)} {...languageTag(row.language)}>
            {title}
          </a>
          {row.author === null ? null : ` ${t('list.by', { author: row.author })}`}
        </p>
        <p class="small">
          {row.doubts.map((doubt) => (
            <span class="doubt">{t(`doubt.${doubt}`)}</span>
          ))}{' '}
          {row.due ? <span class="doubt">{t('mod.looking')}</span> : null} {row.site} · {t('dash.viaName')} :{' '}
          {t(`dash.via.${row.via}`)} · <Moment context={context} at={row.receivedAt} />
        </p>
        {row.excerpt === null ? null : (
          <p class="excerpt" {...languageTag(row.language)}>
            {row.excerpt}
          </p>
        )}
        <p class="links">
          <a href={inside(context, `${path}/${row.id}`)}>
            {t('mod.see')}
            <span class="sr"> {title}</span>
          </a>
          <Outside href={row.source}>
            {t('list.open')}
            <span class="sr"> {title}</span>
          </Outside>
        </p>
      </div>
    </div>
  );
}

/** What is decided, why, in which words; three buttons. */
export function DecisionFields(props: {
  context: PageContext;
  typed: { readonly reason: string; readonly words: string } | null;
  errors: readonly FieldError[];
}) {
  const { context, typed, errors } = props;
  const { t } = words(context);
  return (
    <>
      <Field
        context={context}
        errors={errors}
        name="reason"
        kind="choice"
        label={t('mod.reason')}
        value={typed?.reason ?? ''}
        options={[
          { value: '', label: t('mod.reasonChoose') },
          ...refusalReasons.map((value) => ({ value, label: t(`refusal.${value}`) })),
        ]}
      />
      <Field
        context={context}
        errors={errors}
        name="words"
        kind="area"
        rows={3}
        label={t('mod.words')}
        hint={t('mod.wordsHint')}
        value={typed?.words ?? ''}
      />
      <p class="small">{t('mod.approveHint')}</p>
      <p class="buttons">
        <button type="submit" class="button" name="decision" value="approve" data-key="a">
          {t('mod.approve')}
        </button>
        <button type="submit" class="button quiet" name="decision" value="refuse" data-key="r">
          {t('mod.refuse')}
        </button>
        <button type="submit" class="button quiet" name="decision" value="spam">
          {t('mod.spam')}
        </button>
      </p>
    </>
  );
}
