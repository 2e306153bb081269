import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onBothDatabases } from './database.ts';
import { type Bench, openBench } from './moderation.ts';
import { isSigned, type Receiver, startReceiver } from './receiver.ts';

/** Webhooks as operators handle them in the console, and as strangers would like to. */
onBothDatabases('webhooks in the console', (kind) => {
  let bench: Bench;
  let operator: Awaited<ReturnType<Bench['person']>>;
  let receiver: Receiver;
  let campaign: Awaited<ReturnType<Bench['campaign']>>;

  beforeAll(async () => {
    bench = await openBench(kind, kind === 'pglite' ? 200 : 225);
    campaign = await bench.campaign();
    operator = await bench.person('netscouade', 'operator', 'Olga');
    receiver = await startReceiver();
  });
  afterAll(async () => {
    await receiver.stop();
    await bench.server.stop();
  });

  const page = () => `${campaign.console}/webhooks`;
  const add = async (url: string, events: readonly string[], person = operator) =>
    person.send(page(), [['url', url], ...events.map((event) => ['events', event] as const)]);
  const act = (what: string, id: string, person = operator, path = page()) =>
    person.send(`${path}/act`, [
      ['do', what],
      [what === 'replay' ? 'message' : 'endpoint', id],
    ]);
  const secretIn = (html: string) => /whsec_[A-Za-z0-9+/]{32}/.exec(html)?.[0] ?? '';
  const endpointIn = (html: string) => /name="endpoint" value="(whe_\w{26})"/.exec(html)?.[1] ?? '';
  const messageIn = (html: string) => /name="message" value="(msg_\w{26})"/.exec(html)?.[1] ?? '';
  const endpoints = () =>
    bench.server.db.rows<{ id: string }>('SELECT id FROM webhook_endpoint WHERE disabled_at IS NULL');

  test('added, tried, its secret changed, stopped and resumed, a message sent again; each is in the trail', async () => {
    const made = await add(receiver.url, ['relay.counted', 'cap.reached']);
    expect(made.status).toBe(200);
    expect(made.headers.get('cache-control')).toContain('no-store');
    const secret = secretIn(await made.text());
    expect(secret).not.toBe('');
    const shown = await operator.see(page());
    expect(secretIn(shown), 'shown once').toBe('');
    const endpoint = endpointIn(shown);

    expect((await act('test', endpoint)).status).toBe(303);
    await expect.poll(() => receiver.got.length, { timeout: 8000 }).toBe(1);
    expect(receiver.got.every((one) => isSigned(one, secret))).toBe(true);
    expect(JSON.parse(receiver.got[0]?.body ?? '')).toMatchObject({ type: 'test', data: {} });

    const fresh = secretIn(await (await act('rotate', endpoint)).text());
    expect(fresh).not.toBe(secret);
    await expect.poll(() => operator.see(page()), { timeout: 8000 }).toMatch(/reçu \(204/);
    expect((await act('replay', messageIn(await operator.see(page())))).status).toBe(303);
    await expect.poll(() => receiver.got.length, { timeout: 8000 }).toBe(2);
    expect(receiver.got[1]?.headers['webhook-id']).toBe(receiver.got[0]?.headers['webhook-id']);
    for (const one of [secret, fresh])
      expect(isSigned(receiver.got[1] ?? { headers: {}, body: '' }, one)).toBe(true);

    expect((await act('disable', endpoint)).status).toBe(303);
    expect((await act('test', endpoint)).status).toBe(303);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(receiver.got, 'stopped').toHaveLength(2);
    expect((await act('enable', endpoint)).status).toBe(303);
    await expect.poll(() => receiver.got.length, { timeout: 8000 }).toBe(3);
    expect((await act('replay-all', endpoint)).status).toBe(303);

    const trail = await bench.server.db.rows<{ action: string; subject: string; details: unknown }>(
      "SELECT action, subject, details FROM audit_event WHERE campaign = $1 AND action LIKE 'webhook.%' ORDER BY id",
      [campaign.slug],
    );
    expect(trail.map((one) => one.action.replace('webhook.', ''))).toEqual([
      'add',
      'test',
      'rotate',
      'replay',
      'disable',
      'test',
      'enable',
      'replay-all',
    ]);
    expect(JSON.stringify(trail)).not.toContain('whsec_');
  });

  test.each([
    ['', ['relay.counted'], 'url'],
    ['ftp://hooks.example/', ['relay.counted'], 'url'],
    ['https://me:secret@hooks.example/', ['relay.counted'], 'url'],
    ['javascript:alert(1)//https://', ['relay.counted'], 'url'],
    ['https://hooks.example/"><script>alert(1)</script>', [], 'events'],
    ['https://hooks.example/', ['relay.erased', '__proto__'], 'events'],
  ])('%s with %j is refused at the field, and what was typed is kept', async (url, events, field) => {
    const before = (await endpoints()).length;
    const answer = await add(url, events);
    const html = await answer.text();
    expect(answer.status).toBe(400);
    const has = (text: string) => html.includes(text);
    expect(has(`href="#f-${field}"`)).toBe(true);
    expect(has('class="field-error"')).toBe(true);
    if (url !== '' && !url.includes('"')) expect(has(`value="${url}"`)).toBe(true);
    expect(has('<script>alert')).toBe(false);
    expect((await endpoints()).length).toBe(before);
  });

  test('at most twenty for a campaign, also when asked for at once', async () => {
    const { console: own } = await bench.campaign();
    const ask = (n: number) =>
      operator.send(`${own}/webhooks`, [
        ['url', `https://hooks.example/${n}`],
        ['events', 'relay.counted'],
      ]);
    const answers = await Promise.all(Array.from({ length: 24 }, (_, n) => ask(n)));
    expect(answers.map((one) => one.status).sort()).toEqual([...Array(20).fill(200), ...Array(4).fill(409)]);
  });

  describe('others', () => {
    test.each([
      ['netscouade', 'moderator'],
      ['netscouade', 'auditor'],
      ['restos', 'charity'],
      ['danone', 'partner'],
    ])('%s’s %s neither sees nor changes them', async (organisation, role) => {
      const person = await bench.person(organisation, role, 'Quelqu’un');
      const endpoint = endpointIn(await operator.see(page()));
      const before = await endpoints();
      expect((await person.get(page())).status).toBeGreaterThanOrEqual(403);
      expect((await add('https://hooks.example/', ['relay.counted'], person)).status).toBeGreaterThanOrEqual(
        403,
      );
      for (const what of ['rotate', 'disable', 'test'])
        expect((await act(what, endpoint, person)).status).toBeGreaterThanOrEqual(403);
      expect(await endpoints()).toEqual(before);
    });

    test('an operator reaches no endpoint or message of another campaign by its id', async () => {
      const other = await bench.campaign();
      const shown = await operator.see(page());
      const [endpoint, message] = [endpointIn(shown), messageIn(shown)];
      const told = receiver.got.length;
      const near = await bench.person('netscouade', 'operator', 'Nina', other.slug);
      for (const person of [operator, near])
        for (const [what, id] of [
          ['rotate', endpoint],
          ['test', endpoint],
          ['disable', endpoint],
          ['replay-all', endpoint],
          ['replay', message],
          ['erase', endpoint],
          ['test', "whe_' OR '1'='1"],
        ] as const)
          expect((await act(what, id, person, `${other.console}/webhooks`)).status, what).toBe(404);
      expect((await near.get(page())).status).toBeGreaterThanOrEqual(403);
      await new Promise((resolve) => setTimeout(resolve, 1500));
      expect(receiver.got).toHaveLength(told);
    });

    test('no other site makes a browser do it', async () => {
      const endpoint = endpointIn(await operator.see(page()));
      for (const forged of [{ origin: 'https://evil.example' }, { origin: 'null' }] as Record<
        string,
        string
      >[]) {
        const answer = await operator.send(
          `${page()}/act`,
          [
            ['do', 'disable'],
            ['endpoint', endpoint],
          ],
          forged,
        );
        expect(answer.status).toBe(403);
      }
      expect((await endpoints()).map((one) => one.id)).toContain(endpoint);
    });
  });
});
