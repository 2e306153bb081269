import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type DraftFile, parseCampaignFile } from '../../campaign/mod.ts';
import { charterSection, draftSections, promiseSection } from './draft-fields.ts';
import { draftWith, typedFrom, typedIn, withEntry, withoutEntry } from './draft-form.ts';

const sections = [...draftSections, promiseSection, charterSection];
const zone = 'Europe/Paris';
const { relais: _, ...example } = parse(
  readFileSync(join(import.meta.dirname, '..', '..', '..', 'examples', 'un-billet-dix-repas.yaml'), 'utf8'),
  { schema: 'core' },
) as DraftFile;
const read = (file: DraftFile) => parseCampaignFile(JSON.stringify({ relais: 1, ...file }));

describe('a campaign on screen', () => {
  test.each(sections.map((section) => [section.name, section] as const))(
    '%s: opened and saved without a change, the file says the same',
    (_name, section) => {
      const typed = typedFrom(example, section, zone);
      expect(read(draftWith(example, section, typed, zone))).toEqual(read(example));
    },
  );

  test('every member of the file that screens are for has its field: from nothing to the example by typing alone', () => {
    let made: DraftFile = { campaign: { slug: 'un-billet-dix-repas', operator: 'netscouade' } };
    for (const section of sections) {
      const typed = typedFrom(example, section, zone);
      made = draftWith(
        made,
        section,
        typedIn(
          [...typed.texts, ...[...typed.stated].map((one) => [`stated:${one}`, 'true'] as const)],
          section,
        ),
        zone,
      );
    }
    const { charter, disclosures, ...rest } = example as {
      charter: Record<string, unknown>;
      disclosures: Record<string, unknown>;
    };
    // What the charity finds and signs is not typed by whoever makes the campaign.
    const { findings: _f, signedBy: _b, signedOn: _o, ...text } = charter;
    const { consent: _c, ...stated } = disclosures;
    expect(read(made)).toEqual(read({ ...rest, charter: text, disclosures: stated }));
  });

  test('entries are added at the end, and those after one that is taken away move up', () => {
    const [section] = [promiseSection];
    const typed = typedFrom(example, section, zone);
    const count = typed.counts.get('pledges') ?? 0;
    expect(withEntry(typed, 'pledges').counts.get('pledges')).toBe(count + 1);
    const less = withoutEntry(typed, 'pledges', 1);
    expect(less.counts.get('pledges')).toBe(count - 1);
    expect(less.texts.get('pledges[0].id')).toBe('danone-billets');
    expect(less.texts.get('pledges[1].id')).toBe('quatre-produits');
    expect(less.texts.get(`pledges[${count - 1}].id`)).toBeUndefined();
  });

  test.each([
    ['12 000', 12000],
    ['12\u202f000', 12000],
    ['0,40', 0.4],
    ['-3', -3],
    ['1e3', '1e3'],
    ['0x10', '0x10'],
    ['douze', 'douze'],
    ['', undefined],
  ])('a cap typed as %j', (text, cap) => {
    const typed = typedIn([['pledges[0].cap', text]], promiseSection);
    const { pledges } = draftWith({}, promiseSection, typed, zone) as { pledges: { cap?: unknown }[] };
    expect(pledges[0]?.cap).toEqual(cap);
  });

  test('no form reaches outside its own fields, whatever names it sends', () => {
    const hostile = fc.constantFrom(
      '__proto__.polluted',
      'pledges[0].__proto__.polluted',
      'pledges[__proto__].cap',
      'constructor.prototype.x',
      'campaign.slug',
      'campaign.operator',
      'charter.signedBy',
      'disclosures.consent.by',
      'pledges[9999999].cap',
      'pledges[-1].cap',
      'pledges[0].partner.__proto__',
      'organisations[0].id',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(hostile, fc.string())), (entries) => {
        for (const section of sections) {
          const file = draftWith(example, section, typedIn(entries, section), zone);
          expect(({} as Record<string, unknown>).polluted).toBeUndefined();
          expect(Object.hasOwn(file, '__proto__')).toBe(false);
          const { slug, operator } = file.campaign as Record<string, unknown>;
          expect([slug, operator]).toEqual(['un-billet-dix-repas', 'netscouade']);
          const { charter } = file as { charter?: { signedBy?: string } };
          expect(charter?.signedBy).toBe('restos');
        }
      }),
    );
  });
});
