import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reconcile } from '../src/credit/mod.ts';
import { forgetVolunteers } from '../src/evidence/mod.ts';
import { settlementBooks } from '../src/settlement/mod.ts';
import { agreed, audit } from './audit-run.ts';
import { onBothDatabases } from './database.ts';
import { type Bench, openBench } from './moderation.ts';
import { hourPledges, localIn, openShifts, shiftIn } from './volunteering.ts';

const hour = 3_600_000;

onBothDatabases('volunteering, through the front door', (kind) => {
  let bench: Bench;
  let shifts: Awaited<ReturnType<typeof openShifts>>;
  beforeAll(async () => {
    bench = await openBench(kind, kind === 'pglite' ? 245 : 250);
    shifts = await openShifts(bench);
  });
  afterAll(async () => {
    expect(await reconcile(bench.server.db, [settlementBooks])).toEqual([]);
    await shifts.close();
    await bench.server.stop();
  });

  /** Somebody with a role; sessions of people who come late in the test are of now. */
  const person = async (...who: Parameters<Bench['person']>) => {
    const made = await bench.person(...who);
    await bench.later(0);
    return made;
  };
  const open = async (change: Record<string, string> = {}, pledges = hourPledges) => {
    const campaign = await bench.campaign({ pledges });
    const anna = await person('netscouade', 'operator', 'Anna');
    const made = await anna.send(`${campaign.console}/shifts/new`, shifts.fields(change));
    expect(made.status).toBe(303);
    const shift = shiftIn(made);
    return { ...campaign, anna, shift, path: `${campaign.console}/shifts/${shift}` };
  };
  const totals = async (slug: string) =>
    (await (await fetch(`${bench.server.url}/api/v1/campaigns/${slug}`)).json()) as {
      granted: number;
      volunteers: number;
    };
  /** The log is published a moment after what it tells of. */
  const published = (slug: string) =>
    expect
      .poll(
        async () => {
          const answer = await fetch(`${bench.server.url}/api/v1/campaigns/${slug}`);
          const { log } = (await answer.json()) as { log: { size: number; entries: number } };
          return log.entries - log.size;
        },
        { timeout: 15_000 },
      )
      .toBe(0);
  const mails = () => {
    const folder = join(bench.server.data, 'outbox');
    return readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  };
  const mailTo = async (email: string, about: RegExp): Promise<string> => {
    for (let tries = 0; tries < 400; tries++) {
      const found = mails().find((text) => text.includes(`To: ${email}`) && about.test(text));
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`no mail ${about} to ${email}`);
  };

  test('sign-up by mail, waiting list, a freed place offered and taken', async () => {
    const c = await open();
    const names = ['Ada', 'Bob', 'Cléo', 'Dan', 'Eve'];
    for (const name of names) {
      const answer = await shifts.signUp(c.slug, c.shift, { name, email: `${name}@example.org` });
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain('Nous venons de vous écrire.');
    }
    // The same address again learns nothing and changes nothing.
    const again = await shifts.signUp(c.slug, c.shift, { name: 'Autre', email: 'ADA@example.org' });
    expect([again.status, (await again.text()).includes('Nous venons de vous écrire.')]).toEqual([200, true]);
    expect((await shifts.states(c.shift)).map((one) => one.state)).toEqual([
      ...['confirmed', 'confirmed', 'confirmed', 'waiting', 'waiting'],
    ]);
    const mail = await mailTo('Ada@example.org', /\/volunteer\//);
    expect(mail.replace(/=\n/g, '')).toContain((await shifts.link(c.shift, 'Ada@example.org')).path);

    const ada = await shifts.link(c.shift, 'Ada@example.org');
    expect(await (await shifts.own(ada.path)).text()).toContain('Une place vous attend');
    expect((await shifts.own(ada.path, { act: 'confirm_mail' })).status).toBe(303);
    expect(await (await shifts.own(ada.path)).text()).toContain('Votre place est confirmée');
    const eve = await shifts.link(c.shift, 'Eve@example.org');
    expect(await (await shifts.own(eve.path)).text()).toContain('Une personne attend avant vous');

    // Bob cancels: Dan, the first who waits, is offered the place; nobody else passes him.
    const bob = await shifts.link(c.shift, 'Bob@example.org');
    expect((await shifts.own(bob.path, { act: 'cancel' })).status).toBe(303);
    const dan = await shifts.link(c.shift, 'Dan@example.org');
    expect(await (await shifts.own(dan.path)).text()).toContain('Une place s’est libérée pour vous');
    await shifts.signUp(c.slug, c.shift, { name: 'Flo', email: 'flo@example.org' });
    // Dan does not answer in time; Cléo never confirmed: both places go on to those who wait.
    await bench.later(25 * hour);
    expect((await shifts.own(dan.path, { act: 'accept' })).status).toBe(409);
    await shifts.round();
    expect((await shifts.own(eve.path, { act: 'accept' })).status).toBe(303);
    const flo = await shifts.link(c.shift, 'flo@example.org');
    expect((await shifts.own(flo.path, { act: 'decline' })).status).toBe(303);
    expect((await shifts.states(c.shift)).map((one) => one.reason ?? one.state)).toEqual([
      ...['confirmed', 'cancelled', 'lapsed', 'lapsed', 'confirmed', 'declined'],
    ]);
    // Once ended, no button does anything.
    for (const act of ['confirm_mail', 'accept', 'decline', 'cancel'])
      expect((await shifts.own(bob.path, { act })).status).toBe(409);

    // A day before, those who come are reminded, once.
    await bench.later(24 * hour);
    await shifts.round();
    await shifts.round();
    const told = await bench.server.db.rows(
      'SELECT 1 FROM sign_up WHERE shift_id = $1 AND reminded_at IS NOT NULL',
      [c.shift],
    );
    expect(told.length).toBe(2);
    await mailTo('Ada@example.org', /Nous comptons sur vous/);
  });

  test('another role is the end of its line; companies come from the campaign; an age is asked for', async () => {
    const c = await open({
      age: '16',
      'role-0': 'Accueil',
      'capacity-0': '1',
      'role-1': 'Chauffeur',
      'capacity-1': '1',
    });
    const young = await shifts.signUp(c.slug, c.shift, { name: 'Ada', email: 'ada@example.org' });
    expect([young.status, (await young.text()).includes('au moins 16 ans')]).toEqual([400, true]);
    const sign = (name: string, more: Record<string, string> = {}) =>
      shifts.signUp(c.slug, c.shift, { name, email: `${name}@example.org`, age: 'true', ...more });
    await sign('ada', { company: 'danone' });
    await sign('bob', { company: 'inconnue', role: '1' });
    await sign('cleo', { role: '1' });
    const ada = await shifts.link(c.shift, 'ada@example.org');
    expect(
      (await shifts.own(ada.path, { act: 'change', name: 'Ada L.', company: 'carrefour', role: '1' })).status,
    ).toBe(303);
    const rows = await bench.server.db.rows<{
      name: string;
      company: string | null;
      role: number;
      state: string;
    }>('SELECT name, company, role, state FROM sign_up WHERE shift_id = $1 ORDER BY arrival', [c.shift]);
    expect(rows).toEqual([
      { name: 'bob', company: null, role: 1, state: 'confirmed' },
      { name: 'cleo', company: null, role: 1, state: 'waiting' },
      { name: 'Ada L.', company: 'carrefour', role: 1, state: 'waiting' },
    ]);
    // More places: they are offered in order.
    const more = {
      age: '16',
      'role-0': 'Accueil',
      'capacity-0': '1',
      'role-1': 'Chauffeur',
      'capacity-1': '2',
    };
    expect((await c.anna.send(`${c.path}/edit`, shifts.fields(more))).status).toBe(303);
    expect((await shifts.states(c.shift)).map((one) => one.state)).toEqual([
      'confirmed',
      'offered',
      'waiting',
    ]);
    const fewer = { age: '16', 'role-0': 'Accueil', 'capacity-0': '1', 'role-1': '', 'capacity-1': '' };
    const refused = await c.anna.send(`${c.path}/edit`, shifts.fields(fewer));
    expect([refused.status, (await refused.text()).includes('Des personnes sont inscrites')]).toEqual([
      409,
      true,
    ]);
    // Called off: everybody is told, nobody can sign up.
    expect((await c.anna.send(`${c.path}/call-off`, [])).status).toBe(303);
    expect(new Set((await shifts.states(c.shift)).map((one) => one.reason))).toEqual(new Set(['called_off']));
    expect((await sign('dan')).status).toBe(409);
  });

  test('check-ins of two devices become hours, hours become units, corrections are entries of their own', async () => {
    const c = await open({ 'capacity-0': '20' });
    const names = ['ada', 'bob', 'cleo', 'dan', 'eve', 'flo'];
    for (const name of names)
      await shifts.signUp(c.slug, c.shift, {
        name,
        email: `${name}@example.org`,
        company: name < 'd' ? 'danone' : '',
      });
    const people = new Map((await shifts.services.door(c.shift)).map((one) => [one.name, one]));
    const at = (name: string) => people.get(name)?.id ?? '';
    for (const name of names) {
      const { path } = await shifts.link(c.shift, `${name}@example.org`);
      await shifts.own(path, { act: 'confirm_mail' });
    }
    await bench.later(72 * hour + 60_000);
    const send = (notes: readonly object[], sent = bench.clock.now()) =>
      c.anna.send(`${c.path}/door`, [
        ['notes', JSON.stringify(notes)],
        ['sent', String(sent)],
      ]);
    const note = (id: string, person: string, kind = 'in', minutes = 0) => ({
      id: `note-00${id}`,
      person,
      kind,
      at: bench.clock.now() + minutes * 60_000,
    });
    const first = [note('a1', at('ada')), note('a2', at('bob')), note('a3', people.get('cleo')?.code ?? '')];
    const second = [note('b1', at('bob'), 'in', -5), note('b2', at('dan')), note('b3', 'ZZZZZZZZZZZZ')];
    for (const notes of [first, second, first, second.toReversed(), [...first, ...second]])
      expect((await send(notes)).status).toBe(200);
    const heard = (await (await send([])).json()) as { counts: object; people: { name: string }[] };
    expect(heard.counts).toEqual({ expected: 6, here: 4, missing: 2, waiting: 0 });
    expect((await (await send(second)).json()) as object).toMatchObject({ unknown: ['note-00b3'] });
    // Fewer than five: not a public figure. With a fifth, it is.
    await expect.poll(async () => (await totals(c.slug)).volunteers).toBe(0);
    await c.anna.send(`${c.path}/notes`, [
      ['person', at('eve')],
      ['kind', 'in'],
    ]);
    await expect.poll(async () => (await totals(c.slug)).volunteers).toBe(5);
    await c.anna.send(`${c.path}/walk-in`, [
      ['name', 'Gina <b>'],
      ['role', '0'],
      ['company', 'carrefour'],
    ]);
    const list = await c.anna.see(c.path);
    expect(list).toContain('Gina &lt;b&gt;');

    // The end: three hours each. danone ×3 people and carrefour ×1 draw 2 an hour; everybody 1 an hour, up to a cap of 20.
    await bench.later(3 * hour);
    await shifts.round();
    await expect.poll(async () => (await totals(c.slug)).granted).toBe(4 * 3 * 2 + 6 * 3);
    expect((await shifts.states(c.shift)).find((one) => one.name === 'flo')?.reason).toBe('no_show');

    // A device that was offline all the time: flo was there, dan was not.
    const late = [note('c1', at('flo'), 'in', -180), note('c2', at('dan'), 'undo', -170)];
    for (let again = 0; again < 3; again++) expect((await send(late)).status).toBe(200);
    await expect.poll(async () => (await totals(c.slug)).granted).toBe(4 * 3 * 2 + 6 * 3);
    // Corrections: two hours less, another company.
    const correct = (person: string, minutes: string, company: string) =>
      c.anna.send(`${c.path}/hours`, [
        ['person', person],
        [`minutes-${person}`, minutes],
        [`company-${person}`, company],
      ]);
    expect((await correct(at('ada'), '60', 'danone')).status).toBe(303);
    await expect.poll(async () => (await totals(c.slug)).granted).toBe(3 * 3 * 2 + 2 + 5 * 3 + 1);
    expect((await correct(at('ada'), '60', '')).status).toBe(303);
    await expect.poll(async () => (await totals(c.slug)).granted).toBe(3 * 3 * 2 + 5 * 3 + 1);
    expect((await correct(at('ada'), '5000', '')).status).toBe(400);
    expect((await correct(at('dan'), '60', '')).status).toBe(409);
    const reasons = await bench.server.db.rows<{ reason: string }>(
      `SELECT r.reason FROM reversal r JOIN credit c ON c.id = r.credit_id WHERE c.mechanic = 'volunteering' AND c.campaign_id = $1 ORDER BY r.credit_id`,
      [await shifts.id(c.slug)],
    );
    expect(reasons.map((one) => one.reason).sort()).toEqual(['hours_changed', 'hours_changed', 'not_there']);
    expect(await reconcile(bench.server.db, [settlementBooks])).toEqual([]);
    await published(c.slug);
    await audit(`${bench.server.url}/c/${c.slug}`).then((done) => expect(done).toMatchObject(agreed));

    // What people take home, and what is public: groups of five.
    const ada = await shifts.link(c.shift, 'ada@example.org');
    const own = await (await shifts.own(ada.path)).text();
    expect(own).toMatch(/Vous étiez là\s: 1 heure\./);
    const pdf = await shifts.own(`${ada.path}/certificate.pdf`);
    expect([pdf.status, pdf.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect(
      Buffer.from(await pdf.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    const page = await (await fetch(`${c.page}/volunteer?lang=fr`)).text();
    expect(page).toContain('<th scope="row">Autres bénévoles</th><td>6</td>');
    for (const name of ['ada', 'Gina', 'example.org', '06 00']) expect(page).not.toContain(name);

    // Companies read sums of their own, without names, and none of fewer than five.
    const clara = await person('danone', 'partner', 'Clara');
    const file = await clara.see(`${c.console}/hours.csv`);
    expect(
      file
        .split('\r\n')
        .slice(1, 3)
        .map((line) => line.split(',').slice(-4).join()),
    ).toEqual(['danone,,,', '']);
    expect(await c.anna.see(`${c.console}/hours`)).toContain('moins de 5');

    // After a set time names are gone; that people were there stays.
    const mailed = await bench.server.db.rows('SELECT 1 FROM volunteer WHERE campaign_id = $1', [
      await shifts.id(c.slug),
    ]);
    expect(mailed.length).toBe(7);
    await bench.later(91 * 24 * hour);
    expect(await forgetVolunteers(bench.server.db, 90, bench.clock.now())).toBeGreaterThanOrEqual(7);
    expect((await shifts.own(ada.path)).status).toBe(404);
    expect(await c.anna.see(c.path)).toContain('Nom effacé');
    const left = await bench.server.db.rows('SELECT 1 FROM volunteer WHERE campaign_id = $1', [
      await shifts.id(c.slug),
    ]);
    expect(left).toEqual([]);
    expect(await (await fetch(`${c.page}/volunteer?lang=fr`)).text()).toContain('<td>6</td>');
  });

  test('hours without a promise are counted and shown, and give nothing', async () => {
    const c = await open({}, '  - { id: billets, partner: danone, mechanic: relay, perAct: 6, cap: 12000 }');
    await shifts.signUp(c.slug, c.shift, { name: 'Ada', email: 'ada@example.org' });
    await bench.later(72 * hour + 60_000);
    const [ada] = await shifts.services.door(c.shift);
    await c.anna.send(`${c.path}/notes`, [
      ['person', ada?.id ?? ''],
      ['kind', 'in'],
    ]);
    await bench.later(3 * hour);
    await shifts.round();
    const link = await shifts.link(c.shift, 'ada@example.org');
    expect(await (await shifts.own(link.path)).text()).toMatch(/Vous étiez là\s: 3 heures\./);
    await expect.poll(async () => (await totals(c.slug)).granted).toBe(0);
    expect(await (await fetch(`${c.page}/volunteer?lang=fr`)).text()).toContain(
      'elles ne sont pas changées en dons',
    );
  });

  test('calendars: a feed without people, a file of one’s own, the same entry when it moves', async () => {
    const c = await open();
    await shifts.signUp(c.slug, c.shift, { name: 'Ada', email: 'ada@example.org' });
    const { path } = await shifts.link(c.shift, 'ada@example.org');
    const unfold = async (answer: Promise<Response> | Response) =>
      (await (await answer).text()).replace(/\r\n /g, '');
    const feed = await fetch(`${c.page}/volunteer.ics`);
    expect(feed.headers.get('content-type')).toContain('text/calendar');
    const text = await unfold(feed);
    expect(text).toContain(`UID:${c.shift}@`);
    expect(text).not.toMatch(/Ada|example\.org|06 00/);
    const own = await unfold(shifts.own(`${path}/calendar.ics`));
    expect(own).toContain('06 00 00 00 00');
    expect(own).toContain('BEGIN:VALARM');
    await c.anna.send(
      `${c.path}/edit`,
      shifts.fields({ starts: localIn(bench.clock.now(), 73), ends: localIn(bench.clock.now(), 76) }),
    );
    const moved = await unfold(shifts.own(`${path}/calendar.ics`));
    expect(moved).toContain('SEQUENCE:1');
    expect(moved.match(/UID:.*/)?.[0]).toBe(own.match(/UID:.*/)?.[0]);
    const code = await shifts.own(`${path}/code.svg`);
    expect(code.headers.get('content-type')).toContain('image/svg+xml');
    expect(await code.text()).not.toMatch(/Ada|example/);
  });

  test('names are for the shift’s coordinators alone, and taking a shift over is on record', async () => {
    const c = await open();
    await shifts.signUp(c.slug, c.shift, { name: 'Zénobie Secrète', email: 'zenobie@example.org' });
    const zenobie = (await shifts.services.door(c.shift))[0]?.id ?? '';
    const boris = await person('restos', 'charity', 'Boris');
    const clara = await person('danone', 'partner', 'Clara');
    const fanny = await person('restos', 'auditor', 'Fanny');
    expect(await c.anna.see(c.path)).toContain('Zénobie Secrète');
    for (const who of [boris, clara, fanny]) {
      for (const path of [c.path, `${c.path}/door`, `${c.console}/shifts`, `${c.console}/hours`])
        expect(await who.see(path)).not.toContain('Zénobie');
      for (const [path, fields] of [
        ['notes', [['person', zenobie]]],
        ['hours', [['person', zenobie]]],
        ['walk-in', [['name', 'x']]],
        ['release', []],
        [
          'door',
          [
            ['notes', '[]'],
            ['sent', '0'],
          ],
        ],
      ] as const)
        expect((await who.send(`${c.path}/${path}`, fields)).status).toBe(403);
    }
    for (const who of [clara, fanny]) {
      expect((await who.send(`${c.path}/coordinate`, [])).status).toBe(403);
      expect((await who.send(`${c.console}/shifts/new`, shifts.fields())).status).toBe(403);
    }
    expect((await boris.send(`${c.path}/coordinate`, [])).status).toBe(303);
    expect(await boris.see(c.path)).toContain('Zénobie Secrète');
    const trail = await bench.server.db.rows<{ action: string }>(
      'SELECT action FROM audit_event WHERE subject = $1 ORDER BY id',
      [c.shift],
    );
    expect(trail.map((one) => one.action)).toEqual(['shift.create', 'shift.coordinate']);
    // Nobody at all sees a name without signing in, and a code leads to the sign-in page.
    for (const path of ['/volunteer', `/volunteer/${c.shift}`, '/volunteer.ics', ''])
      expect(await (await fetch(c.page + path)).text()).not.toContain('Zénobie');
    const code = (await shifts.services.door(c.shift))[0]?.code ?? '';
    const scanned = await fetch(`${bench.server.url}/console/door/${code}`, { redirect: 'manual' });
    expect(scanned.headers.get('location')).toContain('/console/sign-in');
    expect((await c.anna.get(`/console/door/${code}`)).headers.get('location')).toBe(
      `${c.path}/door?code=${code}`,
    );
  });

  test('erasing takes the name and the place, and leaves no way back', async () => {
    const c = await open({ 'capacity-0': '1' });
    for (const name of ['ada', 'bob'])
      await shifts.signUp(c.slug, c.shift, { name, email: `${name}@example.org` });
    const ada = await shifts.link(c.shift, 'ada@example.org');
    const done = await fetch(`${bench.server.url}${ada.path}/erase`, { method: 'POST' });
    expect([done.status, (await done.text()).includes('Nous ne gardons plus')]).toEqual([200, true]);
    expect((await shifts.own(ada.path)).status).toBe(404);
    expect(await shifts.states(c.shift)).toEqual([
      { name: '', state: 'ended', reason: 'cancelled' },
      { name: 'bob', state: 'offered', reason: null },
    ]);
    const held = await bench.server.db.rows(
      "SELECT 1 FROM sign_up WHERE shift_id = $1 AND (email ILIKE '%ada%' OR name ILIKE '%ada%')",
      [c.shift],
    );
    expect(held).toEqual([]);
  });

  test('hostile input: one clear answer each, nothing kept', async () => {
    const c = await open({ title: '<script>alert(1)</script>', link: 'https://example.org/"><img src=x>' });
    const page = await fetch(`${c.page}/volunteer/${c.shift}`);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    const html = await page.text();
    expect(html).not.toMatch(/<script>alert|<img src=x/);
    const sign = (fields: Record<string, string>, headers = {}) =>
      shifts.signUp(c.slug, c.shift, { name: 'Ada', email: 'ada@example.org', ...fields }, headers);
    expect((await sign({}, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await sign({}, { origin: 'null' })).status).toBe(403);
    for (const bad of [
      { email: 'ada' },
      { email: 'ada@example.org\r\nBcc: x@y.zz' },
      { name: ' \u200b' },
      { role: '7' },
      { role: 'x' },
    ])
      expect((await sign(bad)).status).toBe(400);
    expect((await sign({ name: 'x'.repeat(2_000_000) })).status).toBe(404);
    expect((await sign({ subject: 'bot' })).status).toBe(200);
    for (const other of ['shf_00000000000000000000000000', 'x', '..%2f..', c.shift.toUpperCase()])
      expect((await shifts.signUp(c.slug, other, { name: 'Ada', email: 'a@b.cc' })).status).toBe(404);
    expect(await shifts.states(c.shift)).toEqual([]);
    for (const token of ['x', 'A'.repeat(43), `${'A'.repeat(42)}'`]) {
      for (const path of ['', '/calendar.ics', '/certificate.pdf', '/code.svg'])
        expect((await shifts.own(`/volunteer/${token}${path}`)).status).toBe(404);
      expect((await shifts.own(`/volunteer/${token}`, { act: 'cancel' })).status).toBe(404);
    }
    // Devices: not a list, foreign people, silly times, another campaign's shift.
    const send = (notes: string, sent = '0', path = c.path) =>
      c.anna.send(`${path}/door`, [
        ['notes', notes],
        ['sent', sent],
      ]);
    for (const notes of ['{', '{}', '[1]', '[{"id":"x"}]', JSON.stringify(Array(501).fill({}))])
      expect((await send(notes)).status).toBe(400);
    expect((await send('[]', 'never')).status).toBe(400);
    const far = [{ id: 'abcdefgh', person: 'sgn_00000000000000000000000000', kind: 'in', at: 1e308 }];
    expect(await (await send(JSON.stringify(far))).json()).toMatchObject({ unknown: ['abcdefgh'] });
    const other = await open();
    await shifts.signUp(other.slug, other.shift, { name: 'Bob', email: 'bob@example.org' });
    const bob = (await shifts.services.door(other.shift))[0]?.id ?? '';
    const foreign = [{ id: 'abcdefgh', person: bob, kind: 'in', at: 0 }];
    expect(await (await send(JSON.stringify(foreign))).json()).toMatchObject({ unknown: ['abcdefgh'] });
    expect((await send('[]', '0', `${other.console}/shifts/${c.shift}`)).status).toBe(404);
    const forged = await c.anna.send(`${c.path}/notes`, [['person', bob]], {
      origin: 'https://evil.example',
    });
    expect(forged.status).toBe(403);
    // The planner's form says what is wrong, field by field.
    const wrong = await c.anna.send(
      `${c.console}/shifts/new`,
      shifts.fields({
        title: '',
        link: 'javascript:alert(1)',
        starts: '2026-02-30T10:00',
        age: '200',
        'capacity-0': '-1',
      }),
    );
    expect(wrong.status).toBe(400);
    const said = await wrong.text();
    for (const sentence of [
      'Donnez un titre',
      'ne commence pas par http',
      'n’en est pas une',
      'de 1 à 99',
      'de 1 à 100',
    ])
      expect(said).toContain(sentence);
  });
});
