import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { BasketsBroken } from './broken.ts';

export type Bytes = AsyncIterable<Uint8Array>;
export type ByteBounds = {
  /** As sent. */
  readonly sent_max: number;
  /** After unpacking. */
  readonly unpacked_max: number;
};

/** Tills' files shrink to a tenth or a twentieth; what shrinks to less than this part was made to harm. */
const ratio_max = 300;
/** The ratio means nothing before that. */
const ratio_from_bytes = 4 * 1024 * 1024;

/** Bytes as they come, unpacked where they are gzip, within bounds; throws `BasketsBroken` beyond them. */
export async function* openBytes(
  source: Bytes,
  gzip: boolean,
  bounds: ByteBounds,
  onSent: (bytes: number) => void = () => {},
): AsyncGenerator<Uint8Array> {
  let sent = 0;
  const counted = (async function* () {
    for await (const chunk of source) {
      sent += chunk.byteLength;
      onSent(sent);
      if (sent > bounds.sent_max) throw tooLarge(bounds.sent_max);
      yield chunk;
    }
  })();
  if (!gzip) {
    yield* counted;
    return;
  }
  const input = Readable.from(counted, { objectMode: false });
  const inflated = createGunzip();
  // `pipe` passes no error on: without this a broken source would leave the reader waiting.
  input.once('error', (error) => inflated.destroy(error));
  input.pipe(inflated);
  let unpacked = 0;
  try {
    for await (const chunk of inflated as AsyncIterable<Buffer>) {
      unpacked += chunk.byteLength;
      if (unpacked > bounds.unpacked_max) throw tooLarge(bounds.unpacked_max);
      if (unpacked > ratio_from_bytes && unpacked > sent * ratio_max)
        throw new BasketsBroken(
          'too_large',
          'The gzip stream unpacks to more than any list of baskets does.',
        );
      yield chunk;
    }
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && /^Z_/.test(String(error.code)))
      throw new BasketsBroken('malformed', 'The body is not a whole gzip stream.');
    throw error;
  } finally {
    input.destroy();
    inflated.destroy();
  }
}

function tooLarge(bytes: number): BasketsBroken {
  return new BasketsBroken('too_large', `It has more than ${Math.floor(bytes / 2 ** 20)} MiB.`);
}
