import { beforeEach, expect, test } from 'vitest';
import type { ReceiptView } from '../../credit/mod.ts';
import { open } from '../fixture.suite.ts';
import { browser, type FrontDoor, openFrontDoor } from '../front-door.suite.ts';

const path = `/c/${open.slug}/purchases`;
const receipt: ReceiptView = {
  id: 'pur_01kaz5m3v8q2w4x6y8z0a1b2c3',
  day: '2026-11-15',
  acts: [
    { units: 1, leaf: 1241, dueAt: Date.UTC(2026, 11, 15) },
    { units: 1, leaf: 1240, dueAt: null },
  ],
  returned: 1,
  pooled: false,
};
let door: FrontDoor;
beforeEach(() => {
  door = openFrontDoor();
});
const plain = async (answer: Response) => (await answer.text()).replace(/[\u00a0\u202f]/g, ' ');
const ask = (body: string, query = '') =>
  door.app.request(`${path}${query}`, {
    method: 'POST',
    headers: { ...browser, 'content-type': 'application/x-www-form-urlencoded' },
    body,
  });

test('what counts and what it gave, by day and retailer', async () => {
  door.purchaseDays = [
    { retailer: 'carrefour', day: '2026-11-15', baskets: 1234, acts: 1300, units: 1299 },
    { retailer: 'carrefour', day: '2026-11-14', baskets: 2, acts: 2, units: 2 },
  ];
  const french = await plain(await door.look(path));
  expect(french).toContain('15 novembre 2026');
  expect(french).toContain('1 299 repas');
  expect(french).toContain('1 302 dons déclenchés par des achats : 1 301 repas');
  expect(await (await door.look(`${path}?lang=en`)).text()).toContain('1,302 gifts triggered by purchases');
});

test('a receipt is asked for in the body of a request and never stands in an address', async () => {
  door.receipts.set('carrefour 004211', receipt);
  const answer = await ask('retailer=carrefour&receipt=+004211+');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const html = await plain(answer);
  expect(html).toContain('Ce ticket du 15 novembre 2026 a déclenché 2 repas.');
  expect(html).toContain('retour aux promesses : 1 repas');
  expect(html).toContain(`href="/purchases/${receipt.id}/1/proof"`);
  expect(html).toContain('dû à partir du 15 décembre 2026');
  expect(await (await ask('retailer=carrefour&receipt=1')).text()).toContain('n’est pas encore arrivé');
  door.receipts.set('carrefour 7', { ...receipt, acts: [], returned: 0, pooled: true });
  const nothing = await (await ask('retailer=carrefour&receipt=7', '?lang=en')).text();
  expect(nothing).toContain('counts but triggered nothing more');
  expect(nothing).toContain('added up over the day');
});

test.each([
  ['retailer=carrefour', 400, 'Le numéro du ticket manque.'],
  ['retailer=carrefour&receipt=%00', 400, 'Le numéro du ticket manque.'],
  [`retailer=carrefour&receipt=${'9'.repeat(201)}`, 400, '200 caractères au plus'],
  ['retailer=%22%3E%3Cscript%3E&receipt=%22%3E%3Cscript%3Ealert(1)%3C/script%3E', 200, 'n’a rien déclenché'],
  ['receipt=%E9%E9', 400, 'Le numéro du ticket manque.'],
])('hostile or clumsy: %s', async (body, status, sentence) => {
  const answer = await ask(body);
  expect(answer.status).toBe(status);
  const html = await plain(answer);
  expect(html).toContain(sentence);
  expect(html).not.toContain('<script>alert');
});

test('a campaign without promises for purchases has no such page', async () => {
  const none = {
    ...open,
    slug: 'sans-achats',
    promises: open.promises.filter((one) => one.mechanic !== 'purchase'),
  };
  door.campaigns.set(none.slug, none);
  expect((await door.look('/c/sans-achats/purchases')).status).toBe(404);
  expect((await door.look('/c/inconnue/purchases')).status).toBe(404);
});
