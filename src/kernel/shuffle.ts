import type { Random } from './random.ts';

/** The numbers 0 to `count` − 1 in an order that nobody can foretell (Fisher–Yates; the bias of 32 bits is below 10^-6). */
export function shuffled(count: number, random: Random): readonly number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  if (count < 2) return order;
  const bytes = random(4 * count);
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let last = count - 1; last > 0; last--) {
    const pick = words.getUint32(4 * last) % (last + 1);
    [order[last], order[pick]] = [order[pick] as number, order[last] as number];
  }
  return order;
}
