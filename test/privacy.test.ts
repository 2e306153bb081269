import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reconcile } from '../src/credit/mod.ts';
import { type RelayId, systemRandom } from '../src/kernel/mod.ts';
import { forget, replayErasures, retention_default } from '../src/privacy/mod.ts';
import type { Database } from '../src/store/mod.ts';
import { campaignFile } from './campaign.ts';
import { onBothDatabases } from './database.ts';
import { startTestServer, type TestServer } from './server.ts';
import { post, type Site, startSite } from './site.ts';

const html = { accept: 'text/html' };

/** Everything the database holds, as one text: what is not in it is nowhere. */
async function everything(db: Database): Promise<string> {
  const tables = await db.rows<{ name: string }>(
    "SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables WHERE table_schema IN ('public', 'pgboss') AND table_type = 'BASE TABLE'",
  );
  const parts: string[] = [];
  for (const { name } of tables)
    for (const row of await db.rows<{ text: string }>(`SELECT to_jsonb(t)::text AS text FROM ${name} t`))
      parts.push(row.text);
  const entries = await db.rows<{ text: string }>(
    "SELECT encode(entries, 'escape') AS text FROM log_entries",
  );
  return [...parts, ...entries.map((row) => row.text)].join('\n');
}

onBothDatabases('access and erasure', (kind) => {
  let server: TestServer;
  let campaign: string;
  let site: Site;
  beforeAll(async () => {
    server = await startTestServer(kind, { campaign: campaignFile() });
    campaign = `${server.url}/c/essai`;
    site = await startSite('127.0.3.7');
  });
  afterAll(async () => {
    await site.close();
    await server.stop();
  });

  const link = () => `<p>Voici <a href="${campaign}">la campagne</a>.</p>`;
  const head = '<title>Le potager secret de Zélie</title><meta name="author" content="Zélie Quenouille">';
  const send = async (path: string, more: Record<string, string> = {}) => {
    const answer = await fetch(`${campaign}/relays`, {
      method: 'POST',
      headers: html,
      redirect: 'manual',
      body: new URLSearchParams({ url: `${site.origin}${path}`, ...more }),
    });
    return {
      status: answer.status,
      relay: (answer.headers.get('location') ?? '').split('/').at(-1) as RelayId,
    };
  };
  const state = async (relay: string) => {
    const answer = await fetch(`${server.url}/relays/${relay}.json`);
    return answer.ok
      ? ((await answer.json()) as { state: string; reason: string | null; logIndex: number | null })
      : null;
  };
  const counted = async (path: string, more: Record<string, string> = {}) => {
    site.pages.set(path, post(link(), head));
    const { relay } = await send(path, more);
    await expect.poll(() => state(relay), { timeout: 10_000 }).toMatchObject({ state: 'counted' });
    return relay;
  };
  const form = (path: string, fields: Record<string, string>) =>
    fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: html,
      redirect: 'manual',
      body: new URLSearchParams(fields),
    });
  const ask = async (relay: string) => {
    const answer = await form(`/relays/${relay}/data`, { way: 'post' });
    expect(answer.status).toBe(303);
    return answer.headers.get('location') ?? '';
  };
  const page = async (path: string) => {
    const answer = await fetch(`${server.url}${path}`, { headers: { ...html, 'accept-language': 'en' } });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  const check = async (path: string) => {
    expect((await form(path, { do: 'check' })).status).toBe(303);
    await expect
      .poll(async () => (await page(path)).text, { timeout: 10_000 })
      .not.toContain('We are reading your post');
    return page(path);
  };
  const totals = async () =>
    (await (await fetch(`${server.url}/api/v1/campaigns/essai`)).json()) as Record<string, unknown>;

  describe('a link in the post shows whose it is', () => {
    test('only where its author can write; then everything can be read, and erased for good', async () => {
      const relay = await counted('/2026/11/potager/');
      const path = await ask(relay);
      const asked = await page(path);
      expect(asked.headers.get('referrer-policy')).toBe('no-referrer');
      expect(asked.headers.get('cache-control')).toBe('no-store');
      const proof = /value="(http[^"]*\/data\/proof\/[0-9a-f]{40})"/.exec(asked.text)?.[1] ?? '';
      expect(proof).not.toBe('');

      expect((await check(path)).text).toContain('is not in the post');
      const comment = `<section id="comments"><ol class="comment-list"><li class="comment"><p><a href="${proof}">moi</a></p></li></ol></section>`;
      site.pages.set('/2026/11/potager/', post(link(), head) + comment);
      expect((await check(path)).text).toContain('is not in the post');
      site.pages.set('/2026/11/potager/', post(`${link()}<p>${proof}</p>`, head));
      expect((await check(path)).text).toContain('is not in the post');
      expect((await fetch(`${server.url}${path}/file`)).status).toBe(404);
      expect((await form(path, { do: 'erase', confirm: 'yes' })).status).toBe(404);

      site.pages.set('/2026/11/potager/', post(`${link()}<p><a href="${proof}">.</a></p>`, head));
      expect((await check(path)).text).toContain('This post is yours');
      const file = await fetch(`${server.url}${path}/file`);
      expect(file.headers.get('content-disposition')).toBe(`attachment; filename="${relay}.json"`);
      const held = (await file.json()) as {
        relay: Record<string, unknown>;
        openings: { record: string }[];
        credits: unknown[];
      };
      expect(held.relay).toMatchObject({
        id: relay,
        source: `${site.origin}/2026/11/potager/`,
        author: 'Zélie Quenouille',
      });
      expect(held.credits).toHaveLength(1);
      expect(held.openings[0]?.record).toContain(`${site.origin}/2026/11/potager/`);

      const before = await totals();
      const index = (await state(relay))?.logIndex;
      expect((await form(path, { do: 'erase' })).status).toBe(400);
      expect(await state(relay)).toMatchObject({ state: 'counted' });
      expect((await form(path, { do: 'erase', confirm: 'yes' })).status).toBe(200);

      expect(await state(relay)).toBeNull();
      expect((await fetch(`${server.url}${path}`)).status).toBe(404);
      const { asOf: _, log: __, ...same } = before;
      expect(await totals()).toMatchObject(same);
      const list = (await (await fetch(`${server.url}/api/v1/campaigns/essai/relays`)).json()) as {
        relays: unknown[];
        erased: unknown[];
      };
      expect(list.relays).toEqual([]);
      expect(list.erased).toEqual([{ number: 1, units: 10, logIndex: index }]);
      expect((await page('/c/essai')).text).not.toContain('potager');
      const left = await everything(server.db);
      for (const trace of [
        'potager',
        'Zélie',
        'Quenouille',
        site.origin,
        '127.0.3.7',
        held.openings[0]?.record ?? '',
      ])
        expect(left).not.toContain(trace);
      expect(await reconcile(server.db)).toEqual([]);
    });

    test('an erased post is known again: neither it nor another of its site is counted a second time', async () => {
      const again = await send('/2026/11/potager/');
      await expect
        .poll(() => state(again.relay), { timeout: 10_000 })
        .toMatchObject({ state: 'refused', reason: 'duplicate' });
      site.pages.set('/autre/', post(link()));
      const other = await send('/autre/');
      await expect
        .poll(() => state(other.relay), { timeout: 10_000 })
        .toMatchObject({ state: 'refused', reason: 'site_already_counted' });
      expect(await totals()).toMatchObject({ relays: 1, granted: 10 });
    });

    test('one that was never credited leaves nothing at all', async () => {
      const other = await send('/autre/');
      const path = await ask(other.relay);
      const proof = /value="(http[^"]*\/data\/proof\/[0-9a-f]{40})"/.exec((await page(path)).text)?.[1] ?? '';
      site.pages.set('/autre/', post(`${link()}<a href="${proof}">x</a>`));
      expect((await check(path)).text).toContain('This post is yours');
      await form(path, { do: 'erase', confirm: 'yes' });
      expect(await server.db.rows('SELECT id FROM relay WHERE id = $1', [other.relay])).toEqual([]);
    });
  });

  describe('nobody else gets in', () => {
    let relay: RelayId;
    let second: Site;
    beforeAll(async () => {
      second = await startSite('127.0.3.8');
      second.pages.set('/a/', post(link(), head));
      const answer = await form('/c/essai/relays', {
        url: `${second.origin}/a/`,
        email: 'zelie@courriel.example',
      });
      relay = (answer.headers.get('location') ?? '').split('/').at(-1) as RelayId;
      while ((await state(relay))?.state !== 'counted')
        await new Promise((resolve) => setTimeout(resolve, 20));
    });
    afterAll(() => second.close());

    test('a wrong key, a key of another request, a malformed one: nothing is there', async () => {
      const [one, two] = [await ask(relay), await ask(relay)];
      const id = one.split('/')[2];
      const key = two.split('/')[3] ?? '';
      for (const path of [
        `/data/${id}/${key}`,
        `/data/${id}/${'0'.repeat(40)}`,
        `/data/${id}/x`,
        `/data/drq_x/${key}`,
        `/data/${id}/${key}0`,
        `/data/${id}`,
      ]) {
        expect([path, (await page(path)).status]).toEqual([path, 404]);
        expect([path, (await form(path, { do: 'erase', confirm: 'yes' })).status]).toEqual([path, 404]);
        expect([path, (await form(path, { do: 'check' })).status]).toEqual([path, 404]);
      }
      expect(await state(relay)).toMatchObject({ state: 'counted' });
    });

    test('an unknown relay has no data to ask for', async () => {
      for (const id of ['rly_00000000000000000000000000', 'x', '..%2f'])
        expect((await form(`/relays/${id}/data`, { way: 'post' })).status).toBe(404);
    });

    test('the address left with the post gets a link; any other gets the same answer and no mail', async () => {
      const outbox = join(server.data, 'outbox');
      const mails = () => (existsSync(outbox) ? readdirSync(outbox) : []);
      const wrong = await form(`/relays/${relay}/data`, { way: 'email', email: 'voleur@ailleurs.example' });
      const right = await form(`/relays/${relay}/data`, { way: 'email', email: 'Zelie@courriel.example' });
      expect([wrong.status, right.status]).toEqual([200, 200]);
      expect(await right.text()).toBe(await wrong.text());
      await expect.poll(mails, { timeout: 10_000 }).toHaveLength(1);
      const mail = readFileSync(join(outbox, mails()[0] ?? ''), 'utf8')
        .replaceAll('=\n', '')
        .replaceAll('=3D', '=');
      expect(mail).toContain('zelie@courriel.example');
      const path = /\/data\/drq_[0-9a-z]{26}\/[0-9a-f]{40}/.exec(mail)?.[0] ?? '';
      expect((await page(path)).text).toContain('This post is yours');
      expect((await (await fetch(`${server.url}${path}/file`)).json()) as object).toMatchObject({
        contact: [{ email: 'zelie@courriel.example' }],
      });
    });

    test.each([
      '',
      'a',
      'a@b',
      'a@b.example\r\nBcc: c@d.example',
      'x@y.example, z@y.example',
      '"a b"@c.example',
      'é@',
      `${'a'.repeat(65)}@b.example`,
    ])('an address that is none is refused with a word at the field: %j', async (email) => {
      const answer = await form(`/relays/${relay}/data`, { way: 'email', email });
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain('aria-invalid="true"');
      const claim = await form('/c/essai/relays', { url: `${second.origin}/b/`, email });
      expect(claim.status).toBe(email === '' ? 303 : 400);
    });

    test('an address left by a later claim of the same post is not kept: it could be anybody', async () => {
      await form('/c/essai/relays', { url: `${second.origin}/a/`, email: 'voleur@ailleurs.example' });
      expect(await server.db.rows('SELECT email FROM relay_contact WHERE relay_id = $1', [relay])).toEqual([
        { email: 'zelie@courriel.example' },
      ]);
    });

    test('a blog is not visited more than ten times a day for it', async () => {
      const statuses: number[] = [];
      for (let n = 0; n < 12; n++)
        statuses.push((await form(`/relays/${relay}/data`, { way: 'post' })).status);
      expect(statuses.filter((status) => status === 303).length).toBeLessThanOrEqual(10);
      expect(statuses.at(-1)).toBe(429);
    });
  });

  test('a backup of before the erasure does not bring it back', async () => {
    const file = join(server.data, 'erased-list');
    await replayErasures(server.db, file, systemRandom, Date.now());
    const third = await startSite('127.0.3.9');
    third.pages.set('/a/', post(link(), head));
    const answer = await form('/c/essai/relays', { url: `${third.origin}/a/` });
    const relay = (answer.headers.get('location') ?? '').split('/').at(-1) as RelayId;
    await expect.poll(() => state(relay), { timeout: 10_000 }).toMatchObject({ state: 'counted' });
    // The list knows it as erased, the restored database does not.
    appendFileSync(file, `${relay}\n`);
    expect(await replayErasures(server.db, file, systemRandom, Date.now())).toBe(1);
    expect(await state(relay)).toBeNull();
    expect(await replayErasures(server.db, file, systemRandom, Date.now())).toBe(0);
    await third.close();
  });

  test('what is kept no longer goes, kind by kind, and the books still agree', async () => {
    const later = (days: number) => ({
      db: server.db,
      random: systemRandom,
      clock: { now: () => Date.UTC(2036, 0, 1) + days * 86_400_000 },
    });
    const requests = await server.db.rows('SELECT id FROM data_request');
    expect(requests.length).toBeGreaterThan(0);
    const nothing = Object.fromEntries(Object.keys(retention_default).map((kind) => [kind, 0]));
    expect(await forget({ ...later(0), clock: { now: () => Date.now() } }, retention_default)).toEqual(
      nothing,
    );
    expect(await forget(later(91), retention_default)).toMatchObject({
      requests: requests.length,
      contacts: 1,
      evidence: 0,
      wall: 0,
    });
    expect((await forget(later(366), retention_default)).evidence).toBeGreaterThan(0);
    expect(await server.db.rows('SELECT * FROM erasure_key')).toEqual([]);
    expect((await forget(later(1826), retention_default)).wall).toBeGreaterThan(0);
    expect(await server.db.rows('SELECT id FROM relay WHERE erased_at IS NULL')).toEqual([]);
    expect(await reconcile(server.db)).toEqual([]);
    const text = (await page('/privacy')).text;
    expect(text).toContain('1,825 days after the end of the campaign');
  });
});
