import { type Draft, type FindingResult, readDraftFile } from '../../campaign/mod.ts';
import { httpUrl, words } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import { changedEntries, zoneOf } from './campaign-routes.ts';
import { type CharterPage, criteriaOf, isExamined, partnersOf, renderCharter } from './charter.tsx';
import { sectionErrors } from './draft-editor.tsx';
import { charterSection } from './draft-fields.ts';
import { draftWith, typedFrom, typedIn } from './draft-form.ts';
import type { FieldError } from './fields.tsx';
import type { Form } from './form.ts';
import type { CampaignVisit, Console } from './guard.ts';
import { problemWords } from './problem-words.ts';

const results: readonly string[] = ['met', 'partly', 'not-met'] satisfies readonly FindingResult[];

/** The charter: its text and criteria, examinations, the charity's signatures. */
export function charterPages(services: Services, desk: Console): void {
  const { campaigns } = services.console;
  const withDraft = async (visit: CampaignVisit, page: (draft: Draft) => Response | Promise<Response>) => {
    const draft = await campaigns.draft(visit.entry.slug);
    return draft === null ? visit.notFound() : page(draft);
  };
  // Who writes the charter: the operator who prepares the campaign, and the charity whose policy it is.
  const mayWrite = (visit: CampaignVisit) =>
    visit.mayHere('campaign.edit') || visit.mayHere('charter.examine');
  const show = (
    visit: CampaignVisit,
    draft: Draft,
    more: Partial<CharterPage> = {},
    status: 200 | 400 | 409 = 200,
  ) => {
    const typed = mayWrite(visit) ? typedFrom(draft.draft, charterSection, zoneOf(draft.draft)) : null;
    return visit.page(renderCharter({ draft, typed, fields: new Map(), errors: [], ...more }, visit), status);
  };
  const again = (visit: CampaignVisit, draft: Draft, form: Form, errors: readonly FieldError[]) =>
    show(visit, draft, { fields: new Map(form.entries), errors }, 400);

  desk.campaignGet('/charter', 'campaign.read', (_, visit) =>
    withDraft(visit, (draft) => show(visit, draft)),
  );

  desk.campaignPost('/charter', 'campaign.read', (_, visit, form) =>
    withDraft(visit, async (draft) => {
      if (!mayWrite(visit)) return visit.forbidden();
      const tr = words(visit.context);
      const typed = typedIn(form.entries, charterSection);
      const changed = changedEntries(typed, form.text('do'));
      if (changed !== null) return show(visit, draft, { typed: changed });
      const file = draftWith(draft.draft, charterSection, typed, zoneOf(draft.draft));
      const errors = sectionErrors(tr, readDraftFile(file).problems, charterSection, typed, problemWords);
      if (errors.length > 0) return show(visit, draft, { typed, errors }, 400);
      const entry = { slug: draft.slug, operator: draft.operator, file };
      const outcome =
        Number(form.text('revision')) === draft.revision
          ? await campaigns.save(visit.person, entry, draft.revision, 'charter')
          : 'stale';
      if (outcome === 'saved') return visit.to(`/console/c/${draft.slug}/charter`, 'saved');
      const stale = [{ name: 'charter.text', sentence: tr.t('form.stale') }];
      return show(visit, draft, { typed, errors: stale }, 409);
    }),
  );

  desk.campaignPost('/charter/examine', 'charter.examine', (_, visit, form) =>
    withDraft(visit, async (draft) => {
      const { t } = words(visit.context);
      const [partner, criterion, result] = [
        form.text('partner'),
        form.text('criterion'),
        form.text('result'),
      ];
      const known =
        partnersOf(draft).some(({ slug }) => slug === partner) &&
        criteriaOf(draft).some(({ id }) => id === criterion) &&
        results.includes(result);
      if (!known)
        return again(visit, draft, form, [{ name: 'partner', sentence: t('charterPage.findingWrong') }]);
      const [document, note, noteEn] = [form.text('document'), form.text('note'), form.text('noteEn')];
      if (document !== '' && (httpUrl(document) === null || document.length > 2048))
        return again(visit, draft, form, [{ name: 'document', sentence: t('charterPage.documentWrong') }]);
      const long = [note, noteEn].findIndex((text) => text.length > 1000);
      if (long >= 0)
        return again(visit, draft, form, [
          { name: long === 0 ? 'note' : 'noteEn', sentence: t('form.tooLong') },
        ]);
      await campaigns.find(visit.person, draft.slug, {
        partner,
        criterion,
        result: result as FindingResult,
        note: note === '' ? null : { fr: note, ...(noteEn === '' ? {} : { en: noteEn }) },
        document: document === '' ? null : document,
      });
      return visit.to(`/console/c/${draft.slug}/charter`, 'saved');
    }),
  );

  desk.campaignPost('/charter/sign', 'charter.sign', (_, visit) =>
    withDraft(visit, async (draft) => {
      if (!isExamined(draft)) {
        const { t } = words(visit.context);
        return show(
          visit,
          draft,
          { errors: [{ name: 'partner', sentence: t('charterPage.incomplete') }] },
          409,
        );
      }
      await campaigns.sign(visit.person, draft, 'charter', null);
      return visit.to(`/console/c/${draft.slug}/charter`, 'signed');
    }),
  );

  desk.campaignPost('/charter/consent', 'charter.sign', (_, visit, form) =>
    withDraft(visit, async (draft) => {
      const { t } = words(visit.context);
      const [scope, scopeEn] = [form.text('scope'), form.text('scopeEn')];
      const errors = [
        ...(scope === '' ? [{ name: 'scope', sentence: t('charterPage.scopeMissing') }] : []),
        ...(scope.length > 500 ? [{ name: 'scope', sentence: t('form.tooLong') }] : []),
        ...(scopeEn.length > 500 ? [{ name: 'scopeEn', sentence: t('form.tooLong') }] : []),
      ];
      if (errors.length > 0) return again(visit, draft, form, errors);
      const given = { fr: scope, ...(scopeEn === '' ? {} : { en: scopeEn }) };
      await campaigns.sign(visit.person, draft, 'consent', given);
      return visit.to(`/console/c/${draft.slug}/charter`, 'signed');
    }),
  );
}
