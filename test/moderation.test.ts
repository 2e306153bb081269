import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readId } from '../src/campaign/mod.ts';
import { reconcile } from '../src/credit/mod.ts';
import { readSuspicions } from '../src/evidence/mod.ts';
import { systemRandom } from '../src/kernel/mod.ts';
import { eraseRelay, heldAbout } from '../src/privacy/mod.ts';
import { onBothDatabases } from './database.ts';
import { type Bench, choices, linked, longText, openBench } from './moderation.ts';

const day_ms = 86_400_000;
const refuseAs = (choice: string, reason: string, words = '') =>
  [
    ['relay', choice],
    ['decision', 'refuse'],
    ['reason', reason],
    ['words', words],
  ] as const;
const approve = (...chosen: readonly string[]) => [
  ...chosen.map((one) => ['relay', one] as const),
  ['decision', 'approve'] as const,
];

onBothDatabases('moderation', (kind) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench(kind, kind === 'pglite' ? 1 : 120);
  });
  afterEach(() => bench.closeSites());
  afterAll(async () => {
    expect(await reconcile(bench.server.db)).toEqual([]);
    await bench.server.stop();
  });
  const counts = async (slug: string) =>
    (
      (await (await fetch(`${bench.server.url}/api/v1/campaigns/${slug}`)).json()) as {
        appeals: Record<string, number | null>;
      }
    ).appeals;
  const appeal = (id: string, fields: Record<string, string>) =>
    fetch(`${bench.server.url}/relays/${id}/appeal`, {
      method: 'POST',
      headers: { accept: 'text/html', 'accept-language': 'fr' },
      body: new URLSearchParams(fields),
      redirect: 'manual',
    });
  const relayPage = async (id: string) =>
    (
      await fetch(`${bench.server.url}/relays/${id}`, {
        headers: { accept: 'text/html', 'accept-language': 'fr' },
      })
    ).text();

  test('held → refused with a reason → appealed → accepted by somebody else → counted', async () => {
    const { server } = bench;
    const { slug, page, console: desk } = await bench.campaign({ relay: '{ review: all }' });
    const anna = await bench.person('netscouade', 'moderator', 'Anna');
    const boris = await bench.person('restos', 'charity', 'Boris');
    const blog = await bench.blog();
    blog.pages.set('/billet', linked(page));
    const location = await bench.claim(`${blog.origin}/billet`, page);
    const held = await bench.judged(location);
    expect(held).toMatchObject({ state: 'held', reason: null });

    const queue = await anna.see(`${desk}/moderation`);
    expect(queue).toContain('relecture voulue par la campagne');
    const [choice = ''] = choices(queue);
    const evidence = await anna.see(`${desk}/moderation/${held.id}`);
    expect(evidence).toContain('<mark>la campagne</mark>');
    expect(evidence).toContain('C’est le premier billet de ce site.');

    const words = 'Il manque <b>tout</b> & le reste';
    const refused = await anna.send(`${desk}/moderation`, refuseAs(choice, 'not_about_campaign', words));
    expect([refused.status, refused.headers.get('location')]).toEqual([
      303,
      `${desk}/moderation?done=decided`,
    ]);
    expect(await bench.judged(location)).toMatchObject({ state: 'refused', reason: 'refused_by_moderator' });
    const told = await relayPage(held.id);
    expect(told).toContain('Le billet ne parle pas de la campagne');
    expect(told).toContain('Il manque &lt;b&gt;tout&lt;/b&gt; &amp; le reste');
    expect(told).toContain(`/relays/${held.id}/appeal`);
    expect(told).not.toContain('Anna');
    // A new mention does not open it again.
    await bench.claim(`${blog.origin}/billet`, page);
    expect(await bench.judged(location)).toMatchObject({ state: 'refused', reason: 'refused_by_moderator' });

    const made = await appeal(held.id, { why: 'Si, il en parle !', email: 'auteur@blog.example' });
    expect([made.status, made.headers.get('location')]).toEqual([303, `/relays/${held.id}#appeal`]);
    expect(await relayPage(held.id)).toContain('entre les mains d’une personne');
    expect(await counts(slug)).toEqual({ open: 1, accepted: 0, refused: 0, overdue: 0, medianHours: null });
    expect((await appeal(held.id, { why: 'Encore', email: '' })).status).toBe(409);
    // Nobody decides around it.
    const around = await anna.send(
      `${desk}/moderation/${held.id}`,
      approve(`${held.id}:${await seen(held.id)}`),
    );
    expect(around.status).toBe(409);
    expect(await around.text()).toContain('une contestation est ouverte');

    const [{ id } = { id: '' }] = await server.db.rows<{ id: string }>(
      'SELECT id FROM appeal WHERE relay_id = $1',
      [held.id],
    );
    expect(await anna.see(`${desk}/appeals`)).toContain('Si, il en parle !');
    const same = await anna.send(`${desk}/appeals/${id}`, [['answer', 'accept']]);
    expect(same.status).toBe(409);
    expect(await same.text()).toContain('quelqu’un d’autre doit répondre');
    const silent = await boris.send(`${desk}/appeals/${id}`, [['answer', 'refuse']]);
    expect(silent.status).toBe(400);
    expect(await silent.text()).toContain('Dites pourquoi le refus est maintenu');
    const accepted = await boris.send(`${desk}/appeals/${id}`, [
      ['answer', 'accept'],
      [`words-${id}`, 'Vous aviez raison.'],
    ]);
    expect(accepted.status).toBe(303);
    const counted = await bench.judged(location);
    expect(counted).toMatchObject({ state: 'counted', units: 10 });
    expect(await relayPage(held.id)).toContain('Contestation acceptée');
    expect(await counts(slug)).toMatchObject({ open: 0, accepted: 1 });
    // Answered again the same way: done before. Otherwise: somebody else has answered.
    const again = [
      ['answer', 'accept'],
      [`words-${id}`, 'Vous aviez raison.'],
    ] as const;
    expect((await boris.send(`${desk}/appeals/${id}`, again)).status).toBe(303);
    const other = await boris.send(`${desk}/appeals/${id}`, [
      ['answer', 'refuse'],
      [`words-${id}`, 'Non.'],
    ]);
    expect(other.status).toBe(409);
    expect(await other.text()).toContain('Boris a répondu entre-temps');

    await expect
      .poll(async () =>
        (await server.db.rows<{ email: string | null }>('SELECT email FROM appeal WHERE id = $1', [id])).map(
          (row) => row.email,
        ),
      )
      .toEqual([null]);
    const outbox = join(server.data, 'outbox');
    const mail = readdirSync(outbox)
      .map((name) => readFileSync(join(outbox, name), 'utf8'))
      .find((text) => text.includes('auteur@blog.example'));
    expect(mail).toContain(held.id);
    const trail = await server.db.rows<{ action: string; name: string }>(
      'SELECT action, name FROM audit_event WHERE campaign = $1 AND subject = $2 ORDER BY id',
      [slug, held.id],
    );
    expect(trail).toEqual([
      { action: 'relay.moderate', name: 'Anna' },
      { action: 'appeal.decide', name: 'Boris' },
    ]);
  });

  const seen = async (relay: string) =>
    (
      await bench.server.db.rows<{ last: number }>(
        'SELECT coalesce(max(id), 0) AS last FROM moderation WHERE relay_id = $1',
        [relay],
      )
    )[0]?.last ?? 0;

  test('many at once; two moderators at once are told of each other', async () => {
    const { page, console: desk } = await bench.campaign({ relay: '{ review: all, perSite: unlimited }' });
    const anna = await bench.person('netscouade', 'moderator', 'Anna');
    const clara = await bench.person('netscouade', 'moderator', 'Clara');
    const blog = await bench.blog();
    const locations: string[] = [];
    for (const path of ['/a', '/b', '/c']) {
      blog.pages.set(path, linked(page));
      locations.push(await bench.claim(blog.origin + path, page));
    }
    for (const location of locations) await bench.judged(location);
    const chosen = choices(await anna.see(`${desk}/moderation`));
    expect(chosen).toHaveLength(3);
    // Clara refuses one while Anna still looks at the page.
    const [first = ''] = chosen;
    expect((await clara.send(`${desk}/moderation`, refuseAs(first, 'copied'))).status).toBe(303);
    const answer = await anna.send(`${desk}/moderation`, approve(...chosen));
    expect(answer.status).toBe(409);
    const html = await answer.text();
    expect(html).toContain('2 billets décidés.');
    expect(html).toContain('Clara a décidé autrement entre-temps (refusé)');
    const states = [];
    for (const location of locations) states.push((await bench.judged(location)).state);
    expect(states.sort()).toEqual(['counted', 'counted', 'refused']);
    // The same again: done before, and nothing changes.
    const twice = await clara.send(`${desk}/moderation`, refuseAs(first, 'copied'));
    expect(twice.status).toBe(409);
    expect(await twice.text()).toContain('déjà décidé ainsi');
    expect(
      await bench.server.db.rows('SELECT FROM moderation WHERE relay_id = $1', [first.split(':')[0] ?? '']),
    ).toHaveLength(1);
  });

  test('at the same moment, one of two decisions holds', async () => {
    const { page, console: desk } = await bench.campaign({ relay: '{ review: all }' });
    const anna = await bench.person('netscouade', 'moderator', 'Anna');
    const clara = await bench.person('netscouade', 'moderator', 'Clara');
    const blog = await bench.blog();
    blog.pages.set('/a', linked(page));
    const { id } = await bench.judge(`${blog.origin}/a`, page);
    const answers = await Promise.all([
      anna.send(`${desk}/moderation/${id}`, approve(`${id}:0`)),
      clara.send(`${desk}/moderation/${id}`, refuseAs(`${id}:0`, 'copied')),
    ]);
    expect(answers.map((one) => one.status).sort()).toEqual([303, 409]);
  });

  test('a near-copy waits beside its original; a quotation and a short post don’t', async () => {
    const { page, console: desk } = await bench.campaign();
    const anna = await bench.person('netscouade', 'moderator', 'Anna');
    const [first, copy, quoting, short, alike] = await Promise.all(
      Array.from({ length: 5 }, () => bench.blog()),
    );
    if (!first || !copy || !quoting || !short || !alike) throw new Error('five blogs');
    first.pages.set('/', linked(page, longText(1)));
    copy.pages.set('/', linked(page, `${longText(1)}<p>Une phrase de plus.</p>`));
    quoting.pages.set('/', linked(page, `<blockquote>${longText(1)}</blockquote>${longText(2)}`));
    short.pages.set('/', linked(page));
    alike.pages.set('/', linked(page));
    expect((await bench.judge(`${first.origin}/`, page)).state).toBe('counted');
    const held = await bench.judge(`${copy.origin}/`, page);
    expect(held).toMatchObject({ state: 'held', reason: 'near_copy' });
    for (const blog of [quoting, short, alike])
      expect((await bench.judge(`${blog.origin}/`, page)).state).toBe('counted');
    const html = await anna.see(`${desk}/moderation/${held.id}`);
    expect(html).toContain('Le billet déjà compté qui lui ressemble');
    expect(html).toContain(first.origin);
    expect(await anna.see(`${desk}/moderation?doubt=near_copy`)).toContain(held.id);
    expect(await anna.see(`${desk}/moderation?doubt=burst`)).not.toContain(held.id);
    // What was read of counted posts is not kept, but for the print.
    const kept = await bench.server.db.rows<{ excerpt: string | null; around: object | null }>(
      `SELECT s.excerpt, s.around FROM relay_seen s JOIN relay r ON r.id = s.relay_id WHERE r.state = 'counted' AND r.campaign_id = s.campaign_id`,
    );
    expect(kept.every((row) => row.excerpt === null && row.around === null)).toBe(true);
    await anna.send(`${desk}/moderation/${held.id}`, approve(`${held.id}:0`));
    expect(await bench.judged(`${bench.server.url}/relays/${held.id}`)).toMatchObject({ state: 'counted' });
  });

  test('copies that come together: one counts, the others wait', async () => {
    const { page } = await bench.campaign();
    const blogs = await Promise.all(Array.from({ length: 6 }, () => bench.blog()));
    for (const blog of blogs) blog.pages.set('/', linked(page, longText(77)));
    const relays = await Promise.all(blogs.map((blog) => bench.judge(`${blog.origin}/`, page)));
    expect(relays.map((one) => one.state).sort()).toEqual([
      'counted',
      'held',
      'held',
      'held',
      'held',
      'held',
    ]);
  });

  test('a bot wall and a puzzle are no proof against a post', async () => {
    const { page, console: desk } = await bench.campaign();
    const anna = await bench.person('netscouade', 'moderator', 'Anna');
    const [wall, puzzle] = [await bench.blog(), await bench.blog()];
    wall.pages.set(
      '/',
      (_, response) => void response.writeHead(403, { 'content-type': 'text/html' }).end('no'),
    );
    puzzle.pages.set('/', '<title>Just a moment...</title><p>Checking your browser</p>');
    for (const blog of [wall, puzzle]) {
      const relay = await bench.judge(`${blog.origin}/`, page);
      expect(relay).toMatchObject({ state: 'held', reason: 'source_unreachable' });
    }
    expect(choices(await anna.see(`${desk}/moderation?doubt=bot_wall`))).toHaveLength(2);
  });

  test('sites on a list: refused with a reason, watched, trusted; each change is on record', async () => {
    const {
      slug,
      page,
      console: desk,
    } = await bench.campaign({ relay: '{ review: all, perSite: unlimited }' });
    const anna = await bench.person('netscouade', 'moderator', 'Anna');
    const [bad, good] = [await bench.blog(), await bench.blog()];
    bad.pages.set('/', linked(page));
    for (const path of ['/a', '/b']) good.pages.set(path, linked(page));
    const list = (site: string, listing: string, why = 'essai') =>
      anna.send(`${desk}/sites`, [
        ['site', site],
        ['listing', listing],
        ['why', why],
      ]);
    const waiting = await bench.judge(`${good.origin}/a`, page);
    expect(waiting.state).toBe('held');
    expect((await list(bad.origin, 'refused')).status).toBe(303);
    const refused = await bench.judge(`${bad.origin}/`, page);
    expect(refused).toMatchObject({ state: 'refused', reason: 'site_blocked' });
    expect(await relayPage(refused.id)).toContain('Ce site est sur une liste');
    expect((await list(good.origin, 'allowed', 'notre partenaire <i>de presse</i>')).status).toBe(303);
    // What waited is looked at again.
    expect(await bench.judged(`${bench.server.url}/relays/${waiting.id}`)).toMatchObject({
      state: 'counted',
    });
    expect((await bench.judge(`${good.origin}/b`, page)).state).toBe('counted');
    expect((await list(good.origin, 'allowed', 'notre partenaire <i>de presse</i>')).status).toBe(409);
    expect((await list(bad.origin, 'none', 'pardon')).status).toBe(303);
    await bench.claim(`${bad.origin}/`, page);
    expect(await bench.judged(`${bench.server.url}/relays/${refused.id}`)).toMatchObject({ state: 'held' });
    const html = await anna.see(`${desk}/sites`);
    expect(html).toContain('notre partenaire &lt;i&gt;de presse&lt;/i&gt;');
    expect(html).toContain('pardon');
    const rows = await bench.server.db.rows(
      'SELECT l.listing FROM site_listing l JOIN campaign c ON c.id = l.campaign_id WHERE c.slug = $1 ORDER BY l.id',
      [slug],
    );
    expect(rows.map((row) => (row as { listing: string }).listing)).toEqual(['refused', 'allowed', 'none']);
    await expect(bench.server.db.rows("UPDATE site_listing SET why = 'x'")).rejects.toThrow('append-only');
    await expect(bench.server.db.rows('DELETE FROM site_listing')).rejects.toThrow('append-only');
    await expect(bench.server.db.rows("UPDATE moderation SET words = 'x'")).rejects.toThrow('append-only');
    // Another campaign has its own list.
    const other = await bench.campaign({ relay: '{ perSite: unlimited }' });
    const free = await bench.blog();
    await list(free.origin, 'refused');
    free.pages.set('/', linked(other.page));
    expect((await bench.judge(`${free.origin}/`, other.page)).state).toBe('counted');
  });

  test('a burst from one site waits from its fifty-first post in an hour on', async () => {
    const { slug, page } = await bench.campaign({ relay: '{ perSite: unlimited }' });
    const blog = await bench.blog();
    const site = new URL(blog.origin).host;
    const came = (count: number, from: number) =>
      bench.server.db.rows(
        `INSERT INTO relay (id, campaign_id, source, source_key, site, target, via, state, reason, check_due, received_at, claimed_at)
         SELECT 'rly_' || lpad($2 || n::text, 26, '0'), id, 'https://x.example/' || n, $2 || n, $3, '', 'form', 'refused', 'link_not_found', false,
           $4::timestamptz, $4::timestamptz FROM campaign, generate_series(1, $5::int) n WHERE slug = $1`,
        [slug, String(from), site, new Date(bench.clock.now()).toISOString(), count],
      );
    await came(49, 1);
    blog.pages.set('/a', linked(page));
    expect((await bench.judge(`${blog.origin}/a`, page)).state).toBe('counted');
    blog.pages.set('/b', linked(page));
    expect(await bench.judge(`${blog.origin}/b`, page)).toMatchObject({ state: 'held', reason: 'burst' });
    await bench.later(2 * 3_600_000);
    blog.pages.set('/later', linked(page));
    expect((await bench.judge(`${blog.origin}/later`, page)).state).toBe('counted');
  });

  test('a burst of sites under one domain waits, under a host of blogs it does not', async () => {
    const { db } = bench.server;
    const { slug } = await bench.campaign();
    const id = (await readId(db, slug)) as `cmp_${string}`;
    const at = (minutes: number) => new Date(bench.clock.now() + minutes * 60_000).toISOString();
    const came = (prefix: string, domain: string, count: number, minutes: number) =>
      db.rows(
        `INSERT INTO relay (id, campaign_id, source, source_key, site, target, via, state, received_at, claimed_at)
         SELECT 'rly_' || lpad($2 || n::text, 26, '0'), $1, '', $2 || n, 'b' || n || '.' || $3, '', 'form', 'received', $4::timestamptz, $4::timestamptz
         FROM generate_series(1, $5::int) n`,
        [id, prefix, domain, at(minutes), count],
      );
    await came('71', 'farm.example', 20, -10);
    await came('72', 'farm.example', 1, 0);
    await came('73', 'blogspot.com', 30, -10);
    await came('74', 'blogspot.com', 1, 0);
    await came('75', 'farm.example', 1, 90);
    const suspects = ['721', '741', '751', '711'].map((name, index) => ({
      relay: `rly_${name.padStart(26, '0')}` as const,
      site: index === 1 ? 'b1.blogspot.com' : index === 0 ? 'new.farm.example' : 'b1.farm.example',
      print: null,
      approved: false,
    }));
    const found = await db.transaction((tx) => readSuspicions(tx, id, 1, suspects));
    expect(suspects.map((one) => found.of(one).burst)).toEqual([true, false, false, false]);
  });

  test('a post that became another text after it was accepted waits again', async () => {
    const { page, console: desk } = await bench.campaign({ relay: '{ review: all }' });
    const anna = await bench.person('netscouade', 'moderator', 'Anna');
    const blog = await bench.blog();
    blog.pages.set('/', linked(page, longText(5)));
    const { id } = await bench.judge(`${blog.origin}/`, page);
    blog.pages.set('/', linked(page, longText(6)));
    await anna.send(`${desk}/moderation/${id}`, approve(`${id}:0`));
    const location = `${bench.server.url}/relays/${id}`;
    expect(await bench.judged(location)).toMatchObject({ state: 'held', reason: 'content_changed' });
    await anna.send(`${desk}/moderation/${id}`, approve(`${id}:${await seen(id)}`));
    expect(await bench.judged(location)).toMatchObject({ state: 'counted' });
  });

  test('an appeal accepted after the end counts as of the claim, with the promises of then', async () => {
    const closes = new Date(Date.now() + 2 * day_ms).toISOString();
    const {
      page,
      console: desk,
      slug,
    } = await bench.campaign({
      relay: '{ review: all, appealDays: 3 }',
      closes,
      pledges: `  - { id: danone-billets, partner: danone, mechanic: relay, perAct: 6, cap: 12000, minimum: 0, closes: "${closes}" }`,
    });
    const anna = await bench.person('netscouade', 'operator', 'Anna');
    const boris = await bench.person('restos', 'charity', 'Boris');
    const blog = await bench.blog();
    blog.pages.set('/', linked(page));
    const { id } = await bench.judge(`${blog.origin}/`, page);
    await anna.send(`${desk}/moderation/${id}`, refuseAs(`${id}:0`, 'other', 'Pas encore.'));
    await bench.later(4 * day_ms);
    // Mentioned again, too late: the claim that counts is the first.
    await bench.claim(`${blog.origin}/`, page);
    await appeal(id, { why: 'Si' });
    await bench.later(4 * day_ms);
    expect(await counts(slug)).toMatchObject({ open: 1, overdue: 1 });
    expect(await relayPage(id)).toContain('Ce retard est compté publiquement');
    expect(await anna.see(`${desk}/appeals`)).toContain('En retard depuis');
    const [{ appealed } = { appealed: '' }] = await bench.server.db.rows<{ appealed: string }>(
      'SELECT id AS appealed FROM appeal WHERE relay_id = $1',
      [id],
    );
    expect((await boris.send(`${desk}/appeals/${appealed}`, [['answer', 'accept']])).status).toBe(303);
    expect(await bench.judged(`${bench.server.url}/relays/${id}`)).toMatchObject({
      state: 'counted',
      units: 6,
    });
    expect(await counts(slug)).toEqual({ open: 0, accepted: 1, refused: 0, overdue: 0, medianHours: 96 });
    expect(
      await (await fetch(`${bench.server.url}/c/${slug}`, { headers: { accept: 'text/html' } })).text(),
    ).toContain('appeal-counts');
  });

  test('what a rule refused can be appealed too; erased, its appeal is only a number', async () => {
    const { slug, page } = await bench.campaign();
    const blog = await bench.blog();
    blog.pages.set('/', linked('https://elsewhere.example/'));
    const { id, state, reason } = await bench.judge(`${blog.origin}/`, page);
    expect([state, reason]).toEqual(['refused', 'link_not_found']);
    expect((await appeal(id, { why: 'Mon lien est là', email: 'moi@blog.example' })).status).toBe(303);
    const held = await heldAbout(bench.server.db, id as `rly_${string}`);
    expect(held).toContain('Mon lien est là');
    expect(held).toContain('moi@blog.example');
    await eraseRelay(bench.server.db, id as `rly_${string}`, systemRandom, bench.clock.now());
    expect(await counts(slug)).toMatchObject({ open: 0, accepted: 0, refused: 0 });
    const left = await bench.server.db.rows(
      `SELECT relay_id, why, email, words, state FROM appeal a JOIN campaign c ON c.id = a.campaign_id WHERE c.slug = $1`,
      [slug],
    );
    expect(left).toEqual([{ relay_id: null, why: null, email: null, words: null, state: 'withdrawn' }]);
    for (const table of ['relay_seen', 'moderation'])
      expect(await bench.server.db.rows(`SELECT FROM ${table} WHERE relay_id = $1`, [id])).toEqual([]);
  });

  test('fixed and counted meanwhile, a post leaves nothing to appeal', async () => {
    const { slug, page } = await bench.campaign();
    const blog = await bench.blog();
    blog.pages.set('/', linked('https://elsewhere.example/'));
    const { id } = await bench.judge(`${blog.origin}/`, page);
    await appeal(id, { why: 'Mon lien est là', email: 'moi@blog.example' });
    blog.pages.set('/', linked(page));
    await bench.claim(`${blog.origin}/`, page);
    expect(await bench.judged(`${bench.server.url}/relays/${id}`)).toMatchObject({ state: 'counted' });
    expect(await counts(slug)).toMatchObject({ open: 0 });
    expect(await relayPage(id)).toContain('n’a plus d’objet');
  });

  describe('hostile', () => {
    test('ids of other campaigns, forged or too many, decide nothing', async () => {
      const ours = await bench.campaign({ relay: '{ review: all }' });
      const theirs = await bench.campaign({ relay: '{ review: all }' });
      const anna = await bench.person('netscouade', 'moderator', 'Anna', ours.slug);
      const blog = await bench.blog();
      blog.pages.set('/', linked(theirs.page));
      const { id } = await bench.judge(`${blog.origin}/`, theirs.page);
      const path = `${ours.console}/moderation`;
      const foreign = await anna.send(path, approve(`${id}:0`));
      expect(foreign.status).toBe(409);
      expect(await foreign.text()).toContain('n’est pas de cette campagne');
      expect((await anna.get(`${ours.console}/moderation/${id}`)).status).toBe(404);
      expect((await anna.send(`${ours.console}/moderation/${id}`, approve(`${id}:0`))).status).toBe(404);
      expect((await anna.get(`${theirs.console}/moderation`)).status).toBe(404);
      expect((await anna.send(`${theirs.console}/moderation`, approve(`${id}:0`))).status).toBe(404);
      for (const forged of [
        "rly_' OR 1=1--:0",
        `${id}`,
        `${id}:-1`,
        `${id}:99999999999999999999`,
        '\0',
        '<b>',
      ])
        expect((await anna.send(path, approve(forged))).status).toBe(400);
      const many = Array.from({ length: 10_000 }, (_, n) => `rly_${String(n).padStart(26, '0')}:0`);
      const flood = await anna.send(path, approve(...many));
      expect(flood.status).toBe(400);
      expect(await flood.text()).toContain('Au plus 500 billets');
      expect((await anna.send(path, approve(...many.slice(0, 500)))).status).toBe(409);
      expect(await bench.judged(`${bench.server.url}/relays/${id}`)).toMatchObject({ state: 'held' });
    });

    test('what is missing or wrong is said at its field, and what was typed is kept', async () => {
      const { page, console: desk } = await bench.campaign({ relay: '{ review: all }' });
      const anna = await bench.person('netscouade', 'moderator', 'Anna');
      const blog = await bench.blog();
      blog.pages.set('/', linked(page));
      const { id } = await bench.judge(`${blog.origin}/`, page);
      const send = async (fields: readonly (readonly [string, string])[]) => {
        const answer = await anna.send(`${desk}/moderation`, fields);
        return [answer.status, await answer.text()] as const;
      };
      const cases = [
        [[['decision', 'approve']], 'Choisissez au moins un billet'],
        [[['relay', `${id}:0`]], 'Cette décision n’existe pas'],
        [refuseAs(`${id}:0`, ''), 'Choisissez une raison'],
        [refuseAs(`${id}:0`, 'made_up'), 'Choisissez une raison'],
        [refuseAs(`${id}:0`, 'other'), 'Dites la raison en quelques mots'],
        [refuseAs(`${id}:0`, 'copied', 'é'.repeat(1001)), '1000 signes au plus'],
      ] as const;
      for (const [fields, sentence] of cases) {
        const [status, html] = await send(fields);
        expect([status, html.includes(sentence)]).toEqual([400, true]);
      }
      const [, html] = await send(refuseAs(`${id}:0`, '', '"><script>alert(1)</script>'));
      expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
      expect(html).not.toContain('<script>alert');
      expect(html).toMatch(/name="relay" value="rly_\w+:0" checked/);
      for (const query of ['doubt=made_up', 'site=a%20b', `q=${'x'.repeat(201)}`])
        expect((await anna.get(`${desk}/moderation?${query}`)).status).toBe(400);
      expect((await anna.get(`${desk}/moderation?after=nowhere`)).status).toBe(404);
      expect((await anna.get(`${desk}/moderation?q=%25%5F%5C%00`)).status).toBe(200);
      for (const site of ['', 'no site', 'http://', '<b>.example', `${'a'.repeat(300)}.example`]) {
        const answer = await anna.send(`${desk}/sites`, [
          ['site', site],
          ['listing', 'held'],
          ['why', 'x'],
        ]);
        expect([site, answer.status]).toEqual([site, 400]);
      }
      expect(await bench.judged(`${bench.server.url}/relays/${id}`)).toMatchObject({ state: 'held' });
    });

    test('nobody comes in without a session, the role, or our own form', async () => {
      const { slug, page, console: desk } = await bench.campaign({ relay: '{ review: all }' });
      const partner = await bench.person('danone', 'partner', 'Paul');
      const auditor = await bench.person('restos', 'auditor', 'Aude');
      const charity = await bench.person('restos', 'charity', 'Boris');
      const anna = await bench.person('netscouade', 'moderator', 'Anna');
      const blog = await bench.blog();
      blog.pages.set('/', linked(page));
      const { id } = await bench.judge(`${blog.origin}/`, page);
      const { url } = bench.server;
      for (const path of ['/moderation', `/moderation/${id}`, '/appeals', '/sites']) {
        expect((await fetch(url + desk + path, { redirect: 'manual' })).status).toBe(303);
        for (const one of [partner, auditor]) expect((await one.get(desk + path)).status).toBe(403);
        for (const one of [partner, auditor])
          expect((await one.send(desk + path, approve(`${id}:0`))).status).not.toBe(303);
      }
      expect((await charity.get(`${desk}/moderation`)).status).toBe(403);
      expect((await charity.get(`${desk}/appeals`)).status).toBe(200);
      expect((await charity.send(`${desk}/sites`, [['site', 'a.example']])).status).toBe(403);
      const forged = await anna.send(`${desk}/moderation`, approve(`${id}:0`), {
        origin: 'https://evil.example',
      });
      expect(forged.status).toBe(403);
      expect((await anna.get(`/console/c/no-such/moderation`)).status).toBe(404);
      expect((await anna.get(`/console/c/${slug}/moderation/rly_nothing`)).status).toBe(404);
      expect(await bench.judged(`${url}/relays/${id}`)).toMatchObject({ state: 'held' });
    });

    test('appeals: wrong, foreign, too early, too many', async () => {
      const { page } = await bench.campaign();
      const blog = await bench.blog();
      blog.pages.set('/', linked(page));
      const counted = await bench.judge(`${blog.origin}/`, page);
      expect((await appeal(counted.id, { why: 'Encore' })).status).toBe(409);
      expect((await appeal(`rly_${'0'.repeat(26)}`, { why: 'x' })).status).toBe(404);
      expect((await appeal('nonsense', { why: 'x' })).status).toBe(404);
      blog.pages.set('/none', linked('https://elsewhere.example/'));
      const { id } = await bench.judge(`${blog.origin}/none`, page);
      const wrong = await appeal(id, { why: ' \0 ', email: 'not an address' });
      expect(wrong.status).toBe(400);
      const html = await wrong.text();
      expect(html).toContain('Écrivez pourquoi');
      expect(html).toContain('not an address');
      expect((await appeal(id, { why: 'x'.repeat(2001) })).status).toBe(400);
      expect((await appeal(id, { why: 'x', email: 'a@b.example\r\nbcc: c@d.example' })).status).toBe(400);
      const form = await (
        await fetch(`${bench.server.url}/relays/${id}/appeal`, { headers: { accept: 'text/html' } })
      ).text();
      expect(form).toContain('name="why"');
      let status = 0;
      for (let n = 0; n < 61 && status !== 429; n++) ({ status } = await appeal(id, { why: `Essai ${n}` }));
      expect(status).toBe(429);
      expect(await bench.server.db.rows('SELECT FROM appeal WHERE relay_id = $1', [id])).toHaveLength(1);
    });
  });
});
