import type { Obstacle } from '../domain/mod.ts';
import {
  type CampaignId,
  type Clock,
  type Instant,
  newId,
  type OrganisationId,
  type PledgeId,
  type Random,
  systemRandom,
} from '../kernel/mod.ts';
import { openAccounts, post, type TransferRequest } from '../ledger/mod.ts';
import { type Database, sqlTime, type Transaction } from '../store/mod.ts';
import { type CampaignFile, type FileProblem, parseCampaignFile } from './file.ts';
import { appendLeaves, termsLeaf } from './leaves.ts';
import type { CampaignContent } from './read.ts';
import { fileObstacles } from './stated.ts';
import { becomeCreditWriter } from './terms.ts';
import { type KnownCampaign, type KnownPledge, type PledgeTerms, pledgeTerms, refusals } from './update.ts';
import type { Funding, Localised } from './view.ts';

/** What became of an import; nothing is kept unless it is `imported`. */
export type ImportOutcome =
  | {
      readonly kind: 'imported';
      readonly slug: string;
      readonly created: boolean;
      readonly pledges: number;
      readonly newTerms: readonly string[];
      /** What its label does not say yet; empty when it is complete. */
      readonly obstacles: readonly Obstacle[];
    }
  /** The file can't be read as a campaign; every problem with its line and column. */
  | { readonly kind: 'invalid'; readonly problems: readonly FileProblem[] }
  /** The file is sound but would take back what was promised; one sentence each. */
  | { readonly kind: 'refused'; readonly reasons: readonly string[] };

/**
 * Imports a campaign, or updates the one of the same slug, in one transaction. Promises are opened in the ledger with
 * their caps; changed terms become a new version and are only taken when they are more generous, or when the campaign
 * has not opened and nothing was granted. The same file again changes nothing.
 */
export async function importCampaign(
  db: Database,
  text: string,
  clock: Clock,
  random: Random = systemRandom,
  { gate = false }: { readonly gate?: boolean } = {},
): Promise<ImportOutcome> {
  const parsed = parseCampaignFile(text);
  if (parsed.kind === 'invalid') return parsed;
  return db.transaction((tx) =>
    importInto(tx, parsed.file, { now: clock.now(), random, notices: new Map(), gate }),
  );
}

/** When it is imported, and what is said of each promise whose terms change, by the promise's name. */
export type Importing = {
  readonly now: Instant;
  readonly random: Random;
  readonly notices: ReadonlyMap<string, Localised>;
  /** Refuse a file whose label is incomplete. */
  readonly gate: boolean;
};

/** The import of a sound file within the caller's transaction, which keeps nothing when the outcome is `refused`. */
export async function importInto(
  tx: Transaction,
  file: CampaignFile,
  importing: Importing,
): Promise<Exclude<ImportOutcome, { kind: 'invalid' }>> {
  const { now, random } = importing;
  const obstacles = fileObstacles(file);
  if (importing.gate && obstacles.length > 0)
    return {
      kind: 'refused',
      reasons: obstacles.map((one) => `${one.path}: ${one.problem.replaceAll('_', ' ')}.`),
    };
  await tx.rows("SELECT pg_advisory_xact_lock(hashtextextended('relais:import', 0))");
  const known = await readKnown(tx, file.campaign.slug);
  if (known !== null) {
    await becomeCreditWriter(tx, known.id);
    const reasons = refusals(known, file, now);
    if (reasons.length > 0) return { kind: 'refused', reasons };
  }
  const organisations = await keepOrganisations(tx, file, now, random);
  const id = known?.id ?? newId('cmp', now, random);
  await keepCampaign(tx, id, file, organisations, now);
  await linkOrganisations(tx, id, file, organisations);
  const newTerms = await keepPledges(tx, id, file, organisations, known, importing);
  await tx.rows("SELECT pg_notify('relais_campaign', $1)", [file.campaign.slug]);
  return {
    kind: 'imported',
    slug: file.campaign.slug,
    created: known === null,
    pledges: file.pledges.length,
    newTerms,
    obstacles,
  };
}

async function readKnown(tx: Transaction, slug: string): Promise<KnownCampaign | null> {
  const [campaign] = await tx.rows<Omit<KnownCampaign, 'pledges'>>(
    'SELECT id, unit, opens, closes FROM campaign WHERE slug = $1 FOR UPDATE',
    [slug],
  );
  if (campaign === undefined) return null;
  const pledges = await tx.rows<KnownPledge>(
    `SELECT p.id, p.name, o.slug AS partner, p.mechanic, t.version, t.per_act AS "perAct", t.cap, t.minimum,
       t.opens, t.closes,
       p.promised_account AS promised, p.available_account AS available,
       a.debits_posted + a.debits_pending > 0 AS used, p.rule
     FROM pledge p JOIN organisation o ON o.id = p.partner_id JOIN ledger_account a ON a.id = p.available_account
     JOIN LATERAL (SELECT * FROM terms_version t WHERE t.pledge_id = p.id ORDER BY t.version DESC LIMIT 1) t ON true
     WHERE p.campaign_id = $1`,
    [campaign.id],
  );
  return { ...campaign, pledges: new Map(pledges.map((pledge) => [pledge.name, pledge])) };
}

type Organisations = ReadonlyMap<string, OrganisationId>;

async function keepOrganisations(
  tx: Transaction,
  file: CampaignFile,
  now: Instant,
  random: Random,
): Promise<Organisations> {
  const rows = await tx.rows<{ id: OrganisationId; slug: string }>(
    `INSERT INTO organisation (id, slug, kind, name, url, legal_name, registration, mission)
     SELECT id, slug, kind, name, url, legal_name, registration, mission::jsonb
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
       AS o (id, slug, kind, name, url, legal_name, registration, mission)
     ON CONFLICT (slug) DO UPDATE SET kind = excluded.kind, name = excluded.name, url = excluded.url,
       legal_name = excluded.legal_name, registration = excluded.registration, mission = excluded.mission
     RETURNING id, slug`,
    [
      file.organisations.map(() => newId('org', now, random)),
      file.organisations.map((one) => one.slug),
      file.organisations.map((one) => one.kind),
      file.organisations.map((one) => one.name),
      file.organisations.map((one) => one.url ?? null),
      file.organisations.map((one) => one.legalName),
      file.organisations.map((one) => one.registration),
      file.organisations.map((one) => (one.mission === null ? null : JSON.stringify(one.mission))),
    ],
  );
  return new Map(rows.map((row) => [row.slug, row.id]));
}

function idOf(organisations: Organisations, slug: string): OrganisationId {
  const id = organisations.get(slug);
  if (id === undefined) throw new Error(`organisation ${slug} was checked to be in the file`);
  return id;
}

async function keepCampaign(
  tx: Transaction,
  id: CampaignId,
  file: CampaignFile,
  organisations: Organisations,
  now: Instant,
): Promise<void> {
  const { campaign } = file;
  const content: CampaignContent = {
    title: campaign.title,
    summary: campaign.summary,
    unit: campaign.unit,
    milestones: campaign.milestones,
    timeZone: campaign.timeZone,
    charter: file.charter,
    statements: file.disclosures,
    impact: file.impact,
    programmes: file.programmes,
  };
  await tx.rows(
    `INSERT INTO campaign (id, slug, charity_id, operator_id, unit, dialogue_opens, opens, closes, relay_per_site, relay_review,
       relay_recheck_after_days, relay_on_removal, content, imported_at, updated_at, relay_appeal_days)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14, $15)
     ON CONFLICT (slug) DO UPDATE SET charity_id = $3, operator_id = $4, unit = $5, dialogue_opens = $6, opens = $7, closes = $8,
       relay_per_site = $9, relay_review = $10, relay_recheck_after_days = $11, relay_on_removal = $12, content = $13, updated_at = $14,
       relay_appeal_days = $15`,
    [
      id,
      campaign.slug,
      idOf(organisations, campaign.charity),
      idOf(organisations, campaign.operator),
      campaign.unit.code,
      campaign.dialogueOpens === null ? null : sqlTime(campaign.dialogueOpens),
      sqlTime(campaign.opens),
      sqlTime(campaign.closes),
      campaign.relay.perSite,
      campaign.relay.review,
      campaign.relay.recheckAfterDays,
      campaign.relay.onRemoval,
      JSON.stringify(content),
      sqlTime(now),
      campaign.relay.appealDays,
    ],
  );
  await tx.rows('INSERT INTO campaign_count (campaign_id) VALUES ($1) ON CONFLICT DO NOTHING', [id]);
}

async function linkOrganisations(
  tx: Transaction,
  id: CampaignId,
  file: CampaignFile,
  organisations: Organisations,
): Promise<void> {
  await tx.rows('DELETE FROM campaign_organisation WHERE campaign_id = $1', [id]);
  await tx.rows(
    `INSERT INTO campaign_organisation (campaign_id, organisation_id, position)
     SELECT $1, organisation, position FROM unnest($2::text[]) WITH ORDINALITY AS o (organisation, position)`,
    [id, file.organisations.map((one) => idOf(organisations, one.slug))],
  );
}

/** Opens new promises and new versions of changed terms; gives the names of those that changed. */
async function keepPledges(
  tx: Transaction,
  campaign: CampaignId,
  file: CampaignFile,
  organisations: Organisations,
  known: KnownCampaign | null,
  { now, random, notices }: Importing,
): Promise<readonly string[]> {
  const changed: string[] = [];
  for (const [position, pledge] of file.pledges.entries()) {
    const terms = pledgeTerms(pledge, file.campaign);
    const before = known?.pledges.get(pledge.id);
    const id = before?.id ?? newId('plg', now, random);
    const version = before?.version ?? 0;
    const same =
      before !== undefined &&
      before.perAct === terms.perAct &&
      before.cap === terms.cap &&
      before.minimum === terms.minimum &&
      before.opens === terms.opens &&
      before.closes === terms.closes;
    const accounts = await pledgeAccounts(tx, id, file.campaign.unit.code);
    await tx.rows(
      `INSERT INTO pledge (id, campaign_id, name, partner_id, mechanic, position, opens, closes, rule,
         promised_account, available_account, granted_account, settled_account, delivered_account, funding)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
       ON CONFLICT (id) DO UPDATE SET position = $6, opens = $7, closes = $8, rule = $9, funding = $15`,
      [
        id,
        campaign,
        pledge.id,
        idOf(organisations, pledge.partner),
        pledge.mechanic,
        position,
        pledge.opens === null ? null : sqlTime(pledge.opens),
        pledge.closes === null ? null : sqlTime(pledge.closes),
        terms.rule === null ? null : JSON.stringify(terms.rule),
        accounts.promised,
        accounts.available,
        accounts.granted,
        accounts.settled,
        accounts.delivered,
        JSON.stringify({ flat: pledge.flat, tax: pledge.tax } satisfies Funding),
      ],
    );
    if (same) continue;
    if (before !== undefined) changed.push(pledge.id);
    const leaf = termsLeaf({
      slug: file.campaign.slug,
      pledge: pledge.id,
      partner: pledge.partner,
      mechanic: pledge.mechanic,
      unit: file.campaign.unit.code,
      version: version + 1,
      terms,
      at: now,
    });
    const index = await appendLeaves(tx, { id: campaign, slug: file.campaign.slug }, [leaf]);
    await tx.rows(
      `INSERT INTO terms_version (pledge_id, version, per_act, cap, minimum, opens, closes, valid_from, leaf_index, notice)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        id,
        version + 1,
        terms.perAct,
        terms.cap,
        terms.minimum,
        sqlTime(terms.opens),
        sqlTime(terms.closes),
        sqlTime(now),
        index,
        noticeOf(notices.get(pledge.id)),
      ],
    );
    await moveCap(tx, id, version + 1, accounts, terms, before, now);
  }
  return changed;
}

function noticeOf(words: Localised | undefined): string | null {
  return words === undefined ? null : JSON.stringify(words);
}

async function pledgeAccounts(tx: Transaction, pledge: PledgeId, unit: string) {
  const names = ['promised', 'available', 'granted', 'settled', 'delivered'] as const;
  const ids = await openAccounts(
    tx,
    // A partner's word is the source of units: only what it promised bounds what is available. What is granted and not
    // paid for may be below nothing: a minimum is paid for beyond it, and acts are undone after they were paid for.
    names.map((name) => ({
      name: `${pledge}:${name}`,
      unit,
      bounded: name !== 'promised' && name !== 'granted',
    })),
  );
  return Object.fromEntries(names.map((name, index) => [name, ids[index] as number])) as Record<
    (typeof names)[number],
    number
  >;
}

/** Moves what the cap rose (or, before the opening, fell) between the partner's word and what is available. */
async function moveCap(
  tx: Transaction,
  pledge: PledgeId,
  version: number,
  accounts: Awaited<ReturnType<typeof pledgeAccounts>>,
  terms: PledgeTerms,
  before: KnownPledge | undefined,
  now: Instant,
): Promise<void> {
  const rise = terms.cap - (before?.cap ?? 0);
  if (rise === 0) return;
  const [debit, credit] =
    rise > 0 ? [accounts.promised, accounts.available] : [accounts.available, accounts.promised];
  const request: TransferRequest = {
    key: `${pledge}/cap/${version}`,
    kind: 'direct',
    debit,
    credit,
    amount: Math.abs(rise),
  };
  const [outcome] = await post(tx, [request], now);
  if (outcome?.kind !== 'posted')
    throw new Error(`the cap of ${pledge} could not be moved: ${JSON.stringify(outcome)}`);
}
