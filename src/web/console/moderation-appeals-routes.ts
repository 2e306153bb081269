import type { Context } from 'hono';
import type { AppealCursor } from '../../evidence/mod.ts';
import { isId } from '../../kernel/mod.ts';
import { words } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import { renderNotPublic } from './dashboard.tsx';
import type { CampaignVisit, Console } from './guard.ts';
import { type AppealsPage, renderAppeals, wordsField } from './moderation-appeals.tsx';
import { words_length_max } from './moderation-words.ts';

const page_rows = 25;

/** A place in the list as addresses carry it; null for a text that is none. */
const cursor = {
  write: ({ dueAt, id }: AppealCursor) => `${dueAt}-${id}`,
  read: (text: string): AppealCursor | null => {
    const [, time = '', id = ''] = /^(\d{1,15})-(apl_\w+)$/.exec(text) ?? [];
    return isId('apl', id) ? { dueAt: Number(time), id } : null;
  },
};

/** `/console/c/:slug/appeals`. */
export function appealDesk(services: Services, desk: Console): void {
  const { moderation } = services.console;

  const show = async (
    c: Context,
    visit: CampaignVisit,
    more: Partial<Pick<AppealsPage, 'errors' | 'outcomes' | 'typed'>>,
    status: 200 | 400 | 409 = 200,
  ) => {
    const { slug } = visit.entry;
    const place = (name: string): AppealCursor | null | 'none' => {
      const text = c.req.query(name) ?? '';
      return text === '' ? null : (cursor.read(text) ?? 'none');
    };
    const [afterOpen, afterDecided] = [place('open'), place('decided')];
    if (afterOpen === 'none' || afterDecided === 'none') return visit.notFound();
    const [open, decided, counts] = await Promise.all([
      moderation.appeals(slug, true, afterOpen, page_rows),
      moderation.appeals(slug, false, afterDecided, page_rows),
      services.appeals.counts(slug),
    ]);
    if (open === null || decided === null)
      return visit.page(renderNotPublic(visit, words(visit.context).t('appeals.title'), 'appeals'));
    const path = `/console/c/${slug}/appeals`;
    const html = renderAppeals(
      {
        open: open.rows,
        decided: decided.rows,
        counts,
        nextOpen: open.next === null ? null : `${path}?open=${cursor.write(open.next)}`,
        nextDecided: decided.next === null ? null : `${path}?decided=${cursor.write(decided.next)}`,
        errors: more.errors ?? [],
        outcomes: more.outcomes ?? [],
        typed: more.typed ?? null,
      },
      visit,
    );
    return visit.page(html, status);
  };

  desk.campaignGet('/appeals', 'appeal.decide', (c, visit) => show(c, visit, {}));

  desk.campaignPost('/appeals/:appeal', 'appeal.decide', async (c, visit, form) => {
    const appeal = c.req.param('appeal') ?? '';
    const { t } = words(visit.context);
    const answer = form.text('answer');
    const said = form.text(wordsField(appeal));
    const typed = { appeal, words: said };
    if (!isId('apl', appeal) || (answer !== 'accept' && answer !== 'refuse')) return visit.notFound();
    const wrong =
      said.length > words_length_max
        ? t('mod.wordsLong')
        : answer === 'refuse' && said === ''
          ? t('appeals.wordsMissing')
          : null;
    if (wrong !== null)
      return show(c, visit, { errors: [{ name: wordsField(appeal), sentence: wrong }], typed }, 400);
    const outcome = await moderation.answer(visit.person, visit.entry.slug, {
      appeal,
      accept: answer === 'accept',
      words: said === '' ? null : said,
    });
    switch (outcome.kind) {
      case 'done':
      case 'already':
        return visit.to(`/console/c/${visit.entry.slug}/appeals`, 'decided');
      case 'unknown':
        return visit.notFound();
      case 'withdrawn':
        return show(c, visit, { outcomes: [t('appeals.withdrawnNow')] }, 409);
      case 'same_person':
        return show(c, visit, { outcomes: [t('appeals.samePerson')], typed }, 409);
      case 'conflict': {
        const state = t(`appeals.state.${outcome.state}`);
        return show(c, visit, { outcomes: [t('appeals.conflict', { by: outcome.by, state })], typed }, 409);
      }
    }
  });
}
