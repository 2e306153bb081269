import { campaignState, obstacles, publicPeople } from '../domain/mod.ts';
import type { CampaignId, Instant, Units } from '../kernel/mod.ts';
import { emptyRoot, toBase64 } from '../log/mod.ts';
import type { Database, Queryable } from '../store/mod.ts';
import { readPromises } from './promises.ts';
import { type PledgeStanding, readPledges } from './terms.ts';
import type {
  CampaignTotals,
  CampaignView,
  CharterView,
  Localised,
  OrganisationView,
  Statements,
  UnitView,
} from './view.ts';

/** The texts of a campaign that no rule reads, as kept in `campaign.content`. */
export type CampaignContent = {
  readonly title: Localised;
  readonly summary: Localised;
  readonly unit: UnitView;
  readonly milestones: readonly Units[];
  /** Absent in campaigns imported before there was a label. */
  readonly timeZone?: string;
  readonly charter: (Pick<CharterView, 'text' | 'signedBy' | 'signedOn'> & Partial<CharterView>) | null;
  readonly statements?: Statements;
  readonly impact: CampaignView['impact'];
  readonly programmes: CampaignView['programmes'];
};

type CampaignRow = {
  id: CampaignId;
  slug: string;
  charity: string;
  operator: string;
  dialogueOpens: Instant | null;
  opens: Instant;
  closes: Instant;
  settledAt: Instant | null;
  perSite: number | null;
  review: 'none' | 'first' | 'all';
  recheckAfterDays: number;
  onRemoval: 'keep' | 'reverse';
  appealDays: number;
  content: CampaignContent;
  relays: number;
  purchases: number;
  volunteers: number;
  checking: number;
  entries: number;
  publishedSize: number;
  publishedRoot: Uint8Array | null;
};

const campaignQuery = `
  SELECT c.id, c.slug, charity.slug AS charity, operator.slug AS operator, c.dialogue_opens AS "dialogueOpens", c.opens, c.closes,
    c.settled_at AS "settledAt", c.relay_per_site AS "perSite", c.relay_review AS review,
    c.relay_recheck_after_days AS "recheckAfterDays", c.relay_on_removal AS "onRemoval",
    c.relay_appeal_days AS "appealDays", c.content, n.relays, n.purchases, n.volunteers,
    coalesce(l.size, 0) AS entries, coalesce(t.published_size, 0) AS "publishedSize", t.published_root AS "publishedRoot",
    (SELECT count(*) FROM relay r WHERE r.campaign_id = c.id AND r.state IN ('received', 'checking')) AS checking
  FROM campaign c JOIN campaign_count n ON n.campaign_id = c.id
  LEFT JOIN log l ON l.id = c.id LEFT JOIN log_tree t ON t.log_id = c.id
  JOIN organisation charity ON charity.id = c.charity_id JOIN organisation operator ON operator.id = c.operator_id`;

/** One campaign as its page shows it, with the totals at `now`; null for an unknown slug. Costs the same at any size. */
export function readCampaign(db: Database, slug: string, now: Instant): Promise<CampaignView | null> {
  if (!isSlug(slug)) return Promise.resolve(null);
  return atOneMoment(db, async (tx) => {
    const [row] = await tx.rows<CampaignRow>(`${campaignQuery} WHERE c.slug = $1`, [slug]);
    return row === undefined ? null : view(tx, row, now);
  });
}

/** What may be a slug at all; anything else, a null byte for one, never reaches the database. */
function isSlug(text: string): boolean {
  return /^[a-z0-9-]{1,64}$/.test(text);
}

/** All campaigns, newest opening first. */
export function readCampaigns(db: Database, now: Instant): Promise<readonly CampaignView[]> {
  return atOneMoment(db, async (tx) => {
    const rows = await tx.rows<CampaignRow>(`${campaignQuery} ORDER BY c.opens DESC, c.slug`);
    const views: CampaignView[] = [];
    for (const row of rows) views.push(await view(tx, row, now));
    return views;
  });
}

/** Counter, promises and log are read as they stood together: whoever recomputes the total gets this one. */
function atOneMoment<T>(db: Database, read: (tx: Queryable) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    await tx.rows('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    return read(tx);
  });
}

/** Does something in a campaign that is named by its slug; gives `none` where there is no such campaign. */
export type InCampaign = <T>(slug: string, none: T, work: (id: CampaignId) => Promise<T>) => Promise<T>;

export const campaignsIn =
  (db: Queryable): InCampaign =>
  async (slug, none, work) => {
    const id = await readId(db, slug);
    return id === null ? none : work(id);
  };

/** A campaign's id by its slug; null for an unknown slug. */
export async function readId(db: Queryable, slug: string): Promise<CampaignId | null> {
  if (!isSlug(slug)) return null;
  const [row] = await db.rows<{ id: CampaignId }>('SELECT id FROM campaign WHERE slug = $1', [slug]);
  return row?.id ?? null;
}

/** A campaign's slug by its id; null for an unknown id. */
export async function readSlug(db: Queryable, id: CampaignId): Promise<string | null> {
  const [row] = await db.rows<{ slug: string }>('SELECT slug FROM campaign WHERE id = $1', [id]);
  return row?.slug ?? null;
}

/** The organisations of a campaign, in the order of its file. */
export async function readOrganisations(
  db: Queryable,
  campaign: CampaignId,
): Promise<readonly OrganisationView[]> {
  return db.rows<OrganisationView>(
    `SELECT o.slug, o.kind, o.name, o.url, o.legal_name AS "legalName", o.registration, o.mission FROM campaign_organisation co JOIN organisation o ON o.id = co.organisation_id
     WHERE co.campaign_id = $1 ORDER BY co.position`,
    [campaign],
  );
}

const nothingStated: Statements = { conditions: [], payout: null, fees: null, contact: null, consent: null };

/** A unit as it is kept, which may be from before its method was asked for. */
function withMethod(unit: UnitView): UnitView {
  return unit.value === null
    ? unit
    : { ...unit, value: { ...unit.value, method: unit.value.method ?? null } };
}

async function view(db: Queryable, row: CampaignRow, now: Instant): Promise<CampaignView> {
  const organisations = await readOrganisations(db, row.id);
  const bySlug = Object.fromEntries(organisations.map((one) => [one.slug, one]));
  const [charity, operator] = [bySlug[row.charity], bySlug[row.operator]];
  if (charity === undefined || operator === undefined)
    throw new Error(`campaign ${row.slug} lacks an organisation`);
  const { content } = row;
  const pledges = await readPledges(db, row.id, now);
  const promises = await readPromises(db, row.id);
  const shown = {
    timeZone: content.timeZone ?? 'Europe/Paris',
    unit: withMethod(content.unit),
    charter: content.charter === null ? null : { criteria: [], findings: [], ...content.charter },
    statements: content.statements ?? nothingStated,
  };
  return {
    slug: row.slug,
    title: content.title,
    summary: content.summary,
    charity,
    operator,
    organisations: bySlug,
    dialogueOpens: row.dialogueOpens,
    opens: row.opens,
    closes: row.closes,
    milestones: content.milestones,
    relay: {
      perSite: row.perSite,
      review: row.review,
      recheckAfterDays: row.recheckAfterDays,
      onRemoval: row.onRemoval,
      appealDays: row.appealDays,
    },
    ...shown,
    promises,
    obstacles: obstacles({
      ...content,
      ...shown,
      ...shown.statements,
      charity: row.charity,
      organisations,
      opens: row.opens,
      pledges: promises.map((promise, index) => ({
        ...promise,
        for: pledges[index]?.ground ?? null,
        perAct: pledges[index]?.perAct ?? 0,
        cap: pledges[index]?.cap ?? 0,
      })),
    }),
    impact: content.impact,
    programmes: content.programmes,
    totals: totals(row, pledges, now),
  };
}

function totals(row: CampaignRow, pledges: readonly PledgeStanding[], now: Instant): CampaignTotals {
  const sum = (pick: (pledge: PledgeStanding) => Units) =>
    pledges.reduce((total, pledge) => total + pick(pledge), 0);
  return {
    slug: row.slug,
    state: campaignState(row, now),
    unit: row.content.unit.code,
    granted: sum((pledge) => pledge.cap - pledge.remaining),
    settled: sum((pledge) => pledge.settled),
    delivered: sum((pledge) => pledge.delivered),
    remaining: sum((pledge) => pledge.remaining),
    relays: row.relays,
    purchases: row.purchases,
    // A public figure: of five people or more, or none.
    volunteers: publicPeople(row.volunteers),
    checking: row.checking,
    pledges: pledges.map((pledge) => ({
      id: pledge.name,
      partner: pledge.partner,
      mechanic: pledge.mechanic,
      for: pledge.ground,
      perAct: pledge.perAct,
      cap: pledge.cap,
      minimum: pledge.minimum,
      granted: pledge.cap - pledge.remaining,
      remaining: pledge.remaining,
      termsVersion: pledge.termsVersion,
    })),
    log: { size: row.publishedSize, root: toBase64(row.publishedRoot ?? emptyRoot), entries: row.entries },
    asOf: now,
  };
}
