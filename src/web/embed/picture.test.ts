import { writeFileSync } from 'node:fs';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { translator } from '../../i18n/mod.ts';
import { announced, attack, capped, closed, hostile, open } from '../fixture.suite.ts';
import { openFrontDoor } from '../front-door.suite.ts';
import { cardPath } from '../parts/figures.ts';
import { badgeStyles, badgeSvg, badgeText, badgeThemes } from './badge.ts';
import { counterSvg, serifWidth, shareSvg, wrapped } from './picture.ts';

const path = '/c/un-billet-dix-repas';

/** Width and height of a PNG by its own header (PNG §11.2.2). */
function sizeOf(png: Buffer): readonly [number, number] {
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

test.each(['fr', 'en'] as const)(
  'a card for social sites in %s: 1200 × 630, small, for ever',
  async (language) => {
    const door = openFrontDoor();
    const html = await (await door.look(`${path}?lang=${language}`)).text();
    const address =
      /<meta property="og:image" content="https:\/\/relais.example([^"]+)"/.exec(html)?.[1] ?? '';
    expect(address).toBe(`${path}/card.${language}.12430.png`);
    const answer = await door.app.request(address);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const png = Buffer.from(await answer.arrayBuffer());
    expect(sizeOf(png)).toEqual([1200, 630]);
    expect(png.length).toBeLessThan(200_000);
    if (process.env.SHOTS !== undefined) writeFileSync(`${process.env.SHOTS}/card-${language}.png`, png);
  },
);

test('an old name leads to the newest picture; a name that never was does so too, and costs no painting', async () => {
  const door = openFrontDoor();
  for (const name of ['card.fr.1.png', 'card.fr.99999999.png', 'card.fr.12430x.png']) {
    const answer = await door.app.request(`${path}/${name}`);
    expect([answer.status, answer.headers.get('location')]).toEqual([302, `${path}/card.fr.12430.png`]);
  }
  for (const name of ['card.de.1.png', 'card.fr..png', 'card.fr.1.svg', 'card.png'])
    expect((await door.app.request(`${path}/${name}`)).status).toBe(404);
  expect((await door.app.request('/c/inconnue/card.fr.1.png')).status).toBe(404);
});

test('the state is in the name: at the caps and at the end there is another picture', () => {
  expect([open, capped, closed, announced].map((view) => cardPath(view, 'fr'))).toEqual([
    `${path}/card.fr.12430.png`,
    `${path}/card.fr.20000x.png`,
    `${path}/card.fr.12430c.png`,
    `${path}/card.fr.0a.png`,
  ]);
});

test('the counter for mails: an image alone, asked for again after a minute', async () => {
  const door = openFrontDoor();
  const answer = await door.app.request(`${path}/counter.png`);
  expect(answer.headers.get('cache-control')).toMatch(/^public, max-age=60/);
  expect(answer.headers.get('set-cookie')).toBeNull();
  const png = Buffer.from(await answer.arrayBuffer());
  expect(sizeOf(png)).toEqual([600, 160]);
  if (process.env.SHOTS !== undefined) writeFileSync(`${process.env.SHOTS}/counter.png`, png);
  const again = await door.app.request(`${path}/counter.png`, {
    headers: { 'if-none-match': answer.headers.get('etag') ?? '' },
  });
  expect(again.status).toBe(304);
});

test('well-formed whatever the title, the charity and the number', () => {
  const awful = {
    ...hostile,
    title: { fr: `${attack.title}${'é"\'&<'.repeat(40)}👩‍🍳 mot`.repeat(3) },
    totals: { ...hostile.totals, granted: 999_999_999_999 },
  };
  const tr = translator('fr');
  const drawings = [
    ...[open, capped, closed, announced, awful].flatMap((view) => [
      shareSvg(view, tr, 'relais.example'),
      counterSvg(view, tr),
    ]),
    ...badgeStyles.flatMap((style) =>
      badgeThemes.map((theme) => badgeSvg(badgeText(awful, 'fr'), style, theme)),
    ),
  ];
  for (const svg of drawings) {
    const names = new Set<string>();
    const parser = new SaxesParser();
    parser.on('error', (error) => {
      throw error;
    });
    parser.on('opentag', (tag) => names.add(tag.name));
    parser.write(svg).close();
    for (const name of names)
      expect(['svg', 'title', 'style', 'clipPath', 'g', 'rect', 'circle', 'text']).toContain(name);
    expect(svg).not.toMatch(/<script|href=|url\((?!#)|@import/);
  }
});

test('lines hold their width, the last says that more was there', () => {
  const long = 'Un billet de blog et dix repas pour les Restos du Cœur cet hiver';
  const lines = wrapped(long, 400, 40, 2);
  expect(lines).toHaveLength(2);
  expect(lines.at(-1)).toMatch(/…$/);
  for (const line of lines) expect(serifWidth(line.replace('…', '')) * 40).toBeLessThanOrEqual(400);
  expect(wrapped('court', 400, 40, 2)).toEqual(['court']);
  expect(wrapped('x'.repeat(200), 400, 40, 1)[0]).toMatch(/^x+…$/);
});

test.each([
  ['', 'fill="#2b2622"'],
  ['?style=outline', 'prefers-color-scheme:dark'],
  ['?style=outline&theme=dark', '.p{fill:#291c19'],
  ['?style=large&theme=light&lang=en', 'font-size="21"'],
  ['?style=none&theme=%22%3E', 'fill="#2b2622"'],
])('badge%s', async (query, part) => {
  const svg = await (await openFrontDoor().app.request(`${path}/badge.svg${query}`)).text();
  expect(svg).toContain(part);
});
