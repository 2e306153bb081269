import { z } from 'zod';
import { type FetchAllow, parseFetchAllow } from './evidence/mod.ts';
import { parseVerifierKey, type WitnessAddress } from './log/mod.ts';
import { isMailAddress } from './mail/mod.ts';
import type { SsoProvider } from './people/mod.ts';
import { type Retention, retention_default } from './privacy/mod.ts';

/** What the environment says, checked (CONTRACT: Environment). */
export type Config = {
  readonly publicUrl: URL;
  readonly host: string;
  readonly port: number;
  /** Null: the embedded database in `data`/db. */
  readonly databaseUrl: string | null;
  readonly data: string;
  readonly role: 'web' | 'worker' | 'all';
  readonly fetchAllow: FetchAllow;
  readonly fetchConcurrency: number;
  readonly log: LogConfig;
  /** Days that kinds of data are kept. */
  readonly retention: Retention;
  /** Address of the licence under which public data are given away. */
  readonly dataLicence: string;
  readonly mail: { readonly smtp: string | null; readonly from: string };
  /** The key of sessions and links; null: made once in `data`. */
  readonly secret: string | null;
  /** A provider at which people sign in (OpenID Connect), or null. */
  readonly sso: SsoProvider | null;
  /** Who looks at comments besides ourselves (CONTRACT); null: nothing leaves the machine. */
  readonly spam: SpamServer | null;
  /** The public stream of posts on Bluesky, and the app's public API, without a trailing slash; null: not listened to. */
  readonly bluesky: { readonly stream: string; readonly api: string } | null;
  /** Whether campaigns are actors of the fediverse (ActivityPub). */
  readonly fediverse: boolean;
  readonly contacts: Contacts;
  readonly logLevel: (typeof levels)[number];
};

/** Where people write to: an address of the web or `mailto:…`; null where none is set. */
export type Contacts = {
  /** About access, for whoever can't use a page. */
  readonly people: string | null;
  /** About faults that endanger others (RFC 9116). */
  readonly security: string | null;
};

/** An Akismet-compatible server with its key, or rspamd. `url` has no trailing slash. */
export type SpamServer =
  | { readonly kind: 'akismet'; readonly url: string; readonly key: string }
  | { readonly kind: 'rspamd'; readonly url: string };

/** The public log: files that hold its keys (none: made in `data`), a second signature line, who witnesses it. */
export type LogConfig = {
  readonly keyFiles: readonly string[];
  readonly pq: boolean;
  readonly witnesses: readonly WitnessAddress[];
};

const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** A wrong value in the environment; `message` is one line that names the variable. */
export class ConfigRefused extends Error {
  override readonly name = 'ConfigRefused';
}

const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, 'is not a whole number')
    .transform(Number)
    .refine((n) => n >= least && n <= most, `is not between ${least} and ${most}`);

/** A mail address or a page, as a link. */
const contact = z
  .string()
  .max(300, 'is longer than 300 characters')
  .refine(
    (text) => isMailAddress(text) || (/^https:\/\/[^\s"<>]+$/.test(text) && URL.canParse(text)),
    'is neither an e-mail address nor an https address',
  )
  .transform((text) => (isMailAddress(text) ? `mailto:${text}` : text));

const schema = z.object({
  RELAIS_URL: z.string().optional(),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: whole(0, 65535).default(8080),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'does not start with postgres://')
    .optional(),
  RELAIS_DATA: z.string().min(1).default('./data'),
  RELAIS_ROLE: z.enum(['web', 'worker', 'all'], 'is not one of web, worker, all').default('all'),
  RELAIS_FETCH_ALLOW: z.string().default(''),
  RELAIS_FETCH_CONCURRENCY: whole(1, 1000).default(64),
  RELAIS_LOG_KEYS: z.string().default(''),
  RELAIS_LOG_PQ: z.enum(['on', 'off'], 'is not on or off').default('off'),
  RELAIS_LOG_WITNESSES: z.string().default(''),
  RELAIS_KEEP_DAYS: z.string().default(''),
  RELAIS_DATA_LICENCE: z
    .string()
    .regex(/^https:\/\/\S+$/, 'is not an https address')
    .default('https://creativecommons.org/licenses/by/4.0/'),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/\S+$/, 'does not start with smtp:// or smtps://')
    .optional(),
  RELAIS_MAIL_FROM: z.string().refine(isMailAddress, 'is not an e-mail address').optional(),
  RELAIS_SECRET: z.string().min(32, 'has fewer than 32 characters').optional(),
  RELAIS_OIDC_ISSUER: z
    .string()
    .regex(/^https?:\/\/\S+$/, 'is not an http or https address')
    .optional(),
  RELAIS_OIDC_CLIENT_ID: z.string().optional(),
  RELAIS_OIDC_CLIENT_SECRET: z.string().optional(),
  RELAIS_OIDC_NAME: z.string().max(60, 'is longer than 60 characters').optional(),
  AKISMET_KEY: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,100}$/, 'holds characters that no key has')
    .optional(),
  AKISMET_URL: z
    .string()
    .regex(/^https?:\/\/\S+$/, 'is not an http or https address')
    .default('https://rest.akismet.com'),
  RSPAMD_URL: z
    .string()
    .regex(/^https?:\/\/\S+$/, 'is not an http or https address')
    .optional(),
  RELAIS_JETSTREAM: z
    .string()
    .regex(/^wss?:\/\/\S+$/, 'is not a ws or wss address')
    .optional(),
  RELAIS_BLUESKY_API: z
    .string()
    .regex(/^https?:\/\/\S+$/, 'is not an http or https address')
    .default('https://public.api.bsky.app'),
  RELAIS_FEDIVERSE: z.enum(['on', 'off'], 'is not on or off').default('on'),
  RELAIS_CONTACT: contact.optional(),
  RELAIS_SECURITY_CONTACT: contact.optional(),
  LOG_LEVEL: z.enum(levels, `is not one of ${levels.join(', ')}`).default('info'),
});

/** Reads the environment once. An empty variable counts as absent. Throws `ConfigRefused` at the first wrong value. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ConfigRefused(`${String(issue?.path[0])} ${issue?.message}.`);
  }
  const values = parsed.data;
  const allow = parseFetchAllow(values.RELAIS_FETCH_ALLOW);
  if (allow.kind === 'invalid')
    throw new ConfigRefused(
      `RELAIS_FETCH_ALLOW holds «${allow.entry}», which is no CIDR, address or host name.`,
    );
  if (values.RELAIS_ROLE !== 'all' && values.DATABASE_URL === undefined)
    throw new ConfigRefused(
      `RELAIS_ROLE ${values.RELAIS_ROLE} needs DATABASE_URL: the embedded database serves one process.`,
    );
  const publicUrl = readPublicUrl(values.RELAIS_URL ?? `http://${hostInUrl(values.HOST)}:${values.PORT}`);
  return {
    publicUrl,
    host: values.HOST,
    port: values.PORT,
    databaseUrl: values.DATABASE_URL ?? null,
    data: values.RELAIS_DATA,
    role: values.RELAIS_ROLE,
    fetchAllow: allow.allow,
    fetchConcurrency: values.RELAIS_FETCH_CONCURRENCY,
    log: {
      keyFiles: listOf(values.RELAIS_LOG_KEYS),
      pq: values.RELAIS_LOG_PQ === 'on',
      witnesses: listOf(values.RELAIS_LOG_WITNESSES).map(readWitness),
    },
    retention: readRetention(values.RELAIS_KEEP_DAYS),
    mail: {
      smtp: values.SMTP_URL ?? null,
      from: values.RELAIS_MAIL_FROM ?? `relais@${publicUrl.hostname}`,
    },
    dataLicence: values.RELAIS_DATA_LICENCE,
    secret: values.RELAIS_SECRET ?? null,
    sso: readSso(values),
    spam: readSpam(values),
    bluesky:
      values.RELAIS_JETSTREAM === undefined
        ? null
        : { stream: values.RELAIS_JETSTREAM, api: values.RELAIS_BLUESKY_API.replace(/\/$/, '') },
    fediverse: values.RELAIS_FEDIVERSE === 'on',
    contacts: {
      people: values.RELAIS_CONTACT ?? null,
      security: values.RELAIS_SECURITY_CONTACT ?? null,
    },
    logLevel: values.LOG_LEVEL,
  };
}

/** Who checks comments: one server at most. */
function readSpam(values: {
  readonly AKISMET_KEY?: string | undefined;
  readonly AKISMET_URL: string;
  readonly RSPAMD_URL?: string | undefined;
}): SpamServer | null {
  const { AKISMET_KEY: key, AKISMET_URL: akismet, RSPAMD_URL: rspamd } = values;
  if (key !== undefined && rspamd !== undefined)
    throw new ConfigRefused('AKISMET_KEY and RSPAMD_URL: one server checks comments, not two.');
  const bare = (url: string) => url.replace(/\/+$/, '');
  if (key !== undefined) return { kind: 'akismet', url: bare(akismet), key };
  return rspamd === undefined ? null : { kind: 'rspamd', url: bare(rspamd) };
}

/** The provider of single sign-on: all three settings or none. */
function readSso(values: {
  readonly RELAIS_OIDC_ISSUER?: string | undefined;
  readonly RELAIS_OIDC_CLIENT_ID?: string | undefined;
  readonly RELAIS_OIDC_CLIENT_SECRET?: string | undefined;
  readonly RELAIS_OIDC_NAME?: string | undefined;
}): SsoProvider | null {
  const {
    RELAIS_OIDC_ISSUER: issuer,
    RELAIS_OIDC_CLIENT_ID: clientId,
    RELAIS_OIDC_CLIENT_SECRET: clientSecret,
  } = values;
  if (issuer === undefined && clientId === undefined && clientSecret === undefined) return null;
  const url = URL.parse(issuer ?? '');
  if (url === null || clientId === undefined || clientSecret === undefined)
    throw new ConfigRefused(
      'RELAIS_OIDC_ISSUER needs RELAIS_OIDC_CLIENT_ID and RELAIS_OIDC_CLIENT_SECRET beside it.',
    );
  return { issuer: url, clientId, clientSecret, name: values.RELAIS_OIDC_NAME ?? url.hostname };
}

/** `kind=days, …`: what is not named keeps its default. */
function readRetention(text: string): Retention {
  const given: Partial<Record<keyof Retention, number>> = {};
  for (const entry of listOf(text)) {
    const [, kind = '', days = ''] = /^([a-z]+)=(\d{1,5})$/.exec(entry) ?? [];
    if (!Object.hasOwn(retention_default, kind))
      throw new ConfigRefused(
        `RELAIS_KEEP_DAYS: «${entry}» is not one of ${Object.keys(retention_default).join(', ')} with a number of days, as refused=180.`,
      );
    given[kind as keyof Retention] = Number(days);
  }
  return { ...retention_default, ...given };
}

function listOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** `URL VKEY [VKEY]`: where a witness takes checkpoints, and its verifier keys (C2SP signed-note). */
function readWitness(text: string): WitnessAddress {
  const [url = '', ...keys] = text.split(/\s+/);
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
    throw new ConfigRefused(`RELAIS_LOG_WITNESSES: «${url}» is not an http or https address.`);
  const wrong = keys.find(
    (key) => parseVerifierKey(key)?.type === undefined || parseVerifierKey(key)?.type === 1,
  );
  if (keys.length === 0 || wrong !== undefined)
    throw new ConfigRefused(`RELAIS_LOG_WITNESSES: «${wrong ?? url}» gives no verifier key of a witness.`);
  return { url: url.replace(/\/$/, ''), keys };
}

function hostInUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

function readPublicUrl(text: string): URL {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw new ConfigRefused(`RELAIS_URL «${text}» is not an http or https address.`);
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '')
    throw new ConfigRefused(`RELAIS_URL «${text}» carries more than scheme, host and port.`);
  return url;
}
