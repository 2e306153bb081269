import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { MessageKey } from '../../i18n/mod.ts';
import { isMailAddress } from '../../mail/mod.ts';
import { languageOf } from '../answer.ts';
import { readBody } from '../api/body.ts';
import type { Assets } from '../assets.ts';
import { pageContext } from '../pages/context.ts';
import { words } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import type { FieldError } from './fields.tsx';
import { type Form, ownPath } from './form.ts';
import { type Console, consoleHeaders } from './guard.ts';
import type { SignIn } from './port.ts';
import {
  renderDeadLink,
  renderLink,
  renderSetup,
  renderSignIn,
  type SetupTyped,
  type SignInPage,
} from './sign-in.tsx';

/** The console's door: sign-in by passkey, link, provider or recovery code; the set-up of the first operator; out. */
export function signInPages(services: Services, assets: Assets, desk: Console): void {
  const { signIn, origins } = services.console;
  const { app } = desk;
  const context = (c: Context) => pageContext(services, assets, c);
  const flowCookie = 'relais-sso';
  const flowAttributes = {
    path: '/console/sso',
    httpOnly: true,
    sameSite: 'Lax',
    secure: services.publicUrl.startsWith('https:'),
  } as const;
  const say = (c: Context, key: MessageKey, values?: Record<string, string | number>) =>
    words(context(c)).t(key, values);
  const agentOf = (c: Context) => c.req.header('user-agent') ?? '';
  const answer = (c: Context, html: string, status: 200 | 400 | 404 | 429 = 200, more = {}) =>
    c.body(html, status, { ...consoleHeaders, 'content-language': languageOf(c), ...more });
  const signInPage = (
    c: Context,
    given: Partial<SignInPage>,
    status: 200 | 400 | 429 = 200,
    more: Readonly<Record<string, string>> = {},
  ) => {
    const { sso, passkeys } = signIn;
    const blank = { next: '/console', email: '', errors: [], said: null };
    const html = renderSignIn({ ...blank, sso: sso?.name ?? null, passkeys, ...given }, context(c));
    return answer(c, html, status, more);
  };
  const waitError = (c: Context, name: string, seconds: number): readonly FieldError[] => [
    { name, sentence: say(c, 'form.wait', { seconds }) },
  ];
  const into = (c: Context, token: string, next: string | null) => {
    desk.signedIn(c, token);
    return c.body(null, 303, { ...consoleHeaders, location: ownPath(next) });
  };

  app.get('/console/sign-in', async (c) => {
    const next = ownPath(c.req.query('next'));
    if ((await desk.visitor(c)) !== null) return c.body(null, 303, { ...consoleHeaders, location: next });
    return signInPage(c, { next });
  });
  desk.openPost('/console/sign-in', async (c, form) => {
    const [next, email] = [ownPath(form.text('next')), form.text('email')];
    if (!isMailAddress(email))
      return signInPage(
        c,
        { next, email, errors: [{ name: 'email', sentence: say(c, 'form.emailWrong') }] },
        400,
      );
    const seconds = await signIn.askLink(email, next);
    return seconds === null
      ? signInPage(c, { next, said: 'sent' })
      : signInPage(c, { next, email, errors: waitError(c, 'email', seconds) }, 429, {
          'retry-after': String(seconds),
        });
  });
  desk.openPost('/console/recover', async (c, form) => {
    const [next, email] = [ownPath(form.text('next')), form.text('code-email')];
    const outcome = await signIn.byCode(email, form.text('code'), agentOf(c));
    if (outcome.kind === 'opened') return into(c, outcome.opened.token, next);
    if (outcome.kind === 'wait')
      return signInPage(c, { next, email, errors: waitError(c, 'code', outcome.seconds) }, 429, {
        'retry-after': String(outcome.seconds),
      });
    const errors = [{ name: 'code', sentence: say(c, 'signIn.codeWrong') }];
    return signInPage(c, { next, email, errors }, 400);
  });

  app.get('/console/enter/:token', async (c) => {
    const link = await signIn.link(c.req.param('token'));
    if (link === null) return answer(c, renderDeadLink(context(c)), 404);
    if (link.kind === 'setup') return answer(c, renderSetup(blankSetup, [], context(c)));
    return answer(c, renderLink({ ...link, kind: link.kind }, context(c)));
  });
  desk.openPost('/console/enter/:token', async (c, form) => {
    const token = c.req.param('token') ?? '';
    const link = await signIn.link(token);
    if (link?.kind === 'setup') return setup(c, token, form);
    return entered(c, await signIn.byLink(token, agentOf(c)));
  });
  const entered = (c: Context, outcome: SignIn<{ readonly token: string; readonly next: string | null }>) => {
    if (outcome.kind === 'opened') return into(c, outcome.opened.token, outcome.opened.next);
    if (outcome.kind === 'refused') return answer(c, renderDeadLink(context(c)), 404);
    return signInPage(c, { errors: waitError(c, 'email', outcome.seconds) }, 429, {
      'retry-after': String(outcome.seconds),
    });
  };
  const setup = async (c: Context, token: string, form: Form) => {
    const typed: SetupTyped = {
      name: form.text('name'),
      email: form.text('email'),
      organisation: form.text('organisation'),
      slug: form.text('slug'),
      kind: form.text('kind'),
    };
    const errors = setupErrors(typed).map(([name, key]) => ({ name, sentence: say(c, key) }));
    const { kind } = typed;
    if (errors.length > 0 || !(kind === 'agency' || kind === 'charity' || kind === 'operator'))
      return answer(c, renderSetup(typed, errors, context(c)), 400);
    const organisation = { slug: typed.slug, name: typed.organisation, kind } as const;
    const who = { name: typed.name, email: typed.email, language: languageOf(c), organisation };
    return entered(c, await signIn.bySetup(token, who, agentOf(c)));
  };

  // Answers to the passkey script: JSON from our own pages alone, so no form of another site can send them.
  const jsonPost = (path: string, work: (c: Context, body: unknown) => Promise<Response>) => {
    app.post(path, async (c) => {
      if (!origins.includes(c.req.header('origin') ?? '')) return c.json({ refused: true }, 403);
      if (!(c.req.header('content-type') ?? '').startsWith('application/json'))
        return c.json({ refused: true }, 400);
      const body = await readBody(c.req.raw);
      let value: unknown = null;
      try {
        value = body.kind === 'text' ? JSON.parse(body.text) : null;
      } catch {
        return c.json({ refused: true }, 400);
      }
      const response = await work(c, value);
      response.headers.set('cache-control', 'no-store');
      return response;
    });
  };
  jsonPost('/console/passkey/options', async (c) => c.json(await signIn.passkeyOptions()));
  jsonPost('/console/passkey', async (c, body) => {
    const { challenge, response, next } = fieldsOf(body);
    const outcome = await signIn.byPasskey({ challenge: String(challenge), response }, agentOf(c));
    if (outcome.kind === 'wait')
      return c.json({ refused: true }, 429, { 'retry-after': String(outcome.seconds) });
    if (outcome.kind === 'refused') return c.json({ refused: true }, 400);
    desk.signedIn(c, outcome.opened.token);
    return c.json({ next: ownPath(typeof next === 'string' ? next : null) });
  });
  jsonPost('/console/account/passkey/options', async (c) => {
    const seen = await desk.visitor(c);
    return seen === null
      ? c.json({ refused: true }, 401)
      : c.json(await services.console.account.passkeyOptions(seen.person));
  });
  jsonPost('/console/account/passkey', async (c, body) => {
    const seen = await desk.visitor(c);
    if (seen === null) return c.json({ refused: true }, 401);
    const { challenge, response, name } = fieldsOf(body);
    const answered = { challenge: String(challenge), response, name: passkeyName(name) };
    const outcome = await services.console.account.addPasskey(seen.person, answered);
    return outcome === 'added'
      ? c.json({ next: '/console/account?done=saved' })
      : c.json({ refused: true }, 400);
  });

  desk.openPost('/console/sso', async (c, form) => {
    if (signIn.sso === null) return answer(c, renderDeadLink(context(c)), 404);
    const address = await signIn.sso.begin(ownPath(form.text('next'))).catch(() => null);
    if (address === null) return signInPage(c, { said: 'ssoFailed' }, 400);
    // The answer is taken from this browser alone: a flow that somebody else began must not sign people in as them.
    const state = URL.parse(address)?.searchParams.get('state') ?? '';
    setCookie(c, flowCookie, state, { ...flowAttributes, maxAge: 600 });
    return c.body(null, 303, { ...consoleHeaders, location: address, ...leavingTo(address) });
  });
  app.get('/console/sso/return', async (c) => {
    if (signIn.sso === null) return answer(c, renderDeadLink(context(c)), 404);
    const state = c.req.query('state') ?? '';
    const begun = getCookie(c, flowCookie);
    setCookie(c, flowCookie, '', { ...flowAttributes, maxAge: 0 });
    if (begun === undefined || begun !== state) return signInPage(c, { said: 'ssoFailed' }, 400);
    const outcome = await signIn.sso.finish(new URL(c.req.url), agentOf(c));
    return outcome.kind === 'opened'
      ? into(c, outcome.opened.token, outcome.opened.next)
      : signInPage(c, { said: 'ssoFailed' }, 400);
  });

  desk.post('/console/sign-out', async (c, visit) => {
    await services.console.account.close(visit.person, visit.session);
    desk.signedOut(c);
    return c.body(null, 303, { ...consoleHeaders, location: '/console/sign-in' });
  });
}

const blankSetup: SetupTyped = { name: '', email: '', organisation: '', slug: '', kind: 'agency' };

function setupErrors(typed: SetupTyped): readonly (readonly [string, MessageKey])[] {
  const long = (text: string) => text.length > 120;
  return [
    ...(typed.name === '' ? [['name', 'form.nameMissing'] as const] : []),
    ...(long(typed.name) ? [['name', 'form.tooLong'] as const] : []),
    ...(isMailAddress(typed.email) ? [] : [['email', 'form.emailWrong'] as const]),
    ...(typed.organisation === '' ? [['organisation', 'form.empty'] as const] : []),
    ...(long(typed.organisation) ? [['organisation', 'form.tooLong'] as const] : []),
    ...(/^[a-z0-9-]{1,64}$/.test(typed.slug) ? [] : [['slug', 'form.slugWrong'] as const]),
    ...(['agency', 'charity', 'operator'].includes(typed.kind) ? [] : [['kind', 'form.empty'] as const]),
  ];
}

function fieldsOf(body: unknown): Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : {};
}

function passkeyName(name: unknown): string {
  const text = typeof name === 'string' ? name.replace(/\p{Cc}/gu, '').trim() : '';
  return text === '' ? 'passkey' : text.slice(0, 80);
}

/** A form may lead to the provider: browsers hold `form-action` against the redirect as well. */
function leavingTo(address: string): Readonly<Record<string, string>> {
  const { origin } = new URL(address);
  const policy = consoleHeaders['content-security-policy'] ?? '';
  return { 'content-security-policy': policy.replace("form-action 'self'", `form-action 'self' ${origin}`) };
}
