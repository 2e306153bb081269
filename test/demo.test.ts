import { expect, test } from 'vitest';
import { importExample } from '../src/cli/demo/demo.ts';
import { live, type Scene, scenes } from '../src/cli/demo/life.ts';
import { reconcile } from '../src/credit/mod.ts';
import { settlementBooks } from '../src/settlement/mod.ts';
import { startTestServer } from './server.ts';

test('the demo’s life around the posts: what visitors and organisations did is there to be read', async () => {
  const server = await startTestServer('pglite');
  try {
    const slug = await importExample(server.db, () => {}, '');
    const told: [Scene, number][] = [];
    const { db, seal, url, data } = server;
    await live({ db, seal, url, data, slug, desk: server.services.console }, (...one) => told.push(one));
    expect(told.map(([scene]) => scene)).toEqual(scenes);
    const given = new Map(told);
    expect(given.get('critic')).toBe(10);
    expect(given.get('purchases')).toBeGreaterThan(50);
    expect([given.get('question'), given.get('meeting'), given.get('shift')]).toEqual([0, 0, 0]);

    const see = async (path: string) => {
      const answer = await fetch(url + path, { headers: { accept: 'text/html', 'accept-language': 'fr' } });
      return (await answer.text()).replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
    };
    const linked = async (path: string, pattern: RegExp) =>
      pattern.exec(await (await fetch(url + path)).text())?.[1] ?? '';
    const base = `/c/${slug}`;
    expect(await see(`${base}/dialogue`)).toMatch(/Pourquoi lier votre don.*Une partie est acquise/);
    expect(await see(`${base}/dialogue/reservations`)).toMatch(/Dix repas, et après.*Vous avez raison/);
    const entry = await linked(`${base}/journal`, /href="([^"]*\/journal\/autour[^"]*)"/);
    expect(await see(entry)).toMatch(/treize.*merci à Marion.*je publie la recette demain/);
    expect(await see(`${base}/meetings`)).toContain('Dîner ouvert');
    expect(await db.rows('SELECT DISTINCT state FROM meeting_guest')).toEqual([{ state: 'confirmed' }]);
    expect(await see(`${base}/volunteer`)).toContain('Collecte du samedi');
    expect(await db.rows('SELECT DISTINCT state FROM sign_up')).toEqual([{ state: 'confirmed' }]);
    expect(await reconcile(db, [settlementBooks])).toEqual([]);
  } finally {
    await server.stop();
  }
}, 60_000);
