import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actorIn, idOf, isPublic, messageIn, readThing, type Thing } from './thing.ts';

const everybody = 'https://www.w3.org/ns/activitystreams#Public';
const note = (more: object = {}): Thing => ({
  id: 'https://m.example/users/a/statuses/1',
  type: 'Note',
  attributedTo: 'https://m.example/users/a',
  to: [everybody],
  content: '<p>Bonjour</p>',
  ...more,
});

describe('a message', () => {
  test.each<[string, object, object]>([
    [
      'words without marks',
      { content: '<p>Un &lt;b&gt; &amp; <a href="x">deux</a></p><p>trois</p>' },
      { text: 'Un <b> & deux trois' },
    ],
    [
      'a warning stands for what it hides',
      { summary: 'Attention', content: '<p>secret</p>' },
      { text: 'Attention' },
    ],
    [
      'content by language alone',
      { content: undefined, contentMap: { fr: '<p>Oui</p>' } },
      { text: 'Oui', language: 'fr' },
    ],
    [
      'links as a browser reads them',
      { content: `<a class=x href='https://a.example/?x=1&amp;y=2'>z</a>` },
      { links: ['https://a.example/?x=1&y=2'] },
    ],
    [
      'what it answers and shows',
      {
        inReplyTo: 'https://b.example/1',
        quoteUrl: 'https://b.example/2',
        _misskey_quote: { id: 'https://b.example/3' },
      },
      { about: ['https://b.example/1', 'https://b.example/2', 'https://b.example/3'] },
    ],
    [
      'mentions alone, of all tags',
      {
        tag: [
          { type: 'Mention', href: 'https://x.example/a' },
          { type: 'Hashtag', href: 'https://x.example/b' },
          'x',
          null,
        ],
      },
      { mentions: ['https://x.example/a'] },
    ],
    [
      'one tag without a list',
      { tag: { type: 'Mention', href: 'https://x.example/a' } },
      { mentions: ['https://x.example/a'] },
    ],
    [
      'its page, if it is on its own host',
      { url: [{ type: 'Link', href: 'https://m.example/@a/1' }] },
      { url: 'https://m.example/@a/1' },
    ],
    ['no page of another host', { url: 'https://evil.example/@a/1' }, { url: null }],
    [
      'no address that is none',
      { inReplyTo: 'javascript:alert(1)', quote: 'file:///etc/passwd' },
      { about: [] },
    ],
    ['a date that is none', { published: 'hier' }, { published: null }],
    ['public in one word', { to: 'as:Public' }, { public: true }],
    ['quietly public', { to: [], cc: ['Public'] }, { public: true }],
    ['for followers', { to: ['https://m.example/users/a/followers'] }, { public: false }],
  ])('%s', (_, more, expected) => {
    expect(messageIn(note(more))).toMatchObject(expected);
  });

  test.each<[string, object]>([
    ['no id', { id: undefined }],
    ['no author', { attributedTo: undefined }],
    ['an author of another host', { attributedTo: 'https://evil.example/a' }],
    ['an id that is a script', { id: 'javascript:alert(1)' }],
  ])('is none with %s', (_, more) => {
    expect(messageIn(note(more))).toBe(null);
  });
});

test('an actor has a key of its own, on its own host, and an inbox', () => {
  const id = 'https://m.example/users/a';
  const key = { id: `${id}#main-key`, owner: id, publicKeyPem: 'PEM' };
  const actor = { id, inbox: `${id}/inbox`, preferredUsername: 'a', name: 'A', publicKey: key };
  expect(actorIn(actor)).toMatchObject({ id, inbox: `${id}/inbox`, keyId: key.id, handle: 'a' });
  expect(actorIn({ ...actor, endpoints: { sharedInbox: 'https://m.example/inbox' } })?.inbox).toBe(
    'https://m.example/inbox',
  );
  // Letters to another host would be an attack by our hand.
  expect(actorIn({ ...actor, endpoints: { sharedInbox: 'https://victim.example/inbox' } })?.inbox).toBe(
    `${id}/inbox`,
  );
  expect(actorIn({ ...actor, publicKey: [{ id: 'x' }, key] })?.keyId).toBe(key.id);
  expect(actorIn({ ...actor, preferredUsername: '../../x' })?.handle).toBe(null);
  for (const wrong of [
    { publicKey: undefined },
    { publicKey: { ...key, owner: 'https://m.example/users/b' } },
    { publicKey: { ...key, id: 'https://evil.example/key' } },
    { inbox: undefined },
    { inbox: 'mailto:a@m.example' },
  ])
    expect(actorIn({ ...actor, ...wrong })).toBe(null);
});

test('whatever comes, reading gives a value or nothing, and never a thrown error', () => {
  const keys = fc.constantFrom(
    'id',
    'type',
    'attributedTo',
    'actor',
    'to',
    'cc',
    'tag',
    'url',
    'content',
    'publicKey',
    'name',
  );
  fc.assert(
    fc.property(fc.dictionary(keys, fc.jsonValue()), (thing) => {
      messageIn(thing as Thing);
      actorIn(thing as Thing);
      isPublic(thing as Thing);
      idOf(thing);
    }),
  );
  fc.assert(fc.property(fc.string(), (text) => void readThing(text)));
});
