import { type Context, Hono } from 'hono';
import { isPlace } from '../../dialogue/mod.ts';
import { cleanLine, cleanText } from '../../domain/mod.ts';
import { isId } from '../../kernel/mod.ts';
import { isMailAddress } from '../../mail/mod.ts';
import { languageOf, pageHeaders } from '../answer.ts';
import type { Assets } from '../assets.ts';
import type { FieldError } from '../console/fields.tsx';
import { type Form, readForm } from '../console/form.ts';
import { httpUrl, words } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import { addressOf } from '../visitor.ts';
import { pageContext } from './context.ts';
import { renderEntry, renderJournal } from './journal.tsx';
import { type CommentsPage, emptyForm, type TypedForm } from './journal-comments.tsx';
import { renderNotice } from './notices.tsx';
import type { Refusals } from './refusals.ts';

const slugPattern = /^[a-z0-9-]{1,64}$/;
const entries_page = 20;
const comments_page = 50;
const name_max = 60;
const body_max = 8000;

const refused = { ...pageHeaders, 'cache-control': 'no-store', 'x-robots-tag': 'noindex' };

/** `/c/:slug/journal`, its entries with comments, and their images. Every page is a relay target. */
export function journalPages(
  services: Services,
  assets: Assets,
  refusals: Refusals,
  targetHeaders: Readonly<Record<string, string>>,
): Hono {
  const { journal } = services;
  const app = new Hono();
  const context = (c: Context) => pageContext(services, assets, c);
  const campaignOf = async (c: Context) => {
    const slug = c.req.param('slug') ?? '';
    return slugPattern.test(slug) ? services.campaign(slug) : null;
  };
  const entryOf = async (c: Context) => {
    const view = await campaignOf(c);
    const name = c.req.param('entry') ?? '';
    const entry = view !== null && slugPattern.test(name) ? await journal.entry(view.slug, name) : null;
    return view === null || entry === null ? null : { view, entry };
  };

  app.get('/c/:slug/journal', async (c) => {
    const view = await campaignOf(c);
    const from = c.req.query('from') ?? '0';
    if (view === null || !/^\d{1,6}$/.test(from)) return refusals.notFound(c);
    const entries = await journal.entries(view.slug, Number(from), entries_page + 1);
    const given = {
      view,
      entries: entries.slice(0, entries_page),
      offset: Number(from),
      step: entries_page,
      more: entries.length > entries_page,
    };
    return c.body(renderJournal(given, context(c)), 200, {
      ...targetHeaders,
      'content-language': languageOf(c),
    });
  });

  app.get('/c/:slug/journal/images/:name{[0-9a-f]+\\.webp}', async (c) => {
    const slug = c.req.param('slug');
    const bytes = slugPattern.test(slug)
      ? await journal.image(slug, c.req.param('name').replace(/\.webp$/, ''))
      : null;
    if (bytes === null) return refusals.notFound(c);
    return c.body(new Uint8Array(bytes), 200, {
      'content-type': 'image/webp',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'public, max-age=31536000, immutable',
    });
  });

  const show = async (
    c: Context,
    found: NonNullable<Awaited<ReturnType<typeof entryOf>>>,
    more: Partial<Pick<CommentsPage, 'typed' | 'errors' | 'replyTo'>> & { readonly from?: string | null },
    status: 200 | 400 | 409 | 429 = 200,
  ) => {
    const { view, entry } = found;
    const from = more.from ?? null;
    const [thread, mentions] = await Promise.all([
      journal.thread(entry.id, from, comments_page),
      journal.mentions(view.slug, entry.slug),
    ]);
    const comments: CommentsPage = {
      thread,
      later: from !== null,
      check: journal.check,
      stamp: journal.stamp(entry.id),
      replyTo: more.replyTo ?? null,
      typed: more.typed ?? emptyForm,
      errors: more.errors ?? [],
    };
    const headers = status === 200 ? { ...targetHeaders, 'cache-control': 'no-cache' } : refused;
    return c.body(renderEntry({ view, entry, mentions, comments }, context(c)), status, {
      ...headers,
      'content-language': languageOf(c),
    });
  };

  app.get('/c/:slug/journal/:entry', async (c) => {
    const found = await entryOf(c);
    const from = c.req.query('from') ?? null;
    if (found === null || (from !== null && !isPlace(from))) return refusals.notFound(c);
    const at = c.req.query('at') ?? c.req.query('reply') ?? '';
    const place = isId('cmt', at) ? await journal.place(found.entry.id, at) : null;
    const asked = c.req.query('reply') ?? '';
    const replyTo = isId('cmt', asked) ? await journal.comment(found.entry.id, asked) : null;
    // The page that begins with the conversation; one on the first page stays in its company.
    const begin =
      place === null ? from : (await onFirstPage(found.entry.id, at)) ? null : (place.split('.')[0] ?? null);
    return show(c, found, { replyTo, from: begin });
  });
  const onFirstPage = async (entry: Parameters<typeof journal.thread>[0], comment: string) =>
    (await journal.thread(entry, null, comments_page)).comments.some((one) => one.id === comment);

  app.post('/c/:slug/journal/:entry/comments', async (c) => {
    const { t } = words(context(c));
    // No cookie is read, but a form on somebody else's page would make its visitors write here.
    const origin = c.req.header('origin');
    if (origin !== undefined && !services.console.origins.includes(origin))
      return c.body(
        renderNotice({ title: t('comment.foreign'), text: t('comment.foreignText') }, context(c)),
        403,
        refused,
      );
    const found = await entryOf(c);
    const form = found === null ? null : await readForm(c);
    if (found === null || form === null) return refusals.notFound(c);
    const { typed, errors } = readComment(form, t);
    const parent = form.text('parent');
    const replyTo = isId('cmt', parent) ? await journal.comment(found.entry.id, parent) : null;
    if (errors.length > 0) return show(c, found, { typed, errors, replyTo }, 400);
    const outcome = await journal.post(found.view.slug, found.entry, {
      ...typed,
      parent: parent === '' ? null : parent,
      site: typed.site === '' ? null : typed.site,
      rawBody: form.text('body').slice(0, body_max * 2),
      language: languageOf(c),
      trapped: form.text('subject') !== '',
      stamp: form.text('stamp'),
      sender: { ip: addressOf(c), agent: cleanLine(c.req.header('user-agent') ?? '', 200) },
    });
    const wrong = (sentence: string, status: 409 | 429) =>
      show(c, found, { typed, replyTo, errors: [{ name: 'body', sentence }] }, status);
    switch (outcome.kind) {
      case 'published':
      case 'held':
        // The address of the writer's own page says whether it is published or waits.
        return c.body(null, 303, { ...refused, location: `/comments/${outcome.token}` });
      case 'again':
        return wrong(t('comment.again'), 409);
      case 'unknown_parent':
        return wrong(t('comment.parentGone'), 409);
      case 'closed':
        return wrong(t('comment.closed'), 409);
      case 'wait':
        return wrong(t('comment.wait', { minutes: Math.max(1, Math.ceil(outcome.seconds / 60)) }), 429);
    }
  });
  return app;
}

/** What was typed, cleaned, and what is wrong with it. */
function readComment(
  form: Form,
  t: ReturnType<typeof words>['t'],
): { readonly typed: TypedForm; readonly errors: readonly FieldError[] } {
  const typed = {
    name: cleanLine(form.text('name'), name_max),
    email: form.text('email').slice(0, 300),
    site: form.text('site').slice(0, 500),
    body: cleanText(form.text('body'), body_max + 1),
    follow: form.text('follow') === 'true',
  };
  const errors: FieldError[] = [];
  if (typed.body === '') errors.push({ name: 'body', sentence: t('comment.bodyMissing') });
  if ([...typed.body].length > body_max)
    errors.push({ name: 'body', sentence: t('comment.bodyLong', { most: body_max }) });
  if (typed.name === '') errors.push({ name: 'name', sentence: t('comment.nameMissing') });
  if (!isMailAddress(typed.email)) errors.push({ name: 'email', sentence: t('form.emailWrong') });
  const site =
    typed.site === ''
      ? ''
      : httpUrl(/^[a-z0-9.-]+\.[a-z]{2,}(?:\/|$)/i.test(typed.site) ? `https://${typed.site}` : typed.site);
  if (site === null || /[\s\p{Cc}]/u.test(typed.site))
    errors.push({ name: 'site', sentence: t('comment.siteWrong') });
  return { typed: { ...typed, site: site ?? typed.site }, errors };
}
