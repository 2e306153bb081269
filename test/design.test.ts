// The style sheets keep to docs/design.md: colours measured in both themes, directions by the text's own sense.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'src/web/public');
const document = join(root, 'docs/design.md');
/** Comments say nothing to a browser. */
const sheets = readdirSync(folder)
  .filter((name) => name.endsWith('.css'))
  .map((name) => ({
    name,
    text: readFileSync(join(folder, name), 'utf8').replace(/\/\*[\s\S]*?\*\//g, ''),
  }));
const style = sheets.find(({ name }) => name === 'style.css')?.text ?? '';

type Theme = Readonly<Record<string, string>>;
const tokensOf = (block: string): Theme =>
  Object.fromEntries(
    [...block.matchAll(/--([a-z-]+):\s*(#[0-9a-f]{3,8});/g)].map(([, name, hex]) => [name, hex]),
  );
const [light = {}, darkOnly = {}] = [...style.matchAll(/:root \{([^}]*)\}/g)].map(([, block]) =>
  tokensOf(block ?? ''),
);
const dark: Theme = { ...light, ...darkOnly };

/** WCAG 2.2's relative luminance of `#rrggbb`. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** Text 4.5 (WCAG 1.4.3), shapes that mean something and the focus 3 (1.4.11). */
const text_min = 4.5;
const shape_min = 3;
const grounds = ['paper', 'card', 'alarm'];
const pairs: readonly (readonly [string, string, number])[] = [
  ...['ink', 'soft', 'link'].flatMap((ink) => grounds.map((ground) => [ink, ground, text_min] as const)),
  ...['red', 'leaf', 'plum'].flatMap((ink) =>
    ['paper', 'card'].map((ground) => [ink, ground, text_min] as const),
  ),
  ['red', 'alarm', text_min],
  ['on-red', 'red', text_min],
  // The large numerals (24 px and more) and the focus.
  ...grounds.map((ground) => ['amber', ground, shape_min] as const),
];
const figure = (theme: Theme, ink: string, ground: string) =>
  contrast(theme[ink] ?? '#000000', theme[ground] ?? '#000000');
// Rounded down: a figure must not look as if it passed when it doesn't.
const shown = (value: number) => (Math.floor(value * 10) / 10).toFixed(1);
const table = [
  '| on | words or shape | light | dark | at least |',
  '|---|---|---|---|---|',
  ...pairs.map(
    ([ink, ground, min]) =>
      `| \`${ground}\` | \`${ink}\` | ${shown(figure(light, ink, ground))} | ${shown(figure(dark, ink, ground))} | ${min} |`,
  ),
].join('\n');

describe('colour', () => {
  it('has every token of the light theme in the dark one', () => {
    expect(Object.keys(darkOnly)).toEqual(Object.keys(light));
  });

  it.each(pairs)('%s on %s: at least %d to 1, light and dark', (ink, ground, min) => {
    expect(figure(light, ink, ground)).toBeGreaterThanOrEqual(min);
    expect(figure(dark, ink, ground)).toBeGreaterThanOrEqual(min);
  });

  it('writes words in measured colours only', () => {
    const measured = new Set(pairs.map(([ink]) => ink));
    for (const { name, text } of sheets)
      for (const [, value = ''] of text.matchAll(/[\s;{]color: ([^;]+);/g)) {
        const token = /^var\(--([a-z-]+)\)$/.exec(value)?.[1];
        if (token === undefined)
          expect(['inherit', 'transparent', 'currentcolor'], `${name}: ${value}`).toContain(value);
        else if (!(name === 'style.css' && token === 'saffron')) expect(measured, name).toContain(token);
      }
  });

  it('is in docs/design.md as it is measured', () => {
    const text = readFileSync(document, 'utf8');
    const before = /\| on \| words or shape[\s\S]*?\n(?=\n)/.exec(text)?.[0] ?? '';
    if (process.env.UPDATE_DESIGN === '1') writeFileSync(document, text.replace(before, `${table}\n`));
    expect(before).toBe(`${table}\n`);
  });

  it('names every token in docs/design.md', () => {
    const text = readFileSync(document, 'utf8');
    for (const [name, hex] of Object.entries(light))
      expect(text).toContain(`| \`${name}\` | \`${hex}\` | \`${dark[name]}\` |`);
  });
});

describe('directions', () => {
  it.each(sheets)('$name: start and end, never left and right', ({ text }) => {
    const declarations = [...text.matchAll(/([a-z-]+):\s*([^;{}]+);/g)].map(([, property, value]) => ({
      property: property ?? '',
      value: value ?? '',
    }));
    const oneSided = declarations.filter(
      ({ property, value }) =>
        /(^|-)(left|right)(-|$)/.test(property) ||
        (/^(text-align|float|clear)$/.test(property) && /\b(left|right)\b/.test(value)),
    );
    expect(oneSided).toEqual([]);
    // Four values name the right side second and the left one last.
    const lopsided = declarations.filter(({ property, value }) => {
      const sides = value.trim().split(/\s+/);
      return (
        /^(padding|margin|inset|border-width)$/.test(property) && sides.length === 4 && sides[1] !== sides[3]
      );
    });
    expect(lopsided).toEqual([]);
  });
});

describe('one visual language', () => {
  it('draws badge and share picture in the tokens of the pages', () => {
    const picture = readFileSync(join(root, 'src/web/embed/picture.ts'), 'utf8');
    for (const name of ['paper', 'ink', 'soft', 'line', 'red', 'leaf'])
      expect(picture).toContain(`${name}: '${light[name]}'`);
    expect(readFileSync(join(root, 'src/web/embed/badge.ts'), 'utf8')).toContain(`open: '${light.red}'`);
  });
});
