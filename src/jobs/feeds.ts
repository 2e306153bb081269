/** How often sites whose turn has come are looked for: a poll is at most this late. */
const look_every_ms = 30_000;
/** Polls at once. */
const round_max = 16;

/** Polls registered sites, round after round; a round that was full is followed by the next at once. */
export function keepPolling(house: {
  /** Polls sites that are due, at most so many, and gives how many there were. */
  readonly poll: (most: number) => Promise<number>;
  readonly onError: (error: unknown, during: string) => void;
}): { readonly look: () => void; readonly stop: () => Promise<void> } {
  let stopped = false;
  let running: Promise<void> | null = null;
  let again = false;
  const round = async () => {
    while (!stopped && (await house.poll(round_max)) === round_max);
  };
  const look = () => {
    // Told in the middle of a round: what is due since then is taken by the next.
    again ||= running !== null;
    running ??= round()
      .catch((error) => house.onError(error, 'feeds'))
      .finally(() => {
        running = null;
        if (again && !stopped) {
          again = false;
          look();
        }
      });
  };
  look();
  const timer = setInterval(look, look_every_ms);
  return {
    look,
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
