import { scaleLinear } from 'd3-scale';

/** The top of an axis that begins at 0: at least `most`, a round number, and its half is whole. */
export function axisTop(most: number): number {
  const [, top = 2] = scaleLinear()
    .domain([0, Math.max(2, most)])
    .nice(4)
    .domain();
  return top % 2 === 0 ? top : top + 1;
}

/** Where marks stand under `count` bars so that each marks the first bar of an equal part; at most `parts` of them. */
export function marksOf(count: number, parts: number): readonly number[] {
  const fitting =
    Array.from({ length: parts }, (_, less) => parts - less).find((one) => count % one === 0) ?? 1;
  return Array.from({ length: fitting }, (_, index) => (index * count) / fitting);
}
