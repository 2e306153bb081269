import { describe, expect, test } from 'vitest';
import type { LinkPlace, PageFacts } from '../../domain/mod.ts';
import { createPageReader, lookahead_max } from './read.ts';
import { campaignLink } from './target.ts';

const linkSlug = campaignLink(new URL('https://relais.example'));
const ours = 'https://relais.example/c/noel';
const link = `<a href="${ours}">la campagne</a>`;

function factsOf(page: string | Buffer, charset: string | null = null): PageFacts {
  const pageUrl = new URL('https://blog.example/2026/11/billet/');
  const reader = createPageReader({ pageUrl, charset, slug: 'noel', linkSlug });
  reader.write(Buffer.from(page));
  return reader.end();
}

type Row = readonly [place: LinkPlace, page: string];

function table(name: string, rows: readonly Row[]): void {
  describe(name, () => {
    for (const [place, page] of rows) {
      test(`${place}: ${page.slice(0, 150)}`, () => expect(factsOf(page).link).toBe(place));
    }
  });
}

describe('through whom its author came: the link that counts says it', () => {
  test.each([
    [`<a href="${ours}?by=7">x</a>`, 7],
    [`<a href="${ours}?lang=en&amp;by=12">x</a>`, 12],
    ['<base href="https://relais.example/c/"><a href="noel?by=8">x</a>', 8],
    [`<a href="${ours}?by=7" style="visibility:hidden"><b style="visibility:visible">x</b></a>`, 7],
    [`<a href="${ours}?by=1"></a><a href="${ours}?by=2"><img src="x"></a>`, 2],
    [`<a href="${ours}?by=3">x</a><a href="${ours}?by=4">x</a>`, 3],
    [link, null],
    [`<a href="${ours}?by=x">x</a>`, null],
    [`<p hidden><a href="${ours}?by=5">x</a></p>`, null],
    [`<a href="https://relais.example/c/autre?by=5">x</a>${link}`, null],
  ])('%s: %s', (page, by) => {
    expect(factsOf(page).by).toBe(by);
  });
});

describe('what its author thinks: the link that counts says it', () => {
  test.each([
    [`<a href="${ours}?stance=against">x</a>`, 'against'],
    [`<a href="${ours}?by=7&amp;stance=mixed">x</a>`, 'mixed'],
    [`<a href="${ours}?stance=for#x">x</a>`, 'for'],
    [`<a href="${ours}?stance=hate">x</a>`, null],
    [`<a href="${ours}?stance=">x</a>`, null],
    [`<p hidden><a href="${ours}?stance=against">x</a></p>${link}`, null],
    [link, null],
  ] as const)('%s: %s', (page, stance) => {
    expect(factsOf(page).stance).toBe(stance);
  });
});

table('what is a link', [
  ['content', link],
  ['content', `<a rel="nofollow ugc sponsored noopener" href=${ours}>x</a>`],
  ['content', `<A HREF='${ours}/journal/1?utm_source=x#y'>x</A>`],
  ['content', `<a href="https&#58;//relais.example/c&#x2f;noel">x</a>`],
  ['content', '<base href="https://relais.example/c/"><a href="noel">x</a>'],
  ['none', '<base href="https://other.example/"><base href="https://relais.example/c/"><a href="noel">x</a>'],
  ['content', `<map><area href="${ours}" alt="x"></map>`],
  ['content', `<iframe src="${ours}/embed?a=1&amp;b=2"></iframe>`],
  ['content', `<noscript>${link}</noscript>`],
  ['content', `<details><summary>plus</summary>${link}</details>`],
  ['content', `<svg><a href="${ours}"><text>x</text></a></svg>`],
  ['content', `<svg><a xlink:href="${ours}"><text>x</text></a></svg>`],
  ['none', '<a href="https://relais.example/c/autre">x</a>'],
  ['none', `<a data-href="${ours}">x</a>`],
  ['none', ours],
  ['none', `<img src="${ours}/badge.svg">`],
  ['none', `<link rel="alternate" href="${ours}">`],
  ['none', `<form action="${ours}"><button>x</button></form>`],
  ['none', `<!-- ${link} -->`],
  ['none', `<!-- > ${link} -->`],
  ['none', `<template>${link}</template>`],
  ['none', `<script>document.write('${link}')</script>`],
  ['none', `<script><!-- <script> </script> ${link} --></script>`],
  ['none', `<textarea>${link}</textarea>`],
  ['none', `<title>${link}</title>`],
  ['none', `<style>${link}</style>`],
  ['none', `<iframe src="/x">${link}</iframe>`],
  ['none', `<svg><![CDATA[ ${link} ]]></svg>`],
  ['none', `<p title='${link}'>x</p>`],
  ['none', `&lt;a href="${ours}"&gt;x&lt;/a&gt;`],
]);

table('what is hidden', [
  ['hidden', `<a hidden href="${ours}">x</a>`],
  ['hidden', `<div hidden><p>${link}</p></div>`],
  ['hidden', `<div hidden="until-found">${link}</div>`],
  ['hidden', `<p style="display:none">${link}</p>`],
  ['hidden', `<p style="color: red; DISPLAY : None !important">${link}</p>`],
  ['hidden', `<p style="visibility:hidden">${link}</p>`],
  ['content', `<p style="visibility:hidden"><span style="visibility:visible">${link}</span></p>`],
  ['hidden', `<p style="opacity: 0.0">${link}</p>`],
  ['hidden', `<p style="width:0;height:0">${link}</p>`],
  ['hidden', `<p style="height:0;overflow:hidden">${link}</p>`],
  ['hidden', `<p style="position:absolute;width:1px;height:1px;overflow:hidden">${link}</p>`],
  ['hidden', `<p style="font-size:0">${link}</p>`],
  ['hidden', `<p style="font-size:0px"><b>${link}</b></p>`],
  ['content', `<p style="font-size:0"><span style="font-size:14px">${link}</span></p>`],
  ['content', `<p style="font-size:0"><a href="${ours}"><img src="badge.svg"></a></p>`],
  ['hidden', `<p style="text-indent:-9999px">${link}</p>`],
  ['hidden', `<p style="position:absolute;left:-9999px">${link}</p>`],
  ['hidden', `<p style="position:fixed;top:-200em">${link}</p>`],
  ['hidden', `<p style="margin-left:-5000px">${link}</p>`],
  ['hidden', `<p style="transform:scale(0)">${link}</p>`],
  ['hidden', `<p style="transform:translateX(-9999px)">${link}</p>`],
  ['hidden', `<p style="position:absolute;clip:rect(0 0 0 0)">${link}</p>`],
  ['hidden', `<p style="position:absolute;clip:rect(1px, 1px, 1px, 1px)">${link}</p>`],
  ['hidden', `<p style="clip-path:inset(50%)">${link}</p>`],
  ['hidden', `<iframe src="${ours}/embed" width="0" height="0"></iframe>`],
  ['hidden', `<iframe src="${ours}/embed" style="display:none"></iframe>`],
  ['hidden', `<dialog>${link}</dialog>`],
  ['content', `<dialog open>${link}</dialog>`],
  ['hidden', `<div popover>${link}</div>`],
  ['hidden', `<video>${link}</video>`],
  ['hidden', `<body style="display:none">${link}`],
  ['hidden', `<div hidden><p>sans fin ${link}`],
  // a link with nothing in it that shows
  ['hidden', `<a href="${ours}"></a>`],
  ['hidden', `<a href="${ours}"> &nbsp;&#8203; </a>`],
  ['hidden', `<a href="${ours}"><span style="display:none">x</span></a>`],
  ['hidden', `<a href="${ours}"><img src="x.gif" width="1" height="1"></a>`],
  ['hidden', `<a href="${ours}"><style>x</style></a>`],
  ['content', `<a href="${ours}" aria-label="la campagne"></a>`],
  ['content', `<a href="${ours}"><img src="badge.svg"></a>`],
  ['content', `<a href="${ours}"><svg><path d="M0 0"/></svg></a>`],
  ['content', `<a href="${ours}" style="background:url(badge.png)"></a>`],
  ['content', `<a href="${ours}"><p>x</p></a>`],
  // not hidden
  ['content', `<p aria-hidden="true">${link}</p>`],
  ['content', `<p class="screen-reader-text">${link}</p>`],
  ['content', `<p style="position:absolute;left:-20px">${link}</p>`],
  ['content', `<p style="margin:-20px 0">${link}</p>`],
  ['content', `<p style="width:0">${link}</p>`],
  ['content', `<p style="clip:rect(0 0 0 0)">${link}</p>`],
  ['content', `<p style="opacity:.9">${link}</p>`],
  ['content', `<p style="background:url(display:none.png)">${link}</p>`],
  ['content', `<body style="opacity:0">${link}`],
  ['content', `<constructor><__proto__>${link}</constructor>`],
  ['content', `<input hidden><br hidden>${link}`],
  // an element that HTML has closed hides nothing more
  ['content', `<p hidden>un<p>${link}`],
  ['content', `<p hidden>un<div>${link}</div>`],
  ['content', `<ul><li hidden>un<li>${link}</ul>`],
  ['content', `<table><tr><td hidden>un<td>${link}</table>`],
  ['content', `<b hidden><p>un</b>${link}</p>`],
  ['hidden', `<p><b hidden>un<p>${link}`],
  ['content', `<table hidden><tr><td>x</td></tr>${link}</table>`],
  // the frame of WordPress's own embeds
  [
    'content',
    `<iframe class="wp-embedded-content" style="position: absolute; clip: rect(1px, 1px, 1px, 1px);" src="${ours}/embed"></iframe>`,
  ],
  ['hidden', `<iframe class="wp-embedded-content" style="display:none" src="${ours}/embed"></iframe>`],
  [
    'hidden',
    `<div hidden><iframe class="wp-embedded-content" style="position: absolute; clip: rect(1px, 1px, 1px, 1px);" src="${ours}/embed"></iframe></div>`,
  ],
]);

table('what stands in the readers’ comments', [
  ['comments', `<div id="comments"><p>${link}</p></div>`],
  ['comments', `<ol class="comment-list"><li>${link}</ol>`],
  ['comments', `<ol class="commentlist"><li>${link}</ol>`],
  ['comments', `<li class="comment even depth-1" id="comment-2">${link}`],
  ['comments', `<div class="comments-area">${link}</div>`],
  ['comments', `<div class="wp-block-comments">${link}</div>`],
  ['comments', `<div id="respond">${link}</div>`],
  ['comments', `<section class="gh-comments">${link}</section>`],
  ['comments', `<div id="disqus_thread"><noscript>${link}</noscript></div>`],
  ['comments', `<div id="trackbacks">${link}</div>`],
  ['comments', `<article class="h-entry"><div class="u-comment h-cite">${link}</div></article>`],
  ['comments', `<div itemprop="comment">${link}</div>`],
  ['comments', `<div itemscope itemtype="https://schema.org/Comment">${link}</div>`],
  ['comments', `<ul class="commentaires">${link}</ul>`],
  ['comments', `<div id="comments"><p hidden>${link}</p></div>`],
  ['content', `<h2 id="comments">Les commentaires</h2>${link}`],
  ['content', `<h2 id="commentaires">À propos des commentaires ${link}</h2>`],
  ['content', `<p class="comments-link comment-count">${link}</p>`],
  ['content', `<div class="post-about-comments">${link}</div>`],
  ['content', `<body class="comments comments-open">${link}`],
  ['content', `<main class="comments">${link}</main>`],
  ['content', `<pre><span class="token comment">${link}</span></pre>`],
  ['content', `<p class="comment">${link}</p>`],
  ['content', `<div id="comments"></div>${link}`],
]);

table('several links: content, then comments, then hidden', [
  ['content', `<p hidden>${link}</p><div id="comments">${link}</div>${link}`],
  ['content', `${link}<div id="comments">${link}</div>`],
  ['comments', `<p hidden>${link}</p><div id="comments">${link}</div>`],
  ['comments', `<div id="comments">${link}</div><p hidden>${link}</p>`],
  ['hidden', `<p hidden>${link}</p><a href="https://relais.example/c/autre">x</a>`],
]);

describe('canonical', () => {
  test.each([
    ['<link rel="canonical" href="/billet">', 'https://blog.example/billet'],
    ['<link rel="canonical" href="http://www.blog.example/billet">', 'http://www.blog.example/billet'],
    ['<link rel="shortlink canonical" href="/a"><link rel="canonical" href="/b">', 'https://blog.example/a'],
    ['<base href="https://blog.example/x/"><link rel="canonical" href="y">', 'https://blog.example/x/y'],
    ['<link rel="canonical" href="https://other.example/billet">', null],
    ['<link rel="canonical" href="https://blog.example:8443/billet">', null],
    ['<link rel="canonical" href="javascript:alert(1)">', null],
    ['<link rel="canonical" href="https://">', null],
    ['<body><link rel="canonical" href="/billet">', null],
    ['<meta property="og:url" content="https://blog.example/billet">', null],
    ['<p>rien</p>', null],
  ])('%s', (page, canonical) => expect(factsOf(page).canonical).toBe(canonical));
});

describe('character sets', () => {
  const page = (charset: string) => `<meta charset="${charset}"><title>Été à l’œuvre</title>`;
  const latin = Buffer.from('<title>\xc9t\xe9 \xe0 l\x92\x9cuvre</title>', 'latin1');
  const title = 'Été à l’œuvre';
  test.each([
    ['UTF-8 declared nowhere', Buffer.from(`<title>${title}</title>`), null],
    ['windows-1252 declared nowhere', latin, null],
    ['the header', latin, 'iso-8859-1'],
    ['the header before the page’s own word', Buffer.from(page('iso-8859-1')), 'utf-8'],
    ['meta charset', Buffer.concat([Buffer.from('<meta charset=latin1>'), latin]), null],
    [
      'meta http-equiv',
      Buffer.concat([
        Buffer.from('<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">'),
        latin,
      ]),
      null,
    ],
    [
      'XML declaration',
      Buffer.concat([Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?>'), latin]),
      null,
    ],
    [
      'a charset in a comment is none',
      Buffer.from(`<!-- <meta charset=latin1> --><title>${title}</title>`),
      null,
    ],
    ['a byte order mark before the header', Buffer.from(`\ufeff<title>${title}</title>`), 'iso-8859-1'],
    ['UTF-16 by byte order mark', Buffer.from(`\ufeff<title>${title}</title>`, 'utf16le'), null],
    ['UTF-16 said in ASCII is UTF-8', Buffer.from(page('utf-16')), null],
    ['a charset nobody knows', Buffer.from(`<title>${title}</title>`), 'x-nonsense'],
  ])('%s', (_name, bytes, charset) => expect(factsOf(bytes, charset).post.title).toBe(title));

  test('other sets', () => {
    const japanese = Buffer.concat([
      Buffer.from('<meta charset=shift_jis><title>'),
      Buffer.from([0x93, 0xfa, 0x96, 0x7b]),
    ]);
    expect(factsOf(japanese).post.title).toBe('日本');
  });

  test('one broken byte late in a page leaves what was before it alone', () => {
    const bytes = Buffer.concat([
      Buffer.from(`<title>${title}</title>${'é'.repeat(3_000)}`),
      Buffer.from([0xe9]),
      Buffer.from(link),
    ]);
    expect(factsOf(bytes)).toMatchObject({ link: 'content', post: { title } });
  });
});

describe('description', () => {
  const entry = `<html lang="fr"><title>Dix repas – Un blog</title><body><article class="h-entry">
    <h1 class="p-name">Dix repas</h1><p class="p-author h-card">Par <a class="p-name u-url" href="/">Kiwi</a></p>
    <time class="dt-published" datetime="2009-11-24T10:00:00+01:00">hier</time>
    <p class="p-summary">En deux mots.</p><div class="e-content"><p>Le corps. ${link}</p></div></article>`;
  const kiwi = {
    title: 'Dix repas',
    author: 'Kiwi',
    site: 'Un blog',
    published: Date.parse('2009-11-24T09:00:00Z'),
    excerpt: 'En deux mots.',
    language: 'fr',
  };

  test('h-entry', () => expect(factsOf(entry).post).toEqual(kiwi));

  test('hentry, as blogs wrote it in 2009', () => {
    const old = entry
      .replace('h-entry', 'hentry')
      .replace('class="p-name"', 'class="entry-title"')
      .replace('p-author h-card', 'author vcard')
      .replace('p-name u-url', 'fn url')
      .replace(/<time.*?<\/time>/, '<abbr class="published" title="2009-11-24T10:00:00+01:00">hier</abbr>')
      .replace('p-summary', 'entry-summary');
    expect(factsOf(old).post).toEqual(kiwi);
  });

  test('of several posts, the one the link stands in', () => {
    const before =
      '<article class="h-entry"><h2 class="p-name">Autre</h2><p class="p-author">X</p><p class="p-summary">non</p></article>';
    expect(factsOf(entry.replace('<article', `${before}<article`)).post).toEqual(kiwi);
    const after = `${entry.replace('</article>', '')}</article>${before}`;
    expect(factsOf(after).post).toEqual(kiwi);
  });

  test('the h-entry goes before Open Graph, that before JSON-LD, that before the rest', () => {
    const graph =
      '<meta property="og:title" content="G"><meta property="og:site_name" content="Site G"><meta property="og:description" content="D G"><meta property="article:published_time" content="2020-01-01">';
    const data = (title: string) =>
      `<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"Site L"},{"@type":["BlogPosting"],"headline":"${title}","author":{"@id":"#k"},"datePublished":"2021-02-03T04:05:06Z"},{"@type":"Person","@id":"#k","name":"Kiwi L"}]}</script>`;
    expect(factsOf(graph + data('L') + entry).post).toMatchObject({ ...kiwi, site: 'Site G' });
    expect(factsOf(`${data('L')}${graph}${link}`).post).toMatchObject({
      title: 'G',
      author: 'Kiwi L',
      site: 'Site G',
    });
    expect(factsOf(`<title>T</title>${data('L &amp; L')}<h1>H</h1>${link}`).post).toMatchObject({
      title: 'L & L',
      author: 'Kiwi L',
      site: 'Site L',
      published: Date.parse('2021-02-03T04:05:06Z'),
    });
  });

  test.each([
    ['<title>Un titre | Mon blog</title><h1>Un titre</h1>', { title: 'Un titre', site: 'Mon blog' }],
    [
      '<title>Mon blog » Un titre</title><meta name="application-name" content="Mon blog">',
      { title: 'Un titre', site: 'Mon blog' },
    ],
    ['<title>Aller - retour</title>', { title: 'Aller - retour', site: null }],
    ['<title>  A\n&amp;&#8211; B </title>', { title: 'A &– B' }],
    ['<meta name="author" content="Par Kiwi">', { author: 'Kiwi' }],
    ['<p>de <a rel="author" href="/">Crok</a></p>', { author: 'Crok' }],
    ['<p class="byline">Par <a class="author" href="/">Crok</a> le 20 novembre</p>', { author: 'Crok' }],
    ['<body class="archive author"><h1>Un titre</h1>', { author: null, title: 'Un titre' }],
    ['<meta property="article:author" content="https://facebook.com/x">', { author: null }],
    ['<div class="comments"><p class="author">Lectrice</p></div>', { author: null }],
    ['<meta name="description" content="&lt;b&gt;Gras&lt;/b&gt; et sûr">', { excerpt: 'Gras et sûr' }],
    ['<time datetime="2026-11-20">hier</time>', { published: Date.parse('2026-11-20T00:00:00Z') }],
    ['<time datetime="2026-11-20 08:30+0100">hier</time>', { published: Date.parse('2026-11-20T07:30:00Z') }],
    ['<time datetime="20/11/2026">hier</time>', { published: null }],
    ['<time datetime="2026-13-45">hier</time>', { published: null }],
    ['<time datetime="0001-01-01">hier</time>', { published: null }],
    [
      '<meta name="constructor" content="x"><p itemprop="constructor">x</p><title>&constructor;</title>',
      { title: '&constructor;' },
    ],
    ['<html lang="fr_FR">', { language: 'fr-FR' }],
    ['<html lang="<script>">', { language: null }],
    ['<html><meta property="og:locale" content="fr_FR">', { language: 'fr-FR' }],
    ['<script type="application/ld+json">{"@type":"Article","headline":</script>', { title: null }],
    ['<title>\u202egauche\u202c \u0000droite\u200b</title>', { title: 'gauche droite' }],
  ])('%s', (page, post) => expect(factsOf(page).post).toMatchObject(post));

  test('without a summary, the beginning of the post; without a post, the words around the link', () => {
    expect(
      factsOf(`<p>Avant.</p><div class="entry-content"><p>Un<br>deux</p><p>trois ${link}</p></div>`).post
        .excerpt,
    ).toBe('Un deux trois la campagne');
    expect(factsOf(`<p>Avant.</p><p>Voir <b>ici</b> : ${link}, merci.</p><p>Après.</p>`).post.excerpt).toBe(
      'Voir ici : la campagne, merci.',
    );
  });

  test('long texts end at a word', () => {
    const { title } = factsOf(`<title>${'mot '.repeat(200)}</title>`).post;
    expect(title?.length).toBeLessThanOrEqual(300);
    expect(title?.endsWith('mot…')).toBe(true);
  });

  test('nothing said: nothing known', () => {
    expect(factsOf('').post).toEqual({
      title: null,
      author: null,
      site: null,
      published: null,
      excerpt: null,
      language: null,
    });
  });
});

describe('when enough has been read', () => {
  const start = () => {
    const pageUrl = new URL('https://blog.example/');
    const reader = createPageReader({ pageUrl, charset: 'utf-8', slug: 'noel', linkSlug });
    reader.write(Buffer.from(`${' '.repeat(1_024)}<p>`));
    return (text: string) => reader.write(Buffer.from(text));
  };
  const described =
    '<title>T – S</title><meta name=author content=A><meta property=og:site_name content=S><meta name=description content=D><meta name=date content=2026-11-20>';

  test.each<readonly [outcome: 'more' | 'enough', name: string, page: string]>([
    ['enough', 'a link and all of the description', `${described}<p>${link}<p>`],
    ['more', 'a description and no link', `${described}<p>`],
    ['more', 'a link and no description', `<p>${link}<p>`],
    ['enough', 'a link, and the comments begin', `<p>${link}<div id="comments"><p>`],
    ['enough', 'a link, and much more text', `<p>${link}${'<p>texte'.repeat(lookahead_max / 8 + 10)}`],
    [
      'more',
      'a hidden link, and the comments begin',
      `<p hidden>${link}</p>${described}<div id="comments"><p>`,
    ],
    ['more', 'a link in the comments', `${described}<div id="comments">${link}</div><p>`],
    ['more', 'a link whose text has not come', `${described}<a href="${ours}"><b>`],
  ])('%s: %s', (outcome, _name, page) => expect(start()(page)).toBe(outcome));
});
