/**
 * Lets callers that ask for the same thing at the same time share one read: whoever asks while a read is under way gets
 * the next one, so that nobody is given what was read before they asked. Under light load nobody waits; under heavy load
 * one read serves many. The value is shared: nobody may change it.
 */
export function shareReads<Value>(read: (key: string) => Promise<Value>): (key: string) => Promise<Value> {
  const running = new Map<string, Promise<Value>>();
  const next = new Map<string, Promise<Value>>();
  const begin = async (key: string): Promise<Value> => {
    // One turn of the event loop first: requests that arrived together go together.
    await new Promise((resolve) => setImmediate(resolve));
    await running.get(key)?.catch(() => {});
    const mine = next.get(key);
    next.delete(key);
    if (mine !== undefined) running.set(key, mine);
    try {
      return await read(key);
    } finally {
      if (running.get(key) === mine) running.delete(key);
    }
  };
  return (key) => {
    const known = next.get(key);
    if (known !== undefined) return known;
    const made = begin(key);
    next.set(key, made);
    return made;
  };
}
