import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { forgetDialogue } from '../src/dialogue/mod.ts';
import { onBothDatabases } from './database.ts';
import { type Bench, linked, openBench } from './moderation.ts';

const html = { accept: 'text/html', 'accept-language': 'fr' };
const hostile = '"><img src=x onerror=alert(1)><script>alert(1)</script>\u202Egnp.exe';

onBothDatabases('the journal', (kind) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench(kind, kind === 'pglite' ? 1 : 120);
  });
  afterEach(() => bench.closeSites());
  afterAll(() => bench.server.stop());

  const see = async (path: string) => (await fetch(bench.server.url + path, { headers: html })).text();
  const stampOf = (page: string) => /name="stamp" value="([^"]+)"/.exec(page)?.[1] ?? '';
  /** An entry, published, and how one comments on it as a person does: not at once. */
  const published = async (title: string, body = 'Bonjour.') => {
    const campaign = await bench.campaign();
    const editor = await bench.person('netscouade', 'operator', 'Anna');
    const desk = `${campaign.console}/journal`;
    const made = await editor.send(
      `${desk}/new`,
      Object.entries({ title, author: 'Anna', language: 'fr', body, open: 'true' }),
    );
    expect(made.status).toBe(303);
    const here = new URL(made.headers.get('location') ?? '', bench.server.url).pathname;
    const save = async (more: Record<string, string>) => {
      const version = /name="version" value="(\d+)"/.exec(await editor.see(here))?.[1] ?? '';
      return editor.send(
        here,
        Object.entries({
          title,
          author: 'Anna',
          language: 'fr',
          body,
          open: 'true',
          version,
          do: 'save',
          ...more,
        }),
      );
    };
    expect((await save({ do: 'publish' })).status).toBe(303);
    const path = `/c/${campaign.slug}/journal/${here.split('/').at(-1)}`;
    const comment = async (fields: Record<string, string>, headers: Record<string, string> = {}) => {
      const stamp = stampOf(await see(path));
      await bench.later(20_000);
      return fetch(`${bench.server.url}${path}/comments`, {
        method: 'POST',
        headers: { ...html, origin: bench.server.url, ...headers },
        body: new URLSearchParams({
          name: 'Zoé',
          email: `zoe${++writers}@example.org`,
          body: 'Merci pour ce repas.',
          stamp,
          ...fields,
        }),
        redirect: 'manual',
      });
    };
    return { campaign, editor, here, path, save, comment };
  };
  let writers = 0;

  test('an entry is written, published, edited in the open; feeds carry it', async () => {
    const { campaign, path, save } = await published(
      'Deux ans déjà',
      'Voici **le** billet.\n\n<script>alert(1)</script>',
    );
    const page = await see(path);
    expect(page).toContain('<strong>le</strong>');
    expect(page).not.toContain('<script>alert');
    expect(page).toContain('rel="webmention"');
    expect((await save({ body: 'Voici le billet, corrigé.' })).status).toBe(400);
    expect((await save({ body: 'Voici le billet, corrigé.', note: 'le nombre de repas' })).status).toBe(303);
    expect(await see(path)).toMatch(
      /Édit du \d\d\/\d\d\/\d{4}.{0,3}:<\/strong> <span lang="fr">le nombre de repas/,
    );
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const atom = await fetch(`${bench.server.url}/c/${campaign.slug}/journal.atom`);
    expect(atom.headers.get('content-type')).toContain('application/atom+xml');
    expect(await atom.text()).toContain('<title>Deux ans déjà</title>');
    const json = (await (await fetch(`${bench.server.url}/c/${campaign.slug}/journal.json`)).json()) as {
      items: { title: string }[];
    };
    expect(json.items.map((item) => item.title)).toEqual(['Deux ans déjà']);
  });

  test('two editors at once: the second is told', async () => {
    const { save } = await published('Un');
    expect((await save({ version: '1', note: 'x', body: 'autre' })).status).toBe(409);
  });

  test('a comment is published; answered; corrected within ten minutes and no later; erased', async () => {
    const { path, comment } = await published('À table');
    const sent = await comment({ site: 'https://zoe.example/' });
    expect(sent.status).toBe(303);
    const own = sent.headers.get('location') ?? '';
    expect(await see(own)).toContain('Il est publié.');
    const page = await see(path);
    expect(page).toContain('Merci pour ce repas.');
    expect(page).not.toContain('@example.org');
    const id = /<li class="comment step-0" id="(cmt_\w+)"/.exec(page)?.[1] ?? '';
    expect((await comment({ body: 'Moi aussi, je vous remercie beaucoup.', parent: id })).status).toBe(303);
    expect(await see(path)).toContain('class="comment step-1"');
    const edit = () =>
      fetch(bench.server.url + own, {
        method: 'POST',
        headers: html,
        body: new URLSearchParams({ body: 'Merci pour ces repas.' }),
        redirect: 'manual',
      });
    expect((await edit()).status).toBe(303);
    expect(await see(path)).toContain('Merci pour ces repas.');
    await bench.later(11 * 60_000);
    expect((await edit()).status).toBe(409);
    const erased = await fetch(`${bench.server.url}${own}/erase`, { method: 'POST', headers: html });
    expect(erased.status).toBe(200);
    const after = await see(path);
    expect(after).toContain('effacé par son auteur');
    expect(after).toContain('Moi aussi');
    expect(after).not.toContain('Zoé</a>');
    expect((await fetch(bench.server.url + own, { headers: html })).status).toBe(404);
  });

  test('spam is held with its reasons, and a person publishes or refuses it', async () => {
    const { campaign, path, comment } = await published('Le buffet');
    const spam = await comment({
      name: 'Best casino',
      body: 'Casino bonus https://a.xyz https://b.xyz https://c.xyz',
    });
    expect(await see(spam.headers.get('location') ?? '')).toContain('Une personne va le lire');
    expect((await comment({ subject: 'x', body: 'Une personne ne voit pas ce champ, voilà.' })).status).toBe(
      303,
    );
    expect(await see(path)).toContain('Aucun commentaire');
    const moderator = await bench.person('netscouade', 'moderator', 'Max');
    const queue = await moderator.see(`${campaign.console}/comments`);
    expect(queue).toContain('mots de publicité');
    expect(queue).toContain('que personne ne voit');
    const ids = [...queue.matchAll(/name="comment" value="(cmt_\w+)"/g)].map((match) => match[1] ?? '');
    expect(ids.length).toBe(2);
    const [first = '', second = ''] = ids;
    await moderator.send(`${campaign.console}/comments`, [
      ['comment', first],
      ['decision', 'refuse'],
    ]);
    await moderator.send(`${campaign.console}/comments`, [
      ['comment', second],
      ['decision', 'publish'],
    ]);
    expect(await see(path)).toContain('Une personne ne voit pas');
    expect(await see(path)).not.toContain('casino');
    expect(await moderator.see(`${campaign.console}/comments?show=refused`)).toContain('casino');
    // Nobody of another house decides here, nor reads who wrote.
    const stranger = await bench.person('danone', 'partner', 'Paul');
    expect((await stranger.get(`${campaign.console}/comments`)).status).toBe(403);
    expect(
      (
        await stranger.send(`${campaign.console}/comments`, [
          ['comment', first],
          ['decision', 'publish'],
        ])
      ).status,
    ).toBe(403);
  });

  test('hundreds that wait are read page by page, and everything goes with the wall', async () => {
    const { campaign, path } = await published('Beaucoup de monde');
    await bench.server.db.rows(
      `INSERT INTO journal_comment (id, campaign_id, entry_id, place, name, email, body, language, state, token_hash, text_hash, created_at)
       SELECT 'cmt_' || lpad(n::text, 26, '0'), e.campaign_id, e.id, lpad(n::text, 9, '0'), 'Nom ' || n, 'n' || n || '@example.org',
         'Texte ' || n, 'fr', 'held', decode(lpad(n::text, 64, '0'), 'hex'), decode(lpad(n::text, 64, '0'), 'hex'), now() + n * interval '1 second'
       FROM generate_series(1, 230) n, journal_entry e WHERE e.slug = $1 AND e.campaign_id = (SELECT id FROM campaign WHERE slug = $2)`,
      [path.split('/').at(-1) ?? '', campaign.slug],
    );
    const moderator = await bench.person('netscouade', 'moderator', 'Max');
    await bench.later(0);
    const names = async (from: number) => {
      const page = await moderator.see(`${campaign.console}/comments?from=${from}`);
      const found = [...page.matchAll(/<bdi>Nom (\d+)<\/bdi>/g)].map((match) => Number(match[1]));
      return [found.length, found[0], /from=300|Page suivante/.test(page), page.includes('Page précédente')];
    };
    expect(await names(0)).toEqual([100, 1, true, false]);
    expect(await names(200)).toEqual([30, 201, false, true]);
    expect((await moderator.get(`${campaign.console}/comments?from=-1`)).status).toBe(200);

    await bench.server.db.rows(
      `INSERT INTO journal_follower (id, entry_id, email, language, token_hash, created_at, confirmed_at)
       SELECT 'flw_' || lpad('1', 26, '0'), id, 'suit@example.org', 'fr', decode(lpad('1', 64, '0'), 'hex'), now(), now()
       FROM journal_entry WHERE slug = $1`,
      [path.split('/').at(-1) ?? ''],
    );
    const left = async () => {
      const [row] = await bench.server.db.rows<{ comments: number; followers: number }>(
        `SELECT (SELECT count(*) FROM journal_comment WHERE body LIKE 'Texte %') AS comments,
           (SELECT count(*) FROM journal_follower WHERE email = 'suit@example.org') AS followers`,
      );
      return row;
    };
    const [over] = await bench.server.db.rows<{ closes: number }>(
      'SELECT closes FROM campaign WHERE slug = $1',
      [campaign.slug],
    );
    const closes = over?.closes ?? 0;
    const day = 86_400_000;
    await forgetDialogue(bench.server.db, closes + 1825 * day, 1825);
    expect(await left()).toEqual({ comments: 230, followers: 1 });
    await forgetDialogue(bench.server.db, closes + 1826 * day, 1825);
    expect(await left()).toEqual({ comments: 0, followers: 0 });
  });

  test('hostile input is text or a plain refusal', async () => {
    const { path, comment } = await published('Sans crainte');
    const sent = await comment({ name: `Jo${hostile}`.slice(0, 50), body: `Bonjour à tous ${hostile}` });
    expect(sent.status).toBe(303);
    expect((await comment({ body: 'x' }, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await comment({ name: '' })).status).toBe(400);
    expect((await comment({ email: 'a@b.example\r\nBcc: c@d.example' })).status).toBe(400);
    expect((await comment({ site: 'javascript:alert(1)' })).status).toBe(400);
    expect((await comment({ body: 'x'.repeat(8001) })).status).toBe(400);
    expect((await comment({ body: 'y'.repeat(1_200_000) })).status).toBe(404);
    expect(
      (await comment({ parent: 'cmt_00000000000000000000000000', body: 'À qui répondre ?' })).status,
    ).toBe(409);
    expect((await comment({ stamp: '', body: 'Un formulaire sans sa marque, mais gentil.' })).status).toBe(
      303,
    );
    const page = await see(path);
    expect(page).not.toContain('<img src=x');
    expect(page).not.toContain('\u202E');
    expect((await fetch(`${bench.server.url}${path}?from=1;drop`, { headers: html })).status).toBe(404);
    expect((await fetch(`${bench.server.url}/comments/nothing`, { headers: html })).status).toBe(404);
  });

  test('an image is encoded anew: no place, no camera; no address changes meaning', async () => {
    const { editor, here, campaign } = await published('Photo');
    const picture = await sharp({ create: { width: 2400, height: 900, channels: 3, background: '#b3261e' } })
      .jpeg()
      .withExif({ IFD0: { Copyright: 'SECRET-PLACE' } })
      .toBuffer();
    const upload = (bytes: Uint8Array, alt: string) => {
      const body = new FormData();
      body.set('file', new File([new Uint8Array(bytes)], 'p.jpg', { type: 'image/jpeg' }));
      body.set('alt', alt);
      return fetch(`${bench.server.url}${here}/images`, {
        method: 'POST',
        headers: {
          ...html,
          origin: bench.server.url,
          cookie: `${editor.cookie.name}=${editor.cookie.value}`,
        },
        body,
        redirect: 'manual',
      });
    };
    expect((await upload(picture, 'La table mise')).status).toBe(303);
    expect((await upload(picture, '')).status).toBe(400);
    expect(
      (
        await upload(
          Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
          'x',
        )
      ).status,
    ).toBe(400);
    expect((await upload(picture.subarray(0, 400), 'x')).status).toBe(400);
    const address = /\/c\/\w+\/journal\/images\/[0-9a-f]{64}\.webp/.exec(await editor.see(here))?.[0] ?? '';
    const given = await fetch(bench.server.url + address);
    expect(given.headers.get('content-type')).toBe('image/webp');
    expect(given.headers.get('cache-control')).toContain('immutable');
    const bytes = Buffer.from(await given.arrayBuffer());
    expect(bytes.includes('SECRET-PLACE')).toBe(false);
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 1600, height: 600, format: 'webp' });
    expect((await fetch(`${bench.server.url}${address.replace(campaign.slug, 'other')}`)).status).toBe(404);
  });

  test('write-ups are found by themselves: a mention of an entry, and a suggestion', async () => {
    const { campaign, path } = await published('La rencontre');
    const blog = await bench.blog();
    blog.pages.set('/kiwi', linked(bench.server.url + path));
    expect((await bench.judge(`${blog.origin}/kiwi`, bench.server.url + path)).state).toBe('counted');
    // Its site counts once; the second post is no gift, and a write-up all the same.
    blog.pages.set('/kiwi-2', linked(bench.server.url + path));
    expect(await bench.judge(`${blog.origin}/kiwi-2`, bench.server.url + path)).toMatchObject({
      state: 'refused',
      reason: 'site_already_counted',
    });
    expect(await see(path)).toContain(`${blog.origin}/kiwi-2`);
    const other = await bench.blog();
    other.pages.set('/laurence', linked(campaign.page));
    const here = `/c/${campaign.slug}/write-ups`;
    const suggest = (url: string) =>
      fetch(bench.server.url + here, {
        method: 'POST',
        headers: { ...html, origin: bench.server.url },
        body: new URLSearchParams({ url }),
        redirect: 'manual',
      });
    expect((await suggest(`${other.origin}/laurence`)).headers.get('location')).toBe(`${here}?done=thanks`);
    expect((await suggest('javascript:alert(1)')).status).toBe(400);
    expect((await suggest(bench.server.url + path)).status).toBe(400);
    await expect.poll(() => see(here), { timeout: 8000 }).toContain(`${other.origin}/laurence`);
    const page = await see(here);
    expect(page).toContain(`${blog.origin}/kiwi`);
    expect(page.indexOf(`${blog.origin}/kiwi`)).toBeGreaterThan(0);
  });

  test('who follows is written to once confirmed; all that is kept opens by mail alone, goes away as a file, and is erased', async () => {
    const { comment, path } = await published('Suivre');
    const mails = async () =>
      await bench.server.db.rows<{ email: string; body: string; subject: string }>(
        'SELECT email, body, subject FROM notice_mail ORDER BY id',
      );
    // The outbox is emptied behind us: what was handed over is read from its folder.
    const outbox = async () => {
      const folder = join(bench.server.data, 'outbox');
      await expect.poll(async () => (await mails()).length, { timeout: 20_000 }).toBe(0);
      return readdirSync(folder).map((file) =>
        readFileSync(join(folder, file), 'utf8').replace(/=\n/g, '').replaceAll('=3D', '='),
      );
    };
    expect(
      (await comment({ email: 'suivi@example.org', follow: 'true', body: 'Je suivrai ce fil avec plaisir.' }))
        .status,
    ).toBe(303);
    const [first = ''] = (await outbox()).filter((mail) => mail.includes('To: suivi@example.org'));
    const confirm = /\/comments\/follow\/[A-Za-z0-9_-]{43}/.exec(first)?.[0] ?? '';
    expect((await comment({ body: 'Personne ne le lira avant confirmation.' })).status).toBe(303);
    expect((await outbox()).some((mail) => mail.includes('avant confirmation'))).toBe(false);
    expect((await fetch(bench.server.url + confirm, { method: 'POST', headers: html })).status).toBe(200);
    expect(
      (await comment({ name: 'Ève\r\nBcc: x@y.example', body: 'Voici la réponse attendue.' })).status,
    ).toBe(303);
    const told = (await outbox()).filter((mail) => mail.includes('To: suivi@example.org'));
    expect(told.length).toBe(2);
    expect(told.join('')).not.toMatch(/^Bcc:/m);
    expect(told.join('')).toContain('List-Unsubscribe-Post');

    const ask = (email: string) =>
      fetch(`${bench.server.url}/comments`, {
        method: 'POST',
        headers: html,
        body: new URLSearchParams({ email }),
      });
    expect(await (await ask('suivi@example.org')).text()).toBe(
      await (await ask('nobody@example.org')).text(),
    );
    const all = (await outbox()).join('');
    const mine = /\/comments\/mine\/[A-Za-z0-9_-]{43}/.exec(all)?.[0] ?? '';
    expect(all).not.toContain('nobody@example.org');
    const data = (await (await fetch(`${bench.server.url}${mine}/data.json`)).json()) as {
      comments: { body: string }[];
      follows: string[];
    };
    expect([data.comments.map((one) => one.body), data.follows]).toEqual([
      ['Je suivrai ce fil avec plaisir.'],
      ['suivre'],
    ]);
    expect((await fetch(`${bench.server.url}${mine}/erase`, { method: 'POST', headers: html })).status).toBe(
      200,
    );
    expect(await see(path)).not.toContain('Je suivrai');
    expect(
      await bench.server.db.rows("SELECT id FROM journal_follower WHERE email = 'suivi@example.org'"),
    ).toEqual([]);
    expect((await fetch(bench.server.url + mine, { headers: html })).status).toBe(404);
  });
});
