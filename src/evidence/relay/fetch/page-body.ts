import { createHash } from 'node:crypto';
import { looksLikeHtml, sniff_bytes } from './answer-head.ts';
import { type Coding, createInflater, type Inflater } from './inflate.ts';

/** Takes a page's decompressed bytes as they come and says when it has seen enough. It must not throw or keep us waiting. */
export type PageSink = { readonly write: (bytes: Uint8Array) => 'more' | 'enough' };

/** How reading a body ended. `complete` false: the reader had enough. */
export type BodyEnd =
  | { readonly kind: 'read'; readonly bytes: number; readonly complete: boolean; readonly sha256: string }
  | { readonly kind: 'failed'; readonly why: 'too_large' | 'not_html' | 'corrupt' };

/** A body on its way from the network to the reader. `onEnd` is called once, then no more is passed on. */
export type PageBody = {
  readonly write: (bytes: Uint8Array) => void;
  /** No more will come. */
  readonly end: () => void;
  /** Lets go of what is held, without telling anybody. */
  readonly stop: () => void;
};

/**
 * Decompresses, bounds, fingerprints and passes on a body. `open` gives the reader; where no media type was given it
 * is called only after the first bytes looked like HTML. The limit counts decompressed bytes, but a reader that has
 * enough within the limit wins over it.
 */
export function createPageBody(options: {
  readonly coding: Coding | null;
  readonly typed: boolean;
  readonly bytesMax: number;
  readonly ratioMax: number;
  readonly open: () => PageSink;
  readonly onEnd: (end: BodyEnd) => void;
}): PageBody {
  const { bytesMax } = options;
  const hash = createHash('sha256');
  let sink: PageSink | null = options.typed ? options.open() : null;
  let unsure: Uint8Array[] = [];
  let bytes = 0;
  let ended = false;
  let inflater: Inflater | null = null;

  const finish = (end: BodyEnd): void => {
    if (ended) return;
    ended = true;
    inflater?.stop();
    options.onEnd(end);
  };
  const read = (complete: boolean): void =>
    finish({ kind: 'read', bytes, complete, sha256: hash.digest('hex') });

  const pass = (reader: PageSink, part: Uint8Array): void => {
    const within = part.length > bytesMax - bytes ? part.subarray(0, bytesMax - bytes) : part;
    bytes += within.length;
    hash.update(within);
    if (within.length > 0 && reader.write(within) === 'enough') read(false);
    else if (within !== part) finish({ kind: 'failed', why: 'too_large' });
  };

  /** Decides whether untyped bytes are HTML; true once they are and have been passed on. */
  const settleType = (): boolean => {
    const held = Buffer.concat(unsure);
    unsure = [];
    if (!looksLikeHtml(held)) {
      finish({ kind: 'failed', why: 'not_html' });
      return false;
    }
    sink = options.open();
    pass(sink, held);
    return !ended;
  };

  const take = (part: Uint8Array): void => {
    if (ended) return;
    if (sink !== null) {
      pass(sink, part);
      return;
    }
    unsure.push(part);
    if (unsure.reduce((sum, held) => sum + held.length, 0) >= sniff_bytes) settleType();
  };
  const finishTaking = (): void => {
    if (!ended && (sink !== null || settleType())) read(true);
  };

  if (options.coding !== null)
    inflater = createInflater(options.coding, options.ratioMax, {
      onBytes: take,
      onEnd: finishTaking,
      onFail: (why) => finish({ kind: 'failed', why: why === 'ratio' ? 'too_large' : 'corrupt' }),
    });

  return {
    write: (part) => (inflater === null ? take(part) : inflater.write(part)),
    end: () => (inflater === null ? finishTaking() : inflater.end()),
    stop: () => {
      ended = true;
      inflater?.stop();
    },
  };
}
