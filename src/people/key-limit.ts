import type { Clock } from '../kernel/mod.ts';

/** Requests per key and minute, and how many of them at once. A request carries hundreds of baskets. */
export const key_requests_max = 1200;
export const key_at_once_max = 16;
const window_ms = 60_000;

/**
 * Bounds what one key asks of this process. `enter` gives the seconds to wait, or the function that says the request
 * is over. Counts are kept in memory: several processes allow several times as much.
 */
export function createKeyLimits({ now }: Clock): {
  readonly enter: (
    key: string,
  ) => { readonly kind: 'wait'; readonly seconds: number } | { readonly kind: 'in'; leave: () => void };
} {
  const windows = new Map<string, { start: number; requests: number; atOnce: number }>();
  return {
    enter: (key) => {
      const at = now();
      const window = windows.get(key) ?? { start: at, requests: 0, atOnce: 0 };
      windows.set(key, window);
      if (at >= window.start + window_ms) Object.assign(window, { start: at, requests: 0 });
      if (window.atOnce >= key_at_once_max) return { kind: 'wait', seconds: 1 };
      if (window.requests >= key_requests_max)
        return { kind: 'wait', seconds: Math.max(1, Math.ceil((window.start + window_ms - at) / 1000)) };
      window.requests++;
      window.atOnce++;
      let here = true;
      const leave = () => {
        if (here) window.atOnce--;
        here = false;
      };
      return { kind: 'in', leave };
    },
  };
}
