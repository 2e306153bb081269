import type { CampaignView } from '../../campaign/mod.ts';
import type { ReservationView } from '../../dialogue/mod.ts';
import { stances } from '../../domain/mod.ts';
import { ErrorSummary, Field, type FieldError } from '../console/fields.tsx';
import { CampaignFooter } from '../parts/campaign-footer.tsx';
import { sharePicture } from '../parts/head.tsx';
import { hostOf, inside, Outside, type PageContext, page, words } from '../parts/page.tsx';
import { Answers } from './dialogue-parts.tsx';

export type ReservationsPage = {
  readonly view: CampaignView;
  readonly reservations: readonly ReservationView[];
  readonly source: string;
  readonly errors: readonly FieldError[];
  readonly thanks: boolean;
};

/** `/c/:slug/dialogue/reservations`: critical posts, with what was answered beside them. */
export function renderReservations(given: ReservationsPage, context: PageContext): string {
  const { view, reservations, errors } = given;
  const tr = words(context);
  const { t } = tr;
  const listed = reservations.filter((one) => one.state === 'listed');
  const waiting = reservations.length - listed.length;
  return page({
    context,
    title: `${t('reservations.title')} · ${tr.localised(view.title)}`,
    description: t('reservations.lead'),
    aside: view.charity.name,
    picture: sharePicture(view, context),
    head: <link rel="stylesheet" href={context.asset('dialogue.css')} />,
    footer: <CampaignFooter view={view} context={context} />,
    children: (
      <div class="wide sheet dialogue">
        <p class="back">
          <a href={inside(context, `/c/${view.slug}/dialogue`)}>← {t('dialogue.backHere')}</a>
        </p>
        <h1>{t('reservations.title')}</h1>
        <p class="summary">{t('reservations.lead')}</p>
        {given.thanks ? (
          <p class="notice" role="status">
            {t('reservations.thanks')}
          </p>
        ) : null}
        <p>{t('reservations.count', { n: listed.length })}</p>
        {listed.map((reservation) => (
          <Reservation reservation={reservation} view={view} context={context} />
        ))}
        {waiting === 0 ? null : <p class="small">{t('reservations.checkingText', { n: waiting })}</p>}
        <section aria-labelledby="yours">
          <h2 id="yours">{t('stance.yours')}</h2>
          <p>{t('stance.yoursText')}</p>
          <ul>
            {stances.map((stance) => (
              <li>
                {t(`stance.${stance}`)}{' '}
                <code class="break">{`${context.publicUrl}/c/${view.slug}?stance=${stance}`}</code>
              </li>
            ))}
          </ul>
        </section>
        <section aria-labelledby="submit">
          <h2 id="submit">{t('reservations.submit')}</h2>
          <ErrorSummary context={context} errors={errors} />
          <form method="post" action={inside(context, `/c/${view.slug}/dialogue/reservations`)}>
            <Field
              context={context}
              errors={errors}
              name="source"
              kind="url"
              label={t('reservations.source')}
              hint={t('reservations.sourceHint')}
              value={given.source}
              required
            />
            <button type="submit" class="button">
              {t('reservations.send')}
            </button>
          </form>
        </section>
      </div>
    ),
  });
}

type Props = {
  readonly reservation: ReservationView;
  readonly view: CampaignView;
  readonly context: PageContext;
};

/** What a critical post says of itself. */
export function Criticism({ reservation, context }: Omit<Props, 'view'>) {
  const tr = words(context);
  const { t } = tr;
  const { title, author, site, source, excerpt, published, submittedAt, units, stance } = reservation;
  return (
    <div class="criticism">
      <p class="small stance">{t(stance === null ? 'stance.unsaid' : `stance.said.${stance}`)}</p>
      <h2 class="post-title break">
        <Outside href={source}>{title ?? hostOf(source)}</Outside>
      </h2>
      <p class="by">{author === null ? (site ?? '') : t('reservations.by', { author, site: site ?? '' })}</p>
      {excerpt === null ? null : <blockquote class="excerpt">{excerpt}</blockquote>}
      <p class="small">
        {published === null
          ? t('reservations.submitted', { date: tr.date(submittedAt) })
          : t('reservations.published', { date: tr.date(published) })}
      </p>
      {units > 0 ? (
        <p class="small">
          <a href={inside(context, `/relays/${reservation.relay}`)}>{t('reservations.units')}</a>
        </p>
      ) : null}
    </div>
  );
}

/** A critical post, and what was answered beside it. */
export function Reservation({ reservation, view, context }: Props) {
  const tr = words(context);
  const { t } = tr;
  const { offTopic, answers } = reservation;
  return (
    <article class={offTopic === null ? 'reservation' : 'reservation off-topic'} id={reservation.id}>
      {offTopic === null ? null : (
        <p class="due late">
          {t('reservations.offTopic', { date: tr.date(offTopic.at), reason: offTopic.reason })}
        </p>
      )}
      <div class="beside">
        <Criticism reservation={reservation} context={context} />
        <div>
          <h3>{t('reservations.answers')}</h3>
          {answers.length === 0 ? <p>{t('reservations.noAnswer')}</p> : null}
          <Answers answers={answers} view={view} context={context} />
        </div>
      </div>
    </article>
  );
}
