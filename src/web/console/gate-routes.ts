import { changingTerms, type Draft, previewOf } from '../../campaign/mod.ts';
import { words } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import type { FieldError } from './fields.tsx';
import { type GatePage, renderGate } from './gate.tsx';
import type { CampaignVisit, Console } from './guard.ts';

const notice_max = 500;

/** The publish gate. */
export function gatePages(services: Services, desk: Console): void {
  const { campaigns } = services.console;
  const withDraft = async (visit: CampaignVisit, page: (draft: Draft) => Response | Promise<Response>) => {
    const draft = await campaigns.draft(visit.entry.slug);
    return draft === null ? visit.notFound() : page(draft);
  };
  const show = async (
    visit: CampaignVisit,
    draft: Draft,
    more: Partial<GatePage> = {},
    status: 200 | 400 | 409 | 422 = 200,
  ) => {
    const changing = changingTerms(draft, await services.campaign(draft.slug));
    // A partner never sees what another has not published.
    const preview = visit.mayHere('pledge.read_draft') ? previewOf(draft, services.clock.now()) : null;
    const given = { draft, preview, changing, fields: new Map(), errors: [], refused: null, ...more };
    return visit.page(renderGate(given, visit), status);
  };

  desk.campaignGet('/gate', 'campaign.read', (_, visit) => withDraft(visit, (draft) => show(visit, draft)));

  desk.campaignPost('/gate', 'campaign.publish', (_, visit, form) =>
    withDraft(visit, async (draft) => {
      const { t } = words(visit.context);
      const fields = new Map(form.entries);
      const changing = changingTerms(draft, await services.campaign(draft.slug));
      const notices = new Map(
        changing.flatMap((pledge) => {
          const [fr, en] = [form.text(`notice.${pledge}.fr`), form.text(`notice.${pledge}.en`)];
          return fr === '' ? [] : [[pledge, { fr, ...(en === '' ? {} : { en }) }] as const];
        }),
      );
      const silent = changing.filter((pledge) => !notices.has(pledge));
      const long = [...fields].filter(
        ([name, value]) => name.startsWith('notice.') && value.length > notice_max,
      );
      const errors: readonly FieldError[] = [
        ...silent.map((pledge) => ({ name: `notice.${pledge}.fr`, sentence: t('gate.noticeMissing') })),
        ...long.map(([name]) => ({ name, sentence: t('form.tooLong') })),
        ...(form.text('confirm') === 'true' ? [] : [{ name: 'confirm', sentence: t('gate.confirmMissing') }]),
      ];
      if (errors.length > 0) return show(visit, draft, { fields, errors }, 400);
      const revision = Number(form.text('revision'));
      const outcome = await campaigns.publish(visit.person, draft.slug, revision, notices);
      switch (outcome.kind) {
        case 'published':
          return visit.to(`/console/c/${draft.slug}`, 'published');
        case 'refused':
          return show(visit, draft, { fields, refused: outcome }, 422);
        case 'incomplete':
          return show(visit, draft, { fields }, 422);
        case 'notice_missing': {
          const missing = outcome.pledges.map((pledge) => ({
            name: `notice.${pledge}.fr`,
            sentence: t('gate.noticeMissing'),
          }));
          return show(visit, draft, { fields, errors: missing }, 400);
        }
        case 'stale':
          return show(
            visit,
            draft,
            { fields, errors: [{ name: 'confirm', sentence: t('gate.stale') }] },
            409,
          );
        case 'unknown':
          return visit.notFound();
      }
    }),
  );

  desk.campaignPost('/gate/adopt', 'campaign.edit', (_, visit) =>
    withDraft(visit, async (draft) => {
      await campaigns.adopt(visit.person, draft.slug);
      return visit.to(`/console/c/${draft.slug}/gate`, 'saved');
    }),
  );
}
