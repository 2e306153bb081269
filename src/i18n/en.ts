import { enAccess } from './en-access.ts';
import { enBook } from './en-book.ts';
import { enConsole } from './en-console.ts';
import { enDashboard } from './en-dashboard.ts';
import { enData } from './en-data.ts';
import { enDialogue } from './en-dialogue.ts';
import { enEdit } from './en-edit.ts';
import { enFediverse } from './en-fediverse.ts';
import { enJournal } from './en-journal.ts';
import { enKeys } from './en-keys.ts';
import { enLabel } from './en-label.ts';
import { enMeetings } from './en-meetings.ts';
import { enModeration } from './en-moderation.ts';
import { enNotices } from './en-notices.ts';
import { enProof } from './en-proof.ts';
import { enPurchase } from './en-purchase.ts';
import { enReach } from './en-reach.ts';
import { enRefusal } from './en-refusal.ts';
import { enRelay } from './en-relay.ts';
import { enResults } from './en-results.ts';
import { enSettlement } from './en-settlement.ts';
import { enVolunteer } from './en-volunteer.ts';
import type { MessageKey } from './fr.ts';

/** English words; a key that French has and this lacks does not compile. */
export const en = {
  'time.at': '{date} at {time}',
  skip: 'Skip to content',
  'masthead.tagline': 'One post, ten meals, counted one by one',
  'footer.title': 'See for yourself',
  'footer.home': 'All campaigns',
  'footer.promises': 'The promises in full',
  'footer.api': 'Open API',
  'footer.atom': 'Atom feed',
  'footer.json': 'JSON feed',
  'footer.privacy': 'No cookie, no tracker, no font from elsewhere.',
  'footer.operator': 'Campaign run here by {name}.',

  'home.title': 'One post, and the table grows',
  'home.lead':
    'Partners promise a gift for each post that speaks of a campaign. Relais reads the post, verifies the link, counts the gift and shows the total, promise by promise.',
  'home.campaigns': 'Campaigns',
  'home.none': 'No campaign yet. The first one will appear here.',
  'home.see': 'See the campaign',
  'home.how': 'How it is counted',
  'home.how1': 'You publish a post with a link to the campaign, for or against it.',
  'home.how2': 'We read the post and verify that the link is there.',
  'home.how3': 'The gift is recorded, once, within what each partner has promised.',

  'state.announced': 'Announced',
  'state.open': 'Open',
  'state.closed': 'Closed',
  'state.settled': 'Settled',
  'banner.announced': 'The campaign opens on {date}. Posts count from then on.',
  'banner.open': 'The campaign is open until {date}.',
  'banner.closed': 'The campaign closed on {date}. The last posts are being checked, then the partners pay.',
  'banner.settled': 'The campaign is over and the partners have paid what they owed.',
  'banner.exhausted':
    'All caps are reached: a post no longer triggers a gift. Posts are still read, counted and shown.',
  'banner.noPledge': 'No promise in this campaign is about posts.',

  'campaign.already': 'Already',
  'campaign.soFar': 'So far',
  'campaign.for': 'for {charity}',
  'campaign.value': 'worth {money}',
  'campaign.valueRate': '1 {unit} = {money} as of {date}, according to',
  'campaign.relays': '{n, plural, one {# post relayed} other {# posts relayed}}',
  'campaign.checking': '{n, plural, one {# being checked} other {# being checked}}',
  'campaign.purchases': '{n, plural, one {# purchase counted} other {# purchases counted}}',
  'campaign.volunteers': '{n, plural, one {# volunteer attendance} other {# volunteer attendances}}',
  'campaign.milestone': '{left} to go before the milestone of {goal}',
  'campaign.toCap': '{left} still to be triggered, out of {goal} promised in all',
  'campaign.full': 'All that was promised has been triggered.',

  'live.pause': 'Pause live updates',
  'live.resume': 'Resume live updates',
  'live.status': '{units}, {relays}.',

  'menu.title': 'The menu',
  'menu.gives': 'A post gives {units}',
  'menu.givesNow': 'A post gives {units} at present',
  'menu.givesNothing': 'A post no longer triggers a gift',
  'menu.wouldGive': 'A post will give {units}',
  'menu.gave': 'A post gave {units}',
  'menu.window': 'from {opens} to {closes}, Paris time',
  'menu.free': 'You pay nothing. The gift is the partners’.',
  'menu.more': 'The promises in full',

  'pledge.relay': 'per post',
  'pledge.purchase': 'per purchase',
  'pledge.for.mention': 'per short message',
  'pledge.for.share': 'per share',
  'pledge.for.illustration': 'per drawing',
  'pledge.for.featured': 'per post picked by the campaign',
  'pledge.for.referral': 'more when somebody came through another’s post',
  'pledge.capped.other': 'Cap reached: {partner} no longer gives {what}.',
  'pledge.volunteering': 'per hour of volunteering',
  'pledge.capped.relay': 'Cap reached: a post no longer triggers a gift from {partner}.',
  'pledge.capped.purchase': 'Cap reached: a purchase no longer triggers a gift from {partner}.',
  'pledge.capped.volunteering':
    'Cap reached: an hour of volunteering no longer triggers a gift from {partner}.',
  'pledge.cap': 'up to {units}',
  'pledge.minimum': 'guaranteed minimum: {units}',
  'pledge.noMinimum': 'no guaranteed minimum',
  'mechanic.relay': 'For your posts',
  'mechanic.purchase': 'For purchases',
  'mechanic.volunteering': 'For volunteering',
  'promises.title': 'Who gives what',
  'promises.lead': 'Every promise has a cap. The bar shows what has been triggered so far.',

  'part.title': 'Set one more place',
  'part.step1': 'Write what you think of it',
  'part.step1Text':
    'A post on your blog, in your own way. A critical post counts like any other: we verify the link, not the opinion.',
  'part.step2': 'Link to this page in it',
  'part.step2Text': 'In the text of the post, not in a comment. The address to copy:',
  'part.address': 'The campaign’s address',
  'part.copy': 'Copy',
  'part.copied': 'Copied',
  'part.step3': 'Publish, and that is all',
  'part.step3Text':
    'WordPress and Ghost tell us by themselves. With another tool, give us your post’s address:',
  'part.url': 'Your post’s address',
  'part.send': 'Have this post counted',
  'part.closed': 'The campaign is over: a new post would no longer be counted.',
  'part.announced': 'Posts count from {date}. Before that, a post would not be counted.',
  'part.exhausted':
    'A post no longer triggers a gift, as the caps are reached. It will still be read and shown here.',

  'wall.title': 'The posts',
  'wall.lead': 'Newest first. Each line leads to the post, and to how it was counted.',
  'wall.empty': 'Nobody is at the table yet. The first counted post will show here.',
  'wall.detail': 'see the detail',
  'wall.detailOf': 'see the detail of how “{title}” was counted',
  'wall.older': 'Older posts',
  'wall.newest': 'Back to the newest',
  'wall.by': 'by {author}',
  'wall.noGift': 'no gift',

  'impact.title': 'What it is for',
  'impact.asOf': 'as of {date}',
  'impact.more': '{n} more than the year before ({previous})',
  'impact.less': '{n} fewer than the year before ({previous})',
  'impact.same': 'as many as the year before',
  'impact.source': 'source: {host}',
  'programmes.title': 'The charity also does',

  'rules.title': 'The rules, in plain words',
  'rules.perSite': '{n, plural, one {One post counted per site.} other {Up to # posts counted per site.}}',
  'rules.perSiteNone': 'All posts of a site count, each once.',
  'rules.review.none':
    'Checking is automatic. In case of doubt a person looks; nobody is turned away in silence.',
  'rules.review.first':
    'A site’s first post is looked at by a person; the following ones are checked automatically.',
  'rules.review.all': 'A person looks at each post before it counts.',
  'rules.recheck':
    '{n, plural, one {Each counted post is read again a day later.} other {Each counted post is read again # days later.}}',
  'rules.onRemoval.keep': 'If the link disappears later, the post’s page shows it, and the gift stands.',
  'rules.onRemoval.reverse':
    'If the link disappears later, the gift is taken back by a visible entry, never erased.',
  'rules.criticism': 'No post is turned away for what it says about the campaign or its partners.',

  'partners.title': 'The promises in full',
  'partners.lead':
    'What each partner undertakes to give to {charity}, within which limits, and where it stands.',
  'partners.sentence.relay':
    '{partner} promises {units} for each verified post, up to {cap} in all, from {opens} to {closes}.',
  'partners.sentence.purchase':
    '{partner} promises {units} for each verified purchase, up to {cap} in all, from {opens} to {closes}.',
  'partners.sentence.volunteering':
    '{partner} promises {units} for each verified hour of volunteering, up to {cap} in all, from {opens} to {closes}.',
  'partners.sentence.for.mention':
    '{partner} promises {units} for each verified short message, up to {cap} in all, from {opens} to {closes}.',
  'partners.sentence.for.share':
    '{partner} promises {units} for each verified share, up to {cap} in all, from {opens} to {closes}.',
  'partners.sentence.for.illustration':
    '{partner} promises {units} for each verified drawing, up to {cap} in all, from {opens} to {closes}.',
  'partners.sentence.for.featured':
    '{partner} promises {units} for each post that the campaign picks, up to {cap} in all, from {opens} to {closes}.',
  'partners.sentence.for.referral':
    '{partner} promises {units} more when somebody comes through another’s post, up to {cap} in all, from {opens} to {closes}.',
  'partners.rate': 'Gift per act',
  'partners.cap': 'Cap',
  'partners.minimum': 'Guaranteed minimum',
  'partners.window': 'Period',
  'partners.windowText': 'from {opens} to {closes}, Paris time',
  'partners.granted': 'Triggered so far',
  'partners.remaining': 'Still to be triggered',
  'partners.terms': 'Terms',
  'partners.termsVersion': 'version {n}',
  'partners.atCap': 'At the cap',
  'partners.atCapText': 'One more act is counted and shown, but triggers no further gift from {partner}.',
  'partners.money': '{units}, worth {money}',
  'partners.unit': 'What one unit is worth',
  'partners.unitNone': 'No money equivalent has been published for this unit.',
  'partners.estimate': 'The sums on this page are worked out with this equivalent.',
  'partners.charter': 'The charity’s consent',
  'partners.charterText': 'The partnership charter was signed by {name} on {date}.',
  'partners.charterNone': 'The partnership charter has not been signed yet.',
  'partners.tax': 'What about tax?',
  'partners.taxText': 'The gift is the partner’s: taking part gives you no tax relief.',
  'partners.unknown': 'What is not declared here',
  'partners.unknownText':
    'The campaign’s costs, the date of payment and how each partner treats the gift for tax have not been published by the operator.',
  'partners.who': 'Who is who',
  'role.charity': 'charity',
  'role.partner': 'partner',
  'role.agency': 'agency',
  'role.retailer': 'retailer',
  'role.operator': 'operator',

  'api.title': 'Open API',
  'api.lead':
    'All that the page shows can be read by programs too, without key or account unless said otherwise.',
  'api.document': 'The OpenAPI document',
  'api.parameters': 'Parameters',
  'api.answers': 'Answers',
  'api.required': 'required',
  'embed.see': 'Have a post counted',
  'embed.capped': 'Caps reached: a post no longer triggers a gift.',
  'badge.soon': 'soon',
  'badge.capped': 'cap reached',
  'picture.announced': 'Opens on {date}',
  'picture.over': 'campaign over',
  'picture.capped': 'caps reached',
  'picture.alt': '{title}: {units} for {charity}',
  'embed.partners': 'Promised by {partners}',
  ...enAccess,
  ...enBook,
  ...enConsole,
  ...enDashboard,
  ...enData,
  ...enDialogue,
  ...enEdit,
  ...enFediverse,
  ...enJournal,
  ...enLabel,
  ...enMeetings,
  ...enModeration,
  ...enKeys,
  ...enResults,
  ...enNotices,
  ...enProof,
  ...enPurchase,
  ...enReach,
  ...enRefusal,
  ...enRelay,
  ...enSettlement,
  ...enVolunteer,
} as const satisfies Record<MessageKey, string>;
