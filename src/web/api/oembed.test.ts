import { parseFragment } from 'parse5';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { attack, hostile } from '../fixture.suite.ts';
import { openFrontDoor, site } from '../front-door.suite.ts';

const page = `${site}/c/un-billet-dix-repas`;
const ask = (query: Record<string, string>, door = openFrontDoor()) =>
  door.app.request(`/oembed?${new URLSearchParams(query)}`);

test('the call of WordPress gets a quotation with the link, and one frame', async () => {
  const answer = await ask({ url: page, maxwidth: '500', maxheight: '750', dnt: '1', format: 'json' });
  expect(answer.headers.get('content-type')).toBe('application/json');
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  const found = (await answer.json()) as Record<string, unknown>;
  expect(found).toMatchObject({
    version: '1.0',
    type: 'rich',
    title: '1 billet de blog = 10 repas',
    provider_name: 'Relais',
    provider_url: site,
    author_name: 'Les Restos du Cœur',
    width: 500,
    height: expect.any(Number),
    cache_age: expect.any(Number),
  });
  // WordPress looks for exactly this shape (wp_filter_oembed_result): blockquote first, then the frame.
  expect(found.html).toMatch(
    /^<blockquote class="wp-embedded-content"><a href="https:\/\/relais\.example\/c\/un-billet-dix-repas">1 billet de blog = 10 repas<\/a><\/blockquote><iframe class="wp-embedded-content" sandbox="allow-scripts" [^>]*src="https:\/\/relais\.example\/c\/un-billet-dix-repas\/embed"[^>]*><\/iframe>$/,
  );
});

test.each([
  [{ maxwidth: '320' }, 320, 260],
  [{ maxheight: '100' }, 500, 100],
  [{ maxwidth: '150', maxheight: '90' }, 150, 90],
  [{ maxwidth: '9999', maxheight: '9999' }, 500, 260],
  [{}, 500, 260],
])('never larger than there is room for: %j → %i × %i', async (room, width, height) => {
  const found = await (await ask({ url: page, ...room })).json();
  expect(found).toMatchObject({ width, height });
  expect((found as { html: string }).html).toContain(`width="${width}" height="${height}"`);
});

test.each<[Record<string, string>, number]>([
  [{}, 400],
  [{ url: '' }, 400],
  [{ url: page, maxwidth: '0' }, 400],
  [{ url: page, maxwidth: '-1' }, 400],
  [{ url: page, maxheight: 'wide' }, 400],
  [{ url: page, format: 'yaml' }, 501],
  [{ url: page, format: 'JSON' }, 501],
  [{ url: 'no address' }, 404],
  [{ url: 'javascript:alert(1)' }, 404],
  [{ url: `${site}/c/nobody` }, 404],
  [{ url: `${site}/` }, 404],
  [{ url: 'https://other.example/c/un-billet-dix-repas' }, 404],
])('%j → %i', async (query, status) => {
  const answer = await ask(query);
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
});

test.each([
  page,
  `${page}/`,
  `${page}?lang=en#wall`,
  `${page}/partners`,
  page.replace('https', 'http'),
  `${site}/un-billet-dix-repas`,
])('%s is the campaign', async (url) => expect((await ask({ url })).status).toBe(200));

test('in XML the same', async () => {
  const answer = await ask({ url: page, format: 'xml' });
  expect(answer.headers.get('content-type')).toBe('text/xml; charset=utf-8');
  const text = await answer.text();
  expect(text.startsWith('<?xml')).toBe(true);
  const names: string[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => names.push(tag.name));
  parser.write(text).close();
  expect(names).toEqual(
    expect.arrayContaining(['oembed', 'version', 'type', 'html', 'width', 'height', 'title']),
  );
});

test('a title breaks out of neither form', async () => {
  const door = openFrontDoor();
  door.campaigns.set(hostile.slug, hostile);
  const { html } = (await (await ask({ url: page }, door)).json()) as { html: string };
  expect(html).not.toContain('<script');
  const names = parseFragment(html).childNodes.map((node) => node.nodeName);
  expect(names).toEqual(['blockquote', 'iframe']);
  expect(await (await ask({ url: page, format: 'xml' }, door)).text()).not.toContain(attack.title);
});
