import type { CampaignId } from '../kernel/mod.ts';
import type { Queryable } from '../store/mod.ts';
import type { Funding, PromiseView, TermsView } from './view.ts';

type Row = Omit<PromiseView, 'terms' | 'flat' | 'tax'> & { pledge: string; funding: Funding | null };

/** What is said of a campaign's promises beside their balances, in file order, with every version of their terms. */
export async function readPromises(db: Queryable, campaign: CampaignId): Promise<readonly PromiseView[]> {
  const rows = await db.rows<Row>(
    `SELECT p.id AS pledge, p.name AS id, o.slug AS partner, p.mechanic, p.rule, p.funding
     FROM pledge p JOIN organisation o ON o.id = p.partner_id WHERE p.campaign_id = $1 ORDER BY p.position`,
    [campaign],
  );
  const versions = await db.rows<TermsView & { pledge: string }>(
    `SELECT t.pledge_id AS pledge, t.version, t.per_act AS "perAct", t.cap, t.minimum, t.opens, t.closes,
       t.valid_from AS "from", t.notice
     FROM terms_version t JOIN pledge p ON p.id = t.pledge_id WHERE p.campaign_id = $1 ORDER BY t.pledge_id, t.version`,
    [campaign],
  );
  return rows.map(({ pledge: id, funding, ...row }) => ({
    ...row,
    flat: funding?.flat ?? null,
    tax: funding?.tax ?? null,
    terms: versions.filter((one) => one.pledge === id).map(({ pledge: _, ...terms }) => terms),
  }));
}
