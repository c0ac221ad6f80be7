/** What a server may ask for at the most: an hour. */
const LONGEST_RETRY_AFTER = 3_600_000;

/** How long to wait before the next try. */
export interface Backoff {
  /** The server's `retry:`. */
  ask(delay: number): void;
  /** Something came: the next failure is the first. */
  succeed(): void;
  /** @param retryAfter What the answer asked for, in milliseconds: never less than that, and up to a quarter more. */
  next(retryAfter?: number): number;
}

/**
 * By chance between what the server's `retry:` asks for and a span that doubles with each failure, so that clients do not come back all at once.
 * @param least Milliseconds before the first try again, until the server says otherwise.
 * @param most The most that the span grows to, unless the server asks for more.
 */
export function createBackoff(least: number, most: number, random: () => number): Backoff {
  let failures = 0;
  return {
    ask(delay) {
      least = Math.min(delay, LONGEST_RETRY_AFTER);
    },
    succeed() {
      failures = 0;
    },
    next(retryAfter = 0) {
      // A `retry:` of 0 would not grow; and more doublings than that are no number any more.
      const grown = Math.min(Math.max(least, 100) * 2 ** Math.min(failures++, 30), Math.max(least, most));
      const delay = least + (grown * 1.25 - least) * random();
      return Math.round(Math.max(delay, retryAfter * (1 + random() / 4)));
    },
  };
}

/** The milliseconds that a `Retry-After` says (RFC 9110, section 10.2.3): seconds, or a date; undefined where it says neither, or none. */
export function retryAfter(value: string | null, now: number): number | undefined {
  const delay = Number(value) * 1000 || Date.parse(value ?? '') - now;
  return delay ? Math.min(Math.max(delay, 0), LONGEST_RETRY_AFTER) : undefined;
}
