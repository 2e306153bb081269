import { parse } from 'parse5';
import { expect, test } from 'vitest';
import { browser, openFrontDoor, site } from '../front-door.suite.ts';

const slug = 'un-billet-dix-repas';
const page = `/c/${slug}`;

/** Attributes of every element of a name, in the order they are written. */
function elements(html: string, name: string): { name: string; value: string }[][] {
  type Node = {
    nodeName: string;
    attrs?: { name: string; value: string }[];
    childNodes?: Node[];
    content?: Node;
  };
  const found: { name: string; value: string }[][] = [];
  const visit = (node: Node) => {
    if (node.nodeName === name) found.push(node.attrs ?? []);
    for (const child of [...(node.childNodes ?? []), ...(node.content ? [node.content] : [])]) visit(child);
  };
  visit(parse(html) as unknown as Node);
  return found;
}

const pages = [page, `${page}?lang=en`, `${page}?before=1240`, `${page}/partners`, `${page}/embed`];

test.each(pages.flatMap((path) => [['GET', path] as const, ['HEAD', path] as const]))(
  '%s %s names the receivers in its headers, each once and absolute',
  async (method, path) => {
    const { app } = openFrontDoor();
    for (const headers of [browser, { 'user-agent': 'WordPress/6.1.9; http://blog' }]) {
      const answer = await app.request(path, { method, headers });
      expect(answer.status).toBe(200);
      // Two of a kind would be joined by a comma, and WordPress dies of two.
      expect(answer.headers.get('x-pingback')).toBe(`${site}/pingback`);
      expect(answer.headers.get('link')).toBe(`<${site}/webmention>; rel="webmention"`);
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
      if (method === 'HEAD') expect(await answer.text()).toBe('');
    }
  },
);

test.each([page, `${page}?lang=en`, `${page}/partners`])('%s names them in its text too', async (path) => {
  const html = await (await openFrontDoor().look(path)).text();
  // The pattern of WordPress: `rel` directly before `href`, in plain quotes.
  expect(html.match(/<link rel="pingback" href="([^"]+)"/g)).toEqual([
    `<link rel="pingback" href="${site}/pingback"`,
  ]);
  const links = elements(html, 'link').map((attributes) =>
    Object.fromEntries(attributes.map((one) => [one.name, one.value])),
  );
  const hrefs = (wanted: Record<string, string>) =>
    links
      .filter((link) => Object.entries(wanted).every(([name, value]) => link[name] === value))
      .map((link) => link.href);
  expect(hrefs({ rel: 'webmention' })).toEqual([`${site}/webmention`]);
  const asked = encodeURIComponent(`${site}${path}`);
  expect(hrefs({ type: 'application/json+oembed' })).toEqual([`${site}/oembed?url=${asked}&format=json`]);
  expect(hrefs({ type: 'text/xml+oembed' })).toEqual([`${site}/oembed?url=${asked}&format=xml`]);
  expect(hrefs({ rel: 'canonical' })).toEqual([`${site}${path.split('?')[0]}`]);
  expect(hrefs({ hreflang: 'fr' })).toEqual([`${site}${path.split('?')[0]}?lang=fr`]);
  expect(hrefs({ hreflang: 'en' })).toEqual([`${site}${path.split('?')[0]}?lang=en`]);
});

test('the campaign page describes itself to feed readers, social sites and search engines', async () => {
  const html = await (await openFrontDoor().look(page)).text();
  for (const part of [
    `type="application/atom+xml" href="${site}${page}/relays.atom"`,
    `type="application/feed+json" href="${site}${page}/relays.json"`,
    '<meta property="og:title" content="1 billet de blog = 10 repas"',
    `<meta property="og:url" content="${site}${page}"`,
    '<meta property="og:locale" content="fr_FR"',
    '<meta name="twitter:card"',
  ])
    expect(html).toContain(part);
  const data = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html)?.[1] ?? '';
  expect(JSON.parse(data)).toMatchObject({ '@type': 'Project', url: `${site}${page}` });
});

test('a HEAD renders nothing, even the first one', async () => {
  const { app, asked } = openFrontDoor();
  await app.request(page, { method: 'HEAD' });
  expect(asked).toMatchObject({ campaign: 1, relaysBefore: 0 });
  await Promise.all(Array.from({ length: 20 }, () => app.request(page, { method: 'HEAD' })));
  expect(asked).toMatchObject({ campaign: 1, relaysBefore: 0 });
});

test.each([
  ['GET', `${page}/`, 308, page],
  ['HEAD', `${page}/`, 308, page],
  ['GET', `${page}/?lang=en`, 308, `${page}?lang=en`],
  ['GET', `/${slug}`, 301, `${site}${page}`],
  ['HEAD', `/${slug}`, 301, `${site}${page}`],
  ['GET', `${page}/relays`, 303, page],
])('%s %s → %i %s', async (method, path, status, location) => {
  const answer = await openFrontDoor().app.request(path, { method, headers: browser });
  expect(answer.status).toBe(status);
  expect(answer.headers.get('location')).toBe(location);
});

test('the wall goes back page by page and ends', async () => {
  const door = openFrontDoor();
  const { manyCards } = await import('../front-door.suite.ts');
  door.cards = manyCards(60);
  const numbers: number[] = [];
  let next: string | undefined = page;
  for (let turn = 0; next !== undefined; turn++) {
    expect(turn).toBeLessThan(5);
    const html = await (await door.look(next)).text();
    numbers.push(
      ...elements(html.replace(/<template.*?<\/template>/s, ''), 'li').flatMap((attributes) =>
        attributes.filter((one) => one.name === 'data-number').map((one) => Number(one.value)),
      ),
    );
    next = /href="([^"]+)" rel="next"/.exec(html)?.[1];
  }
  expect(numbers).toEqual(Array.from({ length: 60 }, (_, i) => 60 - i));
});
