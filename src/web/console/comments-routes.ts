import type { Context } from 'hono';
import type { DeskFilter } from '../../dialogue/mod.ts';
import { words } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import { comments_on_page, renderCommentsDesk } from './comments.tsx';
import type { FieldError } from './fields.tsx';
import type { CampaignVisit, Console } from './guard.ts';

/** Comments of a campaign's journal, before the eyes of a person. */
export function commentsDesk(services: Services, desk: Console): void {
  const { journal } = services.console;
  const filterOf = (c: Context): DeskFilter => {
    const asked = c.req.query('show');
    return asked === 'published' || asked === 'refused' ? asked : 'held';
  };
  const show = async (
    c: Context,
    visit: CampaignVisit,
    errors: readonly FieldError[],
    status: 200 | 400 = 200,
  ) => {
    const filter = filterOf(c);
    const from = c.req.query('from') ?? '';
    const offset = /^\d{1,7}$/.test(from) ? Number(from) : 0;
    const list = await journal.comments(visit.entry.slug, filter, offset);
    return list === null
      ? visit.notFound()
      : visit.page(renderCommentsDesk({ ...list, offset, filter, errors }, visit), status);
  };
  desk.campaignGet('/comments', 'comment.moderate', (c, visit) => show(c, visit, []));
  desk.campaignPost('/comments', 'comment.moderate', async (c, visit, form) => {
    const { t } = words(visit.context);
    const comments = [...new Set(form.all('comment'))].slice(0, comments_on_page);
    const decision = form.text('decision');
    if (comments.length === 0 || (decision !== 'publish' && decision !== 'refuse'))
      return show(c, visit, [{ name: 'comment', sentence: t('cdesk.noneChosen') }], 400);
    const changed = await journal.decide(visit.person, visit.entry.slug, {
      comments,
      publish: decision === 'publish',
    });
    if (changed === null) return visit.notFound();
    return visit.to(`/console/c/${visit.entry.slug}/comments?show=${filterOf(c)}`, 'decided');
  });
}
