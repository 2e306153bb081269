import { expect, test } from 'vitest';
import { claimServices } from '../../../test/claim-services.ts';
import { intakeAnswers } from './intake-answer.ts';
import { receivers } from './receivers.ts';

const site = 'https://relais.example';
const post = 'https://blog.example/2026/11/billet/';
const page = `${site}/c/essai`;
const form = 'application/x-www-form-urlencoded';
const html = 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8';
const first = `${site}/relays/rly_00000000000000000000000001`;
const latin = new Uint8Array([...new TextEncoder().encode('source=https://b.example/caf'), 0xe9]);

function send(path: string, body: BodyInit | null, type: string | null = form, more: RequestInit = {}) {
  const state = claimServices(site);
  const headers = new Headers(more.headers);
  if (type !== null) headers.set('content-type', type);
  const init = { method: 'POST', ...(body === null ? {} : { body }), ...more, headers };
  const answer = Promise.resolve(receivers(state.services, { body_timeout_ms: 100 }).request(path, init));
  return { state, answer };
}

const pair = (source: string, target: string) => new URLSearchParams({ source, target }).toString();

test.each<[string, string, string]>([
  ['a mention', pair(post, page), 'text/plain'],
  ['from Ghost', `${pair(post, page)}&source_is_ghost=true`, 'text/plain'],
  ['with fields that are broken', `x=%FF&${pair(post, page)}&%`, 'text/plain'],
  ['of a page under the campaign', pair(post, `${page}/journal#b`), 'text/plain'],
])('webmention %s: 202 with the address of its page', async (_name, body, type) => {
  const { answer, state } = send('/webmention', body, `${form}; charset=UTF-8`);
  const response = await answer;
  expect(response.status).toBe(202);
  expect(response.headers.get('location')).toBe(first);
  expect(response.headers.get('content-type')).toContain(type);
  expect(await response.text()).toMatch(/^Received; [^\n]+rly_0+1\n$/);
  expect(state.handed).toEqual([{ source: post, target: expect.stringContaining(page), via: 'webmention' }]);
});

test('the same mention again is the same relay', async () => {
  const { services } = claimServices(site);
  const app = receivers(services);
  const mention = () =>
    app.request('/webmention', {
      method: 'POST',
      body: pair(post, page),
      headers: { 'content-type': form },
    });
  expect((await mention()).headers.get('location')).toBe(first);
  const again = await mention();
  expect(again.status).toBe(202);
  expect(again.headers.get('location')).toBe(first);
  expect(await again.text()).toMatch(/^Known already/);
});

const wrong = (source: string, target: string) => pair(source, target);
type Wrong = [keyof typeof intakeAnswers, BodyInit | null, (string | null)?];
test.each<Wrong>([
  ['source_missing', ''],
  ['source_missing', `target=${page}`],
  ['source_missing', `source=&target=${page}`],
  ['target_missing', `source=${post}`],
  ['source_invalid', wrong('billet', page)],
  ['source_invalid', wrong('file:///etc/passwd', page)],
  ['source_invalid', wrong('https://a:b@blog.example/', page)],
  ['source_invalid', wrong(`https://blog.example/${'a'.repeat(3000)}`, page)],
  ['target_invalid', wrong(post, '/c/essai')],
  ['source_is_target', wrong(page, page)],
  ['target_not_ours', wrong(post, 'https://blog.example/c/essai')],
  ['target_unknown', wrong(post, `${site}/c/autre`)],
  ['same_site', wrong(`${site}/about`, page)],
  ['source_repeated', `${pair(post, page)}&source=${post}`],
  ['target_repeated', `${pair(post, page)}&target=${page}`],
  ['form_malformed', `source=%E9&target=${page}`],
  ['form_malformed', `source=${post}&target=100%`],
  ['body_not_utf8', latin],
  ['body_too_large', `source=${'a'.repeat(70_000)}`],
  ['body_timeout', new ReadableStream()],
  ['content_not_form', `{"source":"${post}"}`, 'application/json'],
  ['content_not_form', '--x--', 'multipart/form-data; boundary=x'],
  ['content_not_form', pair(post, page), 'text/plain'],
  ['content_not_form', pair(post, page), ''],
  ['content_not_form', new Uint8Array([1]), null],
])('webmention: %s', async (fault, body, type = form) => {
  const init = { duplex: 'half' } as RequestInit;
  const { answer, state } = send('/webmention', body, type, init);
  const response = await answer;
  expect(response.status).toBe(intakeAnswers[fault].status);
  expect(await response.text()).toBe(`${intakeAnswers[fault].sentence}\n`);
  expect(response.headers.get('content-type')).toContain('text/plain');
  expect(response.headers.has('location')).toBe(false);
  expect(state.taken.size).toBe(0);
});

test('a mention that could not be committed: 503, come back, and nothing of the cause', async () => {
  const state = claimServices(site);
  state.broken = new Error('password of postgres at /var/lib');
  const headers = { 'content-type': form };
  const init = { method: 'POST', body: pair(post, page), headers };
  const response = await receivers(state.services).request('/webmention', init);
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).toBe('30');
  expect(await response.text()).toBe(`${intakeAnswers.unavailable.sentence}\n`);
});

test.each([
  ['GET', '/webmention'],
  ['HEAD', '/webmention'],
  ['PUT', '/webmention'],
  ['OPTIONS', '/webmention'],
  ['PROPFIND', '/webmention'],
  ['GET', '/pingback'],
  ['DELETE', '/pingback'],
  ['PUT', '/c/essai/relays'],
  ['DELETE', '/c/essai/relays'],
])('%s %s: 405, POST only', async (method, path) => {
  const response = await receivers(claimServices(site).services).request(path, { method });
  expect(response.status).toBe(405);
  expect(response.headers.get('allow')).toBe('POST');
  expect(await response.text()).toBe(
    method === 'HEAD' ? '' : `${intakeAnswers.method_not_allowed.sentence}\n`,
  );
});

test('a browser gets its refusal as a page: a bare one, or the house’s own', async () => {
  const { services } = claimServices(site);
  const init = { method: 'POST', body: 'source=', headers: { 'content-type': form, accept: html } };
  const bare = await receivers(services).request('/webmention', init);
  expect(bare.status).toBe(400);
  expect(bare.headers.get('content-type')).toContain('text/html');
  expect(await bare.text()).toContain('<p>The source is missing');
  const own = receivers(services, { page: (c, status, fault) => c.html(`${status} ${fault}`, 418) });
  const response = await own.request('/c/essai/relays', init);
  expect([response.status, await response.text()]).toEqual([418, '400 source_missing']);
});

test.each<[string, string | null, string, string]>([
  [`url=${encodeURIComponent(post)}`, form, '*/*', post],
  [`url=${post}&other=1`, `${form};charset=utf-8`, '', post],
  [JSON.stringify({ url: post, target: 'https://x.example' }), 'application/json', '*/*', post],
  ['url=blog.example/billet', form, '*/*', 'https://blog.example/billet'],
  ['url=+www.blog.example%3A8443%3Fp%3D1', form, '*/*', 'https://www.blog.example:8443?p=1'],
])('form %s: 202', async (body, type, accept, source) => {
  const { answer, state } = send('/c/essai/relays', body, type, { headers: { accept } });
  const response = await answer;
  expect(response.status).toBe(202);
  expect(response.headers.get('location')).toBe(first);
  expect(state.handed).toEqual([{ source, target: page, via: 'form' }]);
});

test('form from a browser, on any site: 303 to the relay', async () => {
  const headers = { accept: html, origin: 'https://blog.example', 'sec-fetch-site': 'cross-site' };
  const response = await send('/c/essai/relays', `url=${post}`, form, { headers }).answer;
  expect(response.status).toBe(303);
  expect(response.headers.get('location')).toBe('/relays/rly_00000000000000000000000001');
});

test.each<Wrong>([
  ['source_missing', ''],
  ['source_missing', 'url='],
  ['source_missing', '{"url":" "}', 'application/json'],
  ['source_repeated', 'url=a&url=b'],
  ['source_invalid', 'url=mon billet'],
  ['source_invalid', 'url=javascript:alert(1)'],
  ['source_invalid', 'url=marie@blog.example'],
  ['same_site', 'url=relais.example/c/essai/journal'],
  ['source_is_target', `url=${page}`],
  ['json_malformed', '', 'application/json'],
  ['json_malformed', '{"url":1}', 'application/json'],
  ['json_malformed', '{"url":"a"', 'application/json'],
  ['json_malformed', '"url"', 'application/json'],
  ['json_malformed', 'null', 'application/json'],
  ['json_malformed', '['.repeat(60_000), 'application/json'],
  ['form_malformed', 'url=%'],
  ['body_too_large', `url=${'a'.repeat(70_000)}`],
  ['body_not_utf8', latin],
  ['content_not_form_or_json', `url=${post}`, 'text/plain'],
  ['content_not_form_or_json', `url=${post}`, 'multipart/form-data'],
])('form: %s', async (fault, body, type = form) => {
  const { answer, state } = send('/c/essai/relays', body, type);
  const response = await answer;
  expect(response.status).toBe(intakeAnswers[fault].status);
  expect(await response.text()).toBe(`${intakeAnswers[fault].sentence}\n`);
  expect(state.taken.size).toBe(0);
});

test('the form of a campaign that is not here is refused, its address reloaded leads to the campaign', async () => {
  const response = await send('/c/autre/relays', `url=${post}`).answer;
  expect([response.status, await response.text()]).toEqual([
    400,
    `${intakeAnswers.target_unknown.sentence}\n`,
  ]);
  const reload = await receivers(claimServices(site).services).request('/c/essai/relays');
  expect([reload.status, reload.headers.get('location')]).toEqual([303, '/c/essai']);
});
