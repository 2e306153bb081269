import { afterAll, beforeAll, expect, test } from 'vitest';
import { reconcile } from '../src/credit/mod.ts';
import { settlementBooks } from '../src/settlement/mod.ts';
import { onBothDatabases } from './database.ts';
import { type Bench, openBench } from './moderation.ts';
import { hourPledges, openShifts, shiftIn } from './volunteering.ts';

const hour = 3_600_000;
/** A morning's rush: so many check-ins in the half hour without a network that two devices went through. */
const perSecond = 14;
const offline_s = 30 * 60;

onBothDatabases('a crowd of volunteers', (kind) => {
  const people = kind === 'postgres' ? 5000 : 2000;
  const places = people / 10;
  let bench: Bench;
  let shifts: Awaited<ReturnType<typeof openShifts>>;
  beforeAll(async () => {
    bench = await openBench(kind, kind === 'pglite' ? 170 : 175);
    shifts = await openShifts(bench);
  });
  afterAll(async () => {
    await shifts.close();
    await bench.server.stop();
  });
  const shiftOf = async (capacity: number) => {
    const campaign = await bench.campaign({ pledges: hourPledges });
    const anna = await bench.person('netscouade', 'operator', 'Anna');
    await bench.later(0);
    const made = await anna.send(
      `${campaign.console}/shifts/new`,
      shifts.fields({ 'capacity-0': String(capacity) }),
    );
    const shift = shiftIn(made);
    return { ...campaign, anna, shift, path: `${campaign.console}/shifts/${shift}` };
  };
  const signUp = (c: { readonly slug: string; readonly shift: ReturnType<typeof shiftIn> }, n: number) =>
    shifts.signUp(c.slug, c.shift, { name: `Volunteer ${n}`, email: `v${n}@${c.slug}.example` });

  test('all sign up at once: as many confirmed as there are places, the rest wait in their order', {
    timeout: 240_000,
  }, async () => {
    const c = await shiftOf(places);
    const answers = await Promise.all(Array.from({ length: people }, (_, n) => signUp(c, n)));
    expect(answers.filter((one) => one.status !== 200)).toEqual([]);
    await Promise.all(answers.map((one) => one.arrayBuffer()));
    const states = await shifts.states(c.shift);
    expect(states.length).toBe(people);
    expect(states.slice(0, places).every((one) => one.state === 'confirmed')).toBe(true);
    expect(states.slice(places).every((one) => one.state === 'waiting')).toBe(true);

    // Seven cancel at once: exactly the first seven of the waiting list are asked.
    const gone = states.slice(0, 7).map((one) => one.name.replace('Volunteer ', 'v'));
    await Promise.all(
      gone.map(async (name) => {
        const { path } = await shifts.link(c.shift, `${name}@${c.slug}.example`);
        expect((await shifts.own(path, { act: 'cancel' })).status).toBe(303);
      }),
    );
    const after = await shifts.states(c.shift);
    expect(after.filter((one) => one.state === 'offered').map((one) => one.name)).toEqual(
      states.slice(places, places + 7).map((one) => one.name),
    );
    expect(after.filter((one) => one.state === 'confirmed').length).toBe(places - 7);
  });

  test('two devices, half an hour without a network at 14 check-ins a second: merged to the right count', {
    timeout: 240_000,
  }, async () => {
    const crowd = people / 5;
    const c = await shiftOf(crowd);
    await Promise.all(
      Array.from({ length: crowd }, async (_, n) => {
        await (await signUp(c, n)).arrayBuffer();
      }),
    );
    const door = await shifts.services.door(c.shift);
    await bench.later(72 * hour + offline_s * 1000);

    // A generator of our own, so that every run is the same run.
    let seed = 20_121_127;
    const draw = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    const end = bench.clock.now();
    const notes = Array.from({ length: perSecond * offline_s }, (_, n) => ({
      id: `n${String(n).padStart(8, '0')}`,
      person: door[draw(crowd)]?.id ?? '',
      // One in six was a mistake, taken back.
      kind: draw(6) === 0 ? ('undo' as const) : ('in' as const),
      at: end - offline_s * 1000 + Math.floor((n * 1000) / perSecond),
    }));
    const sent = async (group: typeof notes) => {
      const answer = await c.anna.send(`${c.path}/door`, [
        ['notes', JSON.stringify(group)],
        ['sent', String(bench.clock.now())],
      ]);
      expect(answer.status).toBe(200);
      return (await answer.json()) as { counts: { here: number }; unknown: readonly string[] };
    };
    const groupsOf = (device: number) => {
      const mine = notes.filter((_, n) => n % 2 === device);
      return Array.from({ length: Math.ceil(mine.length / 500) }, (_, n) =>
        mine.slice(n * 500, n * 500 + 500),
      );
    };
    // The devices send at the same time, one of them backwards; some answers are lost and the group is sent again.
    const device = async (groups: readonly (typeof notes)[]) => {
      for (const [n, group] of groups.entries()) {
        expect((await sent(group)).unknown).toEqual([]);
        if (n % 5 === 0) await sent(group);
      }
    };
    await Promise.all([device(groupsOf(0)), device(groupsOf(1).toReversed())]);

    // Who is there by the plainest reading of all notes: the last word about a person counts.
    const last = new Map<string, string>();
    for (const note of notes) last.set(note.person, note.kind);
    const there = new Set([...last].filter(([, what]) => what === 'in').map(([person]) => person));
    expect((await sent([])).counts.here).toBe(there.size);
    const list = await shifts.services.door(c.shift);
    expect(new Set(list.filter((one) => one.arrivedAt !== null).map((one) => one.id))).toEqual(there);
    const volunteers = async () => {
      const answer = await fetch(`${bench.server.url}/api/v1/campaigns/${c.slug}`);
      return ((await answer.json()) as { volunteers: number }).volunteers;
    };
    await expect.poll(volunteers).toBe(there.size);
    expect(await reconcile(bench.server.db, [settlementBooks])).toEqual([]);
  });
});
