import { expect } from 'vitest';
import { contentOf, type LinkPlacement, samplePosts, startBlogs } from '../src/cli/demo/blogs.ts';

/** Posts that are online, each on a site of its own, and link to a campaign page. */
export type Posts = { readonly urls: readonly string[]; readonly close: () => Promise<void> };

/** Puts `count` posts online; none is declared yet. */
export async function startPosts(
  count: number,
  campaign: string,
  { firstHost, placement = 'text' }: { readonly firstHost: number; readonly placement?: LinkPlacement },
): Promise<Posts> {
  const blogs = await startBlogs({ count, firstHost, page_bytes: 4000 });
  const urls = samplePosts(count, firstHost).map((post, n) => {
    const blog = blogs[n];
    if (blog === undefined) throw new Error('there are as many blogs as posts');
    return blog.publish({ ...post, content: contentOf(post, campaign, placement) });
  });
  return {
    urls,
    close: async () => {
      await Promise.all(blogs.map((blog) => blog.close()));
    },
  };
}

/** Declares a post by Webmention and gives the address of its relay. */
export async function mention(server: string, source: string, target: string): Promise<string> {
  const body = new URLSearchParams({ source, target });
  const answer = await fetch(`${server}/webmention`, { method: 'POST', body });
  const location = answer.headers.get('location');
  if (answer.status !== 202 || location === null) throw new Error(`${answer.status} ${await answer.text()}`);
  return location;
}

/** The totals of a campaign by the public API. */
export async function totalsOf(server: string, slug: string): Promise<{ relays: number; granted: number }> {
  return (await fetch(`${server}/api/v1/campaigns/${slug}`)).json() as Promise<{
    relays: number;
    granted: number;
  }>;
}

/** Waits until a campaign has counted so many relays. */
export async function untilCounted(server: string, slug: string, relays: number): Promise<void> {
  await expect
    .poll(() => totalsOf(server, slug), { timeout: 20_000, interval: 10 })
    .toMatchObject({ relays });
}

export const portOf = (url: string): number => Number(new URL(url).port);
