import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runAudit } from '../src/cli/audit.ts';
import { pingLikeWordPress, spawnBlogs } from '../src/cli/demo/blogs.ts';
import { startWitness } from '../src/cli/witness.ts';
import { systemClock, systemRandom } from '../src/kernel/mod.ts';
import { createSigner } from '../src/log/mod.ts';
import { newPostgresDatabase, onBothDatabases } from './database.ts';
import { killableServer } from './killable.ts';
import { freePort } from './postgres.ts';

/** The campaign of 2010: 1,457 posts gave 10 meals each. */
const posts = 1457;
const meals = 14_570;
const hosts = 47;
/** `npm run soak` asks for 50. */
const kills = Number(process.env.RELAIS_KILLS ?? 10);
const file = join(import.meta.dirname, '..', 'examples', '2010.yaml');

onBothDatabases('the campaign of 2010, replayed', (kind) => {
  test(
    `${posts} posts, ${kills} times killed without warning: ${meals} meals, and not one more on a second run`,
    async () => {
      const data = mkdtempSync(join(tmpdir(), 'relais-golden-'));
      const port = await freePort();
      // Somebody else watches all the while: a witness, and an auditor who remembers what they saw.
      const seed = join(data, 'log.seed');
      writeFileSync(seed, `${'5e'.repeat(32)}\n`);
      const origin = `127.0.0.1:${port}/c/billet-2010/log`;
      const refusals: string[] = [];
      const witness = await startWitness(
        {
          ...{ data: join(data, 'witness'), name: 'witness.example', host: '127.0.0.1', port: 0, pq: false },
          logs: [createSigner(origin, 1, Buffer.from('5e'.repeat(32), 'hex')).key],
        },
        {
          clock: systemClock,
          random: systemRandom,
          print: (line) => {
            if (!line.startsWith('cosigned')) refusals.push(line);
          },
        },
      );
      const audit = async (): Promise<string> => {
        let text = '';
        const options = {
          ...{ target: `http://127.0.0.1:${port}/c/billet-2010`, cache: join(data, 'audit') },
          witnesses: witness.vkeys,
        };
        const print = (more: string) => {
          text += more;
        };
        const exit = await runAudit(
          { ...options, quorum: 0 },
          { fetch, clock: systemClock, print, progress: null },
        );
        return exit === 0 ? 'agrees' : text;
      };
      const server = killableServer({
        PORT: String(port),
        RELAIS_LOG_KEYS: seed,
        RELAIS_LOG_WITNESSES: `${witness.url} ${witness.vkeys.join(' ')}`,
        RELAIS_DATA: data,
        RELAIS_FETCH_ALLOW: '127.0.0.0/8',
        ...(kind === 'postgres' ? { DATABASE_URL: await newPostgresDatabase() } : {}),
      });
      await server.start();
      // With the embedded database the running server carries the command out.
      expect(server.relais('import', file)).toMatchObject({
        status: 0,
        out: expect.stringMatching(/^Imported billet-2010 with 2 promises\./),
      });
      const campaign = `${server.url}/c/billet-2010`;
      const blogs = await spawnBlogs({
        hosts,
        firstHost: 1000,
        port: 0,
        postsPerHost: posts / hosts,
        page_bytes: 20_000,
        campaign,
        seed: 2010,
      });
      expect(blogs.urls).toHaveLength(posts);

      const totals = async () => {
        const answer = await fetch(`${server.url}/api/v1/campaigns/billet-2010`).catch(() => null);
        return answer?.ok
          ? ((await answer.json()) as { granted: number; relays: number; checking: number })
          : null;
      };
      const replay = async (onAcknowledged: (count: number) => Promise<void>) => {
        const waiting = [...blogs.urls];
        let acknowledged = 0;
        const sender = async () => {
          for (let url = waiting.pop(); url !== undefined; url = waiting.pop()) {
            const [outcome] = await pingLikeWordPress(url, [campaign]);
            // A blog whose ping got no answer has to be told again by its author; one that was answered never is.
            if (outcome?.kind !== 'accepted') {
              waiting.unshift(url);
              await new Promise((resolve) => setTimeout(resolve, 50));
              continue;
            }
            await onAcknowledged(++acknowledged);
          }
        };
        await Promise.all(Array.from({ length: 16 }, sender));
      };

      let killed = 0;
      // One fall at a time: the senders go on meanwhile, but nobody kills the server under a running audit.
      let fall = Promise.resolve();
      await replay(async (count) => {
        if (killed >= kills || count < ((killed + 1) * posts) / (kills + 1)) return;
        killed++;
        fall = fall.then(async () => {
          await server.kill();
          await server.start();
          expect(await audit()).toBe('agrees');
        });
        await fall;
      });
      expect(killed).toBe(kills);
      await expect
        .poll(totals, { timeout: 60_000, interval: 200 })
        .toMatchObject({ granted: meals, relays: posts, checking: 0 });

      await replay(async () => {});
      await expect
        .poll(totals, { timeout: 60_000, interval: 200 })
        .toMatchObject({ granted: meals, relays: posts, checking: 0 });
      expect(server.relais('doctor')).toMatchObject({
        status: 0,
        out: expect.stringContaining('books       agree'),
      });
      expect(await audit()).toBe('agrees');
      expect(refusals).toEqual([]);
      await server.stop();
      await witness.stop();
      await blogs.close();
      rmSync(data, { recursive: true, force: true });
    },
    300_000 + kills * 10_000,
  );
});
