import { afterAll, beforeAll, expect, test } from 'vitest';
import { newPostgresDatabase, onBothDatabases, openMigrated } from '../../test/database.ts';
import { type Database, migrate, openPostgres } from '../store/mod.ts';
import { openQueue, type Queue, startWorker } from './mod.ts';

const kinds = {
  look: (payload: unknown) => typeof payload === 'object' && payload !== null && 'n' in payload,
};

onBothDatabases('queue', (kind) => {
  let db: Database;
  let queue: Queue;
  beforeAll(async () => {
    db = await openMigrated(kind);
    queue = await openQueue(db, kinds, { work: true, onError: () => {} });
  });
  afterAll(async () => {
    await queue.close();
    await db.close();
  });
  const put = (...ns: number[]) =>
    db.transaction((tx) =>
      queue.enqueue(
        tx,
        'look',
        ns.map((n) => ({ payload: { n } })),
      ),
    );
  const drain = async () => {
    const jobs = await queue.take('look', 100);
    await queue.complete(
      'look',
      jobs.map((job) => job.id),
    );
    return jobs.map((job) => (job.payload as { n: number }).n).sort((a, b) => a - b);
  };

  test('job and work are committed together or not at all', async () => {
    await db
      .transaction(async (tx) => {
        await queue.enqueue(tx, 'look', [{ payload: { n: 1 } }]);
        throw new Error('undo');
      })
      .catch(() => {});
    expect(await drain()).toEqual([]);
    await put(1, 2, 3);
    expect(await drain()).toEqual([1, 2, 3]);
  });

  test('a completion that is rolled back leaves the job to its taker, and failing gives it back', async () => {
    await put(4);
    const [job] = await queue.take('look', 10);
    if (job === undefined) throw new Error('no job');
    await db
      .transaction(async (tx) => {
        await queue.complete('look', [job.id], tx);
        throw new Error('undo');
      })
      .catch(() => {});
    expect(await queue.take('look', 10)).toEqual([]);
    await queue.fail('look', [job.id]);
    await expect
      .poll(async () => (await queue.take('look', 10)).map((again) => again.id), { timeout: 5000 })
      .toEqual([job.id]);
    await queue.complete('look', [job.id]);
  });

  test('a job is not taken before its time', async () => {
    await db.transaction((tx) =>
      queue.enqueue(tx, 'look', [{ payload: { n: 9 }, after: Date.now() + 1500 }]),
    );
    expect(await queue.take('look', 10)).toEqual([]);
    expect(await queue.lagSeconds()).toBe(0);
    await expect.poll(drain, { timeout: 5000, interval: 100 }).toEqual([9]);
  });

  test('payloads are checked when put in', async () => {
    await expect(db.transaction((tx) => queue.enqueue(tx, 'look', [{ payload: { m: 1 } }]))).rejects.toThrow(
      /not a payload/,
    );
  });
});

onBothDatabases('worker', (kind) => {
  test('all jobs are handled, no more than the hands at once, throwing ones again', async () => {
    const db = await openMigrated(kind);
    const queue = await openQueue(db, kinds, { work: true, onError: () => {} });
    const seen = new Map<number, number>();
    let now = 0;
    let most = 0;
    const worker = await startWorker(
      queue,
      'look',
      { hands: 8, weigh: () => 1 },
      async (job) => {
        const { n } = job.payload as { n: number };
        most = Math.max(most, ++now);
        await new Promise((resolve) => setTimeout(resolve, 2));
        now--;
        seen.set(n, (seen.get(n) ?? 0) + 1);
        if (n === 13 && seen.get(n) === 1) throw new Error('once');
      },
      () => {},
    );
    await db.transaction((tx) =>
      queue.enqueue(
        tx,
        'look',
        Array.from({ length: 60 }, (_, n) => ({ payload: { n } })),
      ),
    );
    await expect.poll(() => [seen.size, seen.get(13)], { timeout: 10_000 }).toEqual([60, 2]);
    expect([...seen.values()].reduce((sum, times) => sum + times)).toBe(61);
    expect(most).toBeLessThanOrEqual(8);
    await worker.stop();
    await queue.close();
    await db.close();
  });
});

test('what a dead worker had in hand is given out again by the next that finds itself alone', async () => {
  const url = await newPostgresDatabase();
  const open = async () => {
    const db = await openPostgres(url, 3);
    await migrate(db);
    return { db, queue: await openQueue(db, kinds, { work: true, onError: () => {} }) };
  };
  const [first, second] = [await open(), await open()];
  await first.db.transaction((tx) => first.queue.enqueue(tx, 'look', [{ payload: { n: 5 } }]));
  expect(await first.queue.take('look', 10)).toHaveLength(1);
  // The second came while the first lived: it takes nothing away.
  expect(await second.queue.take('look', 10)).toEqual([]);
  for (const { db, queue } of [first, second]) {
    await queue.close();
    await db.close();
  }
  const third = await open();
  expect(await third.queue.take('look', 10)).toHaveLength(1);
  await third.queue.close();
  await third.db.close();
});
