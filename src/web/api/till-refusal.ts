import { type ProblemStatus, problem } from '../answer.ts';
import type { TillRefusal } from '../port.ts';

const refusals: Readonly<Record<TillRefusal, readonly [ProblemStatus, string]>> = {
  unknown_key: [401, 'The key is missing, unknown, expired or revoked: send Authorization: Bearer rk_….'],
  unknown_campaign: [404, 'There is no campaign of this name.'],
  not_allowed: [403, 'This key is not for this campaign, or not for this use of it.'],
  not_named: [403, 'No rule of this campaign names this key’s retailer.'],
  not_signed: [401, 'This key’s requests must be signed (RFC 9421) with a Content-Digest of the body.'],
  wrong_signature: [
    401,
    'The signature does not hold: it covers @method, @authority, @path, @query and content-digest, with created, keyid and nonce.',
  ],
  old_signature: [401, 'The signature was made more than five minutes ago, or is dated in the future.'],
  replayed: [401, 'This signature’s nonce was used before.'],
};

/** Why a till's request is not taken, as the answer says it. */
export function refuse(reason: TillRefusal): Response {
  const [status, sentence] = refusals[reason];
  return problem(status, sentence, status === 401 ? { 'www-authenticate': 'Bearer' } : {});
}
