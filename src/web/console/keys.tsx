import { words } from '../parts/page.tsx';
import { ErrorSummary, Field, type FieldError } from './fields.tsx';
import type { CampaignVisit } from './guard.ts';
import type { KeyRow } from './keys-port.ts';
import { consolePage } from './shell.tsx';

export type KeysPage = {
  readonly list: readonly KeyRow[];
  /** Whose keys the visitor may make. */
  readonly retailers: readonly string[];
  readonly typed: {
    readonly name: string;
    readonly retailer: string;
    readonly days: string;
    readonly publicKey: string;
    readonly scopes: readonly string[];
  };
  readonly errors: readonly FieldError[];
  /** Shown once, right after it was made. */
  readonly secret: string | null;
};

type Props = { readonly given: KeysPage; readonly visit: CampaignVisit };

/** The keys of a campaign's tills. */
export function renderKeys(given: KeysPage, visit: CampaignVisit): string {
  const { context } = visit;
  const { t } = words(context);
  return consolePage({
    visit,
    campaign: visit,
    here: 'keys',
    title: t('console.page.keys'),
    children: (
      <>
        <p class="summary">{t('keys.lead')}</p>
        <ErrorSummary context={context} errors={given.errors} />
        {given.secret === null ? null : (
          <div class="console-done" role="status">
            <p>
              <strong>{t('keys.secret')}</strong> <code>{given.secret}</code>
            </p>
            <p>{t('keys.secretOnce')}</p>
          </div>
        )}
        <section>
          <h2>{t('keys.list')}</h2>
          {given.list.length === 0 ? <p>{t('keys.none')}</p> : <List given={given} visit={visit} />}
        </section>
        {given.retailers.length === 0 ? (
          <p>{t('keys.noRetailer')}</p>
        ) : (
          <NewKey given={given} visit={visit} />
        )}
      </>
    ),
  });
}

function List({ given, visit }: Props) {
  const { t } = words(visit.context);
  return (
    <>
      <p class="small">{t('keys.rotateHint')}</p>
      {given.list.map((key) => (
        <Key given={key} visit={visit} />
      ))}
    </>
  );
}

function Key({ given: key, visit }: { given: KeyRow; visit: CampaignVisit }) {
  const tr = words(visit.context);
  const { t } = tr;
  const state = () => {
    if (key.revokedAt !== null) return t('keys.revoked', { date: tr.dateTime(key.revokedAt) });
    if (!key.works) return t('keys.expired');
    return key.expiresAt === null ? t('keys.works') : t('keys.until', { date: tr.dateTime(key.expiresAt) });
  };
  return (
    <section class="endpoint">
      <h3>
        {key.name} ({key.retailer})
      </h3>
      <p>
        {state()}
        {key.publicKey === null ? null : `, ${t('keys.signed')}`}
      </p>
      <p class="small">
        {key.scopes.map((scope) => t(scopeWords[scope])).join(', ')}.{' '}
        {t('keys.used', { day: key.lastUsed ?? t('keys.never') })}. <code>{key.id}</code>
      </p>
      {!key.works ? null : (
        <div class="actions">
          {(['rotate', 'revoke'] as const).map((action) => (
            <form method="post" action={`/console/c/${visit.entry.slug}/keys/act`}>
              <input type="hidden" name="key" value={key.id} />
              <button
                class="quiet"
                type="submit"
                name="do"
                value={action}
                aria-label={`${t(`keys.${action}`)}: ${key.name}`}
              >
                {t(`keys.${action}`)}
              </button>
            </form>
          ))}
        </div>
      )}
    </section>
  );
}

const scopeWords = { 'purchases:write': 'keys.scope.write', 'purchases:read': 'keys.scope.read' } as const;

function NewKey({ given, visit }: Props) {
  const { context, entry } = visit;
  const { t } = words(context);
  const { typed, errors } = given;
  const none = errors.find((error) => error.name === 'scopes');
  const options = given.retailers.map((value) => ({ value, label: value }));
  const field = { context, errors } as const;
  return (
    <section>
      <h2>{t('keys.add')}</h2>
      <form method="post" action={`/console/c/${entry.slug}/keys`}>
        <Field
          {...field}
          name="name"
          label={t('keys.name')}
          hint={t('keys.nameHint')}
          value={typed.name}
          required
        />
        <Field
          {...field}
          name="retailer"
          label={t('keys.retailer')}
          kind="choice"
          options={options}
          value={typed.retailer}
        />
        <Field
          {...field}
          name="days"
          label={t('keys.days')}
          hint={t('keys.daysHint')}
          value={typed.days}
          required
        />
        <fieldset id="f-scopes" aria-describedby={none === undefined ? undefined : 'f-scopes-error'}>
          <legend>{t('keys.scopes')}</legend>
          {(['purchases:write', 'purchases:read'] as const).map((scope) => (
            <div class="field field-flag">
              <input
                id={`f-${scope.replace(':', '-')}`}
                type="checkbox"
                name="scopes"
                value={scope}
                checked={typed.scopes.includes(scope)}
              />
              <label for={`f-${scope.replace(':', '-')}`}>{t(scopeWords[scope])}</label>
            </div>
          ))}
          {none === undefined ? null : (
            <p class="field-error" id="f-scopes-error">
              {none.sentence}
            </p>
          )}
        </fieldset>
        <Field
          {...field}
          name="publicKey"
          label={t('keys.publicKey')}
          hint={t('keys.publicKeyHint')}
          value={typed.publicKey}
        />
        <button type="submit">{t('keys.make')}</button>
      </form>
    </section>
  );
}
