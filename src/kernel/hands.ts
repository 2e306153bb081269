/** Does `work` for each of `all`, in their order, at most `hands` at once. The first that throws ends it. */
export async function inTurn<Item>(
  all: readonly Item[],
  hands: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = [...all];
  const hand = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(hands, all.length) }, hand));
}
