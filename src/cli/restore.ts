import { type BackupContent, BackupRefused, type Progress, type Restored } from '../backup/mod.ts';
import { counted, rowCounter } from './backup.ts';
import { type CommandResult, refused, succeeded } from './command.ts';

/** What restores a backup into the house that the environment names. */
export type RestoreHouse = {
  readonly publicUrl: string;
  readonly check: (path: string) => Promise<BackupContent>;
  readonly restore: (
    path: string,
    options: { readonly latest: boolean },
    onProgress: Progress,
  ) => Promise<Restored>;
  /** A mark of the secret that this house works with; null where it has none yet. */
  readonly secretMark: () => string | null;
  /** Whether the log's keys are given by `RELAIS_LOG_KEYS`. */
  readonly hasLogKeys: boolean;
};

/** `relais restore FILE`: a backup back into an empty database and its folder; `check` reads it and changes nothing. */
export async function restoreCommand(
  house: RestoreHouse,
  path: string,
  options: { readonly latest: boolean; readonly check: boolean },
  progress: ((text: string) => void) | null,
): Promise<CommandResult> {
  try {
    if (options.check)
      return succeeded([`${path} is whole.`, ...describe(await house.check(path))].join('\n'));
    const restored = await house.restore(path, options, rowCounter(progress));
    progress?.('\r\u001b[K');
    return succeeded(
      [`${path} is restored.`, ...describe(restored), ...remarks(house, restored), ...next(restored)].join(
        '\n',
      ),
    );
  } catch (error) {
    if (error instanceof BackupRefused) return refused(error.message);
    throw error;
  }
}

function describe({ header, rows, tables, jobs, files }: BackupContent): readonly string[] {
  return [
    `  made ${header.madeAt} of ${header.publicUrl}`,
    `  ${counted(rows, 'row')} of ${counted(tables, 'table')}, ${counted(jobs, 'job')} that ${jobs === 1 ? 'waits' : 'wait'}, ${counted(files.length, 'file')}`,
  ];
}

/** What is not as it was where the backup was made. */
function remarks(house: RestoreHouse, { header, aside }: Restored): readonly string[] {
  return [
    ...aside.map((name) => `  Another one stood in the folder and was set aside: ${name}`),
    ...(house.secretMark() === header.secret.mark
      ? []
      : ['  RELAIS_SECRET is not the one it was made with: links that people hold do not work.']),
    ...(header.logKeys === 'files' && !house.hasLogKeys
      ? [
          "  The log's keys were given by RELAIS_LOG_KEYS and are not in it: give them before the server starts.",
        ]
      : []),
    ...(header.publicUrl === house.publicUrl
      ? []
      : [`  RELAIS_URL is ${house.publicUrl} here: links to the old address find nothing.`]),
  ];
}

function next({ halted }: Restored): readonly string[] {
  if (halted === 0) return ['Next: relais doctor, then start the server.'];
  return [
    `${counted(halted, 'public log')} ${halted === 1 ? 'signs' : 'sign'} nothing yet: who knows what was published after the backup was made? For each campaign,`,
    '  relais log resume CAMPAIGN    if no server ran after it was made',
    '  relais log restart CAMPAIGN   if one did and its data are lost: the old log ends on record, a new one begins',
    'Next: relais doctor, then start the server. Relays are counted all the while.',
  ];
}
