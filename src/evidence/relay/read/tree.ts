import { type Attributes, noAttributes } from './attributes.ts';
import { type Construction, endInBody, type StartTag, startInBody, textMode } from './body.ts';
import { empty, endsForeign, headContent, rawContent, tableRow, traitsOf } from './elements.ts';
import { inherit, type Namespace, type Open } from './open.ts';
import type { Markup, TextMode } from './scanner.ts';
import { createStack } from './stack.ts';
import { endInTable, startInTable } from './table.ts';

/** What a page is, element by element, as a browser would build it. */
export type TreeEvents = {
  /** Bits an element gives to its content; see `Open.own`. Called before `opened`. */
  readonly judge: (name: string, attributes: Attributes, namespace: Namespace) => number;
  /** An element begins; `html` and `body` once each. Elements without content are closed at once. */
  readonly opened: (element: Open) => void;
  readonly closed: (element: Open) => void;
  /** Text inside `element`, with what holds there. Positions are into `buffer`, for this call only. */
  readonly text: (
    buffer: string,
    start: number,
    end: number,
    literal: boolean,
    element: Open,
    inside: number,
  ) => void;
  readonly finished: (position: number) => boolean;
};

/**
 * Tree construction (HTML §13.2.6) reduced to what the place of a link depends on: which elements are open. End tags
 * left out, formatting reopened across blocks, wrong nesting and content moved out of tables are followed;
 * `tree.property.test.ts` compares with parse5. Scripting is off: the content of `noscript` is content.
 * Framesets are not followed.
 */
export function createTree(events: TreeEvents): Markup {
  const tree = createStack(events);
  const at: Construction = { tree, form: null, quirks: true };
  let doctypeAllowed = true;
  let body: Open | null = null;
  let headEnded = false;

  const openBody = (attributes: Attributes): void => {
    tree.popTo(1);
    headEnded = true;
    body = tree.push('body', attributes, 'html', false, false);
  };

  /** A start tag before the body (HTML §13.2.6.4.1–6): what belongs in the head stays there, the rest begins the body. */
  const startBeforeBody = (tag: StartTag): TextMode => {
    const { name, attributes } = tag;
    const traits = traitsOf(name);
    if (name === 'html') {
      tree.root.inside |= inherit(0, events.judge(name, attributes, 'html'));
      events.opened({ ...tree.root, attributes });
      return 'data';
    }
    if (name === 'body') {
      openBody(attributes);
      return 'data';
    }
    if (name === 'head' && tree.top() === tree.root && !headEnded) return 'data';
    const inNoscript = tree.top().name === 'noscript';
    if (inNoscript && (name === 'head' || name === 'noscript')) return 'data';
    const stays = (traits & headContent) !== 0 && (name !== 'noscript' || !headEnded);
    if (!stays || (inNoscript && !inHeadNoscript.has(name))) {
      openBody(noAttributes);
      return start(tag);
    }
    tree.push(name, attributes, 'html', false, (traits & empty) !== 0);
    if (name === 'template') tree.border();
    return textMode(name, traits);
  };

  const start = (tag: StartTag): TextMode => {
    const current = tree.top();
    if (body === null && current.mode === 'body') return startBeforeBody(tag);
    if (current.namespace !== 'html' && !takesHtml(current, tag.name)) return startForeign(tag, current);
    if (tag.name === 'body' && body !== null) return 'data';
    if (current.mode === 'body' || current.mode === 'template') return startInBody(at, tag, false);
    return startInTable(at, tag, start);
  };

  /** A start tag in SVG or MathML (HTML §13.2.6.5). */
  const startForeign = (tag: StartTag, current: Open): TextMode => {
    if (traitsOf(tag.name) & endsForeign) {
      leaveForeign();
      return start(tag);
    }
    const element = tree.push(tag.name, tag.attributes, current.namespace, false, tag.selfClosing);
    if (element === null && tag.selfClosing) tree.deeper(true);
    return 'data';
  };

  const leaveForeign = (): void => {
    while (tree.top().namespace !== 'html' && !tree.top().integration) tree.pop();
  };

  const end = (name: string): void => {
    const current = tree.top();
    if (body === null && current.mode === 'body') {
      endBeforeBody(name);
      return;
    }
    if (current.namespace !== 'html') {
      if (name === 'br' || name === 'p') leaveForeign();
      else if (endForeign(name)) return;
    }
    const { mode } = tree.top();
    if (mode === 'body' || mode === 'template') endInBody(at, name);
    else endInTable(at, name, end);
  };

  const endBeforeBody = (name: string): void => {
    const inNoscript = tree.top().name === 'noscript';
    if (name === 'head') headEnded ||= !inNoscript;
    else if (inNoscript && name !== 'noscript' && name !== 'br') return;
    else if (name === 'body' || name === 'html' || name === 'br') openBody(noAttributes);
    else if (tree.top().name === name) {
      tree.pop();
      if (name === 'template') tree.clearToBorder();
    }
  };

  /** Closes an SVG or MathML element; false when the end tag is to be judged by the rules of HTML. */
  const endForeign = (name: string): boolean => {
    for (let i = tree.stack.length - 1; i > 0; i--) {
      const element = tree.stack[i];
      if (element === undefined || element.namespace === 'html') return false;
      if (element.name === name) {
        tree.popTo(i);
        return true;
      }
    }
    return true;
  };

  const text = (buffer: string, from: number, to: number, literal: boolean): void => {
    let current = tree.top();
    if (current.namespace === 'html' && (current.traits & rawContent) === 0) {
      const { mode } = current;
      if (body === null && mode === 'body') {
        if (isBlank(buffer, from, to)) return;
        openBody(noAttributes);
      } else if (current.traits & tableRow || mode === 'colgroup') {
        if (isBlank(buffer, from, to)) return;
        if (mode === 'colgroup' && current.name === 'colgroup') tree.pop();
        tree.reconstruct(true);
      } else if (tree.active.length > 0 && mode !== 'select') tree.reconstruct(false);
      current = tree.top();
    }
    const moved = current.namespace === 'html' && (current.traits & tableRow) !== 0;
    events.text(buffer, from, to, literal, current, moved ? tree.fosterParent().inside : current.inside);
  };

  return {
    open: (name, attributes, selfClosing) => {
      doctypeAllowed = false;
      return start({ name, attributes, selfClosing });
    },
    close: (name) => {
      doctypeAllowed = false;
      if (tree.deeper(true) === 0) end(name);
    },
    text,
    doctype: (declaration) => {
      if (doctypeAllowed)
        at.quirks = !/^\s*html(?![^\s>])/i.test(declaration) || oldDoctype.test(declaration);
      doctypeAllowed = false;
    },
    foreign: () => tree.top().namespace !== 'html',
    finished: events.finished,
  };
}

const inHeadNoscript: ReadonlySet<string> = new Set([
  'basefont',
  'bgsound',
  'link',
  'meta',
  'noframes',
  'style',
]);

/** The commonest doctypes of quirks mode: HTML 2 to 4.0 at all, 4.01 Transitional without an address. */
const oldDoctype =
  /"-\/\/(?:w3c|ietf|netscape comm\. corp\.)\/\/dtd html (?:[23]|4\.0 |4\.01 (?:transitional|frameset)\/\/en"\s*$)/i;

function takesHtml(element: Open, name: string): boolean {
  if (!element.integration) return element.name === 'annotation-xml' && name === 'svg';
  const mathText = element.namespace === 'math' && element.name !== 'annotation-xml';
  return !mathText || (name !== 'mglyph' && name !== 'malignmark');
}

function isBlank(buffer: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const c = buffer.charCodeAt(i);
    if (c > 32 || (c !== 32 && c !== 10 && c !== 9 && c !== 13 && c !== 12)) return false;
  }
  return true;
}
