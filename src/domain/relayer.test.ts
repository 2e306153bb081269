import { expect, test } from 'vitest';
import { readScope, relayerScope } from './relayer.ts';

test.each([
  ['https://kiwi.example/2026/un-billet', 'kiwi.example'],
  ['https://kiwi.canalblog.com/archives/1.html', 'kiwi.canalblog.com'],
  ['http://127.0.0.1:8080/billet', '127.0.0.1:8080'],
  ['https://medium.com/@kiwi/un-billet-123', 'medium.com/@kiwi'],
  ['https://mastodon.example/@kiwi/1234', 'mastodon.example/@kiwi'],
  ['https://univ.example/~kiwi/', 'univ.example/~kiwi'],
  ['https://www.facebook.com/kiwi/posts/1', null],
  ['https://m.facebook.com/kiwi/posts/1', null],
  ['https://www.linkedin.com/pulse/x', null],
  ['javascript:alert(1)', null],
  ['not an address', null],
])('%s is of %s', (source, scope) => {
  expect(relayerScope(source)).toBe(scope);
});

test.each([
  ['kiwi.example', null, 'kiwi.example'],
  ['medium.com', '@kiwi', 'medium.com/@kiwi'],
  ['medium.com', 'kiwi', null],
  ['medium.com', '@ki/wi', null],
  ['../etc', null, null],
  ['', null, null],
  ["x' OR 1", null, null],
])('%s with %s is %s', (host, person, scope) => {
  expect(readScope(host, person)).toBe(scope);
});
