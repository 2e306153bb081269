import type { CampaignView } from '../../campaign/mod.ts';
import type { CommentView, Entry, Thread } from '../../dialogue/mod.ts';
import { ErrorSummary, Field, type FieldError } from '../console/fields.tsx';
import type { JournalServices } from '../journal-port.ts';
import { httpUrl, inside, type PageContext, words } from '../parts/page.tsx';

/** What a form of a comment holds. */
export type TypedForm = {
  readonly name: string;
  readonly email: string;
  readonly site: string;
  readonly body: string;
  readonly follow: boolean;
};
export const emptyForm: TypedForm = { name: '', email: '', site: '', body: '', follow: false };

export type CommentsPage = {
  readonly thread: Thread;
  /** The page does not begin with the first comment. */
  readonly later: boolean;
  readonly check: JournalServices['check'];
  readonly stamp: string;
  readonly replyTo: CommentView | null;
  readonly typed: TypedForm;
  readonly errors: readonly FieldError[];
};

type Props = {
  readonly given: CommentsPage;
  readonly view: CampaignView;
  readonly entry: Entry;
  readonly context: PageContext;
};

/** The comments under an entry and the form for one more. */
export function Comments({ given, view, entry, context }: Props) {
  const { t } = words(context);
  const here = `/c/${view.slug}/journal/${entry.slug}`;
  return (
    <section class="comments" id="comments" aria-labelledby="comments-title">
      <h2 id="comments-title">{t('comment.thoughts', { n: entry.comments })}</h2>
      {given.later ? (
        <p>
          <a href={inside(context, `${here}#comments`)}>← {t('comment.first')}</a>
        </p>
      ) : null}
      <ol class="thread">
        {given.thread.comments.map((comment) => (
          <Comment comment={comment} here={here} open={entry.commentsOpen} context={context} />
        ))}
      </ol>
      {given.thread.next === null ? null : (
        <p>
          <a href={inside(context, `${here}?from=${given.thread.next}#comments`)}>{t('comment.next')} →</a>
        </p>
      )}
      {entry.commentsOpen ? (
        <Form given={given} here={here} context={context} />
      ) : (
        <p>{t('comment.closed')}</p>
      )}
      <p class="small">
        <a href={inside(context, '/comments')}>{t('comment.own')}</a>
      </p>
    </section>
  );
}

function Comment(props: { comment: CommentView; here: string; open: boolean; context: PageContext }) {
  const { comment, here, open, context } = props;
  const tr = words(context);
  const { t } = tr;
  const site = comment.site === null ? null : httpUrl(comment.site);
  if (comment.erased)
    return (
      <li class={`comment step-${comment.depth}`} id={comment.id}>
        <p class="small">{t('comment.erased')}</p>
      </li>
    );
  return (
    <li class={`comment step-${comment.depth}`} id={comment.id}>
      <p class="comment-by">
        <bdi>
          {site === null ? (
            <strong>{comment.name}</strong>
          ) : (
            <a href={site} rel="ugc nofollow noopener">
              {comment.name}
            </a>
          )}
        </bdi>{' '}
        <a class="small" href={inside(context, `${here}?at=${comment.id}#${comment.id}`)}>
          <time datetime={new Date(comment.at).toISOString()}>{tr.dateTime(comment.at)}</time>
        </a>
        {comment.editedAt === null ? null : (
          <span class="small"> · {t('comment.edited', { date: tr.dateTime(comment.editedAt) })}</span>
        )}
      </p>
      <div class="comment-body" lang={comment.language} dir="auto">
        {comment.body.split(/\n{2,}/).map((paragraph) => (
          <p>{lines(paragraph)}</p>
        ))}
      </div>
      {open ? (
        <p class="small">
          <a
            href={inside(context, `${here}?reply=${comment.id}#comment-form`)}
            rel="nofollow"
            aria-label={t('comment.replyTo', { name: comment.name })}
          >
            {t('comment.reply')}
          </a>
        </p>
      ) : null}
    </li>
  );
}

/** Addresses in a text as links that lead search engines nowhere; everything else stays text. */
function lines(paragraph: string) {
  return paragraph.split('\n').flatMap((line, index) => [
    ...(index === 0 ? [] : [<br />]),
    ...line.split(/(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]])/).map((part) => {
      const href = /^https?:\/\//.test(part) ? httpUrl(part) : null;
      return href === null ? (
        part
      ) : (
        <a href={href} rel="ugc nofollow noopener">
          {part}
        </a>
      );
    }),
  ]);
}

function Form({ given, here, context }: { given: CommentsPage; here: string; context: PageContext }) {
  const { t } = words(context);
  const { replyTo, typed, errors, check, stamp } = given;
  const common = { context, errors };
  return (
    <section id="comment-form" aria-labelledby="comment-form-title">
      <h3 id="comment-form-title">
        {replyTo === null ? t('comment.leave') : t('comment.replyTo', { name: replyTo.name })}
      </h3>
      {replyTo === null ? null : (
        <p class="small">
          <a href={inside(context, `${here}#comment-form`)}>{t('comment.cancel')}</a>
        </p>
      )}
      <p class="small">{t('comment.lead')}</p>
      <ErrorSummary context={context} errors={errors} />
      <form class="comment-form" method="post" action={inside(context, `${here}/comments`)}>
        <input type="hidden" name="stamp" value={stamp} />
        {replyTo === null ? null : <input type="hidden" name="parent" value={replyTo.id} />}
        <Field
          {...common}
          name="body"
          kind="area"
          rows={7}
          label={t('comment.body')}
          value={typed.body}
          required
        />
        <Field
          {...common}
          name="name"
          label={t('comment.name')}
          value={typed.name}
          autocomplete="name"
          required
        />
        <Field
          {...common}
          name="email"
          kind="email"
          label={t('comment.email')}
          hint={t('comment.emailHint')}
          value={typed.email}
          autocomplete="email"
          required
        />
        <Field
          {...common}
          name="site"
          kind="url"
          label={t('comment.site')}
          value={typed.site}
          autocomplete="url"
        />
        {/* People don't see it and screen readers skip it; programs fill in whatever there is. */}
        <p class="trap" aria-hidden="true">
          <label for="f-subject">{t('comment.trap')}</label>
          <input id="f-subject" name="subject" type="text" tabindex={-1} autocomplete="off" value="" />
        </p>
        <Field
          {...common}
          name="follow"
          kind="flag"
          label={t('comment.follow')}
          value={typed.follow ? 'true' : ''}
        />
        <button type="submit" class="button">
          {t('comment.send')}
        </button>
        <p class="small">{t(`comment.check.${check.kind}`, { host: check.host })}</p>
      </form>
    </section>
  );
}
