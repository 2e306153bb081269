import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseCampaignFile } from '../src/campaign/mod.ts';
import { campaignFile } from './campaign.ts';
import { newPostgresDatabase } from './database.ts';
import { type KillableServer, killableServer } from './killable.ts';
import { freePort } from './postgres.ts';

describe.each(['pglite', 'postgres'] as const)('the command line (%s)', (kind) => {
  const folder = mkdtempSync(join(tmpdir(), 'relais-cli-'));
  const file = join(folder, 'essai.yaml');
  let server: KillableServer;
  let environment: Record<string, string>;
  beforeAll(async () => {
    environment = { PORT: String(await freePort()), RELAIS_DATA: join(folder, 'data') };
    if (kind === 'postgres') environment.DATABASE_URL = await newPostgresDatabase();
    server = killableServer(environment);
    writeFileSync(file, campaignFile());
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const script = () => {
    expect(server.relais('export', 'essai')).toMatchObject({
      status: 1,
      err: expect.stringMatching(/^No campaign essai; there is none yet\./),
    });
    expect(server.relais('import', file)).toMatchObject({
      status: 0,
      out: `Imported essai with 2 promises.\n${server.url}/c/essai\n`,
      err: expect.stringMatching(/label is incomplete[\s\S]*disclosures\.fees: Fees are not stated/),
    });
    expect(server.relais('import', '--gate', file)).toMatchObject({
      status: 1,
      err: expect.stringMatching(/was not imported:[\s\S]*disclosures\.fees: fees missing\./),
    });
    expect(server.relais('import', file).out).toMatch(/^Updated essai/);
    const printed = server.relais('export', 'essai');
    expect(printed.status).toBe(0);
    expect(parseCampaignFile(printed.out)).toEqual(parseCampaignFile(campaignFile()));
    expect(server.relais('migrate').out).toMatch(/up to date/);
    expect(server.relais('doctor')).toMatchObject({
      status: 0,
      out: expect.stringMatching(/books {7}agree/),
    });
  };

  test('works without a server', script);

  test('works the same while the server runs', async () => {
    rmSync(join(folder, 'data'), { recursive: true, force: true });
    if (kind === 'postgres') {
      environment.DATABASE_URL = await newPostgresDatabase();
      server = killableServer(environment);
    }
    await server.start();
    script();
  });

  test('mistakes of a file come with line and column', () => {
    const wrong = join(folder, 'wrong.yaml');
    writeFileSync(
      wrong,
      campaignFile().replace('cap: 8000', 'cap: 80').replace('kind: charity', 'kind: charities'),
    );
    const { status, out, err } = server.relais('import', wrong);
    expect([status, out]).toEqual([1, '']);
    expect(err).toMatch(/^wrong\.yaml:3:27: organisations\[0\]\.kind is not one of/m);
    expect(server.relais('import', join(folder, 'none.yaml')).err).toMatch(/none\.yaml does not exist\.\n$/);
  });

  test.runIf(kind === 'pglite')(
    'a second server on the folder is refused by one sentence that names the first',
    async () => {
      const second = killableServer({ ...environment, PORT: String(await freePort()) });
      const { status, err } = second.relais('serve');
      expect(status).toBe(1);
      expect(err).toMatch(/^relais: .* is in use by process \d+ \(relais serve, since [^)]+\); .*\.\n$/);
    },
  );

  test('a taken port and wrong settings are one line each', () => {
    const taken = killableServer({ ...environment, RELAIS_DATA: join(folder, 'other') }).relais('serve');
    expect(taken).toMatchObject({
      status: 1,
      err: expect.stringMatching(
        /^relais: port \d+ is in use by another program; set PORT to a free one\.\n$/,
      ),
    });
    const wrong: [string, string, RegExp][] = [
      ['PORT', 'eighty', /^relais: PORT is not a whole number\.\n$/],
      ['DATABASE_URL', 'mysql://x', /^relais: DATABASE_URL does not start with postgres:\/\/\.\n$/],
      ['RELAIS_ROLE', 'king', /^relais: RELAIS_ROLE is not one of web, worker, all\.\n$/],
      ['RELAIS_URL', 'https://relais.example/deep', /^relais: RELAIS_URL .* carries more than/],
      ['RELAIS_FETCH_ALLOW', '10.0.0.0/33', /^relais: RELAIS_FETCH_ALLOW holds «10\.0\.0\.0\/33»/],
      ['LOG_LEVEL', 'loud', /^relais: LOG_LEVEL is not one of/],
    ];
    for (const [name, value, line] of wrong)
      expect(killableServer({ ...environment, [name]: value }).relais('doctor').err).toMatch(line);
  });
});
