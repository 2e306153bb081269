import type { CampaignView } from '../../campaign/mod.ts';
import type { QuestionView } from '../../dialogue/mod.ts';
import { type DialogueFacts, dialogue_days_min, dialogueFacts } from '../../domain/mod.ts';
import type { Translator } from '../../i18n/mod.ts';

/** Those who answer: the charity, then who runs the campaign, then the partners. */
export function answering(view: CampaignView): readonly string[] {
  const all = [view.charity.slug, ...view.promises.map((one) => one.partner), view.operator.slug];
  return [...new Set(all)];
}

export const organisationName = (view: CampaignView, slug: string) => view.organisations[slug]?.name ?? slug;

export const factsOf = (view: CampaignView, questions: readonly QuestionView[], now: number): DialogueFacts =>
  dialogueFacts(
    view,
    answering(view),
    questions.map((one) => ({ ...one, answers: one.answers })),
    now,
  );

/** What the campaign's page and the dialogue say first; `alarm` where something is not as it should be. */
export function factSentences(
  facts: DialogueFacts,
  { t }: Translator,
): readonly { readonly text: string; readonly alarm: boolean }[] {
  const { daysBefore, tooShort, questions, unanswered, overdue } = facts;
  const open = daysBefore === null ? t('dialogue.notAnnounced') : t('dialogue.openBefore', { n: daysBefore });
  const waiting = questions === 0 ? '' : ` ${t('dialogue.unanswered', { n: unanswered })}`;
  return [
    {
      text: tooShort ? `${open} ${t('dialogue.tooShort', { days: dialogue_days_min })}` : open,
      alarm: tooShort,
    },
    { text: t('dialogue.counts', { n: questions }) + waiting, alarm: false },
    ...(overdue === 0 ? [] : [{ text: t('dialogue.overdue', { n: overdue }), alarm: true }]),
  ];
}
