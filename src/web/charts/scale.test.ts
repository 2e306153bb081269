import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { axisTop, marksOf } from './scale.ts';

describe('axisTop', () => {
  test.each([
    // most → top of the axis
    [0, 2],
    [1, 2],
    [2, 2],
    [3, 4],
    [7, 8],
    [9, 10],
    [23, 26],
    [100, 100],
    [1_243, 1_500],
    [99_999, 100_000],
  ])('%s → %s', (most, top) => {
    expect(axisTop(most)).toBe(top);
  });

  test('holds everything, is even, and never wastes more than half', () => {
    fc.assert(
      fc.property(fc.nat({ max: 10_000_000 }), (most) => {
        const top = axisTop(most);
        expect(top).toBeGreaterThanOrEqual(most);
        expect(top % 2).toBe(0);
        expect(top).toBeLessThanOrEqual(Math.max(2, 2 * most));
      }),
    );
  });
});

test.each([
  [48, 4, [0, 12, 24, 36]],
  [30, 4, [0, 10, 20]],
  [7, 4, [0]],
  [1, 4, [0]],
])('marks under %s bars in at most %s parts', (count, parts, marks) => {
  expect(marksOf(count, parts)).toEqual(marks);
});
