import { campaignsIn } from './campaign/mod.ts';
import type { House, OnError } from './compose-services.ts';
import { createDoor } from './credit/mod.ts';
import { publicHours } from './domain/mod.ts';
import {
  actOnSignUp,
  addAtDoor,
  becomeCoordinator,
  callOffShift,
  changeSignUp,
  createShift,
  createSignUps,
  editShift,
  eraseSignUp,
  findCode,
  isCoordinator,
  mailShift,
  readCompanyHours,
  readDoor,
  readOwnSignUp,
  readShift,
  readShiftHours,
  readShifts,
  type ShiftLetter,
  type ShiftWords,
} from './evidence/mod.ts';
import { type MessageKey, type Translator, translator } from './i18n/mod.ts';
import { keepShifts } from './jobs/mod.ts';
import { createGroup, newId, shareReads } from './kernel/mod.ts';
import type { Mailer } from './mail/mod.ts';
import { type Actor, areLimited, type Limit, type Person } from './people/mod.ts';
import { printPdf } from './settlement/mod.ts';
import type { ShiftServices } from './web/console/shifts-port.ts';
import type { VolunteerServices } from './web/volunteer-port.ts';

/** Sign-ups of one address: each sends a mail to whom somebody typed. A company that comes with thousands passes. */
const perAddress: Limit = { name: 'sign-up', tries: 10, within_ms: 3_600_000 };

const actorOf = (person: Person): Actor => ({
  account: person.account,
  name: person.name === '' ? person.email : person.name,
});

/** Volunteering for anybody, over the database. */
export function volunteerServices(house: House): VolunteerServices & { readonly idle: () => Promise<void> } {
  const { db, clock, seal } = house;
  const inCampaign = campaignsIn(db);
  const signUps = createSignUps(house);
  const tries = createGroup<string, number | null>({ most: 250 }, (emails) =>
    areLimited(db, seal, perAddress, emails, clock.now()),
  );
  const shift = shareReads((key) => {
    const [slug = '', id = ''] = key.split(' ');
    return inCampaign<Awaited<ReturnType<VolunteerServices['shift']>>>(slug, null, (campaign) =>
      readShift(db, campaign, id),
    );
  });
  return {
    shifts: (slug) =>
      inCampaign<Awaited<ReturnType<VolunteerServices['shifts']>>>(slug, null, (id) =>
        readShifts(db, id, clock.now()),
      ),
    shift: (slug, id) => shift(`${slug} ${id}`),
    signUp: async (_, shift, wish) => {
      const seconds = await tries.add(wish.email.toLowerCase());
      return seconds === null ? signUps.take(shift.id, wish) : { wait: seconds };
    },
    hours: (slug) =>
      inCampaign<Awaited<ReturnType<VolunteerServices['hours']>>>(slug, null, async (id) =>
        publicHours(await readCompanyHours(db, id)),
      ),
    own: (token) => readOwnSignUp(db, seal, token),
    act: (token, act) => actOnSignUp(house, token, act),
    change: (token, to) => changeSignUp(house, token, to),
    erase: (token) => eraseSignUp(house, token),
    print: (document) => printPdf({ ...document, at: new Date(clock.now()) }),
    idle: signUps.idle,
  };
}

/** Planning and the door, over the database. */
export function shiftServices(house: House): ShiftServices {
  const { db, clock, random } = house;
  const inCampaign = campaignsIn(db);
  const door = createDoor(house);
  const desk = (person: Person) => ({ ...house, actor: actorOf(person), now: clock.now() });
  const note = (slug: string, ...rest: [shift: string, notes: Parameters<typeof door.note>[2]]) =>
    inCampaign<Awaited<ReturnType<typeof door.note>>>(slug, null, (id) => door.note(id, ...rest));
  const noteHere: ShiftServices['noteHere'] = async (slug, shift, person, kind) => {
    const now = clock.now();
    const taken = await note(slug, shift, [{ id: newId('nte', now, random), person, kind, at: now }]);
    return taken !== null && taken.unknown.length === 0;
  };
  return {
    shifts: (slug) =>
      inCampaign<Awaited<ReturnType<ShiftServices['shifts']>>>(slug, null, (id) => readShifts(db, id, null)),
    shift: (slug, shift) =>
      inCampaign<Awaited<ReturnType<ShiftServices['shift']>>>(slug, null, (id) => readShift(db, id, shift)),
    create: (person, slug, text) =>
      inCampaign<Awaited<ReturnType<ShiftServices['create']>>>(slug, null, (id) =>
        createShift(desk(person), { id, slug }, text),
      ),
    save: (person, slug, shift, text) =>
      inCampaign(slug, 'unknown', (id) => editShift(desk(person), { id, slug }, shift, text)),
    callOff: (person, slug, shift) =>
      inCampaign(slug, 'unknown', (id) => callOffShift(desk(person), { id, slug }, shift)),
    become: (person, slug, shift) =>
      inCampaign(slug, false, (id) => becomeCoordinator(desk(person), { id, slug }, shift)),
    coordinates: (person, shift) => isCoordinator(db, shift, person.account),
    door: (shift) => readDoor(db, shift),
    note,
    noteHere,
    correct: (person, slug, shift, who, to) =>
      inCampaign(slug, false, (id) => door.correct(id, shift, who, to, actorOf(person))),
    walkIn: (slug, shift, who) =>
      inCampaign(slug, false, async (id) => {
        const signUp = await addAtDoor(house, id, shift, who);
        return signUp !== null && noteHere(slug, shift, signUp, 'in');
      }),
    release: (slug, shift) => inCampaign<number | null>(slug, null, (id) => door.release(id, shift)),
    hours: (slug) =>
      inCampaign<Awaited<ReturnType<ShiftServices['hours']>>>(slug, null, (id) => readShiftHours(db, id)),
    code: (code) => findCode(db, code),
  };
}

/** The mails of shifts in the languages of the interface. */
export const shiftWords: ShiftWords = (letter) => {
  const tr = translator(letter.language);
  const { t } = tr;
  const facts = {
    name: letter.name,
    title: letter.title,
    starts: tr.inZone(letter.startsAt, letter.timeZone),
    ends: tr.inZone(letter.endsAt, letter.timeZone),
    place: [letter.place, letter.address].filter((one) => one !== '').join(', '),
    role: letter.role === '' ? t('volunteer.anyRole') : letter.role,
    contact: letter.contact,
    link: letter.link,
  };
  return {
    subject: t(`mail.shift.subject.${letter.about}`, { title: letter.title, starts: facts.starts }),
    text: [
      t('mail.shift.hello', { name: letter.name }),
      t(sentenceOf(letter), { ...facts, due: dueOf(tr, letter) }),
      t('mail.shift.facts', facts),
      t('mail.shift.link', facts),
    ].join('\n\n'),
  };
};

function sentenceOf({ about, state, confirmed }: ShiftLetter): MessageKey {
  if (about !== 'signed_up') return `mail.shift.${about}`;
  if (state === 'waiting') return 'mail.shift.waiting';
  return confirmed ? 'mail.shift.again' : 'mail.shift.confirm';
}

const dueOf = (tr: Translator, { dueAt, timeZone }: ShiftLetter) =>
  dueAt === null ? '–' : tr.inZone(dueAt, timeZone);

/** What a worker does for shifts. */
export async function startShifts(house: House, mailer: Mailer, onError: OnError) {
  const door = createDoor(house);
  return keepShifts({
    ...house,
    door,
    mail: (payload) => mailShift({ ...house, mailer, words: shiftWords }, payload),
    onError,
  });
}
