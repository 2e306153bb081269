import type { Dispatcher } from 'undici';
import type { FetchFailure } from '../../../domain/mod.ts';
import { announcedLength, type HeaderFields, judgeHead } from './answer-head.ts';
import { BlockedError } from './connect.ts';
import type { Line } from './lines.ts';
import { type BodyEnd, createPageBody, type PageBody, type PageSink } from './page-body.ts';

/** How one request and its answer ended. `stale`: a kept connection was closed under us before any answer; ask anew. */
export type Exchanged =
  | { readonly kind: 'redirect'; readonly status: number; readonly location: string | null }
  | {
      readonly kind: 'read';
      readonly status: number;
      readonly bytes: number;
      readonly complete: boolean;
      readonly sha256: string;
    }
  | {
      readonly kind: 'failed';
      readonly reason: FetchFailure;
      readonly status: number | null;
      readonly detail: string;
      readonly retryAfterSeconds: number | null;
    }
  | { readonly kind: 'stale' };

export type ExchangeOptions = {
  readonly line: Line;
  readonly path: string;
  /** Names and values in turn. */
  readonly headers: string[];
  /** Time left for this exchange, in ms. */
  readonly leftMs: number;
  readonly bytesMax: number;
  readonly ratioMax: number;
  readonly open: (status: number, charset: string | null) => PageSink;
  /** Called once, when the line may be used by another: with the outcome or after it. */
  readonly onFree: () => void;
};

/**
 * What is left of an unwanted body is read and dropped up to this many bytes, so that the connection can be used
 * again; where more is left, the connection is cut. Measured on loopback, 120 KB pages left after 20 KB: twice as many
 * pages per second by dropping when sites come again, a quarter fewer when each site is asked once; TLS shifts it further.
 */
const drain_bytes_max = 256 * 1024;
/** … and for at most this long. */
const drain_ms = 1000;

/** Interim answers (1xx) taken before the final one; a server that sends more is playing. */
const interim_max = 8;

/** One GET over a line, bounded in time and size. Rejects only with what `open` or the reader threw. */
export function exchange(options: ExchangeOptions): Promise<Exchanged> {
  return new Promise((resolve, reject) => new Exchange(options, resolve, reject).start());
}

class Exchange implements Dispatcher.DispatchHandler {
  readonly #options: ExchangeOptions;
  readonly #resolve: (outcome: Exchanged) => void;
  readonly #reject: (error: unknown) => void;
  readonly #reused: boolean;
  #timer: NodeJS.Timeout | undefined;
  #settled = false;
  #freed = false;
  #status: number | null = null;
  #interim = 0;
  #body: PageBody | null = null;
  #announced: number | null = null;
  #received = 0;
  #wanted = 0;

  constructor(
    options: ExchangeOptions,
    resolve: (outcome: Exchanged) => void,
    reject: (error: unknown) => void,
  ) {
    this.#options = options;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#reused = options.line.reused;
  }

  start(): void {
    const { line, path, headers, leftMs } = this.#options;
    this.#timer = setTimeout(() => this.#onTimeout(), leftMs);
    line.client.dispatch({ method: 'GET', path, headers }, this);
  }

  onRequestStart(): void {
    // Nothing to do: undici knows a handler of the present kind by this method.
  }

  onResponseStart(_controller: unknown, status: number, fields: HeaderFields): void {
    if (status < 200) {
      if (++this.#interim <= interim_max) return;
      this.#fail('source_unreachable', 'too many interim answers');
      this.#cut();
      return;
    }
    this.#status = status;
    this.#announced = announcedLength(fields);
    const verdict = judgeHead(status, fields);
    if (verdict.kind === 'redirect') this.#settle({ kind: 'redirect', status, location: verdict.location });
    else if (verdict.kind === 'failed') this.#fail(verdict.reason, verdict.detail, verdict.retryAfterSeconds);
    else {
      const { bytesMax, ratioMax } = this.#options;
      const { coding, typed, charset } = verdict;
      const open = (): PageSink => this.#reader(status, charset);
      const onEnd = (end: BodyEnd): void => this.#onBodyEnd(end, status);
      this.#body = createPageBody({ coding, typed, bytesMax, ratioMax, open, onEnd });
    }
  }

  onResponseData(_controller: unknown, chunk: Uint8Array): void {
    this.#received += chunk.length;
    if (this.#settled) this.#drain();
    else this.#body?.write(chunk);
  }

  onResponseEnd(): void {
    this.#options.line.reused = true;
    this.#free();
    this.#body?.end();
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.#free();
    if (this.#settled) return;
    this.#body?.stop();
    if (error instanceof BlockedError) this.#fail('source_blocked', error.message);
    else if (this.#reused && this.#status === null) this.#settle({ kind: 'stale' });
    else this.#fail('source_unreachable', describeError(error));
  }

  /** The caller's reader; what it throws is a fault of ours and rejects the fetch. */
  #reader(status: number, charset: string | null): PageSink {
    const crash = (error: unknown): 'enough' => {
      this.#settled = true;
      clearTimeout(this.#timer);
      this.#reject(error);
      this.#cut();
      return 'enough';
    };
    try {
      const sink = this.#options.open(status, charset);
      const write: PageSink['write'] = (bytes) => {
        try {
          return sink.write(bytes);
        } catch (error) {
          return crash(error);
        }
      };
      return { write };
    } catch (error) {
      crash(error);
      return { write: () => 'enough' };
    }
  }

  #onBodyEnd(end: BodyEnd, status: number): void {
    if (end.kind === 'read') this.#settle({ ...end, status });
    else if (end.why === 'too_large') this.#fail('source_too_large', 'the page is larger than we read');
    else if (end.why === 'not_html')
      this.#fail('source_not_html', 'no media type, and no HTML by its first bytes');
    else this.#fail('source_unreachable', 'the compressed body is broken');
  }

  #onTimeout(): void {
    if (!this.#settled) {
      this.#body?.stop();
      this.#fail('source_timeout', this.#status === null ? 'no answer in time' : 'the body took too long');
    }
    this.#cut();
  }

  #fail(reason: FetchFailure, detail: string, retryAfterSeconds: number | null = null): void {
    this.#settle({ kind: 'failed', reason, status: this.#status, detail, retryAfterSeconds });
  }

  #settle(outcome: Exchanged): void {
    if (this.#settled) return;
    this.#settled = true;
    clearTimeout(this.#timer);
    this.#resolve(outcome);
    if (this.#freed) return;
    this.#wanted = this.#received;
    this.#timer = setTimeout(() => this.#cut(), drain_ms);
    this.#drain();
  }

  /** Goes on dropping an unwanted body only where little is left of it; of unknown length, until it was not little. */
  #drain(): void {
    if (this.#freed) return;
    const left = this.#announced === null ? this.#received - this.#wanted : this.#announced - this.#wanted;
    if (left > drain_bytes_max) this.#cut();
  }

  #cut(): void {
    if (!this.#freed) this.#options.line.cut(new Error('abandoned'));
  }

  /** The line is done with this exchange: the answer came whole, or the connection is closed. */
  #free(): void {
    if (this.#freed) return;
    this.#freed = true;
    if (this.#settled) clearTimeout(this.#timer);
    this.#options.onFree();
  }
}

const phrases: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ENOTFOUND: 'the host name is not known',
    ENODATA: 'the host name has no address',
    ECONNREFUSED: 'the connection was refused',
    ECONNRESET: 'the connection was reset',
    UND_ERR_SOCKET: 'the connection was closed before the answer was complete',
    UND_ERR_HEADERS_OVERFLOW: 'the header fields are too large',
    UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the body is not as long as announced',
  }),
);

/** One plain phrase for an error of look-up, connection, TLS or HTTP; no address in it, only our words and its code. */
function describeError(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) return 'the connection failed';
  const phrase = phrases.get(code);
  if (phrase !== undefined) return phrase;
  if (/^(ERR_TLS|ERR_SSL|CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(code)) return `TLS failed (${code})`;
  return code.startsWith('HPE_') ? `not HTTP (${code})` : `the connection failed (${code})`;
}
