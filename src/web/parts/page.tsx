import type { Child } from 'hono/jsx';
import { type Language, type Translator, translator } from '../../i18n/mod.ts';
import { type Instant, languageCodes, languages, mainLanguage } from '../../kernel/mod.ts';

export type AssetName =
  | 'style.css'
  | 'api.css'
  | 'book.css'
  | 'console.css'
  | 'charts.css'
  | 'journal.css'
  | 'dialogue.css'
  | 'live.js'
  | 'moderation.css'
  | 'moderation.js'
  | 'proof.js'
  | 'reach.css'
  | 'settlement.css'
  | 'shifts.css'
  | 'door.js'
  | 'door-worker.js'
  | 'passkey.js'
  | 'card.js'
  | 'embed.js'
  | 'icon.svg';

/** What every page is rendered with. */
export type PageContext = {
  /** Public base URL, without a trailing slash. */
  readonly publicUrl: string;
  readonly language: Language;
  readonly now: Instant;
  /** Path of this page without its query. */
  readonly path: string;
  readonly asset: (name: AssetName) => string;
  /** Campaigns are actors of the fediverse. */
  readonly fediverse?: boolean;
  /** The place in a list that is looked at (`before=…`): it stays where the language is changed. */
  readonly place?: string | undefined;
  /** The visitor asked for this language by `?lang=`: links within the site keep it. */
  readonly languageChosen?: boolean;
};

export const words = (context: PageContext): Translator => translator(context.language);

/** A path of this site as a link that keeps the language the visitor chose. */
export function inside(context: PageContext, path: string): string {
  if (context.languageChosen !== true) return path;
  const [address = '', fragment] = path.split('#');
  const asked = `${address}${address.includes('?') ? '&' : '?'}lang=${context.language}`;
  return fragment === undefined ? asked : `${asked}#${fragment}`;
}

/** A feed's path or address in the reader's language: French is what one gives that asks for none. */
export const spoken = ({ language }: PageContext, feed: string) =>
  language === mainLanguage ? feed : `${feed}?lang=${language}`;

/** The address as a link may carry it, or null for anything that is not http or https. */
export function httpUrl(text: string): string | null {
  const url = URL.parse(text);
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') ? url.href : null;
}

/** What people call an address: its host without `www.`; the text itself where there is none. */
export function hostOf(text: string): string {
  const url = URL.parse(text);
  return url === null || url.hostname === '' ? text : url.hostname.replace(/^www\./, '');
}

/** A link to somewhere else, as plain text where the address is none a browser may follow. */
export function Outside(props: { href: string | null; children?: Child }) {
  const href = props.href === null ? null : httpUrl(props.href);
  return href === null ? (
    <span>{props.children}</span>
  ) : (
    <a href={href} rel="noopener">
      {props.children}
    </a>
  );
}

/** The picture a page is shared with: its address, what it shows. */
export type SharePicture = { readonly src: string; readonly alt: string };

type PageProps = {
  readonly context: PageContext;
  readonly title: string;
  readonly description?: string;
  /** Further elements of the head. */
  readonly head?: Child;
  /** What it is to those who share it, beside its title and description. */
  readonly kind?: 'article' | 'profile';
  readonly picture?: SharePicture | null;
  /** Title and description for them, where they are not the page's own. */
  readonly shared?: { readonly title: string; readonly description: string };
  /** Shown beside the wordmark. */
  readonly aside?: string;
  readonly footer?: Child;
  readonly script?: boolean;
  /** A page of the console: it keeps a cookie for whoever signs in, and has styles of its own. */
  readonly signedIn?: boolean;
  /** Search engines are asked to leave it out. */
  readonly hidden?: boolean;
  readonly children?: Child;
};

/** A whole document. No inline script or style: the policy allows neither. */
export function page(props: PageProps): string {
  const { context } = props;
  const { t } = words(context);
  const address = `${context.publicUrl}${context.path}`;
  const document = (
    <html lang={context.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{props.title}</title>
        {props.description === undefined ? null : <meta name="description" content={props.description} />}
        {props.hidden ? <meta name="robots" content="noindex" /> : <Canonical address={address} />}
        {props.hidden ? null : <ShareTags {...props} address={address} />}
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" type="image/svg+xml" href={context.asset('icon.svg')} />
        <link rel="stylesheet" href={context.asset('style.css')} />
        {props.signedIn === true ? <link rel="stylesheet" href={context.asset('console.css')} /> : null}
        {props.head}
        {props.script ? <script type="module" src={context.asset('live.js')}></script> : null}
      </head>
      <body>
        <a class="skip" href="#content">
          {t('skip')}
        </a>
        <header class="masthead">
          <div class="wide">
            <a class="wordmark" href={inside(context, '/')}>
              Relais
            </a>
            <span class="tagline">{props.aside ?? t('masthead.tagline')}</span>
            <OtherLanguages context={context} />
          </div>
        </header>
        <main id="content" tabindex={-1}>
          {props.children}
        </main>
        <footer class="foot">
          <div class="wide">
            {props.footer}
            {props.signedIn === true ? null : <p class="small">{t('footer.privacy')}</p>}
            <ul class="links">
              <li>
                <a href={inside(context, '/privacy')}>{t('footer.privacyPage')}</a>
              </li>
              <li>
                <a href={inside(context, '/accessibility')}>{t('footer.accessibility')}</a>
              </li>
            </ul>
          </div>
        </footer>
      </body>
    </html>
  );
  return `<!doctype html>${String(document)}`;
}

const others = ({ language }: PageContext) => languageCodes.filter((code) => code !== language);

/** The same page in the other languages, each named as its speakers name it. */
function OtherLanguages({ context }: { context: PageContext }) {
  const place = context.place === undefined ? '' : `&before=${context.place}`;
  return (
    <span class="language">
      {others(context).map((code) => (
        <a href={`?lang=${code}${place}`} hreflang={code} lang={code}>
          {languages[code].name}
        </a>
      ))}
    </span>
  );
}

/** The page's own address, and the same page per language. */
function Canonical({ address }: { address: string }) {
  return (
    <>
      <link rel="canonical" href={address} />
      {languageCodes.map((code) => (
        <link rel="alternate" hreflang={code} href={`${address}?lang=${code}`} />
      ))}
      <link rel="alternate" hreflang="x-default" href={address} />
    </>
  );
}

/** What a page says of itself to those who share it (Open Graph): a title, a sentence, a picture where it has one. */
function ShareTags(props: PageProps & { address: string }) {
  const { context, picture } = props;
  const { title, description } = props.shared ?? props;
  const locale = (code: Language) => languages[code].locale.replace('-', '_');
  return (
    <>
      <meta property="og:type" content={props.kind ?? 'website'} />
      <meta property="og:site_name" content="Relais" />
      <meta property="og:title" content={title} />
      {description === undefined ? null : <meta property="og:description" content={description} />}
      <meta property="og:url" content={props.address} />
      <meta property="og:locale" content={locale(context.language)} />
      {others(context).map((code) => (
        <meta property="og:locale:alternate" content={locale(code)} />
      ))}
      {picture == null ? null : (
        <>
          <meta property="og:image" content={`${context.publicUrl}${picture.src}`} />
          <meta property="og:image:type" content="image/png" />
          <meta property="og:image:width" content="1200" />
          <meta property="og:image:height" content="630" />
          <meta property="og:image:alt" content={picture.alt} />
        </>
      )}
      <meta name="twitter:card" content={picture == null ? 'summary' : 'summary_large_image'} />
    </>
  );
}
