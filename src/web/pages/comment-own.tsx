import { edit_ms, type OwnComment, type OwnComments } from '../../dialogue/mod.ts';
import { ErrorSummary, Field, type FieldError } from '../console/fields.tsx';
import { inside, type PageContext, page, words } from '../parts/page.tsx';

const sheet = (context: PageContext, title: string, children: unknown) =>
  page({
    context,
    title: `${title} · Relais`,
    hidden: true,
    head: <link rel="stylesheet" href={context.asset('journal.css')} />,
    children: (
      <div class="wide sheet journal">
        <h1>{title}</h1>
        {children as never}
      </div>
    ),
  });

/** A comment as its writer alone sees it. */
export function renderOwn(
  given: {
    readonly own: OwnComment;
    readonly token: string;
    readonly saved: boolean;
    readonly errors: readonly FieldError[];
    readonly typed: string;
  },
  context: PageContext,
): string {
  const { own, token, errors } = given;
  const tr = words(context);
  const { t } = tr;
  const until = own.at + edit_ms;
  const here = `/comments/${token}`;
  const entry = `/c/${own.campaign}/journal/${own.entry}`;
  return sheet(
    context,
    t('own.title'),
    <>
      <p class="notice" role="status">
        {given.saved ? `${t('own.saved')} ` : null}
        {t(`own.state.${own.state}`)}
      </p>
      <p>{t('own.keep')}</p>
      <p>
        <a href={inside(context, own.state === 'published' ? `${entry}?at=${own.id}#${own.id}` : entry)}>
          {own.state === 'published' ? t('own.see') : own.entryTitle}
        </a>
      </p>
      <blockquote class="said" dir="auto">
        {own.body}
      </blockquote>
      {context.now > until || own.state === 'refused' ? (
        <p class="small">{t('own.tooLate')}</p>
      ) : (
        <section>
          <h2>{t('own.edit')}</h2>
          <ErrorSummary context={context} errors={errors} />
          <form method="post" action={inside(context, here)}>
            <Field
              context={context}
              name="body"
              kind="area"
              rows={6}
              label={t('comment.body')}
              hint={t('own.editHint', { time: tr.dateTime(until) })}
              value={given.typed}
              errors={errors}
              required
            />
            <button type="submit" class="button">
              {t('own.save')}
            </button>
          </form>
        </section>
      )}
      <section>
        <h2>{t('own.erase')}</h2>
        <p>{t('own.eraseText')}</p>
        <form method="post" action={inside(context, `${here}/erase`)}>
          <button type="submit" class="button quiet">
            {t('own.eraseButton')}
          </button>
        </form>
        <p class="small">
          <a href={inside(context, '/comments')}>{t('comment.own')}</a>
        </p>
      </section>
    </>,
  );
}

/** Asking for the link to everything kept under an address. */
export function renderAsk(
  given: { readonly typed: string; readonly errors: readonly FieldError[] },
  context: PageContext,
): string {
  const { t } = words(context);
  return sheet(
    context,
    t('mine.title'),
    <>
      <p class="summary">{t('mine.lead')}</p>
      <ErrorSummary context={context} errors={given.errors} />
      <form method="post" action={inside(context, '/comments')}>
        <Field
          context={context}
          name="email"
          kind="email"
          label={t('comment.email')}
          value={given.typed}
          errors={given.errors}
          autocomplete="email"
          required
        />
        <button type="submit" class="button">
          {t('mine.send')}
        </button>
      </form>
    </>,
  );
}

/** Everything kept under an address, for whoever holds its mailbox. */
export function renderMine(mine: OwnComments, token: string, context: PageContext): string {
  const tr = words(context);
  const { t } = tr;
  const here = `/comments/mine/${token}`;
  return sheet(
    context,
    t('mine.title'),
    <>
      <p class="summary">{t('mine.list', { email: mine.email })}</p>
      {mine.comments.length === 0 ? <p>{t('mine.none')}</p> : null}
      <ul>
        {mine.comments.map((one) => (
          <li>
            <p>
              <strong>{one.entryTitle}</strong> <span class="small">{tr.dateTime(one.at)}</span>
            </p>
            <blockquote class="said" dir="auto">
              {one.body}
            </blockquote>
            <p class="small">{t(`own.state.${one.state}`)}</p>
          </li>
        ))}
      </ul>
      <p>
        <a class="button quiet" href={`${here}/data.json`} download="relais.json">
          {t('own.data')}
        </a>
      </p>
      <section>
        <h2>{t('mine.eraseAll')}</h2>
        <p>{t('mine.eraseAllText')}</p>
        <form method="post" action={inside(context, `${here}/erase`)}>
          <button type="submit" class="button quiet">
            {t('own.eraseButton')}
          </button>
        </form>
      </section>
    </>,
  );
}
