import type { CampaignView, Draft, PublishOutcome } from '../../campaign/mod.ts';
import { LabelTable } from '../label/label.tsx';
import { inside, words } from '../parts/page.tsx';
import { labelOf, repairPath } from './draft-editor.tsx';
import { ErrorSummary, Field, type FieldError } from './fields.tsx';
import type { CampaignVisit } from './guard.ts';
import { problemWords } from './problem-words.ts';
import { consolePage } from './shell.tsx';

export type GatePage = {
  readonly draft: Draft;
  /** The campaign as its page would show it; null while the draft can't be read as one. */
  readonly preview: CampaignView | null;
  /** Promises whose terms would change, and so need a sentence. */
  readonly changing: readonly string[];
  readonly fields: ReadonlyMap<string, string>;
  readonly errors: readonly FieldError[];
  readonly refused: Extract<PublishOutcome, { kind: 'refused' }> | null;
};

/** The publish gate: what is missing, where it is repaired, the label as it will be, and the button. */
export function renderGate(given: GatePage, visit: CampaignVisit): string {
  const { context, entry } = visit;
  const { t } = words(context);
  const { draft } = given;
  const left = openProblems(draft).length + draft.obstacles.length;
  const unchanged = draft.base !== null && JSON.stringify(draft.base) === JSON.stringify(draft.composed);
  return consolePage({
    visit,
    campaign: visit,
    here: 'gate',
    title: t('gate.title'),
    children: (
      <>
        <ErrorSummary context={context} errors={given.errors} />
        {draft.overtaken ? <Overtaken visit={visit} /> : null}
        {given.refused === null ? null : (
          <div class="error-summary" role="alert">
            <p>
              <strong>{t('gate.refused')}</strong>
            </p>
            <ul>
              {given.refused.reasons.map((reason) => (
                <li lang="en">{reason}</li>
              ))}
            </ul>
          </div>
        )}
        <p class="summary">{left === 0 ? t('gate.ready') : t('gate.notReady', { n: left })}</p>
        <Obstacles draft={draft} visit={visit} />
        {unchanged && left === 0 ? <p>{t('gate.same')}</p> : null}
        {left > 0 || unchanged || draft.overtaken ? null : visit.mayHere('campaign.publish') ? (
          <form method="post" action={`/console/c/${entry.slug}/gate`}>
            <input type="hidden" name="revision" value={String(draft.revision)} />
            <Notices given={given} visit={visit} />
            <Field
              context={context}
              name="confirm"
              kind="flag"
              label={t('gate.confirm')}
              errors={given.errors}
            />
            <button type="submit">{t(entry.published ? 'gate.publishChanges' : 'gate.publish')}</button>
          </form>
        ) : (
          <p>{t('gate.onlyOperator')}</p>
        )}
        {given.preview === null ? null : (
          <section>
            <h2>{t('gate.label')}</h2>
            <LabelTable view={given.preview} dialogue={null} context={context} />
          </section>
        )}
      </>
    ),
  });
}

function Overtaken({ visit }: { visit: CampaignVisit }) {
  const { t } = words(visit.context);
  return (
    <div class="error-summary" role="alert">
      <p>{t('gate.overtaken')}</p>
      {visit.mayHere('campaign.edit') ? (
        <form method="post" action={`/console/c/${visit.entry.slug}/gate/adopt`}>
          <button type="submit">{t('gate.adopt')}</button>
        </form>
      ) : null}
    </div>
  );
}

/** What the file's own rules refuse, but for what the gate says in words of its own. */
function openProblems(draft: Draft): Draft['problems'] {
  return draft.problems.filter(({ path }) => !draft.obstacles.some((one) => one.path === path));
}

function Obstacles({ draft, visit }: { draft: Draft; visit: CampaignVisit }) {
  const { context } = visit;
  const tr = words(context);
  const { t } = tr;
  const rows = [
    ...openProblems(draft).map((problem) => ({
      kind: labelOf(tr, problem.path),
      sentence: problemWords(tr, problem),
      path: problem.path,
    })),
    ...draft.obstacles.map((one) => ({
      kind: t(`gate.${one.kind}`),
      sentence: t(`gate.${one.problem}`, one.values),
      path: one.path,
    })),
  ];
  if (rows.length === 0) return null;
  return (
    <ul class="rows gate-list">
      {rows.map((row) => (
        <li>
          <span>
            <strong>{row.kind}</strong> {row.sentence}
          </span>
          <a
            href={inside(context, repairPath(draft.slug, row.path))}
            aria-label={`${t('gate.repair')}: ${row.sentence}`}
          >
            {t('gate.repair')}
          </a>
        </li>
      ))}
    </ul>
  );
}

function Notices({ given, visit }: { given: GatePage; visit: CampaignVisit }) {
  const { context } = visit;
  const { t } = words(context);
  if (given.changing.length === 0) return null;
  return (
    <fieldset>
      <legend>{t('gate.notices')}</legend>
      <p class="small">{t('gate.noticesLead')}</p>
      {given.changing.flatMap((pledge) => [
        <Field
          context={context}
          name={`notice.${pledge}.fr`}
          label={t('gate.notice', { pledge })}
          value={given.fields.get(`notice.${pledge}.fr`) ?? ''}
          errors={given.errors}
          lang="fr"
          required
        />,
        <Field
          context={context}
          name={`notice.${pledge}.en`}
          label={t('gate.noticeEn')}
          value={given.fields.get(`notice.${pledge}.en`) ?? ''}
          errors={given.errors}
          lang="en"
        />,
      ])}
    </fieldset>
  );
}
