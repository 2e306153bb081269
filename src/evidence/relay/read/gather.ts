import { createDescription, rank } from './describe.ts';
import { endsParagraph } from './elements.ts';
import { readLinkedData } from './linked-data.ts';
import type { Open } from './open.ts';
import { classRoles, role, rolesOf } from './roles.ts';
import { isTextShown } from './shown.ts';
import { decodeReferences } from './text.ts';
import { place } from './visibility.ts';

/** Most text taken from one element, in characters: enough for the longest field after white space is folded. */
const capture_length_max = 1200;
/** Most elements whose text is taken at once. */
const captures_max = 12;

type Capture = { readonly element: Open; readonly done: (text: string) => void; text: string };

export type Gatherer = ReturnType<typeof createGatherer>;

/** Finds the parts of the description in the elements of a page as they come; see `roles.ts` for what it looks at. */
export function createGatherer() {
  const description = createDescription();
  const captures: Capture[] = [];
  const rolesByClass = new Map<string, number>();
  /** The post we are in, and the post the link was found in. */
  let entry: Open | null = null;
  let linked = false;
  let linkedEntry: Open | null = null;
  /** A card that is not the author's own element: names in it are not the post's. */
  let card: Open | null = null;
  let cardIsAuthor = false;
  let paragraph = '';
  let paragraphEnded = false;
  let json: string | null = null;

  const ofClass = (classes: string): number => {
    let bits = rolesByClass.get(classes);
    if (bits === undefined) {
      bits = classRoles(classes);
      rolesByClass.set(classes, bits);
    }
    return bits;
  };

  const capture = (element: Open, done: (text: string) => void): void => {
    if (captures.length < captures_max) captures.push({ element, done, text: '' });
  };

  /** Sources inside the post of the link, or of any post while no link was found, come before all others. */
  const strength = () =>
    entry !== null && (!linked || entry === linkedEntry) ? rank.entry : linked ? rank.guessed : rank.marked;

  const beginEntry = (element: Open): void => {
    if (entry !== null) return;
    entry = element;
    if (!linked) description.entryBegins();
  };

  const openedWithRole = (element: Open, bits: number): void => {
    const { attributes } = element;
    const from = strength();
    if (card !== null) {
      if (cardIsAuthor && bits & (role.name | role.author))
        capture(element, (text) => description.offer('author', from, text));
      return;
    }
    if (bits & role.entry) {
      beginEntry(element);
      return;
    }
    if (bits & role.author) {
      // A card's name is known exactly; the whole element is taken where there is none inside.
      capture(element, (text) =>
        description.offer('author', from === rank.entry ? rank.openGraph : from, text),
      );
    }
    if (bits & (role.card | role.author)) {
      card = element;
      cardIsAuthor = (bits & role.author) !== 0;
      if (attributes.content !== null && cardIsAuthor) description.offer('author', from, attributes.content);
      return;
    }
    if (bits & role.title) capture(element, (text) => description.offer('title', from, text));
    if (bits & role.summary) capture(element, (text) => description.offer('excerpt', from, text));
    if (bits & role.content) capture(element, (text) => description.offer('excerpt', rank.marked, text));
    if (bits & role.published) published(element);
  };

  /** A class or microdata says that this is the date of the post; any other `time` only may be. */
  const published = (element: Open): void => {
    const { datetime, title, content, class: classes } = element.attributes;
    const marked = classes !== null && (ofClass(classes) & role.published) !== 0;
    const from = marked ? strength() : rank.guessed;
    const exact = datetime ?? content ?? (element.name === 'abbr' ? title : null);
    if (exact !== null) description.offer('published', from, exact);
    else if (element.name === 'time') capture(element, (text) => description.offer('published', from, text));
  };

  const openedInBody = (element: Open): void => {
    const { name, attributes } = element;
    if (name === 'h1') capture(element, (text) => description.offer('title', rank.guessed, text));
    if (name === 'a' && attributes.rel !== null && /(?:^|\s)home(?:\s|$)/i.test(attributes.rel)) {
      capture(element, (text) => description.offer('site', rank.marked, text));
    }
    const bits = rolesOf(name, attributes, ofClass);
    if (bits !== 0) openedWithRole(element, bits);
  };

  return {
    description,
    opened: (element: Open): void => {
      const { name, attributes, inside } = element;
      if (name === 'meta') {
        if ((inside & place.comments) === 0) description.meta(attributes);
      } else if (name === 'html') {
        description.offer('language', rank.openGraph, attributes.lang);
      } else if (name === 'title') {
        if (element.namespace === 'html') capture(element, description.pageTitle);
      } else if (name === 'script') {
        json = /^\s*application\/ld\+json/i.test(attributes.type ?? '') ? '' : null;
      } else if ((inside & (place.comments | place.ignored)) === 0) {
        if (element.traits & endsParagraph) {
          if (linked) paragraphEnded = true;
          else paragraph = '';
          for (const taken of captures) taken.text += ' ';
        } else if (name === 'br') {
          for (const taken of captures) taken.text += ' ';
        }
        // WordPress calls the body of an author's page `author`.
        if (name !== 'body' && !(linked && description.complete())) openedInBody(element);
      }
    },
    closed: (element: Open): void => {
      if (element === entry) entry = null;
      if (element === card) card = null;
      if (element.name === 'script' && json !== null) {
        description.linkedData(readLinkedData(json));
        json = null;
      }
      if (linked && element.traits & endsParagraph) paragraphEnded = true;
      if (captures.length === 0) return;
      for (let i = captures.length - 1; i >= 0; i--) {
        const taken = captures[i];
        if (taken?.element !== element) continue;
        captures.splice(i, 1);
        taken.done(taken.text);
      }
    },
    text: (
      buffer: string,
      start: number,
      end: number,
      literal: boolean,
      element: Open,
      inside: number,
    ): void => {
      if (element.name === 'script') {
        if (json !== null) json += buffer.slice(start, end);
        return;
      }
      if (element.name !== 'title' && !isTextShown(element, inside)) return;
      const inParagraph = !paragraphEnded && paragraph.length < capture_length_max;
      if (captures.length === 0 && !inParagraph) return;
      const written = buffer.slice(start, Math.min(end, start + capture_length_max));
      const text = literal || !written.includes('&') ? written : decodeReferences(written, false);
      if (inParagraph && element.name !== 'title') paragraph += text;
      for (let i = captures.length - 1; i >= 0; i--) {
        const taken = captures[i];
        if (taken === undefined) continue;
        taken.text += text;
        if (taken.text.length < capture_length_max) continue;
        captures.splice(i, 1);
        taken.done(taken.text);
      }
    },
    /** The link that counts was found, in the post we are in. */
    linkFound: (): void => {
      if (linked) return;
      linked = true;
      linkedEntry = entry;
    },
    finish: () => {
      for (const taken of captures.splice(0)) taken.done(taken.text);
      if (linked) description.offer('excerpt', rank.last, paragraph);
      return description.finish();
    },
  };
}
