import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { ConfigRefused, readConfig } from '../config.ts';
import { reservedSegments } from '../evidence/mod.ts';
import { announced } from './fixture.suite.ts';
import { openFrontDoor, site } from './front-door.suite.ts';

const slug = 'un-billet-dix-repas';

test('robots.txt leaves out what is one person’s own, and names the sitemap', async () => {
  const answer = await openFrontDoor().app.request('/robots.txt');
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
  const lines = (await answer.text()).trim().split('\n');
  expect(lines[0]).toBe('User-agent: *');
  expect(lines).toContain('Disallow: /relays/');
  expect(lines.at(-1)).toBe(`Sitemap: ${site}/sitemap.xml`);
  // Receivers, feeds and pages of campaigns stay open to everybody.
  expect(lines).not.toContain('Disallow: /c/');
});

test('the sitemap names each campaign’s pages once', async () => {
  const door = openFrontDoor();
  door.campaigns.set('autre', { ...announced, slug: 'autre' });
  const answer = await door.app.request('/sitemap.xml');
  expect(answer.headers.get('content-type')).toBe('application/xml; charset=utf-8');
  const addresses: string[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('text', (text) => void (text.trim() !== '' && addresses.push(text)));
  parser.write(await answer.text()).close();
  expect(addresses).toContain(`${site}/`);
  expect(addresses).toContain(`${site}/accessibility`);
  for (const name of [slug, 'autre']) expect(addresses).toContain(`${site}/c/${name}`);
  expect(new Set(addresses).size).toBe(addresses.length);
  expect(addresses.every((address) => address.startsWith(`${site}/`))).toBe(true);
});

test('security.txt is there once somebody is named (RFC 9116)', async () => {
  const door = openFrontDoor();
  expect((await door.app.request('/.well-known/security.txt')).status).toBe(404);
  door.contacts = { people: null, security: 'mailto:faille@relais.example' };
  const answer = await door.app.request('/.well-known/security.txt');
  expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  const text = await answer.text();
  expect(text.endsWith('\r\n')).toBe(true);
  const fields = text
    .trim()
    .split('\r\n')
    .map((line) => line.split(': '));
  expect(fields.map(([name]) => name)).toEqual(['Contact', 'Expires', 'Preferred-Languages', 'Canonical']);
  expect(fields[0]?.[1]).toBe('mailto:faille@relais.example');
  expect(fields[3]?.[1]).toBe(`${site}/.well-known/security.txt`);
  const left = Date.parse(fields[1]?.[1] ?? '') - door.now;
  expect(left).toBeGreaterThan(30 * 86_400_000);
  expect(left).toBeLessThan(365 * 86_400_000);
  door.now += 3_600_000;
  expect(await (await door.app.request('/.well-known/security.txt')).text()).toBe(text);
});

test('where passwords would be changed, the account is', async () => {
  const answer = await openFrontDoor().app.request('/.well-known/change-password');
  expect([answer.status, answer.headers.get('location')]).toEqual([302, '/console/account']);
});

test('a campaign’s short address hides none of them', () => {
  for (const name of ['accessibility', 'sitemap.xml', 'robots.txt', '.well-known'])
    expect(reservedSegments.has(name)).toBe(true);
});

test.each([
  ['faille@relais.example', 'mailto:faille@relais.example'],
  ['https://relais.example/signaler?de=ici', 'https://relais.example/signaler?de=ici'],
] as const)('a contact of %s is %s', (given, link) => {
  const { contacts } = readConfig({ RELAIS_CONTACT: given, RELAIS_SECURITY_CONTACT: given });
  expect(contacts).toEqual({ people: link, security: link });
});

test.each([
  'javascript:alert(1)',
  'http://relais.example/',
  'mailto:a@b.example',
  'somebody',
  'https://x.example/"><script>',
  'https://x.example/a b',
  'a@b.example\r\nExpires: never',
  'https://x.example/\nContact: evil',
])('a contact of %j stops the start', (given) => {
  for (const name of ['RELAIS_CONTACT', 'RELAIS_SECURITY_CONTACT'])
    expect(() => readConfig({ [name]: given })).toThrow(ConfigRefused);
});

test.each(['fr', 'en'])('the accessibility statement says what it must (%s)', async (language) => {
  const door = openFrontDoor();
  door.contacts = { people: 'mailto:acces@relais.example', security: null };
  const see = async (path: string) => {
    const answer = await door.look(path, { 'accept-language': language });
    return (await answer.text()).replace(/[\u00A0\u202F]/g, ' ');
  };
  const html = await see('/accessibility');
  // RGAA: state, results, content, making, contact, remedies.
  const titles = [...html.matchAll(/<h2[^>]*>(.*?)<\/h2>/g)].map((match) => match[1]);
  expect(titles.length).toBe(6);
  expect(html).toContain('Défenseur des droits');
  expect(html).toContain('<a href="mailto:acces@relais.example">acces@relais.example</a>');
  // Every page leads there, in the words that the law asks for.
  const said = language === 'fr' ? 'Accessibilité : non conforme' : 'Accessibility: not compliant';
  for (const path of ['/', `/c/${slug}`, '/privacy', '/api/docs'])
    expect(await see(path)).toContain(`<a href="/accessibility">${said}</a>`);
  door.contacts = { people: null, security: null };
  expect(await see('/accessibility')).not.toContain('mailto:');
});

test('the privacy page says what is switched on, and nothing of what is not', async () => {
  const door = openFrontDoor();
  const see = async () => (await door.look('/privacy', { 'accept-language': 'en' })).text();
  const off = await see();
  door.privacy = { ...door.privacy, mailServer: true, bluesky: true, sso: 'Keycloak <b>', witnesses: ['w1'] };
  const on = await see();
  const added = (words: RegExp) => [words.test(off), words.test(on)];
  for (const words of [/Keycloak &lt;b&gt;/, /\(w1\)/, /Bluesky/, /mail server/])
    expect([words.source, ...added(words)]).toEqual([words.source, false, true]);
  // Nothing but our own program looks at comments here.
  expect(off).toContain('spam');
  expect(off).not.toContain('Akismet');
});
