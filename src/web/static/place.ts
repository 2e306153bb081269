import type { Language } from '../../i18n/mod.ts';
import { languageCodes, languageOr, mainLanguage } from '../../kernel/mod.ts';

/** What of a site belongs to a campaign's static copy, and where in it. */
export type Places = {
  /** The file of an address of the site (path and query); null for what is not in the copy. */
  readonly fileOf: (url: URL, language: Language) => string | null;
};

/** Below `/c/:slug`: what only a running server can do, or what is of no use without one. */
const alive = /^\/(?:events|sites|take-part|test$|trackback|subscribe|bookmarklet|relays$|volunteer\/)/;
const named = /\.[a-z0-9-]{2,12}$/i;

/** Strangers write links too: what is no sound address is not in the copy. */
function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

/** Where a campaign's pages and files lie in its copy, in the languages that it is kept in: French at the top, others under `en/`, `es/`. */
export function placesOf(slug: string, publicUrl: string, kept: readonly Language[] = languageCodes): Places {
  const { origin } = new URL(publicUrl);
  const campaign = `/c/${slug}`;
  const api = `/api/v1/campaigns/${slug}`;
  const spoken = (file: string, language: Language) =>
    language === mainLanguage ? file : `${language}/${file}`;
  const paged = (name: string, url: URL, language: Language) => {
    const before = url.searchParams.get('before');
    if (before !== null && !/^\d{1,15}$/.test(before)) return null;
    return spoken(`${name}${before === null ? '' : `-before-${before}`}.html`, language);
  };
  return {
    fileOf: (url, language) => {
      if (url.origin !== origin || !kept.includes(language)) return null;
      const path = decoded(url.pathname);
      if (path === null || path.includes('..') || path.includes('\\') || path.includes('\0')) return null;
      if (/^\/assets\/[\w.-]+$/.test(path)) return path.slice(1);
      if (path === api) return 'data/campaign.json';
      if (path === `${api}/data`) return 'data/index.json';
      if (path.startsWith(`${api}/data/`)) return path.slice(api.length + 1);
      const [, relay, rest = ''] =
        /^\/relays\/(rly_[0-9a-z]{26})(\/proof(?:\.tlog-proof)?|\.json)?$/.exec(path) ?? [];
      if (relay !== undefined) {
        const name = `relays/${relay}${rest.replace('/proof.', '.').replace('/', '-')}`;
        return rest === '' || rest === '/proof' ? spoken(`${name}.html`, language) : name;
      }
      if (path === campaign) return paged('index', url, language);
      if (!path.startsWith(`${campaign}/`)) return null;
      const below = path.slice(campaign.length);
      if (alive.test(below)) return null;
      if (below.startsWith('/log/')) return below.slice(1);
      if (below.endsWith('.pdf')) return spoken(below.slice(1), language);
      if (!named.test(below)) return paged(below.slice(1), url, language);
      // A feed or a badge is French unless its own address asks for another language, whatever page it is on.
      const asked = url.searchParams.get('lang');
      return spoken(below.slice(1), languageOr(asked ?? undefined));
    },
  };
}
