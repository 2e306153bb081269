import { campaignsIn } from './campaign/mod.ts';
import type { House, OnError } from './compose-services.ts';
import type { Config } from './config.ts';
import {
  actOnGuest,
  answerMeeting,
  callMeeting,
  callOffMeeting,
  changeGuest,
  editMeeting,
  eraseGuest,
  forgetMeetingGuests,
  inviteToMeeting,
  type MeetingLetter,
  type MeetingWords,
  mailMeeting,
  noteWhoCame,
  readGuests,
  readMeeting,
  readMeetings,
  readMentions,
  readOwnGuest,
  saveNotes,
} from './dialogue/mod.ts';
import { type MessageKey, type Translator, translator } from './i18n/mod.ts';
import { keepMeetings } from './jobs/mod.ts';
import type { Mailer } from './mail/mod.ts';
import { type Actor, isLimited, type Limit, type Person } from './people/mod.ts';
import type { MeetingDesk, MeetingServices } from './web/meetings-port.ts';
import { calendarOf } from './web/pages/calendar.ts';

/** Each answer sends a mail to whom somebody typed. */
const limits = {
  address: { name: 'meeting', tries: 10, within_ms: 3_600_000 },
  all: { name: 'meetings', tries: 1000, within_ms: 3_600_000 },
} as const satisfies Readonly<Record<string, Limit>>;
const mentions_max = 100;

const actorOf = (person: Person): Actor => ({
  account: person.account,
  name: person.name === '' ? person.email : person.name,
});

/** Meetings for anybody, over the database. */
export function meetingServices(house: House): MeetingServices {
  const { db, clock, seal } = house;
  const inCampaign = campaignsIn(db);
  return {
    meetings: (slug) => inCampaign(slug, [], (id) => readMeetings(db, id, clock.now())),
    meeting: (slug, meeting) => inCampaign(slug, null, (id) => readMeeting(db, id, meeting)),
    mentions: (slug, meeting) =>
      inCampaign(slug, [], (id) => readMentions(db, id, `/c/${slug}/meetings/${meeting}`, mentions_max)),
    answer: async (slug, meeting, guest) => {
      const seconds =
        (await isLimited(db, seal, limits.address, guest.email.toLowerCase(), clock.now())) ??
        (await isLimited(db, seal, limits.all, '', clock.now()));
      if (seconds !== null) return { wait: seconds };
      return inCampaign<Awaited<ReturnType<typeof answerMeeting>>>(slug, 'unknown', (id) =>
        answerMeeting(house, id, meeting.id, guest),
      );
    },
    own: (token) => readOwnGuest(db, seal, token),
    act: (token, act) => actOnGuest(house, token, act),
    change: (token, to) => changeGuest(house, token, to),
    erase: (token) => eraseGuest(house, token),
  };
}

/** What those who hold meetings do, over the database. */
export function meetingDesk(house: House): MeetingDesk {
  const { db, clock } = house;
  const inCampaign = campaignsIn(db);
  const desk = (person: Person) => ({ ...house, actor: actorOf(person), now: clock.now() });
  return {
    guests: (slug, meeting) => inCampaign(slug, [], (id) => readGuests(db, id, meeting)),
    call: (person, slug, text) =>
      inCampaign<string | null>(slug, null, (id) => callMeeting(desk(person), { id, slug }, text)),
    save: (person, slug, meeting, text) =>
      inCampaign(slug, 'unknown', (id) => editMeeting(desk(person), { id, slug }, meeting, text)),
    callOff: (person, slug, meeting) =>
      inCampaign(slug, 'unknown', (id) => callOffMeeting(desk(person), { id, slug }, meeting)),
    invite: (person, slug, meeting, emails, language) =>
      inCampaign(slug, { kind: 'unknown' }, (id) =>
        inviteToMeeting(desk(person), { id, slug }, meeting, emails, language),
      ),
    came: (person, slug, meeting, guests) =>
      inCampaign(slug, 'unknown', (id) => noteWhoCame(desk(person), { id, slug }, meeting, guests)),
    notes: (person, slug, meeting, saved) =>
      inCampaign(slug, 'unknown', (id) => saveNotes(desk(person), { id, slug }, meeting, saved)),
  };
}

/** The mails of meetings in the languages of the interface, with a calendar entry for who has a place. */
const meetingWords =
  (house: House): MeetingWords =>
  (letter) => {
    const tr = translator(letter.language);
    const { t } = tr;
    const facts = {
      name: letter.name,
      title: letter.title,
      charity: letter.charity,
      starts: tr.inZone(letter.startsAt, letter.timeZone),
      ends: tr.inZone(letter.endsAt, letter.timeZone),
      place: placeOf(letter, t('meetings.afar')),
      join: letter.joinLink ?? '',
      due: letter.dueAt === null ? '–' : tr.inZone(letter.dueAt, letter.timeZone),
      link: letter.link,
      page: letter.page,
    };
    const lines = [
      letter.name === '' ? t('mail.meeting.helloAll') : t('mail.shift.hello', { name: letter.name }),
      t(sentenceOf(letter), facts),
      t('mail.meeting.facts', facts),
      ...(letter.joinLink === null ? [] : [t('mail.meeting.join', facts)]),
      t('mail.meeting.link', facts),
    ];
    return {
      subject: t(`mail.meeting.subject.${letter.about}`, facts),
      text: lines.join('\n\n'),
      ...calendarFor(house, tr, letter),
    };
  };

const placeOf = ({ place, address }: Pick<MeetingLetter, 'place' | 'address'>, afar: string) =>
  place === '' ? afar : [place, address].filter((one) => one !== '').join(', ');

function sentenceOf({ about, state, confirmed }: MeetingLetter): MessageKey {
  if (about !== 'signed_up') return `mail.meeting.${about}`;
  if (state === 'waiting') return 'mail.meeting.waiting';
  return confirmed ? 'mail.meeting.placed' : 'mail.meeting.confirm';
}

function calendarFor(house: House, tr: Translator, letter: MeetingLetter): { calendar?: string } {
  const gone = letter.about === 'called_off';
  if (!gone && (letter.state !== 'confirmed' || letter.about === 'notes')) return {};
  const event = {
    ...letter,
    id: letter.meeting,
    description: letter.joinLink === null ? [] : [letter.joinLink],
    place: placeOf(letter, tr.t('meetings.afar')),
    url: letter.page,
    stands: !gone,
    remind: !gone,
  };
  const { host } = house.publicUrl;
  return { calendar: calendarOf(tr, letter.title, [event], { host, now: house.clock.now() }) };
}

const forget_every_ms = 3_600_000;

/** What a worker does for meetings: the round, the mails, and deleting what is kept no longer. */
export async function startMeetings(config: Config, house: House, mailer: Mailer, onError: OnError) {
  const { volunteers: guests, wall: named } = config.retention;
  const kept = await keepMeetings({
    ...house,
    mail: (payload) => mailMeeting({ ...house, mailer, words: meetingWords(house) }, payload),
    onError,
  });
  const timer = setInterval(() => {
    forgetMeetingGuests(house.db, { guests, named }, house.clock.now()).catch((error) =>
      onError(error, 'meetings'),
    );
  }, forget_every_ms);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await kept.stop();
    },
  };
}
