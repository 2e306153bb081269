import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importCampaign } from '../src/campaign/mod.ts';
import { reconcile } from '../src/credit/mod.ts';
import { campaignFile } from './campaign.ts';
import { onBothDatabases } from './database.ts';
import { type Activity, type Amiss, type Person, signedHeaders, startInstance } from './instance.ts';
import { startTestServer, type TestServer } from './server.ts';
import { post } from './site.ts';

type Row = {
  state: string;
  reason: string | null;
  units: number;
  kind: string | null;
  site: string;
  via: string;
};
const activityJson = { headers: { accept: 'application/activity+json' } };

onBothDatabases('campaigns as actors of the fediverse', (kind) => {
  let server: TestServer;
  let there: Awaited<ReturnType<typeof startInstance>>;
  let elsewhere: Awaited<ReturnType<typeof startInstance>>;
  let offset = 0;
  const clock = { now: () => Date.now() + offset };
  beforeAll(async () => {
    const net = kind === 'pglite' ? 9 : 10;
    there = await startInstance(`127.0.${net}.1`);
    elsewhere = await startInstance(`127.0.${net}.2`);
    server = await startTestServer(kind, { clock });
    const pledges = [
      '  - { id: billets, partner: danone, mechanic: relay, perAct: 10, cap: 1000 }',
      '  - { id: partages, partner: danone, mechanic: relay, for: share, perAct: 1, cap: 1000 }',
    ].join('\n');
    for (const slug of ['essai', 'autre'])
      expect(
        (
          await importCampaign(
            server.db,
            campaignFile({ slug, pledges }).replace('[1000, 5000]', '[10, 1000]'),
            clock,
          )
        ).kind,
      ).toBe('imported');
  });
  afterAll(async () => {
    expect(await reconcile(server.db)).toEqual([]);
    await server?.stop();
    await there?.close();
    await elsewhere?.close();
  });

  const actor = (slug = 'essai') => `${server.url}/ap/c/${slug}`;
  const page = (slug = 'essai') => `${server.url}/c/${slug}`;
  const sharedInbox = () => `${server.url}/ap/inbox`;
  let people = 0;
  const somebody = (where = there): Person => where.person(`kiwi${++people}`);
  const mentioning = (slug = 'essai') => ({
    content: `<p><a href="${page(slug)}" class="u-url mention">@<span>${slug}</span></a> Dix repas &amp; plus</p>`,
    tag: [{ type: 'Mention', href: actor(slug), name: `@${slug}` }],
  });
  const relay = async (source: string): Promise<Row | null> => {
    const [row] = await server.db.rows<Row & { due: boolean }>(
      'SELECT state, reason, units::int AS units, kind, site, via, check_due AS due FROM relay WHERE source = $1',
      [source],
    );
    if (row === undefined || row.due) return null;
    const { due: _, ...rest } = row;
    return rest;
  };
  const settled = (source: string, expected: Partial<Row>) =>
    expect.poll(() => relay(source), { timeout: 15_000, interval: 20 }).toMatchObject(expected);
  /** Tells of a message as its author's server would; gives the message. */
  const tell = async (by: Person, more: object, where = there) => {
    const note = where.note(by, more);
    const answer = await where.send(sharedInbox(), by, where.activity('Create', by, note));
    expect(answer.status).toBe(202);
    return note;
  };
  const opening = async () => {
    let notes: { orderedItems: { object: { id: string } }[] } = { orderedItems: [] };
    await expect
      .poll(
        async () => {
          notes = await (await fetch(`${actor()}/outbox`, activityJson)).json();
          return notes.orderedItems.length;
        },
        { timeout: 15_000 },
      )
      .toBeGreaterThan(0);
    return notes.orderedItems.at(-1)?.object.id ?? '';
  };

  test('it is found by its name, and is an actor with a key, an inbox and counts', async () => {
    const host = new URL(server.url).host;
    const found = await fetch(`${server.url}/.well-known/webfinger?resource=acct:essai@${host}`);
    expect(found.headers.get('content-type')).toContain('application/jrd+json');
    expect(await found.json()).toMatchObject({
      subject: `acct:essai@${host}`,
      links: expect.arrayContaining([
        expect.objectContaining({ rel: 'self', type: 'application/activity+json', href: actor() }),
      ]),
    });
    expect(
      (await fetch(`${server.url}/.well-known/webfinger?resource=${encodeURIComponent(page())}`)).status,
    ).toBe(200);
    expect((await fetch(`${server.url}/.well-known/webfinger?resource=acct:nobody@${host}`)).status).toBe(
      404,
    );
    expect((await fetch(`${server.url}/.well-known/webfinger`)).status).toBe(400);
    const answer = await fetch(actor(), activityJson);
    expect(answer.headers.get('content-type')).toContain('application/activity+json');
    expect(await answer.json()).toMatchObject({
      id: actor(),
      type: 'Service',
      preferredUsername: 'essai',
      url: page(),
      inbox: `${actor()}/inbox`,
      publicKey: {
        id: `${actor()}#main-key`,
        owner: actor(),
        publicKeyPem: expect.stringContaining('PUBLIC KEY'),
      },
    });
    // Somebody with a browser is shown the page.
    const seen = await fetch(actor(), { headers: { accept: 'text/html' }, redirect: 'manual' });
    expect([seen.status, seen.headers.get('location')]).toEqual([303, page()]);
    expect((await fetch(actor('personne'), activityJson)).status).toBe(404);
    const html = await (await fetch(page(), { headers: { accept: 'text/html' } })).text();
    expect(html).toContain(`<link rel="alternate" type="application/activity+json" href="${actor()}"`);
    expect(await (await fetch(`${server.url}/nodeinfo/2.1`)).json()).toMatchObject({
      software: { name: 'relais', version: '0.1.0' },
      protocols: ['activitypub'],
      usage: { users: { total: 2 } },
    });
    expect(await (await fetch(`${server.url}/.well-known/nodeinfo`)).json()).toMatchObject({
      links: [{ href: `${server.url}/nodeinfo/2.1` }],
    });
  });

  test('a mention is a share with its own promise, read where it is, one per person', async () => {
    const [one, two] = [somebody(), somebody()];
    const began = performance.now();
    const note = await tell(one, mentioning());
    await settled(note.id, { state: 'counted', units: 1, kind: 'share', via: 'activitypub' });
    expect(performance.now() - began).toBeLessThan(10_000);
    expect((await relay(note.id))?.site).toBe(`${new URL(there.origin).host}/@${one.name}`);
    expect(there.asked.map((asked) => asked.path)).toContain(new URL(note.id).pathname);
    const wall = await (await fetch(page(), { headers: { accept: 'text/html' } })).text();
    expect(wall).toContain('&lt;b>Kiwi&lt;/b>'.replaceAll('>', '&gt;'));
    expect(wall).toContain('Dix repas &amp; plus');
    const again = await tell(one, mentioning());
    await settled(again.id, { state: 'refused', reason: 'site_already_counted' });
    const other = await tell(two, { ...mentioning(), to: ['as:Public'] });
    await settled(other.id, { state: 'counted' });
    const both = await tell(somebody(), {
      content: `<a href="${page()}?stance=against">x</a>`,
      tag: [{ type: 'Mention', href: actor('autre') }],
    });
    await expect
      .poll(() =>
        server.db.rows('SELECT 1 FROM relay WHERE source = $1 AND state = $2', [both.id, 'counted']),
      )
      .toHaveLength(2);
  });

  test('a reply, a boost and a quote of what it says are shares', async () => {
    const said = await opening();
    const note = (await (await fetch(said, activityJson)).json()) as Record<string, unknown>;
    expect(note).toMatchObject({
      type: 'Note',
      attributedTo: actor(),
      contentMap: { fr: expect.stringContaining('ouverte'), en: expect.stringContaining('open') },
      interactionPolicy: {
        canQuote: { automaticApproval: ['https://www.w3.org/ns/activitystreams#Public'] },
      },
    });
    const reply = await tell(somebody(), { inReplyTo: said });
    await settled(reply.id, { state: 'counted', units: 1, kind: 'share' });

    const fan = somebody();
    const boost = there.activity('Announce', fan, said);
    expect((await there.send(sharedInbox(), fan, boost)).status).toBe(202);
    await settled(String(boost.id), { state: 'counted', units: 1, kind: 'share' });
    expect((await relay(String(boost.id)))?.site).toContain(`/@${fan.name}`);
    const wall = await (await fetch(page(), { headers: { accept: 'text/html' } })).text();
    expect(wall).toContain(`@${fan.name}@${new URL(there.origin).host}`);
    const undo = there.activity('Undo', fan, boost);
    expect((await there.send(sharedInbox(), fan, undo)).status).toBe(202);
    await settled(String(boost.id), { state: 'gone', reason: 'source_gone' });

    const quoting = somebody();
    const quote = there.note(quoting, { quote: said });
    const request = there.activity('QuoteRequest', quoting, said, { instrument: quote });
    expect((await there.send(`${actor()}/inbox`, quoting, request)).status).toBe(202);
    await settled(quote.id, { state: 'counted', units: 1 });
    const accepted = () => there.received.find((one) => one.body.type === 'Accept' && 'result' in one.body);
    await expect.poll(accepted, { timeout: 10_000 }).toBeDefined();
    const result = String(accepted()?.body.result);
    expect(await (await fetch(result, activityJson)).json()).toMatchObject({
      type: 'QuoteAuthorization',
      attributedTo: actor(),
      interactingObject: quote.id,
      interactionTarget: said,
    });
  });

  test('a message edited away or deleted counts no longer', async () => {
    const [one, two, three] = [somebody(), somebody(), somebody()];
    const [edited, deleted, buried] = [
      await tell(one, mentioning()),
      await tell(two, mentioning()),
      await tell(three, mentioning()),
    ];
    for (const note of [edited, deleted, buried]) await settled(note.id, { state: 'counted' });
    const without = { ...edited, content: '<p>Non</p>', tag: [] };
    there.put(edited.id, without);
    await there.send(sharedInbox(), one, there.activity('Update', one, without));
    await settled(edited.id, { state: 'withdrawn', reason: 'link_not_found' });
    there.remove(deleted.id);
    await there.send(
      sharedInbox(),
      two,
      there.activity('Delete', two, { id: deleted.id, type: 'Tombstone' }),
    );
    await settled(deleted.id, { state: 'gone', reason: 'source_gone' });
    there.put(buried.id, { id: buried.id, type: 'Tombstone' });
    await there.send(sharedInbox(), three, there.activity('Delete', three, buried.id));
    await settled(buried.id, { state: 'gone', reason: 'source_gone' });
  });

  test('an account that is gone takes its shares with it, and nobody can say so who is not its server', async () => {
    const one = somebody();
    const note = await tell(one, mentioning());
    await settled(note.id, { state: 'counted' });
    const gone = there.activity('Delete', one, one.id);
    // Its server still shows it: an unsigned word is nothing.
    expect((await there.send(sharedInbox(), one, gone, { unsigned: true })).status).toBe(401);
    there.remove(one.id);
    there.remove(note.id);
    await server.db.rows('UPDATE fediverse_actor SET fetched_at = $2 WHERE id = $1', [
      one.id,
      new Date(0).toISOString(),
    ]);
    expect((await there.send(sharedInbox(), one, gone)).status).toBe(202);
    await settled(note.id, { state: 'gone', reason: 'source_gone' });
    // Of accounts that nobody here ever heard of, nothing is asked.
    const stranger = somebody();
    const before = there.asked.length;
    expect(
      (await there.send(sharedInbox(), stranger, there.activity('Delete', stranger, stranger.id))).status,
    ).toBe(202);
    expect(there.asked.length).toBe(before);
  });

  test('private messages are nobody’s business', async () => {
    const private_ = await tell(somebody(), { ...mentioning(), to: [actor()] });
    const followers = await tell(somebody(), { ...mentioning(), to: ['https://example.org/followers'] });
    const after = await tell(somebody(), mentioning());
    await settled(after.id, { state: 'counted' });
    for (const note of [private_, followers])
      expect(await server.db.rows('SELECT 1 FROM relay WHERE source = $1', [note.id])).toEqual([]);
  });

  test('a long post is read as the page that it is', async () => {
    const author = somebody();
    there.page('/billets/un', post(`<p><a href="${page()}">Dix repas</a></p>`));
    const article = {
      ...mentioning(),
      type: 'Article',
      name: 'Un billet',
      url: `${there.origin}/billets/un`,
    };
    await tell(author, article);
    await settled(`${there.origin}/billets/un`, { state: 'counted', units: 10, via: 'activitypub' });
  });

  test('a message typed into the form is the same share', async () => {
    const author = somebody();
    const note = there.note(author, mentioning());
    const shown = note.id.replace('/users/', '/@').replace('/statuses/', '/');
    there.put(shown, note);
    const answer = await fetch(`${server.url}/c/essai/relays`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({ url: shown }),
    });
    expect(answer.status).toBe(202);
    await settled(shown, { state: 'counted', units: 1, kind: 'share', via: 'form' });
    await there.send(sharedInbox(), author, there.activity('Create', author, note));
    await settled(note.id, { state: 'refused', reason: 'duplicate' });
  });

  test('servers that answer strangers with 401 are asked once more, signed', async () => {
    const author = somebody();
    const note = there.note(author, mentioning());
    await there.send(sharedInbox(), author, there.activity('Create', author, note));
    await settled(note.id, { state: 'counted' });
    const second = somebody();
    const other = there.note(second, mentioning());
    // The key was read before; the message itself is not shown to strangers.
    await there.send(sharedInbox(), second, there.activity('Like', second, 'https://example.org/x'));
    there.state.secure = true;
    await there.send(sharedInbox(), second, there.activity('Create', second, other));
    await settled(other.id, { state: 'counted' });
    there.state.secure = false;
    expect(there.asked.filter((one) => one.path === new URL(other.id).pathname).at(-1)?.signed).toBe(true);
  });

  test('the newer kind of signature, and contexts that are huge or remote', async () => {
    const author = somebody();
    const note = there.note(author, {
      ...mentioning(),
      '@context': ['https://169.254.169.254/latest', { x: 'y'.repeat(100_000) }],
    });
    const create = there.activity('Create', author, note, {
      '@context': [
        'http://127.0.0.1:1/context',
        ...Array.from({ length: 500 }, (_, n) => `https://a.example/${n}`),
      ],
    });
    expect((await there.send(sharedInbox(), author, create, { spec: 'rfc9421' })).status).toBe(202);
    await settled(note.id, { state: 'counted' });
  });

  test('a key that was changed is read anew', async () => {
    const author = somebody();
    const like = () => there.activity('Like', author, 'https://example.org/x');
    expect((await there.send(sharedInbox(), author, like())).status).toBe(202);
    const old = author.key;
    there.rotate(author);
    expect((await there.send(sharedInbox(), author, like())).status).toBe(202);
    // And the old one is worth nothing any more.
    expect((await there.send(sharedInbox(), author, like(), { key: old })).status).toBe(401);
  });

  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const cases: readonly [
    string,
    (by: Person, victim: Person) => { what?: Activity; amiss?: Amiss; by?: Person },
    string,
  ][] = [
    ['unsigned', () => ({ amiss: { unsigned: true } }), 'not signed'],
    ['by another key', () => ({ amiss: { key: other } }), 'signature is wrong'],
    ['the body changed', () => ({ amiss: { body: '{"type":"Like","actor":"x"}' } }), ''],
    [
      'the digest not signed',
      () => ({ amiss: { covered: ['(request-target)', 'host', 'date'] } }),
      'does not cover digest',
    ],
    [
      'the host not signed',
      () => ({ amiss: { covered: ['(request-target)', 'date', 'digest'] } }),
      'does not cover host',
    ],
    [
      'the target not signed',
      () => ({ amiss: { covered: ['host', 'date', 'digest'] } }),
      'does not cover (request-target)',
    ],
    [
      'the date not signed',
      () => ({ amiss: { covered: ['(request-target)', 'host', 'digest'] } }),
      'does not cover date',
    ],
    ['signed for another server', () => ({ amiss: { host: 'dons.example' } }), 'signature is wrong'],
    ['signed two hours ago', () => ({ amiss: { date: new Date(Date.now() - 7_200_000) } }), 'an hour'],
    ['signed in two hours', () => ({ amiss: { date: new Date(Date.now() + 7_200_000) } }), 'an hour'],
    [
      'the newer kind, digest not signed',
      () => ({ amiss: { spec: 'rfc9421', covered: ['@method', '@target-uri'] } }),
      'does not cover content-digest',
    ],
    [
      'the newer kind, target not signed',
      () => ({ amiss: { spec: 'rfc9421', covered: ['@method', 'content-digest'] } }),
      'does not cover @target-uri',
    ],
    [
      'the newer kind, too old',
      () => ({ amiss: { spec: 'rfc9421', date: new Date(Date.now() - 7_200_000) } }),
      'an hour',
    ],
    [
      'the newer kind, by another key',
      () => ({ amiss: { spec: 'rfc9421', key: other } }),
      'signature is wrong',
    ],
    ['a key that nobody has', (by) => ({ amiss: { keyId: `${by.id}/keys/none` } }), 'gone'],
    [
      'a key on a private address',
      () => ({ amiss: { keyId: 'http://169.254.169.254/key' } }),
      'another host',
    ],
    ['a key that is a file', () => ({ amiss: { keyId: 'file:///etc/passwd' } }), 'names no key'],
    [
      'in somebody else’s name',
      (_, victim) => ({ what: there.activity('Like', victim, 'https://example.org/x') }),
      'not the actor',
    ],
  ];
  test.each(cases)('refused: %s', async (_, make, sentence) => {
    const [by, victim] = [somebody(), somebody()];
    const { what, amiss } = make(by, victim);
    const activity = what ?? there.activity('Create', by, there.note(by, mentioning()));
    const answer = await there.send(sharedInbox(), by, activity, amiss);
    expect([400, 401]).toContain(answer.status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(JSON.stringify(await answer.json())).toContain(sentence);
    const object = activity.object as { id?: string };
    expect(await server.db.rows('SELECT 1 FROM relay WHERE source = $1', [object.id ?? ''])).toEqual([]);
  });

  test('a key of another host, and a key whose owner is somebody else', async () => {
    const victim = somebody();
    const thief = somebody(elsewhere);
    const stolen = there.activity('Create', victim, there.note(victim, mentioning()));
    const answer = await there.send(sharedInbox(), thief, stolen);
    expect(answer.status).toBe(401);
    expect(JSON.stringify(await answer.json())).toContain('another host than the actor');
    // A document on the thief's own host that says it is the victim's.
    const mask = elsewhere.person('masque', { id: victim.id });
    const masked = there.activity('Create', victim, there.note(victim, mentioning()));
    expect((await there.send(sharedInbox(), mask, masked)).status).toBe(401);
    // A key that says it belongs to somebody else of the same server.
    const mate = somebody();
    there.put(`${mate.id}/key`, { id: `${mate.id}/key`, owner: victim.id, publicKeyPem: 'x' });
    const borrowed = there.activity('Create', victim, there.note(victim, mentioning()));
    expect((await there.send(sharedInbox(), mate, borrowed, { keyId: `${mate.id}/key` })).status).toBe(401);
  });

  test('what belongs to somebody else is neither changed nor deleted nor told', async () => {
    const [author, other_] = [somebody(), somebody()];
    const far = somebody(elsewhere);
    const note = await tell(author, mentioning());
    await settled(note.id, { state: 'counted' });
    there.put(note.id, { ...note, content: '', tag: [] });
    for (const [by, where] of [
      [other_, there],
      [far, elsewhere],
    ] as const) {
      const attempts = [
        where.activity('Delete', by, note.id),
        where.activity('Update', by, { ...note, content: '' }),
        where.activity('Create', by, there.note(author, mentioning())),
        where.activity('Undo', by, there.activity('Announce', author, 'x')),
        { ...where.activity('Like', by, note.id), id: `https://elsewhere.example/${by.name}` },
      ];
      for (const attempt of attempts) {
        const answer = await where.send(sharedInbox(), by, attempt);
        expect([attempt.type, answer.status]).toEqual([attempt.type, 403]);
      }
    }
    expect(await relay(note.id)).toMatchObject({ state: 'counted' });
  });

  test('the same activity again does nothing, whatever became of the message', async () => {
    const author = somebody();
    const note = there.note(author, mentioning());
    const create = there.activity('Create', author, note);
    for (let n = 0; n < 3; n++) expect((await there.send(sharedInbox(), author, create)).status).toBe(202);
    await settled(note.id, { state: 'counted' });
    const [row] = await server.db.rows<{ claims: number }>('SELECT claims FROM relay WHERE source = $1', [
      note.id,
    ]);
    expect(row?.claims).toBe(1);
  });

  test('bad letters get one sentence each', async () => {
    const by = somebody();
    const send = (body: string, headers: Record<string, string> = {}, path = '/ap/inbox') =>
      fetch(server.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/activity+json', ...headers },
        body,
      });
    expect((await send('{')).status).toBe(400);
    expect((await send('[]')).status).toBe(400);
    expect((await send('{"type":"Create"}')).status).toBe(400);
    expect((await send(JSON.stringify({ type: 'Like', actor: { id: 'javascript:alert(1)' } }))).status).toBe(
      400,
    );
    expect((await send('{}', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await send(`"${'x'.repeat(300_000)}"`)).status).toBe(413);
    expect((await send('{}', {}, '/ap/c/personne/inbox')).status).toBe(404);
    expect((await send(JSON.stringify({ type: 'Like', actor: actor() }))).status).toBe(403);
    expect((await fetch(sharedInbox())).status).toBe(404);
    const odd = { type: 'Announce', object: [null, 5, {}], tag: 'x', to: { a: 1 } };
    expect(
      (await there.send(sharedInbox(), by, there.activity('Create', by, { ...odd, id: 7 }))).status,
    ).toBe(202);
    expect((await there.send(sharedInbox(), by, there.activity('Announce', by, odd))).status).toBe(202);
  });

  test('followers are told of milestones; a dead inbox keeps nobody waiting and is asked again', async () => {
    const [near, far] = [somebody(), somebody(elsewhere)];
    elsewhere.state.inbox = 503;
    for (const [by, where] of [
      [near, there],
      [far, elsewhere],
    ] as const)
      expect(
        (await where.send(`${actor('autre')}/inbox`, by, where.activity('Follow', by, actor('autre'))))
          .status,
      ).toBe(202);
    const got = (type: string, where = there) =>
      where.received.filter((one) => one.body.type === type && String(one.body.actor) === actor('autre'));
    await expect.poll(() => got('Accept').length, { timeout: 10_000 }).toBe(1);
    expect(await (await fetch(`${actor('autre')}/followers`, activityJson)).json()).toMatchObject({
      totalItems: 2,
    });
    expect(
      JSON.stringify(await (await fetch(`${actor('autre')}/followers`, activityJson)).json()),
    ).not.toContain(near.id);
    // Ten meals reach the first milestone.
    there.page('/billets/jalon', post(`<p><a href="${page('autre')}">Dix repas</a></p>`));
    await fetch(`${server.url}/webmention`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ source: `${there.origin}/billets/jalon`, target: page('autre') }),
    });
    await settled(`${there.origin}/billets/jalon`, { state: 'counted' });
    offset += 10_000;
    await expect.poll(() => got('Create').length, { timeout: 15_000 }).toBe(1);
    expect(JSON.stringify(got('Create')[0]?.body)).toContain('10');
    // The other server wakes up: what it missed arrives in order, signed as it wants.
    expect(got('Create', elsewhere)).toHaveLength(0);
    elsewhere.state.inbox = 202;
    elsewhere.state.wants = 'rfc9421';
    offset += 3_600_000;
    await expect.poll(() => got('Create', elsewhere).length, { timeout: 15_000 }).toBe(1);
    expect(got('Accept', elsewhere)).toHaveLength(1);
    const letter = got('Create', elsewhere)[0];
    expect(String(letter?.headers['signature-input'])).toContain(`keyid="${actor('autre')}#main-key"`);
    // Who unfollows hears no more.
    const stop = there.activity('Undo', near, there.activity('Follow', near, actor('autre')));
    const later = await there.send(sharedInbox(), near, stop, { date: new Date(clock.now()) });
    expect(later.status).toBe(202);
    await expect
      .poll(async () => (await (await fetch(`${actor('autre')}/followers`, activityJson)).json()).totalItems)
      .toBe(1);
  });

  test('an inbox that is gone is forgotten with those who read there; one that is away fills no table', async () => {
    const house = await startInstance(`127.0.${kind === 'pglite' ? 9 : 10}.3`);
    const reader = house.person('lecteur');
    const date = () => ({ date: new Date(clock.now()) });
    const follow = () => house.activity('Follow', reader, actor());
    house.state.inbox = 500;
    for (let n = 0; n < 3; n++)
      expect((await house.send(sharedInbox(), reader, follow(), date())).status).toBe(202);
    const waiting = () =>
      server.db.rows<{ attempts: number }>(
        'SELECT attempts FROM fediverse_delivery WHERE inbox = $1 ORDER BY id',
        [`${house.origin}/inbox`],
      );
    // The first was tried; the others wait behind it.
    await expect.poll(async () => (await waiting())[0]?.attempts, { timeout: 10_000 }).toBeGreaterThan(0);
    expect((await waiting()).slice(1).map((one) => one.attempts)).toEqual([0, 0]);
    house.state.inbox = 410;
    offset += 3_600_000;
    await expect.poll(async () => (await waiting()).length, { timeout: 10_000 }).toBe(0);
    expect(await server.db.rows('SELECT 1 FROM fediverse_follower WHERE actor = $1', [reader.id])).toEqual(
      [],
    );
    await house.close();
  });

  test('keys are kept sealed, and a letter by another inbox address is not for us', async () => {
    const [row] = await server.db.rows<{ sealed: Uint8Array }>('SELECT sealed FROM fediverse_key LIMIT 1');
    expect(Buffer.from(row?.sealed ?? []).toString('latin1')).not.toContain('"d"');
    const by = somebody();
    const like = there.activity('Like', by, 'https://example.org/x');
    // Signed for the shared inbox, sent to another.
    const body = JSON.stringify(like);
    const headers = signedHeaders(new URL(sharedInbox()), by, body, { date: new Date(clock.now()) });
    expect((await fetch(`${actor()}/inbox`, { method: 'POST', headers, body })).status).toBe(401);
    expect((await fetch(sharedInbox(), { method: 'POST', headers, body })).status).toBe(202);
  });

  test('a server that invents people: from the fifty-first within an hour on they wait', async () => {
    const house = await startInstance(`127.0.${kind === 'pglite' ? 9 : 10}.4`);
    const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const notes: string[] = [];
    for (let n = 0; n < 60; n++) {
      const by = house.person(`robot${n}`, {}, keys);
      const note = house.note(by, mentioning('autre'));
      const create = house.activity('Create', by, note);
      expect((await house.send(sharedInbox(), by, create, { date: new Date(clock.now()) })).status).toBe(202);
      notes.push(note.id);
    }
    for (const [n, id] of notes.entries())
      await settled(id, n < 50 ? { state: 'counted' } : { state: 'held', reason: 'burst' });
    await house.close();
  });
});

test('switched off, there is no actor', async () => {
  const server = await startTestServer('pglite', {
    campaign: campaignFile({ slug: 'essai' }),
    environment: { RELAIS_FEDIVERSE: 'off' },
  });
  try {
    expect((await fetch(`${server.url}/ap/c/essai`, activityJson)).status).toBe(404);
    expect((await fetch(`${server.url}/ap/inbox`, { method: 'POST', body: '{}' })).status).toBe(404);
    const html = await (await fetch(`${server.url}/c/essai`, { headers: { accept: 'text/html' } })).text();
    expect(html).not.toContain('application/activity+json');
  } finally {
    await server.stop();
  }
});
