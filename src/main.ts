import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command as Program } from 'commander';
import { pino } from 'pino';
import pretty from 'pino-pretty';
import type { AuditOptions } from './cli/audit.ts';
import { backupCommand } from './cli/backup.ts';
import type { Command } from './cli/command.ts';
import { controlSocket, serveControl } from './cli/control.ts';
import { dataCommand } from './cli/data.ts';
import { doctor } from './cli/doctor.ts';
import { exportCampaignCommand } from './cli/export.ts';
import { importCampaignCommand } from './cli/import.ts';
import { keyCommand } from './cli/key.ts';
import { logCommand } from './cli/log.ts';
import { logKeyCommand } from './cli/log-key.ts';
import { migrateCommand } from './cli/migrate.ts';
import { moderateCommand } from './cli/moderate.ts';
import { purchasesCommand } from './cli/purchases.ts';
import { reconcileCommand } from './cli/reconcile.ts';
import { restoreCommand } from './cli/restore.ts';
import { printResult, readInputFile, runCommand } from './cli/run.ts';
import { userCommand } from './cli/user.ts';
import type { WitnessWords } from './cli/witness-command.ts';
import { openStore, type RunningServer, siteWriter, startServer } from './compose.ts';
import { backups, restoration } from './compose-backup.ts';
import { consoleAddresses } from './compose-console.ts';
import { type Config, ConfigRefused, readConfig } from './config.ts';
import { systemClock, systemRandom } from './kernel/mod.ts';
import { LogKeyRefused } from './log/mod.ts';
import { createSeal, openSecret, type Seal } from './people/mod.ts';
import { type Database, DatabaseUnreachable, FolderHeld, MigrationRefused } from './store/mod.ts';

/** The commands that work on a database, here or in the running server. */
const commands: Readonly<Record<string, Command>> = {
  import: importCampaignCommand,
  export: exportCampaignCommand,
  migrate: migrateCommand,
  backup: backupCommand,
  moderate: moderateCommand,
  reconcile: reconcileCommand,
  log: logCommand,
  data: dataCommand,
  user: userCommand,
  key: keyCommand,
  purchases: purchasesCommand,
  doctor,
};

async function onDatabase(name: string, words: readonly string[], path?: string): Promise<void> {
  const config = readConfig(process.env);
  const file = path === undefined ? null : readInputFile(path);
  if (file !== null && 'problem' in file) {
    process.exitCode = printResult({ exit: 1, out: '', err: file.problem });
    return;
  }
  const place = {
    data: config.data,
    publicUrl: config.publicUrl.href.replace(/\/$/, ''),
    consoleUrl: consoleAddresses(config.publicUrl).url.href,
    seal: () => createSeal(config.secret ?? openSecret(config.data, systemRandom)),
    site: (db: Database, seal: Seal) => siteWriter(config, db, seal, createLog(config)),
    backup: (db: Database, seal: Seal) => backups(config, db, seal),
    open: (command: string) => openStore(config, command),
  };
  const command = commands[name];
  if (command === undefined) throw new Error(`no command ${name}`);
  process.exitCode = printResult(await runCommand(place, name, command, { words, file }));
}

function createLog(config: Config) {
  const redact = ['req.headers.authorization', 'req.headers.cookie'];
  const settings = { level: config.logLevel, redact, base: null };
  return process.stdout.isTTY ? pino(settings, pretty({ ignore: 'pid,hostname' })) : pino(settings);
}

/** Runs the server until it is told to stop. With the embedded database it also carries out commands of the CLI. */
async function serve(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(config);
  const server = await startServer(config, log);
  const stopControl = config.databaseUrl === null ? await control(config, server, log) : async () => {};
  log.info(`Relais listens at ${server.url}`);
  if (server.campaigns === 0)
    log.info('No campaign yet: npx relais import examples/un-billet-dix-repas.yaml');
  const stop = async (signal: string) => {
    log.info(`${signal}: stopping`);
    await stopControl();
    await server.stop();
  };
  process.once('SIGTERM', () => void stop('SIGTERM'));
  process.once('SIGINT', () => void stop('SIGINT'));
}

function control(config: Config, server: RunningServer, log: ReturnType<typeof createLog>) {
  const house = {
    db: server.db,
    clock: systemClock,
    random: systemRandom,
    publicUrl: server.url,
    consoleUrl: consoleAddresses(new URL(server.url)).url.href,
    seal: server.seal,
    site: server.site,
    backup: backups(config, server.db, server.seal),
    progress: null,
  };
  return serveControl(config.data, commands, house, (error) =>
    log.error({ err: error }, controlSocket(config.data)),
  );
}

type AuditWords = Pick<AuditOptions, 'folder' | 'state' | 'quorum' | 'json'> & {
  readonly key?: readonly string[];
  readonly witness?: readonly string[];
};

type UserWords = { readonly role?: string; readonly organisation?: string; readonly campaign?: string };

type KeyWords = {
  readonly retailer?: string;
  readonly campaign?: string;
  readonly days?: string;
  readonly publicKey?: string;
  readonly read?: boolean;
};

type TillWords = {
  readonly key: string;
  readonly baskets: string;
  readonly shops: string;
  readonly seed: string;
};

const program = new Program('relais')
  .description('One post, ten meals: counted by itself, capped honestly, provable by anyone.')
  .showHelpAfterError('(relais help shows every command)');
program.command('serve').description('run the server').action(serve);
program
  .command('demo')
  .description('the main job on the embedded database: sample blogs publish, relays are counted')
  .option('--once', 'end when the sample posts are counted; a wrong count is a failure')
  .action(async (options: { once?: boolean }) => {
    const { demo } = await import('./cli/demo/demo.ts');
    process.exitCode = await demo({
      once: options.once === true,
      environment: process.env,
      start: async (environment) => {
        const config = readConfig(environment);
        const server = await startServer(config, createLog(config));
        return { ...server, consoleUrl: consoleAddresses(config.publicUrl).url };
      },
    });
  });
program
  .command('import <file>')
  .description('import or update a campaign from its file (YAML or JSON)')
  .option('--gate', 'refuse a file whose donation label is incomplete')
  .action((file: string, { gate }: { gate?: boolean }) =>
    onDatabase('import', gate === true ? ['--gate'] : [], file),
  );
program
  .command('export <campaign>')
  .description("print a campaign's file, or a file of its open data")
  .option('--data <file>', 'dictionary.json, all.json, 360giving.json, or a set: promises.csv, relays.json …')
  .option('--site <folder>', 'the pages as plain files that any web server can keep')
  .action((campaign: string, { data, site }: { data?: string; site?: string }) => {
    // The server that holds the embedded database stands somewhere else: it gets the whole path.
    if (site !== undefined) return onDatabase('export', [campaign, '--site', resolve(site)]);
    return onDatabase(
      'export',
      data === undefined ? [campaign] : [campaign, data, readConfig(process.env).dataLicence],
    );
  });
program
  .command('moderate <subject> <decision> [why...]')
  .description(
    'decide a held or refused relay: approve, refuse or spam; or list a site for every campaign: allow, hold, refuse, clear',
  )
  .action((subject: string, decision: string, why: string[]) =>
    onDatabase('moderate', [subject, decision, ...why]),
  );
program
  .command('audit <target>')
  .description(
    "recount a campaign from its public log alone: its page's address, or a folder of an earlier audit",
  )
  .option('--folder <folder>', 'where what is read is kept')
  .option('--state <file>', "where the last audit's result is kept")
  .option('--key <vkey...>', "the log's verifier keys, when you know them from elsewhere")
  .option('--witness <vkey...>', 'verifier keys of witnesses that must have cosigned')
  .option('--quorum <number>', 'how many of them; all without this', Number)
  .option('--json', 'the findings as JSON')
  .action(async (target: string, given: AuditWords) => {
    const { progressBar, runAudit } = await import('./cli/audit.ts');
    const { key, witness, ...more } = given;
    const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'relais', 'audit');
    const print = (text: string) => void process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
    const bar = process.stderr.isTTY ? progressBar((text) => process.stderr.write(text)) : null;
    process.exitCode = await runAudit(
      { target, cache, keys: key, witnesses: witness, ...more },
      { fetch, clock: systemClock, print, progress: bar },
    );
  });
program
  .command('witness')
  .description('witness public logs of others: cosign each checkpoint that continues the last')
  .requiredOption('--name <name>', 'its own name, such as witness.example/relais')
  .requiredOption(
    '--log <key...>',
    "a log's verifier key, or a file of them (as /c/…/log/key or …/log/policy)",
  )
  .option('--data <folder>', 'where its key and what it cosigned are kept', './witness')
  .option('--host <host>', 'where it listens', '127.0.0.1')
  .option('--port <port>', 'where it listens', '8090')
  .option('--pq', 'sign with ML-DSA-44 as well')
  .action(async (given: WitnessWords) => {
    const { runWitness } = await import('./cli/witness-command.ts');
    await runWitness(given, { clock: systemClock, random: systemRandom });
  });
program
  .command('reconcile')
  .description('prove that evidence, ledger and public log agree, or name each difference')
  .action(() => onDatabase('reconcile', []));
program
  .command('log <action> <campaign>')
  .description('status of a public log; resume or restart it after a restored backup')
  .action((action: string, campaign: string) => onDatabase('log', [action, campaign]));
program
  .command('log-key <action>')
  .description('list, rotate or retire the keys that sign the public logs')
  .action((action: string) => {
    const { data } = readConfig(process.env);
    process.exitCode = printResult(logKeyCommand(join(data, 'log-keys'), action, systemRandom));
  });
program
  .command('data <relay> <action>')
  .description('show what is held about a relay, or erase it')
  .action((relay: string, action: string) => onDatabase('data', [relay, action]));
program
  .command('user <action> [email]')
  .description('invite somebody, print a one-time sign-in link for them, or list everybody')
  .option('--role <role>', 'operator, charity, partner, moderator or auditor')
  .option('--organisation <slug>', 'in which organisation')
  .option('--campaign <slug>', 'in this campaign alone')
  .action((action: string, email = '', { role = '', organisation = '', campaign = '' }: UserWords) =>
    onDatabase('user', [action, email, role, organisation, campaign]),
  );
program
  .command('key <action> [name]')
  .description('keys of retailers’ tills: create NAME, list, rotate ID, revoke ID')
  .option('--retailer <slug>', 'whose tills')
  .option('--campaign <slug>', 'for this campaign alone')
  .option('--days <number>', 'how long it works; for ever without this')
  .option('--public-key <base64>', 'Ed25519: its requests must be signed')
  .option('--read', 'it may also read what a receipt gave')
  .action((action: string, name = '', given: KeyWords) =>
    onDatabase('key', [
      action,
      name,
      ...(action === 'create'
        ? [
            ...[given.retailer ?? '', given.campaign ?? '-', given.days ?? '-', given.publicKey ?? '-'],
            given.read === true ? 'read' : '-',
          ]
        : []),
    ]),
  );
program
  .command('purchases <action> <file>')
  .description("import a file of a retailer's baskets (.csv, .json, .ndjson, and .gz)")
  .requiredOption('--campaign <slug>', 'for which campaign')
  .requiredOption('--retailer <slug>', 'whose tills')
  .action((action: string, file: string, { campaign, retailer }: { campaign: string; retailer: string }) =>
    onDatabase('purchases', [action, resolve(file), campaign, retailer]),
  );
program
  .command('till <campaign>')
  .description("play a day of a retailer's tills against a campaign's page (for demonstrations and tests)")
  .requiredOption('--key <key>', 'the key of the tills (relais key create)')
  .option('--baskets <number>', 'how many', '1000')
  .option('--shops <number>', 'in how many shops', '12')
  .option('--seed <number>', 'another day', '1')
  .action(async (target: string, given: TillWords) => {
    const { runTill } = await import('./cli/till.ts');
    const whole = (text: string) => Math.max(1, Math.trunc(Number(text)) || 1);
    process.exitCode = await runTill(
      {
        ...{ target, key: given.key, baskets: whole(given.baskets) },
        ...{ shops: whole(given.shops), seed: whole(given.seed) },
      },
      {
        now: systemClock.now(),
        print: (text) => void process.stdout.write(`${text}\n`),
        progress: process.stderr.isTTY ? (text) => void process.stderr.write(text) : () => {},
      },
    );
  });
program
  .command('migrate')
  .description("bring the database to this software's schema")
  .action(() => onDatabase('migrate', []));
program
  .command('backup <file>')
  .description('write everything into one file, while the server runs or not')
  .action((file: string) => onDatabase('backup', [resolve(file)]));
program
  .command('restore <file>')
  .description('put a backup into an empty database and data folder')
  .option('--latest', 'no server has run on the data since it was made: the public logs go on')
  .option('--check', 'only read it, and say whether it is whole')
  .action(async (file: string, { latest, check }: { latest?: boolean; check?: boolean }) => {
    const house = restoration(readConfig(process.env));
    const progress = process.stderr.isTTY ? (text: string) => void process.stderr.write(text) : null;
    const options = { latest: latest === true, check: check === true };
    process.exitCode = printResult(await restoreCommand(house, resolve(file), options, progress));
  });
program
  .command('doctor')
  .description('say what this installation stands on, and prove that the books agree')
  .action(() => onDatabase('doctor', []));

try {
  await program.parseAsync();
} catch (error) {
  // The expected ones are a sentence; what is left gets its stack, for whoever repairs it.
  process.stderr.write(`relais: ${expected(error) ?? (error instanceof Error ? error.stack : error)}\n`);
  // Pools and sockets that were open when it failed would keep the process alive.
  process.exit(1);
}

function expected(error: unknown): string | null {
  const named = [ConfigRefused, LogKeyRefused, FolderHeld, MigrationRefused, DatabaseUnreachable];
  if (named.some((kind) => error instanceof kind)) return (error as Error).message;
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') return `port ${port} is in use by another program; set PORT to a free one.`;
  return code === 'EACCES' && port !== undefined ? `this user may not listen on port ${port}.` : null;
}
