import { type Attributes, noAttributes } from './attributes.ts';
import { type Construction, endInBody, type StartTag, startInBody } from './body.ts';
import { tablePart, traitsOf } from './elements.ts';
import { bordersTable, type Mode, type Open } from './open.ts';
import type { TextMode } from './scanner.ts';
import type { Stack } from './stack.ts';

/** What a table rule leaves to do: nothing, the body's rule (in place or moved out of the table), or all rules anew. */
type Rest = 'done' | 'body' | 'foster' | 'again';

/** A start tag inside a table or a select (HTML §13.2.6.4.9–17). `again` runs the rules anew on the changed stack. */
export function startInTable(at: Construction, tag: StartTag, again: (tag: StartTag) => TextMode): TextMode {
  const rest = startRules(at, tag, at.tree.top().mode);
  if (rest === 'again') return again(tag);
  if (rest === 'done') return 'data';
  return startInBody(at, tag, rest === 'foster');
}

/** An end tag inside a table or a select. */
export function endInTable(at: Construction, name: string, again: (name: string) => void): void {
  const rest = endRules(at.tree, name, at.tree.top().mode);
  if (rest === 'again') again(name);
  else if (rest !== 'done') endInBody(at, name);
}

function startRules(at: Construction, tag: StartTag, mode: Mode): Rest {
  const { tree } = at;
  const { name } = tag;
  const part = (traitsOf(name) & tablePart) !== 0;
  const isCell = name === 'td' || name === 'th';
  switch (mode) {
    case 'cell':
      return part ? closeCell(tree) : 'body';
    case 'caption':
      return part ? closeCaption(tree) : 'body';
    case 'row':
      if (isCell) return openPart(tree, 'row', name, tag.attributes, 'done');
      return part ? closePart(tree, 'row') : startInTableItself(at, tag);
    case 'tbody':
      if (name === 'tr') return openPart(tree, 'tbody', name, tag.attributes, 'done');
      if (isCell) return openPart(tree, 'tbody', 'tr', noAttributes, 'again');
      return part ? closePart(tree, 'tbody') : startInTableItself(at, tag);
    case 'colgroup':
      return startInColumns(tree, tag);
    case 'select':
      return startInSelect(tree, tag);
    default:
      return startInTableItself(at, tag);
  }
}

function startInTableItself(at: Construction, tag: StartTag): Rest {
  const { tree } = at;
  const { name, attributes } = tag;
  switch (name) {
    case 'caption':
    case 'colgroup':
    case 'tbody':
    case 'tfoot':
    case 'thead':
      return openPart(tree, 'table', name, attributes, 'done');
    case 'col':
      return openPart(tree, 'table', 'colgroup', noAttributes, 'again');
    case 'td':
    case 'th':
    case 'tr':
      return openPart(tree, 'table', 'tbody', noAttributes, 'again');
    case 'table': {
      const index = tree.inScope('table', bordersTable);
      if (index === -1) return 'done';
      tree.popTo(index);
      return 'again';
    }
    case 'style':
    case 'script':
    case 'template':
      return 'body';
    case 'input':
      if (attributes.type?.toLowerCase() !== 'hidden') return 'foster';
      tree.push(name, attributes, 'html', false, true);
      return 'done';
    case 'form':
      if (at.form === null) {
        at.form = tree.push(name, attributes, 'html', false, false);
        if (at.form !== null) tree.pop();
      }
      return 'done';
    default:
      return 'foster';
  }
}

function startInColumns(tree: Stack, tag: StartTag): Rest {
  if (tag.name === 'template') return 'body';
  if (tag.name === 'col') {
    tree.push('col', tag.attributes, 'html', false, true);
    return 'done';
  }
  return closeColumns(tree);
}

function startInSelect(tree: Stack, tag: StartTag): Rest {
  const { name, attributes } = tag;
  if (name === 'script' || name === 'template') return 'body';
  if (name === 'option' || name === 'optgroup' || name === 'hr') {
    if (tree.top().name === 'option') tree.pop();
    if (name !== 'option' && tree.top().name === 'optgroup') tree.pop();
    tree.push(name, attributes, 'html', false, name === 'hr');
    return 'done';
  }
  const index = tree.inScope('select', bordersTable);
  if (index === -1) return 'done';
  const ends = name === 'input' || name === 'keygen' || name === 'textarea' || name === 'select';
  if (!ends && !(endsSelectInTable(name) && inTable(tree.stack[index - 1]))) return 'done';
  tree.popTo(index);
  return name === 'select' ? 'done' : 'again';
}

function endRules(tree: Stack, name: string, mode: Mode): Rest {
  const part = (traitsOf(name) & tablePart) !== 0;
  const inScope = (): boolean => tree.inScope(name, bordersTable) !== -1;
  if (name === 'body' || name === 'html') return 'done';
  switch (mode) {
    case 'cell':
      if (name === 'td' || name === 'th') return inScope() ? closeCell(tree, name) : 'done';
      if (name === 'table' || name === 'tr' || isSection(name)) return inScope() ? closeCell(tree) : 'done';
      return part ? 'done' : 'body';
    case 'caption':
      if (name === 'caption' || name === 'table') {
        const rest = closeCaption(tree);
        return name === 'table' ? rest : 'done';
      }
      return part ? 'done' : 'body';
    case 'row':
      if (name === 'tr') return closePart(tree, 'row') && 'done';
      if (name === 'table' || (isSection(name) && inScope())) return closePart(tree, 'row');
      return part ? 'done' : 'foster';
    case 'tbody':
      if (isSection(name)) return inScope() ? closePart(tree, 'tbody') && 'done' : 'done';
      if (name === 'table') return closePart(tree, 'tbody');
      return part ? 'done' : 'foster';
    case 'colgroup':
      if (name === 'template') return 'body';
      if (name === 'col') return 'done';
      return name === 'colgroup' ? closeColumns(tree) && 'done' : closeColumns(tree);
    case 'select':
      return endInSelect(tree, name);
    default:
      if (name === 'table') {
        const index = tree.inScope('table', bordersTable);
        if (index !== -1) tree.popTo(index);
        return 'done';
      }
      return part ? 'done' : 'foster';
  }
}

function endInSelect(tree: Stack, name: string): Rest {
  if (name === 'template') return 'body';
  const index = tree.inScope('select', bordersTable);
  if (index === -1) return 'done';
  if (name === 'select') tree.popTo(index);
  else if (name === 'option') {
    if (tree.top().name === 'option') tree.pop();
  } else if (name === 'optgroup') {
    if (tree.top().name === 'option' && tree.stack.at(-2)?.name === 'optgroup') tree.pop();
    if (tree.top().name === 'optgroup') tree.pop();
  } else if (endsSelectInTable(name) && inTable(tree.stack[index - 1])) {
    if (tree.inScope(name, bordersTable) === -1) return 'done';
    tree.popTo(index);
    return 'again';
  } else if (tree.top().name === name) tree.pop();
  return 'done';
}

function isSection(name: string): boolean {
  return name === 'tbody' || name === 'tfoot' || name === 'thead';
}

function endsSelectInTable(name: string): boolean {
  return name === 'table' || ((traitsOf(name) & tablePart) !== 0 && name !== 'col' && name !== 'colgroup');
}

function inTable(outside: Open | undefined): boolean {
  const mode = outside?.mode ?? 'body';
  return mode !== 'body' && mode !== 'select' && mode !== 'template';
}

/** The elements that stay when the stack is cleared back to this part of a table. */
const contexts: Readonly<Record<'table' | 'tbody' | 'row', ReadonlySet<string>>> = {
  table: new Set(['table', 'template']),
  tbody: new Set(['tbody', 'tfoot', 'thead', 'template']),
  row: new Set(['tr', 'template']),
};

function clearTo(tree: Stack, context: 'table' | 'tbody' | 'row'): void {
  while (tree.stack.length > 1 && !contexts[context].has(tree.top().name)) tree.pop();
}

function openPart(
  tree: Stack,
  context: 'table' | 'tbody' | 'row',
  name: string,
  attributes: Attributes,
  then: Rest,
): Rest {
  clearTo(tree, context);
  if (name === 'caption' || name === 'td' || name === 'th') tree.border();
  // Too deep to be entered: nothing more can follow from it.
  return tree.push(name, attributes, 'html', false, false) === null ? 'done' : then;
}

/** Ends the row or section we are in; the tag is then judged where that leaves us. */
function closePart(tree: Stack, context: 'tbody' | 'row'): Rest {
  clearTo(tree, context);
  if (tree.stack.length === 1 || tree.top().name === 'template') return 'done';
  tree.pop();
  return 'again';
}

function closeCell(tree: Stack, ended?: 'td' | 'th'): Rest {
  const index = Math.max(
    ended === 'th' ? -1 : tree.inScope('td', bordersTable),
    ended === 'td' ? -1 : tree.inScope('th', bordersTable),
  );
  if (index === -1) return 'done';
  tree.popTo(index);
  tree.clearToBorder();
  return ended === undefined ? 'again' : 'done';
}

function closeCaption(tree: Stack): Rest {
  const index = tree.inScope('caption', bordersTable);
  if (index === -1) return 'done';
  tree.popTo(index);
  tree.clearToBorder();
  return 'again';
}

function closeColumns(tree: Stack): Rest {
  if (tree.top().name !== 'colgroup') return 'done';
  tree.pop();
  return 'again';
}
