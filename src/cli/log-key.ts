import type { Random } from '../kernel/mod.ts';
import { addSeed, retireSeed, seedFiles } from '../log/mod.ts';
import { type CommandResult, refused, succeeded } from './command.ts';

/**
 * `relais log-key list|rotate|retire`: the keys of the public logs in their folder. A running server notices: after
 * `rotate` the new key and the old ones sign side by side, until `retire` removes the oldest.
 */
export function logKeyCommand(folder: string, action: string, random: Random): CommandResult {
  switch (action) {
    case 'list': {
      const files = seedFiles(folder);
      return files.length === 0
        ? succeeded(`No key in ${folder} yet; one is made at the first start.`)
        : succeeded(files.map((file, index) => `${file}${index === 0 ? '  signs first' : ''}`).join('\n'));
    }
    case 'rotate': {
      const file = addSeed(folder, random);
      return succeeded(
        `${file} signs from now on, beside the older keys. Back up ${folder}; when everybody had time to learn the new verifier key, run «relais log-key retire».`,
      );
    }
    case 'retire': {
      const file = retireSeed(folder);
      return file === null
        ? refused('There is only one key: rotate first, and leave both for a while.')
        : succeeded(
            `${file} is gone. Checkpoints that it signed stay valid for whoever knows its verifier key.`,
          );
    }
    default:
      return refused(`${action} is not one of list, rotate, retire.`);
  }
}
