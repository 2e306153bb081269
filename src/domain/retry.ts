/** How often a page is looked at before a failure that may pass is taken for good. */
export const attemptsMax = 5;

/** Seconds to wait after the first, second, … attempt: a restart, a deployment, a busy hour, a bad day (7 h in all). */
const delays = [30, 300, 3_600, 21_600] as const;

/** The longest a server may make us wait with Retry-After: a day; longer is as good as never. */
export const retry_after_max_seconds = 86_400;

/**
 * Seconds from the attempt that failed (1 = the first) to the next. A server's own Retry-After (seconds, RFC 9110
 * §10.2.3) is honoured where it asks for more time, up to a day; it never makes us come sooner.
 */
export function retryDelaySeconds(attempt: number, retryAfterSeconds: number | null): number {
  const planned = delays[Math.max(attempt, 1) - 1] ?? delays[delays.length - 1] ?? 0;
  if (retryAfterSeconds === null || !(retryAfterSeconds > planned)) return planned;
  return Math.ceil(Math.min(retryAfterSeconds, retry_after_max_seconds));
}
