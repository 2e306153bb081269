import { openMeetings } from './meetings.ts';
import { type Bench, linked, openBench } from './moderation.ts';
import { hourPledges, openShifts, shiftIn } from './volunteering.ts';

const pledges = `  - { id: danone-billets, partner: danone, mechanic: relay, perAct: 6, cap: 12000, minimum: 1000 }
  - { id: carrefour-billets, partner: carrefour, mechanic: relay, perAct: 4, cap: 8000 }
  - { id: achats, partner: danone, mechanic: purchase, perAct: 1, cap: 9000, rule: { retailer: carrefour, gtins: ["4006381333931"], quantity: 4, maxActsPerBasket: 2 } }
${hourPledges}`;

/** A campaign in which everything has happened once, and the addresses of what people look at. */
export type EveryPage = {
  readonly bench: Bench;
  readonly slug: string;
  /** Addresses to be looked at, per route. */
  readonly pages: ReadonlyMap<string, readonly string[]>;
  readonly close: () => Promise<void>;
};

/** Routes that give no page to look at: files, data, pictures, streams, what machines speak with. */
export const files: readonly string[] = [
  '/api/v1/campaigns',
  '/api/v1/campaigns/:slug',
  '/api/v1/campaigns/:slug/relays',
  '/api/v1/campaigns/:slug/data',
  '/api/v1/campaigns/:slug/data/:file',
  '/api/v1/campaigns/:slug/purchases',
  '/api/v1/openapi.json',
  '/c/:slug/badge.svg',
  '/c/:slug/badge.json',
  '/c/:slug/:name{card\\.[a-z]{2}\\.\\d{1,15}[a-z]?\\.png}',
  '/c/:slug/counter.png',
  '/c/:slug/label.json',
  '/embed.js',
  '/c/:slug/relays.atom',
  '/c/:slug/relays.json',
  '/c/:slug/journal.atom',
  '/c/:slug/journal.json',
  '/c/:slug/write-ups.atom',
  '/c/:slug/write-ups.json',
  '/c/:slug/log/:path{.+}',
  '/c/:slug/events',
  '/c/:slug/results.pdf',
  '/c/:slug/journal/images/:name{[0-9a-f]+\\.webp}',
  '/c/:slug/volunteer.ics',
  '/c/:slug/meetings.ics',
  '/c/:slug/app.webmanifest',
  '/relays/:id{[^/]+\\.json}',
  '/relays/:id/proof.tlog-proof',
  '/purchases/:id/:act{[0-9]{1,6}}/proof.tlog-proof',
  '/relayers/:host/:picture',
  '/relayers/:host/:person{[@~][A-Za-z0-9._-]{1,64}}/:picture',
  '/data/:request/:key/file',
  '/comments/mine/:token/data.json',
  '/volunteer/:token/code.svg',
  '/volunteer/:token/calendar.ics',
  '/volunteer/:token/certificate.pdf',
  '/meetings/:token/calendar.ics',
  '/healthz',
  '/readyz',
  '/metrics',
  '/oembed',
  '/assets/:name',
  '/robots.txt',
  '/sitemap.xml',
  '/.well-known/security.txt',
  '/.well-known/webfinger',
  '/.well-known/nodeinfo',
  '/nodeinfo/2.1',
  '/ap/c/:slug',
  '/ap/c/:slug/followers',
  '/ap/c/:slug/outbox',
  '/ap/c/:slug/featured',
  '/ap/c/:slug/notes/:id',
  '/ap/c/:slug/quotes/:id',
  '/icon.png',
  '/websub/:id',
  '/webmention',
  '/pingback',
  '/c/:slug{[a-z0-9-]+}/trackback',
];

/** Routes that only lead on to another page. */
export const ways: readonly string[] = [
  '/.well-known/change-password',
  '/c/:slug{[a-z0-9-]+}/relays',
  '/c/:slug/share',
  '/c/:slug/',
  '/:slug',
];

/** Pages that other tests look at in a browser, each with the reason why it is not among ours. */
export const elsewhere: Readonly<Record<string, string>> = {
  '/purchases/:id/:act{[0-9]{1,6}}/proof': 'the page of a relay’s proof with another name above it',
  '/relayers/:host/:person{[@~][A-Za-z0-9._-]{1,64}}': 'the page of `/relayers/:host` for a shared host',
};

/** Waits for what happens behind a request. */
async function until(what: string, there: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await there()); tries++) {
    if (tries > 400) throw new Error(`${what} never came`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Makes that campaign in a house of its own. `firstHost`: the last part of the blogs' loopback addresses. */
export async function openEveryPage(firstHost: number): Promise<EveryPage> {
  const bench = await openBench('pglite', firstHost);
  const { server } = bench;
  const [meetings, shifts] = [await openMeetings(bench), await openShifts(bench)];
  const { slug, page, console: desk } = await bench.campaign({ pledges });
  const base = `/c/${slug}`;
  const anna = await bench.person('netscouade', 'operator', 'Anna');
  const dan = await bench.person('danone', 'partner', 'Dan');
  const ada = await bench.person('restos', 'charity', 'Ada');
  const send = (path: string, fields: Record<string, string>) => meetings.come(server.url + path, fields);
  const linkIn = async (email: string, pattern: RegExp) => {
    const found = () => pattern.exec(meetings.mailsTo(email).join('\n'))?.[0];
    await until(`${email} ${pattern}`, () => found() !== undefined);
    return found() ?? '';
  };

  // Posts: two counted, one against; one that names the campaign nowhere.
  const [kiwi, crok, laurence, none] = [
    await bench.blog(),
    await bench.blog(),
    await bench.blog(),
    await bench.blog(),
  ];
  kiwi.pages.set('/un', linked(page));
  crok.pages.set('/contre', linked(`${page}?stance=against`));
  laurence.pages.set('/trois', linked(page));
  none.pages.set('/rien', '<!doctype html><title>Rien</title><p>Rien ici.');
  const counted = await bench.judge(`${kiwi.origin}/un`, page);
  await bench.judge(`${crok.origin}/contre`, page);
  await bench.judge(`${laurence.origin}/trois`, page);
  const refused = await bench.judge(`${none.origin}/rien`, page);
  await send(`/relays/${counted.id}/notices`, { email: 'kiwi@blog.example' });
  const notice = await linkIn('kiwi@blog.example', /\/notices\/[\w-]+/);

  // Whose post it is, and a page of their own.
  const asked = (await send(`/relays/${counted.id}/data`, { way: 'post' })).headers.get('location') ?? '';
  const proof = /value="(http[^"]*(\/data\/proof\/[0-9a-f]{40}))"/.exec(
    await meetings.see(server.url + asked),
  );
  kiwi.pages.set('/un', linked(page, `<p><a href="${proof?.[1]}">.</a></p>`));
  await send(asked, { do: 'check' });
  const proven = async () => (await meetings.see(server.url + asked, 'en')).includes('This post is yours');
  await until('whose post it is', proven);
  await send(asked, { do: 'show', name: 'Kiwi' });

  // The dialogue: a question with its answer, one that waits for its mail; an answer to the critic.
  await send(`${base}/dialogue/questions`, {
    ...{ name: 'Kiwi', email: 'kiwi@blog.example', organisation: 'danone' },
    question: 'Pourquoi lier le don à un achat ?',
  });
  const talk = await linkIn('kiwi@blog.example', /\/c\/[a-z0-9-]+\/dialogue\/link\/[\w-]{43}/);
  const opened = await send(talk, {});
  const question = /qst_\w+/.exec(opened.headers.get('location') ?? '')?.[0] ?? '';
  await dan.send(`${desk}/dialogue/questions/${question}`, [
    ['organisation', 'danone'],
    [`answer-${question}`, 'Parce que c’est ainsi que nous finançons.'],
  ]);

  // A meeting and a place at it.
  const meeting =
    /mtg_\w+/.exec(
      (await ada.send(`${desk}/meetings/new`, meetings.fields())).headers.get('location') ?? '',
    )?.[0] ?? '';
  await send(`${base}/meetings/${meeting}`, {
    name: 'Laurence',
    email: 'laurence@blog.example',
    named: 'true',
  });
  const guest = await linkIn('laurence@blog.example', /\/meetings\/[\w-]{43}/);

  // A shift and a place at it.
  const shift = shiftIn(await ada.send(`${desk}/shifts/new`, shifts.fields()));
  await shifts.signUp(slug, shift, { name: 'Zoé', email: 'zoe@blog.example' });
  const hand = (await shifts.link(shift, 'zoe@blog.example')).path;

  // The journal: an entry with its edit, a comment, somebody who follows.
  const words = {
    ...{ title: 'Autour de la table', author: 'Anna', language: 'fr', open: 'true' },
    body: 'Nous étions **douze**.\n\n## La suite\n\n- un\n- deux',
  };
  const made = await anna.send(`${desk}/journal/new`, Object.entries(words));
  const here = new URL(made.headers.get('location') ?? '', server.url).pathname;
  const save = async (more: Record<string, string>) => {
    const version = /name="version" value="(\d+)"/.exec(await anna.see(here))?.[1] ?? '';
    return anna.send(here, Object.entries({ ...words, version, do: 'save', ...more }));
  };
  await save({ do: 'publish' });
  await save({ body: 'Nous étions **treize**.\n\n## La suite\n\n- un\n- deux', note: 'nous étions treize' });
  const entry = `${base}/journal/${here.split('/').at(-1)}`;
  const stamp = /name="stamp" value="([^"]+)"/.exec(await meetings.see(server.url + entry))?.[1] ?? '';
  await bench.later(20_000);
  const said = await send(`${entry}/comments`, {
    ...{ name: 'Crok', email: 'crok@blog.example', body: 'J’y étais aussi.', stamp, follow: 'true' },
  });
  const follow = await linkIn('crok@blog.example', /\/comments\/follow\/[\w-]+/);
  await send('/comments', { email: 'crok@blog.example' });
  const mine = await linkIn('crok@blog.example', /\/comments\/mine\/[\w-]+/);
  const own = new URL(said.headers.get('location') ?? '', server.url).pathname;

  // A write-up.
  laurence.pages.set('/table', linked(server.url + entry));
  await bench.judge(`${laurence.origin}/table`, server.url + entry);

  const pages: Record<string, readonly string[]> = {
    '/': ['/'],
    '/privacy': ['/privacy'],
    '/accessibility': ['/accessibility'],
    '/api/docs': ['/api/docs'],
    '/c/:slug': [base, '/c/nobody'],
    '/c/:slug/partners': [`${base}/partners`],
    '/c/:slug/charity': [`${base}/charity`],
    '/c/:slug/partners/:partner': [`${base}/partners/danone`],
    '/c/:slug/results': [`${base}/results`],
    '/c/:slug/thanks': [`${base}/thanks`],
    '/c/:slug/purchases': [`${base}/purchases`],
    '/c/:slug/journal': [`${base}/journal`],
    '/c/:slug/journal/:entry': [entry],
    '/c/:slug/volunteer': [`${base}/volunteer`],
    '/c/:slug/volunteer/:shift': [`${base}/volunteer/${shift}`],
    '/c/:slug/write-ups': [`${base}/write-ups`],
    '/c/:slug/dialogue': [`${base}/dialogue`],
    '/c/:slug/dialogue/questions/:question': [`${base}/dialogue/questions/${question}`],
    '/c/:slug/dialogue/reservations': [`${base}/dialogue/reservations`],
    '/c/:slug/dialogue/link/:token': [talk],
    '/c/:slug/dialogue/link/:token/stop': [`${talk}/stop`],
    '/c/:slug/meetings': [`${base}/meetings`],
    '/c/:slug/meetings/:meeting': [`${base}/meetings/${meeting}`],
    '/meetings/:token': [guest],
    '/c/:slug/sites': [`${base}/sites`],
    '/c/:slug/take-part': [`${base}/take-part`],
    '/c/:slug/test': [`${base}/test`, `${base}/test?url=${encodeURIComponent(`${kiwi.origin}/un`)}`],
    '/c/:slug/proof': [`${base}/proof`],
    '/c/:slug/embed': [`${base}/embed`],
    '/c/:slug/label': [`${base}/label`],
    '/relays/:id': [`/relays/${counted.id}`, `/relays/${refused.id}`],
    '/relays/:id/proof': [`/relays/${counted.id}/proof`],
    '/relays/:id/data': [`/relays/${counted.id}/data`],
    '/relays/:id/appeal': [`/relays/${refused.id}/appeal`],
    '/relayers/:host': [`/relayers/${new URL(kiwi.origin).host}`],
    '/data/proof/:token': [proof?.[2] ?? ''],
    '/data/:request/:key': [asked],
    '/notices/:token': [notice],
    '/notices/:token/stop': [`${notice}/stop`],
    '/comments': ['/comments'],
    '/comments/mine/:token': [mine],
    '/comments/follow/:token': [follow],
    '/comments/follow/:token/stop': [`${follow}/stop`],
    '/comments/:token': [own],
    '/volunteer/:token': [hand],
    '/console/sign-in': ['/console/sign-in'],
  };
  return {
    bench,
    slug,
    pages: new Map(Object.entries(pages)),
    close: async () => {
      await Promise.all([meetings.close(), shifts.close(), bench.closeSites()]);
      await server.stop();
    },
  };
}
