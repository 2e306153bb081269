/**
 * What a relay is. `post`: a post of one's own. `mention`: a short message that links to the campaign. `share`: somebody
 * else's message passed on. `illustration`: a drawing. `featured`: a post that the campaign picked out.
 */
export const relayKinds = ['post', 'mention', 'share', 'illustration', 'featured'] as const;
export type RelayKind = (typeof relayKinds)[number];

/** What a promise about relays is for: one kind, or a referral: whoever came through somebody else's relay. */
export const relayGrounds = [...relayKinds, 'referral'] as const;
export type RelayGround = (typeof relayGrounds)[number];

/** Kinds that a human confirms: their promises may give more, and a page can't show them. */
const confirmed: ReadonlySet<RelayKind> = new Set(['illustration', 'featured']);

export const needsConfirming = (kind: RelayKind): boolean => confirmed.has(kind);

/** What a relay that counts draws on. */
export function groundsOf(kind: RelayKind, referred: boolean): readonly RelayGround[] {
  return referred ? [kind, 'referral'] : [kind];
}

/** Through whom somebody came: the relay whose number their link names. Nobody refers themselves, or their own site. */
export function isReferral(
  relay: { readonly site: string; readonly number: number | null },
  by: { readonly site: string; readonly number: number; readonly counted: boolean } | null,
): boolean {
  return by?.counted === true && by.site !== relay.site && by.number !== relay.number;
}

/** The number that a link to a campaign names: `?by=1242`; null where it names none. */
export function referrerIn(url: URL): number | null {
  const by = url.searchParams.get('by') ?? '';
  return /^[1-9]\d{0,11}$/.test(by) ? Number(by) : null;
}
