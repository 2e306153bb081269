import type { frRelay } from './fr-relay.ts';

/** Words of «did mine count?» in English. */
export const enRelay = {
  'relay.title': 'Did this post count?',
  'relay.counted': 'Yes, this post counts: {units} for {charity}.',
  'relay.countedCapped': 'Yes, this post counts: {units} for {charity}, as one promise has reached its cap.',
  'relay.countedZero': 'This post is counted but triggers no gift: the caps had already been reached.',
  'relay.received': 'This post has arrived. We are about to read it.',
  'relay.checking': 'We are reading this post.',
  'relay.held': 'This post is waiting for a person to look at it.',
  'relay.refused': 'This post is not counted.',
  'relay.withdrawnKept': 'The link is no longer in this post. The gift stands: {units}.',
  'relay.withdrawnReversed': 'The link is no longer in this post. The gift was taken back.',
  'relay.goneKept': 'This post is no longer online. The gift stands: {units}.',
  'relay.goneReversed': 'This post is no longer online. The gift was taken back.',
  'relay.refreshes': 'This page refreshes itself; it usually takes a few seconds.',
  'relay.heldReview':
    'The campaign has a person look at this post before it counts. There is nothing you need to do.',
  'relay.why': 'Why',
  'relay.next': 'What to do',
  'relay.parts': 'Who gave what',
  'relay.part': '{partner}, promise “{pledge}”, terms version {version}',
  'relay.steps': 'What happened',
  'relay.facts': 'The post',
  'relay.source': 'The post’s address',
  'relay.target': 'Campaign page',
  'relay.via': 'Claimed by',
  'relay.author': 'Author',
  'relay.published': 'Published',
  'relay.logIndex': 'Place in the public log',
  'relay.again': 'Have it checked again',
  'relay.againText': 'Have you changed the post? We read it again straight away. A post counts only once.',
  'relay.times': 'Times are those of Paris.',

  'via.webmention': 'Webmention, sent by the blog',
  'via.pingback': 'Pingback, sent by the blog',
  'via.form': 'the campaign’s form',
  'via.feed': 'the blog’s feed',
  'via.activitypub': 'the fediverse',

  'step.claimed': 'Claim received',
  'step.claimed_again': 'Claim received again',
  'step.check_started': 'Reading began',
  'step.checked': 'Post read',
  'step.retry_planned': 'Another attempt planned',
  'step.held': 'Handed to a person',
  'step.counted': 'Counted',
  'step.updated': 'Description updated',
  'step.refused': 'Not counted',
  'step.withdrawn': 'Link gone',
  'step.gone': 'Post gone',
  'step.reversed': 'Gift taken back by a reversal',
  'step.approved': 'Accepted by a person',

  'reason.link_not_found': 'We read the post and found no link to the campaign in it.',
  'reason.link_not_found.next': 'Add the link to the text of the post, then have it checked again.',
  'reason.link_hidden': 'The link is in the page, but a reader can’t see it.',
  'reason.link_hidden.next':
    'A person will look. If you can, put the link in the visible text and have it checked again.',
  'reason.link_in_comments': 'The link is in the comments, not in the post itself.',
  'reason.link_in_comments.next':
    'A person will look. The surest way: put the link in the post’s text and have it checked again.',
  'reason.source_not_found': 'Your site answers that there is no page at this address.',
  'reason.source_not_found.next':
    'See that the post is published and that the address is right, then have it checked again.',
  'reason.source_gone': 'Your site answers that this page was taken down.',
  'reason.source_gone.next': 'If the post has moved, give us its new address on the campaign page.',
  'reason.source_unreachable': 'We could not read the page: the site did not answer, or did not let us in.',
  'reason.source_unreachable.next':
    'It may not be your doing. See that the post opens without a password, then have it checked again.',
  'reason.source_timeout': 'The site took too long to answer.',
  'reason.source_timeout.next': 'Try again in a while, when the site is less busy.',
  'reason.source_too_large': 'The page is too heavy for us to read as far as the link.',
  'reason.source_too_large.next':
    'Give the address of the post alone rather than that of a page which gathers many.',
  'reason.source_not_html':
    'This address leads to something other than a page: an image, a document, a file.',
  'reason.source_not_html.next': 'Give the address of the page where the post is read.',
  'reason.source_blocked': 'This address is not public, so we can’t read it.',
  'reason.source_blocked.next':
    'Publish the post at an address that everybody can open, then give us that one.',
  'reason.same_site': 'This page is on our own site: it can’t relay the campaign.',
  'reason.same_site.next': 'Give the address of your post, on your blog.',
  'reason.duplicate': 'This post is already counted, under another address.',
  'reason.duplicate.next': 'Nothing to do: the gift was recorded the first time. Thank you!',
  'reason.site_already_counted': 'Your site already has all the posts that the campaign counts per site.',
  'reason.site_already_counted.next': 'Nothing to do: your site’s gift is recorded. Tell other bloggers!',
  'reason.campaign_not_open': 'The campaign was not open yet when this post reached us.',
  'reason.campaign_not_open.next':
    'Come back when it opens and have it checked again: the same post will be able to count.',
  'reason.campaign_closed': 'The campaign had ended when this post reached us.',
  'reason.campaign_closed.next':
    'Thank you all the same for writing. The charity’s own page says how else to help.',
  'reason.refused_by_moderator': 'A person looked at this post and did not accept it.',
  'reason.refused_by_moderator.next':
    'It is never for the opinion expressed. If you think it is a mistake, write to the operator, who can reverse it.',
  'reason.spam': 'This page looks like content published in bulk.',
  'reason.spam.next':
    'If this is a mistake, write to the campaign’s operator: a person will look at your post.',
} as const satisfies Record<keyof typeof frRelay, string>;
