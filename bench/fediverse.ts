// Signed messages acknowledged by the inbox per second at concurrency 32, beside what verifying them alone would cost one process.
import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { CryptographicKey, importPem, verifyRequest } from '@fedify/fedify';
import { signedHeaders, startInstance } from '../test/instance.ts';
import { freePort, startPostgres } from '../test/postgres.ts';
import { median, report, round, scratch, startChild } from './measure.ts';

const concurrency = 32;
/** Within what one server may send in ten minutes. */
const servers = 9;
const letters_each = 500;
const rounds = 3;
const campaign = join(import.meta.dirname, '..', 'examples', '2010.yaml');

type Letter = { readonly url: string; readonly headers: Record<string, string>; readonly body: string };

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const instances = await Promise.all(
  Array.from({ length: servers }, (_, n) => startInstance(`127.0.12.${n + 1}`)),
);
const people = instances.map((one) => one.person('kiwi', {}, keys));
const postgres = await startPostgres();

/** Letters of one round, signed beforehand: signing is the other side's work. */
function write(url: string, count: number, from: number): readonly Letter[] {
  const inbox = new URL(`${url}/ap/inbox`);
  return Array.from({ length: count }, (_, n) => {
    const [instance, by] = [instances[n % servers], people[n % servers]];
    if (instance === undefined || by === undefined) throw new Error('a letter has its author');
    const note = {
      ...{ id: `${by.id}/statuses/${from + n}`, type: 'Note', attributedTo: by.id },
      to: ['https://www.w3.org/ns/activitystreams#Public'],
      content: '<p>Dix repas</p>',
      tag: [{ type: 'Mention', href: `${url}/ap/c/billet-2010` }],
    };
    const body = JSON.stringify(instance.activity('Create', by, note));
    return { url: inbox.href, headers: signedHeaders(inbox, by, body), body };
  });
}

async function perSecond(
  letters: readonly Letter[],
  take: (letter: Letter) => Promise<void>,
): Promise<number> {
  const waiting = [...letters];
  const began = performance.now();
  const hand = async () => {
    for (let letter = waiting.shift(); letter !== undefined; letter = waiting.shift()) await take(letter);
  };
  await Promise.all(Array.from({ length: concurrency }, hand));
  return (letters.length * 1000) / (performance.now() - began);
}

const post = async ({ url, headers, body }: Letter) => {
  const answer = await fetch(url, { method: 'POST', headers, body });
  if (answer.status !== 202) throw new Error(`${answer.status} ${await answer.text()}`);
};
const [first] = people;
const key = new CryptographicKey({
  id: new URL(first?.keyId ?? ''),
  owner: new URL(first?.id ?? ''),
  publicKey: await importPem(keys.publicKey.export({ type: 'spki', format: 'pem' }).toString()),
});
const verifyAlone = async ({ url, headers, body }: Letter) => {
  const request = new Request(url, {
    method: 'POST',
    headers: { ...headers, host: new URL(url).host },
    body,
  });
  const keyCache = { get: async () => key, set: async () => {} };
  if ((await verifyRequest(request, { keyCache, timeWindow: false })) === null)
    throw new Error('not verified');
};

const metrics: Record<string, number> = { concurrency };
for (const [name, databaseUrl] of [
  ['postgres', postgres.url],
  ['pglite', null],
] as const) {
  const port = await freePort();
  const environment = {
    PORT: String(port),
    RELAIS_URL: `http://127.0.0.1:${port}`,
    RELAIS_DATA: scratch(),
    RELAIS_FETCH_ALLOW: '127.0.0.0/8',
    ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
  };
  // The inbox alone: the looks that follow are another benchmark.
  const server = await startChild<{ url: string }>(join(import.meta.dirname, 'serve.ts'), {
    ...{ environment, campaign },
    role: databaseUrl === null ? 'all' : 'web',
  });
  const { url } = server.ready;
  const each = Math.floor((servers * letters_each) / (rounds + 1));
  await perSecond(write(url, each, 0), post);
  const measured: { ours: number; control: number }[] = [];
  for (let index = 1; index <= rounds; index++) {
    const letters = write(url, each, index * each);
    const control = await perSecond(letters, verifyAlone);
    measured.push({ control, ours: await perSecond(letters, post) });
  }
  metrics[`${name}_per_second`] = round(median(measured.map((one) => one.ours)), 0);
  metrics[`${name}_control_per_second`] = round(median(measured.map((one) => one.control)), 0);
  metrics[`${name}_ratio`] = round(median(measured.map((one) => one.ours / one.control)));
  await server.stop();
}
report('fediverse', metrics);
await Promise.all(instances.map((one) => one.close()));
await postgres.stop();
