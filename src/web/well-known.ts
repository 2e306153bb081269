import { Hono } from 'hono';
import type { CampaignView } from '../campaign/mod.ts';
import { isoInstant, languageCodes } from '../kernel/mod.ts';
import { openHeaders } from './answer.ts';
import { xml } from './api/feeds.ts';
import type { Refusals } from './pages/refusals.ts';
import type { Services } from './port.ts';

const day = 86_400_000;
/** How long what security.txt says may be relied on; RFC 9116 §2.5.5 advises less than a year. */
const security_days = 90;
/** Entries of one journal that a sitemap names; a file may hold 50,000 addresses. */
const entries_max = 200;
const addresses_max = 50_000;

/** What search engines, browsers and finders of faults look for at addresses that others agreed on. */
export function wellKnown(services: Services, refusals: Refusals): Hono {
  const app = new Hono();
  const { publicUrl } = services;

  // What is one person's own is asked to be left out: pages of relays, links with a key.
  app.get('/robots.txt', (c) =>
    c.text(
      `User-agent: *\nAllow: /\nDisallow: /relays/\nDisallow: /data/\nDisallow: /console\n\nSitemap: ${publicUrl}/sitemap.xml\n`,
    ),
  );

  app.get('/sitemap.xml', async (c) => {
    const campaigns = await services.campaigns();
    const paths = [
      ...['/', '/privacy', '/accessibility', '/api/docs'],
      ...(await Promise.all(campaigns.map((view) => pathsOf(services, view)))).flat(),
    ].slice(0, addresses_max);
    const body =
      '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n' +
      `${paths.map((path) => `<url><loc>${xml(publicUrl + path)}</loc></url>\n`).join('')}</urlset>\n`;
    return c.body(body, 200, {
      ...openHeaders,
      'content-type': 'application/xml; charset=utf-8',
      'cache-control': 'public, max-age=3600',
    });
  });

  app.get('/.well-known/security.txt', (c) => {
    const contact = services.contacts().security;
    if (contact === null) return refusals.notFound(c);
    // Counted from the day's beginning: the file is the same all day long.
    const today = Math.floor(services.clock.now() / day) * day;
    const lines = [
      `Contact: ${contact}`,
      `Expires: ${isoInstant(today + security_days * day)}`,
      `Preferred-Languages: ${languageCodes.join(', ')}`,
      `Canonical: ${publicUrl}/.well-known/security.txt`,
    ];
    return c.body(`${lines.join('\r\n')}\r\n`, 200, {
      ...openHeaders,
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'public, max-age=86400',
    });
  });

  // There are no passwords; passkeys, links and sessions are changed on the account's page.
  app.get('/.well-known/change-password', (c) => c.redirect('/console/account', 302));
  return app;
}

/** Addresses of a campaign's pages, as far as there is something on them. */
async function pathsOf(services: Services, view: CampaignView): Promise<readonly string[]> {
  const base = `/c/${view.slug}`;
  const [entries, questions] = await Promise.all([
    services.journal.entries(view.slug, 0, entries_max),
    services.dialogue.questions(view.slug),
  ]);
  const partners = [...new Set(view.totals.pledges.map((pledge) => pledge.partner))];
  const bought = view.totals.pledges.some((pledge) => pledge.mechanic === 'purchase');
  return [
    base,
    ...['partners', 'charity', 'results', 'volunteer', 'journal', 'write-ups', 'dialogue'].map(
      (name) => `${base}/${name}`,
    ),
    ...['dialogue/reservations', 'meetings', 'take-part', 'sites', 'proof'].map((name) => `${base}/${name}`),
    ...(bought ? [`${base}/purchases`] : []),
    ...partners.map((slug) => `${base}/partners/${slug}`),
    ...entries.map((entry) => `${base}/journal/${entry.slug}`),
    ...questions.map((question) => `${base}/dialogue/questions/${question.id}`),
  ];
}
