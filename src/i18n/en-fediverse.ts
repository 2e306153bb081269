import type { frFediverse } from './fr-fediverse.ts';

export const enFediverse: Readonly<Record<keyof typeof frFediverse, string>> = {
  'fediverse.opening':
    '{title}: the campaign is open until {closes}. Mention us, reply, boost or quote this message: each relay is counted, in the open.',
  'fediverse.milestone': '{title}: {reached}! Thank you to everybody who relayed it.',
  'fediverse.closing':
    '{title}: the campaign is over. {reached}, and the last relays are still being checked.',
  'privacy.fediverse':
    'Fediverse (Mastodon and others): campaigns have an account there. We keep who follows them (the account’s address) until they stop, public messages that mention them, like other posts, and their author’s name and key for a month after we last read them. A message or an account deleted there is looked at again and counts no longer.',
  'take.fediverse':
    'Mention this account in a public message, reply to its messages, boost or quote them: the relay is counted by itself.',
};
