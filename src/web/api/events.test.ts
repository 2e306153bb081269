import { afterEach, expect, test, vi } from 'vitest';
import { open } from '../fixture.suite.ts';
import { type FrontDoor, manyCards, openFrontDoor } from '../front-door.suite.ts';

const path = '/c/un-billet-dix-repas/events';
type Message = { readonly event: string; readonly id: string | null; readonly data: Record<string, unknown> };

afterEach(() => void vi.useRealTimers());

/** Opens a stream as a browser does and reads it message by message. */
async function listen(door: FrontDoor, headers: Record<string, string> = {}, query = '') {
  const gone = new AbortController();
  const answer = await door.app.request(path + query, { headers, signal: gone.signal });
  const reader = answer.body?.getReader();
  if (reader === undefined) throw new Error('no stream');
  const text = new TextDecoder();
  let rest = '';
  const block = async (): Promise<string> => {
    for (let end = rest.indexOf('\n\n'); ; end = rest.indexOf('\n\n')) {
      if (end !== -1) {
        const one = rest.slice(0, end);
        rest = rest.slice(end + 2);
        return one;
      }
      const { done, value } = await reader.read();
      if (done) return 'end';
      rest += text.decode(value, { stream: true });
    }
  };
  const next = async (): Promise<Message> => {
    const fields = new Map(
      (await block()).split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]),
    );
    const data = JSON.parse(fields.get('data') ?? '{}') as Record<string, unknown>;
    return { event: fields.get('event') ?? '', id: fields.get('id') ?? null, data };
  };
  return { answer, block, next, leave: () => gone.abort(), cancel: () => reader.cancel() };
}

test('on connection: when to come back, then the totals', async () => {
  const door = openFrontDoor();
  const stream = await listen(door);
  expect(stream.answer.headers.get('content-type')).toContain('text/event-stream');
  expect(stream.answer.headers.get('cache-control')).toContain('no-store');
  expect(await stream.block()).toBe('retry: 2000');
  expect(await stream.next()).toMatchObject({
    event: 'total',
    id: null,
    data: { granted: 12_430, relays: 1243 },
  });
  await stream.cancel();
  expect(door.watching()).toBe(0);
});

test('what is counted comes with its number, then the totals', async () => {
  const door = openFrontDoor();
  const stream = await listen(door);
  await stream.block();
  await stream.next();
  const [card] = manyCards(1244);
  if (card === undefined) throw new Error('card');
  door.tell('un-billet-dix-repas', {
    kind: 'relay',
    card: { ...card, source: 'https://x.example/\n\nevent: total' },
  });
  door.tell('un-billet-dix-repas', { kind: 'total', totals: { ...open.totals, granted: 12_440 } });
  expect(await stream.next()).toMatchObject({
    event: 'relay',
    id: '1244',
    data: {
      number: 1244,
      units: 10,
      countedAt: expect.stringMatching(/Z$/),
      source: 'https://x.example/\n\nevent: total',
    },
  });
  expect(await stream.next()).toMatchObject({ event: 'total', data: { granted: 12_440 } });
  stream.leave();
});

test.each([
  ['Last-Event-ID', { 'last-event-id': '3' }, ''],
  ['?after=', {}, '?after=3'],
])('who comes back with %s gets what was missed, in order, each once', async (_name, headers, query) => {
  const door = openFrontDoor();
  door.cards = manyCards(450);
  const stream = await listen(door, headers, query);
  await stream.block();
  const [again] = door.cards;
  const [fresh] = manyCards(451);
  if (again === undefined || fresh === undefined) throw new Error('card');
  // Counted while the missed ones are being read: one that is among them, and one that is not.
  door.tell('un-billet-dix-repas', { kind: 'relay', card: again });
  door.tell('un-billet-dix-repas', { kind: 'relay', card: fresh });
  const ids: string[] = [];
  while (ids.length < 448) {
    const message = await stream.next();
    if (message.event === 'relay') ids.push(message.id ?? '');
    else expect(message.event).toBe('total');
  }
  expect(ids).toEqual(Array.from({ length: 448 }, (_, i) => String(i + 4)));
  stream.leave();
});

test.each(['', 'x', '-1', '1.5', '9'.repeat(40)])('a cursor that is none (%j) is no cursor', async (id) => {
  const door = openFrontDoor();
  const stream = await listen(door, { 'last-event-id': id });
  await stream.block();
  expect((await stream.next()).event).toBe('total');
  expect(door.asked.relaysAfter).toBe(0);
  stream.leave();
});

test('a sign of life every 15 s', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const stream = await listen(openFrontDoor());
  await stream.block();
  await stream.next();
  vi.advanceTimersByTime(15_000);
  expect(await stream.block()).toMatch(/^:/);
  stream.leave();
});

test('who leaves is forgotten', async () => {
  const door = openFrontDoor();
  const streams = await Promise.all(Array.from({ length: 5 }, () => listen(door)));
  expect(door.watching()).toBe(5);
  for (const stream of streams.slice(0, 3)) stream.leave();
  await streams[3]?.cancel();
  await expect.poll(door.watching).toBe(1);
});

test('who does not read is cut, and keeps no memory', async () => {
  const door = openFrontDoor();
  await listen(door);
  for (const card of manyCards(5000).toReversed())
    door.tell('un-billet-dix-repas', { kind: 'relay', card: { ...card, number: card.number + 1243 } });
  expect(door.watching()).toBe(0);
});

test('beyond 2,000 readers: 503, and when to try again', async () => {
  const door = openFrontDoor();
  const answers = await Promise.all(Array.from({ length: 2001 }, () => door.app.request(path)));
  const refused = answers.filter((answer) => answer.status !== 200);
  expect(refused.map((answer) => [answer.status, answer.headers.get('retry-after')])).toEqual([[503, '30']]);
  await answers.find((answer) => answer.status === 200)?.body?.cancel();
  expect((await door.app.request(path)).status).toBe(200);
});

test('a HEAD opens no stream', async () => {
  const door = openFrontDoor();
  const answer = await door.app.request(path, { method: 'HEAD' });
  expect(answer.status).toBe(200);
  await expect.poll(door.watching).toBe(0);
});
