import { expect, test } from 'vitest';
import { manyCards, openFrontDoor, relayIds } from '../front-door.suite.ts';
import { cardsSchema, problemSchema, relaySchema, totalsSchema } from './openapi.ts';

const slug = 'un-billet-dix-repas';
const path = `/api/v1/campaigns/${slug}`;
type Json = Record<string, unknown>;
const json = async (answer: Response) => (await answer.json()) as Json;

test('the totals of a campaign, as the contract names them', async () => {
  const answer = await openFrontDoor().app.request(path);
  expect(answer.headers.get('content-type')).toBe('application/json');
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  const totals = await json(answer);
  expect(totalsSchema.parse(totals)).toEqual(totals);
  expect(Object.keys(totals)).toEqual([
    ...['slug', 'state', 'unit', 'granted', 'settled', 'delivered', 'remaining', 'relays', 'purchases'],
    ...['volunteers', 'checking', 'pledges', 'log', 'asOf', 'unitNames', 'appeals'],
  ]);
  expect(totals.asOf).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});

test('all campaigns', async () => {
  const { campaigns } = await json(await openFrontDoor().app.request('/api/v1/campaigns'));
  expect(totalsSchema.array().parse(campaigns)).toHaveLength(1);
});

test('counted relays, oldest first, page by page, each once', async () => {
  const door = openFrontDoor();
  door.cards = manyCards(401);
  const numbers: number[] = [];
  let after: number | null = 0;
  while (after !== null) {
    const page: Json = await json(await door.app.request(`${path}/relays?after=${after}&limit=200`));
    const { relays, erased, next } = cardsSchema.parse(page);
    expect({ relays, erased, next }).toEqual(page);
    numbers.push(...relays.map((one) => one.number));
    after = next;
  }
  expect(numbers).toEqual(Array.from({ length: 401 }, (_, i) => i + 1));
  const first = cardsSchema.parse(await json(await door.app.request(`${path}/relays`)));
  expect([first.relays.length, first.next]).toEqual([50, 50]);
});

test.each([
  'after=-1',
  'after=x',
  'after=1.5',
  'after=99999999999999999',
  'limit=0',
  'limit=201',
  'limit=1e2',
  'limit=%00',
])('%s: 400 with the reason', async (query) => {
  const answer = await openFrontDoor().app.request(`${path}/relays?${query}`);
  expect(answer.status).toBe(400);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  expect(problemSchema.parse(await json(answer)).detail).toMatch(/^(after|limit) is not/);
});

test.each(Object.entries(relayIds))('a relay that is %s, for programs and for people', async (_state, id) => {
  const door = openFrontDoor();
  const forms = await Promise.all([
    door.app.request(`/relays/${id}.json`),
    door.app.request(`/relays/${id}`, { headers: { accept: 'application/json' } }),
    door.look(`/relays/${id}.json`),
    door.app.request(`/relays/${id}`),
  ]);
  const bodies = await Promise.all(forms.map(json));
  for (const body of bodies) {
    expect(relaySchema.parse(body)).toEqual(body);
    expect(body).toEqual(bodies[0]);
    for (const name of [
      'id',
      'campaign',
      'source',
      'target',
      'via',
      'state',
      'reason',
      'units',
      'logIndex',
      'post',
    ])
      expect(body).toHaveProperty(name);
    for (const name of ['receivedAt', 'checkedAt', 'countedAt']) expect(body).toHaveProperty(name);
  }
  for (const form of forms) {
    expect(form.headers.get('content-type')).toBe('application/json');
    expect(form.headers.get('cache-control')).toBe('no-store');
  }
  const page = await door.look(`/relays/${id}`);
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('vary')).toContain('Accept');
});

test('the page of a relay that is being checked refreshes itself, others do not', async () => {
  const { look } = openFrontDoor();
  expect((await look(`/relays/${relayIds.checking}`)).headers.get('refresh')).toBe('5');
  for (const id of [relayIds.counted, relayIds.refused, relayIds.held])
    expect((await look(`/relays/${id}`)).headers.get('refresh')).toBeNull();
});
