import { readId } from '../campaign/mod.ts';
import { isoInstant } from '../kernel/mod.ts';
import { type HaltReason, readHalted, readPublished, restartLog, resumeLog } from '../log/mod.ts';
import { type Command, refused, succeeded } from './command.ts';

const why: Readonly<Record<HaltReason, string>> = {
  behind:
    'the database holds fewer entries than a checkpoint that was published: it was restored from an older backup',
  forked: 'the database holds other entries than a checkpoint that was published',
  witness_ahead: 'a witness has cosigned a larger tree than the database holds',
  restored:
    'the database came from a backup, and nobody has said whether checkpoints were published after it was made',
};

/** `relais log status|restart|resume CAMPAIGN`: what a public log stands at, and the decisions after a restored backup. */
export const logCommand: Command = async ({ db, clock }, { words }) => {
  const [action = '', slug = ''] = words;
  const id = await readId(db, slug);
  if (id === null) return refused(`There is no campaign ${slug}.`);
  if (action === 'status') {
    const published = await readPublished(db, id);
    const halted = (await readHalted(db)).find((one) => one.log === id);
    const lines = [
      published === null
        ? 'Nothing is published yet.'
        : `${published.origin}: ${published.size} entries, published ${isoInstant(published.at)}`,
      ...(halted === undefined
        ? []
        : [
            `HALTED: ${why[halted.reason]}.`,
            'Nothing is signed until you decide. If a newer database exists, restore that one.',
            ...(halted.reason === 'restored'
              ? [
                  `If no server ran after the backup was made, «relais log resume ${slug}» lets the log go on.`,
                ]
              : []),
            'If what was lost is lost,',
            `«relais log restart ${slug}» ends this log on record and begins a new one with the entries there are.`,
            'The checkpoint that the database contradicts:',
            halted.shown,
          ]),
    ];
    return { exit: halted === undefined ? 0 : 1, out: `${lines.join('\n')}\n`, err: '' };
  }
  if (action === 'resume')
    return (await resumeLog(db, id))
      ? succeeded(`The log of ${slug} goes on.`)
      : refused(
          `The log of ${slug} does not wait for this: «relais log status ${slug}» says what it stands at.`,
        );
  if (action !== 'restart') return refused(`${action} is not one of status, restart, resume.`);
  const restarted = await restartLog(db, id, clock.now());
  return restarted === null
    ? refused(`The log of ${slug} is not halted; there is nothing to decide.`)
    : succeeded(
        `${restarted.ended} has ended; its last checkpoint stays on the campaign's proof page.\nThe entries go on as ${restarted.origin}.`,
      );
};
