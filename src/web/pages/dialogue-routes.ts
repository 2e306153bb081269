import { type Context, Hono } from 'hono';
import type { CampaignView } from '../../campaign/mod.ts';
import { cleanLine, cleanText } from '../../domain/mod.ts';
import { isId } from '../../kernel/mod.ts';
import { isMailAddress } from '../../mail/mod.ts';
import { languageOf } from '../answer.ts';
import type { Assets } from '../assets.ts';
import type { FieldError } from '../console/fields.tsx';
import { type Form, readForm } from '../console/form.ts';
import { answering } from '../parts/dialogue-facts.ts';
import { words } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import { pageContext } from './context.ts';
import { isOpen, renderDialogue, type TypedQuestion } from './dialogue.tsx';
import { renderQuestion, renderSaid } from './dialogue-question.tsx';
import { renderReservations } from './dialogue-reservations.tsx';
import type { Refusals } from './refusals.ts';

export const question_length_max = 1000;
const name_length_max = 80;
const slugPattern = /^[a-z0-9-]{1,64}$/;
type Status = 200 | 400 | 403 | 409 | 429;
const nothing: TypedQuestion = { name: '', email: '', organisation: '', question: '', meeting: '' };

/** `/c/:slug/dialogue` and what is under it, but for the links in mails. Nobody signs in, no cookie is read. */
export function dialoguePages(
  services: Services,
  assets: Assets,
  refusals: Refusals,
  targetHeaders: Readonly<Record<string, string>>,
): Hono {
  const { dialogue } = services;
  const app = new Hono();
  const context = (c: Context) => pageContext(services, assets, c);
  const headers = (c: Context) => ({
    ...targetHeaders,
    'cache-control': 'no-cache',
    'content-language': languageOf(c),
  });
  const campaignOf = async (c: Context) => {
    const slug = c.req.param('slug') ?? '';
    return slugPattern.test(slug) ? services.campaign(slug) : null;
  };
  const get = (path: string, page: (c: Context, view: CampaignView) => Response | Promise<Response>) =>
    app.get(`/c/:slug/dialogue${path}`, async (c) => {
      const view = await campaignOf(c);
      return view === null ? refusals.notFound(c) : page(c, view);
    });
  const post = (
    path: string,
    page: (c: Context, view: CampaignView, form: Form) => Response | Promise<Response>,
  ) =>
    app.post(`/c/:slug/dialogue${path}`, async (c) => {
      const view = await campaignOf(c);
      const form = view === null ? null : await readForm(c);
      if (view === null || form === null) return refusals.notFound(c);
      // Nobody has a session here; still, another site's page shall not have its visitors send our mails.
      const origin = c.req.header('origin');
      if (origin !== undefined && !services.console.origins.includes(origin))
        return say(c, view, 'console.forbidden', 'console.forbiddenText', 403);
      return page(c, view, form);
    });
  const say = (
    c: Context,
    view: CampaignView,
    title: Parameters<ReturnType<typeof words>['t']>[0],
    text: Parameters<ReturnType<typeof words>['t']>[0],
    status: Status = 200,
  ) => {
    const { t } = words(context(c));
    return c.body(renderSaid({ view, title: t(title), text: t(text) }, context(c)), status, headers(c));
  };

  /** Meetings for which questions may still be collected. */
  const meetingsAhead = async (view: CampaignView) =>
    (await services.meetings.meetings(view.slug)).filter(
      (one) => one.state === 'open' && one.startsAt > services.clock.now(),
    );

  const show = async (
    c: Context,
    view: CampaignView,
    typed: TypedQuestion = nothing,
    errors: readonly FieldError[] = [],
    status: Status = 200,
  ) => {
    const [questions, reservations, meetings] = await Promise.all([
      dialogue.questions(view.slug),
      dialogue.reservations(view.slug),
      meetingsAhead(view),
    ]);
    const listed = reservations.filter((one) => one.state === 'listed').length;
    const html = renderDialogue(
      { view, questions, meetings, reservations: listed, typed, errors },
      context(c),
    );
    return c.body(html, status, headers(c));
  };
  const waiting = (c: Context, seconds: number) =>
    words(context(c)).t('dialogue.wait', { minutes: Math.max(1, Math.ceil(seconds / 60)) });

  get('', (c, view) => show(c, view, { ...nothing, meeting: c.req.query('meeting') ?? '' }));

  post('/questions', async (c, view, form) => {
    const { t } = words(context(c));
    if (!isOpen(view, services.clock.now())) return show(c, view, nothing, [], 409);
    const typed = {
      // One character more than is taken, so that what is too long is said and not cut.
      name: cleanLine(form.text('name'), name_length_max + 1),
      email: form.text('email'),
      organisation: answering(view).includes(form.text('organisation')) ? form.text('organisation') : '',
      question: cleanText(form.text('question'), question_length_max + 1),
      meeting: (await meetingsAhead(view)).find((one) => one.id === form.text('meeting'))?.id ?? '',
    };
    const errors: FieldError[] = [];
    const wrong = (name: keyof TypedQuestion, sentence: string) => errors.push({ name, sentence });
    if (typed.question === '') wrong('question', t('dialogue.questionMissing'));
    if ([...typed.question].length > question_length_max)
      wrong('question', t('dialogue.tooLong', { most: question_length_max }));
    if (typed.name === '') wrong('name', t('dialogue.nameMissing'));
    if ([...typed.name].length > name_length_max)
      wrong('name', t('dialogue.tooLong', { most: name_length_max }));
    if (!isMailAddress(typed.email)) wrong('email', t('form.emailWrong'));
    if (errors.length > 0) return show(c, view, typed, errors, 400);
    const outcome = await dialogue.ask(view.slug, {
      name: typed.name,
      email: typed.email,
      body: typed.question,
      organisation: typed.organisation === '' ? null : typed.organisation,
      meeting: isId('mtg', typed.meeting) ? typed.meeting : null,
      language: languageOf(c),
    });
    switch (outcome.kind) {
      case 'asked':
        return say(c, view, 'dialogue.asked', 'dialogue.askedText');
      case 'unknown':
        return refusals.notFound(c);
      case 'too_many':
        wrong('email', t('dialogue.tooMany'));
        return show(c, view, typed, errors, 429);
      case 'wait':
        wrong('question', waiting(c, outcome.seconds));
        return show(c, view, typed, errors, 429);
    }
  });

  const showQuestion = async (
    c: Context,
    view: CampaignView,
    email: string,
    errors: readonly FieldError[],
    status: Status,
  ) => {
    const id = c.req.param('question') ?? '';
    const question = (await dialogue.questions(view.slug)).find((one) => one.id === id);
    return question === undefined
      ? refusals.notFound(c)
      : c.body(renderQuestion({ view, question, email, errors }, context(c)), status, headers(c));
  };
  get('/questions/:question', (c, view) => showQuestion(c, view, '', [], 200));
  post('/questions/:question', async (c, view, form) => {
    const { t } = words(context(c));
    const question = c.req.param('question') ?? '';
    const email = form.text('email');
    if (!isId('qst', question)) return refusals.notFound(c);
    const refuse = (sentence: string, status: Status) =>
      showQuestion(c, view, email, [{ name: 'email', sentence }], status);
    if (!isMailAddress(email)) return refuse(t('form.emailWrong'), 400);
    const role = form.text('role') === 'also' ? 'also' : 'follower';
    // A question of another campaign is none of this one's.
    if (!(await dialogue.questions(view.slug)).some((one) => one.id === question))
      return refusals.notFound(c);
    const outcome = await dialogue.follow(view.slug, { question, role, email, language: languageOf(c) });
    switch (outcome.kind) {
      case 'asked':
        return say(c, view, 'dialogue.asked', 'dialogue.askedText');
      case 'unknown':
        return refusals.notFound(c);
      case 'too_many':
        return refuse(t('dialogue.tooMany'), 429);
      case 'wait':
        return refuse(waiting(c, outcome.seconds), 429);
    }
  });

  const showReservations = async (
    c: Context,
    view: CampaignView,
    source: string,
    errors: readonly FieldError[],
    status: Status,
  ) => {
    const reservations = await dialogue.reservations(view.slug);
    const thanks = c.req.query('done') === 'submitted';
    const html = renderReservations({ view, reservations, source, errors, thanks }, context(c));
    return c.body(html, status, headers(c));
  };
  get('/reservations', (c, view) => showReservations(c, view, '', [], 200));
  post('/reservations', async (c, view, form) => {
    const { t } = words(context(c));
    const source = cleanLine(form.text('source'), 2048);
    const refuse = (sentence: string, status: Status) =>
      showReservations(c, view, source, [{ name: 'source', sentence }], status);
    const outcome = await dialogue.submit(view.slug, source);
    switch (outcome.kind) {
      case 'submitted':
        return c.body(null, 303, {
          ...headers(c),
          location: `/c/${view.slug}/dialogue/reservations?done=submitted`,
        });
      case 'invalid':
        return refuse(t('reservations.sourceWrong'), 400);
      case 'same_site':
        return refuse(t('reservations.sameSite'), 400);
      case 'wait':
        return refuse(waiting(c, outcome.seconds), 429);
    }
  });
  return app;
}
