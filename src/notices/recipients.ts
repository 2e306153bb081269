import type { Role } from '../domain/mod.ts';
import type { Language } from '../kernel/mod.ts';
import type { Queryable } from '../store/mod.ts';

export type Recipient = { readonly email: string; readonly language: Language };

/** Who is written to: people of an organisation (a slug) with one of these roles, there or in this campaign (a slug). */
export async function recipients(
  db: Queryable,
  who: { readonly campaign: string; readonly organisation: string; readonly roles: readonly Role[] },
): Promise<readonly Recipient[]> {
  return db.rows<Recipient>(
    `SELECT DISTINCT a.email, a.language FROM membership m JOIN account a ON a.id = m.account_id
     JOIN organisation o ON o.id = m.organisation_id
     WHERE o.slug = $1 AND m.role = ANY ($2) AND (m.campaign IS NULL OR m.campaign = $3) AND a.disabled_at IS NULL
     ORDER BY a.email`,
    [who.organisation, who.roles, who.campaign],
  );
}
