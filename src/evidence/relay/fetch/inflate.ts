import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib';

/** Content codings we ask for and read (RFC 9110 §8.4.1, RFC 8878 for zstd). */
export type Coding = 'gzip' | 'deflate' | 'br' | 'zstd';

export const accept_encoding = 'gzip, deflate, br, zstd';

/** What an inflater tells. `onEnd` and `onFail` are final; nothing is told after `stop`. */
export type InflateEvents = {
  readonly onBytes: (bytes: Uint8Array) => void;
  readonly onEnd: () => void;
  readonly onFail: (why: 'corrupt' | 'ratio') => void;
};
export type Inflater = {
  readonly write: (bytes: Uint8Array) => void;
  readonly end: () => void;
  readonly stop: () => void;
};

/** Below this many bytes out, no ratio is suspicious: an empty table compresses a thousand times. */
const ratio_floor_bytes = 128 * 1024;

/** Bytes out per step: a bomb is noticed after one step, and a page of 120 KB takes few trips to the thread pool. */
const chunk_bytes = 64 * 1024;

/**
 * Decompresses as bytes come, never more than one step ahead of what was judged. Fails with `ratio` when more than
 * `ratioMax` bytes came out per byte the decoder took in so far, with `corrupt` when the data is broken or ends too early.
 */
export function createInflater(coding: Coding, ratioMax: number, events: InflateEvents): Inflater {
  let stream: ReturnType<typeof decoder> | null = null;
  let stopped = false;
  let given = 0;

  const stop = (): void => {
    stopped = true;
    stream?.destroy();
  };
  const fail = (why: 'corrupt' | 'ratio'): void => {
    if (stopped) return;
    stop();
    events.onFail(why);
  };
  const open = (first: Uint8Array): ReturnType<typeof decoder> => {
    const opened = decoder(coding, first);
    opened.on('data', (bytes: Uint8Array) => {
      if (stopped) return;
      given += bytes.length;
      if (given > ratio_floor_bytes && given > opened.bytesWritten * ratioMax) fail('ratio');
      else events.onBytes(bytes);
    });
    opened.on('end', () => {
      if (!stopped) events.onEnd();
    });
    opened.on('error', () => fail('corrupt'));
    return opened;
  };

  return {
    write: (bytes) => {
      if (stopped || bytes.length === 0) return;
      stream ??= open(bytes);
      stream.write(bytes);
    },
    end: () => {
      if (stopped) return;
      if (stream === null) events.onEnd();
      else stream.end();
    },
    stop,
  };
}

function decoder(coding: Coding, first: Uint8Array) {
  const options = { chunkSize: chunk_bytes };
  switch (coding) {
    case 'gzip':
      return createGunzip(options);
    case 'deflate':
      // Some servers send bare deflate data without the zlib wrapper (RFC 1950 §2.2: CM 8 in the low four bits).
      return ((first[0] ?? 0) & 0x0f) === 8 ? createInflate(options) : createInflateRaw(options);
    case 'br':
      return createBrotliDecompress(options);
    case 'zstd':
      // RFC 9659: a window of at most 8 MB for this coding; the library's own default would let a page claim 128 MB.
      return createZstdDecompress({ ...options, params: { [constants.ZSTD_d_windowLogMax]: 23 } });
  }
}
