import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { campaignFile } from '../../../test/campaign.ts';
import { campaignFileJsonSchema, parseCampaignFile, printCampaignFile } from '../file.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const examples = readdirSync(join(root, 'examples')).filter((name) => name.endsWith('.yaml'));
const sound = campaignFile();

function problems(text: string): readonly string[] {
  const parsed = parseCampaignFile(text);
  return parsed.kind === 'file'
    ? []
    : parsed.problems.map((one) => `${one.line}:${one.column} ${one.problem}`);
}

describe('a wrong file is told where and what', () => {
  const edits: readonly [what: string, from: string | RegExp, to: string, problem: string][] = [
    [
      'another version',
      'relais: 1',
      'relais: 2',
      '1:9 relais is not 1, the version of the campaign file that this software reads.',
    ],
    ['a missing key points at its mapping', '  charity: restos\n', '', '8:3 campaign.charity is missing.'],
    [
      'an unknown key, with a guess',
      'perAct: 6',
      'perAtc: 6',
      '19:69 pledges[0].perAtc is not known here; did you mean perAct?',
    ],
    ['text for a number', 'cap: 8000', 'cap: many', '20:83 pledges[1].cap is not a number.'],
    ['a fraction of a meal', 'cap: 8000', 'cap: 80.5', '20:83 pledges[1].cap is not a whole number.'],
    [
      'a minimum over the cap',
      'cap: 8000',
      'cap: 800',
      '20:83 pledges[1].cap 800 is less than its minimum 1000.',
    ],
    [
      'an unknown partner',
      'partner: danone',
      'partner: danon',
      '19:36 pledges[0].partner danon is not among the organisations.',
    ],
    [
      'a partner that is an agency',
      'partner: danone',
      'partner: netscouade',
      '19:36 pledges[0].partner netscouade is of the kind agency; partner or retailer is needed.',
    ],
    [
      'a charity that is a partner',
      'charity: restos',
      'charity: danone',
      '11:12 campaign.charity danone is of the kind partner; charity is needed.',
    ],
    [
      'a slug that senders would cut',
      'slug: essai',
      'slug: Essai!',
      '8:9 campaign.slug may only hold a-z, 0-9 and - (senders cut addresses at other characters).',
    ],
    [
      'a date without its offset',
      /opens: .*/,
      'opens: 2026-01-01',
      '14:10 campaign.opens is not a date with time and offset as 2026-11-01T00:00:00+01:00.',
    ],
    [
      'an end before the beginning',
      /closes: .*/,
      'closes: 2025-01-01T00:00:00Z',
      '15:11 campaign.closes is not after opens.',
    ],
    [
      'milestones that fall',
      '[1000, 5000]',
      '[5000, 1000]',
      '16:22 campaign.milestones[1] 1000 is not more than the one before.',
    ],
    [
      'an address that is none',
      'https://www.restosducoeur.org/',
      'ftp://restos',
      '3:67 organisations[0].url is not an http or https address.',
    ],
    [
      'the same promise twice',
      'id: carrefour-billets',
      'id: danone-billets',
      '20:11 pledges[1].id danone-billets is there twice.',
    ],
    [
      'an unknown mechanic',
      'mechanic: relay, perAct: 6',
      'mechanic: likes, perAct: 6',
      '19:54 pledges[0].mechanic is not one of relay, purchase, volunteering.',
    ],
    [
      'an alias',
      'charity: restos',
      'charity: &a restos',
      '11:15 Anchors and aliases (& and *) are not taken; write the value out.',
    ],
    [
      'the same key twice',
      '  charity: restos\n',
      '  charity: restos\n  charity: restos\n',
      '12:3 Map keys must be unique.',
    ],
  ];
  test.each(edits)('%s', (_, from, to, problem) => {
    const text = sound.replace(from, to);
    expect(text).not.toBe(sound);
    expect(problems(text)).toContain(problem);
  });

  test('every problem at once, in the order of the file', () => {
    const text = sound
      .replace('kind: charity', 'kind: saint')
      .replace('cap: 12000', 'cap: 0')
      .replace('perAct: 4', 'perAct: -1');
    expect(problems(text).map((one) => one.split(' ')[0])).toEqual(['3:27', '19:77', '20:75']);
  });

  test.each([
    ['nothing', '', 'The file is empty.'],
    ['a list', '- 1', 'The file is not a mapping'],
    ['two documents', `${sound}---\n${sound}`, 'The file holds more than one document.'],
    ['a tab', 'relais:\n\t1', '.'],
    ['broken JSON', '{"relais": 1,', '.'],
    ['a megabyte', `# ${'x'.repeat(1_000_001)}`, 'The file is larger than 1 MB.'],
    ['a deep nest', `${'['.repeat(2000)}${']'.repeat(2000)}`, 'nested too deeply'],
    ['a bomb of aliases', 'a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]', 'Anchors and aliases'],
  ])('%s', (_, text, part) => {
    expect(problems(text).join('\n')).toContain(part);
  });
});

describe('a sound file', () => {
  test.each(examples)('examples/%s', (name) => {
    expect(problems(readFileSync(join(root, 'examples', name), 'utf8'))).toEqual([]);
  });

  test('leaves out what it may: the defaults stand', () => {
    const parsed = parseCampaignFile(sound.replace(/ {2}relay: .*\n/, '').replace(/, minimum: 1000/g, ''));
    expect(parsed).toMatchObject({
      file: {
        campaign: {
          relay: { perSite: 1, review: 'none', recheckAfterDays: 30, onRemoval: 'keep' },
          dialogueOpens: null,
        },
        charter: null,
        impact: [],
        programmes: [],
        pledges: [{ minimum: 0, opens: null, closes: null }, { minimum: 0 }],
      },
    });
  });

  test('no limit per site is written out', () => {
    expect(parseCampaignFile(sound.replace('perSite: 1', 'perSite: unlimited'))).toMatchObject({
      file: { campaign: { relay: { perSite: null } } },
    });
  });

  test.each(examples)('examples/%s: printed and read again it is the same, as YAML and as JSON', (name) => {
    const first = parseCampaignFile(readFileSync(join(root, 'examples', name), 'utf8'));
    if (first.kind !== 'file') throw new Error(name);
    const printed = printCampaignFile(first.file);
    expect(parseCampaignFile(printed)).toEqual(first);
    expect(printCampaignFile(first.file)).toBe(printed);
  });

  const word = fc.stringMatching(/^[a-zé« »:#'"-]{1,12}[a-z]$/);
  const slug = fc.stringMatching(/^[a-z0-9-]{1,12}$/);
  test('printed and read again any campaign is the same', () => {
    const base = parseCampaignFile(sound);
    if (base.kind !== 'file') throw new Error('sound');
    fc.assert(
      fc.property(
        slug,
        word,
        fc.option(word, { nil: undefined }),
        fc.integer({ min: 1, max: 1e12 }),
        fc.integer({ min: 0, max: 1000 }),
        fc.integer({ min: 1, max: 1e9 }),
        fc.option(fc.integer({ min: 1, max: 99 })),
        (name, fr, en, cap, perAct, minutes, perSite) => {
          const opens = minutes * 60_000;
          const { campaign, pledges } = base.file;
          const file = {
            ...base.file,
            campaign: {
              ...campaign,
              slug: name,
              title: en === undefined ? { fr: fr.trim() } : { fr: fr.trim(), en: en.trim() },
              opens,
              closes: opens + 1,
              relay: { ...campaign.relay, perSite },
            },
            pledges: pledges.map((pledge) =>
              pledge.mechanic === 'relay' ? { ...pledge, perAct, cap, minimum: 0 } : pledge,
            ),
          };
          expect(parseCampaignFile(printCampaignFile(file))).toEqual({ kind: 'file', file });
        },
      ),
    );
  });
});

test('whatever the text, it is a file or has problems with a place and a sentence', () => {
  const mutated = fc
    .tuple(fc.nat(sound.length), fc.nat(20), fc.string({ unit: 'binary', maxLength: 12 }))
    .map(([at, cut, put]) => sound.slice(0, at) + put + sound.slice(at + cut));
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), mutated), (text) => {
      const parsed = parseCampaignFile(text);
      if (parsed.kind === 'file') return;
      expect(parsed.problems.length).toBeGreaterThan(0);
      for (const one of parsed.problems) {
        expect(one.line).toBeGreaterThan(0);
        expect(one.column).toBeGreaterThan(0);
        expect(one.problem).toMatch(/[.!?]$/);
      }
    }),
    { numRuns: 500 },
  );
});

test('the published JSON Schema is this one', () => {
  const published = join(root, 'docs', 'spec', 'campaign-file.schema.json');
  const schema = `${JSON.stringify(campaignFileJsonSchema(), null, 2)}\n`;
  if (process.env.UPDATE_SCHEMA === '1') writeFileSync(published, schema);
  expect(readFileSync(published, 'utf8')).toBe(schema);
  expect(JSON.parse(schema)).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    required: expect.arrayContaining(['relais', 'campaign', 'pledges']),
  });
});
