import { canonicalKey, parseWebAddress, siteOf } from '../../kernel/mod.ts';
import type { Claim, ClaimFault } from './view.ts';

/** What a claim is judged against: facts of this installation, no network. */
export type ClaimSite = {
  readonly publicUrl: URL;
  /** The campaign an address points at (its page or any page under it, in any equivalent spelling), or null. */
  readonly linkSlug: (href: string, base: URL) => string | null;
  /** Whether a campaign of this slug is published here. */
  readonly knownSlug: (slug: string) => boolean;
};

export type ClaimVerdict =
  | {
      readonly kind: 'ok';
      readonly source: URL;
      /** The source in its one spelling (`canonicalKey`): what makes «the same claim again». */
      readonly sourceKey: string;
      readonly slug: string;
    }
  | { readonly kind: 'refused'; readonly reason: ClaimFault };

/**
 * Judges the shape of a claim before anything is stored (W3C Webmention §3.2.1, Pingback 1.0 §3), in the order of
 * `ClaimFault`: the first check that fails wins. Nothing is fetched and no name is resolved: a source on a private
 * address or an odd port is taken here and refused as `source_blocked` by the fetcher, so that its status page says why.
 */
export function judgeClaim(claim: Claim, site: ClaimSite): ClaimVerdict {
  const source = parseWebAddress(claim.source);
  const target = parseWebAddress(claim.target);
  if (source.kind === 'invalid' && source.reason === 'empty') return refused('source_missing');
  if (target.kind === 'invalid' && target.reason === 'empty') return refused('target_missing');
  if (source.kind === 'invalid') return refused('source_invalid');
  if (target.kind === 'invalid') return refused('target_invalid');
  const sourceKey = canonicalKey(source.url);
  if (sourceKey === canonicalKey(target.url)) return refused('source_is_target');
  const slug = site.linkSlug(target.url.href, site.publicUrl);
  if (slug === null) return refused('target_not_ours');
  if (!site.knownSlug(slug)) return refused('target_unknown');
  if (siteOf(source.url) === siteOf(site.publicUrl)) return refused('same_site');
  return { kind: 'ok', source: source.url, sourceKey, slug };
}

function refused(reason: ClaimFault): ClaimVerdict {
  return { kind: 'refused', reason };
}
