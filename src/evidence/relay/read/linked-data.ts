/** What JSON-LD says of a post (schema.org). */
export type LinkedData = {
  readonly headline: string | null;
  readonly author: string | null;
  readonly site: string | null;
  readonly published: string | null;
  readonly description: string | null;
};

/** Longest script read, in characters, and most objects looked at: what large blog extensions write, ten times over. */
export const linked_data_length_max = 262_144;
const nodes_max = 500;

const nothing: LinkedData = { headline: null, author: null, site: null, published: null, description: null };

/** Reads one `<script type="application/ld+json">`. Anything that is not what we know is nothing; never throws. */
export function readLinkedData(json: string): LinkedData {
  if (json.length > linked_data_length_max) return nothing;
  let data: unknown;
  try {
    data = JSON.parse(json.replace(/^\s*(?:<!--|\/\*<!\[CDATA\[\*\/)|(?:-->|\/\*\]\]>\*\/)\s*$/g, ''));
  } catch {
    return nothing;
  }
  const nodes = flatten(data);
  const byId = new Map<string, Node>();
  for (const node of nodes)
    if (typeof node['@id'] === 'string' && 'name' in node) byId.set(node['@id'], node);
  const post = nodes.find((node) => isA(node, article)) ?? nodes.find((node) => isA(node, page));
  const web = nodes.find((node) => isA(node, site));
  return {
    headline: text(post?.headline) ?? (post !== undefined && isA(post, article) ? text(post.name) : null),
    author: nameOf(post?.author, byId),
    site: text(web?.name) ?? nameOf(post?.publisher, byId) ?? nameOf(post?.isPartOf, byId),
    published: text(post?.datePublished),
    description: text(post?.description),
  };
}

type Node = Readonly<Record<string, unknown>>;

const article =
  /^(?:(?:Social|Advertiser|Satirical|Scholarly|Tech|News|Analysis|Opinion|Reportage|Review)*(?:Article|NewsArticle)|BlogPosting|SocialMediaPosting|LiveBlogPosting|Recipe|Review|Report)$/;
const page = /^(?:WebPage|ItemPage|AboutPage)$/;
const site = /^(?:WebSite|Blog)$/;

function isA(node: Node, kind: RegExp): boolean {
  const type = node['@type'];
  const types: readonly unknown[] = Array.isArray(type) ? type.slice(0, 10) : [type];
  return types.some(
    (one) => typeof one === 'string' && kind.test(one.replace(/^https?:\/\/schema\.org\//, '')),
  );
}

/** The objects at the top, in arrays and in `@graph`, in the order written. */
function flatten(data: unknown): Node[] {
  const found: Node[] = [];
  const waiting: unknown[] = [data];
  for (let i = 0; i < waiting.length && i < nodes_max; i++) {
    const value = waiting[i];
    if (Array.isArray(value)) waiting.push(...value.slice(0, nodes_max));
    else if (isNode(value)) {
      found.push(value);
      if (value['@graph'] !== undefined) waiting.push(value['@graph']);
      if (value.mainEntity !== undefined) waiting.push(value.mainEntity);
    }
  }
  return found;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

/** The name of a person or an organisation: written out, in an object, in the first of several, or elsewhere by `@id`. */
function nameOf(value: unknown, byId: ReadonlyMap<string, Node>): string | null {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (!isNode(first)) return text(first);
  const id = first['@id'];
  return text(first.name) ?? (typeof id === 'string' ? text(byId.get(id)?.name) : null);
}
