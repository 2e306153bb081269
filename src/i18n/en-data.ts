import type { frData } from './fr-data.ts';

/** Words of access, erasure and the privacy page in English. */
export const enData = {
  'footer.privacyPage': 'Your data',
  'data.title': 'Your data about this post',
  'data.lead':
    'Is this post yours? You can download everything we keep about it, or have it erased. First show us that it is yours.',
  'data.post': 'By a link in the post',
  'data.postText':
    'We give you an address. You add it to your post for a moment; we read it there, then you take it out again.',
  'data.postButton': 'Get my address',
  'data.email': 'By your e-mail address',
  'data.emailText': 'If you left an e-mail address when you sent this post, we send a link to it.',
  'data.emailField': 'Your e-mail address',
  'data.emailButton': 'Send the link',
  'data.sent':
    'If this address was left with this post, a message is on its way. The link in it opens your data.',
  'data.emailWrong': 'This is not an e-mail address.',
  'data.tooMany': 'Too many requests for this post today. Please come back tomorrow.',
  'data.of': 'Post: {source}',
  'data.place': 'Add this link to your post',
  'data.placeText':
    'Anywhere in the post itself, discreetly if you like; not in a comment, where anybody can write. Keep this page open: its address is your key.',
  'data.link': 'The address to link to',
  'data.check': 'Done, have a look',
  'data.checking': 'We are reading your post… This page updates by itself.',
  'data.not_found': 'The link is not in the post that we have just read.',
  'data.unreachable': 'We could not read the post. Is it online?',
  'data.proven': 'This post is yours.',
  'data.download': 'Download everything we keep',
  'data.downloadText':
    'A JSON file: the address, the texts we read, every check, the units given, and what opens your entries in the public log.',
  'data.keep':
    'Keep it if you erase afterwards: with it you can always prove that your post counted. We no longer can.',
  'data.erase': 'Erase',
  'data.eraseText':
    'The address, title, author, excerpt, checks and the salt of your entries disappear from here. Units given stay given: the entry in the log stays, with nothing left that leads to you. This cannot be undone.',
  'data.confirm': 'I want to erase what you keep about this post.',
  'data.eraseButton': 'Erase for ever',
  'data.confirmMissing': 'Tick the box to confirm.',
  'data.erased': 'It is erased',
  'data.erasedText':
    'Nothing of this post is here any more. The units it earned stay given, and the public log stays true.',
  'data.proofTitle': 'A link of proof',
  'data.proofText':
    'This link shows that the author of a post asked us for their data. It does nothing else and can be taken out of the post.',
  'data.mail.subject': 'Your data about a relayed post',
  'data.mail.text':
    'Hello,\n\nYou (or somebody who typed your address) ask for the data kept about this post:\n{source}\n\nThis link opens them, for some weeks. Do not give it to anybody:\n{link}\n\nIf it was not you, ignore this message: nothing changes.\n',
  'part.drawing': 'It is a drawing (a person looks at it before it counts)',
  'part.email': 'E-mail address (optional)',
  'part.emailText':
    'Only to prove later that this post is yours. Never published, erased after the campaign.',
  'part.emailWrong': 'This is not an e-mail address.',
  'relay.data': 'This post is mine: see or erase my data',
  'privacy.title': 'Your data, in plain words',
  'privacy.lead':
    'This page is written by the settings of the software: it says what is really done here, not what one would like to promise.',
  'privacy.who': 'Who answers for it',
  'privacy.whoText': 'Each campaign is run by an organisation, which answers for these data.',
  'privacy.what': 'What is kept, why and for how long',
  'privacy.kind': 'What',
  'privacy.why': 'Why',
  'privacy.long': 'How long',
  'privacy.wall': 'The address of a relayed post, its title, its author, an excerpt',
  'privacy.wallWhy': 'To show what was counted and let anybody check it (legitimate interest).',
  'privacy.refused': 'A post that was refused or withdrawn',
  'privacy.refusedWhy': 'To tell its author why, and to be able to look again.',
  'privacy.evidence': 'Details of each look (status, size, fingerprint)',
  'privacy.evidenceWhy': 'To establish what was seen, should there be a question.',
  'privacy.contacts': 'The e-mail address left with a post',
  'privacy.contactsWhy': 'To prove later that the post is yours; nothing else (your consent).',
  'privacy.requests': 'A request for access or erasure',
  'privacy.requestsWhy': 'To answer it.',
  'privacy.tags': 'The fingerprint of an erased post, or of a receipt',
  'privacy.tagsWhy': 'Not to count twice what is kept without its address or number.',
  'privacy.log': 'The public log: units, day, a seal that nobody can read without its salt',
  'privacy.logWhy': 'To let everybody check the count. It holds no name, no address, no text.',
  'privacy.days':
    '{days, plural, one {# day} other {# days}} {from, select, close {after the end of the campaign} other {from that moment}}',
  'privacy.always': 'For ever',
  'privacy.others': 'Who else sees anything',
  'privacy.purchases':
    'Of purchases, retailers send us neither name nor loyalty card; what looks like one is refused. Of a receipt we keep, for as long as the public log stands, a fingerprint of its number, the shop, the time and only the products that count; of a return, the products brought back; of a purchase that does not count, nothing.',
  'privacy.none': 'No tracker, no audience measurement, no advertising.',
  'privacy.mail': 'Messages leave by a mail server that the operator has chosen.',
  'privacy.witness':
    'Witnesses of the public log ({names}) receive the number of entries and a fingerprint; no personal data.',
  'privacy.cookies':
    'No cookie for whoever reads or relays. The console keeps a single one, for the people who work there, while their session lasts. No reader’s address is recorded.',
  'privacy.rights': 'Your rights',
  'privacy.rightsText':
    'On the page of each post, the link “This post is mine” opens your data: read them, take them with you, erase them. You can also write to the organisation that runs the campaign, or to your data protection authority.',
  'privacy.erasures': 'Posts erased, by month',
  'privacy.noErasures': 'Nobody has asked for an erasure yet.',
  'privacy.month': 'Month',
  'privacy.count': 'Posts erased',
} as const satisfies Record<keyof typeof frData, string>;
