import type { CampaignView } from '../../campaign/mod.ts';
import type { Tried } from '../../credit/mod.ts';
import { ErrorSummary, Field, type FieldError } from '../console/fields.tsx';
import { CampaignFooter } from '../parts/campaign-footer.tsx';
import { giftOfPost, unitsText } from '../parts/figures.ts';
import { sharePicture } from '../parts/head.tsx';
import { inside, type PageContext, page, words } from '../parts/page.tsx';
import { Sightings } from './trial-sightings.tsx';

export type Seen = Extract<Tried, { kind: 'tried' }>;

export type TrialPage = {
  readonly view: CampaignView;
  readonly typed: string;
  readonly errors: readonly FieldError[];
  /** Null before anything was read. */
  readonly seen: Seen | null;
};

/** «Would mine count?»: the form, the verdict, and what was seen line by line. */
export function renderTrial({ view, typed, errors, seen }: TrialPage, context: PageContext): string {
  const { t } = words(context);
  return page({
    context,
    title: `${t('test.title')} · Relais`,
    description: t('test.lead'),
    aside: view.charity.name,
    picture: sharePicture(view, context),
    hidden: seen !== null,
    head: <link rel="stylesheet" href={context.asset('reach.css')} />,
    footer: <CampaignFooter view={view} context={context} />,
    children: (
      <div class="wide sheet trial">
        <p class="back">
          <a href={inside(context, `/c/${view.slug}/take-part`)}>← {t('take.title')}</a>
        </p>
        <h1 class="question">{t('test.title')}</h1>
        {seen === null ? <p class="summary">{t('test.lead')}</p> : <Told {...{ view, seen, context }} />}
        <ErrorSummary context={context} errors={errors} />
        <form method="post" action={inside(context, `/c/${view.slug}/test`)}>
          <Field
            context={context}
            name="url"
            label={t('test.url')}
            hint={t('test.urlHint')}
            value={typed}
            errors={errors}
            autocomplete="url"
            required
          />
          <button type="submit" class={seen === null ? 'button' : 'button quiet'}>
            {t(seen === null ? 'test.send' : 'test.again')}
          </button>
        </form>
      </div>
    ),
  });
}

function Told({ view, seen, context }: { view: CampaignView; seen: Seen; context: PageContext }) {
  const { t } = words(context);
  const { kind } = seen.verdict;
  const counted = seen.known?.state === 'counted';
  const bring = !counted && (kind === 'count' || kind === 'hold');
  return (
    <>
      <p class={`verdict ${tone(seen)}`} role="status">
        {verdictOf(seen, view, context)}
      </p>
      {bring ? (
        <form method="post" action={inside(context, `/c/${view.slug}/relays`)}>
          <input type="hidden" name="url" value={seen.trial.source} />
          <button type="submit" class="button">
            {t('test.bring')}
          </button>
        </form>
      ) : null}
      <section aria-labelledby="seen">
        <h2 id="seen">{t('test.seen')}</h2>
        <p class="break small">{seen.trial.source}</p>
        <Sightings view={view} seen={seen} context={context} />
      </section>
    </>
  );
}

function tone({ known, verdict }: Seen): string {
  if (known?.state === 'counted' || verdict.kind === 'count') return 'counted';
  return verdict.kind === 'hold' ? 'held' : 'refused';
}

function verdictOf({ known, verdict }: Seen, view: CampaignView, context: PageContext): string {
  const tr = words(context);
  if (known?.state === 'counted') return tr.t('test.counted');
  switch (verdict.kind) {
    case 'count': {
      const { now } = giftOfPost(view);
      if (now === 0) return tr.t('test.wouldZero');
      return tr.t('test.would', { units: unitsText(tr, view.unit, now), charity: view.charity.name });
    }
    case 'hold':
      return tr.t('test.wouldWait');
    default:
      return tr.t('test.wouldNot');
  }
}
