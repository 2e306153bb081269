import { relayReasons } from '../../domain/mod.ts';
import type { AppealCounts, AppealRow } from '../../evidence/mod.ts';
import { AppealCountsLine } from '../parts/appeal-counts.tsx';
import { inside, Outside, type PageContext, words } from '../parts/page.tsx';
import { ErrorSummary, Field, type FieldError } from './fields.tsx';
import type { CampaignVisit } from './guard.ts';
import { reasonWords } from './lists-words.tsx';
import { ModerationAssets, Outcomes } from './moderation.tsx';
import { consolePage } from './shell.tsx';

export type AppealsPage = {
  readonly open: readonly AppealRow[];
  readonly decided: readonly AppealRow[];
  readonly counts: AppealCounts | null;
  /** The addresses of further pages, where there are any. */
  readonly nextOpen: string | null;
  readonly nextDecided: string | null;
  readonly errors: readonly FieldError[];
  readonly outcomes: readonly string[];
  /** What was typed for one appeal, kept. */
  readonly typed: { readonly appeal: string; readonly words: string } | null;
};

/** The field of the answer to one appeal. */
export const wordsField = (appeal: string) => `words-${appeal}`;

/** Refusals that their authors appeal against. */
export function renderAppeals(given: AppealsPage, visit: CampaignVisit): string {
  const { context } = visit;
  const { t } = words(context);
  return consolePage({
    visit,
    campaign: visit,
    here: 'appeals',
    title: t('appeals.title'),
    script: <ModerationAssets context={context} />,
    children: (
      <>
        <p class="summary">{t('appeals.lead')}</p>
        <ErrorSummary context={context} errors={given.errors} />
        <Outcomes outcomes={given.outcomes} />
        {given.counts === null ? null : <AppealCountsLine counts={given.counts} context={context} />}
        <section aria-labelledby="open">
          <h2 id="open">{t('appeals.openTitle')}</h2>
          {given.open.length === 0 ? <p>{t('appeals.none')}</p> : null}
          {given.open.map((row) => (
            <Appeal row={row} given={given} visit={visit} />
          ))}
          <Further href={given.nextOpen} context={context} />
        </section>
        <section aria-labelledby="decided">
          <h2 id="decided">{t('appeals.decidedTitle')}</h2>
          {given.decided.length === 0 ? <p>{t('appeals.decidedNone')}</p> : null}
          {given.decided.map((row) => (
            <Appeal row={row} given={given} visit={visit} />
          ))}
          <Further href={given.nextDecided} context={context} />
        </section>
      </>
    ),
  });
}

function Further({ href, context }: { href: string | null; context: PageContext }) {
  const { t } = words(context);
  return href === null ? null : (
    <p class="pager">
      <a class="button quiet" rel="next" href={inside(context, href)}>
        {t('mod.next')}
      </a>
    </p>
  );
}

function Appeal(props: { row: AppealRow; given: AppealsPage; visit: CampaignVisit }) {
  const { row, given, visit } = props;
  const { context } = visit;
  const tr = words(context);
  const { t } = tr;
  const base = `/console/c/${visit.entry.slug}`;
  const reason = relayReasons.find((one) => one === row.refusedReason);
  const late = row.state === 'open' && row.dueAt < context.now;
  return (
    <article class="appeal" id={row.id}>
      <h3>
        {row.relay === null || row.source === null ? (
          t('appeals.erased')
        ) : visit.mayHere('relay.moderate') ? (
          <a href={inside(context, `${base}/moderation/${row.relay}`)}>{row.title ?? t('list.untitled')}</a>
        ) : (
          <a href={inside(context, `/relays/${row.relay}`)}>{row.title ?? t('list.untitled')}</a>
        )}
      </h3>
      <p class={late ? 'alarm' : 'small'}>
        {row.state === 'open'
          ? t(late ? 'appeals.late' : 'appeals.due', { at: tr.dateTime(row.dueAt) })
          : t('appeals.decidedBy', {
              state: t(`appeals.state.${row.state}`),
              at: row.decidedAt === null ? '' : tr.dateTime(row.decidedAt),
              by: row.decidedBy ?? '–',
            })}
      </p>
      <p class="small">
        {t('appeals.made', { made: tr.dateTime(row.madeAt), claimed: tr.dateTime(row.claimedAt) })}
      </p>
      {row.source === null ? null : (
        <p class="break">
          <Outside href={row.source}>{row.source}</Outside>
        </p>
      )}
      {row.why === null ? null : (
        <>
          <h4>{t('appeals.why')}</h4>
          <blockquote class="said">{row.why}</blockquote>
        </>
      )}
      <h4>{t('appeals.refusal')}</h4>
      <p>{reason === undefined ? '–' : reasonWords(tr, reason)}</p>
      {row.refusal === null ? null : <blockquote class="said">{row.refusal}</blockquote>}
      {row.words === null ? null : (
        <>
          <h4>{t('appeal.answer')}</h4>
          <blockquote class="said">{row.words}</blockquote>
        </>
      )}
      {row.state === 'open' ? <Answer row={row} given={given} visit={visit} /> : null}
    </article>
  );
}

function Answer(props: { row: AppealRow; given: AppealsPage; visit: CampaignVisit }) {
  const { row, given, visit } = props;
  const { context } = visit;
  const { t } = words(context);
  const own = row.refusedBy !== null && row.refusedBy === visit.person.account;
  return (
    <form method="post" action={inside(context, `/console/c/${visit.entry.slug}/appeals/${row.id}`)}>
      {own ? <p class="small">{t('appeals.yours')}</p> : null}
      {row.mail ? <p class="small">{t('appeals.mail')}</p> : null}
      <Field
        context={context}
        name={wordsField(row.id)}
        kind="area"
        rows={3}
        label={t('appeals.words')}
        hint={t('appeals.wordsHint')}
        value={given.typed?.appeal === row.id ? given.typed.words : ''}
        errors={given.errors}
      />
      <p class="buttons">
        <button type="submit" class="button" name="answer" value="accept">
          {t('appeals.accept')}
        </button>
        <button type="submit" class="button quiet" name="answer" value="refuse">
          {t('appeals.refuse')}
        </button>
      </p>
    </form>
  );
}
