import { existsSync, readFileSync } from 'node:fs';
import type { Clock, Random } from '../kernel/mod.ts';
import { isKeyName } from '../log/mod.ts';
import { readLogKeys, startWitness } from './witness.ts';

/** The words of `relais witness`. */
export type WitnessWords = {
  readonly name: string;
  readonly log: readonly string[];
  readonly data: string;
  readonly host: string;
  readonly port: string;
  readonly pq?: boolean;
};

/** `relais witness`: runs until it is told to stop. A wrong word ends it with one sentence and status 1. */
export async function runWitness(
  words: WitnessWords,
  house: { readonly clock: Clock; readonly random: Random },
): Promise<void> {
  const fail = (sentence: string) => {
    process.stderr.write(`relais: ${sentence}\n`);
    process.exitCode = 1;
  };
  if (!isKeyName(words.name)) return fail(`«${words.name}» is no name of a key: no space, no plus sign.`);
  if (!/^\d{1,5}$/.test(words.port) || Number(words.port) > 65_535)
    return fail(`${words.port} is not a port.`);
  const text = words.log.map((word) => (existsSync(word) ? readFileSync(word, 'utf8') : word)).join('\n');
  const logs = readLogKeys(text);
  if ('wrong' in logs) return fail(`«${logs.wrong.slice(0, 120)}» is no verifier key of a log.`);
  const print = (line: string) => process.stdout.write(`${line}\n`);
  const { data, host } = words;
  const witness = await startWitness(
    { data, host, name: words.name, port: Number(words.port), logs, pq: words.pq === true },
    { ...house, print },
  );
  print(`${words.name} witnesses ${new Set(logs.map((key) => key.name)).size} logs at ${witness.url}`);
  print(
    'Give this to the operators of the logs (RELAIS_LOG_WITNESSES), and the keys to whoever wants to check:',
  );
  print(`  ${witness.url} ${witness.vkeys.join(' ')}`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void witness.stop());
}
