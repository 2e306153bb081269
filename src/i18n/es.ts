import { esAccess } from './es-access.ts';
import { esBook } from './es-book.ts';
import { esData } from './es-data.ts';
import { esDialogue } from './es-dialogue.ts';
import { esFediverse } from './es-fediverse.ts';
import { esJournal } from './es-journal.ts';
import { esJudging } from './es-judging.ts';
import { esLabel } from './es-label.ts';
import { esMain } from './es-main.ts';
import { esMeetings } from './es-meetings.ts';
import { esNotices } from './es-notices.ts';
import { esProof } from './es-proof.ts';
import { esPurchase } from './es-purchase.ts';
import { esReach } from './es-reach.ts';
import { esRefusal } from './es-refusal.ts';
import { esRelay } from './es-relay.ts';
import { esResults } from './es-results.ts';
import { esVolunteer } from './es-volunteer.ts';
import type { MessageKey } from './fr.ts';

/** Spanish: all public pages and mails. The rest of the console stands on English words. */
export const es: Readonly<Partial<Record<MessageKey, string>>> = {
  ...esMain,
  ...esAccess,
  ...esBook,
  ...esData,
  ...esDialogue,
  ...esFediverse,
  ...esJournal,
  ...esJudging,
  ...esLabel,
  ...esMeetings,
  ...esNotices,
  ...esProof,
  ...esPurchase,
  ...esReach,
  ...esRefusal,
  ...esRelay,
  ...esResults,
  ...esVolunteer,
};
