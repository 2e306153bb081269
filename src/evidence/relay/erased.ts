import { createHmac } from 'node:crypto';

/**
 * What stays of an erased relay's address or site: a digest under the campaign's key. The same post is known again and
 * not counted twice; once the key is deleted nothing leads back.
 */
export function erasedTag(key: Uint8Array, text: string): string {
  return `erased:${createHmac('sha256', key).update(text).digest('hex')}`;
}
