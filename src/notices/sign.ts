import { createHmac } from 'node:crypto';
import type { Random } from '../kernel/mod.ts';

/** A webhook's secret as people copy it: `whsec_` and 24 random bytes in base 64 (Standard Webhooks, «Signature scheme»). */
export function newSecret(random: Random): string {
  return `whsec_${Buffer.from(random(24)).toString('base64')}`;
}

/**
 * The header fields of a message: id, time in seconds, and one `v1` signature per secret, HMAC-SHA256 over
 * `id.timestamp.body` (Standard Webhooks). Several secrets sign while one replaces the other.
 */
export function signedHeaders(
  message: { readonly id: string; readonly body: string },
  secrets: readonly string[],
  seconds: number,
): Readonly<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>> {
  const content = `${message.id}.${seconds}.${message.body}`;
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    return `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
  });
  return {
    'webhook-id': message.id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': signatures.join(' '),
  };
}
