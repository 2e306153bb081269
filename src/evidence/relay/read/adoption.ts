import { special, tableRow } from './elements.ts';
import { inherit, type Open, paragraphInside } from './open.ts';
import type { Stack } from './stack.ts';

/**
 * The end tag of a formatting element that may be wrongly nested (HTML §13.2.6.4.7 «adoption agency algorithm»):
 * `<b hidden><p>…</b>` ends what `b` says about the rest of `p`. False: no such element is remembered, and the end
 * tag is to be treated like any other.
 */
export function adopt(tree: Stack, name: string): boolean {
  const current = tree.top();
  if (current.name === name && current.namespace === 'html' && !tree.active.includes(current)) {
    tree.pop();
    return true;
  }
  for (let round = 0; round < 8; round++) {
    const ended = tree.remembered(name);
    if (ended === null) return round > 0;
    if (!ended.open) {
      tree.forget(ended);
      return true;
    }
    const at = tree.stack.lastIndexOf(ended);
    if (tree.inScope(name) < at) return true;
    const blockAt = tree.stack.findIndex((element, index) => index > at && (element.traits & special) !== 0);
    const block = tree.stack[blockAt];
    if (block === undefined) {
      tree.popTo(at);
      tree.forget(ended);
      return true;
    }
    renest(tree, ended, at, block, blockAt);
  }
  return true;
}

/** Moves `block` out of `ended`, with copies of the formatting between them around it and one of `ended` inside it. */
function renest(tree: Stack, ended: Open, at: number, block: Open, blockAt: number): void {
  const { stack, active } = tree;
  const closed: Open[] = [];
  const opened: Open[] = [];
  const replace = (old: Open): Open => {
    const copy = tree.clone(old);
    closed.push(old);
    opened.push(copy);
    return copy;
  };
  let bookmark: Open = ended;
  let outermost = block;
  let between = 0;
  for (let index = blockAt - 1; index > at; index--) {
    const node = stack[index];
    if (node === undefined) continue;
    between++;
    if (between > 3) tree.forget(node);
    const listed = active.lastIndexOf(node);
    if (listed === -1) {
      stack.splice(index, 1);
      closed.push(node);
      continue;
    }
    const copy = replace(node);
    active[listed] = copy;
    stack[index] = copy;
    outermost = copy;
    if (bookmark === ended) bookmark = copy;
  }
  const copy = replace(ended);
  if (bookmark === ended) active[active.lastIndexOf(ended)] = copy;
  else {
    active.splice(active.lastIndexOf(bookmark) + 1, 0, copy);
    tree.forget(ended);
  }
  stack.splice(stack.lastIndexOf(block) + 1, 0, copy);
  stack.splice(at, 1);
  block.fosteredIn = null;
  const parent = stack[at - 1];
  if (parent !== undefined && parent.traits & tableRow) outermost.fosteredIn = tree.fosterParent();
  settle(stack, at);
  for (const element of opened) tree.events.opened(element);
  for (const element of closed) tree.close(element);
}

/** Works out anew what holds inside each element from this place of the stack on. */
function settle(stack: Open[], from: number): void {
  for (let index = Math.max(from, 1); index < stack.length; index++) {
    const element = stack[index];
    const parent = stack[index - 1];
    if (element === undefined || parent === undefined) continue;
    element.inside = inherit((element.fosteredIn ?? parent).inside, element.own);
    element.paragraph = paragraphInside(element, parent.paragraph);
  }
}
