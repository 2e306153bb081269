import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { satisfies } from 'semver';
import { describe, expect, test } from 'vitest';

/** The house in reading order: a room may import the rooms above it, through their `mod.ts`, and itself. */
const rooms = [
  'kernel',
  'i18n',
  'domain',
  'store',
  'queue',
  'mail',
  'ledger',
  'log',
  'people',
  'campaign',
  'evidence',
  'credit',
  'notices',
  'privacy',
  'settlement',
  'dialogue',
  'fediverse',
  'backup',
  'jobs',
  'web',
  'cli',
  'root',
] as const;
type Room = (typeof rooms)[number];

/** Rooms that may import fewer than all above them. */
const only: Partial<Record<Room, readonly Room[]>> = {
  kernel: [],
  i18n: ['kernel'],
  domain: ['kernel'],
  store: ['kernel'],
  queue: ['kernel', 'store'],
  mail: ['kernel'],
  ledger: ['kernel', 'store'],
  log: ['kernel', 'store'],
  backup: ['kernel', 'store', 'queue', 'log'],
};
const never: Partial<Record<Room, readonly Room[]>> = { web: ['store', 'queue'], cli: ['web'] };

/** Packages that belong to one room. */
const owners: readonly { readonly name: RegExp; readonly room: Room; readonly also?: RegExp }[] = [
  { name: /^pg$/, room: 'store' },
  { name: /^@electric-sql\//, room: 'store' },
  { name: /^node:sqlite$/, room: 'store' },
  { name: /^pg-boss$/, room: 'queue' },
  { name: /^nodemailer$/, room: 'mail' },
  { name: /^@simplewebauthn\//, room: 'people' },
  { name: /^openid-client$/, room: 'people' },
  { name: /^hono(\/|$)/, room: 'web' },
  { name: /^@hono\//, room: 'web', also: /^src\/compose(-[a-z]+)?\.ts$/ },
  { name: /^@fedify\//, room: 'fediverse' },
  { name: /^undici$/, room: 'evidence', also: /^src\/cli\/demo\// },
  { name: /^intl-messageformat$/, room: 'i18n' },
  { name: /^d3-/, room: 'web' },
  { name: /^feedsmith$/, room: 'evidence' },
  { name: /^sharp$/, room: 'dialogue' },
  { name: /^markdown-it$/, room: 'dialogue' },
  { name: /^sanitize-html$/, room: 'dialogue' },
  { name: /^@resvg\//, room: 'web' },
  { name: /^@expo-google-fonts\//, room: 'web', also: /^src\/settlement\/pdf\// },
  { name: /^csv-parse(\/|$)/, room: 'evidence' },
  { name: /^csv-stringify(\/|$)/, room: 'web', also: /^src\/settlement\/data\// },
  { name: /^pdfkit$/, room: 'settlement' },
  { name: /^ical-generator$/, room: 'web' },
  { name: /^qrcode$/, room: 'web' },
];

/** Words that are not written, where they may be, and what to write instead. */
const bans: readonly { readonly pattern: RegExp; readonly allowed: RegExp; readonly instead: string }[] = [
  {
    pattern: /\bDate\.now\b|\bnew Date\(\)/,
    allowed: /^src\/kernel\/clock\.ts$|^src\/store\/folder-lock\.ts$|^src\/cli\/demo\//,
    instead: 'take a Clock',
  },
  {
    pattern: /\bMath\.random\b|\brandomUUID\b|\brandomBytes\b/,
    allowed: /^src\/kernel\/random\.ts$/,
    instead: 'take a Random',
  },
  { pattern: /\bprocess\.env\b/, allowed: /^src\/main\.ts$/, instead: 'read it once in config.ts' },
  {
    pattern: /\bconsole\.(log|error|warn|info|debug|trace|table|dir)\b/,
    allowed: /^src\/cli\/|^src\/web\/public\//,
    instead: 'the log, or the command’s output',
  },
  {
    pattern: /\bas any\b|: any\b|@ts-(ignore|expect-error|nocheck)|biome-ignore/,
    allowed: /^$/,
    instead: 'a type that is true',
  },
  {
    // ADR 21.
    pattern: /'fr' \| 'en'|\['fr', 'en'|=== '(?:fr|en|es)'/,
    allowed: /^$/,
    instead: 'the list of languages',
  },
  { pattern: /\b(TODO|FIXME|XXX)\b/, allowed: /^$/, instead: 'an issue' },
];

const files = globSync('src/**/*.{ts,tsx}', { cwd: import.meta.dirname })
  .map((file) => normalize(file))
  .sort();
const isTest = (file: string) => /\.(test|suite)\.tsx?$/.test(file);
const read = (file: string) => readFileSync(join(import.meta.dirname, file), 'utf8');
const sources = files.filter((file) => !isTest(file));
const roomOf = (file: string): Room => {
  const parts = file.split('/');
  return parts.length === 2 ? 'root' : (parts[1] as Room);
};
const importsOf = (file: string) =>
  [
    ...read(file).matchAll(
      /^(?:import|export)\b[^;'"]*?from\s*['"]([^'"]+)['"]|^import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm,
    ),
  ].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
const resolve = (file: string, specifier: string) => normalize(join(dirname(file), specifier));

describe('the house', () => {
  test('every file is in a room of the table', () => {
    expect(files.filter((file) => !rooms.includes(roomOf(file)))).toEqual([]);
    expect(files.filter((file) => roomOf(file) === 'root').map((file) => file.replace('src/', ''))).toEqual([
      'compose-backup.ts',
      'compose-bluesky.ts',
      'compose-console.ts',
      'compose-dialogue.ts',
      'compose-fediverse.ts',
      'compose-feeds.ts',
      'compose-hub.ts',
      'compose-journal.ts',
      'compose-keys.ts',
      'compose-meetings.ts',
      'compose-moderation.ts',
      'compose-notices.ts',
      'compose-services.ts',
      'compose-settlement.ts',
      'compose-tills.ts',
      'compose-volunteering.ts',
      'compose-work.ts',
      'compose.ts',
      'config.ts',
      'main.ts',
    ]);
  });

  test('rooms import only what stands above them, through mod.ts', () => {
    const wrong: string[] = [];
    for (const file of sources) {
      const room = roomOf(file);
      for (const specifier of importsOf(file).filter((one) => one.startsWith('.'))) {
        const target = resolve(file, specifier);
        const other = roomOf(target);
        if (other === room) continue;
        const permitted = only[room] ?? rooms.slice(0, rooms.indexOf(room));
        if (!permitted.includes(other) || never[room]?.includes(other))
          wrong.push(`${file} imports ${other}`);
        // The composition root wires single files; everybody else knows a room by its door.
        else if (room !== 'root' && !target.endsWith(`${other}/mod.ts`))
          wrong.push(`${file} imports ${target}, not ${other}/mod.ts`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('a package that belongs to a room is imported there alone', () => {
    const wrong = sources.flatMap((file) =>
      importsOf(file).flatMap((specifier) =>
        owners
          .filter(
            (owner) => owner.name.test(specifier) && roomOf(file) !== owner.room && !owner.also?.test(file),
          )
          .map((owner) => `${file} imports ${specifier}, which is ${owner.room}'s`),
      ),
    );
    expect(wrong).toEqual([]);
    expect(files.filter((file) => file.endsWith('.tsx') && roomOf(file) !== 'web')).toEqual([]);
  });

  test('the domain is pure: no input or output, no package', () => {
    expect(
      sources
        .filter((file) => roomOf(file) === 'domain')
        .flatMap((file) => importsOf(file).filter((one) => !one.startsWith('.'))),
    ).toEqual([]);
  });

  test.each(bans)('nobody writes $pattern ($instead)', ({ pattern, allowed }) => {
    expect(sources.filter((file) => !allowed.test(file) && pattern.test(read(file)))).toEqual([]);
  });

  test('no room for leftovers', () => {
    expect(
      files.filter((file) => /\/(utils?|helpers?|common|services?|misc|lib)(\/|\.tsx?$)/.test(file)),
    ).toEqual([]);
  });

  test('files fit in mind: 500 lines at most, median under 120', () => {
    const lines = sources
      .map((file) => ({ file, count: read(file).split('\n').length }))
      .sort((a, b) => a.count - b.count);
    expect(lines.filter((one) => one.count > 500)).toEqual([]);
    expect(lines[Math.floor(lines.length / 2)]?.count).toBeLessThan(120);
  });

  test('no dead file: everything is reached from main.ts', () => {
    const reached = new Set<string>();
    const visit = (file: string) => {
      if (reached.has(file) || !files.includes(file)) return;
      reached.add(file);
      for (const specifier of importsOf(file)) if (specifier.startsWith('.')) visit(resolve(file, specifier));
    };
    visit('src/main.ts');
    // Child processes of the demo and the benchmarks are started by name.
    for (const file of sources.filter((one) => /demo\/serve-[a-z]+\.ts$/.test(one))) visit(file);
    expect(sources.filter((file) => !reached.has(file))).toEqual([]);
  });
});

describe('the repository', () => {
  test('the lock file records no download address', () => {
    expect(read('package-lock.json')).not.toMatch(/"resolved": "https?:/);
  });

  test('every locked package takes Node 24', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { engines?: { node?: string } }>;
    };
    const refusing = Object.entries(packages).filter(
      ([, one]) => one.engines?.node !== undefined && !satisfies('24.21.0', one.engines.node),
    );
    expect(refusing.map(([name]) => name)).toEqual([]);
  });

  test('the changelog has a version or «Unreleased» per section, in the past tense, newest first', () => {
    const headings = [...read('CHANGELOG.md').matchAll(/^## (.+)$/gm)].map((match) => match[1] ?? '');
    expect(headings.length).toBeGreaterThan(0);
    expect(
      headings.filter((heading) => !/^(Unreleased|\d+\.\d+\.\d+ — \d{4}-\d{2}-\d{2})$/.test(heading)),
    ).toEqual([]);
  });

  test('every decision record has a context, a decision and consequences', () => {
    const records = globSync('docs/adr/*.md', { cwd: import.meta.dirname });
    expect(
      records.filter(
        (file) =>
          !['## Context', '## Decision', '## Consequences'].every((part) => read(file).includes(part)),
      ),
    ).toEqual([]);
  });
});
