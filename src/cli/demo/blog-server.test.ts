import { afterAll, beforeAll, expect, test } from 'vitest';
import { contentOf, type SamplePost, samplePosts } from './article.ts';
import { type Blog, blogHost } from './blog-server.ts';
import { startBlogs } from './blogs.ts';
import { spawnBlogs } from './spawn-blogs.ts';

const campaign = 'https://relais.example/c/dix-repas';
const [sample, other] = samplePosts(2, 1) as [SamplePost, SamplePost];
const post = { ...sample, content: contentOf(sample, campaign) };
let blogs: Blog[];

beforeAll(async () => {
  blogs = await startBlogs({ count: 3 });
});

afterAll(async () => {
  await Promise.all(blogs.map((blog) => blog.close()));
});

test('each blog is a site of its own, on loopback', () => {
  expect(new Set(blogs.map(({ origin }) => new URL(origin).host)).size).toBe(3);
  expect(blogs.map(({ origin }) => new URL(origin).hostname.split('.')[0])).toEqual(['127', '127', '127']);
  expect(new Set(blogs.map(({ name }) => name)).size).toBe(3);
  expect([blogHost(0), blogHost(253), blogHost(254)]).toEqual(['127.0.1.1', '127.0.1.254', '127.0.2.1']);
});

test('a post is published, edited, listed, and gone for good once removed', async () => {
  const blog = blogs[0] as Blog;
  const url = blog.publish(post);
  expect(url).toBe(`${blog.origin}/2026/11/${post.slug}/`);
  const page = await fetch(`${url}?utm_source=mail`);
  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toBe('text/html; charset=UTF-8');
  const html = await page.text();
  expect(html).toContain(`href="${campaign}"`);
  expect(html).toContain(`<h1 class="post-title">${post.title}</h1>`);

  const head = await fetch(url, { method: 'HEAD' });
  expect([head.status, head.headers.get('content-length')]).toEqual([
    200,
    page.headers.get('content-length'),
  ]);
  expect(await (await fetch(blog.origin)).text()).toContain(post.title);

  blog.edit(url, { title: 'Un <autre> titre', content: '<p>Sans lien.</p>', comments: ['Dommage !'] });
  const edited = await (await fetch(url)).text();
  expect(edited).toContain('<h1 class="post-title">Un &lt;autre> titre</h1>');
  expect(edited).toContain('<p>Dommage !</p>');
  expect(edited).not.toContain(campaign);

  blog.remove(url);
  expect((await fetch(url)).status).toBe(410);
  expect(await (await fetch(blog.origin)).text()).not.toContain('autre');
  expect((await fetch(`${blog.origin}/2026/11/jamais/`)).status).toBe(404);
  expect(blog.requests()).toBe(7);
  expect(() => blog.remove(`${blog.origin}/jamais/`)).toThrow('is no post of');
});

test('several posts stand beside one another', async () => {
  const blog = blogs[1] as Blog;
  const urls = [post, { ...other, content: '<p>Rien.</p>' }].map((one) => blog.publish(one));
  const pages = await Promise.all(urls.map(async (url) => (await fetch(url)).text()));
  expect(pages.map((page) => page.includes(campaign))).toEqual([true, false]);
});

test('blogs in a process of their own, for load', async () => {
  const page_bytes = 120_000;
  const request = { hosts: 5, firstHost: 300, port: 0, postsPerHost: 4, page_bytes, campaign, seed: 9 };
  const served = await spawnBlogs(request);
  expect(served.origins).toHaveLength(5);
  expect(new Set(served.urls).size).toBe(20);
  const pages = await Promise.all(served.urls.map(async (url) => (await fetch(url)).text()));
  expect(new Set(pages).size).toBe(20);
  for (const page of pages) {
    expect(Buffer.byteLength(page)).toBe(page_bytes);
    expect(page).toContain(`href="${campaign}"`);
  }
  expect((await fetch(`${served.origins[0]}/other`)).status).toBe(404);
  await served.close();
  await expect(fetch(served.urls[0] as string)).rejects.toThrow();
});
