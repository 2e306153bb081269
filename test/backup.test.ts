import { spawn } from 'node:child_process';
import { hash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BackupRefused, checkBackup, makeBackup } from '../src/backup/mod.ts';
import { readTables, sameText, tableLines } from '../src/backup/tables.ts';
import { runAudit } from '../src/cli/audit.ts';
import { spawnBlogs } from '../src/cli/demo/blogs.ts';
import { restoreCommand } from '../src/cli/restore.ts';
import { restoration } from '../src/compose-backup.ts';
import { readConfig } from '../src/config.ts';
import { jobKinds } from '../src/jobs/mod.ts';
import { systemClock, systemRandom } from '../src/kernel/mod.ts';
import { openQueue, waitingJobs } from '../src/queue/mod.ts';
import {
  type Database,
  isMigrated,
  migrate,
  openPglite,
  openPostgres,
  readMigrations,
} from '../src/store/mod.ts';
import { campaignFile } from './campaign.ts';
import { newPostgresDatabase } from './database.ts';
import { describeSchema } from './describe-schema.ts';
import { killableServer } from './killable.ts';
import { freePort } from './postgres.ts';
import { post, type Site, startSite } from './site.ts';

const scratch = mkdtempSync(join(tmpdir(), 'relais-backup-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

type Kind = Database['kind'];

/** A house of its own: folder, database, and the built program over both. */
async function newHouse(kind: Kind, port: number, name: string) {
  const data = join(scratch, name);
  const url = kind === 'postgres' ? await newPostgresDatabase() : null;
  const environment = {
    ...{ PORT: String(port), RELAIS_DATA: data, RELAIS_FETCH_ALLOW: '127.0.0.0/8' },
    ...(url === null ? {} : { DATABASE_URL: url }),
  };
  return {
    data,
    environment,
    server: killableServer(environment),
    /** `relais restore`, in this process. */
    restore: (file: string, words: { readonly check?: boolean } = {}) =>
      restoreCommand(
        restoration(readConfig(environment)),
        file,
        { latest: true, check: words.check === true },
        null,
      ),
    openDatabase: () => (url === null ? openPglite(join(data, 'db')) : openPostgres(url, 1)),
  };
}
type House = Awaited<ReturnType<typeof newHouse>>;

/** Everything in the database, in an order of its own. */
async function content(house: House): Promise<Record<string, readonly string[]>> {
  const db = await house.openDatabase();
  try {
    return await db.transaction(async (tx) => {
      await sameText(tx);
      const found: Record<string, readonly string[]> = {};
      for (const table of await readTables(tx)) {
        const lines: string[] = [];
        for await (const portion of tableLines(tx, table)) lines.push(...portion);
        found[table.name] = lines.sort();
      }
      const jobs = await tx.rows<{ line: string }>(waitingJobs);
      return { ...found, jobs: jobs.map((job) => job.line).sort() };
    });
  } finally {
    await db.close();
  }
}

const campaign = join(scratch, 'essai.yaml');
writeFileSync(campaign, campaignFile());

const claim = async (url: string, source: string) => {
  const answer = await fetch(`${url}/webmention`, {
    method: 'POST',
    body: new URLSearchParams({ source, target: `${url}/c/essai` }),
  });
  expect(answer.status).toBe(202);
};
const totals = async (url: string) =>
  (await (await fetch(`${url}/api/v1/campaigns/essai`)).json()) as { granted: number; relays: number };
const logStatus = (house: House) => house.server.relais('log', 'status', 'essai');

async function audit(url: string, cache: string): Promise<string> {
  let text = '';
  const exit = await runAudit(
    { target: `${url}/c/essai`, cache },
    {
      ...{ fetch, clock: systemClock, progress: null },
      print: (more) => {
        text += more;
      },
    },
  );
  return exit === 0 ? 'agrees' : text;
}

describe.each([
  { from: 'pglite', to: 'postgres', firstHost: 6000 },
  { from: 'postgres', to: 'pglite', firstHost: 6020 },
] as const)('a house moves from $from to $to', ({ from, to, firstHost }) => {
  let blogs: Awaited<ReturnType<typeof spawnBlogs>>;
  /** Blogs that let a reader wait until `awake`: what was claimed of them is in hand when the server dies. */
  const sleepers: Site[] = [];
  let awake = false;
  let port = 0;
  let old: House;
  const file = join(scratch, `${from}.relais`);
  const last = join(scratch, `${from}-last.relais`);
  const cache = join(scratch, `${from}-audit`);

  beforeAll(async () => {
    port = await freePort();
    old = await newHouse(from, port, `${from}-old`);
    await old.server.start();
    expect(old.server.relais('import', campaign).status).toBe(0);
    blogs = await spawnBlogs({
      ...{ hosts: 5, firstHost, port: 0, postsPerHost: 1, page_bytes: 4000, seed: 3 },
      campaign: `${old.server.url}/c/essai`,
    });
    for (const n of [1, 2, 3]) {
      const sleeper = await startSite(`127.0.${from === 'pglite' ? 91 : 92}.${n}`);
      const html = post(`<p>Dix repas : <a href="${old.server.url}/c/essai">le lien</a></p>`);
      sleeper.pages.set('/billet', (_request, answer) => {
        if (awake) answer.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
      });
      sleepers.push(sleeper);
    }
  }, 60_000);
  afterAll(async () => {
    await old.server.kill();
    await blogs.close();
    for (const sleeper of sleepers) await sleeper.close();
  });

  test('four posts are counted and published', async () => {
    for (const post of blogs.urls.slice(0, 4)) await claim(old.server.url, post);
    await expect
      .poll(() => totals(old.server.url), { timeout: 20_000 })
      .toMatchObject({ relays: 4, granted: 40 });
    await expect.poll(() => logStatus(old).out, { timeout: 20_000 }).toMatch(/: \d+ entries, published/);
    expect(await audit(old.server.url, cache)).toBe('agrees');
  });

  test('the backup is made while the server answers: one file, for its owner alone', async () => {
    for (const sleeper of sleepers) await claim(old.server.url, `${sleeper.origin}/billet`);
    await expect.poll(() => sleepers.flatMap((one) => one.asked), { timeout: 10_000 }).toHaveLength(3);
    const { status, out, err } = old.server.relais('backup', file);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toMatch(
      /\.relais: [\d.]+ [kM]B\n {2}\d+ rows of 9\d tables, 3 jobs that wait, 3 files\n {2}It holds people's data, the secret and the log's keys/,
    );
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(scratch).filter((name) => name.endsWith('.part'))).toEqual([]);
    expect(old.server.relais('doctor').out).toContain(file);
    expect(old.server.relais('backup', file)).toMatchObject({
      status: 1,
      err: expect.stringMatching(/exists already; a backup never overwrites a file\.\n$/),
    });
    await old.server.kill();
    awake = true;
  });

  test('nothing in it lets anybody in', async () => {
    const tables = gunzipSync(readFileSync(file))
      .toString('utf8')
      .split('\n')
      .filter((line) => line.startsWith('{"table"'))
      .map((line) => (JSON.parse(line) as { table: string }).table);
    expect(tables).toContain('account');
    for (const fleeting of ['session', 'sign_in_link', 'passkey_challenge', 'sso_flow', 'sign_in_try'])
      expect(tables).not.toContain(fleeting);
  });

  test('it is also made without a server', () => {
    const { status, out } = old.server.relais('backup', last);
    expect(status).toBe(0);
    expect(out).toContain('3 jobs that wait, 3 files');
  });

  test('restored, it is the same house: content, keys, rules, public log; what waited is counted', async () => {
    const moved = await newHouse(to, port, `${from}-moved`);
    expect(moved.server.relais('restore', '--check', last)).toMatchObject({
      ...{ status: 0, err: '' },
      out: expect.stringMatching(/is whole\.\n {2}made 20.*Z of http:\/\/127/),
    });
    expect(existsSync(join(moved.data, 'db'))).toBe(false);
    const { status, out, err } = moved.server.relais('restore', '--latest', last);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toMatch(/is restored\.\n(?: {2}.*\n)*Next: relais doctor, then start the server\.\n$/);
    expect(out).not.toMatch(/set aside|RELAIS_/);

    expect(await content(moved)).toEqual(await content(old));
    const db = await moved.openDatabase();
    expect(await describeSchema(db)).toBe(
      readFileSync(join(import.meta.dirname, '..', 'migrations', 'schema.sql'), 'utf8'),
    );
    expect(
      await db.rows("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'O'"),
    ).toEqual([]);
    await db.close();
    for (const name of ['secret', 'log-keys/0001.seed'])
      expect(readFileSync(join(moved.data, name))).toEqual(readFileSync(join(old.data, name)));
    expect(readdirSync(moved.data).filter((name) => name.startsWith('restore-'))).toEqual([]);
    expect(moved.server.relais('doctor')).toMatchObject({ status: 0, out: expect.stringContaining('agree') });

    await moved.server.start();
    await expect
      .poll(() => totals(moved.server.url), { timeout: 20_000 })
      .toMatchObject({ relays: 7, granted: 70 });
    await claim(moved.server.url, blogs.urls[4] ?? '');
    await expect.poll(() => totals(moved.server.url), { timeout: 20_000 }).toMatchObject({ granted: 80 });
    await expect.poll(() => audit(moved.server.url, cache), { timeout: 20_000 }).toBe('agrees');
    expect(logStatus(moved)).toMatchObject({ status: 0, out: expect.not.stringMatching(/log\/\d:/) });
    await moved.server.stop();
  }, 60_000);

  test('of an older backup nobody knows what was published later: the log waits for whoever decides', async () => {
    const house = await newHouse(to, port, `${from}-older`);
    const { status, out } = house.server.relais('restore', file);
    expect(status).toBe(0);
    expect(out).toMatch(
      /1 public log signs nothing yet[\s\S]*relais log resume CAMPAIGN[\s\S]*relais log restart/,
    );
    expect(logStatus(house)).toMatchObject({
      status: 1,
      out: expect.stringMatching(/HALTED: the database came from a backup[\s\S]*log resume essai/),
    });
    await house.server.start();
    await expect.poll(() => totals(house.server.url), { timeout: 20_000 }).toMatchObject({ granted: 70 });
    expect(await (await fetch(`${house.server.url}/metrics`)).text()).toMatch(/^relais_logs_halted 1$/m);
    const before = /: (\d+) entries/.exec(logStatus(house).out)?.[1];
    expect(house.server.relais('log', 'resume', 'essai')).toMatchObject({
      status: 0,
      out: 'The log of essai goes on.\n',
    });
    expect(house.server.relais('log', 'resume', 'essai').status).toBe(1);
    await expect
      .poll(() => Number(/: (\d+) entries/.exec(logStatus(house).out)?.[1]), { timeout: 20_000 })
      .toBeGreaterThan(Number(before));

    // The folder outlives the database this time, and knows of a larger tree: resumed or not, nothing is signed.
    await house.server.kill();
    if (to === 'pglite') rmSync(join(house.data, 'db'), { recursive: true });
    const again = await newHouse(to, port, `${from}-older`);
    expect(again.server.relais('restore', '--latest', file).status).toBe(0);
    await again.server.start();
    await expect
      .poll(() => logStatus(again).out, { timeout: 20_000 })
      .toMatch(/HALTED: the database holds fewer entries than a checkpoint that was published/);
    await again.server.stop();
  }, 90_000);
});

describe('what is no backup, or has no place to go', () => {
  const whole = join(scratch, 'whole.relais');
  let house: House;
  let body = '';
  let lines: readonly string[] = [];
  beforeAll(async () => {
    house = await newHouse('pglite', await freePort(), 'refusals');
    expect(house.server.relais('import', campaign).status).toBe(0);
    expect(house.server.relais('backup', whole).status).toBe(0);
    body = gunzipSync(readFileSync(whole)).toString('utf8');
    lines = body.split('\n').slice(0, -1);
  });

  let count = 0;
  /** A file whose last line is right for whatever stands before it. */
  const forged = (change: (lines: readonly string[]) => readonly string[]): Buffer => {
    const text = `${change(lines.slice(0, -1)).join('\n')}\n`;
    const end = { end: true, lines: text.split('\n').length - 1, sha256: hash('sha256', text) };
    return gzipSync(`${text}${JSON.stringify(end)}\n`);
  };
  const header = (change: object) =>
    forged(([first = '', ...rest]) => [JSON.stringify({ ...JSON.parse(first), ...change }), ...rest]);
  const migrations = () =>
    (JSON.parse(lines[0] ?? '') as { migrations: { number: number; sha256: string }[] }).migrations;
  const withFile = (name: string) =>
    forged((all) => [...all, JSON.stringify({ file: name, bytes: 3 }), JSON.stringify('AAAA')]);

  test.each<readonly [what: string, bytes: () => Uint8Array, sentence: RegExp]>([
    ['nothing', () => Buffer.alloc(0), /is not a backup of Relais|its end is missing/],
    ['a text', () => Buffer.from('dix repas'), /is not a backup of Relais/],
    ['a packed text', () => gzipSync('{"relais":"backup"}\n'), /is not a backup of Relais/],
    ['a packed nothing', () => gzipSync(''), /its end is missing/],
    ['half a file', () => readFileSync(whole).subarray(0, statSync(whole).size / 2), /its end is missing/],
    ['all but its last byte', () => readFileSync(whole).subarray(0, -1), /its end is missing/],
    ['without its last line', () => gzipSync(`${lines.slice(0, -1).join('\n')}\n`), /its end is missing/],
    ['a word changed', () => gzipSync(body.replace('Danone', 'Damone')), /is not what was written/],
    [
      'a row gone',
      () => gzipSync(`${lines.filter((line) => !line.includes('Danone')).join('\n')}\n`),
      /is not what was written/,
    ],
    ['something after its end', () => gzipSync(`${body}[]\n`), /something stands after its end/],
    ['a line that is no row', () => forged((all) => [...all, 'DROP TABLE relay']), /is not a row/],
    [
      'a line that names nothing',
      () => forged((all) => [...all, '{"view":"x"}']),
      /names nothing that a backup has/,
    ],
    ['a newer format', () => header({ format: 2 }), /newer version of Relais \(format 2\)/],
    [
      'a newer schema',
      () => header({ migrations: [...migrations(), { number: 99, sha256: '' }] }),
      /newer version of Relais: its schema is number \d+/,
    ],
    [
      'another schema',
      () => header({ migrations: migrations().map((one) => ({ ...one, sha256: 'ab' })) }),
      /its migration 1 is not this one's/,
    ],
    ['a file above the folder', () => withFile('../secret'), /holds a file that no backup has: \.\.\/secret/],
    ['a file of the system', () => withFile('/etc/passwd'), /holds a file that no backup has/],
    [
      'a file within a folder of keys',
      () => withFile('log-keys/../../x.seed'),
      /holds a file that no backup has/,
    ],
    ['the lock', () => withFile('lock'), /holds a file that no backup has/],
  ])('%s', async (_what, bytes, sentence) => {
    const file = join(scratch, `refused-${count++}.relais`);
    writeFileSync(file, bytes());
    const target = await newHouse('pglite', 1, `refused-${count}`);
    for (const check of [true, false]) {
      const { exit, out, err } = await target.restore(file, { check });
      expect([exit, out]).toEqual([1, '']);
      expect(err).toMatch(sentence);
      expect(err).not.toContain('\n');
    }
    expect(existsSync(target.data)).toBe(false);
  });

  test.each([
    [
      'a table of the queue',
      '{"table":"pgboss.job","columns":["id"]}',
      /a table that its schema does not have: pgboss\.job/,
    ],
    [
      'a table with a sting',
      '{"table":"relay\\"; DROP TABLE relay; --","columns":["id"]}',
      /a table that its schema does not have/,
    ],
    [
      'a column that is none',
      '{"table":"relay","columns":["id) SELECT pg_sleep(1) --"]}',
      /does not have: relay\.id\) SELECT/,
    ],
    ['sessions', '{"table":"session","columns":["id"]}', /does not have: session/],
    ['the list of migrations', '{"table":"migration","columns":["number"]}', /does not have: migration/],
  ])('%s', async (_what, line, sentence) => {
    const file = join(scratch, `strange-${count++}.relais`);
    writeFileSync(
      file,
      forged((all) => [...all, line, '["1"]']),
    );
    const target = await newHouse('pglite', 1, 'strange');
    const { exit, err } = await target.restore(file);
    expect(exit).toBe(1);
    expect(err).toMatch(sentence);
    expect(readdirSync(target.data).filter((name) => /secret|restore-/.test(name))).toEqual([]);
  });

  test('nothing came of those: the same place takes the true one', async () => {
    const target = await newHouse('pglite', 1, 'strange');
    expect(await target.restore(whole)).toMatchObject({ exit: 0 });
    expect(await content(target)).toEqual(await content(house));
  });

  test('a single byte anywhere that is not what it was', () => {
    const bytes = readFileSync(whole);
    // Bytes 4 to 9 of gzip are its time and its system's name (RFC 1952): they say nothing about the content.
    const places = Array.from({ length: 60 }, (_, n) => 10 + Math.floor(((bytes.length - 10) * n) / 60));
    const found = places.map(async (at) => {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 0x10;
      const file = join(scratch, `byte-${at}.relais`);
      writeFileSync(file, changed);
      return checkBackup(file).then(
        () => `${at} passes`,
        (error: unknown) => (error instanceof BackupRefused ? error.reason : String(error)),
      );
    });
    return Promise.all(found).then((reasons) =>
      expect(reasons.filter((reason) => reason !== 'damaged' && reason !== 'not_a_backup')).toEqual([]),
    );
  });

  test('a house that holds something, or that somebody is in', async () => {
    expect(house.server.relais('restore', whole)).toMatchObject({
      status: 1,
      err: 'The database is not empty: its table campaign has rows. A backup is restored into an empty one.\n',
    });
    await house.server.start();
    expect(house.server.relais('restore', whole)).toMatchObject({
      status: 1,
      err: expect.stringMatching(/is in use by process \d+ \(relais serve/),
    });
    await house.server.stop();
    const shared = await newHouse('postgres', await freePort(), 'shared');
    await shared.server.start();
    expect(shared.server.relais('restore', whole)).toMatchObject({
      status: 1,
      err: 'A server of Relais is connected to this database; stop it, then restore.\n',
    });
    await shared.server.stop();
    // A server that once began on it and found nobody is no hindrance; its unused keys are set aside.
    const { status, out } = shared.server.relais('restore', whole);
    expect(status).toBe(0);
    expect(out).toMatch(/set aside: secret\.\d{8}T\d{6}Z/);
    expect(readdirSync(shared.data)).toContain(/secret\.\d{8}T\d{6}Z/.exec(out)?.[0]);
  });

  test('a place that cannot be written', () => {
    expect(house.server.relais('backup', join(scratch, 'no', 'where.relais'))).toMatchObject({
      status: 1,
      err: expect.stringMatching(/where\.relais cannot be written: its folder does not exist\.\n$/),
    });
    expect(house.server.relais('restore', join(scratch, 'none.relais')).err).toMatch(
      /none\.relais does not exist\.\n$/,
    );
    expect(house.server.relais('restore', scratch).err).toMatch(/cannot be read \(EISDIR\)\.\n$/);
  });
});

test('a backup of an older version goes into this one', async () => {
  const old = await openPostgres(await newPostgresDatabase(), 2);
  await migrate(old, readMigrations().slice(0, 12));
  await old.rows(
    "INSERT INTO organisation (id, slug, kind, name) VALUES ('org_00000000000000000000000001', 'restos', 'charity', 'Les Restos du Cœur')",
  );
  const file = join(scratch, 'older.relais');
  await (await openQueue(old, jobKinds, { work: false, onError: () => {} })).close();
  const made = await makeBackup(
    {
      ...{ db: old, clock: systemClock, random: systemRandom, data: scratch, publicUrl: 'http://127.0.0.1' },
      ...{ secret: { from: 'environment', mark: '' }, logKeys: 'files' },
    },
    file,
    () => {},
  );
  await old.close();
  expect(made.rows).toBe(1);
  const target = await newHouse('pglite', 1, 'older-target');
  expect(await target.restore(file)).toMatchObject({ exit: 0 });
  const db = await target.openDatabase();
  expect(await db.rows('SELECT slug, name FROM organisation')).toEqual([
    { slug: 'restos', name: 'Les Restos du Cœur' },
  ]);
  expect(await isMigrated(db)).toBe(true);
  expect(await describeSchema(db)).toBe(
    readFileSync(join(import.meta.dirname, '..', 'migrations', 'schema.sql'), 'utf8'),
  );
  await db.close();
});

test('a restoration that is killed anywhere leaves an empty house, and the next one is whole', async () => {
  const full = await newHouse('pglite', await freePort(), 'full');
  expect(full.server.relais('import', campaign).status).toBe(0);
  const db = await full.openDatabase();
  // Enough rows that loading them takes a second or two.
  await db.rows(
    `INSERT INTO audit_event (at, action, name, subject) SELECT now(), 'essai', 'x', repeat('y', 200) || n FROM generate_series(1, 40000) AS n`,
  );
  await db.close();
  const file = join(scratch, 'full.relais');
  expect(full.server.relais('backup', file).status).toBe(0);
  const place = await newHouse('pglite', 1, 'killed');
  let killed = 0;
  for (const wait of [1400, 2300]) {
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, '..', 'dist', 'main.js'), 'restore', file],
      {
        env: { ...process.env, ...place.environment },
        stdio: 'ignore',
      },
    );
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    setTimeout(() => child.kill('SIGKILL'), wait);
    if ((await ended) === 0) break;
    killed++;
    // What there is of it after the kill: no campaign, or all of it.
    const half = await place.openDatabase();
    const tables = await half.rows("SELECT 1 FROM pg_tables WHERE tablename = 'campaign'");
    if (tables.length > 0) expect(await half.rows('SELECT 1 FROM campaign')).toEqual([]);
    await half.close();
  }
  expect(killed).toBeGreaterThan(0);
  place.server.relais('restore', file);
  expect(readdirSync(place.data).filter((name) => name.startsWith('restore-'))).toEqual([]);
  expect(await content(place)).toEqual(await content(full));
}, 120_000);
