import { type Attributes, noAttributes } from './attributes.ts';
import { impliedEnd, tableRow, traitsOf } from './elements.ts';
import {
  bordersScope,
  foreignTraits,
  inherit,
  isIntegration,
  modes,
  type Namespace,
  type Open,
  paragraphInside,
} from './open.ts';

/** Deepest nesting followed, what Chromium renders. Deeper elements are judged, not entered: see `Stack.deeper`. */
export const depth_max = 512;
/** Most formatting elements remembered for reopening; more is no page that a person wrote. */
const formatting_max = 64;

export type StackEvents = {
  /** Bits that an element gives to its content, as `Open.own`. */
  readonly judge: (name: string, attributes: Attributes, namespace: Namespace) => number;
  readonly opened: (element: Open) => void;
  readonly closed: (element: Open) => void;
};

export type Stack = ReturnType<typeof createStack>;

/** The stack of open elements and the list of active formatting elements (HTML §13.2.4.2–3). */
export function createStack(events: StackEvents) {
  const root: Open = {
    name: 'html',
    traits: traitsOf('html'),
    namespace: 'html',
    integration: false,
    mode: 'body',
    attributes: noAttributes,
    own: 0,
    inside: 0,
    paragraph: null,
    fosteredIn: null,
    holders: null,
    open: true,
  };
  const stack: Open[] = [root];
  /** Null is a border: what stands before it is not reopened. */
  const active: (Open | null)[] = [];
  let deeper = 0;

  const top = (): Open => stack[stack.length - 1] ?? root;

  /** The element that something foster-parented becomes a child of: what the innermost table stands in. */
  const fosterParent = (): Open => {
    for (let i = stack.length - 1; i > 0; i--) {
      const element = stack[i];
      if (element?.namespace === 'html' && element.name === 'table') {
        return element.holders?.[0] ?? stack[i - 1] ?? root;
      }
      if (element?.name === 'template') return element;
    }
    return root;
  };

  const make = (
    name: string,
    attributes: Attributes,
    namespace: Namespace,
    parent: Open,
    own: number,
  ): Open => {
    const html = namespace === 'html';
    const traits = html ? traitsOf(name) : foreignTraits(name, namespace);
    const above = top();
    const element: Open = {
      name,
      traits,
      namespace,
      integration: !html && isIntegration(name, namespace, attributes),
      mode: (html ? modes.get(name) : undefined) ?? above.mode,
      attributes,
      own,
      inside: inherit(parent.inside, own),
      paragraph: null,
      fosteredIn: parent === above ? null : parent,
      holders: null,
      open: true,
    };
    element.paragraph = paragraphInside(element, above.paragraph);
    return element;
  };

  /** Opens an element; `empty` ones are opened and closed at once. Null when it is too deep to be entered. */
  const push = (
    name: string,
    attributes: Attributes,
    namespace: Namespace,
    foster: boolean,
    empty: boolean,
  ) => {
    const parent = foster && top().traits & tableRow ? fosterParent() : top();
    const element = make(name, attributes, namespace, parent, events.judge(name, attributes, namespace));
    if (empty) {
      element.open = false;
      events.opened(element);
      events.closed(element);
      return element;
    }
    if (stack.length >= depth_max) {
      deeper++;
      element.open = false;
      events.opened(element);
      events.closed(element);
      return null;
    }
    stack.push(element);
    events.opened(element);
    return element;
  };

  const pop = (): void => {
    if (stack.length === 1) return;
    const element = stack.pop();
    if (element !== undefined) close(element);
  };

  const close = (element: Open): void => {
    element.open = false;
    events.closed(element);
    const { holders } = element;
    element.holders = null;
    for (const holder of holders ?? []) events.closed(holder);
  };

  const popTo = (index: number): void => {
    while (stack.length > index && stack.length > 1) pop();
  };

  /** Takes one element out of the middle; what is inside stays open. */
  const remove = (element: Open): void => {
    const index = stack.lastIndexOf(element);
    if (index < 1) return;
    stack.splice(index, 1);
    const within = stack[index];
    if (within === undefined) {
      close(element);
      return;
    }
    element.open = false;
    within.holders = [...(within.holders ?? []), element, ...(element.holders ?? [])];
    element.holders = null;
  };

  /** The innermost open HTML element of this name, not looked for beyond the `border`; -1 when there is none. */
  const inScope = (name: string, border: (element: Open) => boolean = bordersScope): number => {
    for (let i = stack.length - 1; i > 0; i--) {
      const element = stack[i];
      if (element === undefined) return -1;
      if (element.name === name && element.namespace === 'html') return i;
      if (border(element)) return -1;
    }
    return -1;
  };

  const impliedEnds = (except = ''): void => {
    while (top().traits & impliedEnd && top().namespace === 'html' && top().name !== except) pop();
  };

  const closeParagraph = (): void => {
    const paragraph = top().paragraph;
    if (paragraph !== null) popTo(stack.lastIndexOf(paragraph));
  };

  const remember = (element: Open): void => {
    // «Noah's Ark»: of equal elements three are kept (HTML §13.2.4.3).
    let same = 0;
    for (let i = active.length - 1; i >= 0 && active[i] !== null; i--) {
      const other = active[i];
      if (
        other?.name === element.name &&
        sameAttributes(other.attributes, element.attributes) &&
        ++same === 3
      ) {
        active.splice(i, 1);
      }
    }
    if (active.length >= formatting_max) active.shift();
    active.push(element);
  };

  const forget = (element: Open): void => {
    const index = active.lastIndexOf(element);
    if (index !== -1) active.splice(index, 1);
  };

  const clearToBorder = (): void => {
    while (active.length > 0 && active.pop() !== null);
  };

  /** Reopens formatting that a block's end closed: `<p><b>…</p><p>` is bold again (HTML «reconstruct»). */
  const reconstruct = (foster: boolean): void => {
    let first = active.length;
    while (first > 0) {
      const element = active[first - 1];
      if (!element || element.open) break;
      first--;
    }
    for (let i = first; i < active.length; i++) {
      const old = active[i];
      if (!old) continue;
      const again = push(old.name, old.attributes, 'html', foster, false);
      if (again === null) return;
      active[i] = again;
    }
  };

  /** The innermost remembered element of this name, up to the last border. */
  const remembered = (name: string): Open | null => {
    for (let i = active.length - 1; i >= 0; i--) {
      const element = active[i];
      if (!element) return null;
      if (element.name === name) return element;
    }
    return null;
  };

  /** A copy of an element, put in the place of another in the stack. */
  const clone = (element: Open): Open => ({ ...element, fosteredIn: null, holders: null, open: true });

  return {
    stack,
    active,
    root,
    top,
    push,
    pop,
    popTo,
    remove,
    close,
    inScope,
    impliedEnds,
    closeParagraph,
    remember,
    forget,
    clearToBorder,
    reconstruct,
    remembered,
    clone,
    fosterParent,
    border: () => {
      if (active.length >= formatting_max) active.shift();
      active.push(null);
    },
    events,
    /** End tags still expected of elements that were too deep to be entered; takes one off when asked for. */
    deeper: (take: boolean) => (take && deeper > 0 ? deeper-- : deeper),
  };
}

function sameAttributes(a: Attributes, b: Attributes): boolean {
  if (a === b) return true;
  for (const field of Object.keys(a)) {
    if (a[field as keyof Attributes] !== b[field as keyof Attributes]) return false;
  }
  return true;
}
