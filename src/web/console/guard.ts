import { type Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { DraftEntry } from '../../campaign/mod.ts';
import { type Action, permits, type Target } from '../../domain/mod.ts';
import type { Person, SeenSession } from '../../people/mod.ts';
import { pageHeaders } from '../answer.ts';
import type { Assets } from '../assets.ts';
import { pageContext } from '../pages/context.ts';
import { renderRefusal } from '../pages/refusal.tsx';
import type { Refusals } from '../pages/refusals.ts';
import type { PageContext } from '../parts/page.tsx';
import { words } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import { type Form, readForm, readUpload, type Upload } from './form.ts';

/**
 * Nothing of the console is kept by anybody on the way, or found by a search engine. The referrer stays within the site;
 * without one, browsers would also hide the origin of our own forms.
 */
export const consoleHeaders: Readonly<Record<string, string>> = {
  ...pageHeaders,
  'cache-control': 'no-store',
  'referrer-policy': 'same-origin',
  'x-robots-tag': 'noindex',
};

/** Somebody signed in, at a page of the console. */
export type Visit = {
  readonly person: Person;
  readonly session: SeenSession['session'];
  readonly context: PageContext;
  /** What a redirect said was done; the shell shows it. */
  readonly done: string | null;
  readonly may: (action: Action, target: Target) => boolean;
  readonly page: (html: string, status?: 200 | 400 | 409 | 422 | 429) => Response;
  readonly to: (path: string, done?: string) => Response;
  readonly notFound: () => Response;
  readonly forbidden: () => Response;
};

/** A visit to a campaign of which the visitor may know. */
export type CampaignVisit = Visit & {
  readonly entry: DraftEntry;
  readonly target: NonNullable<Target['campaign']>;
  /** Whether the visitor may do this in the campaign; `organisation`: whom it concerns. */
  readonly mayHere: (action: Action, organisation?: string | null) => boolean;
};

type Answer = Response | Promise<Response>;

/** The console's door: who is there, whether the form is ours, what they may know of. */
export type Console = {
  readonly app: Hono;
  readonly get: (path: string, page: (c: Context, visit: Visit) => Answer) => void;
  readonly post: (path: string, page: (c: Context, visit: Visit, form: Form) => Answer) => void;
  /** Pages under `/console/c/:slug`; whoever lacks `action` there is refused, whoever may not know of it finds nothing. */
  readonly campaignGet: (
    path: string,
    action: Action,
    page: (c: Context, visit: CampaignVisit) => Answer,
  ) => void;
  readonly campaignPost: (
    path: string,
    action: Action,
    page: (c: Context, visit: CampaignVisit, form: Form) => Answer,
  ) => void;
  /** A form with one file of at most `bytes_max`; null: none, too large, or no such form. */
  readonly campaignUpload: (
    path: string,
    action: Action,
    bytes_max: number,
    page: (c: Context, visit: CampaignVisit, upload: Upload | null) => Answer,
  ) => void;
  /** A form that nobody is signed in for; its origin is checked all the same. */
  readonly openPost: (path: string, page: (c: Context, form: Form) => Answer) => void;
  readonly signedIn: (c: Context, token: string) => void;
  readonly signedOut: (c: Context) => void;
  readonly visitor: (c: Context) => Promise<SeenSession | null>;
};

/** The campaign as `permits` reads it. */
export function targetOf(entry: DraftEntry): NonNullable<Target['campaign']> {
  const { slug, operator, charity, organisations } = entry;
  return {
    slug,
    operator,
    charity,
    partners: organisations.filter((one) => one !== operator && one !== charity),
  };
}

export function createConsole(services: Services, assets: Assets, refusals: Refusals): Console {
  const { signIn, origins, campaigns } = services.console;
  const app = new Hono();
  // `__Host-` ties the cookie to this host and to HTTPS; browsers refuse it on plain HTTP, where people try things out.
  const secure = services.publicUrl.startsWith('https:');
  const cookie = secure ? '__Host-relais' : 'relais-session';
  const attributes = { path: '/', httpOnly: true, sameSite: 'Lax', secure } as const;

  const signedIn = (c: Context, token: string) =>
    setCookie(c, cookie, token, { ...attributes, maxAge: 30 * 86_400 });
  const signedOut = (c: Context) => setCookie(c, cookie, '', { ...attributes, maxAge: 0 });
  const visitor = async (c: Context) => {
    const token = getCookie(c, cookie);
    const seen = token === undefined ? null : await signIn.session(token);
    if (seen?.renewed != null) signedIn(c, seen.renewed);
    return seen;
  };
  const isOwnForm = (c: Context): boolean => {
    const origin = c.req.header('origin');
    if (origin !== undefined) return origins.includes(origin);
    // Browsers send an origin with every form; what sends none is let in only when it says that it comes from here.
    const referrer = URL.parse(c.req.header('referer') ?? '');
    return referrer !== null && origins.includes(referrer.origin);
  };
  const languageFor = (c: Context, person: Person): PageContext => {
    const context = pageContext(services, assets, c);
    return c.req.query('lang') === undefined ? { ...context, language: person.language } : context;
  };
  const say = (c: Context, context: PageContext, status: 403 | 404) => {
    const { t } = words(context);
    const title = t(status === 403 ? 'console.forbidden' : 'refusal.notFound.title');
    const sentence = t(status === 403 ? 'console.forbiddenText' : 'refusal.notFound.sentence');
    return c.body(renderRefusal({ status, title, sentence }, context), status, consoleHeaders);
  };
  const visitOf = (c: Context, { person, session }: SeenSession): Visit => {
    const context = languageFor(c, person);
    const spoken = { ...consoleHeaders, 'content-language': context.language };
    return {
      person,
      session,
      context,
      done: c.req.query('done') ?? null,
      may: (action, target) => permits(person.roles, action, target),
      page: (html, status = 200) => c.body(html, status, spoken),
      to: (path, done) =>
        c.body(null, 303, { ...consoleHeaders, location: done === undefined ? path : withDone(path, done) }),
      notFound: () => say(c, context, 404),
      forbidden: () => say(c, context, 403),
    };
  };
  const toSignIn = (c: Context) => {
    const { pathname, search } = new URL(c.req.url);
    const next = c.req.method === 'GET' ? `?next=${encodeURIComponent(pathname + search)}` : '';
    return c.body(null, 303, { ...consoleHeaders, location: `/console/sign-in${next}` });
  };
  const foreign = (c: Context) => say(c, pageContext(services, assets, c), 403);

  const get: Console['get'] = (path, page) => {
    app.get(path, async (c) => {
      const seen = await visitor(c);
      return seen === null ? toSignIn(c) : page(c, visitOf(c, seen));
    });
  };
  const post: Console['post'] = (path, page) => {
    app.post(path, async (c) => {
      if (!isOwnForm(c)) return foreign(c);
      const seen = await visitor(c);
      if (seen === null) return toSignIn(c);
      const form = await readForm(c);
      return form === null ? refusals.notFound(c) : page(c, visitOf(c, seen), form);
    });
  };
  const inCampaign = async (
    c: Context,
    visit: Visit,
    action: Action,
    page: (visit: CampaignVisit) => Answer,
  ): Promise<Response> => {
    const slug = c.req.param('slug') ?? '';
    const entry = /^[a-z0-9-]{1,64}$/.test(slug) ? await campaigns.entry(slug) : null;
    if (entry === null) return visit.notFound();
    const target = targetOf(entry);
    const mayHere: CampaignVisit['mayHere'] = (wanted, organisation = null) =>
      visit.may(wanted, { campaign: target, organisation });
    if (!mayHere('campaign.read')) return visit.notFound();
    // What concerns one organisation is decided by the page, which knows which.
    const own = visit.person.roles.some((role) => mayHere(action, role.organisation));
    return own || mayHere(action) ? page({ ...visit, entry, target, mayHere }) : visit.forbidden();
  };
  return {
    app,
    get,
    post,
    campaignGet: (path, action, page) =>
      get(`/console/c/:slug${path}`, (c, visit) => inCampaign(c, visit, action, (there) => page(c, there))),
    campaignPost: (path, action, page) =>
      post(`/console/c/:slug${path}`, (c, visit, form) =>
        inCampaign(c, visit, action, (there) => page(c, there, form)),
      ),
    campaignUpload: (path, action, bytes_max, page) => {
      app.post(`/console/c/:slug${path}`, async (c) => {
        if (!isOwnForm(c)) return foreign(c);
        const seen = await visitor(c);
        if (seen === null) return toSignIn(c);
        // Who may not upload is told so before anything is read.
        return inCampaign(c, visitOf(c, seen), action, async (there) =>
          page(c, there, await readUpload(c, bytes_max)),
        );
      });
    },
    openPost: (path, page) => {
      app.post(path, async (c) => {
        if (!isOwnForm(c)) return foreign(c);
        const form = await readForm(c);
        return form === null ? refusals.notFound(c) : page(c, form);
      });
    },
    signedIn,
    signedOut,
    visitor,
  };
}

function withDone(path: string, done: string): string {
  const [address = '', fragment] = path.split('#');
  const asked = `${address}${address.includes('?') ? '&' : '?'}done=${done}`;
  return fragment === undefined ? asked : `${asked}#${fragment}`;
}
