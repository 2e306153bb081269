import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEntry, decideComments, saveEntry } from '../src/dialogue/mod.ts';
import { jobKinds } from '../src/jobs/mod.ts';
import { systemRandom } from '../src/kernel/mod.ts';
import { openQueue } from '../src/queue/mod.ts';
import { campaignFile } from './campaign.ts';
import { startTestServer, type TestServer } from './server.ts';
import { type SpamManner, startSpamServer } from './spam-server.ts';

const actor = { account: null, name: 'Anna' };
const text = { title: 'Essai', body: 'Bonjour', author: 'Anna', language: 'fr', commentsOpen: true } as const;

/** A checker on a server of its own, over HTTP, in each way it may behave. */
describe.each([
  ['akismet', '127.0.7.1'],
  ['rspamd', '127.0.7.2'],
] as const)('comments looked at by %s', (kind, host) => {
  let server: TestServer;
  let checker: Awaited<ReturnType<typeof startSpamServer>>;
  let sent = 0;
  beforeAll(async () => {
    checker = await startSpamServer(host);
    const environment: Record<string, string> =
      kind === 'akismet'
        ? { AKISMET_KEY: 'key123', AKISMET_URL: `${checker.url}/` }
        : { RSPAMD_URL: checker.url };
    server = await startTestServer('pglite', { environment, campaign: campaignFile() });
    const [campaign] = await server.db.rows<{ id: `cmp_${string}` }>('SELECT id FROM campaign');
    const here = { id: campaign?.id ?? 'cmp_', slug: 'essai' } as const;
    const slug = await createEntry(server.db, here, text, { actor, random: systemRandom }, Date.now());
    expect(
      await saveEntry(
        server.db,
        here,
        slug,
        { text, version: 1, note: '', publish: true },
        actor,
        Date.now(),
      ),
    ).toBe('saved');
  });
  afterAll(async () => {
    await server.stop();
    await checker.close();
  });

  const comment = async (manner: SpamManner, body: string) => {
    checker.manner = manner;
    const page = `${server.url}/c/essai/journal/essai`;
    const stamp = /name="stamp" value="([^"]+)"/.exec(await (await fetch(page)).text())?.[1] ?? '';
    const answer = await fetch(`${page}/comments`, {
      method: 'POST',
      headers: { 'user-agent': 'Firefox', 'x-forwarded-for': '203.0.113.9' },
      body: new URLSearchParams({
        name: 'Zoé\r\nX: y',
        email: `zoe${++sent}@example.org`,
        site: 'https://zoe.example/',
        body,
        stamp,
      }),
      redirect: 'manual',
    });
    expect(answer.status).toBe(303);
    await expect
      .poll(
        async () => (await server.db.rows("SELECT id FROM journal_comment WHERE state = 'checking'")).length,
        { timeout: 20_000 },
      )
      .toBe(0);
    const [row] = await server.db.rows<{ id: string; state: string; reasons: string[] }>(
      'SELECT id, state, reasons FROM journal_comment ORDER BY created_at DESC, place DESC LIMIT 1',
    );
    return row ?? { id: '', state: 'lost', reasons: [] };
  };

  test('the notice says who looks and what is sent', async () => {
    const page = await (await fetch(`${server.url}/c/essai/journal/essai?lang=fr`)).text();
    expect(page).toContain(host);
    expect(page).toContain('adresse réseau');
  });
  // What is sent within three seconds of the form is held here already: the checker is told all the same, and can't free it.
  test('what the checker passes keeps its local verdict', async () => {
    const { state, reasons } = await comment('ham', 'Un commentaire tout simple, à l’instant.');
    expect([state, reasons]).toEqual(['held', ['too_fast']]);
    const asked = checker.asked.at(-1);
    if (kind === 'akismet') {
      expect(Object.fromEntries(asked?.fields ?? [])).toMatchObject({
        api_key: 'key123',
        blog: expect.stringContaining('127.0.0.1'),
        user_ip: '203.0.113.9',
        user_agent: 'Firefox',
        comment_type: 'comment',
        comment_author: 'Zoé X: y',
        comment_author_email: 'zoe1@example.org',
        comment_author_url: 'https://zoe.example/',
        comment_content: 'Un commentaire tout simple, à l’instant.',
        blog_charset: 'UTF-8',
        is_test: '1',
      });
    } else {
      expect(asked?.headers).toMatchObject({ ip: '203.0.113.9', from: 'zoe1@example.org' });
      expect(asked?.body).toMatch(/^From: =\?utf-8\?B\?[A-Za-z0-9+/=]+\?= <zoe1@example\.org>\r\nTo: /);
      expect(asked?.body).not.toContain('\nX: y');
    }
  });
  test.each([
    ['spam', 'checker'],
    ['nonsense', 'checker_failed'],
    ['error', 'checker_failed'],
    ['hang-up', 'checker_failed'],
    ['redirect', 'checker_failed'],
  ] as const)('%s: held, never published, never lost', async (manner, reason) => {
    const { state, reasons } = await comment(manner, `Un commentaire pour ${manner}, sans malice.`);
    expect(state).toBe('held');
    expect(reasons).toContain(reason);
  });
  test.each([
    ['spam', true, 'Un commentaire que le service prend pour du spam.', ['/1.1/submit-ham', '/learnham']],
    ['ham', false, 'Un commentaire que le service laisse passer.', ['/1.1/submit-spam', '/learnspam']],
  ] as const)(
    '%s, and a person decides otherwise (publish: %s): the checker is told',
    async (said, publish, text, paths) => {
      const { id } = await comment(said, text);
      const [campaign] = await server.db.rows<{ id: `cmp_${string}` }>('SELECT id FROM campaign');
      const queue = await openQueue(server.db, jobKinds, { work: false, onError: () => {} });
      const house = {
        db: server.db,
        queue,
        clock: { now: () => Date.now() },
        random: systemRandom,
        seal: server.seal,
        checked: true,
        published: async () => {},
      };
      const here = { id: campaign?.id ?? 'cmp_', slug: 'essai' } as const;
      expect(await decideComments(house, here, { comments: [id], publish }, actor)).toBe(1);
      await expect
        .poll(() => checker.asked.at(-1)?.path, { timeout: 10_000 })
        .toBe(paths[kind === 'akismet' ? 0 : 1]);
      await queue.close();
    },
  );
});

test('two checkers at once are refused by name', async () => {
  await expect(
    startTestServer('pglite', { environment: { AKISMET_KEY: 'k', RSPAMD_URL: 'http://127.0.0.1:1' } }),
  ).rejects.toThrow('AKISMET_KEY and RSPAMD_URL');
});
