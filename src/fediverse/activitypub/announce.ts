import type { CampaignId, Instant, Units } from '../../kernel/mod.ts';
import type { Transaction } from '../../store/mod.ts';
import { type Outbound, putMessage } from './deliver.ts';
import { createThing, type NoteKind, type NoteWords, skipNote, writeNote } from './notes.ts';

/** A campaign as far as something may be said of it. */
export type Standing = {
  readonly id: CampaignId;
  readonly slug: string;
  readonly state: 'announced' | 'open' | 'closed' | 'settled';
  readonly granted: Units;
  readonly milestones: readonly Units[];
  /** What is said on an occasion, in each language; `reached`: the milestone, or the total. */
  readonly words: (kind: NoteKind, reached: Units) => NoteWords;
};

type Said = { readonly kind: NoteKind; readonly milestone: number };

/** Says what is due of campaigns, each occasion once, to all who follow them. Gives how many messages there were. */
export async function announceRound(house: Outbound, campaigns: readonly Standing[]): Promise<number> {
  let told = 0;
  for (const campaign of campaigns) {
    const said = await house.db.rows<Said>(
      'SELECT kind, milestone FROM fediverse_note WHERE campaign_id = $1',
      [campaign.id],
    );
    const due = dueNotes(campaign, said);
    if (due.length === 0) continue;
    const now = house.clock.now();
    await house.db.transaction(async (tx) => {
      for (const one of due) told += await tell(tx, house, campaign, one, now);
    });
  }
  return told;
}

type Due = Said & { readonly silent: boolean };

/** What is to be said: of several milestones passed at once the highest alone; the end only of what was said to begin. */
export function dueNotes(campaign: Standing, said: readonly Said[]): readonly Due[] {
  const was = (kind: NoteKind, milestone: number) =>
    said.some((one) => one.kind === kind && one.milestone === milestone);
  const due: Due[] = [];
  const { state, granted, milestones } = campaign;
  if (state === 'open' && !was('opening', 0)) due.push({ kind: 'opening', milestone: 0, silent: false });
  if (state !== 'announced' && (state === 'open' || was('opening', 0))) {
    const passed = milestones.filter((one) => one <= granted && !was('milestone', one));
    const highest = Math.max(...passed);
    due.push(
      ...passed.map((milestone) => ({ kind: 'milestone' as const, milestone, silent: milestone < highest })),
    );
  }
  if ((state === 'closed' || state === 'settled') && was('opening', 0) && !was('closing', 0))
    due.push({ kind: 'closing', milestone: 0, silent: false });
  return due;
}

async function tell(
  tx: Transaction,
  { at, random }: Outbound,
  campaign: Standing,
  { kind, milestone, silent }: Due,
  now: Instant,
): Promise<number> {
  if (silent) {
    await skipNote(tx, campaign.id, milestone, random, now);
    return 0;
  }
  const words = campaign.words(kind, kind === 'milestone' ? milestone : campaign.granted);
  const note = await writeNote(tx, campaign, { kind, milestone, words }, random, now);
  if (note === null) return 0;
  const inboxes = await tx.rows<{ inbox: string }>(
    'SELECT DISTINCT inbox FROM fediverse_follower WHERE campaign_id = $1',
    [campaign.id],
  );
  await putMessage(
    tx,
    campaign.id,
    inboxes.map((row) => row.inbox),
    createThing(note, at),
    now,
  );
  return inboxes.length;
}
