import { expect, test } from 'vitest';
import type { CampaignId, Units } from '../../kernel/mod.ts';
import { dueNotes, type Standing } from './announce.ts';

const campaign = (state: Standing['state'], granted: number): Standing => ({
  id: 'cmp_x' as CampaignId,
  slug: 'noel',
  state,
  granted: granted as Units,
  milestones: [100, 200, 300] as Units[],
  words: () => ({}),
});
const said = (...names: string[]) =>
  names.map((name) => {
    const [kind = '', milestone = '0'] = name.split(' ');
    return { kind: kind as 'opening', milestone: Number(milestone) };
  });
const due = (one: Standing, before: ReturnType<typeof said>) =>
  dueNotes(one, before).map((note) => `${note.kind} ${note.milestone}${note.silent ? ' silent' : ''}`);

test.each<[string, Standing, ReturnType<typeof said>, string[]]>([
  ['nothing before the opening', campaign('announced', 0), [], []],
  ['the opening, once', campaign('open', 0), [], ['opening 0']],
  ['a milestone', campaign('open', 120), said('opening'), ['milestone 100']],
  [
    'several at once: the highest is said',
    campaign('open', 250),
    said('opening'),
    ['milestone 100 silent', 'milestone 200'],
  ],
  ['none twice', campaign('open', 250), said('opening', 'milestone 100', 'milestone 200'), []],
  ['the end of what began', campaign('closed', 120), said('opening', 'milestone 100'), ['closing 0']],
  ['the end once', campaign('settled', 120), said('opening', 'milestone 100', 'closing'), []],
  ['nothing of what ended before we spoke', campaign('closed', 500), [], []],
])('%s', (_, one, before, expected) => {
  expect(due(one, before)).toEqual(expected);
});
