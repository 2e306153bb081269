import type { Instant } from '../kernel/mod.ts';

/** A witness of this house's logs, and when it last cosigned the published checkpoint of one of them. */
export type WitnessView = {
  readonly name: string;
  readonly vkey: string;
  readonly url: string;
  readonly cosignedAt: Instant | null;
};

/** A published log as its page shows it. */
export type LogView = {
  readonly origin: string;
  /** Entries and root (base 64) of the published checkpoint. */
  readonly size: number;
  readonly root: string;
  /** The checkpoint itself with all its signature lines. */
  readonly checkpoint: string;
  readonly publishedAt: Instant;
  /** Verifier keys (C2SP signed-note) of the log, the newest first. */
  readonly keys: readonly string[];
  readonly witnesses: readonly WitnessView[];
  /** The keys above as a C2SP tlog-policy file. */
  readonly policy: string;
  /** Logs of this campaign that ended before this one began, because a backup was restored; the newest first. */
  readonly restarts: readonly {
    readonly at: Instant;
    readonly origin: string;
    readonly checkpoint: string;
  }[];
};
