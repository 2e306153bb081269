import { randomBytes } from 'node:crypto';

/** `random(n)` gives n unpredictable bytes. A parameter wherever randomness is needed, so that tests can fix it. */
export type Random = (bytes: number) => Uint8Array;

/** The operating system's randomness. */
export const systemRandom: Random = (bytes) => randomBytes(bytes);
