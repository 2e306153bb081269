import { wordWeight } from './spam-words.ts';
import { countHidden } from './strangers-text.ts';

/** Why a text from a stranger may be spam, weightiest kinds first. */
export const spamReasons = [
  'trap',
  'repeated',
  'flood',
  'markup',
  'links',
  'words',
  'too_fast',
  'no_clock',
  'hidden_characters',
  'script',
  'name',
  'risky_address',
  'contact',
  'shouting',
  'checker',
  'checker_failed',
] as const;
export type SpamReason = (typeof spamReasons)[number];

/** A text as it came, and what is known of how it came. */
export type Suspect = {
  readonly name: string;
  readonly site: string | null;
  /** As typed, before it was cleaned. */
  readonly body: string;
  /** The field that people don't see was filled in. */
  readonly trapped: boolean;
  /** Seconds between showing the form and its sending; null: the form's stamp is missing, forged or stale. What came by no form has had time enough. */
  readonly seconds: number | null;
  /** How often the same text came lately, from anybody. */
  readonly repeats: number;
  /** How many texts the same sender sent within the hour. */
  readonly recent: number;
  /** The sender had a text published before, by a person's decision or by time. */
  readonly known: boolean;
};

/** What the local layer says: a text is published or held for a person. Nothing is ever dropped. */
export type SpamVerdict = {
  readonly kind: 'publish' | 'hold';
  readonly score: number;
  readonly reasons: readonly SpamReason[];
};

/** From this score on a person looks first. One certain sign suffices, or two doubtful ones. */
export const hold_score = 5;
/** Nobody reads an entry and types an answer in less. */
const fast_seconds = 3;
const recent_max = 5;

const address =
  /(?:https?:\/\/|www\.)[^\s<>")\]]+|(?<![@\w.-])[a-z0-9-]{1,63}\.(?:com|net|org|info|biz|ru|cn|top|xyz|club|online|site|shop|icu|click|loan|win|bet|casino)(?:\/[^\s<>")\]]*)?(?![\w.-])/gi;
const risky =
  /(?:^|\/\/|\.)(?:bit\.ly|tinyurl\.com|t\.me|wa\.me|goo\.gl|cutt\.ly|is\.gd|shorturl\.at|rebrand\.ly)(?:[/:]|$)|\.(?:ru|cn|tk|ml|ga|cf|gq|top|xyz|icu|click|loan|win|bet|casino|club|online|shop|buzz|work|date|stream)(?:[/:?#]|$)/i;

/** Judges a text by itself and by how it came; the same input gives the same verdict. */
export function judgeSpam(suspect: Suspect): SpamVerdict {
  const { name, site, body } = suspect;
  const links = body.match(address) ?? [];
  const found: (readonly [SpamReason, number])[] = [
    ['trap', suspect.trapped ? 10 : 0],
    ['repeated', suspect.repeats > 0 && body.length > 20 ? 5 : 0],
    ['flood', suspect.recent >= recent_max ? 5 : 0],
    [
      'markup',
      /\[\/?(?:url|link|img)\b|<\s*a\s|<\s*(?:script|iframe|img|style|svg)\b|\]\(\s*(?:javascript|data):/i.test(
        body,
      )
        ? 5
        : 0,
    ],
    ['links', linkWeight(links.length, body.length)],
    ['words', Math.min(10, wordWeight(`${name}\n${body}\n${siteWords(site)}`))],
    ['too_fast', suspect.seconds !== null && suspect.seconds < fast_seconds ? 5 : 0],
    ['no_clock', suspect.seconds === null ? 3 : 0],
    ['hidden_characters', hiddenWeight(countHidden(name + body))],
    ['script', foreignScript(body) || foreignScript(name) ? 3 : 0],
    ['name', nameWeight(name)],
    ['risky_address', [...links, ...(site === null ? [] : [site])].some((one) => risky.test(one)) ? 3 : 0],
    ['contact', contactWeight(body)],
    ['shouting', isShouted(body) ? 2 : 0],
  ];
  const signs = found.filter(([, weight]) => weight > 0);
  const score = signs.reduce((sum, [, weight]) => sum + weight, 0);
  // Who was published before gets the benefit of a doubt, not of a certainty.
  const due = suspect.known ? hold_score + 2 : hold_score;
  return { kind: score >= due ? 'hold' : 'publish', score, reasons: signs.map(([reason]) => reason) };
}

/** One link is how people talk on blogs; a text that is little more than links is an advertisement. */
function linkWeight(count: number, length: number): number {
  if (count === 0) return 0;
  if (count >= 3) return 5;
  if (length < 80 * count) return count + 2;
  return count === 2 ? 2 : 1;
}

const siteWords = (site: string | null) =>
  site === null ? '' : site.replace(/^https?:\/\//, '').replace(/[-./_]+/g, ' ');

function hiddenWeight(count: number): number {
  return count === 0 ? 0 : count > 2 ? 5 : 2;
}

function nameWeight(name: string): number {
  if (/https?:|www\.|\.(?:com|net|org|info|ru|xyz|top|shop|online)\b/i.test(name)) return 5;
  return name.trim().split(/\s+/).length > 5 || /\d{5,}|[$€£]/.test(name) ? 3 : 0;
}

function contactWeight(body: string): number {
  const phone = /(?:\+|00)\d[\d ().-]{8,20}\d/.test(body) ? 3 : 0;
  return phone + (/[\w.+-]{1,64}@[\w-]{1,63}\.\w{2}/.test(body) ? 3 : 0);
}

/** Most letters are of a script that neither of our languages is written in. */
function foreignScript(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  // Mixed inside one word: letters that only look Latin.
  if (
    /[\p{Script=Latin}][\p{Script=Cyrillic}\p{Script=Greek}]|[\p{Script=Cyrillic}\p{Script=Greek}][\p{Script=Latin}]/u.test(
      text,
    )
  )
    return true;
  return letters >= 4 && latin < letters / 2;
}

function isShouted(body: string): boolean {
  const letters = body.match(/\p{L}/gu)?.length ?? 0;
  return letters > 30 && (body.match(/\p{Lu}/gu)?.length ?? 0) > letters * 0.7;
}

/** What a spam checker on a server said, or that it said nothing we understand. */
export type CheckerAnswer = 'ham' | 'spam' | 'failed';

/** Joins the local verdict with a checker's. Each doubt and each failure holds, nothing is dropped. */
export function judgeChecked(local: SpamVerdict, answer: CheckerAnswer): SpamVerdict {
  if (answer === 'ham') return local;
  const reason: SpamReason = answer === 'spam' ? 'checker' : 'checker_failed';
  return { kind: 'hold', score: local.score + hold_score, reasons: [...local.reasons, reason] };
}

/** Reads the answer of an Akismet-compatible `comment-check`: `true` is spam, `false` is none, all else is no answer. */
export function readAkismet(status: number, body: string): CheckerAnswer {
  if (status !== 200) return 'failed';
  const said = body.trim();
  return said === 'true' ? 'spam' : said === 'false' ? 'ham' : 'failed';
}

/** Reads the answer of rspamd's `/checkv2`: only «no action» lets a text through. */
export function readRspamd(status: number, body: string): CheckerAnswer {
  if (status !== 200) return 'failed';
  try {
    const { action } = JSON.parse(body) as { action?: unknown };
    return typeof action !== 'string' ? 'failed' : action === 'no action' ? 'ham' : 'spam';
  } catch {
    return 'failed';
  }
}
