import { deviceTime } from '../../domain/mod.ts';
import type { DoorNote } from '../../evidence/mod.ts';
import { countDoor } from '../../evidence/mod.ts';
import type { Assets } from '../assets.ts';
import type { Services } from '../port.ts';
import { type Console, consoleHeaders } from './guard.ts';
import { renderDoor } from './shift-door.tsx';
import { shiftOf } from './shift-there.ts';

/** Notes of one call; a device with more sends several. */
const notes_max = 500;

/** The device's page may read codes by the camera, and keeps itself by a service worker whose address its own policy names. */
const doorHeaders: Readonly<Record<string, string>> = {
  ...consoleHeaders,
  'permissions-policy': 'camera=(self), geolocation=(), microphone=(), payment=()',
  'content-security-policy': `${consoleHeaders['content-security-policy']}`.replace(
    "trusted-types 'none'",
    "trusted-types relais-door; worker-src 'self'",
  ),
};

/** The device at the door: its page, its service worker, and the one address by which it sends and hears. */
export function doorPages(services: Services, desk: Console, assets: Assets): void {
  const { shifts } = services.console;

  desk.app.get('/console/door-worker.js', (c) => {
    const worker = assets.find('door-worker.js');
    return worker === undefined
      ? c.notFound()
      : c.body(worker.body, 200, {
          'content-type': worker.type,
          'cache-control': 'no-cache',
          'x-content-type-options': 'nosniff',
          'content-security-policy': "default-src 'none'; connect-src 'self'",
        });
  });

  // A QR code says it, and the camera of any phone opens it. It leads to the shift; checking in is a button there.
  desk.get('/console/door/:code', async (c, visit) => {
    const found = await shifts.code(c.req.param('code') ?? '');
    if (found === null) return visit.notFound();
    return visit.to(`/console/c/${found.campaign}/shifts/${found.shift}/door?code=${c.req.param('code')}`);
  });

  desk.campaignGet('/shifts/:shift/door', 'shift.coordinate', async (c, visit) => {
    const there = await shiftOf(services, c, visit);
    if (there === null) return visit.notFound();
    if (!(await shifts.coordinates(visit.person, there.shift.id)))
      return visit.to(`/console/c/${visit.entry.slug}/shifts/${there.shift.id}`);
    return c.body(renderDoor(there.view, there.shift, visit), 200, {
      ...doorHeaders,
      'content-language': visit.context.language,
    });
  });

  desk.campaignPost('/shifts/:shift/door', 'shift.coordinate', async (c, visit, sent) => {
    const there = await shiftOf(services, c, visit);
    if (there === null) return visit.notFound();
    const { shift } = there;
    if (!(await shifts.coordinates(visit.person, shift.id))) return visit.forbidden();
    const now = services.clock.now();
    const notes = readNotes(sent.text('notes'), Number(sent.text('sent')), now, shift.startsAt);
    const json = (body: object, status: 200 | 400 | 409) =>
      c.body(JSON.stringify(body), status, { ...consoleHeaders, 'content-type': 'application/json' });
    if (notes === null) return json({ problem: 'notes is not a list of check-ins.' }, 400);
    if (shift.state === 'called_off' && notes.length > 0)
      return json({ problem: 'The shift is called off.' }, 409);
    const taken = notes.length === 0 ? { unknown: [] } : await shifts.note(visit.entry.slug, shift.id, notes);
    if (taken === null) return visit.notFound();
    const people = await shifts.door(shift.id);
    return json(
      {
        taken: notes.map((note) => note.id),
        unknown: taken.unknown,
        counts: countDoor(people),
        roles: shift.roles.map((role) => role.name),
        companies: Object.fromEntries(
          Object.values(there.view.organisations).map((one) => [one.slug, one.name]),
        ),
        people: people.map(({ id, code, name, role, company, state, reason, arrivedAt }) => ({
          ...{ id, code, name, role, company, arrivedAt },
          state: reason === 'no_show' ? reason : state,
        })),
      },
      200,
    );
  });
}

/** A device's notes with their times by our clock; null for anything else. */
function readNotes(text: string, sent: number, now: number, startsAt: number): readonly DoorNote[] | null {
  let value: unknown;
  try {
    value = JSON.parse(text === '' ? '[]' : text);
  } catch {
    return null;
  }
  if (!Array.isArray(value) || value.length > notes_max || !Number.isFinite(sent)) return null;
  const notes = new Map<string, DoorNote>();
  for (const one of value) {
    const { id, person, kind, at } = (one ?? {}) as Partial<Record<keyof DoorNote, unknown>>;
    if (typeof id !== 'string' || !/^[A-Za-z0-9_-]{8,64}$/.test(id)) return null;
    if (typeof person !== 'string' || !/^[A-Za-z0-9_]{1,64}$/.test(person)) return null;
    if (kind !== 'in' && kind !== 'undo') return null;
    if (typeof at !== 'number' || !Number.isFinite(at)) return null;
    notes.set(id, { id, person, kind, at: deviceTime(at, sent, now, startsAt) });
  }
  return [...notes.values()];
}
