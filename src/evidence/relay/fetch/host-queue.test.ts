import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHostQueue, type Release } from './host-queue.ts';

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('first come, first served within a site; sites take turns', async () => {
  const queue = createHostQueue(1);
  const order: string[] = [];
  const visits = ['a1', 'a2', 'a3', 'b1', 'b2'].map(async (name) => {
    const release = await queue.enter(name[0] ?? '');
    order.push(name);
    await settled();
    release();
  });
  await Promise.all(visits);
  expect(order).toEqual(['a1', 'b1', 'a2', 'b2', 'a3']);
});

test('releasing twice frees one place only', async () => {
  const queue = createHostQueue(1);
  const release = await queue.enter('a');
  let entered = 0;
  for (const site of ['b', 'c']) void queue.enter(site).then(() => entered++);
  release();
  release();
  await settled();
  expect(entered).toBe(1);
});

test('any order of coming and going: one per site, no more than allowed, everybody served', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.boolean()), { maxLength: 40 }),
      async (concurrency, steps) => {
        const queue = createHostQueue(concurrency);
        const inside: { site: string; release: Release }[] = [];
        let served = 0;
        const check = async (): Promise<void> => {
          await settled();
          expect(inside.length).toBeLessThanOrEqual(concurrency);
          expect(new Set(inside.map(({ site }) => site)).size).toBe(inside.length);
        };
        for (const [site, leave] of steps) {
          void queue.enter(site).then((release) => {
            served++;
            inside.push({ site, release });
          });
          if (leave) inside.shift()?.release();
          await check();
        }
        while (inside.length > 0) {
          inside.shift()?.release();
          await check();
        }
        expect(served).toBe(steps.length);
      },
    ),
  );
});
