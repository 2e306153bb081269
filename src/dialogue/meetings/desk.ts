import type { EndReason, GuestState } from '../../domain/mod.ts';
import { type CampaignId, isId, type Language } from '../../kernel/mod.ts';
import type { Queryable } from '../../store/mod.ts';
import { type GuestHouse, inviteGuests } from './guest.ts';
import { type MeetingCampaign, type MeetingDeskHouse, noted } from './meeting.ts';
import { type GuestId, lockMeeting } from './places.ts';

/** A guest as those who hold the meeting see one. */
export type DeskGuest = {
  readonly id: GuestId;
  readonly name: string;
  readonly email: string;
  readonly site: string | null;
  readonly named: boolean;
  readonly state: GuestState;
  readonly reason: EndReason | null;
  readonly mailConfirmed: boolean;
  readonly came: boolean;
};

const guests_max = 2000;

/** A meeting's guests: those with a place first, each group in the order in which they came. */
export async function readGuests(
  db: Queryable,
  campaign: CampaignId,
  meeting: string,
): Promise<readonly DeskGuest[]> {
  if (!isId('mtg', meeting)) return [];
  return db.rows<DeskGuest>(
    `SELECT u.id, u.name, u.email, u.site, u.named, u.state, u.reason, u.mail_confirmed_at IS NOT NULL AS "mailConfirmed", u.came
     FROM meeting_guest u JOIN meeting m ON m.id = u.meeting_id WHERE m.campaign_id = $1 AND m.id = $2
     ORDER BY array_position(ARRAY['confirmed', 'offered', 'waiting', 'invited', 'ended'], u.state), u.arrival LIMIT ${guests_max}`,
    [campaign, meeting],
  );
}

/** Addresses that one meeting may ask: more is a mailing, which this is not. */
export const invitations_max = 500;

/** `many`: more than a meeting may ask in all; nobody was asked. */
export type Invited =
  | { readonly kind: 'invited'; readonly count: number }
  | { readonly kind: 'over' | 'many' | 'unknown' };

/** Asks people to come, each once. */
export async function inviteToMeeting(
  desk: MeetingDeskHouse & GuestHouse,
  campaign: MeetingCampaign,
  id: string,
  emails: readonly string[],
  language: Language,
): Promise<Invited> {
  return desk.db.transaction(async (tx): Promise<Invited> => {
    const meeting = await lockMeeting(tx, id, campaign.id);
    if (meeting === null) return { kind: 'unknown' };
    if (meeting.state === 'called_off' || meeting.startsAt <= desk.now) return { kind: 'over' };
    const [known] = await tx.rows<{ count: number }>(
      'SELECT count(*) AS count FROM meeting_guest WHERE meeting_id = $1',
      [meeting.id],
    );
    const spelt = emails.map((email) => email.toLowerCase());
    const wanted = emails.filter((email, index) => spelt.indexOf(email.toLowerCase()) === index);
    if ((known?.count ?? 0) + wanted.length > invitations_max + meeting.capacity) return { kind: 'many' };
    const count = await inviteGuests(tx, desk, meeting, wanted, language, desk.now);
    await noted(tx, desk, campaign, 'meeting.invite', meeting.id);
    return { kind: 'invited', count };
  });
}

/** Notes who came: exactly those named here, of whoever had a place or waited for one. */
export async function noteWhoCame(
  desk: MeetingDeskHouse,
  campaign: MeetingCampaign,
  id: string,
  came: readonly string[],
): Promise<'saved' | 'early' | 'unknown'> {
  return desk.db.transaction(async (tx) => {
    const meeting = await lockMeeting(tx, id, campaign.id);
    if (meeting === null) return 'unknown';
    if (meeting.startsAt > desk.now || meeting.state === 'called_off') return 'early';
    await tx.rows(
      'UPDATE meeting_guest SET came = (id = ANY ($2::text[])) WHERE meeting_id = $1 AND erased_at IS NULL',
      [meeting.id, came],
    );
    await noted(tx, desk, campaign, 'meeting.came', meeting.id);
    await tx.rows("SELECT pg_notify('relais_campaign', $1)", [campaign.slug]);
    return 'saved';
  });
}
