import { type CheckerAnswer, readAkismet, readRspamd } from '../../domain/mod.ts';
import type { Language } from '../../kernel/mod.ts';

/** A comment as a checker is told it. */
export type Checked = {
  readonly name: string;
  readonly email: string;
  readonly site: string | null;
  readonly body: string;
  readonly language: Language;
  readonly ip: string;
  readonly agent: string;
  readonly permalink: string;
  readonly at: string;
  readonly reply: boolean;
};

/**
 * A server that looks at comments. `check` never throws: whatever goes wrong is `failed`, and what failed is held.
 * `learn` tells it that it was wrong; that it may be missed costs nothing but its learning.
 */
export type Checker = {
  readonly check: (comment: Checked) => Promise<CheckerAnswer>;
  readonly learn: (comment: Checked, as: 'spam' | 'ham') => Promise<boolean>;
};

const timeout_ms = 10_000;
const answer_max = 20_000;

async function send(
  url: string,
  init: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
): Promise<{ readonly status: number; readonly body: string } | null> {
  try {
    const answer = await fetch(url, {
      ...init,
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(timeout_ms),
    });
    let body = '';
    const decoder = new TextDecoder();
    for await (const bytes of answer.body ?? []) {
      body += decoder.decode(bytes as Uint8Array, { stream: true });
      if (body.length > answer_max) return null;
    }
    return { status: answer.status, body };
  } catch {
    return null;
  }
}

/** An Akismet-compatible server (https://akismet.com/developers/): `comment-check`, `submit-spam`, `submit-ham`. */
export function createAkismet(house: {
  readonly url: string;
  readonly key: string;
  readonly blog: string;
  readonly test: boolean;
}): Checker {
  const ask = (call: string, one: Checked) =>
    send(`${house.url}/1.1/${call}`, {
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        'user-agent': 'Relais/0.1 | Akismet/1.1',
      },
      body: new URLSearchParams({
        api_key: house.key,
        blog: house.blog,
        user_ip: one.ip,
        user_agent: one.agent,
        referrer: one.permalink,
        permalink: one.permalink,
        comment_type: one.reply ? 'reply' : 'comment',
        comment_author: one.name,
        comment_author_email: one.email,
        ...(one.site === null ? {} : { comment_author_url: one.site }),
        comment_content: one.body,
        comment_date_gmt: one.at,
        blog_lang: 'fr, en',
        blog_charset: 'UTF-8',
        ...(house.test ? { is_test: '1' } : {}),
      }).toString(),
    });
  return {
    check: async (one) => {
      const answer = await ask('comment-check', one);
      return answer === null ? 'failed' : readAkismet(answer.status, answer.body);
    },
    learn: async (one, as) => (await ask(`submit-${as}`, one))?.status === 200,
  };
}

/** rspamd over HTTP (https://docs.rspamd.com/developers/protocol/): the comment as a message, never sent to anybody. */
export function createRspamd(house: { readonly url: string; readonly host: string }): Checker {
  const ask = (path: string, one: Checked) =>
    send(`${house.url}${path}`, {
      headers: {
        'content-type': 'text/plain',
        ...(one.ip === '' ? {} : { IP: one.ip }),
        From: one.email,
        Rcpt: `comments@${house.host}`,
      },
      body: message(one, house.host),
    });
  return {
    check: async (one) => {
      const answer = await ask('/checkv2', one);
      return answer === null ? 'failed' : readRspamd(answer.status, answer.body);
    },
    learn: async (one, as) => (await ask(`/learn${as}`, one))?.status === 200,
  };
}

/** The comment as a message (RFC 5322). Every field is encoded (RFC 2047): a name is never a header of its own. */
export function message(one: Checked, host: string): string {
  const word = (text: string) => `=?utf-8?B?${Buffer.from(text.slice(0, 200)).toString('base64')}?=`;
  const text = one.site === null ? one.body : `${one.body}\n\n${one.site}`;
  const body = Buffer.from(text).toString('base64').replace(/.{76}/g, '$&\r\n');
  return [
    `From: ${word(one.name)} <${one.email}>`,
    `To: <comments@${host}>`,
    `Subject: ${word(one.permalink)}`,
    `Date: ${new Date(one.at).toUTCString()}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    body,
    '',
  ].join('\r\n');
}
