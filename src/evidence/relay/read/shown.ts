import { type Attributes, noAttributes } from './attributes.ts';
import { holdsComments } from './comments.ts';
import type { Namespace, Open } from './open.ts';
import { judgedByName, place, showsImage, unseen_text, visibilityOf } from './visibility.ts';

/** All that an element says of its content: visibility and readers' comments; see `Open.own`. */
export function judge(name: string, attributes: Attributes, namespace: Namespace): number {
  if (attributes === noAttributes && namespace === 'html' && !judgedByName(name)) return 0;
  const bits = visibilityOf(name, attributes, namespace);
  return holdsComments(name, attributes) ? bits | place.comments : bits;
}

type Shape = Pick<Open, 'name' | 'attributes' | 'namespace'>;

/** What shows by itself, without text. A video or a drawing shows, but its content for old browsers does not. */
const pictures: ReadonlySet<string> = new Set([
  'audio',
  'canvas',
  'embed',
  'hr',
  'iframe',
  'img',
  'meter',
  'object',
  'progress',
  'svg',
  'video',
]);

/** Whether an element shows something by itself; `inside` is what holds around it, its own bits included. */
export function shows({ name, attributes }: Shape, inside: number): boolean {
  if (inside & (place.hidden | place.invisible | place.ignored | place.comments)) return false;
  if (name === 'input') return attributes.type?.toLowerCase() !== 'hidden';
  return pictures.has(name) && showsImage(attributes);
}

/** Elements whose text is never shown as text. */
const unread: ReadonlySet<string> = new Set(['iframe', 'noembed', 'noframes', 'script', 'style', 'title']);

/** Whether text standing in this element is seen as a part of the page itself, not of its comments. */
export function isTextShown({ name }: Pick<Open, 'name'>, inside: number): boolean {
  return (inside & (unseen_text | place.ignored | place.comments)) === 0 && !unread.has(name);
}

/** Whether a link shows, or is read out, without any content: by its label, or its own background, as icons do. */
export function drawsItself(attributes: Attributes): boolean {
  if ((attributes['aria-label'] ?? '').trim() !== '') return true;
  return attributes.style !== null && /background[^;]*url\(/i.test(attributes.style);
}
