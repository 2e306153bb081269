import type { Attributes } from './attributes.ts';
import type { Namespace } from './open.ts';

/** What holds for the content of an element, as bits that go down the tree. */
export const place = {
  /** Not shown, whatever the elements inside say. */
  hidden: 1,
  /** `visibility: hidden`: an element inside may take it back. */
  invisible: 2,
  /** Text without size (`font-size: 0`): images still show, and an element inside may take it back. */
  sizeless: 4,
  /** The readers' comments. */
  comments: 8,
  /** Not content of the page at all: templates, form fields, definitions of drawings. */
  ignored: 16,
  /** What browsers without video, sound or drawing show instead. */
  fallback: 32,
  /** In the post, but not its author's text: quotations, forms, what leads elsewhere. */
  beside: 64,
  /** The text of a post. */
  post: 128,
} as const;

/** Bits that make a link or an image unseen, and those that make text unseen. */
export const unseen_box = place.hidden | place.invisible | place.fallback;
export const unseen_text = unseen_box | place.sizeless;

/** Names whose content is no content of the page (HTML namespace). */
const ignoredElements: ReadonlySet<string> = new Set(['template', 'select', 'datalist', 'textarea']);
/** Shown only where the element itself can't be. */
const fallbackElements: ReadonlySet<string> = new Set(['audio', 'video', 'canvas']);
/** Never drawn where they stand (SVG 2 §14.2.4 and metadata). */
const undrawn: ReadonlySet<string> = new Set([
  'clippath',
  'defs',
  'desc',
  'mask',
  'metadata',
  'pattern',
  'script',
  'style',
  'symbol',
  'title',
]);

/** Whether the name alone, without any attribute, may say something. */
export function judgedByName(name: string): boolean {
  return ignoredElements.has(name) || fallbackElements.has(name) || name === 'dialog';
}

/** Bits an element sets for itself and its content, and 8 bits up those of its parents that it takes back. */
export function visibilityOf(name: string, attributes: Attributes, namespace: Namespace): number {
  let bits = 0;
  if (namespace === 'html') {
    if (ignoredElements.has(name)) bits |= place.ignored;
    else if (fallbackElements.has(name)) bits |= place.fallback;
    else if (name === 'dialog' && attributes.open === null) bits |= place.hidden;
  } else if (undrawn.has(name)) bits |= place.ignored;
  if (attributes.hidden !== null || attributes.popover !== null) bits |= place.hidden;
  if (name === 'iframe' && pixels(attributes.width) <= 1 && pixels(attributes.height) <= 1)
    bits |= place.hidden;
  if (attributes.style !== null) bits |= styleBits(name, attributes, attributes.style);
  return bits;
}

/** Whether an image is large enough to be seen: a counting pixel is not. */
export function showsImage(attributes: Attributes): boolean {
  return pixels(attributes.width) > 1 || pixels(attributes.height) > 1;
}

function pixels(value: string | null): number {
  if (value === null) return Number.POSITIVE_INFINITY;
  const number = Number.parseFloat(value);
  return Number.isNaN(number) ? Number.POSITIVE_INFINITY : number;
}

/** No declaration without one of these can hide or show anything; most inline styles have none. */
const telling = /none|hidden|collapse|visible|opacity|font|clip|scale|-\d{2}|[:\s][+0]?[01.](?![\d])/i;

function styleBits(name: string, attributes: Attributes, style: string): number {
  if (!telling.test(style)) return 0;
  const declared = declarations(style);
  const isPage = name === 'html' || name === 'body';
  if (isPage) {
    // A page that hides itself until its script has run (against flicker) is a page people read.
    return declared.get('display') === 'none' ? place.hidden : 0;
  }
  let bits = 0;
  const visibility = declared.get('visibility');
  if (visibility === 'hidden' || visibility === 'collapse') bits |= place.invisible;
  else if (visibility === 'visible') bits |= place.invisible << 8;
  const font = declared.get('font-size') ?? declared.get('font')?.match(/(?:^|\s)(0[a-z%]*)(?=[\s/])/)?.[1];
  if (font !== undefined) bits |= isZero(font) ? place.sizeless : regainsSize(font) << 8;
  const hides =
    declared.get('display') === 'none' ||
    declared.get('content-visibility') === 'hidden' ||
    Number.parseFloat(declared.get('opacity') ?? '1') <= 0.05 ||
    isTooSmall(declared) ||
    isFarAway(declared) ||
    (isClipped(declared) && !isWordPressEmbed(name, attributes));
  return hides ? bits | place.hidden : bits;
}

/** A size of its own, not one in proportion to none. */
function regainsSize(size: string): number {
  return /^\d*\.?\d+(?:px|pt|rem|cm|mm|vw|vh)|^(?:medium|small|large|x+-)/.test(size) ? place.sizeless : 0;
}

type Declarations = ReadonlyMap<string, string>;

/** At most this many declarations of one element are looked at. */
const declarations_max = 200;

function declarations(style: string): Declarations {
  const found = new Map<string, string>();
  for (const part of style.replace(/\/\*.*?\*\//gs, '').split(';', declarations_max)) {
    const colon = part.indexOf(':');
    if (colon === -1) continue;
    const value = part
      .slice(colon + 1)
      .trim()
      .toLowerCase()
      .replace(/\s*!important$/, '');
    found.set(part.slice(0, colon).trim().toLowerCase(), value);
  }
  return found;
}

function isZero(value: string): boolean {
  return /^[+-]?0*\.?0+(?:[a-z]+|%)?$/.test(value);
}

/** At most one pixel: what screen-reader styles leave. */
function isTiny(value: string | undefined): boolean {
  return value !== undefined && (isZero(value) || /^0*(?:1|\.\d+)(?:px)?$/.test(value));
}

function isTooSmall(declared: Declarations): boolean {
  const width = declared.get('max-width') ?? declared.get('width');
  const height = declared.get('max-height') ?? declared.get('height');
  if (isTiny(width) && isTiny(height)) return true;
  const clips = /hidden|clip/.test(declared.get('overflow') ?? '');
  return clips && (isTiny(width) || isTiny(height));
}

const edges = ['left', 'top', 'right', 'bottom', 'inset', 'inset-inline-start'] as const;
const margins = ['margin', 'margin-left', 'margin-top', 'text-indent', 'transform', 'translate'] as const;

/** Moved out of any screen: `left: -9999px`, `text-indent: -999em`, `transform: translateX(-9999px)`, `scale(0)`. */
function isFarAway(declared: Declarations): boolean {
  const position = declared.get('position');
  const positioned = position === 'absolute' || position === 'fixed' || position === 'relative';
  if (positioned && edges.some((edge) => isFar(declared.get(edge)))) return true;
  if (margins.some((margin) => isFar(declared.get(margin)))) return true;
  return /\bscale[xy]?\(\s*0*\.?0+\s*[,)]/.test(declared.get('transform') ?? '');
}

function isFar(value: string | undefined): boolean {
  if (value === undefined) return false;
  for (const [, number, unit] of value.matchAll(/(-\d{1,9}(?:\.\d+)?)(px|pt|em|rem|vw|vh)/g)) {
    const scale = unit === 'px' || unit === 'pt' ? 1 : 16;
    if (Number(number) * scale <= -900) return true;
  }
  return false;
}

/** Cut to nothing: `clip: rect(…)` of at most one pixel on a positioned element, or a `clip-path` that leaves nothing. */
function isClipped(declared: Declarations): boolean {
  const position = declared.get('position');
  const clip = declared.get('clip');
  if (clip !== undefined && (position === 'absolute' || position === 'fixed')) {
    const [top, right, bottom, left] = [...clip.matchAll(/-?\d*\.?\d+/g)].map(Number);
    if (top !== undefined && right !== undefined && bottom !== undefined && left !== undefined) {
      if (right - left <= 1 || bottom - top <= 1) return true;
    }
  }
  const path = declared.get('clip-path') ?? '';
  const inset = /^inset\(\s*(\d+(?:\.\d+)?)%/.exec(path)?.[1];
  return (inset !== undefined && Number(inset) >= 50) || /^(?:circle|ellipse)\(\s*0/.test(path);
}

/** WordPress clips the frame of an embed until the frame answers: not hidden. */
function isWordPressEmbed(name: string, attributes: Attributes): boolean {
  const embeds = name === 'iframe' || name === 'blockquote';
  return embeds && /(?:^|\s)wp-embedded-content(?:\s|$)/.test(attributes.class ?? '');
}
