import { assert } from '../kernel/mod.ts';
import { type Hash, sha256 } from './hash.ts';

export const salt_bytes = 32;
const domain = new TextEncoder().encode('relais/commitment/v1\n');

/**
 * A commitment to a private record: SHA-256("relais/commitment/v1\n" || salt || record). The salt is 32 secret random
 * bytes, so that nobody can guess the record from the commitment; when salt and record are destroyed, nothing leads back.
 */
export function commit(salt: Uint8Array, record: Uint8Array): Hash {
  assert(salt.length === salt_bytes, 'a salt has 32 bytes');
  const input = new Uint8Array(domain.length + salt_bytes + record.length);
  input.set(domain);
  input.set(salt, domain.length);
  input.set(record, domain.length + salt_bytes);
  return sha256(input);
}
