import type { PageFacts, Sighting, TextPrint } from '../../domain/mod.ts';
import { type Clock, canonicalKey, type Instant, siteOf } from '../../kernel/mod.ts';
import type { Check } from './check.ts';
import type { Fetcher } from './fetch/fetch.ts';
import { createPageReader, type PageReader, type PageSight } from './read.ts';
import { campaignLink } from './target.ts';

/** What was seen of a claimed post at one moment; judged later, in the campaign's own transaction. */
export type Look = {
  readonly check: Check;
  readonly at: Instant;
  readonly sighting: Sighting;
  /** The post's key and site by what the page says of itself and where redirects led; null when nothing was read. */
  readonly page: { readonly key: string; readonly site: string } | null;
  readonly evidence: Evidence;
  /** The post's text and what stands around the link: kept only for what a human must look at, the print for copies. */
  readonly seen: (Pick<PageSight, 'text' | 'around'> & { readonly print: TextPrint | null }) | null;
  /** What the post's server asked us to wait (Retry-After), if it did. */
  readonly retryAfterSeconds: number | null;
};

/** Kept with the step of the check, for the status page and for audits. No text of the page. */
export type Evidence = {
  readonly status: number | null;
  /** Address after redirects, where it differs from the claimed one. */
  readonly finalUrl?: string;
  readonly bytes?: number;
  /** SHA-256 of the bytes that were read, in hex. */
  readonly sha256?: string;
  /** False when reading stopped early because the verdict was certain. */
  readonly complete?: boolean;
  readonly link?: string;
  readonly detail?: string;
};

/** Fetches the claimed page within bounds and reads it. Never throws for anything the other side does. */
export type Looker = (check: Check) => Promise<Look>;

export function createLooker(house: {
  readonly fetcher: Fetcher;
  readonly clock: Clock;
  readonly publicUrl: URL;
}): Looker {
  const linkSlug = campaignLink(house.publicUrl);
  const ownSite = siteOf(house.publicUrl);
  return async (check) => {
    const source = new URL(check.source);
    let reader: PageReader | null = null;
    const outcome = await house.fetcher.fetchPage(source, (head) => {
      reader = createPageReader({
        pageUrl: head.finalUrl,
        charset: head.charset,
        slug: check.slug,
        linkSlug,
      });
      return reader;
    });
    const at = house.clock.now();
    if (outcome.kind === 'failed' || reader === null) {
      const { reason, status, detail } =
        outcome.kind === 'failed'
          ? outcome
          : { reason: 'source_unreachable' as const, status: null, detail: 'nothing was sent' };
      return {
        check,
        at,
        sighting: { kind: 'failed', reason, status },
        page: null,
        evidence: { status, detail },
        seen: null,
        retryAfterSeconds: outcome.kind === 'failed' ? outcome.retryAfterSeconds : null,
      };
    }
    const facts: PageFacts = (reader as PageReader).end();
    const { signs, ...seen } = (reader as PageReader).sight();
    const elsewhere = siteOf(outcome.finalUrl) !== siteOf(source);
    const canonical = facts.canonical === null ? null : URL.parse(facts.canonical);
    return {
      check,
      at,
      sighting: {
        kind: 'page',
        facts,
        signs: { ...signs, elsewhere },
        sameSite: siteOf(outcome.finalUrl) === ownSite,
      },
      page: { key: canonicalKey(canonical ?? outcome.finalUrl), site: siteOf(outcome.finalUrl) },
      evidence: {
        status: outcome.status,
        ...(outcome.finalUrl.href === source.href ? {} : { finalUrl: outcome.finalUrl.href }),
        bytes: outcome.bytes,
        sha256: outcome.sha256,
        complete: outcome.complete,
        link: facts.link,
      },
      seen,
      retryAfterSeconds: null,
    };
  };
}
