/** Gives a place back; calling it twice is harmless. */
export type Release = () => void;

/**
 * Who may fetch now: at most one at a time per site, at most `concurrency` in all. `enter` waits its turn (first come,
 * first served within a site; sites take turns) and never fails. Nobody waits for a site while holding a place, so
 * many claims for one slow site don't hold up the others.
 */
export type HostQueue = { readonly enter: (site: string) => Promise<Release> };

type Waiter = (release: Release) => void;

export function createHostQueue(concurrency: number): HostQueue {
  /** Those who wait, by site; a site that is taken has an entry, be it empty. */
  const taken = new Map<string, Waiter[]>();
  /** Who could go at once if a place were free; each holds its site already. */
  const ready: { readonly site: string; readonly waiter: Waiter }[] = [];
  let running = 0;

  const admit = (): void => {
    while (running < concurrency) {
      const next = ready.shift();
      if (next === undefined) return;
      running++;
      next.waiter(releaseOf(next.site));
    }
  };

  const releaseOf = (site: string): Release => {
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      running--;
      const waiter = taken.get(site)?.shift();
      if (waiter === undefined) taken.delete(site);
      else ready.push({ site, waiter });
      admit();
    };
  };

  return {
    enter: (site) =>
      new Promise((resolve) => {
        const queue = taken.get(site);
        if (queue !== undefined) {
          queue.push(resolve);
          return;
        }
        taken.set(site, []);
        ready.push({ site, waiter: resolve });
        admit();
      }),
  };
}
