import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { becomeCreditWriter, readId } from '../src/campaign/mod.ts';
import { credit, readDashboard } from '../src/credit/mod.ts';
import { noFilter, readRelayFigures, readRelayRows, readSiteRows, search_max } from '../src/evidence/mod.ts';
import { type CampaignId, systemRandom } from '../src/kernel/mod.ts';
import { type Desk, openDesk, type Visitor } from './dashboard.ts';
import { onBothDatabases } from './database.ts';

const now = Date.parse('2026-11-23T09:30:00Z');
const day = 86_400_000;

onBothDatabases('the dashboard and its lists', (kind) => {
  let desk: Desk;
  let campaign: CampaignId;
  beforeAll(async () => {
    desk = await openDesk(kind, now);
    campaign = (await readId(desk.db, 'essai')) ?? 'cmp_';
    await desk.add([
      { n: 1, at: '2026-01-05T12:00:00Z', via: 'form', title: 'Le tout premier' },
      { n: 2, at: '2026-11-21T09:59:59Z' },
      { n: 3, at: '2026-11-21T10:00:00Z', state: 'refused', reason: 'link_not_found', site: 'a.example' },
      // In Paris it is the 23rd already.
      { n: 4, at: '2026-11-22T23:30:00Z', state: 'held', reason: 'link_hidden', via: 'webmention' },
      { n: 5, at: '2026-11-23T09:00:00Z', state: 'withdrawn', site: 'a.example', units: 10 },
      { n: 6, at: '2026-11-23T09:29:00Z', state: 'checking', site: 'a.example' },
      { n: 7, at: '2026-11-23T09:29:00Z', title: '<script>alert(1)</script>', author: '"><img src=x>' },
      { n: 8, at: '2026-11-23T09:29:30Z', erased: true, title: null },
      { n: 9, at: '2026-11-20T00:00:00Z', title: '50 % de tarte_aux pommes', site: 'tarte.example' },
      { n: 10, at: '2026-11-20T00:00:00Z', title: null, author: 'Laurence', site: 'b.example' },
    ]);
    const at = (ago: number, subjects: readonly string[]) =>
      desk.db.transaction(async (tx) => {
        await becomeCreditWriter(tx, campaign);
        const books = { campaign: { id: campaign, slug: 'essai' }, at: now - ago, random: systemRandom };
        await credit(
          tx,
          books,
          'relay',
          subjects.map((subject) => ({ subject, facts: {} })),
        );
      });
    await at(30 * day, ['x1', 'x2', 'x3']);
    await at(6.5 * day, ['a1']);
    await at(1.5 * day, ['b1', 'b2']);
    await at(0, ['c1']);
  });
  afterAll(() => desk.close());

  const text = async (path: string, as: Visitor = 'operator') => (await desk.look(path, as)).text();

  describe('figures', () => {
    test('states, channels, reasons', async () => {
      const figures = await readRelayFigures(desk.db, campaign, now, 'Europe/Paris');
      expect(figures.total).toBe(10);
      expect(figures.byState).toEqual({
        received: 0,
        checking: 1,
        held: 1,
        counted: 6,
        refused: 1,
        withdrawn: 1,
        gone: 0,
      });
      expect(figures.byVia).toEqual([
        { via: 'pingback', counted: 5, waiting: 1, refused: 1, gone: 1 },
        { via: 'form', counted: 1, waiting: 0, refused: 0, gone: 0 },
        { via: 'webmention', counted: 0, waiting: 1, refused: 0, gone: 0 },
      ]);
      expect(figures.reasons.toSorted((a, b) => a.reason.localeCompare(b.reason))).toEqual([
        { reason: 'link_hidden', refused: 0, held: 1 },
        { reason: 'link_not_found', refused: 1, held: 0 },
      ]);
    });

    test('48 hours, from their first second on', async () => {
      const { hours } = await readRelayFigures(desk.db, campaign, now, 'Europe/Paris');
      expect(hours).toHaveLength(48);
      expect(hours[0]).toEqual({
        start: Date.parse('2026-11-21T10:00:00Z'),
        counted: 0,
        waiting: 0,
        refused: 1,
        gone: 0,
      });
      expect(hours.at(-1)).toEqual({
        start: Date.parse('2026-11-23T09:00:00Z'),
        counted: 2,
        waiting: 1,
        refused: 0,
        gone: 1,
      });
    });

    test('30 days of the zone’s calendar', async () => {
      const { days } = await readRelayFigures(desk.db, campaign, now, 'Europe/Paris');
      expect([days.length, days[0]?.date, days.at(-1)?.date]).toEqual([30, '2026-10-25', '2026-11-23']);
      expect(days.at(-1)).toMatchObject({ counted: 2, waiting: 2, gone: 1 });
      expect(days.at(-2)).toMatchObject({ date: '2026-11-22', counted: 0, waiting: 0 });
      const pacific = await readRelayFigures(desk.db, campaign, now, 'Pacific/Auckland');
      expect(pacific.days.at(-1)).toMatchObject({ date: '2026-11-23', counted: 2, waiting: 2, gone: 1 });
      const american = await readRelayFigures(desk.db, campaign, now, 'America/New_York');
      expect(american.days.at(-2)).toMatchObject({ date: '2026-11-22', waiting: 1 });
    });

    test('a day of 25 hours is one day', async () => {
      const later = Date.parse('2026-10-26T12:00:00Z');
      await desk.add([
        { n: 50, at: '2026-10-24T22:00:00Z' },
        { n: 51, at: '2026-10-25T22:59:59Z' },
        { n: 52, at: '2026-10-25T23:00:00Z' },
      ]);
      const { days } = await readRelayFigures(desk.db, campaign, later, 'Europe/Paris');
      expect(days.at(-2)).toMatchObject({ date: '2026-10-25', counted: 2 });
      await desk.db.rows(`DELETE FROM relay WHERE id LIKE 'rly_%0005_'`);
    });

    test('caps with what was given in the last week and a forecast', async () => {
      const view = await readDashboard(desk.db, 'essai', false, now);
      expect(
        view?.caps.map(({ pledge, lastWeek, forecast }) => [pledge.id, lastWeek, forecast.kind]),
      ).toEqual([
        ['danone-billets', 24, 'expected'],
        ['carrefour-billets', 16, 'expected'],
      ]);
      const [danone] = view?.caps ?? [];
      expect(danone?.forecast).toMatchObject({
        // best three days: 12 + 6 + 6; mean 24 in seven; the slowest three gave nothing
        earliest: now + ((12_000 - 42) / 8) * day,
        likely: null,
        latest: null,
      });
    });

    test('nothing for a campaign that is not there', async () => {
      expect(await readDashboard(desk.db, 'none', false, now)).toBeNull();
    });
  });

  describe('lists', () => {
    const ids = async (filter: Partial<typeof noFilter>) =>
      (
        await readRelayRows(desk.db, campaign, { ...noFilter, timeZone: 'Europe/Paris', ...filter }, null, 50)
      ).rows.map((row) => Number(row.id.slice(4)));

    test.each<[Partial<typeof noFilter>, number[]]>([
      [{}, [8, 7, 6, 5, 4, 3, 2, 10, 9, 1]],
      [{ state: 'counted' }, [8, 7, 2, 10, 9, 1]],
      [{ reason: 'link_hidden' }, [4]],
      [{ via: 'form' }, [1]],
      [{ site: 'a.example' }, [6, 5, 3]],
      [{ site: 'a.example', state: 'refused' }, [3]],
      [{ site: `erased:${'0'.repeat(63)}8` }, []],
      [{ text: 'PREMIER' }, [1]],
      [{ text: 'laurence' }, [10]],
      [{ text: 'tarte.example/billet' }, [9]],
      // Signs of patterns are letters like others.
      [{ text: '50 %' }, [9]],
      [{ text: '%' }, [9]],
      [{ text: '_' }, [9]],
      [{ text: '\\' }, []],
      [{ text: "' OR 1=1 --" }, []],
      [{ from: '2026-11-23' }, [8, 7, 6, 5, 4]],
      [{ until: '2026-11-21' }, [3, 2, 10, 9, 1]],
      [{ from: '2026-11-20', until: '2026-11-20' }, [10, 9]],
    ])('%j', async (filter, found) => {
      expect(await ids(filter)).toEqual(found);
    });

    test.each([1, 2, 3, 7])('every relay once, %s at a time', async (limit) => {
      const seen: string[] = [];
      for (let after = null; ; ) {
        const page = await readRelayRows(desk.db, campaign, noFilter, after, limit);
        seen.push(...page.rows.map((row) => row.id));
        if (page.next === null) break;
        after = page.next;
      }
      expect(seen).toEqual(
        (await readRelayRows(desk.db, campaign, noFilter, null, 50)).rows.map((row) => row.id),
      );
    });

    test('of an erased relay only figures are left', async () => {
      const { rows } = await readRelayRows(desk.db, campaign, noFilter, null, 1);
      expect(rows).toMatchObject([{ source: null, site: null, title: null, units: 10 }]);
    });

    test('sites, the busiest first or by name, every one once', async () => {
      const read = (order: 'most' | 'name', limit: number, after = null) =>
        readSiteRows(desk.db, campaign, { order, text: null, publicOnly: false }, after, limit);
      const all = await read('most', 50);
      expect(all.rows[0]).toEqual({
        site: 'a.example',
        relays: 3,
        counted: 0,
        waiting: 1,
        refused: 1,
        gone: 1,
        units: 10,
        firstAt: Date.parse('2026-11-21T10:00:00Z'),
        lastAt: Date.parse('2026-11-23T09:29:00Z'),
      });
      expect(all.rows.map((row) => row.site)).toEqual(
        ['a', 'b', 'blog1', 'blog2', 'blog4', 'blog7', 'tarte'].map((name) => `${name}.example`),
      );
      for (const order of ['most', 'name'] as const) {
        const seen: string[] = [];
        for (let after = null; ; ) {
          const page = await readSiteRows(
            desk.db,
            campaign,
            { order, text: null, publicOnly: false },
            after,
            2,
          );
          seen.push(...page.rows.map((row) => row.site));
          if (page.next === null) break;
          after = page.next;
        }
        expect(seen).toEqual((await read(order, 50)).rows.map((row) => row.site));
      }
    });

    test('sites of counted relays alone, and by a part of their name', async () => {
      const read = async (text: string | null) =>
        (await readSiteRows(desk.db, campaign, { order: 'name', text, publicOnly: true }, null, 50)).rows.map(
          (row) => [row.site, row.relays],
        );
      expect(await read(null)).not.toContainEqual(['a.example', expect.anything()]);
      expect(await read('TART')).toEqual([['tarte.example', 1]]);
      expect(await read('%')).toEqual([]);
    });
  });

  describe('pages', () => {
    test('the dashboard says it all in words and tables', async () => {
      const html = await text('/console/c/essai/dashboard');
      for (const piece of [
        '10 billets reçus',
        'Pas à ce rythme',
        'lien introuvable',
        'a.example',
        'Europe/Paris',
      ])
        expect(html.replaceAll('\u00A0', ' ')).toContain(
          piece === 'Pas à ce rythme' ? 'sans doute pas avant la fin' : piece,
        );
      expect(html.match(/<svg class="bars"/g)).toHaveLength(2);
      expect(html.match(/<table/g)?.length).toBeGreaterThanOrEqual(7);
      expect(html).not.toMatch(/<script>alert|<img src=x|style="/);
    });

    test('in English too', async () => {
      const html = await text('/console/c/essai/dashboard?lang=en');
      expect(html).toContain('10 posts received');
      expect(html).not.toMatch(/billet[^-]s? reçu|Plafond/);
    });

    test('nothing is kept on the way, and strangers find nothing', async () => {
      const paths = ['/dashboard', '/relays', '/site-list', '/relays.csv', '/site-list.csv'].map(
        (end) => `/console/c/essai${end}`,
      );
      for (const path of paths) {
        const seen = await desk.look(path, 'operator');
        expect([path, seen.status, seen.headers.get('cache-control')]).toEqual([path, 200, 'no-store']);
        expect([path, (await desk.look(path, 'stranger')).status]).toEqual([path, 404]);
        expect((await desk.look(path, null)).headers.get('location')).toMatch(/^\/console\/sign-in\?next=/);
        expect([path, (await desk.look(path.replace('essai', 'none'), 'operator')).status]).toEqual([
          path,
          404,
        ]);
      }
    });

    test('files are for those who may take them away', async () => {
      const status = async (as: Visitor) => (await desk.look('/console/c/essai/relays.csv', as)).status;
      expect(await Promise.all((['operator', 'charity', 'auditor'] as const).map(status))).toEqual([
        200, 200, 200,
      ]);
      expect(await Promise.all((['partner', 'moderator'] as const).map(status))).toEqual([403, 403]);
      expect(await text('/console/c/essai/relays', 'partner')).not.toContain('relays.csv');
      expect(await text('/console/c/essai/relays', 'charity')).toContain('relays.csv');
    });

    test('a partner sees who was counted, not who was refused', async () => {
      for (const path of [
        '/console/c/essai/dashboard',
        '/console/c/essai/relays',
        '/console/c/essai/relays?state=refused',
      ]) {
        const html = await text(path, 'partner');
        expect(html).not.toMatch(/a\.example|blog4\.example|Billet 3\b|Billet 4\b/);
        expect(html).toContain('Billet 2');
      }
      expect(await text('/console/c/essai/site-list', 'partner')).not.toContain('a.example');
      expect(await text('/console/c/essai/relays?state=refused', 'moderator')).toContain('Billet 3');
    });

    test('a filter is in the address, in the form and on the next page’s address', async () => {
      const html = await text('/console/c/essai/relays?state=refused&site=a.example&q=billet');
      expect(html).toContain('Billet 3');
      expect(html).not.toContain('Billet 5');
      expect(html).toMatch(/<option value="refused" selected/);
      expect(html).toContain('relays.csv?state=refused&amp;site=a.example&amp;q=billet');
    });

    test.each([
      ['state', 'nonsense', 'Cet état n’existe pas.'],
      ['reason', '__proto__', 'Cette raison n’existe pas.'],
      ['via', 'x', 'Cette voie n’existe pas.'],
      ['site', '"><script>alert(2)</script> x', 'Un site s’écrit sans espace'],
      ['from', '2026-02-30', 'Une date s’écrit 2026-11-23.'],
      ['q', `<b>${'x'.repeat(200)}`, 'C’est trop long pour une recherche'],
    ])('%s=%s is said at its field', async (name, value, sentence) => {
      const answer = await desk.look(
        `/console/c/essai/relays?${new URLSearchParams({ [name]: value })}`,
        'operator',
      );
      const html = (await answer.text()).replaceAll(/[\u00A0\u202F]/g, ' ');
      expect(answer.status).toBe(400);
      expect(html).toContain(sentence);
      expect(html).toMatch(new RegExp(`id="f-${name}"[^>]*aria-invalid="true"`));
      expect(html).not.toMatch(/<script>alert|<b>x/);
      const file = await desk.look(
        `/console/c/essai/relays.csv?${new URLSearchParams({ [name]: value })}`,
        'operator',
      );
      expect(file.status).toBe(404);
    });

    test.each(['after=x', 'after=1-rly_x', 'after=%00', "after=1-rly_'OR1=1"])(
      '%s is no page',
      async (query) => {
        for (const list of ['relays', 'site-list'])
          expect((await desk.look(`/console/c/essai/${list}?${query}`, 'operator')).status).toBe(
            list === 'site-list' && query.includes('rly') ? 200 : 404,
          );
      },
    );

    test('nulls and broken encodings reach nobody', async () => {
      for (const query of [
        'q=%00',
        'q=a%00b',
        'site=%00',
        'q=%ff',
        'state=counted&state=refused',
        'q=%F0%9F%8D%B2',
      ])
        for (const list of ['relays', 'site-list', 'relays.csv', 'site-list.csv'])
          expect((await desk.look(`/console/c/essai/${list}?${query}`, 'operator')).status).toBeLessThan(500);
    });
  });

  describe('files', () => {
    test('relays', async () => {
      const answer = await desk.look('/console/c/essai/relays.csv?state=counted', 'operator');
      expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
      expect(answer.headers.get('content-disposition')).toBe(
        'attachment; filename="essai-relays-2026-11-23.csv"',
      );
      // Reading as text drops the byte order mark.
      const bytes = Buffer.from(await answer.arrayBuffer());
      expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
      const lines = bytes.toString('utf8').trimEnd().split('\r\n');
      expect(lines).toHaveLength(7);
      expect(lines[1]).toBe(
        '8,counted,,pingback,10,,,,,,2026-11-23T09:29:30.000Z,,2026-11-23T09:29:30.000Z,https://relais.example/relays/rly_00000000000000000000000008',
      );
    });

    test('sites', async () => {
      const lines = (await text('/console/c/essai/site-list.csv?q=a.ex')).trimEnd().split('\r\n');
      expect(lines[1]).toBe('a.example,3,0,1,1,1,10,2026-11-21T10:00:00.000Z,2026-11-23T09:29:00.000Z');
    });

    test('who takes a list away is in the trail', async () => {
      const rows = await desk.db.rows(
        `SELECT name, action, campaign, details FROM audit_event WHERE action = 'export.read' LIMIT 1`,
      );
      expect(rows).toEqual([
        {
          name: expect.any(String),
          action: 'export.read',
          campaign: 'essai',
          details: { list: expect.any(String) },
        },
      ]);
    });
  });

  test('a long list is read to its end, and a search looks only so far at once', async () => {
    await desk.db.rows(
      `INSERT INTO relay (id, campaign_id, source, source_key, site, target, via, state, title, check_due, received_at, claimed_at)
       SELECT 'rly_' || lpad((n + 1000)::text, 26, '0'), $1, 'https://x.example/' || n, 'x' || n, 'x.example', '', 'feed', 'refused', 'Suite ' || n, false,
         timestamptz '2026-06-01' + n * interval '1 second', now() FROM generate_series(1, ${search_max + 500}) AS n`,
      [campaign],
    );
    const lines = (await text('/console/c/essai/relays.csv?via=feed')).trimEnd().split('\r\n');
    expect(lines).toHaveLength(search_max + 501);
    expect(new Set(lines).size).toBe(lines.length);
    const first = await readRelayRows(desk.db, campaign, { ...noFilter, text: 'le tout premier' }, null, 50);
    expect(first).toMatchObject({ rows: [], next: expect.anything(), searchedTo: expect.any(Number) });
    const second = await readRelayRows(
      desk.db,
      campaign,
      { ...noFilter, text: 'le tout premier' },
      first.next,
      50,
    );
    expect(second).toMatchObject({ rows: [{ title: 'Le tout premier' }], next: null, searchedTo: null });
    const html = await text('/console/c/essai/relays?q=le+tout+premier');
    expect(html).toContain('Chercher plus loin');
    const found = (await text('/console/c/essai/relays.csv?q=le+tout+premier')).trimEnd().split('\r\n');
    expect(found).toHaveLength(2);
  });
});
