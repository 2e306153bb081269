import type { PasskeyView, SessionView } from '../../people/mod.ts';
import { words } from '../parts/page.tsx';
import { ErrorSummary, Field, type FieldError, languageChoices } from './fields.tsx';
import type { Visit } from './guard.ts';
import { consolePage } from './shell.tsx';

export type AccountPage = {
  readonly sessions: readonly SessionView[];
  readonly passkeys: readonly PasskeyView[];
  readonly codesLeft: number;
  /** Shown once, right after they were made. */
  readonly newCodes: readonly string[];
  readonly name: string;
  readonly errors: readonly FieldError[];
  readonly passkeysPossible: boolean;
};

/** One's own account: name, passkeys, recovery codes, sessions, roles. */
export function renderAccount(given: AccountPage, visit: Visit): string {
  const { context, person } = visit;
  const { t } = words(context);
  return consolePage({
    visit,
    title: t('account.title'),
    here: 'account',
    script: given.passkeysPossible ? (
      <script type="module" src={context.asset('passkey.js')}></script>
    ) : undefined,
    children: (
      <>
        <p class="summary">{person.email}</p>
        <ErrorSummary context={context} errors={given.errors} />
        <form method="post" action="/console/account">
          <Field
            context={context}
            name="name"
            label={t('account.name')}
            value={given.name}
            errors={given.errors}
            autocomplete="name"
            required
          />
          <Field
            context={context}
            name="language"
            kind="choice"
            label={t('account.language')}
            value={person.language}
            options={languageChoices}
          />
          <button type="submit">{t('form.save')}</button>
        </form>
        <section>
          <h2>{t('account.roles')}</h2>
          <ul>
            {person.roles.map((role) => (
              <li>
                {t(role.campaign === null ? 'account.role' : 'account.roleIn', {
                  role: t(`person.${role.role}`),
                  organisation: role.organisationName,
                  campaign: role.campaign ?? '',
                })}
              </li>
            ))}
          </ul>
        </section>
        <Passkeys given={given} visit={visit} />
        <Codes given={given} visit={visit} />
        <Sessions given={given} visit={visit} />
      </>
    ),
  });
}

function Passkeys({ given, visit }: { given: AccountPage; visit: Visit }) {
  const tr = words(visit.context);
  const { t } = tr;
  return (
    <section>
      <h2>{t('account.passkeys')}</h2>
      {given.passkeys.length === 0 ? <p>{t('account.passkeysNone')}</p> : null}
      <ul class="rows">
        {given.passkeys.map((one) => (
          <li>
            <span>
              {t('account.passkeyLine', {
                name: one.name,
                created: tr.date(one.createdAt),
                used: one.usedAt === null ? t('account.never') : tr.date(one.usedAt),
              })}
            </span>
            <form method="post" action="/console/account/passkey/remove">
              <input type="hidden" name="passkey" value={one.id} />
              <button class="quiet" type="submit" aria-label={t('account.removeOf', { name: one.name })}>
                {t('account.remove')}
              </button>
            </form>
          </li>
        ))}
      </ul>
      {given.passkeysPossible ? (
        <div data-passkey="add" hidden>
          <Field context={visit.context} name="passkey-name" label={t('account.passkeyName')} value="" />
          <button type="button">{t('account.passkeyAdd')}</button>
          <p role="status" data-failed={t('account.passkeyFailed')}></p>
        </div>
      ) : (
        <p>{t('signIn.passkeyNone')}</p>
      )}
    </section>
  );
}

function Codes({ given, visit }: { given: AccountPage; visit: Visit }) {
  const { t } = words(visit.context);
  return (
    <section>
      <h2>{t('account.codes')}</h2>
      {given.newCodes.length === 0 ? (
        <p>{t('account.codesLeft', { n: given.codesLeft })}</p>
      ) : (
        <div role="status">
          <h3>{t('account.codesNew')}</h3>
          <p>{t('account.codesOnce')}</p>
          <ul class="codes">
            {given.newCodes.map((code) => (
              <li>
                <code>{code}</code>
              </li>
            ))}
          </ul>
        </div>
      )}
      <form method="post" action="/console/account/codes">
        <button type="submit">{t('account.codesMake')}</button>
      </form>
    </section>
  );
}

function Sessions({ given, visit }: { given: AccountPage; visit: Visit }) {
  const tr = words(visit.context);
  const { t } = tr;
  return (
    <section>
      <h2>{t('account.sessions')}</h2>
      <ul class="rows">
        {given.sessions.map((one) => (
          <li>
            <span>
              {t('account.sessionLine', {
                way: t(`way.${one.way}`),
                agent: shortAgent(one.agent),
                seen: tr.dateTime(one.seenAt),
              })}
              {one.id === visit.session ? <strong> ({t('account.sessionHere')})</strong> : null}
            </span>
            {one.id === visit.session ? null : (
              <form method="post" action="/console/account/session/close">
                <input type="hidden" name="session" value={one.id} />
                <button
                  class="quiet"
                  type="submit"
                  aria-label={t('account.closeOf', { agent: shortAgent(one.agent) })}
                >
                  {t('account.close')}
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
      {given.sessions.length < 2 ? null : (
        <form method="post" action="/console/account/session/close-others">
          <button type="submit">{t('account.closeOthers')}</button>
        </form>
      )}
    </section>
  );
}

/** The browser's name in its long self-description. */
function shortAgent(agent: string): string {
  return /(Firefox|Edg|Chrome|Safari|curl)\/[\d.]+/.exec(agent)?.[0] ?? (agent.slice(0, 40) || '–');
}
