import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openFrontDoor } from './front-door.suite.ts';

const slug = 'un-billet-dix-repas';
const roots = [
  '/',
  `/c/${slug}`,
  `/c/${slug}/partners`,
  `/c/${slug}/badge.svg`,
  `/c/${slug}/badge.json`,
  `/c/${slug}/embed`,
  `/c/${slug}/relays.atom`,
  `/c/${slug}/relays.json`,
  `/api/v1/campaigns/${slug}`,
  `/api/v1/campaigns/${slug}/relays`,
  '/api/v1/campaigns',
  '/oembed',
  '/relays/',
  '/assets/',
  '/embed.js',
  '/healthz',
  '/readyz',
  '/metrics',
  '/robots.txt',
  '/api/docs',
  '/c/',
  '/',
];
const piece = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(
    '..',
    '%',
    '%00',
    '%ff',
    '%0d%0a',
    '//',
    '\\',
    '?',
    '?lang=',
    '?after=',
    '?limit=',
    '?before=',
    '?url=',
    '?format=',
    'x'.repeat(3000),
  ),
);
const header = fc.tuple(
  fc.constantFrom(
    'accept',
    'accept-language',
    'if-none-match',
    'content-type',
    'last-event-id',
    'cookie',
    'range',
  ),
  fc.stringMatching(/^[ -~]{0,60}$/),
);

test('whatever is asked of whatever address, there is an answer, and it is never our fault', async () => {
  const { app } = openFrontDoor();
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...roots),
      fc.array(piece, { maxLength: 3 }),
      fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'),
      fc.array(header, { maxLength: 4 }),
      async (root, pieces, method, headers) => {
        const url = URL.parse(`http://127.0.0.1:8080${root}${pieces.join('')}`);
        if (url === null || url.pathname.endsWith('/events')) return;
        const answer = await app.request(url.href, { method, headers });
        const text = await answer.text();
        expect(answer.status).toBeLessThan(answer.status === 501 ? 502 : 500);
        expect(answer.headers.has('set-cookie')).toBe(false);
        expect(text).not.toMatch(/node_modules|\.tsx?:\d|at [\w.]+ \(/);
      },
    ),
    { numRuns: 400 },
  );
});
