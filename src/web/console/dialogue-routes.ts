import type { Context } from 'hono';
import { cleanLine, cleanText } from '../../domain/mod.ts';
import { isId } from '../../kernel/mod.ts';
import { answering } from '../parts/dialogue-facts.ts';
import { words } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import { answerField, type DialogueDeskPage, reasonField, renderDialogueDesk } from './dialogue.tsx';
import type { Form } from './form.ts';
import type { CampaignVisit, Console } from './guard.ts';

const answer_length_max = 5000;
const reason_length_max = 500;

/** `/console/c/:slug/dialogue`: the charity, the partners and the operator answer; the operator marks what is off topic. */
export function dialogueDeskPages(services: Services, desk: Console): void {
  const { dialogue } = services.console;
  const show = async (
    _c: Context,
    visit: CampaignVisit,
    more: Partial<Pick<DialogueDeskPage, 'typed' | 'errors'>> = {},
    status: 200 | 400 = 200,
  ) => {
    const view = await services.campaign(visit.entry.slug);
    if (view === null) return visit.notFound();
    const [questions, reservations] = await Promise.all([
      services.dialogue.questions(view.slug),
      services.dialogue.reservations(view.slug),
    ]);
    const speaksFor = answering(view).filter((one) => visit.mayHere('question.answer', one));
    const mayMark = visit.mayHere('reservation.mark');
    const page = { view, questions, reservations, speaksFor, mayMark, typed: null, errors: [], ...more };
    return visit.page(renderDialogueDesk(page, visit), status);
  };
  const spokenFor = (form: Form, about: string) =>
    form.text('organisation') === '' ? form.text(`organisation-${about}`) : form.text('organisation');
  /** One character more than is taken, so that what is too long is said and not cut. */
  const typedIn = (form: Form, name: string, most: number) => cleanText(form.text(name), most + 1);
  const back = (visit: CampaignVisit, about: string, done: string) =>
    visit.to(`/console/c/${visit.entry.slug}/dialogue#${about}`, done);

  desk.campaignGet('/dialogue', 'campaign.read', (c, visit) => show(c, visit));

  desk.campaignPost('/dialogue/questions/:about', 'question.answer', async (c, visit, form) => {
    const { t } = words(visit.context);
    const about = c.req.param('about') ?? '';
    const slug = spokenFor(form, about);
    if (!isId('qst', about)) return visit.notFound();
    if (slug === '' || !visit.mayHere('question.answer', slug)) return visit.forbidden();
    const body = typedIn(form, answerField(about), answer_length_max);
    const refuse = (sentence: string) =>
      show(c, visit, { typed: { about, text: body }, errors: [{ name: answerField(about), sentence }] }, 400);
    if (cleanLine(visit.person.name, 80) === '') return refuse(t('dialogue.nameFirst'));
    if (body === '') return refuse(t('dialogue.answerMissing'));
    if ([...body].length > answer_length_max)
      return refuse(t('dialogue.tooLong', { most: answer_length_max }));
    const view = await services.campaign(visit.entry.slug);
    const organisation = { slug, name: view?.organisations[slug]?.name ?? slug };
    const done = await dialogue.answer(visit.person, visit.entry.slug, {
      question: about,
      organisation,
      body,
    });
    return done ? back(visit, about, 'answered') : visit.notFound();
  });

  desk.campaignPost('/dialogue/reservations/:about', 'campaign.read', async (c, visit, form) => {
    const { t } = words(visit.context);
    const about = c.req.param('about') ?? '';
    const deed = form.text('do');
    if (!isId('rsv', about)) return visit.notFound();
    const refuse = (name: string, sentence: string, text: string) =>
      show(c, visit, { typed: { about, text }, errors: [{ name, sentence }] }, 400);
    const act = async (what: Parameters<typeof dialogue.reservation>[3]) =>
      (await dialogue.reservation(visit.person, visit.entry.slug, about, what))
        ? back(visit, about, 'marked')
        : visit.notFound();
    if (deed === 'answer') {
      const organisation = spokenFor(form, about);
      if (organisation === '' || !visit.mayHere('reservation.answer', organisation)) return visit.forbidden();
      const body = typedIn(form, answerField(about), answer_length_max);
      if (cleanLine(visit.person.name, 80) === '')
        return refuse(answerField(about), t('dialogue.nameFirst'), body);
      if (body === '') return refuse(answerField(about), t('dialogue.answerMissing'), body);
      if ([...body].length > answer_length_max)
        return refuse(answerField(about), t('dialogue.tooLong', { most: answer_length_max }), body);
      return act({ do: 'answer', organisation, body });
    }
    if (!visit.mayHere('reservation.mark')) return visit.forbidden();
    if (deed === 'confirm' || deed === 'on_topic') return act({ do: deed });
    if (deed !== 'off_topic') return visit.notFound();
    const reason = typedIn(form, reasonField(about), reason_length_max);
    if (reason === '') return refuse(reasonField(about), t('dialogue.reasonMissing'), '');
    if ([...reason].length > reason_length_max)
      return refuse(reasonField(about), t('dialogue.tooLong', { most: reason_length_max }), '');
    return act({ do: 'off_topic', reason });
  });
}
