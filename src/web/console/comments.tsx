import type { DeskComment, DeskComments, DeskFilter } from '../../dialogue/mod.ts';
import { inside, words } from '../parts/page.tsx';
import { ErrorSummary, type FieldError } from './fields.tsx';
import type { CampaignVisit } from './guard.ts';
import { consolePage } from './shell.tsx';

/** Comments on one page, and so decisions in one form. */
export const comments_on_page = 100;

export type CommentsDesk = DeskComments & {
  /** How many come before these. */
  readonly offset: number;
  readonly filter: DeskFilter;
  readonly errors: readonly FieldError[];
};

/** Comments that wait for a person, with why they do; and those that were decided, to decide them anew. */
export function renderCommentsDesk(given: CommentsDesk, visit: CampaignVisit): string {
  const { context } = visit;
  const tr = words(context);
  const { t } = tr;
  const here = `/console/c/${visit.entry.slug}/comments`;
  const names: Readonly<Record<DeskFilter, string>> = {
    held: t('cdesk.held', { n: tr.number(given.waiting) }),
    published: t('cdesk.published'),
    refused: t('cdesk.refused'),
  };
  return consolePage({
    visit,
    campaign: visit,
    here: 'comments',
    title: t('cdesk.title'),
    script: <link rel="stylesheet" href={context.asset('moderation.css')} />,
    children: (
      <>
        <p class="summary">{t('cdesk.lead')}</p>
        <nav class="doubts" aria-label={t('cdesk.filter')}>
          <ul>
            {(['held', 'published', 'refused'] as const).map((filter) => (
              <li>
                <a
                  href={inside(context, `${here}?show=${filter}`)}
                  aria-current={filter === given.filter ? 'page' : undefined}
                >
                  {names[filter]}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <ErrorSummary context={context} errors={given.errors} />
        {given.comments.length === 0 ? (
          <p>{t('cdesk.none')}</p>
        ) : (
          <form method="post" action={inside(context, `${here}?show=${given.filter}`)}>
            <fieldset class="queue" id="f-comment">
              <legend>{t('cdesk.comments')}</legend>
              {given.comments.map((comment) => (
                <Held comment={comment} visit={visit} />
              ))}
            </fieldset>
            <div class="decide">
              <div class="buttons">
                {given.filter === 'published' ? null : (
                  <button type="submit" name="decision" value="publish">
                    {t('cdesk.doPublish')}
                  </button>
                )}
                {given.filter === 'refused' ? null : (
                  <button type="submit" class="quiet" name="decision" value="refuse">
                    {t('cdesk.doRefuse')}
                  </button>
                )}
              </div>
            </div>
          </form>
        )}
        <Pages given={given} visit={visit} />
      </>
    ),
  });
}

function Pages({ given, visit }: { given: CommentsDesk; visit: CampaignVisit }) {
  const { t } = words(visit.context);
  const at = (offset: number) =>
    inside(
      visit.context,
      `/console/c/${visit.entry.slug}/comments?show=${given.filter}${offset > 0 ? `&from=${offset}` : ''}`,
    );
  const { offset, more } = given;
  return (
    <p class="pages">
      {offset > 0 ? <a href={at(Math.max(0, offset - comments_on_page))}>← {t('cdesk.before')}</a> : null}{' '}
      {more ? <a href={at(offset + comments_on_page)}>{t('cdesk.after')} →</a> : null}
    </p>
  );
}

function Held({ comment, visit }: { comment: DeskComment; visit: CampaignVisit }) {
  const tr = words(visit.context);
  const { t } = tr;
  return (
    <div class="held" data-held>
      <input
        type="checkbox"
        name="comment"
        value={comment.id}
        aria-label={t('cdesk.choose', { name: comment.name })}
      />
      <div>
        <p>
          <strong>
            <bdi>{comment.name}</bdi>
          </strong>{' '}
          <span class="small">
            <bdi>{comment.email}</bdi>
            {comment.site === null ? null : (
              <>
                {' · '}
                <bdi>{comment.site}</bdi>
              </>
            )}
            {' · '}
            {tr.dateTime(comment.at)} {t('cdesk.on')}{' '}
            <a href={inside(visit.context, `/c/${visit.entry.slug}/journal/${comment.entry}`)}>
              {comment.entryTitle}
            </a>
          </span>
        </p>
        <p dir="auto" class="break">
          {comment.body}
        </p>
        {comment.state === 'checking' ? <p class="small">{t('own.state.checking')}</p> : null}
        <p class="small">
          {comment.reasons.map((reason) => (
            <span class="doubt">{t(`spam.${reason}`)}</span>
          ))}
        </p>
      </div>
    </div>
  );
}
