import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect } from 'vitest';
import { type AuditOptions, runAudit } from '../src/cli/audit.ts';
import { type Files, fetchOf, pageAddress, serve } from './audit-log.ts';

const folders: string[] = [];
const closing: (() => Promise<void>)[] = [];

/** What tests made is gone after each of them. */
afterEach(async () => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  for (const close of closing.splice(0)) await close();
});
export function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'relais-audit-'));
  folders.push(made);
  return made;
}
export async function open(...input: Parameters<typeof serve>) {
  const server = await serve(...input);
  closing.push(server.close);
  return server;
}

export const utf8 = new TextEncoder();
export const now = Date.UTC(2026, 10, 2, 9);
export type Audited = { readonly exit: number; readonly text: string };

/** Runs an audit of an address, a folder, or of files without a network. Never waits. */
export async function audit(
  target: string | Files,
  options: Partial<AuditOptions> = {},
  fetch: typeof globalThis.fetch = globalThis.fetch,
): Promise<Audited> {
  let text = '';
  const exit = await runAudit(
    { target: typeof target === 'string' ? target : pageAddress, cache: folder(), ...options },
    {
      fetch: typeof target === 'string' ? fetch : fetchOf(target),
      clock: { now: () => now },
      print: (more) => {
        text += more;
      },
      progress: null,
      wait: async () => {},
    },
  );
  expect(text).not.toMatch(/\n {4}at /);
  return { exit, text };
}

export const agreed = { exit: 0, text: expect.stringContaining('Everything agrees.') };
export const differs = (sentence: string) => ({
  ...{ exit: 1, text: expect.stringContaining(`Difference: ${sentence}`) },
});
export const unchecked = (sentence: string) => ({
  ...{ exit: 2, text: expect.stringContaining(`Could not be checked: ${sentence}`) },
});

export function change(files: Files, path: string, edit: (text: string) => string): void {
  const bytes = files.get(path);
  if (bytes === undefined) throw new Error(`no ${path}`);
  const [before, after] = [
    Buffer.from(bytes).toString('latin1'),
    edit(Buffer.from(bytes).toString('latin1')),
  ];
  expect(after).not.toBe(before);
  files.set(path, Buffer.from(after, 'latin1'));
}
