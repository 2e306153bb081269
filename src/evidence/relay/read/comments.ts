import type { Attributes } from './attributes.ts';

/** Elements that can hold readers' comments: a heading, a link or a word called «comments» holds none. */
const containers: ReadonlySet<string> = new Set([
  'div',
  'section',
  'aside',
  'article',
  'footer',
  'ol',
  'ul',
  'dl',
  'li',
  'dd',
  'form',
  'details',
  'table',
]);

/** The id of the area of comments in WordPress, Dotclear, Blogger, Overblog, Canalblog, SPIP, Drupal, Disqus, Isso, … */
const areaIds: ReadonlySet<string> = new Set([
  'blog-comments',
  'comment-area',
  'comment-form',
  'comment-holder',
  'comment-list',
  'comment-section',
  'commentaires',
  'commentform',
  'commentlist',
  'comments',
  'comments-area',
  'comments-container',
  'comments-list',
  'comments-section',
  'comments-wrapper',
  'commento',
  'cusdis_thread',
  'disqus_thread',
  'fb-comments',
  'gh-comments',
  'ghost-comments',
  'hyvor-talk-view',
  'isso-thread',
  'liste-commentaires',
  'pings',
  'post-comments',
  'remark42',
  'respond',
  'trackbacks',
  'webmentions',
]);

/** Whole class names of areas and lists of comments. Never parts of names: `comments-link` is a link in a post. */
const areaClasses =
  /(?:^|\s)(?:blog-comments|commentlist|comment-list|comments-list|comments-area|comment-area|comments|comment-section|comments-section|comments-wrapper|comments-container|comments-thread|comment-thread|comment-wrapper|comment-respond|commentaires|liste-commentaires|post-comments|fb-comments|gh-comments|ghost-comments|ob-comments|forum-fil|wp-block-comments|wp-block-comment-template|wp-block-post-comments|wp-block-post-comments-form|wp-block-comments-query-loop|webmentions|u-comment|p-comment)(?:\s|$)/;

/** Names of a single comment; `comment` is also what code colouring calls a remark (with `token`), in `span`. */
const commentClass = /(?:^|\s)(?:comment|commentaire)(?:\s|$)/;

/**
 * Whether an element holds what readers wrote under a page. Judged by what blog software calls it: exact ids and class
 * names on elements that can hold content, microformats (`u-comment`) and microdata (`itemprop=comment`, schema.org/Comment).
 */
export function holdsComments(name: string, attributes: Attributes): boolean {
  if (attributes.itemprop !== null && /(?:^|\s)comment(?:\s|$)/.test(attributes.itemprop)) return true;
  if (attributes.itemtype !== null && /schema\.org\/(?:User)?Comments?$/.test(attributes.itemtype))
    return true;
  if (attributes.role === 'comment') return true;
  const hasWord = mentions(attributes.class) || (attributes.id !== null && areaIds.has(attributes.id));
  if (!hasWord || (!containers.has(name) && !name.includes('-'))) return false;
  if (attributes.id !== null && areaIds.has(attributes.id)) return true;
  const classes = attributes.class ?? '';
  if (areaClasses.test(classes)) return true;
  return commentClass.test(classes) && !/(?:^|\s)token(?:\s|$)/.test(classes);
}

/** A look that refuses nearly all class names before the pattern is tried. */
function mentions(classes: string | null): boolean {
  return (
    classes !== null &&
    (classes.includes('comment') || classes.includes('forum') || classes.includes('webment'))
  );
}
