import { expect, test } from 'vitest';
import { contentOf, type LinkPlacement, type SamplePost, samplePosts } from './article.ts';
import { postPage, postPath, weightOf } from './post-page.ts';

const campaign = 'https://relais.example/c/dix-repas';

test('as many posts as the campaign of 2010 had, all different, the same each time', () => {
  const posts = samplePosts(1457, 1);
  expect(new Set(posts.map(({ title }) => title)).size).toBe(1457);
  expect(new Set(posts.map(postPath)).size).toBe(1457);
  expect(new Set(posts.map(({ paragraphs }) => paragraphs.join())).size).toBeGreaterThan(1400);
  expect(samplePosts(1457, 1)).toEqual(posts);
  expect(samplePosts(10, 1)).toEqual(posts.slice(0, 10));
  expect(samplePosts(10, 2)).not.toEqual(posts.slice(0, 10));
});

test('more posts than titles still have addresses of their own, that senders don’t cut', () => {
  const paths = samplePosts(5000, 3).map(postPath);
  expect(new Set(paths).size).toBe(5000);
  expect(paths.filter((path) => !/^\/2026\/1[12]\/[a-z0-9-]+\/$/.test(path))).toEqual([]);
});

test.each<[LinkPlacement, RegExp]>([
  ['text', /<p>[^<]+<a href="https:\/\/relais\.example\/c\/dix-repas">/],
  ['image', /<a href="https:\/\/relais\.example\/c\/dix-repas\?utm_source=blog#participer"><img/],
  ['embed', /<blockquote [^>]+><a href="[^"]+dix-repas">[\s\S]*<iframe [^>]*src="[^"]+dix-repas\/embed"/],
  ['hidden', /<p style="display:none"><a href="https:\/\/relais\.example\/c\/dix-repas">/],
  ['address', /^(?![\s\S]*href)[\s\S]*relais\.example\/c\/dix-repas/],
  ['none', /^(?![\s\S]*relais\.example)/],
])('a link as %s', (placement, expected) => {
  expect(contentOf(samplePosts(1, 1)[0] as SamplePost, campaign, placement)).toMatch(expected);
});

test.each([24_000, 60_000, 120_000])('a page of %i bytes is that long, link after the head', (bytes) => {
  const site = { origin: 'http://127.0.1.1:8081', name: 'Un blog & plus', language: 'fr' } as const;
  const weight = weightOf(bytes);
  for (const post of samplePosts(200, 5)) {
    const page = Buffer.concat(
      postPage(site, { ...post, content: contentOf(post, campaign) }, weight, bytes),
    ).toString('utf8');
    expect(Buffer.byteLength(page)).toBe(bytes);
    const at = page.indexOf(campaign) / bytes;
    expect(at).toBeGreaterThan(0.1);
    expect(at).toBeLessThan(0.5);
    expect(page.split(campaign)).toHaveLength(2);
    expect(page).toContain(`<link rel="canonical" href="${site.origin}${postPath(post)}" />`);
    expect(page).toContain(' &#8211; Un blog &amp; plus</title>');
  }
});
