import { expect, test } from 'vitest';
import type { RelayRow } from '../../evidence/mod.ts';
import { csvFile, csvOf, relayColumns } from './lists-csv.ts';

const row: RelayRow = {
  id: 'rly_01kaz5m3v8q2w4x6y8z0a1b2c0',
  source: 'https://blog.example/a,b',
  site: 'blog.example',
  via: 'pingback',
  state: 'counted',
  reason: null,
  units: 10,
  number: 1,
  title: 'Un « billet », "dix" repas',
  author: null,
  published: null,
  receivedAt: Date.parse('2026-11-23T09:00:00Z'),
  checkedAt: null,
  countedAt: null,
};
const columns = relayColumns('https://relais.example');
const cells = (title: string) => csvOf(columns, [{ ...row, title }], false);

test('names of columns, a mark for Excel, line ends and quotes as RFC 4180 wants them', () => {
  expect(csvOf(columns, [row], true)).toBe(
    '\uFEFFnumber,state,reason,via,units,site,source,title,author,published,received,checked,counted,relay\r\n' +
      '1,counted,,pingback,10,blog.example,"https://blog.example/a,b","Un « billet », ""dix"" repas",,,2026-11-23T09:00:00.000Z,,,https://relais.example/relays/rly_01kaz5m3v8q2w4x6y8z0a1b2c0\r\n',
  );
});

test.each([
  '=HYPERLINK("http://evil.example","click")',
  '=1+1',
  '+1',
  '-1+cmd|/c calc!A0',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '＝1+1',
])('%j is no formula any more', (title) => {
  expect(cells(title)).toContain(`'${title}`.replaceAll('"', '""'));
});

test('line breaks in a title stay inside its cell', () => {
  expect(cells('a\r\nb')).toContain(',"a\r\nb",');
});

test('a file is read page by page, and no further than it is wanted', async () => {
  let asked = 0;
  let returned = false;
  async function* pages() {
    try {
      for (;;) {
        asked++;
        yield [row];
      }
    } finally {
      returned = true;
    }
  }
  const reader = csvFile(columns, pages()).getReader();
  expect(asked).toBe(0);
  await reader.read();
  await reader.read();
  expect(asked).toBe(2);
  await reader.cancel();
  expect([asked, returned]).toEqual([2, true]);
});

test('an empty list still says what its columns would be', async () => {
  async function* nothing() {}
  expect(await new Response(csvFile(columns, nothing())).text()).toMatch(/^number,state,.*\r\n$/);
});
