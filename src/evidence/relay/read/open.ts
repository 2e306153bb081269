import type { Attributes } from './attributes.ts';
import { scope, special } from './elements.ts';

/** Where in a document an open element puts us (HTML §13.2.4.1), inherited unless the element sets its own. */
export type Mode =
  | 'body'
  | 'table'
  | 'tbody'
  | 'row'
  | 'cell'
  | 'caption'
  | 'colgroup'
  | 'select'
  | 'template';
export type Namespace = 'html' | 'svg' | 'math';

/** An element whose end has not come yet. */
export type Open = {
  readonly name: string;
  readonly traits: number;
  readonly namespace: Namespace;
  /** In SVG or MathML: whether HTML may stand inside. */
  readonly integration: boolean;
  readonly mode: Mode;
  readonly attributes: Attributes;
  /** What the element says of its content: bits it sets, and (8 bits up) bits of its parents it takes back. */
  readonly own: number;
  /** What holds inside it, its parents' bits included. */
  inside: number;
  /** The `p` that a block start tag would end, or null. */
  paragraph: Open | null;
  /** What the element was moved into out of a table («foster parenting»), or null when it is where it was written. */
  fosteredIn: Open | null;
  /** Elements taken out of the stack that still hold this one; they end when it does. */
  holders: Open[] | null;
  open: boolean;
};

/** The modes that elements set for their content. */
export const modes: ReadonlyMap<string, Mode> = new Map<string, Mode>([
  ['table', 'table'],
  ['tbody', 'tbody'],
  ['thead', 'tbody'],
  ['tfoot', 'tbody'],
  ['tr', 'row'],
  ['td', 'cell'],
  ['th', 'cell'],
  ['caption', 'caption'],
  ['colgroup', 'colgroup'],
  ['select', 'select'],
  ['template', 'template'],
]);

/** The bits that hold inside an element, from those of its parent. */
export function inherit(parent: number, own: number): number {
  return (parent & ~(own >> 8)) | (own & 0xff);
}

/** The `p` that a block start tag inside this element would end (HTML «in button scope»). */
export function paragraphInside(element: Open, outside: Open | null): Open | null {
  if (element.namespace === 'html' && element.name === 'p') return element;
  if (element.traits & scope || (element.namespace === 'html' && element.name === 'button')) return null;
  return outside;
}

export function bordersScope(element: Open): boolean {
  return (element.traits & scope) !== 0;
}

export function bordersListItem(element: Open): boolean {
  return (
    bordersScope(element) ||
    (element.namespace === 'html' && (element.name === 'ol' || element.name === 'ul'))
  );
}

export function bordersTable(element: Open): boolean {
  return element.namespace === 'html' && (element.name === 'table' || element.name === 'template');
}

/** Foreign elements keep only what the standard gives them: some bound scopes and are special. */
export function foreignTraits(name: string, namespace: Namespace): number {
  const bounds =
    namespace === 'svg'
      ? name === 'foreignobject' || name === 'desc' || name === 'title'
      : /^(?:mi|mo|mn|ms|mtext|annotation-xml)$/.test(name);
  return bounds ? scope | special : 0;
}

export function isIntegration(name: string, namespace: Namespace, attributes: Attributes): boolean {
  if (namespace === 'svg') return name === 'foreignobject' || name === 'desc' || name === 'title';
  if (name === 'annotation-xml') {
    return /^(?:text\/html|application\/xhtml\+xml)$/i.test(attributes.encoding ?? '');
  }
  return /^(?:mi|mo|mn|ms|mtext)$/.test(name);
}
