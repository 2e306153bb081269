import type { frReach } from './fr-reach.ts';

/** The words of the pages by which a post arrives: registering a site, snippets, sharing. */
export const enReach = {
  'footer.take': 'Snippets to paste, register my blog',
  'take.title': 'Bring your post',
  'take.lead': 'A link to the campaign is enough. Here is what to paste where, and how the post reaches us.',
  'take.snippets': 'To paste into the post',
  'take.snippetsText':
    'The snippet shows the campaign’s counter and leads there. Keep the link: the picture alone does not count.',
  'take.paste': 'To paste ({name})',
  'take.wordpress': 'Add a “Custom HTML” block, paste, publish. WordPress tells us by itself within minutes.',
  'take.ghost': 'Type /html on an empty line, paste, publish. Ghost tells us by itself.',
  'take.blogger':
    'Switch to “HTML view” with the pencil, paste, publish. Blogger tells nobody: register your blog once, below.',
  'take.overblog':
    'Open the editor’s “Source” or “HTML” view, paste, publish. Register your blog once, below.',
  'take.static':
    'Paste into the post’s Markdown file, then publish the site. Register your site once, below.',
  'take.mastodon':
    'Paste the address into your message. Then give the message’s address in the campaign’s form.',
  'take.arrive': 'How it reaches us',
  'take.arrivePing': 'By Webmention, Pingback or Trackback, if your tool speaks one: nothing to do.',
  'take.arriveSite': 'By your blog’s feed, registered once.',
  'take.arriveSiteLink': 'Register my blog',
  'take.arriveShare': 'By the phone’s “Share” menu, once this page is added to the home screen.',
  'take.bookmarklet': 'The button to drag',
  'take.bookmarkletText':
    'Drag this button to the bookmarks bar. On your post’s page, click it: its address is proposed to us, you confirm.',
  'take.bookmarkletName': 'Make this post count',
  'sites.title': 'Register my blog',
  'sites.lead': 'Give its address once: we read its feed and find your posts ourselves.',
  'sites.url': 'Address of the blog or its feed',
  'sites.urlHint': 'For example https://my-blog.example/',
  'sites.send': 'Register',
  'sites.done': '{host} is registered.',
  'sites.doneText':
    'We read its feed within the minute. A post that leads to the campaign appears on its page, with nothing more to do.',
  'sites.address_invalid': 'This address is not complete: it begins with http:// or https://.',
  'sites.own_site': 'This is the address of this very site: give that of your blog.',
  'sites.campaign_unknown': 'There is no such campaign here.',
  'sites.campaign_over': 'The campaign is over: no more sites are registered.',
  'sites.too_many': 'Too many registrations just now. Try again later, or give the address of your post.',
  'sites.malformed': 'The form did not arrive whole. Send it again.',
  'sites.how': 'How we read',
  'sites.howFeed':
    'RSS, Atom or JSON Feed, found from the blog’s address. Only the blog’s own posts are taken.',
  'sites.howPolite':
    'At most every quarter of an hour, less often when the blog is quiet, and never sooner than the server asks.',
  'sites.howConfirm':
    'A site without any link to the campaign after thirty days is read no more. Each post is checked like all others.',
  'sites.howKept': 'We keep the address of the site and of its feed, and no data about you.',
  'privacy.sites':
    'Registered blogs: the address of the blog and of its feed, which we ask for. Deleted {days, plural, one {# day} other {# days}} after the campaign’s close.',
  'share.title': 'Make this page count',
  'share.lead': 'It is checked for “{title}”: a link to the campaign must stand in it.',
  'share.nothing': 'No address was shared.',
  'share.type': 'Give it by hand',
  'share.send': 'Check this page',
} as const satisfies Record<keyof typeof frReach, string>;
