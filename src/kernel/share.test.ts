import { describe, expect, test } from 'vitest';
import { shareReads } from './share.ts';

const later = (turns = 1): Promise<void> =>
  turns === 0 ? Promise.resolve() : new Promise((done) => setImmediate(() => done(later(turns - 1))));

describe('reads that are shared', () => {
  test('those that arrive together share one; whoever comes during a read gets the next', async () => {
    let now = 0;
    const reads: number[] = [];
    const read = shareReads(async (key) => {
      const seen = now;
      reads.push(seen);
      await later(5);
      return `${key}${seen}`;
    });
    const first = [read('a'), read('a'), read('a')];
    await later(3);
    now = 1;
    const second = [read('a'), read('a')];
    expect(await Promise.all(first)).toEqual(['a0', 'a0', 'a0']);
    expect(await Promise.all(second)).toEqual(['a1', 'a1']);
    now = 2;
    expect(await read('a')).toBe('a2');
    expect(reads).toEqual([0, 1, 2]);
  });

  test('keys do not wait for each other', async () => {
    const begun: string[] = [];
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const read = shareReads(async (key) => {
      begun.push(key);
      if (key === 'slow') await gate;
      return key;
    });
    const slow = read('slow');
    expect(await read('fast')).toBe('fast');
    open();
    expect(await slow).toBe('slow');
    expect(begun.toSorted()).toEqual(['fast', 'slow']);
  });

  test('a read that fails fails those that shared it, and no other', async () => {
    let fails = true;
    const read = shareReads(async () => {
      if (fails) throw new Error('gone');
      return 'well';
    });
    const both = await Promise.allSettled([read(''), read('')]);
    expect(both.map((one) => one.status)).toEqual(['rejected', 'rejected']);
    fails = false;
    expect(await read('')).toBe('well');
  });

  test('whatever the timing, nobody gets what was read before they asked', async () => {
    let version = 0;
    const read = shareReads(async () => {
      const seen = version;
      await later(version % 4);
      return seen;
    });
    const asked = Array.from({ length: 200 }, async (_, n) => {
      await later(n % 17);
      const since = version;
      const seen = await read('');
      version++;
      return seen >= since;
    });
    expect(await Promise.all(asked)).not.toContain(false);
  });
});
