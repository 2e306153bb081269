/** Why reading baskets ended before their end. `malformed`: the format itself is broken, so what follows is unreadable. */
export type BrokenKind = 'malformed' | 'too_large' | 'identity';

/** Baskets cannot be read on; `message` is one sentence for the sender. What was read before stands. */
export class BasketsBroken extends Error {
  override readonly name = 'BasketsBroken';
  readonly kind: BrokenKind;
  constructor(kind: BrokenKind, sentence: string) {
    super(sentence);
    this.kind = kind;
  }
}
