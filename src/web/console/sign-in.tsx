import type { LinkView } from '../../people/mod.ts';
import { type PageContext, page, words } from '../parts/page.tsx';
import { ErrorSummary, Field, type FieldError } from './fields.tsx';

type Frame = { context: PageContext; title: string; script?: boolean; children?: unknown };

/** A page of the console for somebody who is not signed in. */
function doorPage({ context, title, script, children }: Frame): string {
  return page({
    context,
    title: `${title} · Relais`,
    aside: words(context).t('console.title'),
    hidden: true,
    signedIn: true,
    head: script === true ? <script type="module" src={context.asset('passkey.js')}></script> : undefined,
    children: (
      <div class="wide console door">
        <h1>{title}</h1>
        {children as never}
      </div>
    ),
  });
}

export type SignInPage = {
  readonly next: string;
  readonly email: string;
  readonly sso: string | null;
  readonly passkeys: boolean;
  readonly errors: readonly FieldError[];
  /** The answer to a form, said on top. */
  readonly said: 'sent' | 'ssoFailed' | null;
};

/** The ways in: passkey, link, one's organisation, recovery code. */
export function renderSignIn(given: SignInPage, context: PageContext): string {
  const { t } = words(context);
  const { errors } = given;
  const next = <input type="hidden" name="next" value={given.next} />;
  return doorPage({
    context,
    title: t('signIn.title'),
    script: given.passkeys,
    children: (
      <>
        <p class="summary">{t('signIn.lead')}</p>
        {given.said === null ? null : (
          <p class="console-done" role="status">
            {t(`signIn.${given.said}`)}
          </p>
        )}
        <ErrorSummary context={context} errors={errors} />
        <section>
          <h2>{t('signIn.passkey')}</h2>
          {given.passkeys ? (
            <div data-passkey="enter" data-next={given.next} hidden>
              <button type="button">{t('signIn.passkeyButton')}</button>
              <p role="status" data-failed={t('signIn.passkeyFailed')}></p>
            </div>
          ) : (
            <p>{t('signIn.passkeyNone')}</p>
          )}
          <noscript>
            <p>{t('signIn.emailButton')} ↓</p>
          </noscript>
        </section>
        <section>
          <h2>{t('signIn.email')}</h2>
          <form method="post" action="/console/sign-in">
            {next}
            <Field
              context={context}
              name="email"
              kind="email"
              label={t('signIn.emailField')}
              value={given.email}
              errors={errors}
              autocomplete="email"
              required
            />
            <button type="submit">{t('signIn.emailButton')}</button>
          </form>
        </section>
        {given.sso === null ? null : (
          <section>
            <form method="post" action="/console/sso">
              {next}
              <button type="submit">{t('signIn.sso', { name: given.sso })}</button>
            </form>
          </section>
        )}
        <details open={errors.some((error) => error.name === 'code')}>
          <summary>{t('signIn.code')}</summary>
          <form method="post" action="/console/recover">
            {next}
            <Field
              context={context}
              name="code-email"
              kind="email"
              label={t('signIn.emailField')}
              value={given.email}
              errors={errors}
              autocomplete="email"
              required
            />
            <Field context={context} name="code" label={t('signIn.codeField')} errors={errors} required />
            <button type="submit">{t('signIn.codeButton')}</button>
          </form>
        </details>
      </>
    ),
  });
}

/** Whose account a link opens; a program that follows links in mails does not use it up. */
export function renderLink(link: LinkView & { kind: 'sign-in' | 'invite' }, context: PageContext): string {
  const { t } = words(context);
  return doorPage({
    context,
    title: t('signIn.enter'),
    children: (
      <>
        <p class="summary">{t('signIn.enterAs', { email: link.email ?? '' })}</p>
        <form method="post">
          <button type="submit">{t('signIn.enterButton')}</button>
        </form>
      </>
    ),
  });
}

export function renderDeadLink(context: PageContext): string {
  const { t } = words(context);
  return doorPage({
    context,
    title: t('signIn.dead'),
    children: (
      <>
        <p class="summary">{t('signIn.deadText')}</p>
        <p>
          <a class="button" href="/console/sign-in">
            {t('signIn.title')}
          </a>
        </p>
      </>
    ),
  });
}

export type SetupTyped = {
  readonly name: string;
  readonly email: string;
  readonly organisation: string;
  readonly slug: string;
  readonly kind: string;
};

/** Who the first operator is. */
export function renderSetup(typed: SetupTyped, errors: readonly FieldError[], context: PageContext): string {
  const { t } = words(context);
  const field = { context, errors, required: true };
  return doorPage({
    context,
    title: t('setup.title'),
    children: (
      <>
        <p class="summary">{t('setup.lead')}</p>
        <ErrorSummary context={context} errors={errors} />
        <form method="post">
          <Field {...field} name="name" label={t('setup.name')} value={typed.name} autocomplete="name" />
          <Field
            {...field}
            name="email"
            kind="email"
            label={t('setup.email')}
            value={typed.email}
            autocomplete="email"
          />
          <Field {...field} name="organisation" label={t('setup.organisation')} value={typed.organisation} />
          <Field {...field} name="slug" label={t('setup.slug')} value={typed.slug} />
          <Field
            {...field}
            name="kind"
            kind="choice"
            label={t('setup.kind')}
            value={typed.kind}
            options={(['agency', 'charity', 'operator'] as const).map((value) => ({
              value,
              label: t(`setup.kind.${value}`),
            }))}
          />
          <button type="submit">{t('setup.button')}</button>
        </form>
      </>
    ),
  });
}
