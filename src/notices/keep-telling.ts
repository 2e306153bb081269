import type { Mailer } from '../mail/mod.ts';
import { tellCalendar, tellCaps, tellDigests } from './caps.ts';
import { createDeliverer, type Send } from './deliver.ts';
import { sendDue } from './mail.ts';
import { forgetUnconfirmed } from './subscription.ts';
import { type TellHouse, tellEvents } from './tell.ts';
import { forgetMessages } from './webhook.ts';

/** How often what may have been missed is looked for. */
const sweep_every_ms = 1000;
const calendar_every_ms = 30_000;
const forget_every_ms = 3_600_000;
/** Delivered and given up messages are kept this long, for the delivery log and replay. */
const keep_ms = 30 * 86_400_000;

/**
 * Tells what happened, by mail and webhook, until `stop`. Several processes may do this on one database: each event,
 * mail and message is one process's at a time.
 */
export async function keepTelling(
  house: TellHouse & {
    readonly mailer: Mailer;
    readonly publicHost: string;
    readonly send: Send;
    readonly userAgent: string;
    readonly onError: (error: unknown, during: string) => void;
  },
): Promise<{ readonly stop: () => Promise<void> }> {
  const { db, clock, onError } = house;
  const running = new Set<Promise<void>>();
  let stopped = false;
  const start = (during: string, work: () => Promise<unknown>): Promise<void> => {
    const done = work().then(
      () => {},
      (error) => onError(error, during),
    );
    running.add(done);
    done.finally(() => running.delete(done));
    return done;
  };
  /** Runs work again while it finds something, never beside itself. */
  const loop = (during: string, work: () => Promise<number>) => {
    let on = false;
    return () => {
      if (on || stopped) return;
      on = true;
      start(during, async () => {
        try {
          while (!stopped && (await work()) > 0);
        } finally {
          on = false;
        }
      });
    };
  };
  const tell = loop('notices', () => tellEvents(house));
  const mail = loop('mail', () => sendDue(house));
  const deliver = createDeliverer(house, (work) => (stopped ? Promise.resolve() : start('webhooks', work)));
  const changed = new Set<string>();
  const caps = loop('caps', async () => {
    const slugs = [...changed];
    changed.clear();
    for (const slug of slugs) await tellCaps(house, slug === '' ? null : slug);
    return changed.size;
  });
  const stopListening = await db.listen('relais_campaign', (slug) => {
    changed.add(slug);
  });
  let calendarAt = Number.NEGATIVE_INFINITY;
  let forgetAt = clock.now() + forget_every_ms;
  const timer = setInterval(() => {
    if (changed.size > 0) caps();
    tell();
    mail();
    deliver();
    const now = clock.now();
    if (now - calendarAt > calendar_every_ms) {
      calendarAt = now;
      changed.add('');
      start('notices', async () => {
        await tellCalendar(house);
        await tellDigests(house);
      });
    }
    if (now > forgetAt) {
      forgetAt = now + forget_every_ms;
      start('notices', async () => {
        await forgetMessages(db, now - keep_ms);
        await forgetUnconfirmed(db, now);
      });
    }
  }, sweep_every_ms);
  return {
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await stopListening();
      await Promise.all(running);
    },
  };
}
