import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { type Clock, newId, type Random } from '../kernel/mod.ts';

/** One mail in plain text to one address. */
export type Mail = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** `<…@…>`; the same mail sent again has the same one. Made by the library when absent. */
  readonly messageId?: string;
  /** The address at which one click ends such mails (RFC 2369, RFC 8058). */
  readonly unsubscribe?: string;
  /** A calendar entry that goes along (RFC 5545, `METHOD:PUBLISH`): nobody's mail program answers it. */
  readonly calendar?: string;
};

/** Hands a mail over: resolves when the server has taken it, or, without a server, when it lies in the outbox. */
export type Mailer = { readonly send: (mail: Mail) => Promise<void>; readonly close: () => void };

/** `smtp` null: mails are written to the `outbox` folder as .eml files, for people who set things up or try them out. */
export function createMailer(house: {
  readonly smtp: string | null;
  /** The sender's address, as mails show it. */
  readonly from: string;
  readonly outbox: string;
  readonly clock: Clock;
  readonly random: Random;
  /** Told the path of each mail in the outbox; never an address or a text. */
  readonly onOutbox: (path: string) => void;
}): Mailer {
  // Addresses come from strangers: one address exactly, and no header of theirs (the library encodes the rest).
  const message = ({ to, subject, text, messageId, unsubscribe, calendar }: Mail) => ({
    from: house.from,
    to: { name: '', address: to },
    subject,
    text,
    ...(messageId === undefined ? {} : { messageId }),
    ...(unsubscribe === undefined
      ? {}
      : {
          headers: {
            'List-Unsubscribe': `<${unsubscribe}>`,
            'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          },
        }),
    ...(calendar === undefined
      ? {}
      : { icalEvent: { method: 'PUBLISH', filename: 'calendar.ics', content: calendar } }),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  if (house.smtp !== null) {
    const transport = createTransport(house.smtp);
    return {
      send: async (mail) => {
        await transport.sendMail(message(mail));
      },
      close: () => transport.close(),
    };
  }
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  return {
    send: async (mail) => {
      const { message: bytes } = await transport.sendMail(message(mail));
      mkdirSync(house.outbox, { recursive: true, mode: 0o700 });
      const path = join(house.outbox, `${newId('mail', house.clock.now(), house.random)}.eml`);
      writeFileSync(path, bytes as Buffer, { mode: 0o600 });
      house.onOutbox(path);
    },
    close: () => transport.close(),
  };
}

/** Whether a text is one plain address: no name, no list, no comment, nothing that a header could be built from. */
export function isMailAddress(text: string): boolean {
  return (
    text.length <= 254 &&
    /^[^\s@<>()[\]\\,;:"\p{Cc}]{1,64}@[^\s@<>()[\]\\,;:"\p{Cc}]+\.[^\s@<>()[\]\\,;:".\p{Cc}]{2,}$/u.test(text)
  );
}
