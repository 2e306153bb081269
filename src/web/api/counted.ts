/** More bytes came than are read. */
export class TooLarge extends Error {}

/** Passes bytes on, at most so many: one more ends the stream with `TooLarge`. */
export class Counted extends TransformStream<Uint8Array, Uint8Array> {
  constructor(most: number) {
    let bytes = 0;
    super({
      transform: (chunk, controller) => {
        bytes += chunk.byteLength;
        if (bytes > most) controller.error(new TooLarge());
        else controller.enqueue(chunk);
      },
    });
  }
}
