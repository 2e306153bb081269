import {
  type CampaignContent,
  type Funding,
  type OrganisationView,
  readOrganisations,
  type TermsView,
  type UnitView,
} from '../campaign/mod.ts';
import { type CampaignState, campaignState, type Mechanic, type RelayGround } from '../domain/mod.ts';
import type { CampaignId, Instant, OrganisationId, PledgeId, Units } from '../kernel/mod.ts';
import { type Queryable, sqlTime } from '../store/mod.ts';

/** A promise as its settlement needs it. */
export type SettledPledge = {
  readonly pledge: PledgeId;
  readonly name: string;
  readonly partner: string;
  readonly mechanic: Mechanic;
  /** Of a promise about relays, the kind it is for (or referrals); else null. */
  readonly for: RelayGround | null;
  readonly funding: Funding;
  readonly cap: Units;
  readonly minimum: Units;
  readonly terms: readonly TermsView[];
  /** Units by the ledger; `settled` counts what is delivered as well. */
  readonly granted: Units;
  readonly settled: Units;
  readonly delivered: Units;
  readonly accounts: { readonly granted: number; readonly settled: number; readonly delivered: number };
};

/** A campaign as its settlement needs it. */
export type SettledCampaign = {
  readonly id: CampaignId;
  readonly slug: string;
  readonly state: CampaignState;
  readonly content: CampaignContent;
  readonly unit: UnitView;
  readonly charity: OrganisationView;
  readonly operator: OrganisationView;
  readonly organisations: readonly OrganisationView[];
  readonly logSize: number;
};

/** A campaign with its organisations and the size of its log; null for an unknown slug. */
export async function readSettledCampaign(
  db: Queryable,
  slug: string,
  now: Instant,
): Promise<SettledCampaign | null> {
  if (!/^[a-z0-9-]{1,64}$/.test(slug)) return null;
  const [row] = await db.rows<{
    id: CampaignId;
    charity: string;
    operator: string;
    opens: Instant;
    closes: Instant;
    settledAt: Instant | null;
    content: CampaignContent;
    logSize: number;
  }>(
    `SELECT c.id, charity.slug AS charity, operator.slug AS operator, c.opens, c.closes, c.settled_at AS "settledAt", c.content,
       coalesce(l.size, 0) AS "logSize"
     FROM campaign c JOIN organisation charity ON charity.id = c.charity_id JOIN organisation operator ON operator.id = c.operator_id
     LEFT JOIN log l ON l.id = c.id WHERE c.slug = $1`,
    [slug],
  );
  if (row === undefined) return null;
  const organisations = await readOrganisations(db, row.id);
  const find = (wanted: string) => organisations.find((one) => one.slug === wanted);
  const [charity, operator] = [find(row.charity), find(row.operator)];
  if (charity === undefined || operator === undefined)
    throw new Error(`campaign ${slug} lacks an organisation`);
  const { value } = row.content.unit;
  return {
    ...{ id: row.id, slug, content: row.content, charity, operator, organisations },
    state: campaignState(row, now),
    unit: {
      ...row.content.unit,
      value: value === null ? null : { ...value, method: value.method ?? null },
    },
    logSize: row.logSize,
  };
}

type StoredTerms = Omit<TermsView, 'opens' | 'closes' | 'from'> &
  Readonly<Record<'opens' | 'closes' | 'from', string>>;
type Row = Pick<
  SettledPledge,
  'pledge' | 'name' | 'partner' | 'mechanic' | 'for' | 'granted' | 'settled' | 'delivered'
> & {
  readonly funding: Funding | null;
  /** Null where none is in force yet. */
  readonly terms: readonly StoredTerms[] | null;
  readonly grantedAccount: number;
  readonly settledAccount: number;
  readonly deliveredAccount: number;
};

/** The promises of a campaign, in the order of its file. */
export async function readSettledPledges(
  db: Queryable,
  campaign: CampaignId,
  now: Instant,
): Promise<readonly SettledPledge[]> {
  const rows = await db.rows<Row>(
    `SELECT p.id AS pledge, p.name, o.slug AS partner, p.mechanic, p.funding, t.terms,
       CASE WHEN p.mechanic = 'relay' THEN coalesce(p.rule->>'for', 'post') END AS "for",
       p.granted_account AS "grantedAccount", p.settled_account AS "settledAccount", p.delivered_account AS "deliveredAccount",
       (SELECT cap FROM terms_version v WHERE v.pledge_id = p.id ORDER BY version DESC LIMIT 1) - a.credits_posted + a.debits_posted AS granted,
       s.credits_posted - s.debits_posted + d.credits_posted - d.debits_posted AS settled, d.credits_posted - d.debits_posted AS delivered
     FROM pledge p JOIN organisation o ON o.id = p.partner_id
     JOIN ledger_account a ON a.id = p.available_account
     JOIN ledger_account s ON s.id = p.settled_account JOIN ledger_account d ON d.id = p.delivered_account
     JOIN LATERAL (SELECT jsonb_agg(jsonb_build_object('version', v.version, 'perAct', v.per_act, 'cap', v.cap, 'minimum', v.minimum,
         'opens', v.opens, 'closes', v.closes, 'from', v.valid_from, 'notice', v.notice) ORDER BY v.version) AS terms
       FROM terms_version v WHERE v.pledge_id = p.id AND v.valid_from <= $2) t ON true
     WHERE p.campaign_id = $1 ORDER BY p.position, p.id`,
    [campaign, sqlTime(now)],
  );
  return rows.map(({ grantedAccount, settledAccount, deliveredAccount, ...row }) => {
    const terms = (row.terms ?? []).map((one) => ({
      ...one,
      opens: Date.parse(one.opens),
      closes: Date.parse(one.closes),
      from: Date.parse(one.from),
    }));
    const last = terms.at(-1);
    return {
      ...row,
      funding: row.funding ?? { flat: null, tax: null },
      terms,
      cap: last?.cap ?? 0,
      minimum: last?.minimum ?? 0,
      accounts: { granted: grantedAccount, settled: settledAccount, delivered: deliveredAccount },
    };
  });
}

/** The database's id of an organisation. */
export async function readOrganisationId(db: Queryable, slug: string): Promise<OrganisationId | null> {
  const [row] = await db.rows<{ id: OrganisationId }>('SELECT id FROM organisation WHERE slug = $1', [slug]);
  return row?.id ?? null;
}
