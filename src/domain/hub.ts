/** Feeds of a campaign that one may subscribe to. */
const feedNames = ['relays', 'journal', 'write-ups'] as const;
const endings = ['atom', 'json'] as const;

const day_s = 86_400;
/** Leases in seconds: what is given to who asks for none, and the bounds of what is asked for. */
const lease = { given: 10 * day_s, least: 300, most: 30 * day_s } as const;

/** How long a subscription lasts (W3C WebSub §5.1): what was asked for, within bounds. `asked` is what came in the form. */
export function leaseSeconds(asked: string): number {
  if (!/^\d{1,10}$/.test(asked)) return lease.given;
  return Math.min(Math.max(Number(asked), lease.least), lease.most);
}

/** The campaign whose feed a topic is; null for what is no feed of ours. `path` is the address without scheme and host. */
export function feedOf(path: string): string | null {
  const names = `(?:${feedNames.join('|')})\\.(?:${endings.join('|')})(?:\\?lang=en)?`;
  return new RegExp(`^/c/([a-z0-9-]{1,64})/${names}$`).exec(path)?.[1] ?? null;
}
