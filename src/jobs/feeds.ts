/** How often sites whose turn has come are looked for: a poll is at most this late. */
const look_every_ms = 30_000;
/** Polls at once. */
const round_max = 16;

/** Polls registered sites, round after round; a round that was full is followed by the next at once. */
export function keepPolling(house: {
  /** Polls sites that are due, at most so many, and gives how many there were. */
  readonly poll: (most: number) => Promise<number>;
  readonly onError: (error: unknown, during: string) => void;
}): { readonly stop: () => Promise<void> } {
  let stopped = false;
  let running: Promise<void> | null = null;
  const round = async () => {
    while (!stopped && (await house.poll(round_max)) === round_max);
  };
  const look = () => {
    running ??= round()
      .catch((error) => house.onError(error, 'feeds'))
      .finally(() => {
        running = null;
      });
  };
  look();
  const timer = setInterval(look, look_every_ms);
  return {
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
