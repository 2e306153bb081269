import { afterAll, beforeAll, expect, test } from 'vitest';
import { forgetMeetingGuests } from '../src/dialogue/mod.ts';
import { onBothDatabases } from './database.ts';
import { meetingIn, openMeetings } from './meetings.ts';
import { type Bench, linked, openBench } from './moderation.ts';

const hour = 3_600_000;
const day = 24 * hour;
const attack = '<img src=x onerror=alert(1)>\u202E"><script>alert(2)</script>';

onBothDatabases('meetings, through the front door', (kind) => {
  let bench: Bench;
  let meetings: Awaited<ReturnType<typeof openMeetings>>;
  beforeAll(async () => {
    bench = await openBench(kind, kind === 'pglite' ? 205 : 210);
    meetings = await openMeetings(bench);
  });
  afterAll(async () => {
    await meetings?.close();
    await bench?.closeSites();
    await bench?.server.stop();
  });

  const call = async (change: Record<string, string> = {}) => {
    const campaign = await bench.campaign();
    const ada = await bench.person('restos', 'charity', 'Ada');
    await bench.later(0);
    const made = await ada.send(`${campaign.console}/meetings/new`, meetings.fields(change));
    expect(made.status).toBe(303);
    const id = meetingIn(made);
    return {
      ...campaign,
      ada,
      id,
      desk: `${campaign.console}/meetings/${id}`,
      at: `${campaign.page}/meetings/${id}`,
    };
  };
  const come = async (at: string, name: string, more: Record<string, string> = {}) => {
    const answer = await meetings.come(at, { name, email: `${name.toLowerCase()}@blog.example`, ...more });
    expect(answer.status).toBe(200);
    const letter = await meetings.letter(`${name.toLowerCase()}@blog.example`, /Votre place|Your place/);
    return letter.own;
  };

  test('places, a waiting list, an offer; the link to join for who has a place alone', async () => {
    const m = await call();
    await expect.poll(() => meetings.see(m.page)).toContain('Prochaine rencontre');
    expect(await meetings.see(`${m.page}/meetings`)).toContain('Rencontre de Paris');
    const links = new Map<string, string>();
    for (const name of ['Kiwi', 'Crok', 'Laurence']) links.set(name, await come(m.at, name));
    expect(await meetings.states(m.id)).toEqual(['kiwi confirmed', 'crok confirmed', 'laurence waiting']);
    // The same address again learns nothing and changes nothing.
    expect((await meetings.come(m.at, { name: 'X', email: 'KIWI@blog.example' })).status).toBe(200);
    expect(await meetings.states(m.id)).toHaveLength(3);
    const page = await meetings.see(m.at);
    expect(page).toContain('Complet');
    expect(page).toContain('<h2>Accueil</h2>');
    for (const secret of ['visio.example', 'kiwi@', 'Kiwi']) expect(page).not.toContain(secret);

    const [kiwi = '', crok = '', laurence = ''] = links.values();
    expect(await (await meetings.own(kiwi)).text()).not.toContain('visio.example');
    expect((await meetings.own(kiwi, { act: 'confirm_mail' })).status).toBe(303);
    expect(await (await meetings.own(kiwi)).text()).toContain('https://visio.example/salle');
    const placed = await meetings.letter('kiwi@blog.example', /Votre place est confirmée/);
    expect(placed.text).toContain('BEGIN:VEVENT');
    expect(placed.text).toContain('visio.example/salle');
    expect(await (await meetings.own(laurence)).text()).toContain('en tête de la liste');

    expect((await meetings.own(crok, { act: 'cancel' })).status).toBe(303);
    expect(await meetings.states(m.id)).toEqual(['kiwi confirmed', 'crok ended', 'laurence offered']);
    await meetings.letter('laurence@blog.example', /Une place s’est lib/);
    expect((await meetings.own(laurence, { act: 'accept' })).status).toBe(303);
    // Who had left comes again, at the end of the line.
    await meetings.come(m.at, { name: 'Crok', email: 'crok@blog.example' });
    expect(await meetings.states(m.id)).toEqual(['kiwi confirmed', 'laurence confirmed', 'crok waiting']);

    const calendar = await (await fetch(`${m.page}/meetings.ics`)).text();
    expect(calendar).toContain(`UID:${m.id}@`);
    expect(calendar).not.toContain('visio.example');
    const own = await (await meetings.own(`${kiwi}/calendar.ics`)).text();
    expect(own).toContain('visio.example');

    // Another hour: everybody is told, calendars move the entry; then it is called off.
    const moved = meetings.fields({ starts: new Map(meetings.fields()).get('starts') ?? '', capacity: '3' });
    const later = moved.map(([name, value]) => [name, name === 'place' ? 'Chez Danone' : value] as const);
    expect((await m.ada.send(m.desk, later)).status).toBe(303);
    await meetings.letter('kiwi@blog.example', /L’heure ou le lieu a changé/);
    expect(await (await fetch(`${m.page}/meetings.ics`)).text()).toContain('SEQUENCE:1');
    expect(await meetings.states(m.id)).toContain('crok offered');
    expect((await m.ada.send(`${m.desk}/call-off`, [])).status).toBe(303);
    const off = await meetings.letter('kiwi@blog.example', /Annul/);
    expect(off.text).toContain('STATUS:CANCELLED');
    expect((await meetings.come(m.at, { name: 'Z', email: 'z@blog.example' })).status).toBe(409);
    expect((await m.ada.send(m.desk, meetings.fields())).status).toBe(409);
  });

  test('who confirms nothing loses the place; who comes tomorrow is reminded once', async () => {
    const m = await call({ capacity: '1' });
    await come(m.at, 'Silent');
    const next = await come(m.at, 'Next');
    await bench.later(25 * hour);
    await meetings.round();
    expect(await meetings.states(m.id)).toEqual(['silent ended', 'next offered']);
    await meetings.own(next, { act: 'accept' });
    await bench.later(195 * hour);
    await meetings.round();
    await meetings.round();
    const reminder = await meetings.letter('next@blog.example', /Nous comptons sur vous/);
    expect(reminder.text).toContain('visio.example');
    expect(
      meetings.mailsTo('next@blog.example').filter((mail) => mail.includes('Nous comptons')),
    ).toHaveLength(1);
  });

  test('by invitation: each is asked once, a stranger gets no place and learns nothing', async () => {
    const m = await call({ openTo: 'invited', capacity: '5' });
    const invite = (emails: string) => m.ada.send(`${m.desk}/invitations`, [['emails', emails]]);
    expect((await invite('')).status).toBe(400);
    const wrong = await invite('olivier@blog.example\nnot an address');
    expect([wrong.status, (await wrong.text()).includes('not an address')]).toEqual([400, true]);
    expect(await meetings.states(m.id)).toEqual([]);
    expect((await invite('olivier@blog.example\nOLIVIER@blog.example, lucie@blog.example')).status).toBe(303);
    expect((await invite('olivier@blog.example')).status).toBe(303);
    const { text, own } = await meetings.letter('olivier@blog.example', /vous invite/);
    expect(text).not.toContain('BEGIN:VEVENT');
    const stranger = await meetings.come(m.at, { name: 'Inconnu', email: 'inconnu@blog.example' });
    expect([stranger.status, (await stranger.text()).includes('Regardez votre courrier')]).toEqual([
      200,
      true,
    ]);
    expect(await meetings.states(m.id)).toEqual(['olivier invited', 'lucie invited']);
    expect((await meetings.own(own, { act: 'accept', name: '' })).status).toBe(400);
    expect((await meetings.own(own, { act: 'accept', name: 'Olivier', named: 'true' })).status).toBe(303);
    // By the form as well, with the address that was asked.
    await meetings.come(m.at, { name: 'Lucie', email: 'lucie@blog.example' });
    expect(await meetings.states(m.id)).toEqual(['olivier confirmed', 'lucie confirmed']);
    await meetings.letter('lucie@blog.example', /Votre place/);
    expect(meetings.mailsTo('inconnu@blog.example')).toEqual([]);
    const asked = meetings.mailsTo('olivier@blog.example').filter((mail) => mail.includes('vous invite'));
    expect(asked).toHaveLength(1);
    expect(await m.ada.see(m.desk)).toContain('olivier@blog.example');
  });

  test('questions beforehand, notes with dated edits, who came, write-ups; then everything is forgotten', async () => {
    const m = await call({ capacity: '20' });
    const ask = `${m.page}/dialogue?meeting=${m.id}`;
    expect(await meetings.see(ask)).toMatch(new RegExp(`value="${m.id}" selected`));
    await meetings.come(`${m.page}/dialogue/questions`, {
      name: 'Kiwi',
      email: 'q@blog.example',
      question: 'Qui choisit les produits ?',
      meeting: m.id,
    });
    const found = () => /dialogue\/link\/[\w-]{43}/.exec(meetings.mailsTo('q@blog.example').join())?.[0];
    await expect.poll(found, { timeout: 20_000 }).toBeDefined();
    await meetings.come(`${m.page}/${found()}`, {});
    expect(await meetings.see(m.at)).toContain('Qui choisit les produits');
    const [due] = await bench.server.db.rows<{ days: number }>(
      'SELECT (extract(epoch FROM q.due_at - m.ends_at) / 86400)::integer AS days FROM question q JOIN meeting m ON m.id = q.meeting_id',
    );
    expect(due?.days).toBe(1);

    const links = new Map<string, string>();
    const people = { Named: { named: 'true', site: 'https://named.example/' }, Quiet: {}, Absent: {} };
    for (const [name, more] of Object.entries(people)) {
      links.set(name, await come(m.at, name, more));
      await meetings.own(links.get(name) ?? '', { act: 'confirm_mail' });
    }
    const notes = (fields: Record<string, string>) => m.ada.send(`${m.desk}/notes`, Object.entries(fields));
    expect((await notes({ notes: 'Trop tôt', version: '0' })).status).toBe(409);
    expect((await m.ada.send(`${m.desk}/came`, [])).status).toBe(409);

    await bench.later(244 * hour);
    expect((await meetings.come(m.at, { name: 'Late', email: 'late@blog.example' })).status).toBe(409);
    expect((await notes({ notes: '', version: '0' })).status).toBe(400);
    expect((await notes({ notes: `Danone a répondu. ${attack}`, version: '0' })).status).toBe(303);
    expect((await notes({ notes: 'Autre chose', version: '0' })).status).toBe(409);
    expect((await notes({ notes: 'Autre chose', version: '1' })).status).toBe(400);
    const edited = await notes({ notes: 'Danone a répondu : 40 %.', note: 'le chiffre', version: '1' });
    expect(edited.status).toBe(303);
    await meetings.letter('named@blog.example', /Les notes de la rencontre/);

    const ids = await bench.server.db.rows<{ id: string; name: string }>(
      'SELECT id, name FROM meeting_guest WHERE meeting_id = $1',
      [m.id],
    );
    const idOf = (name: string) => ids.find((one) => one.name === name)?.id ?? '';
    const came = await m.ada.send(`${m.desk}/came`, [
      ['came', idOf('Named')],
      ['came', idOf('Quiet')],
      ['came', 'gst_of_another_meeting'],
    ]);
    expect(came.status).toBe(303);
    const page = await meetings.see(m.at);
    expect(page).toContain('Danone a répondu : 40');
    expect(page).toMatch(/Édit du \d\d\/\d\d\/\d{4}\s:/);
    expect(page).toContain('le chiffre');
    expect(page).toContain('href="https://named.example/"');
    expect(page).toContain('et d’autres personnes');
    for (const hidden of ['Quiet', 'Absent', 'alert(2)']) expect(page).not.toContain(hidden);

    const blog = await bench.blog();
    blog.pages.set('/recit', linked(m.at).replace('<title>', '<title>Mon récit '));
    await bench.judge(`${blog.origin}/recit`, m.at);
    expect(await meetings.see(m.at)).toContain(`${blog.origin}/recit`);
    expect(await meetings.see(`${m.page}/write-ups`)).toContain(`${blog.origin}/recit`);

    // Named no longer; then erased: nothing of them is left, that two were there is.
    const named = links.get('Named') ?? '';
    expect(
      (await meetings.own(named, { act: 'change', name: 'Named', site: 'javascript:alert(1)' })).status,
    ).toBe(400);
    await meetings.own(named, { act: 'change', name: 'Named' });
    expect(await meetings.see(m.at)).not.toContain('Named');
    expect((await meetings.own(`${links.get('Quiet')}/erase`, {})).status).toBe(200);
    expect((await meetings.own(links.get('Quiet') ?? '')).status).toBe(404);
    await meetings.own(named, { act: 'change', name: 'Named', named: 'true' });
    await bench.later(91 * day);
    await forgetMeetingGuests(bench.server.db, { guests: 90, named: 1825 }, bench.clock.now());
    const kept = await bench.server.db.rows(
      'SELECT name, email, site, came FROM meeting_guest WHERE meeting_id = $1 ORDER BY arrival',
      [m.id],
    );
    const gone = { name: '', email: '', site: null };
    expect(kept).toEqual([
      { name: 'Named', email: '', site: null, came: true },
      { ...gone, came: true },
      { ...gone, came: false },
    ]);
  });

  test('what is refused, and to whom', async () => {
    const m = await call({ title: 'Pour tous', agenda: attack });
    const html = await meetings.see(m.at);
    expect(html).not.toContain('<script>alert');
    expect(html).not.toContain('<img src=x');
    const wrongs: readonly [Record<string, string>, string][] = [
      [{ title: '' }, 'Donnez un titre'],
      [{ agenda: ' \u200B' }, 'Dites de quoi'],
      [{ place: '', join: '' }, 'Donnez un lieu'],
      [{ join: 'javascript:alert(1)' }, 'http'],
      [{ starts: 'demain' }, 'n’en est pas une'],
      [{ ends: '2020-01-01T10:00' }, 'La fin vient'],
      [{ capacity: '0' }, 'de 1 à'],
    ];
    for (const [change, sentence] of wrongs) {
      const refused = await m.ada.send(`${m.console}/meetings/new`, meetings.fields(change));
      expect([refused.status, (await refused.text()).includes(sentence), sentence]).toEqual([
        400,
        true,
        sentence,
      ]);
    }
    const dan = await bench.person('danone', 'partner', 'Dan');
    const mod = await bench.person('netscouade', 'moderator', 'Mo');
    await bench.later(0);
    for (const who of [dan, mod]) {
      expect((await who.get(m.desk)).status).toBe(403);
      expect((await who.send(`${m.console}/meetings/new`, meetings.fields())).status).toBe(403);
      expect((await who.send(`${m.desk}/came`, [])).status).toBe(403);
    }
    const forged = await m.ada.send(`${m.desk}/call-off`, [], { origin: 'https://evil.example' });
    expect(forged.status).toBe(403);
    // Another campaign's people and pages know nothing of it.
    const other = await bench.campaign();
    expect((await fetch(`${other.page}/meetings/${m.id}`)).status).toBe(404);
    expect((await m.ada.get(`${other.console}/meetings/${m.id}`)).status).toBe(404);
    const refusals: readonly [Record<string, string>, Record<string, string>, number][] = [
      [{ name: '', email: 'a@b.example' }, {}, 400],
      [{ name: 'A', email: 'a@b.example\r\nBcc: c@d.example' }, {}, 400],
      [{ name: 'A', email: 'a@b.example', site: 'javascript:alert(1)' }, {}, 400],
      [{ name: 'A', email: 'a@b.example' }, { origin: 'https://evil.example' }, 403],
      [{ name: 'x'.repeat(2_000_000) }, {}, 404],
      // A program that fills in every field gets a friendly page and no place.
      [{ name: 'A', email: 'a@b.example', subject: 'x' }, {}, 200],
    ];
    for (const [fields, headers, status] of refusals)
      expect((await meetings.come(m.at, fields, headers)).status).toBe(status);
    expect(await meetings.states(m.id)).toEqual([]);
    expect((await meetings.own(`/meetings/${'a'.repeat(43)}`)).status).toBe(404);
    expect((await meetings.own(`/meetings/${'a'.repeat(43)}`, { act: 'cancel' })).status).toBe(404);
    const answer = await meetings.come(m.at, { name: attack, email: 'x@b.example', named: 'true' });
    expect(answer.status).toBe(200);
    expect(await m.ada.see(m.desk)).not.toContain('<script>alert');
  });
});
