import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onBothDatabases } from './database.ts';
import { type Bench, linked, openBench } from './moderation.ts';

const day = 86_400_000;
const attack = '<img src=x onerror=alert(1)>\u202E"><script>alert(2)</script>';

const decoded = (mail: string) => {
  if (!/transfer-encoding: base64/i.test(mail)) return mail.replace(/=\r?\n/g, '').replaceAll('=3D', '=');
  const [head = '', ...body] = mail.split(/\r?\n\r?\n/);
  return `${head}\n\n${Buffer.from(body.join(''), 'base64').toString()}`;
};

onBothDatabases('the dialogue, over real HTTP', (kind) => {
  let bench: Bench;
  let campaign: Awaited<ReturnType<Bench['campaign']>>;
  beforeAll(async () => {
    bench = await openBench(kind, kind === 'pglite' ? 60 : 90);
    campaign = await bench.campaign({ opens: new Date(Date.now() + 30 * day).toISOString() });
  });
  afterAll(async () => {
    await bench?.closeSites();
    await bench?.server.stop();
  });

  const send = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(bench.server.url + path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { accept: 'text/html', 'accept-language': 'fr', ...headers },
      redirect: 'manual',
    });
  const see = async (path: string) =>
    (
      await fetch(bench.server.url + path, { headers: { accept: 'text/html', 'accept-language': 'fr' } })
    ).text();
  const mails = () => {
    const outbox = join(bench.server.data, 'outbox');
    try {
      return readdirSync(outbox).map((name) => decoded(readFileSync(join(outbox, name), 'utf8')));
    } catch {
      return [];
    }
  };
  const linkFor = async (email: string): Promise<string> => {
    const found = () =>
      mails()
        .filter((mail) => mail.includes(`To: ${email}`))
        .map((mail) => /\/c\/[a-z0-9-]+\/dialogue\/link\/[\w-]{43}/.exec(mail)?.[0])
        .find((one) => one !== undefined);
    await expect.poll(found, { timeout: 20_000 }).toBeDefined();
    return found() ?? '';
  };
  const ask = (fields: Partial<Record<'name' | 'email' | 'question' | 'organisation', string>>) =>
    send(`/c/${campaign.slug}/dialogue/questions`, {
      name: 'Kiwi',
      email: 'kiwi@blog.example',
      question: 'Pourquoi lier le don à un achat ?',
      ...fields,
    });

  test('asked before the campaign opens, seen once confirmed, answered by a verified person, followers told', async () => {
    const page = `/c/${campaign.slug}/dialogue`;
    expect((await ask({ organisation: 'danone' })).status).toBe(200);
    expect(await see(page)).not.toContain('Pourquoi lier');
    const link = await linkFor('kiwi@blog.example');
    // Opening the link changes nothing: programs open links.
    expect(await see(link)).toContain('Publier cette question');
    expect(await see(page)).not.toContain('Pourquoi lier');
    const confirmed = await send(link, {});
    expect(confirmed.status).toBe(303);
    const questionPath = new URL(`${confirmed.headers.get('location')}`, bench.server.url).pathname;
    const html = await see(page);
    expect(html).toContain('Pourquoi lier le don à un achat');
    expect(html).toContain('1 attend sa réponse');
    expect(html).not.toContain('kiwi@blog.example');

    // Somebody else asks it too: counted once confirmed, never named.
    expect((await send(questionPath, { email: 'crok@blog.example', role: 'also' })).status).toBe(200);
    await send(await linkFor('crok@blog.example'), {});
    expect(await see(questionPath)).toContain('2 personnes la posent');
    expect(await see(questionPath)).not.toContain('crok');

    // Late, and said so, on the campaign's own page as well.
    await bench.later(6 * day);
    expect(await see(page)).toContain('a dépassé son délai de réponse');

    const dan = await bench.person('danone', 'partner', 'Dan');
    const id = questionPath.split('/').at(-1) ?? '';
    const desk = `${campaign.console}/dialogue`;
    expect(await dan.see(desk)).toContain('Pourquoi lier');
    const foreign = await dan.send(`${desk}/questions/${id}`, [
      ['organisation', 'restos'],
      [`answer-${id}`, 'Au nom des Restos'],
    ]);
    expect(foreign.status).toBe(403);
    const forged = await dan.send(
      `${desk}/questions/${id}`,
      [
        ['organisation', 'danone'],
        [`answer-${id}`, 'x'],
      ],
      { origin: 'https://evil.example' },
    );
    expect(forged.status).toBe(403);
    const silent = await dan.send(`${desk}/questions/${id}`, [['organisation', 'danone']]);
    expect(silent.status).toBe(400);
    for (let twice = 0; twice < 2; twice++) {
      const answered = await dan.send(`${desk}/questions/${id}`, [
        ['organisation', 'danone'],
        [`answer-${id}`, 'Parce que c’est ainsi que nous finançons.'],
      ]);
      expect(answered.status).toBe(303);
    }
    const after = await see(page);
    expect(after).toContain('Dan, pour Danone');
    expect(after.match(/Parce que c’est ainsi/g)).toHaveLength(1);
    expect(after).toContain('6 jours');
    expect(after).not.toContain('a dépassé son délai');
    await expect
      .poll(() => mails().filter((mail) => mail.includes('List-Unsubscribe')).length, { timeout: 20_000 })
      .toBe(2);

    // The author takes name and address back: what was answered stays, without a name.
    expect((await send(`${link}/stop`, {})).status).toBe(200);
    const left = await see(questionPath);
    expect(left).toContain('Nom retiré par son auteur');
    expect(left).not.toContain('Kiwi');
    const emails = await bench.server.db.rows<{ email: string }>('SELECT email FROM question_follow');
    expect(emails).toEqual([{ email: 'crok@blog.example' }]);
  });

  test('a critical post is listed once read, answered beside it, marked and never deleted', async () => {
    const open = await bench.campaign();
    const page = `/c/${open.slug}/dialogue/reservations`;
    const blog = await bench.blog();
    blog.pages.set('/olivier', linked(open.page).replace('<title>', `<title>${'Réserve : '}`));
    blog.pages.set('/muet', linked('https://elsewhere.example/'));
    for (const path of ['/olivier', '/muet', '/olivier']) {
      const made = await send(page, { source: blog.origin + path });
      expect([made.status, made.headers.get('location')]).toEqual([303, `${page}?done=submitted`]);
    }
    await expect.poll(async () => see(page), { timeout: 20_000 }).toContain(`${blog.origin}/olivier`);
    const html = await see(page);
    expect(html).not.toContain(`${blog.origin}/muet`);
    const [one] = await bench.server.db.rows<{ id: string; state: string; units: number }>(
      'SELECT v.id, r.state, r.units FROM reservation v JOIN relay r ON r.id = v.relay_id WHERE r.source LIKE $1',
      ['%/olivier'],
    );
    // It counts as a relay like any other.
    expect(one).toMatchObject({ state: 'counted', units: 10 });
    const desk = `${open.console}/dialogue`;
    const dan = await bench.person('danone', 'partner', 'Dan');
    const anna = await bench.person('netscouade', 'operator', 'Anna');
    const mark = (who: typeof dan, fields: [string, string][]) =>
      who.send(`${desk}/reservations/${one?.id}`, fields);
    const answered = await mark(dan, [
      ['do', 'answer'],
      ['organisation', 'danone'],
      [`answer-${one?.id}`, attack],
    ]);
    expect(answered.status).toBe(303);
    const beside = await see(page);
    expect(beside).toContain('&lt;script&gt;alert(2)');
    expect(beside).not.toContain('\u202E');
    expect((await mark(dan, [['do', 'off_topic']])).status).toBe(403);
    expect((await mark(anna, [['do', 'off_topic']])).status).toBe(400);
    expect((await mark(anna, [['do', 'delete']])).status).toBe(404);
    const off = await mark(anna, [
      ['do', 'off_topic'],
      [`reason-${one?.id}`, 'Parle d’une autre marque'],
    ]);
    expect(off.status).toBe(303);
    expect(await see(page)).toContain('Parle d’une autre marque');
    expect(await see(page)).toContain(`${blog.origin}/olivier`);
    await expect(bench.server.db.rows('DELETE FROM reservation')).rejects.toThrow(/never deleted/);
    // A human vouches for the other one.
    const [mute] = await bench.server.db.rows<{ id: string }>(
      'SELECT v.id FROM reservation v JOIN relay r ON r.id = v.relay_id WHERE r.source LIKE $1',
      ['%/muet'],
    );
    await expect.poll(() => anna.see(desk), { timeout: 20_000 }).toContain('À confirmer par une personne');
    await anna.send(`${desk}/reservations/${mute?.id}`, [['do', 'confirm']]);
    expect(await see(page)).toContain(`${blog.origin}/muet`);
  });

  describe('what strangers send', () => {
    test.each([
      ['no name', { name: '\u200B' }, 400, 'Écrivez le nom'],
      ['no question', { question: ' \n\u2060 ' }, 400, 'Écrivez votre question'],
      ['a question too long', { question: 'x'.repeat(1001) }, 400, '1'],
      ['a name too long', { name: 'x'.repeat(81) }, 400, 'trop long'],
      ['an address with a header', { email: 'a@b.example\r\nBcc: c@d.example' }, 400, 'adresse électronique'],
      ['an organisation that is not there', { organisation: 'nobody', email: 'n@b.example' }, 200, 'boîte'],
      ['markup everywhere', { name: attack, question: attack, email: 'x@b.example' }, 200, 'boîte'],
    ] as const)('%s → %i', async (_name, fields, status, sentence) => {
      const answer = await ask(fields);
      const html = await answer.text();
      expect([answer.status, html.includes(sentence)]).toEqual([status, true]);
      expect(html).not.toContain('<script>alert');
    });
    test('another site’s form, a body too large, another kind of body, an unknown campaign', async () => {
      const path = `/c/${campaign.slug}/dialogue/questions`;
      expect((await send(path, {}, { origin: 'https://evil.example' })).status).toBe(403);
      expect((await ask({ question: 'x'.repeat(2_000_000) })).status).toBe(404);
      const json = await fetch(bench.server.url + path, { method: 'POST', body: '{}' });
      expect(json.status).toBe(404);
      expect((await send('/c/nobody/dialogue/questions', {})).status).toBe(404);
      expect(
        (await send(`/c/${campaign.slug}/dialogue/questions/qst_x`, { email: 'a@b.example' })).status,
      ).toBe(404);
      expect((await send(`/c/${campaign.slug}/dialogue/link/${'a'.repeat(43)}`, {})).status).toBe(404);
    });
    test.each(['', 'javascript:alert(1)', 'http://', '/c/x'])('%j is no post', async (source) => {
      const answer = await send(`/c/${campaign.slug}/dialogue/reservations`, { source });
      expect(answer.status).toBe(400);
    });
  });
});
