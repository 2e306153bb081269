import type { Child } from 'hono/jsx';
import type { CampaignView } from '../../campaign/mod.ts';
import { type PageContext, words } from '../parts/page.tsx';

/**
 * A document that other people's pages frame. WordPress frames it without an origin of its own and keeps it hidden until
 * `card.js` has told its height. Links leave the frame.
 */
export function framed(
  { view, context }: { readonly view: CampaignView; readonly context: PageContext },
  { title, path, children }: { readonly title: string; readonly path: string; readonly children: Child },
): string {
  const document = (
    <html lang={context.language} class="card-page">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <link rel="canonical" href={`${context.publicUrl}/c/${view.slug}${path}`} />
        <link rel="icon" type="image/svg+xml" href={context.asset('icon.svg')} />
        <link rel="stylesheet" href={context.asset('style.css')} />
        {/* Not a module: a frame without an origin may not load those. */}
        <script defer src={context.asset('card.js')}></script>
      </head>
      <body>
        <main class="card">{children}</main>
      </body>
    </html>
  );
  return `<!doctype html>${String(document)}`;
}

/** The campaign's address with the visitor's language, for links that leave a frame. */
export function addressOf({ view, context }: { view: CampaignView; context: PageContext }): string {
  return `${context.publicUrl}/c/${view.slug}${context.languageChosen ? `?lang=${context.language}` : ''}`;
}

/** The heading of a framed card: a link to the campaign's page. */
export function CardTitle({ view, context }: { view: CampaignView; context: PageContext }) {
  return (
    <h1>
      <a href={addressOf({ view, context })} target="_top">
        {words(context).localised(view.title)}
      </a>
    </h1>
  );
}
