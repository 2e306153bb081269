import MarkdownIt from 'markdown-it';
import sanitizeHtml from 'sanitize-html';

const markdown = new MarkdownIt({ html: false, linkify: true, typographer: false, breaks: false });
// An entry's title is the page's h1: its own headings begin right below, whichever their author began with, and none
// skips a level (readers who listen go from heading to heading).
markdown.core.ruler.push('headings_below_title', (state) => {
  const headings = state.tokens.filter(({ type }) => type === 'heading_open' || type === 'heading_close');
  const used = [...new Set(headings.map(({ tag }) => tag))].sort();
  for (const token of headings) token.tag = `h${Math.min(6, used.indexOf(token.tag) + 2)}`;
});

const ownImage = /^\/c\/[a-z0-9-]{1,64}\/journal\/images\/[0-9a-f]{64}\.webp$/;

/**
 * Markdown as HTML for a page under our policy: no raw HTML, links to http, https and mail addresses alone, images of
 * our own alone (others would tell strangers who reads). Sanitised after rendering, so that a fault of one of the two
 * packages opens nothing.
 */
export function renderMarkdown(text: string): string {
  return sanitizeHtml(markdown.render(text), {
    allowedTags: [
      'h2',
      'h3',
      'h4',
      'h5',
      'h6',
      'p',
      'a',
      'em',
      'strong',
      's',
      'ul',
      'ol',
      'li',
      'blockquote',
      'code',
      'pre',
      'hr',
      'br',
      'img',
      'table',
      'thead',
      'tbody',
      'tr',
      'th',
      'td',
    ],
    allowedAttributes: {
      a: ['href', 'title', 'rel'],
      img: ['src', 'alt', 'title', 'loading'],
      ol: ['start'],
      code: [],
    },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowProtocolRelative: false,
    disallowedTagsMode: 'discard',
    transformTags: {
      a: (tagName, attribs) => ({ tagName, attribs: { ...attribs, rel: 'noopener' } }),
      img: (tagName, attribs) => ({ tagName, attribs: { ...attribs, loading: 'lazy' } }),
    },
    exclusiveFilter: (frame) => frame.tag === 'img' && !ownImage.test(frame.attribs.src ?? ''),
  });
}

/** The text of an entry in a line, for descriptions and feeds that carry no HTML. */
export function plainOf(text: string, most: number): string {
  // A heading without what follows it on a line of its own would read as the beginning of the next sentence.
  const whole = renderMarkdown(text);
  const prose = whole.replace(/<h\d[^>]*>.*?<\/h\d>/g, ' ');
  const html = (/<(?!br|hr)\w/.test(prose) ? prose : whole).replace(
    /<\/(?:p|h\d|li|blockquote|pre|tr)>/g,
    ' ',
  );
  const bare = sanitizeHtml(html, { allowedTags: [], allowedAttributes: {}, disallowedTagsMode: 'discard' })
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();
  return bare.length <= most ? bare : `${bare.slice(0, most - 1).replace(/\s+\S*$/, '')}…`;
}
