/** Work that is done in groups: see `createGroup`. */
export type Group<Item, Result> = {
  /** Adds one item and gives its own result, after the group it went with is done. */
  readonly add: (item: Item) => Promise<Result>;
  /** Waits until nothing is under way. */
  readonly idle: () => Promise<void>;
};

/**
 * Group commit without a timer: `work` gets whatever has gathered while the previous group was under way, at most
 * `most` items. Under light load a group is one item and nobody waits; under heavy load one commit serves many.
 * With `lanes` above 1 so many groups are under way at once: one is made ready while another waits for the disk.
 * If `work` throws for several items, each is tried again alone, so that one bad item fails only its own caller.
 */
export function createGroup<Item, Result>(
  { most, lanes = 1 }: { readonly most: number; readonly lanes?: number },
  work: (items: readonly Item[]) => Promise<readonly Result[]>,
): Group<Item, Result> {
  type Waiting = { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void };
  let waiting: Waiting[] = [];
  const running = new Set<Promise<void>>();

  const settle = async (group: readonly Waiting[]): Promise<void> => {
    try {
      const results = await work(group.map((one) => one.item));
      for (const [index, one] of group.entries()) one.resolve(results[index] as Result);
    } catch (error) {
      if (group.length === 1) group[0]?.reject(error);
      else for (const one of group) await settle([one]);
    }
  };
  const run = async (): Promise<void> => {
    // One turn of the event loop first: requests that arrived together go together.
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) {
      const group = waiting.slice(0, most);
      waiting = waiting.slice(most);
      await settle(group);
    }
  };
  const start = () => {
    const lane: Promise<void> = run().finally(() => running.delete(lane));
    running.add(lane);
  };
  return {
    add: (item) =>
      new Promise<Result>((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        if (running.size < lanes) start();
      }),
    idle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
