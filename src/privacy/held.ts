import type { CampaignId, RelayId } from '../kernel/mod.ts';
import type { Queryable } from '../store/mod.ts';

/**
 * Everything that is held about a relay, for the person it is about (GDPR article 15), as one JSON document with the
 * names of our tables: nothing is left out but the keys of links. Null when there is no such relay.
 */
export async function heldAbout(db: Queryable, relay: RelayId): Promise<string | null> {
  const [post] = await db.rows<{ campaign_id: CampaignId } & Record<string, unknown>>(
    'SELECT to_jsonb(r) AS row, r.campaign_id FROM relay r WHERE r.id = $1 AND r.erased_at IS NULL',
    [relay],
  );
  if (post === undefined) return null;
  const campaign = post.campaign_id;
  const all = async (sql: string, values: readonly string[]) =>
    (await db.rows<{ row: unknown }>(`SELECT to_jsonb(x) AS row FROM (${sql}) x`, values)).map(
      (one) => one.row,
    );
  const ofRelay = (columns: string, table: string) =>
    all(`SELECT ${columns} FROM ${table} WHERE relay_id = $1`, [relay]);
  const credits = `SELECT c.* FROM credit c WHERE c.campaign_id = $2 AND c.mechanic = 'relay' AND c.subject = $1`;
  const held = {
    relay: post.row,
    steps: await ofRelay('*', 'relay_step'),
    seen: await ofRelay("at, excerpt, around, encode(print, 'base64') AS print", 'relay_seen'),
    decisions: await ofRelay('at, decision, reason, words', 'moderation'),
    appeals: await ofRelay(
      'id, state, why, email, language, refused_reason, claimed_at, made_at, due_at, decided_at, words',
      'appeal',
    ),
    contact: await ofRelay('*', 'relay_contact'),
    // Anybody may ask to be told about a post: the address may be another person's than who reads this.
    notices: await ofRelay(
      "left(email, 1) || '…' AS email, language, created_at, confirmed_at",
      'relay_subscription',
    ),
    requests: await ofRelay('id, way, state, language, made_at, checked_at', 'data_request'),
    credits: await all(credits, [relay, campaign]),
    parts: await all(`SELECT p.* FROM credit_part p JOIN (${credits}) c ON c.id = p.credit_id`, [
      relay,
      campaign,
    ]),
    reversals: await all(`SELECT v.* FROM reversal v JOIN (${credits}) c ON c.id = v.credit_id`, [
      relay,
      campaign,
    ]),
    openings: await all(
      `SELECT o.leaf_index, encode(o.salt, 'base64') AS salt, o.record FROM opening o
       WHERE o.campaign_id = $2 AND o.leaf_index IN (SELECT c.leaf_index FROM (${credits}) c
         UNION SELECT v.leaf_index FROM reversal v JOIN (${credits}) c ON c.id = v.credit_id)`,
      [relay, campaign],
    ),
  };
  return `${JSON.stringify(held, null, 2)}\n`;
}
