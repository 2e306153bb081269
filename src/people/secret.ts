import { createHmac } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../kernel/mod.ts';

/** Hashes what is handed out to people (session tokens, links, codes), so that the database alone opens nothing. */
export type Seal = (purpose: string, text: string) => Uint8Array;

/** A seal under the house's secret; each purpose has its own key space. */
export function createSeal(secret: string): Seal {
  return (purpose, text) => createHmac('sha256', secret).update(`${purpose}\n${text}`).digest();
}

/** The secret kept in a folder, made once; several processes on one database must be given the same one. */
export function openSecret(folder: string, random: Random): string {
  const path = join(folder, 'secret');
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(path, `${Buffer.from(random(32)).toString('base64url')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(path, 'utf8').trim();
}

/** A token that nobody guesses: 32 random bytes as text for a cookie or an address. */
export function newToken(random: Random): string {
  return Buffer.from(random(32)).toString('base64url');
}

/** Whether a text has the shape of a token; anything else never reaches the database. */
export function isToken(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}
