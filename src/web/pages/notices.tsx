import { inside, type PageContext, page, words } from '../parts/page.tsx';

/** The way to hear what becomes of a post, on its own page. */
export function BeTold({ relay, context }: { relay: string; context: PageContext }) {
  const { t } = words(context);
  return (
    <section class="be-told" id="told">
      <h2>{t('notice.title')}</h2>
      <p>{t('notice.lead')}</p>
      <form class="field" method="post" action={inside(context, `/relays/${relay}/notices`)}>
        <label for="told-email">{t('notice.email')}</label>
        <input id="told-email" type="email" name="email" autocomplete="email" required />
        <button class="button" type="submit">
          {t('notice.button')}
        </button>
      </form>
    </section>
  );
}

type Said = {
  readonly title: string;
  readonly text: string;
  /** A button that does it; opening the address alone does nothing. */
  readonly button?: string;
  readonly back?: string;
};

/** A page that says one thing, with one button where there is something to do. */
export function renderNotice(said: Said, context: PageContext): string {
  const { t } = words(context);
  return page({
    context,
    title: `${said.title} · Relais`,
    hidden: true,
    children: (
      <div class="wide sheet">
        <h1>{said.title}</h1>
        <p class="summary">{said.text}</p>
        {said.button === undefined ? null : (
          <form method="post">
            <button class="button" type="submit">
              {said.button}
            </button>
          </form>
        )}
        <p>
          <a href={inside(context, said.back ?? '/')}>{t('refusal.home')}</a>
        </p>
      </div>
    ),
  });
}
