// Webmentions accepted (202, committed) per second at concurrency 64, beside a bare hono route that only answers 202.
import { join } from 'node:path';
import { freePort, startPostgres } from '../test/postgres.ts';
import { load, median, report, round, scratch, startChild } from './measure.ts';

const concurrency = 64;
const seconds = 5;
const rounds = 3;
const here = import.meta.dirname;
const campaign = join(here, '..', 'examples', '2010.yaml');

const postgres = await startPostgres();
const bare = await startChild<{ url: string }>(join(here, 'bare.ts'), { body: '', headers: {} });
const form = { 'content-type': 'application/x-www-form-urlencoded' };
let next = 0;

async function start(databaseUrl: string | null) {
  const port = await freePort();
  const environment = {
    PORT: String(port),
    RELAIS_URL: `http://127.0.0.1:${port}`,
    RELAIS_DATA: scratch(),
    ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
  };
  // Intake alone: the looks that follow are another benchmark.
  return startChild<{ url: string }>(join(here, 'serve.ts'), { environment, role: 'web', campaign });
}

const metrics: Record<string, number> = { concurrency };
for (const [name, url] of [
  ['postgres', postgres.url],
  ['pglite', null],
] as const) {
  const server = await start(url);
  const target = encodeURIComponent(`${server.ready.url}/c/billet-2010`);
  const body = () =>
    `source=${encodeURIComponent(`http://blog-${++next}.example/2026/11/billet-${next}/`)}&target=${target}`;
  const ours = (time: number) =>
    load({
      url: `${server.ready.url}/webmention`,
      concurrency,
      seconds: time,
      method: 'POST',
      headers: form,
      body,
      expect: 202,
    });
  const control = (time: number) =>
    load({
      url: bare.ready.url,
      concurrency,
      seconds: time,
      method: 'POST',
      headers: form,
      body,
      expect: 202,
    });
  await ours(2);
  await control(2);
  const measured: { ours: number; control: number; p99: number }[] = [];
  for (let index = 0; index < rounds; index++) {
    const a = await control(seconds);
    const b = await ours(seconds);
    measured.push({ ours: b.perSecond, control: a.perSecond, p99: b.p99 });
  }
  metrics[`${name}_per_second`] = round(median(measured.map((one) => one.ours)), 0);
  metrics[`${name}_p99_ms`] = median(measured.map((one) => one.p99));
  metrics[`${name}_control_per_second`] = round(median(measured.map((one) => one.control)), 0);
  metrics[`${name}_ratio`] = round(median(measured.map((one) => one.ours / one.control)));
  await server.stop();
}
report('intake', { ...metrics, wanted_ratio: 0.25 });
await bare.stop();
await postgres.stop();
