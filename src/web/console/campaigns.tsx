import type { Draft, DraftEntry } from '../../campaign/mod.ts';
import { inside, words } from '../parts/page.tsx';
import { DraftEditor, type EditorProps } from './draft-editor.tsx';
import { draftSections } from './draft-fields.ts';
import { ErrorSummary, Field, type FieldError } from './fields.tsx';
import type { CampaignVisit, Visit } from './guard.ts';
import { consolePage, pagesFor } from './shell.tsx';

export type NewCampaignTyped = { readonly slug: string; readonly title: string; readonly operator: string };

/** The campaigns somebody may see, and the way to begin one. */
export function renderCampaigns(
  given: {
    readonly entries: readonly DraftEntry[];
    readonly operators: readonly { readonly slug: string; readonly name: string }[];
    readonly typed: NewCampaignTyped;
    readonly errors: readonly FieldError[];
  },
  visit: Visit,
): string {
  const { context } = visit;
  const tr = words(context);
  const { t } = tr;
  return consolePage({
    visit,
    title: t('campaigns.title'),
    here: 'home',
    children: (
      <>
        <ErrorSummary context={context} errors={given.errors} />
        {given.entries.length === 0 ? <p>{t('campaigns.none')}</p> : null}
        <ul class="rows">
          {given.entries.map((entry) => (
            <li>
              <a href={inside(context, `/console/c/${entry.slug}`)}>
                {entry.title === null ? entry.slug : tr.localised(entry.title)}
              </a>
              <span class="small">
                {t(entry.published ? 'campaigns.public' : 'campaigns.draft')}, {tr.dateTime(entry.updatedAt)}
              </span>
            </li>
          ))}
        </ul>
        {given.operators.length === 0 ? null : (
          <section>
            <h2>{t('campaigns.new')}</h2>
            <form method="post" action="/console/campaigns">
              <Field
                context={context}
                name="title"
                label={t('campaigns.titleFr')}
                value={given.typed.title}
                errors={given.errors}
                lang="fr"
                required
              />
              <Field
                context={context}
                name="slug"
                label={t('campaigns.slug')}
                value={given.typed.slug}
                errors={given.errors}
                hint={t('edit.slugHint')}
                required
              />
              <Field
                context={context}
                name="operator"
                kind="choice"
                label={t('campaigns.operator')}
                value={given.typed.operator}
                errors={given.errors}
                options={given.operators.map(({ slug, name }) => ({ value: slug, label: name }))}
              />
              <button type="submit">{t('campaigns.create')}</button>
            </form>
          </section>
        )}
      </>
    ),
  });
}

/** What waits for the visitor at a page, and how much of it; `more`: at least so much. */
export type Waiting = {
  readonly page: 'moderation' | 'appeals' | 'comments' | 'dialogue';
  readonly count: number;
  readonly more: boolean;
};

/** Where a campaign stands: public or not, what waits, every page there is for the visitor, the parts it is made of. */
export function renderOverview(draft: Draft, waiting: readonly Waiting[], visit: CampaignVisit): string {
  const { context, entry } = visit;
  const { t } = words(context);
  const left = new Set([...draft.problems, ...draft.obstacles].map((one) => one.path)).size;
  const at = (path: string) => inside(context, `/console/c/${entry.slug}${path}`);
  return consolePage({
    visit,
    campaign: visit,
    here: 'overview',
    title: t('overview.title'),
    children: (
      <>
        <p class="summary">{entry.published ? t('overview.public') : t('overview.draft', { n: left })}</p>
        {left === 0 && entry.published ? null : (
          <p>
            <a class="button" href={at('/gate')}>
              {t(left === 0 ? 'console.page.gate' : 'overview.gate')}
            </a>
          </p>
        )}
        {entry.published ? (
          <section>
            <h2>{t('overview.waiting')}</h2>
            {waiting.length === 0 ? (
              <p>{t('overview.nothingWaits')}</p>
            ) : (
              <ul class="rows">
                {waiting.map((one) => (
                  <li>
                    <a href={at(`/${one.page}`)}>{t(`overview.waits.${one.page}`, { n: one.count })}</a>
                    {one.more ? <span class="small">{t('overview.atLeast')}</span> : null}
                  </li>
                ))}
              </ul>
            )}
          </section>
        ) : null}
        <section>
          <h2>{t('overview.pages')}</h2>
          <ul class="console-map">
            {pagesFor(visit).map(({ group, pages }) =>
              group === null ? null : (
                <li>
                  <h3>{t(`console.group.${group}`)}</h3>
                  <ul>
                    {pages.map(({ name, path }) => (
                      <li>
                        <a href={at(path)}>{t(`console.page.${name}`)}</a>
                      </li>
                    ))}
                  </ul>
                </li>
              ),
            )}
          </ul>
        </section>
        {visit.mayHere('campaign.edit') ? (
          <section>
            <h2>{t('edit.parts')}</h2>
            <ul class="rows">
              {draftSections.map((section) => (
                <li>
                  <a href={at(`/edit/${section.name}`)}>{t(section.title)}</a>
                </li>
              ))}
              <li>
                <a href={at('/promises')}>{t('edit.promises')}</a>
              </li>
            </ul>
          </section>
        ) : null}
        {visit.mayHere('export.read') ? (
          <p>
            <a href={at('/file')}>{t('edit.export')}</a>
          </p>
        ) : null}
      </>
    ),
  });
}

/** A part of the campaign on screen. */
export function renderSection(
  given: Omit<EditorProps, 'context'> & { readonly here: 'edit' | 'promises' },
  visit: CampaignVisit,
): string {
  const { context, entry } = visit;
  const { t } = words(context);
  return consolePage({
    visit,
    campaign: visit,
    here: given.here,
    title: t(given.section.title),
    children: (
      <>
        {given.here === 'promises' ? null : (
          <nav class="console-nav" aria-label={t('edit.parts')}>
            <ul>
              {draftSections.map((section) => (
                <li>
                  <a
                    href={inside(context, `/console/c/${entry.slug}/edit/${section.name}`)}
                    aria-current={section.name === given.section.name ? 'page' : undefined}
                  >
                    {t(section.title)}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        )}
        <DraftEditor {...given} context={context} />
      </>
    ),
  });
}
