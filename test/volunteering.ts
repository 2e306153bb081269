import { readId } from '../src/campaign/mod.ts';
import { shiftServices } from '../src/compose-volunteering.ts';
import { createDoor } from '../src/credit/mod.ts';
import type { ShiftId } from '../src/evidence/mod.ts';
import { signUpToken } from '../src/evidence/volunteering/token.ts';
import { jobKinds, shiftRound } from '../src/jobs/mod.ts';
import { systemRandom } from '../src/kernel/mod.ts';
import { openQueue, type Queue } from '../src/queue/mod.ts';
import type { Bench } from './moderation.ts';

const hour = 3_600_000;

/** Promises of a campaign about hours. */
export const hourPledges = `  - { id: collecte, partner: carrefour, mechanic: volunteering, perHour: 2, cap: 10000, companies: [carrefour, danone] }
  - { id: tous, partner: danone, mechanic: volunteering, perHour: 1, cap: 20 }`;

/** A local time of Paris as a form has it, so many hours from now. */
export function localIn(now: number, hours: number): string {
  const at = Math.floor((now + hours * hour) / 60_000) * 60_000;
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Europe/Paris',
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  return parts.format(at).replace(' ', 'T');
}

/** What the tests of volunteering do again and again. */
export async function openShifts(bench: Bench) {
  const { server, clock } = bench;
  // A queue of our own beside the server's: putting jobs in needs no worker.
  const queue: Queue = await openQueue(server.db, jobKinds, { work: false, onError: () => {} });
  const house = {
    db: server.db,
    queue,
    clock,
    random: systemRandom,
    publicUrl: new URL(server.url),
    seal: server.seal,
  };
  const door = createDoor(house);
  return {
    house,
    door,
    services: shiftServices(house),
    round: () => shiftRound({ ...house, door }),
    fields: (change: Record<string, string> = {}): readonly (readonly [string, string])[] =>
      Object.entries({
        kind: 'collection',
        title: 'Collecte de Lyon',
        details: 'Accueillir, trier, charger.',
        place: 'Carrefour Part-Dieu',
        address: '17 rue du Docteur Bouchut, Lyon',
        link: 'https://www.openstreetmap.org/',
        starts: localIn(clock.now(), 72),
        ends: localIn(clock.now(), 75),
        age: '',
        contact: 'Coordination : 06 00 00 00 00',
        'role-0': '',
        'capacity-0': '3',
        ...change,
      }),
    id: async (slug: string) => {
      const id = await readId(server.db, slug);
      if (id === null) throw new Error('campaign');
      return id;
    },
    signUp: (
      slug: string,
      shift: string,
      fields: Record<string, string>,
      headers: Record<string, string> = {},
    ) =>
      fetch(`${server.url}/c/${slug}/volunteer/${shift}`, {
        method: 'POST',
        headers: { accept: 'text/html', 'accept-language': 'fr', origin: server.url, ...headers },
        body: new URLSearchParams({ role: '0', company: '', ...fields }),
        redirect: 'manual',
      }),
    /** The link in somebody's mail. */
    link: async (shift: string, email: string) => {
      const [row] = await server.db.rows<{ id: `sgn_${string}` }>(
        `SELECT id FROM sign_up WHERE shift_id = $1 AND lower(email) = lower($2) ORDER BY arrival DESC LIMIT 1`,
        [shift, email],
      );
      if (row === undefined) throw new Error(`${email} is not signed up`);
      return { id: row.id, path: `/volunteer/${signUpToken(server.seal, row.id)}` };
    },
    own: async (path: string, act: Record<string, string> | null = null) =>
      fetch(server.url + path, {
        redirect: 'manual',
        headers: { accept: 'text/html', 'accept-language': 'fr' },
        ...(act === null ? {} : { method: 'POST', body: new URLSearchParams(act) }),
      }),
    states: (shift: string) =>
      server.db.rows<{ name: string; state: string; reason: string | null }>(
        'SELECT name, state, reason FROM sign_up WHERE shift_id = $1 ORDER BY arrival',
        [shift],
      ),
    close: () => queue.close(),
  };
}

export const shiftIn = (response: Response) =>
  (/shifts\/(shf_\w+)/.exec(response.headers.get('location') ?? '')?.[1] ?? '') as ShiftId;
