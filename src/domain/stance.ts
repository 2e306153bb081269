/** What a post's author says of the campaign; nobody else says it, and nobody guesses it. */
export const stances = ['for', 'mixed', 'against'] as const;
export type Stance = (typeof stances)[number];

export const isStance = (text: string): text is Stance => stances.some((one) => one === text);

/** Whether a post of this stance stands among the reservations. */
export const isReserved = (stance: Stance | null): boolean => stance === 'mixed' || stance === 'against';

/** What the link of a post says of its stance, `?stance=against`; null where it says nothing. */
export function stanceIn(url: URL): Stance | null {
  const said = url.searchParams.get('stance') ?? '';
  return isStance(said) ? said : null;
}
