import type { AppealState } from '../../../domain/mod.ts';
import { type Id, isId, type Language } from '../../../kernel/mod.ts';
import type { Mail, Mailer } from '../../../mail/mod.ts';
import type { Database } from '../../../store/mod.ts';

/** The job that sends the answer to an appeal to whoever left an address for it. */
export const appealMailJob = 'appeal-mail';

export type AppealMailPayload = { readonly appeal: Id<'apl'> };
export function isAppealMailPayload(value: unknown): value is AppealMailPayload {
  const { appeal } = (value ?? {}) as Partial<Record<'appeal', unknown>>;
  return typeof appeal === 'string' && isId('apl', appeal);
}

/** What the answer is written from. */
export type AppealLetter = {
  readonly state: Exclude<AppealState, 'open' | 'withdrawn'>;
  readonly language: Language;
  readonly source: string;
  readonly words: string | null;
  /** The relay's page. */
  readonly address: string;
};
export type AppealWords = (letter: AppealLetter) => Omit<Mail, 'to'>;

/** Sends the answer and forgets the address. A mail may be sent twice if the process dies in between. */
export async function mailAppeal(
  house: {
    readonly db: Database;
    readonly mailer: Mailer;
    readonly publicUrl: URL;
    readonly words: AppealWords;
  },
  { appeal }: AppealMailPayload,
): Promise<void> {
  const [row] = await house.db.rows<Omit<AppealLetter, 'address'> & { email: string; relay: string }>(
    `SELECT a.state, a.language, r.source, a.words, a.email, r.id AS relay FROM appeal a JOIN relay r ON r.id = a.relay_id
     WHERE a.id = $1 AND a.email IS NOT NULL AND a.state IN ('accepted', 'refused') AND r.erased_at IS NULL`,
    [appeal],
  );
  if (row === undefined) return;
  const { email, relay, ...letter } = row;
  const address = new URL(`/relays/${relay}`, house.publicUrl).href;
  await house.mailer.send({
    ...house.words({ ...letter, address }),
    to: email,
    messageId: `<${appeal}@${house.publicUrl.hostname}>`,
  });
  await house.db.rows('UPDATE appeal SET email = NULL WHERE id = $1', [appeal]);
}
