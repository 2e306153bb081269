import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bench, linked, openBench } from './moderation.ts';
import { post } from './site.ts';

const plain = (html: string) => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
/** Links of the campaign's navigation: address and whether one is there. */
const navigation = (html: string) => {
  const nav = /<nav class="console-nav campaign-nav"[\s\S]*?<\/nav>/.exec(html)?.[0] ?? '';
  return [...nav.matchAll(/<a href="([^"]*)"(?: aria-current="(\w+)")?>([^<]*)/g)].map(
    ([, , current = '', name = '']) => (current === '' ? name : `${name} (${current})`),
  );
};

describe('the overview of a campaign in the console', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench('pglite', 200);
  });
  afterAll(async () => {
    await bench.closeSites();
    await bench.server.stop();
  });

  test('what waits is said to whoever may do something about it, and to nobody else', async () => {
    const { slug, page, console: desk } = await bench.campaign();
    const operator = await bench.person('netscouade', 'operator', 'Anna');
    const partner = await bench.person('danone', 'partner', 'Dan');
    expect(plain(await operator.see(desk))).toContain('Ce qui vous attend Rien n’attend.');

    const blog = await bench.blog();
    blog.pages.set('/compte', linked(page));
    expect((await bench.judge(`${blog.origin}/compte`, page)).state).toBe('counted');
    const hidden = await bench.blog();
    hidden.pages.set('/cache', post(`<p style="display:none"><a href="${page}">dix repas</a></p>`));
    expect((await bench.judge(`${hidden.origin}/cache`, page)).state).toBe('held');
    await bench.server.db.rows(
      `INSERT INTO question (id, campaign_id, name, body, organisation, asked_at, opened_at, due_at)
       SELECT 'qst_00000000000000000000000001', id, 'Zoé', 'Pourquoi ?', 'danone', now(), now(), now() + interval '7 days'
       FROM campaign WHERE slug = $1`,
      [slug],
    );

    const seen = plain(await operator.see(desk));
    expect(seen).toContain('1 billet à examiner');
    expect(seen).not.toContain('question sans réponse');
    const asked = plain(await partner.see(desk));
    expect(asked).toContain('1 question sans réponse');
    expect(asked).not.toContain('à examiner');
    expect(await operator.see(desk)).toContain(`href="${desk}/moderation"`);
  });

  test('the navigation leads by what one comes for, and shows the pages of where one is', async () => {
    const { console: desk } = await bench.campaign();
    const operator = await bench.person('netscouade', 'operator', 'Olga');
    expect(navigation(await operator.see(desk))).toEqual([
      ...['Voir en public', 'Vue d’ensemble (page)', 'Préparer', 'Suivre', 'Décider', 'Raconter et répondre'],
      ...['Donner', 'Raccorder'],
    ]);
    expect(navigation(await operator.see(`${desk}/comments`))).toEqual([
      ...['Voir en public', 'Vue d’ensemble', 'Préparer', 'Suivre', 'Décider (true)', 'Raconter et répondre'],
      ...['Donner', 'Raccorder'],
      ...['Modération', 'Contestations', 'Commentaires (page)', 'Sites suivis'],
    ]);
    // Every page is one that opens.
    const pages = [...(await operator.see(desk)).matchAll(/href="(\/console\/c\/[^"#]*)"/g)].map(
      ([, path = '']) => path,
    );
    expect(new Set(pages).size).toBeGreaterThan(20);
    for (const path of new Set(pages))
      expect([path, (await operator.get(path)).status]).toEqual([path, expect.toBeOneOf([200, 303])]);
  });

  test('whoever may do one thing in a group finds it by its own name', async () => {
    const { console: desk } = await bench.campaign();
    const partner = await bench.person('danone', 'partner', 'Denise');
    const names = navigation(await partner.see(desk));
    expect(names).toContain('Dialogue');
    expect(names).not.toContain('Décider');
    expect(names).not.toContain('Raconter et répondre');
  });
});
