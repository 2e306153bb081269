import { adopt } from './adoption.ts';
import type { Attributes } from './attributes.ts';
import {
  block,
  empty,
  endsParagraph,
  formatting,
  formattingBorder,
  headContent,
  heading,
  rawContent,
  special,
  tablePart,
  traitsOf,
} from './elements.ts';
import { bordersListItem, bordersScope, type Open } from './open.ts';
import type { TextMode } from './scanner.ts';
import type { Stack } from './stack.ts';

/** What tree construction remembers beside the stack. */
export type Construction = {
  readonly tree: Stack;
  /** The open `form`, which can't hold another. */
  form: Open | null;
  /** No doctype: a table stands inside a paragraph. */
  quirks: boolean;
};

/** A start tag as the scanner read it. */
export type StartTag = {
  readonly name: string;
  readonly attributes: Attributes;
  readonly selfClosing: boolean;
};

/** A start tag in the body (HTML §13.2.6.4.7); `foster`: what it opens is moved out of the table it stands in. */
export function startInBody(at: Construction, tag: StartTag, foster: boolean): TextMode {
  const { tree } = at;
  const { name } = tag;
  const traits = traitsOf(name);
  const push = (isEmpty = false): Open | null =>
    tree.push(name === 'image' ? 'img' : name, tag.attributes, 'html', foster, isEmpty);

  if (traits & endsParagraph) {
    startBlock(at, name, foster, push);
  } else if (traits & formatting) {
    startFormatting(tree, name, foster);
    const element = push();
    if (element !== null) tree.remember(element);
  } else if (traits & headContent && name !== 'noscript') {
    push((traits & empty) !== 0);
    if (name === 'template') tree.border();
  } else if (traits & tablePart || ignored.has(name)) {
    return 'data';
  } else if (traits & empty) {
    if (name !== 'param' && name !== 'source' && name !== 'track') tree.reconstruct(foster);
    push(true);
  } else {
    startOther(at, tag, foster, push);
  }
  return textMode(name, traits);
}

/** How the content of an element just opened is to be scanned. */
export function textMode(name: string, traits: number): TextMode {
  if ((traits & rawContent) === 0) return 'data';
  if (name === 'script' || name === 'plaintext') return name;
  return 'text';
}

const ignored: ReadonlySet<string> = new Set(['html', 'head', 'body', 'frame', 'frameset']);

function startBlock(
  at: Construction,
  name: string,
  foster: boolean,
  push: (isEmpty?: boolean) => Open | null,
): void {
  const { tree } = at;
  if (name === 'form') {
    if (at.form !== null) return;
    tree.closeParagraph();
    at.form = push();
    return;
  }
  if (name === 'li') closeItem(tree, (item) => item === 'li');
  else if (name === 'dd' || name === 'dt') closeItem(tree, (item) => item === 'dd' || item === 'dt');
  tree.closeParagraph();
  if (name === 'xmp') tree.reconstruct(foster);
  const traits = traitsOf(name);
  if (traits & heading && tree.top().traits & heading) tree.pop();
  push((traits & empty) !== 0);
}

/** `<li>` ends the item before it, unless a list or another block was opened in between. */
function closeItem(tree: Stack, isItem: (name: string) => boolean): void {
  for (let i = tree.stack.length - 1; i > 0; i--) {
    const element = tree.stack[i];
    if (element === undefined) return;
    if (element.namespace === 'html' && isItem(element.name)) {
      tree.impliedEnds(element.name);
      tree.popTo(i);
      return;
    }
    const passes = element.name === 'address' || element.name === 'div' || element.name === 'p';
    if (element.traits & special && !passes) return;
  }
}

function startFormatting(tree: Stack, name: string, foster: boolean): void {
  if (name === 'a') {
    const before = tree.remembered('a');
    if (before !== null) {
      adopt(tree, 'a');
      tree.forget(before);
      tree.remove(before);
    }
  }
  tree.reconstruct(foster);
  if (name === 'nobr' && tree.inScope('nobr') !== -1) {
    adopt(tree, 'nobr');
    tree.reconstruct(foster);
  }
}

function startOther(at: Construction, tag: StartTag, foster: boolean, push: () => Open | null): void {
  const { tree } = at;
  const { name } = tag;
  if (name === 'table') {
    if (!at.quirks) tree.closeParagraph();
    push();
    return;
  }
  if (name === 'rb' || name === 'rtc' || name === 'rp' || name === 'rt') {
    if (tree.inScope('ruby') !== -1) tree.impliedEnds(name === 'rp' || name === 'rt' ? 'rtc' : '');
    push();
    return;
  }
  if (name === 'button') closeNamed(tree, 'button');
  if ((name === 'option' || name === 'optgroup') && tree.top().name === 'option') tree.pop();
  const raw = name === 'textarea' || name === 'iframe' || name === 'noembed';
  if (!raw) tree.reconstruct(foster);
  if (name === 'svg' || name === 'math') {
    const element = tree.push(name, tag.attributes, name, foster, tag.selfClosing);
    if (element === null && tag.selfClosing) tree.deeper(true);
    return;
  }
  push();
  if (traitsOf(name) & formattingBorder) tree.border();
}

/** An end tag in the body. */
export function endInBody(at: Construction, name: string): void {
  const { tree } = at;
  const traits = traitsOf(name);
  if (name === 'p') {
    const { paragraph } = tree.top();
    if (paragraph === null) return;
    tree.impliedEnds('p');
    tree.popTo(tree.stack.lastIndexOf(paragraph));
  } else if (traits & formatting) {
    if (!adopt(tree, name)) endAnyOther(tree, name);
  } else if (traits & heading) {
    endHeading(tree);
  } else if (name === 'li') {
    closeNamed(tree, 'li', bordersListItem);
  } else if (name === 'dd' || name === 'dt') {
    closeNamed(tree, name);
  } else if (name === 'form') {
    endForm(at);
  } else if (name === 'template') {
    endTemplate(tree);
  } else if (traits & block) {
    if (closeNamed(tree, name) && traits & formattingBorder) tree.clearToBorder();
  } else if (name === 'br') {
    tree.reconstruct(false);
  } else if (name !== 'body' && name !== 'html') {
    endAnyOther(tree, name);
  }
}

/** Closes the innermost element of this name in scope with all that is in it; false when there is none. */
function closeNamed(tree: Stack, name: string, border = bordersScope): boolean {
  const index = tree.inScope(name, border);
  if (index === -1) return false;
  tree.impliedEnds(name);
  tree.popTo(index);
  return true;
}

function endHeading(tree: Stack): void {
  for (let i = tree.stack.length - 1; i > 0; i--) {
    const element = tree.stack[i];
    if (element === undefined || bordersScope(element)) return;
    if (element.namespace === 'html' && element.traits & heading) {
      tree.popTo(i);
      return;
    }
  }
}

function endForm(at: Construction): void {
  const { form, tree } = at;
  at.form = null;
  if (form === null || !form.open || tree.inScope('form') === -1) return;
  tree.impliedEnds();
  tree.remove(form);
}

function endTemplate(tree: Stack): void {
  const index = tree.stack.findLastIndex((element) => element.name === 'template');
  if (index < 1) return;
  tree.popTo(index);
  tree.clearToBorder();
}

function endAnyOther(tree: Stack, name: string): void {
  for (let i = tree.stack.length - 1; i > 0; i--) {
    const element = tree.stack[i];
    if (element === undefined) return;
    if (element.name === name && element.namespace === 'html') {
      tree.impliedEnds(name);
      tree.popTo(i);
      return;
    }
    if (element.traits & special) return;
  }
}
