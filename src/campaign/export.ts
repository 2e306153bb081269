import type { Mechanic } from '../domain/mod.ts';
import type { CampaignId, Instant, Units } from '../kernel/mod.ts';
import type { Queryable } from '../store/mod.ts';
import { type CampaignFile, printCampaignFile } from './file.ts';
import { type CampaignContent, readOrganisations } from './read.ts';
import type { Funding } from './view.ts';

type CampaignRow = {
  id: CampaignId;
  charity: string;
  operator: string;
  dialogueOpens: Instant | null;
  opens: Instant;
  closes: Instant;
  perSite: number | null;
  review: 'none' | 'first' | 'all';
  recheckAfterDays: number;
  onRemoval: 'keep' | 'reverse';
  appealDays: number;
  content: CampaignContent;
};

type PledgeRow = {
  id: string;
  partner: string;
  mechanic: Mechanic;
  opens: Instant | null;
  closes: Instant | null;
  rule: Record<string, unknown> | null;
  funding: Funding | null;
  perAct: Units;
  cap: Units;
  minimum: Units;
};

/** A campaign's file with its latest terms, or null for an unknown slug. Importing it changes nothing. */
export async function exportCampaign(db: Queryable, slug: string): Promise<string | null> {
  const [row] = await db.rows<CampaignRow>(
    `SELECT c.id, charity.slug AS charity, operator.slug AS operator, c.dialogue_opens AS "dialogueOpens", c.opens, c.closes,
       c.relay_per_site AS "perSite", c.relay_review AS review, c.relay_recheck_after_days AS "recheckAfterDays",
       c.relay_on_removal AS "onRemoval", c.relay_appeal_days AS "appealDays", c.content
     FROM campaign c JOIN organisation charity ON charity.id = c.charity_id JOIN organisation operator ON operator.id = c.operator_id
     WHERE c.slug = $1`,
    [slug],
  );
  if (row === undefined) return null;
  const organisations = await readOrganisations(db, row.id);
  const pledges = await db.rows<PledgeRow>(
    `SELECT p.name AS id, o.slug AS partner, p.mechanic, p.opens, p.closes, p.rule, p.funding, t.per_act AS "perAct", t.cap, t.minimum
     FROM pledge p JOIN organisation o ON o.id = p.partner_id
     JOIN LATERAL (SELECT * FROM terms_version t WHERE t.pledge_id = p.id ORDER BY t.version DESC LIMIT 1) t ON true
     WHERE p.campaign_id = $1 ORDER BY p.position`,
    [row.id],
  );
  const { content } = row;
  return printCampaignFile({
    organisations,
    campaign: {
      slug,
      title: content.title,
      summary: content.summary,
      charity: row.charity,
      operator: row.operator,
      unit: content.unit,
      dialogueOpens: row.dialogueOpens,
      opens: row.opens,
      closes: row.closes,
      ...(content.timeZone === undefined ? {} : { timeZone: content.timeZone }),
      milestones: content.milestones,
      relay: {
        perSite: row.perSite,
        review: row.review,
        recheckAfterDays: row.recheckAfterDays,
        onRemoval: row.onRemoval,
        appealDays: row.appealDays,
      },
    },
    charter: content.charter,
    ...(content.statements === undefined ? {} : { disclosures: content.statements }),
    pledges: pledges.map(filePledge),
    impact: content.impact,
    programmes: content.programmes,
  } as CampaignFile);
}

function filePledge({ perAct, rule, mechanic, funding, ...rest }: PledgeRow) {
  const pledge = { ...rest, ...funding };
  switch (mechanic) {
    case 'relay':
      return { ...pledge, mechanic, perAct, for: rule?.for ?? 'post' };
    case 'purchase':
      return { ...pledge, mechanic, perAct, rule };
    case 'volunteering':
      return { ...pledge, mechanic, perHour: perAct, companies: rule?.companies ?? [] };
  }
}
