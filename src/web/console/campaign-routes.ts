import { type Draft, type DraftFile, readDraftFile, valueAt, withValue } from '../../campaign/mod.ts';
import { answering } from '../parts/dialogue-facts.ts';
import { words } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import {
  type NewCampaignTyped,
  renderCampaigns,
  renderOverview,
  renderSection,
  type Waiting,
} from './campaigns.tsx';
import { organisationsOf, sectionErrors } from './draft-editor.tsx';
import { type DraftSection, draftSections, promiseSection } from './draft-fields.ts';
import { draftWith, type TypedSection, typedFrom, typedIn, withEntry, withoutEntry } from './draft-form.ts';
import type { FieldError } from './fields.tsx';
import type { Form } from './form.ts';
import { type CampaignVisit, type Console, targetOf, type Visit } from './guard.ts';
import { problemWords } from './problem-words.ts';

const slugPattern = /^[a-z0-9-]{1,64}$/;

/** The zone in which a draft's dates are typed. */
export function zoneOf(draft: DraftFile): string {
  const zone = valueAt(draft, 'campaign.timeZone');
  return typeof zone === 'string' && zone !== '' ? zone : 'Europe/Paris';
}

/** What a submit button asks for besides saving: an entry more, or one less. */
export function changedEntries(typed: TypedSection, asked: string): TypedSection | null {
  const [verb, list = '', index] = asked.split(' ');
  if (!typed.counts.has(list)) return null;
  if (verb === 'add') return withEntry(typed, list);
  return verb === 'remove' && /^\d{1,3}$/.test(index ?? '') ? withoutEntry(typed, list, Number(index)) : null;
}

/** Campaigns in the making: begin one, its parts, its promises. */
export function campaignPages(services: Services, desk: Console): void {
  const { campaigns } = services.console;

  const home = async (
    visit: Visit,
    typed: NewCampaignTyped = { slug: '', title: '', operator: '' },
    errors: readonly FieldError[] = [],
  ) => {
    const entries = (await campaigns.entries()).filter((entry) =>
      visit.may('campaign.read', { campaign: targetOf(entry), organisation: null }),
    );
    const operators = visit.person.roles
      .filter(({ organisation }) => visit.may('campaign.create', { campaign: null, organisation }))
      .map(({ organisation, organisationName }) => ({ slug: organisation, name: organisationName }));
    const distinct = [...new Map(operators.map((one) => [one.slug, one])).values()];
    const html = renderCampaigns({ entries, operators: distinct, typed, errors }, visit);
    return visit.page(html, errors.length === 0 ? 200 : 400);
  };
  desk.get('/console', (_, visit) => home(visit));
  desk.post('/console/campaigns', async (_, visit, form) => {
    const { t } = words(visit.context);
    const typed = { slug: form.text('slug'), title: form.text('title'), operator: form.text('operator') };
    const errors: FieldError[] = [
      ...(typed.title === '' ? [{ name: 'title', sentence: t('form.empty') }] : []),
      ...(typed.title.length > 160 ? [{ name: 'title', sentence: t('form.tooLong') }] : []),
      ...(slugPattern.test(typed.slug) ? [] : [{ name: 'slug', sentence: t('form.slugWrong') }]),
    ];
    if (errors.length > 0) return home(visit, typed, errors);
    const { operator } = typed;
    if (!visit.may('campaign.create', { campaign: null, organisation: operator })) return visit.forbidden();
    const role = visit.person.roles.find(({ organisation }) => organisation === operator);
    const file = {
      organisations: [
        { slug: operator, kind: role?.kind ?? 'operator', name: role?.organisationName ?? operator },
      ],
      campaign: {
        slug: typed.slug,
        title: { fr: typed.title },
        operator,
        ...(role?.kind === 'charity' ? { charity: operator } : {}),
        unit: { code: 'meal', names: { fr: ['repas', 'repas'], en: ['meal', 'meals'] } },
      },
    };
    const outcome = await campaigns.create(visit.person, { slug: typed.slug, operator, file });
    if (outcome === 'taken') return home(visit, typed, [{ name: 'slug', sentence: t('campaigns.taken') }]);
    return visit.to(`/console/c/${typed.slug}`, 'created');
  });

  const withDraft = async (visit: CampaignVisit, page: (draft: Draft) => Response | Promise<Response>) => {
    const draft = await campaigns.draft(visit.entry.slug);
    return draft === null ? visit.notFound() : page(draft);
  };
  const show = (
    visit: CampaignVisit,
    draft: Draft,
    section: DraftSection,
    typed: TypedSection,
    errors: readonly FieldError[] = [],
    status: 200 | 400 | 409 = 200,
  ) => {
    const promises = section === promiseSection;
    const path = promises ? 'promises' : `edit/${section.name}`;
    const html = renderSection(
      {
        section,
        typed,
        errors,
        revision: draft.revision,
        action: `/console/c/${draft.slug}/${path}`,
        organisations: organisationsOf(draft.draft),
        here: promises ? 'promises' : 'edit',
      },
      visit,
    );
    return visit.page(html, status);
  };
  /** Saves a part, or shows it again with what is wrong, keeping what was typed. `seen`: the draft they may see. */
  const save = async (visit: CampaignVisit, draft: Draft, section: DraftSection, form: Form) => {
    const tr = words(visit.context);
    const typed = typedIn(form.entries, section);
    const changed = changedEntries(typed, form.text('do'));
    if (changed !== null) return show(visit, draft, section, changed);
    const shown = seenBy(visit, draft.draft);
    const typedZone = typed.texts.get('campaign.timeZone');
    const zone = typedZone === undefined || typedZone === '' ? zoneOf(shown) : typedZone;
    const part = draftWith(shown, section, typed, zone);
    const file = keptFor(visit, draft, part);
    const { problems } = readDraftFile(file);
    const errors = sectionErrors(tr, problems, section, typed, problemWords);
    if (errors.length > 0) return show(visit, draft, section, typed, errors, 400);
    const revision = Number(form.text('revision'));
    const entry = { slug: draft.slug, operator: draft.operator, file };
    const outcome =
      revision === draft.revision
        ? await campaigns.save(visit.person, entry, revision, section.name)
        : 'stale';
    if (outcome === 'saved')
      return visit.to(
        `/console/c/${draft.slug}/${section === promiseSection ? 'promises' : `edit/${section.name}`}`,
        'saved',
      );
    const first = [...typed.texts.keys()][0] ?? '';
    return show(visit, draft, section, typed, [{ name: first, sentence: tr.t('form.stale') }], 409);
  };

  desk.campaignGet('', 'campaign.read', (_, visit) =>
    withDraft(visit, async (draft) =>
      visit.page(renderOverview(draft, await waitingFor(services, visit), visit)),
    ),
  );
  desk.campaignGet('/edit', 'campaign.edit', (_, visit) =>
    visit.to(`/console/c/${visit.entry.slug}/edit/campaign`),
  );
  const sectionOf = (name: string | undefined) => draftSections.find((section) => section.name === name);
  desk.campaignGet('/edit/:section', 'campaign.edit', (c, visit) =>
    withDraft(visit, (draft) => {
      const section = sectionOf(c.req.param('section'));
      if (section === undefined) return visit.notFound();
      return show(visit, draft, section, typedFrom(draft.draft, section, zoneOf(draft.draft)));
    }),
  );
  desk.campaignPost('/edit/:section', 'campaign.edit', (c, visit, form) =>
    withDraft(visit, (draft) => {
      const section = sectionOf(c.req.param('section'));
      return section === undefined ? visit.notFound() : save(visit, draft, section, form);
    }),
  );
  desk.campaignGet('/promises', 'pledge.read_draft', (_, visit) =>
    withDraft(visit, (draft) => {
      const seen = seenBy(visit, draft.draft);
      return show(visit, draft, promiseSection, typedFrom(seen, promiseSection, zoneOf(seen)));
    }),
  );
  desk.campaignPost('/promises', 'pledge.edit', (_, visit, form) =>
    withDraft(visit, (draft) => save(visit, draft, promiseSection, form)),
  );
  desk.campaignGet('/file', 'export.read', async (c, visit) => {
    const text = await campaigns.exported(visit.entry.slug);
    if (text === null) return visit.notFound();
    return c.body(text, 200, {
      'content-type': 'application/yaml; charset=utf-8',
      'content-disposition': `attachment; filename="${visit.entry.slug}.yaml"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
  });
}

const partnerOf = (pledge: unknown) => String((pledge as { partner?: unknown } | null)?.partner ?? '');

/** The draft with those promises alone that the visitor may read: a partner never sees another's unpublished terms. */
export function seenBy(visit: CampaignVisit, draft: DraftFile): DraftFile {
  const pledges = valueAt(draft, 'pledges');
  if (!Array.isArray(pledges) || visit.mayHere('pledge.read_draft')) return draft;
  return withValue(
    draft,
    'pledges',
    pledges.filter((pledge) => visit.mayHere('pledge.read_draft', partnerOf(pledge))),
  );
}

/**
 * The whole draft with what the visitor changed put in: everything for who runs the campaign; for a partner its own
 * promises alone, in the places they had, whatever else the form said.
 */
function keptFor(visit: CampaignVisit, draft: Draft, part: DraftFile): DraftFile {
  // Who runs a campaign, and its address, are not for a form to change.
  const fixed = (file: DraftFile) =>
    withValue(withValue(file, 'campaign.slug', draft.slug), 'campaign.operator', draft.operator);
  if (visit.mayHere('campaign.edit')) return fixed(part);
  const all = valueAt(draft.draft, 'pledges');
  const before = Array.isArray(all) ? all : [];
  const mine = (pledge: unknown) => visit.mayHere('pledge.edit', partnerOf(pledge));
  const typed = valueAt(part, 'pledges');
  const next = (Array.isArray(typed) ? typed : []).filter(mine);
  const kept = before.flatMap((pledge) => (mine(pledge) ? next.splice(0, 1) : [pledge]));
  return fixed(withValue(draft.draft, 'pledges', [...kept, ...next]));
}

/** Appeals that are counted; of more it is said that there are more. */
const appeals_max = 50;

/** What waits for this visitor in a campaign that is public. */
async function waitingFor(services: Services, visit: CampaignVisit): Promise<readonly Waiting[]> {
  const { slug, published } = visit.entry;
  const view = published ? await services.campaign(slug) : null;
  if (view === null) return [];
  const { moderation, journal } = services.console;
  const held = async () => [...(await moderation.counts(slug)).values()].reduce((sum, one) => sum + one, 0);
  const speaksFor = answering(view).filter((one) => visit.mayHere('question.answer', one));
  const unanswered = async () =>
    (await services.dialogue.questions(slug)).filter(
      ({ answers, organisation }) =>
        answers.length === 0 && (organisation === null || speaksFor.includes(organisation)),
    ).length;
  const appeals = visit.mayHere('appeal.decide')
    ? await moderation.appeals(slug, true, null, appeals_max)
    : null;
  const found: readonly Waiting[] = [
    {
      page: 'moderation',
      count: visit.mayHere('relay.moderate') ? await held() : 0,
      more: false,
    },
    { page: 'appeals', count: appeals?.rows.length ?? 0, more: (appeals?.next ?? null) !== null },
    {
      page: 'comments',
      count: visit.mayHere('comment.moderate')
        ? ((await journal.comments(slug, 'held', 0))?.waiting ?? 0)
        : 0,
      more: false,
    },
    { page: 'dialogue', count: speaksFor.length === 0 ? 0 : await unanswered(), more: false },
  ];
  return found.filter(({ count }) => count > 0);
}
