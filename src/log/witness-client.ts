import { parseCheckpoint, signersOf } from './checkpoint.ts';
import type { Hash } from './hash.ts';
import {
  isSignatureOf,
  parseSignatureLine,
  printSignatureLine,
  type SignatureLine,
  type VerifierKey,
} from './note.ts';
import { printAddCheckpoint } from './witness.ts';

/** What asking a witness came to. */
export type Cosigned =
  /** Signature lines of the witness's own keys, each checked. */
  | { readonly kind: 'cosigned'; readonly lines: readonly SignatureLine[] }
  /** The witness has cosigned a larger tree of this log than ours. */
  | { readonly kind: 'ahead'; readonly size: number }
  /** The witness stands at another size, also after a second try from there. */
  | { readonly kind: 'conflict'; readonly size: number }
  | { readonly kind: 'refused'; readonly status: number }
  | { readonly kind: 'unreachable'; readonly detail: string };

/** The longest answer that is read: some lines of the longest kind. */
const answer_bytes_max = 65_536;

/**
 * Asks a witness to cosign a checkpoint (C2SP tlog-witness, «add-checkpoint»). `known`: the size it is thought to stand
 * at; where it says another one, it is asked once more from there. Never throws for what the other side does.
 */
export async function askWitness(asked: {
  readonly url: string;
  readonly keys: readonly VerifierKey[];
  /** The signed checkpoint as text. */
  readonly checkpoint: string;
  readonly known: number;
  readonly proofFrom: (old: number) => Promise<readonly Hash[]>;
  readonly fetch: typeof fetch;
  readonly timeoutMs: number;
}): Promise<Cosigned> {
  const signed = parseCheckpoint(asked.checkpoint);
  if (signed === null) throw new Error('what is sent to a witness is a checkpoint');
  const { size } = signed.checkpoint;
  const first = await post(asked, Math.min(asked.known, size));
  if (first.kind !== 'answer' || first.status !== 409) return judge(asked, first);
  const stands = standsAt(first.type, first.body);
  if (stands === null) return { kind: 'refused', status: 409 };
  if (stands > size) return { kind: 'ahead', size: stands };
  const second = await post(asked, stands);
  const now = second.kind === 'answer' && second.status === 409 ? standsAt(second.type, second.body) : null;
  return now === null ? judge(asked, second) : { kind: 'conflict', size: now };
}

type Asked = Parameters<typeof askWitness>[0];
type Answer =
  | { readonly kind: 'answer'; readonly status: number; readonly type: string; readonly body: string }
  | { readonly kind: 'unreachable'; readonly detail: string };

async function post(asked: Asked, old: number): Promise<Answer> {
  const body = printAddCheckpoint({ old, proof: await asked.proofFrom(old), checkpoint: asked.checkpoint });
  try {
    const answer = await asked.fetch(`${asked.url}/add-checkpoint`, {
      method: 'POST',
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(asked.timeoutMs),
    });
    const type = answer.headers.get('content-type') ?? '';
    return { kind: 'answer', status: answer.status, type, body: await bounded(answer) };
  } catch (error) {
    return { kind: 'unreachable', detail: error instanceof Error ? error.message : String(error) };
  }
}

async function bounded(answer: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of answer.body ?? []) {
    length += part.length;
    if (length > answer_bytes_max) throw new Error('the answer is too long');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** The size that a conflict names (`text/x.tlog.size`), or null. */
function standsAt(type: string, body: string): number | null {
  const digits = /^(0|[1-9]\d{0,15})\n$/.exec(body)?.[1];
  return type.startsWith('text/x.tlog.size') && digits !== undefined && Number.isSafeInteger(Number(digits))
    ? Number(digits)
    : null;
}

function judge(asked: Asked, answer: Answer): Cosigned {
  if (answer.kind === 'unreachable') return answer;
  if (answer.status !== 200) return { kind: 'refused', status: answer.status };
  const lines = answer.body
    .split('\n')
    .map(parseSignatureLine)
    .filter((line): line is SignatureLine => line !== null)
    .filter((line) => asked.keys.some((key) => isSignatureOf(line, key)));
  const signed = parseCheckpoint(asked.checkpoint + lines.map(printSignatureLine).join(''));
  const signers = signed === null ? null : signersOf(signed, asked.keys);
  // A wrong signature under a known name is no cosignature at all.
  return lines.length > 0 && signers?.kind === 'read' && signers.signed.length > 0
    ? { kind: 'cosigned', lines }
    : { kind: 'refused', status: 200 };
}
