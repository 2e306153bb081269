import type { CampaignView } from '../../campaign/mod.ts';
import type { QuestionView } from '../../dialogue/mod.ts';
import { cleanLine } from '../../domain/mod.ts';
import { ErrorSummary, Field, type FieldError, fieldId } from '../console/fields.tsx';
import { CampaignFooter } from '../parts/campaign-footer.tsx';
import { Linked, sharePicture } from '../parts/head.tsx';
import { questionData } from '../parts/json-ld.ts';
import { inside, type PageContext, page, words } from '../parts/page.tsx';
import { Question } from './dialogue-parts.tsx';

export type QuestionPage = {
  readonly view: CampaignView;
  readonly question: QuestionView;
  readonly email: string;
  readonly errors: readonly FieldError[];
};

/** One question by itself, and the form by which others ask it too or follow it. */
export function renderQuestion(given: QuestionPage, context: PageContext): string {
  const { view, question, errors } = given;
  const { t } = words(context);
  const also = fieldId('also');
  return page({
    context,
    title: `${question.body.slice(0, 80)} · ${t('dialogue.title')}`,
    description: cleanLine(question.body, 200),
    aside: view.charity.name,
    picture: sharePicture(view, context),
    head: (
      <>
        <link rel="stylesheet" href={context.asset('dialogue.css')} />
        <Linked data={questionData(view, question, context)} />
      </>
    ),
    footer: <CampaignFooter view={view} context={context} />,
    children: (
      <div class="wide sheet dialogue">
        <p class="back">
          <a href={inside(context, `/c/${view.slug}/dialogue`)}>← {t('dialogue.backHere')}</a>
        </p>
        <h1 class="sr">{t('dialogue.question')}</h1>
        <Question question={question} view={view} context={context} alone />
        <section aria-labelledby="follow">
          <h2 id="follow">{t('dialogue.followTitle')}</h2>
          <ErrorSummary context={context} errors={errors} />
          <form method="post" action={inside(context, `/c/${view.slug}/dialogue/questions/${question.id}`)}>
            <Field
              context={context}
              errors={errors}
              name="email"
              kind="email"
              label={t('dialogue.email')}
              hint={t('dialogue.alsoHint')}
              value={given.email}
              autocomplete="email"
              required
            />
            <div class="buttons">
              <button type="submit" class="button" name="role" value="also" id={also}>
                {t('dialogue.also')}
              </button>
              <button type="submit" class="button quiet" name="role" value="follower">
                {t('dialogue.follow')}
              </button>
            </div>
          </form>
        </section>
      </div>
    ),
  });
}

/** A short page after a form, or behind a link in a mail. */
export function renderSaid(
  said: {
    readonly view: CampaignView;
    readonly title: string;
    readonly text: string;
    /** The question's words, where it is about one. */
    readonly quoted?: string;
    readonly button?: string;
  },
  context: PageContext,
): string {
  const { t } = words(context);
  return page({
    context,
    title: `${said.title} · ${t('dialogue.title')}`,
    aside: said.view.charity.name,
    hidden: true,
    head: <link rel="stylesheet" href={context.asset('dialogue.css')} />,
    footer: <CampaignFooter view={said.view} context={context} />,
    children: (
      <div class="wide sheet dialogue">
        <p class="back">
          <a href={inside(context, `/c/${said.view.slug}/dialogue`)}>← {t('dialogue.backHere')}</a>
        </p>
        <h1>{said.title}</h1>
        <p role="status">{said.text}</p>
        {said.quoted === undefined ? null : <blockquote class="said-text">{said.quoted}</blockquote>}
        {said.button === undefined ? null : (
          <form method="post" action={inside(context, context.path)}>
            <button type="submit" class="button">
              {said.button}
            </button>
          </form>
        )}
      </div>
    ),
  });
}
