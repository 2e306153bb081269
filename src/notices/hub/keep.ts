import { forgetSubscribers, type HubHouse, hubRound } from './distribute.ts';

/** How often what may have been missed is looked for. */
const sweep_every_ms = 1000;
const forget_every_ms = 3_600_000;

/** Keeps the hub going until `stop`. Of several processes one does the round. */
export async function keepHub(
  house: HubHouse & { readonly onError: (error: unknown, during: string) => void },
): Promise<{ readonly stop: () => Promise<void> }> {
  const { db, clock, onError } = house;
  let running: Promise<unknown> | null = null;
  let forgetAt = clock.now() + forget_every_ms;
  const timer = setInterval(() => {
    running ??= db
      .oneAtATime('relais:hub', async () => {
        await hubRound(house);
        if (clock.now() < forgetAt) return;
        forgetAt = clock.now() + forget_every_ms;
        await forgetSubscribers(db, clock.now());
      })
      .catch((error) => onError(error, 'hub'))
      .finally(() => {
        running = null;
      });
  }, sweep_every_ms);
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
