import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { hostile, hostileWall } from '../fixture.suite.ts';
import { manyCards, openFrontDoor, site } from '../front-door.suite.ts';

const path = '/c/un-billet-dix-repas/relays';

/** Text per element, and every link, of an XML document; throws where it is not well-formed. */
function read(xml: string) {
  const texts: [string, string][] = [];
  const links: string[] = [];
  const parser = new SaxesParser({ xmlns: true });
  let text = '';
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => {
    text = '';
    if (tag.name === 'link') links.push(tag.attributes.href?.value ?? '');
  });
  parser.on('text', (part) => {
    text += part;
  });
  parser.on('closetag', (tag) => void texts.push([tag.name, text]));
  parser.write(xml).close();
  return { links, all: (name: string) => texts.filter(([one]) => one === name).map(([, of]) => of) };
}

test('Atom: the newest fifty, each with its own id, dates and author', async () => {
  const door = openFrontDoor();
  door.cards = manyCards(80);
  const answer = await door.app.request(`${path}.atom`);
  expect(answer.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
  const feed = read(await answer.text());
  expect(feed.all('entry')).toHaveLength(50);
  expect(new Set(feed.all('id')).size).toBe(51);
  expect(feed.links).toContain(`${site}${path}.atom`);
  expect(feed.links).toContain('https://blog80.example/billet');
  for (const updated of feed.all('updated')) expect(updated).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
});

test('JSON Feed 1.1', async () => {
  const answer = await openFrontDoor().app.request(`${path}.json`);
  expect(answer.headers.get('content-type')).toBe('application/feed+json; charset=utf-8');
  const feed = (await answer.json()) as { version: string; items: { id: string; content_text: string }[] };
  expect(feed).toMatchObject({
    version: 'https://jsonfeed.org/version/1.1',
    title: '1 billet de blog = 10 repas',
    feed_url: `${site}${path}.json`,
    home_page_url: `${site}/c/un-billet-dix-repas`,
  });
  expect(feed.items).toHaveLength(5);
  for (const item of feed.items) expect(item.content_text).not.toBe('');
});

test.each(['.atom', '.json'])('%s carries hostile texts as texts and links nowhere odd', async (form) => {
  const door = openFrontDoor();
  door.campaigns.set(hostile.slug, hostile);
  door.cards = hostileWall.cards.map((card) => ({
    ...card,
    post: { ...card.post, site: 'a\u0000b\u001b\uFFFE\uD800c', excerpt: ']]><x>&amp;' },
  }));
  const answer = await door.app.request(`${path}${form}`);
  const text = await answer.text();
  if (form === '.atom') {
    const feed = read(text);
    expect(feed.all('summary')[0]).toBe(']]><x>&amp;');
    expect(feed.links.filter((link) => !/^https?:/.test(link))).toEqual([]);
  } else {
    const { items } = JSON.parse(text) as { items: { url?: string }[] };
    expect(items.map((item) => item.url).filter((url) => url !== undefined && !/^https?:/.test(url))).toEqual(
      [],
    );
  }
});

test.each(['.atom', '.json'])('%s: 304 for who has it', async (form) => {
  const { look } = openFrontDoor();
  const etag = (await look(path + form)).headers.get('etag') ?? '';
  expect((await look(path + form, { 'if-none-match': etag })).status).toBe(304);
});

test('an empty wall is an empty feed', async () => {
  const door = openFrontDoor();
  door.cards = [];
  expect(read(await (await door.app.request(`${path}.atom`)).text()).all('entry')).toEqual([]);
  expect(await (await door.app.request(`${path}.json`)).json()).toMatchObject({ items: [] });
});

test.each(['.atom', '.json'])('%s speaks English where its address asks for it', async (form) => {
  const door = openFrontDoor();
  const answer = await door.app.request(`${path}${form}?lang=en`);
  const text = await answer.text();
  const self = `${site}${path}${form}?lang=en`;
  expect(answer.headers.get('link')).toBe(`<${site}/hub>; rel="hub", <${self}>; rel="self"`);
  expect(text).toContain(form === '.atom' ? 'xml:lang="en"' : '"language":"en"');
  expect(text).toContain(self);
  expect(await (await door.app.request(`${path}${form}`)).text()).not.toContain('lang=en');
});
