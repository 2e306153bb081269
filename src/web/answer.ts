import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { isLanguage, type Language, languageCodes, mainLanguage } from '../kernel/mod.ts';

/** What every page says to the browser: nothing but our own files, no frame around it, no script from text. */
const pagePolicy = (ancestors: "'none'" | '*') =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    `frame-ancestors ${ancestors}`,
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');

const noSniff = { 'x-content-type-options': 'nosniff' };
const everywhere = { ...noSniff, 'referrer-policy': 'strict-origin-when-cross-origin' };

/** Headers of a page for people. No nonce is needed, so pages can be cached by anybody. */
export const pageHeaders: Readonly<Record<string, string>> = {
  ...everywhere,
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': pagePolicy("'none'"),
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
};

/** Headers of the card that other people's pages frame. */
export const embedHeaders: Readonly<Record<string, string>> = {
  ...everywhere,
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': pagePolicy('*'),
  'cross-origin-resource-policy': 'cross-origin',
};

/** Headers of what other sites' pages and scripts may read: the API, badges, feeds, oEmbed. */
export const openHeaders: Readonly<Record<string, string>> = {
  ...noSniff,
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
};

/** Headers of an SVG image: no script, no outside font, even when it is opened by itself. */
export const imageHeaders: Readonly<Record<string, string>> = {
  ...openHeaders,
  'content-type': 'image/svg+xml; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
};

/** Kinds of answers that aren't a success, with their titles (RFC 9457 §3.1.3). */
const problemTitles = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  410: 'Gone',
  413: 'Too large',
  415: 'Not a kind that is taken',
  429: 'Too many',
  500: 'Internal error',
  501: 'Not implemented',
  503: 'Not available now',
} as const;

export type ProblemStatus = keyof typeof problemTitles;

/** An error of the API as problem details (RFC 9457); `detail` is one plain sentence, `more` what else the asker needs. */
export function problem(
  status: ProblemStatus,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
  more: Readonly<Record<string, unknown>> = {},
): Response {
  const body = JSON.stringify({ type: 'about:blank', title: problemTitles[status], status, detail, ...more });
  return new Response(body, {
    status,
    headers: { ...openHeaders, 'content-type': 'application/problem+json', ...headers },
  });
}

/**
 * A header field of the request. Node has parsed the head already; the standard `Headers` would be built from it anew
 * for each request, which costs more than all the rest of a kept answer.
 */
export function headerOf(
  c: Context,
  name: 'accept' | 'accept-encoding' | 'accept-language' | 'content-type' | 'if-none-match',
): string | undefined {
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>;
  return incoming === undefined ? c.req.header(name) : incoming.headers[name];
}

/** Whether a person asks: only browsers name `text/html`. */
export function wantsHtml(c: Context): boolean {
  return headerOf(c, 'accept')?.includes('text/html') ?? false;
}

/** The language of the answer: `?lang=`, else the first of French and English that the browser prefers, else French. */
export function languageOf(c: Context): Language {
  // The query is taken apart only where there is one: this is asked for every badge.
  const asked = c.req.url.includes('?') ? c.req.query('lang') : undefined;
  if (isLanguage(asked)) return asked;
  const header = headerOf(c, 'accept-language');
  return header === undefined ? mainLanguage : preferred(header);
}

/** The best liked of our languages in an Accept-Language header (RFC 9110 §12.5.4); on a tie the one that we name first. */
export function preferred(header: string): Language {
  const weights = new Map<string, number>();
  for (const part of header.slice(0, 500).split(',')) {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
    const quality = parameters
      .map((one) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(one)?.[1])
      .find((one) => one !== undefined);
    const language = tag.trimEnd().split('-', 1)[0];
    if (isLanguage(language))
      weights.set(
        language,
        Math.max(weights.get(language) ?? 0, quality === undefined ? 1 : Number(quality)),
      );
  }
  const liked = (code: Language) => weights.get(code) ?? 0;
  return languageCodes.reduce((best, code) => (liked(code) > liked(best) ? code : best), mainLanguage);
}
