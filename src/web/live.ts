import type { CampaignView } from '../campaign/mod.ts';
import type { RelayCards } from '../evidence/mod.ts';
import type { LiveEvent } from './port.ts';

/** Tells watchers what changes in campaigns. */
export type Live = {
  readonly watch: (slug: string, listener: (event: LiveEvent) => void) => () => void;
  /** Something of this campaign was committed; the empty text: of any. */
  readonly changed: (slug: string) => void;
};

/** Relays read at once when many were counted together. */
const page_max = 200;

/**
 * Turns «this campaign changed» into events. However many changes come while one is being read, one more reading
 * follows, so a burst costs two readings and not one each; no counted relay is skipped.
 */
export function createLive(
  read: {
    readonly campaign: (slug: string) => Promise<CampaignView | null>;
    readonly relaysAfter: (slug: string, after: number, limit: number) => Promise<RelayCards | null>;
    readonly newest: (slug: string) => Promise<number>;
  },
  onError: (error: unknown) => void,
): Live {
  type Room = {
    listeners: Set<(event: LiveEvent) => void>;
    last: number | null;
    reading: boolean;
    stale: boolean;
  };
  const rooms = new Map<string, Room>();

  const tell = (room: Room, event: LiveEvent) => {
    for (const listener of room.listeners) listener(event);
  };
  const refresh = async (slug: string, room: Room) => {
    room.last ??= await read.newest(slug);
    while (room.stale && room.listeners.size > 0) {
      room.stale = false;
      for (let more = true; more; ) {
        const page = await read.relaysAfter(slug, room.last, page_max);
        for (const card of page?.cards ?? []) {
          tell(room, { kind: 'relay', card });
          room.last = card.number;
        }
        more = page?.next != null;
      }
      const campaign = await read.campaign(slug);
      if (campaign !== null) tell(room, { kind: 'total', totals: campaign.totals });
    }
  };
  const start = (slug: string, room: Room) => {
    if (room.reading) return;
    room.reading = true;
    refresh(slug, room)
      .catch(onError)
      .finally(() => {
        room.reading = false;
        if (room.listeners.size === 0) rooms.delete(slug);
      });
  };
  return {
    watch: (slug, listener) => {
      const room = rooms.get(slug) ?? { listeners: new Set(), last: null, reading: false, stale: false };
      rooms.set(slug, room);
      room.listeners.add(listener);
      // Where the stream begins must be known before the first change, or its relays would be missed.
      if (room.last === null) start(slug, room);
      return () => {
        room.listeners.delete(listener);
        if (room.listeners.size === 0 && !room.reading) rooms.delete(slug);
      };
    },
    changed: (slug) => {
      for (const [name, room] of slug === '' ? rooms : [[slug, rooms.get(slug)] as const]) {
        if (room === undefined) continue;
        room.stale = true;
        start(name, room);
      }
    },
  };
}
