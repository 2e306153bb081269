import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { meetingRound } from '../src/dialogue/mod.ts';
import { jobKinds } from '../src/jobs/mod.ts';
import { openQueue } from '../src/queue/mod.ts';
import type { Bench } from './moderation.ts';
import { localIn } from './volunteering.ts';

/** A mail's parts as text, whichever way they are encoded; lines that a calendar folded are whole again. */
const decoded = (mail: string) =>
  mail
    .split(/(?<=\n)--[^\n]+\n/)
    .map((part) => {
      const [head = '', ...rest] = part.split(/\n\n/);
      const body = rest.join('\n\n');
      if (/encoding: base64/i.test(head)) return `${head}\n\n${Buffer.from(body, 'base64').toString()}`;
      const bytes = body
        .replace(/=\n/g, '')
        .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
      return /encoding: quoted/i.test(head) ? `${head}\n\n${Buffer.from(bytes, 'latin1').toString()}` : part;
    })
    .join('\n')
    .replace(/\r?\n /g, '');

/** What the tests of meetings do again and again. */
export async function openMeetings(bench: Bench) {
  const { server, clock } = bench;
  const queue = await openQueue(server.db, jobKinds, { work: false, onError: () => {} });
  const mails = () => {
    const folder = join(server.data, 'outbox');
    try {
      return readdirSync(folder)
        .sort()
        .map((name) => decoded(readFileSync(join(folder, name), 'utf8')));
    } catch {
      return [];
    }
  };
  const mailsTo = (email: string) => mails().filter((mail) => mail.includes(`To: ${email}`));
  return {
    mailsTo,
    round: () => meetingRound({ db: server.db, queue }, clock.now()),
    close: () => queue.close(),
    fields: (change: Record<string, string> = {}): readonly (readonly [string, string])[] =>
      Object.entries({
        title: 'Rencontre de Paris',
        language: 'fr',
        agenda: '# Accueil\n\nPuis **vos questions**, sans filtre.',
        place: 'Les Restos du Cœur',
        address: '42 rue de Clichy, Paris',
        join: 'https://visio.example/salle',
        starts: localIn(clock.now(), 240),
        ends: localIn(clock.now(), 243),
        capacity: '2',
        openTo: 'anybody',
        ...change,
      }),
    come: (page: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
      fetch(page, {
        method: 'POST',
        headers: { accept: 'text/html', 'accept-language': 'fr', origin: server.url, ...headers },
        body: new URLSearchParams(fields),
        redirect: 'manual',
      }),
    see: async (page: string, language = 'fr') =>
      (await fetch(page, { headers: { accept: 'text/html', 'accept-language': language } })).text(),
    /** The newest mail of a subject to somebody, with the link to their own page. */
    letter: async (email: string, subject: RegExp) => {
      const found = () => mailsTo(email).findLast((mail) => subject.test(mail));
      await expect.poll(found, { timeout: 20_000 }).toBeDefined();
      const text = found() ?? '';
      return { text, own: /\/meetings\/[\w-]{43}/.exec(text)?.[0] ?? '' };
    },
    own: (path: string, act: Record<string, string> | null = null) =>
      fetch(server.url + path, {
        redirect: 'manual',
        headers: { accept: 'text/html', 'accept-language': 'fr' },
        ...(act === null ? {} : { method: 'POST', body: new URLSearchParams(act) }),
      }),
    states: async (meeting: string) =>
      (
        await server.db.rows<{ email: string; state: string }>(
          'SELECT email, state FROM meeting_guest WHERE meeting_id = $1 ORDER BY arrival',
          [meeting],
        )
      ).map(({ email, state }) => `${email.split('@')[0]} ${state}`),
  };
}

export const meetingIn = (response: Response) =>
  /meetings\/(mtg_\w+)/.exec(response.headers.get('location') ?? '')?.[1] ?? '';
