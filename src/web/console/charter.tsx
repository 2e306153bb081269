import { type CharterView, type Draft, valueAt } from '../../campaign/mod.ts';
import { type PageContext, words } from '../parts/page.tsx';
import { DraftEditor, organisationsOf } from './draft-editor.tsx';
import { charterSection } from './draft-fields.ts';
import type { TypedSection } from './draft-form.ts';
import { ErrorSummary, Field, type FieldError } from './fields.tsx';
import type { CampaignVisit } from './guard.ts';
import { consolePage } from './shell.tsx';

export type CharterPage = {
  readonly draft: Draft;
  /** The text and criteria as they stand in the form; null for who may not edit them. */
  readonly typed: TypedSection | null;
  /** What was typed in the forms of a finding and of the consent. */
  readonly fields: ReadonlyMap<string, string>;
  readonly errors: readonly FieldError[];
};

type Props = { readonly given: CharterPage; readonly visit: CampaignVisit };

const listAt = <T,>(draft: Draft, path: string): readonly T[] => {
  const value = valueAt(draft.composed, path);
  return Array.isArray(value) ? (value as readonly T[]) : [];
};

/** The partners who promise something, by slug and name. */
export function partnersOf(draft: Draft): readonly { readonly slug: string; readonly name: string }[] {
  const slugs = listAt<{ partner?: string }>(draft, 'pledges').map((one) => one.partner ?? '');
  return organisationsOf(draft.draft).filter(({ slug }) => slugs.includes(slug));
}

export const criteriaOf = (draft: Draft) =>
  listAt<CharterView['criteria'][number]>(draft, 'charter.criteria');
export const findingsOf = (draft: Draft) =>
  listAt<CharterView['findings'][number]>(draft, 'charter.findings');

/** Whether every partner was examined on every criterion: before that there is nothing to sign. */
export function isExamined(draft: Draft): boolean {
  const [criteria, partners, findings] = [criteriaOf(draft), partnersOf(draft), findingsOf(draft)];
  return (
    criteria.length > 0 &&
    partners.length > 0 &&
    partners.every(({ slug }) =>
      criteria.every(({ id }) => findings.some((one) => one.partner === slug && one.criterion === id)),
    )
  );
}

/** The charity's charter: its criteria, what it found about each partner, its signature, its consent. */
export function renderCharter(given: CharterPage, visit: CampaignVisit): string {
  const { context, entry } = visit;
  const { t } = words(context);
  const sign = visit.mayHere('charter.sign');
  return consolePage({
    visit,
    campaign: visit,
    here: 'charter',
    title: t('charterPage.title'),
    children: (
      <>
        <p class="summary">{t('charterPage.lead')}</p>
        <ErrorSummary context={context} errors={given.errors} />
        {sign ? null : <p>{t('charterPage.onlyCharity')}</p>}
        <Findings given={given} visit={visit} />
        {sign ? <Examine given={given} visit={visit} /> : null}
        <Signature given={given} visit={visit} />
        <Consent given={given} visit={visit} />
        {given.typed === null ? null : (
          <section>
            <h2>{t('charterPage.text')}</h2>
            <DraftEditor
              context={context}
              section={charterSection}
              typed={given.typed}
              errors={[]}
              revision={given.draft.revision}
              action={`/console/c/${entry.slug}/charter`}
              organisations={[]}
            />
          </section>
        )}
      </>
    ),
  });
}

function Findings({ given, visit }: Props) {
  const tr = words(visit.context);
  const { t } = tr;
  const { draft } = given;
  const [criteria, partners, findings] = [criteriaOf(draft), partnersOf(draft), findingsOf(draft)];
  if (criteria.length === 0) return <p>{t('charterPage.none')}</p>;
  return (
    <section>
      <h2>{t('charter.findings')}</h2>
      <section class="table-scroll" aria-label={t('charter.findings')} tabindex={0}>
        <table class="list">
          <thead>
            <tr>
              <th scope="col">{t('charter.criterion')}</th>
              {partners.map((one) => (
                <th scope="col">{one.name}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {criteria.map((criterion) => (
              <tr>
                <th scope="row">{tr.localised(criterion.text ?? { fr: criterion.id })}</th>
                {partners.map((partner) => {
                  const found = findings.find(
                    (one) => one.partner === partner.slug && one.criterion === criterion.id,
                  );
                  return (
                    <td>
                      {found === undefined ? (
                        t('charter.none')
                      ) : (
                        <>
                          <strong>{t(`charter.${found.result}`)}</strong>{' '}
                          <span class="small">
                            {t('charter.by', { by: found.by, date: tr.day(found.on) })}
                          </span>
                          {found.note === null || found.note === undefined ? null : (
                            <p class="small">{tr.localised(found.note)}</p>
                          )}
                        </>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function Examine({ given, visit }: Props) {
  const { context, entry } = visit;
  const tr = words(context);
  const { t } = tr;
  const { draft, fields, errors } = given;
  const value = (name: string) => fields.get(name) ?? '';
  return (
    <section>
      <h2>{t('charterPage.examine')}</h2>
      <form method="post" action={`/console/c/${entry.slug}/charter/examine`}>
        <Field
          context={context}
          name="partner"
          kind="choice"
          label={t('charterPage.partner')}
          value={value('partner')}
          errors={errors}
          options={partnersOf(draft).map(({ slug, name }) => ({ value: slug, label: name }))}
        />
        <Field
          context={context}
          name="criterion"
          kind="choice"
          label={t('charterPage.criterion')}
          value={value('criterion')}
          errors={errors}
          options={criteriaOf(draft).map(({ id, text }) => ({
            value: id,
            label: tr.localised(text ?? { fr: id }),
          }))}
        />
        <Field
          context={context}
          name="result"
          kind="choice"
          label={t('charterPage.result')}
          value={value('result')}
          errors={errors}
          options={(['met', 'partly', 'not-met'] as const).map((one) => ({
            value: one,
            label: t(`charter.${one}`),
          }))}
        />
        <Field
          context={context}
          name="note"
          label={t('charterPage.note')}
          value={value('note')}
          errors={errors}
          lang="fr"
        />
        <Field
          context={context}
          name="noteEn"
          label={t('charterPage.noteEn')}
          value={value('noteEn')}
          errors={errors}
          lang="en"
        />
        <Field
          context={context}
          name="document"
          label={t('charterPage.document')}
          value={value('document')}
          errors={errors}
        />
        <button type="submit">{t('charterPage.add')}</button>
      </form>
    </section>
  );
}

function charityName({ draft }: CharterPage): string {
  const slug = String(valueAt(draft.draft, 'campaign.charity') ?? '');
  return organisationsOf(draft.draft).find((one) => one.slug === slug)?.name ?? slug;
}

function Signature({ given, visit }: Props) {
  const tr = words(visit.context);
  const { t } = tr;
  const signedOn = valueAt(given.draft.composed, 'charter.signedOn');
  return (
    <section>
      <h2>{t('charterPage.sign')}</h2>
      <p>
        {typeof signedOn === 'string'
          ? t('charterPage.signed', { date: tr.day(signedOn) })
          : t('charterPage.unsigned')}
      </p>
      {!visit.mayHere('charter.sign') || typeof signedOn === 'string' ? null : isExamined(given.draft) ? (
        <form method="post" action={`/console/c/${visit.entry.slug}/charter/sign`}>
          <button type="submit">{t('charterPage.signButton', { charity: charityName(given) })}</button>
        </form>
      ) : (
        <p class="small">{t('charterPage.incomplete')}</p>
      )}
    </section>
  );
}

function Consent({ given, visit }: Props) {
  const { context } = visit;
  const tr = words(context);
  const { t } = tr;
  const consent = valueAt(given.draft.composed, 'disclosures.consent') as
    | {
        readonly on: string;
        readonly by: string;
        readonly scope: { readonly fr: string; readonly en?: string };
      }
    | undefined;
  const value = (name: string) => given.fields.get(name) ?? '';
  return (
    <section id="f-disclosures_consent">
      <h2>{t('charterPage.consent')}</h2>
      <p>{t('charterPage.consentText')}</p>
      <p>
        {consent === undefined
          ? t('charterPage.consentNone')
          : t('charterPage.consentGiven', {
              date: tr.day(consent.on),
              by: consent.by,
              scope: tr.localised(consent.scope),
            })}
      </p>
      {visit.mayHere('charter.sign') ? (
        <form method="post" action={`/console/c/${visit.entry.slug}/charter/consent`}>
          <Scope
            context={context}
            name="scope"
            label={t('charterPage.scope')}
            value={value('scope')}
            given={given}
          />
          <Scope
            context={context}
            name="scopeEn"
            label={t('charterPage.scopeEn')}
            value={value('scopeEn')}
            given={given}
          />
          <button type="submit">{t('charterPage.consentButton', { charity: charityName(given) })}</button>
        </form>
      ) : null}
    </section>
  );
}

function Scope(props: {
  context: PageContext;
  name: string;
  label: string;
  value: string;
  given: CharterPage;
}) {
  const { context, name, label, value, given } = props;
  return (
    <Field
      context={context}
      name={name}
      kind="area"
      label={label}
      value={value}
      errors={given.errors}
      required={name === 'scope'}
      lang={name === 'scope' ? 'fr' : 'en'}
      rows={3}
    />
  );
}
