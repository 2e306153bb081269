import { Command as Program } from 'commander';
import { pino } from 'pino';
import pretty from 'pino-pretty';
import type { Command } from './cli/command.ts';
import { controlSocket, serveControl } from './cli/control.ts';
import { doctor } from './cli/doctor.ts';
import { exportCampaignCommand } from './cli/export.ts';
import { importCampaignCommand } from './cli/import.ts';
import { migrateCommand } from './cli/migrate.ts';
import { moderateCommand } from './cli/moderate.ts';
import { printResult, readInputFile, runCommand } from './cli/run.ts';
import { openStore, type RunningServer, startServer } from './compose.ts';
import { type Config, ConfigRefused, readConfig } from './config.ts';
import { systemClock, systemRandom } from './kernel/mod.ts';
import { DatabaseUnreachable, FolderHeld, MigrationRefused } from './store/mod.ts';

/** The commands that work on a database, here or in the running server. */
const commands: Readonly<Record<string, Command>> = {
  import: importCampaignCommand,
  export: exportCampaignCommand,
  migrate: migrateCommand,
  moderate: moderateCommand,
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
  const house = { db: server.db, clock: systemClock, random: systemRandom, publicUrl: server.url };
  return serveControl(config.data, commands, house, (error) =>
    log.error({ err: error }, controlSocket(config.data)),
  );
}

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
      start: (environment) => {
        const config = readConfig(environment);
        return startServer(config, createLog(config));
      },
    });
  });
program
  .command('import <file>')
  .description('import or update a campaign from its file (YAML or JSON)')
  .action((file: string) => onDatabase('import', [], file));
program
  .command('export <campaign>')
  .description("print a campaign's file")
  .action((campaign: string) => onDatabase('export', [campaign]));
program
  .command('moderate <relay> <decision>')
  .description('decide a held or refused relay: approve, refuse or spam')
  .action((relay: string, decision: string) => onDatabase('moderate', [relay, decision]));
program
  .command('migrate')
  .description("bring the database to this software's schema")
  .action(() => onDatabase('migrate', []));
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
  const named = [ConfigRefused, FolderHeld, MigrationRefused, DatabaseUnreachable];
  if (named.some((kind) => error instanceof kind)) return (error as Error).message;
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') return `port ${port} is in use by another program; set PORT to a free one.`;
  return code === 'EACCES' && port !== undefined ? `this user may not listen on port ${port}.` : null;
}
