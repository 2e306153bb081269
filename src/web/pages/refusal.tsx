import { inside, type PageContext, page, words } from '../parts/page.tsx';

export type Refusal = {
  readonly status: number;
  readonly title: string;
  readonly sentence: string;
  readonly hint?: string;
};

/** A page that says no: what happened in one sentence, and the way on. */
export function renderRefusal(refusal: Refusal, context: PageContext): string {
  const { t } = words(context);
  return page({
    context,
    title: `${refusal.title} · Relais`,
    hidden: true,
    children: (
      <section class="wide refusal">
        <p class="status-number" aria-hidden="true">
          {String(refusal.status)}
        </p>
        <h1>{refusal.title}</h1>
        <p class="summary">{refusal.sentence}</p>
        {refusal.hint === undefined ? null : <p>{refusal.hint}</p>}
        <p>
          <a class="button" href={inside(context, '/')}>
            {t('refusal.home')}
          </a>
        </p>
      </section>
    ),
  });
}
