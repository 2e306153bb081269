import { type Instant, isoInstant, type Language, languages } from '../../kernel/mod.ts';
import { escapeHtml } from './article.ts';

/** A post as it stands on a blog. `content` and `comments` are HTML. */
export type BlogPost = {
  readonly slug: string;
  readonly title: string;
  readonly author: string;
  readonly published: Instant;
  readonly content: string;
  readonly comments?: readonly string[];
};

/** What the pages of one blog share. */
export type BlogSite = { readonly origin: string; readonly name: string; readonly language: Language };

/** A theme's weight: style in the head and readers' comments under the post, the same on every page. */
export type Weight = { readonly style: Buffer; readonly comments: Buffer };

/** What a sample post itself takes at most: head, text, foot. */
const own_bytes = 8000;

/**
 * As stock blogs go: of a page of 120 KB, the post itself begins after some 40 % (inline style), and readers' comments
 * follow it (measured on the recorded pages of WordPress 6.1.9).
 */
export function weightOf(page_bytes: number): Weight {
  const rest = Math.max(0, page_bytes - own_bytes);
  return { style: Buffer.from(style(rest * 0.4)), comments: Buffer.from(comments(rest * 0.6)) };
}

/**
 * A post's page in pieces, to be sent one after the other: the heavy ones are shared by all pages of the same weight.
 * With `page_bytes` the page is exactly that long, unless what it must hold is longer.
 */
export function postPage(site: BlogSite, post: BlogPost, weight: Weight, page_bytes = 0): Buffer[] {
  const head = Buffer.from(pageHead(site, post));
  const article = Buffer.from(pageArticle(site, post));
  const foot = Buffer.from(pageFoot(site));
  const pieces = [head, weight.style, article, weight.comments];
  const bytes = [...pieces, foot].reduce((sum, piece) => sum + piece.length, 0);
  return [...pieces, Buffer.alloc(Math.max(0, page_bytes - bytes), '\n'), foot];
}

/** The path of a post, as most blogs build it: year, month, name. */
export function postPath(post: Pick<BlogPost, 'slug' | 'published'>): string {
  const date = isoInstant(post.published);
  return `/${date.slice(0, 4)}/${date.slice(5, 7)}/${post.slug}/`;
}

/** A page that says one thing: not found, removed, the list of posts. */
export function plainPage(site: BlogSite, title: string, body: string): Buffer {
  return Buffer.from(
    `<!DOCTYPE html>\n<html lang="${site.language}"><head><meta charset="UTF-8">` +
      `<title>${escapeHtml(title)} &#8211; ${escapeHtml(site.name)}</title></head>\n<body>${body}</body></html>\n`,
  );
}

function pageHead(site: BlogSite, post: BlogPost): string {
  const address = `${site.origin}${postPath(post)}`;
  const name = escapeHtml(site.name);
  return `<!DOCTYPE html>
<html lang="${languages[site.language].locale}">
<head>
<meta charset="UTF-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name='robots' content='max-image-preview:large' />
<title>${escapeHtml(post.title)} &#8211; ${name}</title>
<link rel="alternate" type="application/rss+xml" title="${name} &raquo; Flux" href="${site.origin}/feed/" />
<link rel="canonical" href="${address}" />
<link rel="EditURI" type="application/rsd+xml" title="RSD" href="${site.origin}/xmlrpc.php?rsd" />
<style id='theme-inline-css'>
`;
}

function pageArticle(site: BlogSite, post: BlogPost): string {
  const name = escapeHtml(site.name);
  const date = isoInstant(post.published);
  return `
</style>
</head>
<body class="post-template-default single single-post">
<div class="site-blocks">
<header class="site-header"><p class="site-title"><a href="${site.origin}" rel="home">${name}</a></p>
<nav><ul><li><a href="${site.origin}/a-propos/">À propos</a></li><li><a href="${site.origin}/recettes/">Recettes</a></li></ul></nav></header>
<main>
<h1 class="post-title">${escapeHtml(post.title)}</h1>
<div class="entry-content">
${post.content}
</div>
<div class="post-meta"><time datetime="${date}">${date.slice(0, 10)}</time>
<p class="post-author-name">${escapeHtml(post.author)}</p></div>
<section class="comments"><h2 id="comments">Commentaires</h2>
<ol class="comment-list">
${(post.comments ?? []).map((text, index) => comment(index, text)).join('')}`;
}

function pageFoot(site: BlogSite): string {
  return `</ol>
<form action="${site.origin}/wp-comments-post.php" method="post" id="commentform"><p><textarea name="comment"></textarea></p></form>
</section>
</main>
<footer class="site-footer"><p><a href="${site.origin}" rel="home">${escapeHtml(site.name)}</a></p></footer>
</div>
</body>
</html>
`;
}

/** One reader's comment; `html` as the blog shows it. */
function comment(index: number, html: string): string {
  return `<li id="comment-${index}" class="comment depth-1"><div class="comment-author">Lectrice ${index}</div>
<div class="comment-content"><p>${html}</p></div>
<div class="reply"><a rel="nofollow" class="comment-reply-link" href="?replytocom=${index}#respond">Répondre</a></div></li>
`;
}

function style(bytes: number): string {
  const rules: string[] = [];
  for (let size = 0, index = 0; size < bytes - 200; index++) {
    const rule = `.block-${index} a:where(:not(.button)):hover{color: var(--preset--color--${index % 7});margin: ${index % 9}px;text-decoration: underline;}`;
    rules.push(rule);
    size += rule.length + 1;
  }
  return rules.join('\n');
}

function comments(bytes: number): string {
  const all: string[] = [];
  for (let size = 0, index = 100; size < bytes - 500; index++) {
    const one = comment(index, 'Bravo, je relaie aussi ! Merci pour ce billet, et pour la recette.');
    all.push(one);
    size += one.length + 10;
  }
  return all.join('');
}
