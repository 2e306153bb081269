import type { frNotices } from './fr-notices.ts';

/** The words of mails, of hearing what becomes of a post, and of webhooks. */
export const enNotices = {
  'notice.title': 'Be told',
  'notice.lead':
    'Leave an address: we write to you when this post is counted, refused or paid, and for nothing else. A link to confirm comes first; one click ends it.',
  'notice.email': 'Your e-mail address',
  'notice.button': 'Tell me',
  'notice.asked': 'A message is on its way. Nothing else is written to you before you confirm it.',
  'notice.tooMany': 'Too many requests for this post or this address today. Come back tomorrow.',
  'notice.confirmTitle': 'Hear what becomes of this post',
  'notice.confirmText': 'You will be told what becomes of {source}.',
  'notice.confirmButton': 'Confirm my address',
  'notice.confirmed': 'Confirmed. The next message tells you where the post stands.',
  'notice.stopTitle': 'Receive nothing more',
  'notice.stopText': 'You will hear no more of {source}, and your address will be deleted here.',
  'notice.stopButton': 'Stop and delete my address',
  'notice.stopped': 'Stopped, and your address is deleted.',
  'notice.dead': 'This link no longer works',
  'notice.deadText': 'It is too old, or your address is deleted here already.',
  'privacy.notices': 'Address left to be told what becomes of a post',
  'privacy.noticesWhy': 'Writing to you when it is counted, refused or paid, once the address is confirmed.',

  'mail.confirm.subject': 'Confirm your address',
  'mail.confirm.text':
    'Hello,\n\nSomebody, you most likely, wants to know what becomes of this post:\n{relay}\n\nTo receive that news, and nothing else, confirm:\n{address}\n\nYou asked for nothing? Do nothing: we will not write again.',
  'mail.relay.subject.counted': 'Your post is counted',
  'mail.relay.subject.held': 'Your post waits for a person',
  'mail.relay.subject.refused': 'Your post is not counted',
  'mail.relay.subject.withdrawn': 'Your post no longer has the link',
  'mail.relay.subject.gone': 'Your post is no longer online',
  'mail.relay.counted': 'Your post\n{source}\nis counted for “{campaign}”: {units}, promised by {partners}.',
  'mail.relay.countedNothing':
    'Your post\n{source}\nis counted for “{campaign}”. The caps of the promises are reached: it no longer triggers a gift, and it stays on show.',
  'mail.relay.held':
    'Your post\n{source}\nis neither counted nor refused: a person will look at it. Why: {reason}',
  'mail.relay.refused':
    'Your post\n{source}\nis not counted for “{campaign}”. Why: {reason}\nIf you disagree, the page below says how to appeal.',
  'mail.relay.withdrawn':
    'Looking at your post again\n{source}\nwe no longer found the link to “{campaign}”.',
  'mail.relay.gone': 'Looking at your post again\n{source}\nwe no longer found it online.',
  'mail.relay.more': 'Everything is explained, with the proof, on its page:\n{address}',
  'mail.relay.stop': 'Receive no more of these messages: {address}',
  'mail.cap.subject': '{percent}% of {partner}’s promise is triggered',
  'mail.cap.text':
    'Hello,\n\nIn “{campaign}”, the promise {pledge} of {partner} has given {granted} of {cap}: {percent}%.\n{end}\n\n{address}',
  'mail.cap.reached':
    'The cap is reached: the page, the badge and the API now say that an act no longer triggers a gift. A published promise can be raised at any time.',
  'mail.cap.notYet': 'Nothing changes for now. A published promise can be raised at any time.',
  'mail.digest.subject': '{campaign}: yesterday, and what waits',
  'mail.digest.text':
    'Hello,\n\nYesterday: {counted, plural, one {one post counted} other {# posts counted}}, {refused, plural, one {one refused} other {# refused}}.\nWaiting for a person: {held}.\n{appeals, plural, =0 {} one {One appeal waits for its answer.\n} other {# appeals wait for their answer.\n}}{caps}{failing}\n{address}',
  'mail.digest.cap': 'Promise {pledge}: {percent}% of the cap.\n',
  'mail.digest.failing': 'Failing webhook: {host}.\n',
  'mail.endpointOff.subject': 'Webhook stopped: {host}',
  'mail.endpointOff.gone':
    'Hello,\n\nThe address at {host} that received the messages of “{campaign}” says that it is gone (410). We send it nothing more.\n\nTo switch it on again, or to add another:\n{address}',
  'mail.endpointOff.failing':
    'Hello,\n\nFor five days no message of “{campaign}” has come through to {host}. We send it nothing more.\n\nTo switch it on again, and then send again what failed:\n{address}',

  'webhook.title': 'Webhooks',
  'webhook.lead':
    'Signed messages (Standard Webhooks) go to your addresses at each chosen fact. A failure is tried again for three days.',
  'webhook.none': 'No address yet.',
  'webhook.add': 'Add an address',
  'webhook.url': 'Address that receives',
  'webhook.urlHint': 'In https, reachable publicly.',
  'webhook.urlWrong': 'This is not an http or https address.',
  'webhook.events': 'Facts to send',
  'webhook.eventsNone': 'Choose at least one fact.',
  'webhook.tooMany': 'There are twenty addresses for this campaign already.',
  'webhook.addButton': 'Add',
  'webhook.secret': 'The signing secret',
  'webhook.secretOnce': 'Copy it now: it will not be shown again.',
  'webhook.on': 'active',
  'webhook.off': 'stopped ({why})',
  'webhook.why.410': 'it said that it is gone',
  'webhook.why.failing': 'five days of failures',
  'webhook.why.hand': 'by hand',
  'webhook.failing': 'failing since {date}',
  'webhook.test': 'Send a test',
  'webhook.rotate': 'Change the secret',
  'webhook.disable': 'Stop',
  'webhook.enable': 'Resume',
  'webhook.replayAll': 'Send again what failed',
  'webhook.replay': 'Send again',
  'webhook.log': 'The last messages',
  'webhook.logNone': 'Nothing has been sent yet.',
  'webhook.when': 'When',
  'webhook.event': 'Fact',
  'webhook.to': 'To',
  'webhook.state': 'State',
  'webhook.delivered': 'received ({status}, {ms} ms)',
  'webhook.waiting':
    '{n, plural, =0 {waiting} one {one failure, next try on {at}} other {# failures, next try on {at}}}',
  'webhook.gaveUp': 'given up',
} as const satisfies Readonly<Record<keyof typeof frNotices, string>>;
