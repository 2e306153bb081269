import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';

/** Why a backup can't be made or restored; `message` is one sentence for whoever asked. */
export type BackupFault =
  | 'exists'
  | 'not_writable'
  | 'not_readable'
  | 'not_a_backup'
  | 'damaged'
  | 'newer'
  | 'other_schema'
  | 'not_empty'
  | 'in_use';

/** An expected refusal of a backup or of its restoration. */
export class BackupRefused extends Error {
  override readonly name = 'BackupRefused';
  readonly reason: BackupFault;
  constructor(reason: BackupFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** The version of the format (docs/spec/backup.md); an older one stays readable, a newer one is refused. */
export const format = 1;

const headerSchema = z.strictObject({
  relais: z.literal('backup'),
  format: z.literal(format),
  madeAt: z.iso.datetime(),
  publicUrl: z.string(),
  database: z.enum(['postgres', 'pglite']),
  migrations: z.array(z.strictObject({ number: z.int(), sha256: z.string() })),
  /** Where the house's secret was kept, and a mark by which another one is noticed. */
  secret: z.strictObject({ from: z.enum(['folder', 'environment']), mark: z.string() }),
  logKeys: z.enum(['folder', 'files']),
});
/** The first line. */
export type BackupHeader = z.infer<typeof headerSchema>;

const sectionSchema = z.union([
  z.strictObject({
    table: z.string(),
    columns: z.array(z.string()).min(1),
    /** The number that the table's identity column gives next. */
    next: z.string().regex(/^\d+$/).optional(),
  }),
  z.strictObject({ jobs: z.literal(true) }),
  z.strictObject({ file: z.string(), bytes: z.int().min(0) }),
]);
/** What the lines after it are: rows of a table, jobs that wait, or a file's bytes. */
export type BackupSection = z.infer<typeof sectionSchema>;

const endSchema = z.strictObject({ end: z.literal(true), lines: z.int(), sha256: z.string() });

/** A line that is not a row: what begins here. */
export function printLine(line: BackupHeader | BackupSection): string {
  return `${JSON.stringify(line)}\n`;
}

/** Adds the last line to a backup's lines: how many there were, and the SHA-256 over their bytes. */
export async function* sealed(parts: AsyncIterable<string>): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let lines = 0;
  for await (const part of parts) {
    const bytes = Buffer.from(part);
    hash.update(bytes);
    for (let at = bytes.indexOf(newline); at !== -1; at = bytes.indexOf(newline, at + 1)) lines++;
    yield bytes;
  }
  yield Buffer.from(`${JSON.stringify({ end: true, lines, sha256: hash.digest('hex') })}\n`);
}

/** What a backup holds, in its order; `rows` are lines as they stand, each a JSON text. */
export type BackupPart =
  | { readonly kind: 'header'; readonly header: BackupHeader }
  | { readonly kind: 'section'; readonly section: BackupSection }
  | { readonly kind: 'rows'; readonly rows: readonly string[] };

const newline = 10;
const line_bytes_max = 128 * 1024 * 1024;
/** Rows are handed on in portions of about so many bytes: one statement's worth. */
const portion_bytes = 1024 * 1024;

/**
 * Reads a backup. Ends without an error only where the file is whole: its digest is the last thing looked at, so a caller
 * that acts on the parts must be able to take everything back. Throws `BackupRefused`: `not_readable`, `not_a_backup`,
 * `newer`, `damaged`.
 */
export async function* readBackup(path: string): AsyncGenerator<BackupPart> {
  const hash = createHash('sha256');
  let lines = 0;
  let ended = false;
  let rows: string[] = [];
  let bytes = 0;
  for await (const line of linesOf(path)) {
    if (ended) throw damaged(path, 'something stands after its end');
    const first = line[0];
    if (lines > 0 && first !== brace) {
      if (first !== bracket && first !== quote) throw damaged(path, `line ${lines + 1} is not a row`);
      hash.update(line).update('\n');
      lines++;
      rows.push(line.toString('utf8'));
      bytes += line.length;
      if (bytes < portion_bytes) continue;
    }
    if (rows.length > 0) yield { kind: 'rows', rows };
    rows = [];
    bytes = 0;
    if (lines > 0 && first !== brace) continue;
    const value = parse(line);
    if (lines === 0) {
      yield { kind: 'header', header: readHeader(path, value) };
    } else {
      const end = endSchema.safeParse(value);
      if (end.success) {
        if (end.data.lines !== lines || end.data.sha256 !== hash.digest('hex'))
          throw damaged(path, 'what it holds is not what was written');
        ended = true;
        continue;
      }
      const section = sectionSchema.safeParse(value);
      if (!section.success) throw damaged(path, `line ${lines + 1} names nothing that a backup has`);
      yield { kind: 'section', section: section.data };
    }
    hash.update(line).update('\n');
    lines++;
  }
  if (!ended) throw damaged(path, 'its end is missing');
}

const brace = 0x7b;
const bracket = 0x5b;
const quote = 0x22;

function damaged(path: string, what: string, cause?: unknown): BackupRefused {
  return new BackupRefused('damaged', `${path} is damaged: ${what}.`, { cause });
}

function parse(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8'));
  } catch {
    return null;
  }
}

function readHeader(path: string, value: unknown): BackupHeader {
  const header = headerSchema.safeParse(value);
  if (header.success) return header.data;
  const known = z.object({ relais: z.literal('backup'), format: z.int() }).safeParse(value);
  if (known.success && known.data.format > format)
    throw new BackupRefused(
      'newer',
      `${path} was made by a newer version of Relais (format ${known.data.format}).`,
    );
  throw new BackupRefused('not_a_backup', `${path} is not a backup of Relais.`);
}

/** The file's lines without their ends. */
async function* linesOf(path: string): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: 256 * 1024 });
  const plain = file.pipe(createGunzip({ chunkSize: 256 * 1024 }));
  file.once('error', (error) => plain.destroy(error));
  let rest: Buffer[] = [];
  let restBytes = 0;
  let any = false;
  try {
    for await (const chunk of plain as AsyncIterable<Buffer>) {
      let from = 0;
      for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, from)) {
        const piece = chunk.subarray(from, at);
        yield rest.length === 0 ? piece : Buffer.concat([...rest, piece]);
        any = true;
        rest = [];
        restBytes = 0;
        from = at + 1;
      }
      if (from === chunk.length) continue;
      rest.push(chunk.subarray(from));
      restBytes += chunk.length - from;
      if (restBytes > line_bytes_max) throw damaged(path, 'a line has no end');
    }
  } catch (error) {
    throw readFault(path, error, any);
  } finally {
    file.destroy();
  }
  if (restBytes > 0) throw damaged(path, 'its end is missing');
}

function readFault(path: string, error: unknown, any: boolean): unknown {
  if (error instanceof BackupRefused) return error;
  const { code = '' } = error as NodeJS.ErrnoException;
  if (code.startsWith('Z_'))
    return any
      ? damaged(path, 'its end is missing or its bytes were changed', error)
      : new BackupRefused('not_a_backup', `${path} is not a backup of Relais.`, { cause: error });
  if (code === 'ENOENT')
    return new BackupRefused('not_readable', `${path} does not exist.`, { cause: error });
  return code === ''
    ? error
    : new BackupRefused('not_readable', `${path} cannot be read (${code}).`, { cause: error });
}
