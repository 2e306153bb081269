import {
  bandsOf,
  burst_domain_min,
  burst_server_min,
  burst_site_min,
  burst_window_ms,
  changed_share_max,
  domainAbove,
  isNearCopy,
  listingKeys,
  listingOf,
  type SiteListing,
  type Suspicion,
  serverAbove,
  sharedPart,
  type TextPrint,
} from '../../../domain/mod.ts';
import type { CampaignId, RelayId } from '../../../kernel/mod.ts';
import type { Transaction } from '../../../store/mod.ts';

/** A relay that may be doubtful: the site that a look found it on, and the print of its text. */
export type Suspect = {
  readonly relay: RelayId;
  readonly site: string;
  readonly print: TextPrint | null;
  readonly approved: boolean;
};

/** What is known against relays beside their pages; `counted` tells that one was, for the copies behind it in the batch. */
export type Suspicions = {
  readonly of: (suspect: Suspect) => Suspicion & { readonly nearCopyOf: RelayId | null };
  readonly counted: (suspect: Suspect) => void;
};

/** Texts that share a band and are compared, per relay: of a thing said in a thousand places the first few tell. */
const compared_max = 8;

/** Looks up lists, bursts and earlier texts for a batch, each by one statement whose cost does not grow with the campaign. */
export async function readSuspicions(
  tx: Transaction,
  campaign: CampaignId,
  perSite: number | null,
  suspects: readonly Suspect[],
): Promise<Suspicions> {
  const listings = await readListings(
    tx,
    campaign,
    suspects.map((one) => one.site),
  );
  const bursts = await readBursts(tx, campaign, perSite, suspects);
  const copies = await readCopies(tx, campaign, suspects);
  const before = await readEarlierPrints(tx, suspects);
  const countedHere = new Map<number, { relay: RelayId; print: TextPrint }[]>();

  const copyInBatch = ({ relay, print }: Suspect): RelayId | null => {
    if (print === null || countedHere.size === 0) return null;
    const near = bandsOf(print)
      .flatMap((band) => countedHere.get(band) ?? [])
      .find((other) => other.relay !== relay && isNearCopy(other.print, print));
    return near?.relay ?? null;
  };
  return {
    of: (suspect) => {
      const earlier = before.get(suspect.relay);
      return {
        listing: listings(suspect.site),
        burst: bursts.has(suspect.relay),
        nearCopyOf: copies.get(suspect.relay) ?? copyInBatch(suspect),
        changed:
          earlier !== undefined &&
          (suspect.print === null || sharedPart(earlier, suspect.print) <= changed_share_max),
      };
    },
    counted: ({ relay, print }) => {
      if (print === null) return;
      for (const band of bandsOf(print)) {
        const there = countedHere.get(band);
        if (there === undefined) countedHere.set(band, [{ relay, print }]);
        else if (there.length < compared_max) there.push({ relay, print });
      }
    },
  };
}

/** What the lists say of sites: the campaign's own, and the installation's. */
async function readListings(
  tx: Transaction,
  campaign: CampaignId,
  sites: readonly string[],
): Promise<(site: string) => SiteListing> {
  const rows = await tx.rows<{ site: string; own: boolean; listing: SiteListing }>(
    `SELECT DISTINCT ON (site, campaign_id) site, campaign_id IS NOT NULL AS own, listing FROM site_listing
     WHERE site = ANY($2::text[]) AND (campaign_id = $1 OR campaign_id IS NULL) ORDER BY site, campaign_id, id DESC`,
    [campaign, [...new Set(sites.flatMap(listingKeys))]],
  );
  if (rows.length === 0) return () => 'none';
  const entries = new Map<string, { own: SiteListing | null; everywhere: SiteListing | null }>();
  for (const { site, own, listing } of rows) {
    const entry = entries.get(site) ?? { own: null, everywhere: null };
    // What was taken off a list says nothing: the next entry holds.
    const said = listing === 'none' ? null : listing;
    entries.set(site, own ? { ...entry, own: said } : { ...entry, everywhere: said });
  }
  return (site) => listingOf(site, entries);
}

/** The relays before which very many others of their site, or sites of their domain, came within an hour. */
async function readBursts(
  tx: Transaction,
  campaign: CampaignId,
  perSite: number | null,
  suspects: readonly Suspect[],
): Promise<ReadonlySet<RelayId>> {
  const manyOfSite = perSite === null || perSite > burst_site_min;
  const asked = suspects
    .map(({ relay, site }) => ({ relay, site, domain: domainAbove(site), server: serverAbove(site) }))
    .filter((one) => manyOfSite || one.domain !== null || one.server !== null);
  if (asked.length === 0) return new Set();
  const earlier = `r.campaign_id = $1 AND (r.received_at, r.id) < (m.received_at, m.id)
    AND r.received_at > m.received_at - interval '${burst_window_ms} milliseconds'`;
  const rows = await tx.rows<{ id: RelayId }>(
    `SELECT m.id FROM unnest($2::text[], $3::text[], $4::text[], $6::text[]) AS a (id, site, domain, server) JOIN relay m ON m.id = a.id
     WHERE ($5 AND ${burst_site_min} <= (SELECT count(*) FROM (
         SELECT FROM relay r WHERE ${earlier} AND r.site = a.site LIMIT ${burst_site_min}) x))
       OR ${burst_domain_min} <= (SELECT count(DISTINCT x.site) FROM (
         SELECT r.site FROM relay r WHERE ${earlier} AND regexp_replace(r.site, '^[^.]+\\.', '') = a.domain AND r.site <> a.site
         LIMIT ${burst_domain_min * 10}) x)
       OR ${burst_server_min} <= (SELECT count(*) FROM (
         SELECT FROM relay r WHERE ${earlier} AND r.kind IN ('share', 'mention') AND split_part(r.site, '/', 1) = a.server
         LIMIT ${burst_server_min}) x)`,
    [
      campaign,
      asked.map((one) => one.relay),
      asked.map((one) => one.site),
      asked.map((one) => one.domain),
      manyOfSite,
      asked.map((one) => one.server),
    ],
  );
  return new Set(rows.map((row) => row.id));
}

/** The counted relay that each text nearly copies. */
async function readCopies(
  tx: Transaction,
  campaign: CampaignId,
  suspects: readonly Suspect[],
): Promise<ReadonlyMap<RelayId, RelayId>> {
  const prints = new Map(suspects.flatMap(({ relay, print }) => (print === null ? [] : [[relay, print]])));
  if (prints.size === 0) return new Map();
  const asked = [...prints].flatMap(([relay, print]) => bandsOf(print).map((band) => ({ relay, band })));
  // Each step by its index: a join with the relays would be planned as a scan of them while statistics are young.
  const rows = await tx.rows<{ relay: RelayId; original: RelayId; print: Uint8Array }>(
    `SELECT a.relay, c.relay_id AS original, c.print
     FROM (SELECT relay, array_agg(band) AS bands FROM unnest($2::text[], $3::integer[]) AS x (relay, band) GROUP BY relay) a
     CROSS JOIN LATERAL (
       SELECT s.relay_id, s.print FROM relay_seen s
       WHERE s.bands && a.bands AND s.campaign_id = $1 AND s.relay_id <> a.relay LIMIT ${compared_max}
     ) c CROSS JOIN LATERAL (SELECT FROM relay r WHERE r.id = c.relay_id AND r.state = 'counted' LIMIT 1) r`,
    [campaign, asked.map((one) => one.relay), asked.map((one) => one.band)],
  );
  const originals = new Map<RelayId, RelayId>();
  for (const { relay, original, print } of rows) {
    const own = prints.get(relay);
    if (own !== undefined && !originals.has(relay) && isNearCopy(own, print)) originals.set(relay, original);
  }
  return originals;
}

/** The text that a human accepted, of relays that one did accept. */
async function readEarlierPrints(
  tx: Transaction,
  suspects: readonly Suspect[],
): Promise<ReadonlyMap<RelayId, TextPrint>> {
  const approved = suspects.filter((one) => one.approved).map((one) => one.relay);
  if (approved.length === 0) return new Map();
  const rows = await tx.rows<{ relay: RelayId; print: Uint8Array }>(
    'SELECT relay_id AS relay, print FROM relay_seen WHERE relay_id = ANY($1::text[]) AND print IS NOT NULL',
    [approved],
  );
  return new Map(rows.map(({ relay, print }) => [relay, print]));
}
