import type { MessageKey } from './fr.ts';

/** Spanish. What is not here yet is said in English. */
export const es: Readonly<Partial<Record<MessageKey, string>>> = {};
