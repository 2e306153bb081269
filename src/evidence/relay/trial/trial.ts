import { type CampaignId, type Clock, newId, type Random } from '../../../kernel/mod.ts';
import { feedsNamed } from '../feed/discover.ts';
import type { Fetcher, Redirect } from '../fetch/fetch.ts';
import { type ClaimVerdict, judgeClaim } from '../judge-claim.ts';
import { createLooker, type Look } from '../look.ts';
import { createPageDecoder } from '../read/charset.ts';
import { campaignLink } from '../target.ts';
import { type Written, writtenLinks } from './links.ts';

/** What a page showed to somebody who only wants to know. */
export type Trial = {
  readonly source: string;
  /** The very look that verification takes. */
  readonly look: Look;
  readonly redirects: readonly { readonly to: string; readonly status: number }[];
  readonly written: Written;
  /** Feeds that the page names, the posts' first. */
  readonly feeds: readonly string[];
};

export type TrialHouse = {
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: URL;
  readonly fetcher: Fetcher;
};

const feeds_max = 3;

/** Judges an address as a claim's, without asking anybody: what the form would refuse is refused here. */
export function judgeTrial(publicUrl: URL, slug: string, source: string): ClaimVerdict {
  const target = `${publicUrl.href.replace(/\/$/, '')}/c/${slug}`;
  return judgeClaim(
    { source, target, via: 'form' },
    { publicUrl, linkSlug: campaignLink(publicUrl), knownSlug: () => true },
  );
}

/** Looks at a page as verification does, by the same fetcher and reader, and keeps nothing. Never throws for anything a site does. */
export async function tryPage(
  house: TrialHouse,
  campaign: { readonly id: CampaignId; readonly slug: string },
  source: URL,
): Promise<Trial> {
  const redirects: { to: string; status: number }[] = [];
  let html = '';
  let base = source;
  let rest = () => '';
  const redirected = ({ to, status }: Redirect) => redirects.push({ to: to.href, status });
  // The reader's bytes are also gathered for what is only told and never judged.
  const fetcher: Fetcher = {
    ...house.fetcher,
    fetchPage: (url, open) =>
      house.fetcher.fetchPage(
        url,
        (head) => {
          const sink = open(head);
          const decoder = createPageDecoder(head.charset);
          rest = decoder.end;
          base = head.finalUrl;
          return {
            write: (bytes) => {
              html += decoder.write(bytes);
              return sink.write(bytes);
            },
          };
        },
        redirected,
      ),
  };
  const check = {
    relay: newId('rly', house.clock.now(), house.random),
    campaign: campaign.id,
    slug: campaign.slug,
    source: source.href,
    kind: 'post' as const,
    claims: 0,
  };
  const look = await createLooker({ ...house, fetcher })(check);
  html += rest();
  return {
    source: source.href,
    look,
    redirects,
    written: writtenLinks(html, base, campaign.slug, campaignLink(house.publicUrl)),
    feeds: feedsNamed(html, base)
      .slice(0, feeds_max)
      .map((feed) => feed.href),
  };
}
