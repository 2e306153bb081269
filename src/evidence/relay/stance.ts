import type { Stance } from '../../domain/mod.ts';
import type { RelayId } from '../../kernel/mod.ts';
import type { Queryable } from '../../store/mod.ts';

/** What the author of a relay says of the campaign; null: nothing. */
export async function readStance(db: Queryable, relay: RelayId): Promise<Stance | null> {
  const [row] = await db.rows<{ stance: Stance | null }>('SELECT stance FROM relay WHERE id = $1', [relay]);
  return row?.stance ?? null;
}

/** The author, having shown that the post is theirs, says it, or says nothing; a link in the post says it no longer. */
export async function chooseStance(db: Queryable, relay: RelayId, stance: Stance | null): Promise<void> {
  await db.rows('UPDATE relay SET stance = $2, stance_chosen = true WHERE id = $1 AND erased_at IS NULL', [
    relay,
    stance,
  ]);
}
