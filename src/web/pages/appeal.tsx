import type { CampaignView } from '../../campaign/mod.ts';
import type { RelayStanding, RelayStatus } from '../../evidence/mod.ts';
import { ErrorSummary, Field, type FieldError } from '../console/fields.tsx';
import { CampaignFooter } from '../parts/campaign-footer.tsx';
import { sharePicture } from '../parts/head.tsx';
import { inside, type PageContext, page, words } from '../parts/page.tsx';
import { postTitle } from '../parts/wall.tsx';

export type AppealPage = {
  readonly status: RelayStatus;
  readonly view: CampaignView;
  readonly typed: { readonly why: string; readonly email: string };
  readonly errors: readonly FieldError[];
  /** Why nothing can be appealed now, in place of the form. */
  readonly refusal: string | null;
};

/** The form by which an author appeals against a refusal. */
export function renderAppeal(given: AppealPage, context: PageContext): string {
  const { t } = words(context);
  const { status, view, typed, errors, refusal } = given;
  return page({
    context,
    title: `${t('appeal.title')} · ${postTitle(status.post, status.source)}`,
    aside: view.charity.name,
    picture: sharePicture(view, context),
    hidden: true,
    footer: <CampaignFooter view={view} context={context} />,
    children: (
      <div class="wide sheet">
        <p class="back">
          <a href={inside(context, `/relays/${status.id}`)}>← {t('appeal.back')}</a>
        </p>
        <h1 class="question">{t('appeal.title')}</h1>
        <p class="break">{postTitle(status.post, status.source)}</p>
        {refusal === null ? (
          <>
            <p class="summary">{t('appeal.lead')}</p>
            <p>{t('appeal.days', { n: view.relay.appealDays })}</p>
            <ErrorSummary context={context} errors={errors} />
            <form method="post" action={inside(context, `/relays/${status.id}/appeal`)}>
              <Field
                context={context}
                name="why"
                kind="area"
                rows={6}
                label={t('appeal.why')}
                hint={t('appeal.whyHint')}
                value={typed.why}
                errors={errors}
                required
              />
              <Field
                context={context}
                name="email"
                kind="email"
                label={t('appeal.email')}
                hint={t('appeal.emailHint')}
                value={typed.email}
                errors={errors}
                autocomplete="email"
              />
              <button type="submit" class="button">
                {t('appeal.send')}
              </button>
            </form>
          </>
        ) : (
          <p class="alarm" role="alert">
            {refusal}
          </p>
        )}
      </div>
    ),
  });
}

type StandingProps = {
  readonly relay: string;
  readonly standing: RelayStanding;
  readonly context: PageContext;
};

/** What people said of a relay: every doubt, the words of a refusal, the appeal and how it stands. */
export function Standing({ relay, standing, context }: StandingProps) {
  const tr = words(context);
  const { t } = tr;
  const { doubts, refusal, appeal, mayAppeal } = standing;
  return (
    <>
      {doubts.length < 2 ? null : (
        <section>
          <h2>{t('relay.doubts')}</h2>
          <ul>
            {doubts.map((doubt) => (
              <li>{t(`doubt.${doubt}`)}</li>
            ))}
          </ul>
        </section>
      )}
      {refusal === null || (refusal.reason === null && refusal.words === null) ? null : (
        <section>
          <h2>{t('relay.refusal')}</h2>
          {refusal.reason === null ? null : <p>{t(`refusal.${refusal.reason}`)}</p>}
          {refusal.words === null ? null : <blockquote class="said">{refusal.words}</blockquote>}
          <p class="small">{t('relay.refusalAt', { at: tr.dateTime(refusal.at) })}</p>
        </section>
      )}
      {appeal === null && !mayAppeal ? null : (
        <section id="appeal">
          <h2>{t('appeal.heading')}</h2>
          {appeal === null ? null : <AppealState appeal={appeal} context={context} />}
          {mayAppeal ? (
            <p>
              <a class="button quiet" href={inside(context, `/relays/${relay}/appeal`)} rel="nofollow">
                {t('appeal.link')}
              </a>
            </p>
          ) : null}
        </section>
      )}
    </>
  );
}

function AppealState(props: { appeal: NonNullable<RelayStanding['appeal']>; context: PageContext }) {
  const { appeal, context } = props;
  const tr = words(context);
  const { t } = tr;
  const late = appeal.state === 'open' && appeal.dueAt < context.now;
  const said = {
    made: tr.dateTime(appeal.madeAt),
    due: tr.dateTime(appeal.dueAt),
    decided: appeal.decidedAt === null ? '' : tr.dateTime(appeal.decidedAt),
  };
  return (
    <>
      <p role="status">{t(late ? 'appeal.overdue' : `appeal.${appeal.state}`, said)}</p>
      {appeal.words === null || appeal.words === '' ? null : (
        <>
          <h3>{t('appeal.answer')}</h3>
          <blockquote class="said">{appeal.words}</blockquote>
        </>
      )}
    </>
  );
}
