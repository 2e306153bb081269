import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressOf, atPostIn, documentAddress, linksOf, nameOf, postIn, wordsOf } from './record.ts';

const did = 'did:plc:z72i7hdynmk6r22z27h6tvur';

describe('a post’s address', () => {
  test.each([
    [`https://bsky.app/profile/${did}/post/3kx`, { actor: did, key: '3kx' }],
    ['https://bsky.app/profile/kiwi.bsky.social/post/3kx/', { actor: 'kiwi.bsky.social', key: '3kx' }],
    ['https://bsky.app/profile/kiwi.bsky.social', null],
    ['https://bsky.app.evil.example/profile/a.b/post/3kx', null],
    ['http://bsky.app/profile/a.b/post/3kx', null],
    ['https://bsky.app/profile/..%2f/post/3kx', null],
    ['nothing', null],
  ])('%s', (address, post) => {
    expect(atPostIn(address)).toEqual(post);
    if (post !== null) expect(atPostIn(addressOf(post))).toEqual(post);
  });
  test('is named by who wrote it and its key', () => {
    expect(nameOf({ actor: did, key: '3kx' })).toBe(`at://${did}/app.bsky.feed.post/3kx`);
  });
});

describe('where a post leads', () => {
  const link = (uri: unknown) => ({ features: [{ $type: 'app.bsky.richtext.facet#link', uri }] });
  test.each([
    [
      { facets: [link('https://a.example/'), link('https://b.example/')] },
      ['https://a.example/', 'https://b.example/'],
    ],
    [{ embed: { external: { uri: 'https://card.example/' } } }, ['https://card.example/']],
    [{ embed: { media: { external: { uri: 'https://quoted.example/' } } } }, ['https://quoted.example/']],
    [{ facets: [link(7), link(null), link('x'.repeat(3000))] }, []],
    [{ facets: 'all', embed: [1] }, []],
    [{ text: 'https://a.example/ is text, not a link' }, []],
    [null, []],
    ['text', []],
  ])('%j', (record, links) => {
    expect(linksOf(record)).toEqual(links);
  });
  test('any JSON whatever is read without a fault, and gives texts alone', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (record) => {
        expect(linksOf(record).every((one) => typeof one === 'string')).toBe(true);
        expect(typeof wordsOf(record).text).toBe('string');
        documentAddress(record);
        postIn(JSON.stringify(record));
      }),
    );
  });
});

describe('a long post', () => {
  test.each([
    [{ site: 'https://blog.example', path: '/un' }, 'https://blog.example/un'],
    [{ site: 'https://blog.example/' }, 'https://blog.example'],
    [{ site: `at://${did}/site.standard.publication/3k` }, null],
    [{ site: 'https://blog.example', path: '//evil' }, 'https://blog.example//evil'],
    [{ site: 'https://blog.example', path: 'un' }, null],
    [{ site: 'javascript:alert(1)' }, null],
    [{}, null],
  ])('%j', (record, address) => {
    expect(documentAddress(record)).toBe(address);
  });
});
