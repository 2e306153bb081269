import { beforeEach, describe, expect, test } from 'vitest';
import { open } from '../fixture.suite.ts';
import { type ProofFixture, signedLog } from '../fixture-log.suite.ts';
import {
  browser,
  dataKey,
  dataRequest,
  type FrontDoor,
  openFrontDoor,
  relayIds,
} from '../front-door.suite.ts';

const origin = 'relais.example/c/un-billet-dix-repas/log';
const id = relayIds.counted;
let door: FrontDoor;
let fixture: ProofFixture;
beforeEach(async () => {
  door = openFrontDoor();
  fixture = await signedLog(origin);
  door.log = fixture.view;
  door.proofs.set(id, fixture.proof);
});

describe('a relay’s proof', () => {
  test('is a file for programs and for whoever downloads it, a page for people', async () => {
    const file = await door.app.request(`/relays/${id}/proof`);
    expect(file.status).toBe(200);
    expect(file.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(file.headers.get('access-control-allow-origin')).toBe('*');
    expect(await file.text()).toBe(fixture.proof.file);
    const download = await door.look(`/relays/${id}/proof.tlog-proof`);
    expect(download.headers.get('content-disposition')).toBe(`attachment; filename="${id}.tlog-proof"`);
    expect(await download.text()).toBe(fixture.proof.file);
    const page = await door.look(`/relays/${id}/proof`);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('vary')).toBe('Accept, Accept-Language');
    const text = await page.text();
    expect(text).toContain('Ce billet est l’écriture 1 242 du journal public.'.replace(' 242', '\u202f242'));
    expect(text).toContain(`data-vkey="${fixture.view.keys[0]}"`);
    expect(text).toContain(`data-vkey="${fixture.view.witnesses[0]?.vkey}"`);
  });

  test('of a purchase’s gift: its own address and file, and the way back to the purchases', async () => {
    door.proofs.set('pur_01kaz5m3v8q2w4x6y8z0a1b2c3.2', fixture.proof);
    const base = '/purchases/pur_01kaz5m3v8q2w4x6y8z0a1b2c3/2/proof';
    const page = await (await door.look(base)).text();
    expect(page).toContain(`href="/c/${open.slug}/purchases"`);
    expect(page).toContain('Ce don est l’écriture');
    expect(page).toContain(`data-proof="${base}.tlog-proof"`);
    const file = await door.look(`${base}.tlog-proof`);
    expect(await file.text()).toBe(fixture.proof.file);
    for (const wrong of ['/purchases/pur_x/0/proof', '/purchases/pur_x/x/proof', '/purchases/pur_x/proof'])
      expect((await door.look(wrong)).status).toBe(404);
  });

  test.each([
    ['pending', 503, 200],
    ['not_credited', 404, 200],
    ['erased', 410, 410],
    ['unknown', 404, 404],
  ] as const)('that is not there is said with its reason: %s', async (kind, forPrograms, forPeople) => {
    door.proofs.set(id, { kind, campaign: open.slug });
    const problem = await door.app.request(`/relays/${id}/proof`);
    expect(problem.status).toBe(forPrograms);
    expect(problem.headers.get('content-type')).toBe('application/problem+json');
    expect(problem.headers.get('retry-after')).toBe(kind === 'pending' ? '1' : null);
    for (const language of ['fr', 'en']) {
      const page = await door.look(`/relays/${id}/proof?lang=${language}`);
      expect(page.status).toBe(forPeople);
      expect(page.headers.get('content-language')).toBe(language);
    }
  });

  test('that was undone says by which entry', async () => {
    door.proofs.set(id, { ...fixture.proof, reversedBy: 1299 });
    expect(await (await door.look(`/relays/${id}/proof?lang=en`)).text()).toContain('undone by entry 1,299');
  });

  test('hostile text in its record stays text', async () => {
    const hostile = await signedLog(origin, {
      source: 'https://x.example/"><script>alert(1)</script>\u202e',
    });
    door.proofs.set(id, hostile.proof);
    const text = await (await door.look(`/relays/${id}/proof`)).text();
    expect(text).not.toContain('<script>alert');
    expect(text).toContain('&lt;script&gt;alert(1)');
  });
});

describe('the public log’s page', () => {
  test('is a target as every page of the campaign, and shows checkpoint, keys and witnesses', async () => {
    const page = await door.look(`/c/${open.slug}/proof?lang=en`);
    expect(page.headers.get('x-pingback')).toContain('/pingback');
    const text = await page.text();
    expect(text).toContain(fixture.view.root);
    expect(text).toContain(fixture.view.keys[0]);
    expect(text).toContain('temoin.example/relais');
    expect(text).toContain('npx relais audit https://relais.example/c/un-billet-dix-repas');
  });

  test('before the first checkpoint it says so; an unknown campaign has none', async () => {
    door.log = null;
    expect(await (await door.look(`/c/${open.slug}/proof?lang=en`)).text()).toContain(
      'Nothing is published yet',
    );
    expect((await door.look('/c/nowhere/proof')).status).toBe(404);
  });

  test('after a restart it shows what ended', async () => {
    door.log = {
      ...fixture.view,
      restarts: [{ at: Date.UTC(2026, 10, 20), origin, checkpoint: `${origin}\n2000\nold root\n` }],
      witnesses: [],
    };
    const text = await (await door.look(`/c/${open.slug}/proof?lang=en`)).text();
    expect(text).toContain('began anew on');
    expect(text).toContain('old root');
    expect(text).toContain('No witness yet');
  });
});

describe('data pages', () => {
  const path = `/data/${dataRequest.id}/${dataKey}`;
  test('carry their key nowhere else', async () => {
    const answer = await door.look(path);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    });
    // The language link is relative to the page, so the key stays in its path.
    expect(await answer.text()).toContain('href="?lang=en"');
  });

  test('say what is under way and what went wrong', async () => {
    for (const [state, words] of [
      ['checking', 'We are reading your post'],
      ['not_found', 'is not in the post'],
      ['unreachable', 'could not read the post'],
      ['proven', 'Erase for ever'],
    ] as const) {
      door.request = { ...dataRequest, state };
      const answer = await door.look(`${path}?lang=en`);
      expect(answer.headers.get('refresh')).toBe(state === 'checking' ? '3' : null);
      expect(await answer.text()).toContain(words);
    }
  });

  test.each(['GET', 'POST'])('%s with a wrong key finds nothing', async (method) => {
    for (const wrong of [
      `/data/${dataRequest.id}/${'0'.repeat(40)}`,
      `/data/x/${dataKey}`,
      `/data/${dataRequest.id}/short`,
    ])
      expect(
        (
          await door.app.request(wrong, {
            method,
            headers: browser,
            ...(method === 'POST' ? { body: 'do=erase&confirm=yes' } : {}),
          })
        ).status,
      ).toBe(404);
  });
});

describe('the privacy page', () => {
  test.each(['fr', 'en'])('is written from the settings: %s', async (language) => {
    door.privacy = {
      ...door.privacy,
      retention: { ...door.privacy.retention, refused: 7 },
      mailServer: true,
      bluesky: true,
      witnesses: ['temoin.example/relais'],
      erasures: [{ month: '2026-10', count: 3 }],
    };
    const text = await (await door.look(`/privacy?lang=${language}`)).text();
    expect(text).toMatch(language === 'fr' ? /7\sjours à partir de ce moment/ : /7 days from that moment/);
    expect(text).toContain('temoin.example/relais');
    expect(text).toContain('2026-10');
    expect(text).toContain(language === 'fr' ? 'serveur de courrier' : 'mail server');
  });
});
