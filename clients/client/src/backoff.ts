/** What a server may ask for at the most: an hour. */
const LONGEST_RETRY_AFTER = 3_600_000;

export interface BackoffOptions {
  /** Milliseconds before the first try again, until the server's `retry:` says otherwise. */
  readonly minDelay: number;
  /** The most that the delay grows to. */
  readonly maxDelay: number;
}

/**
 * How long to wait before the next try: by chance between what the server's `retry:` asks for and a span that doubles with each failure, so that clients
 * do not come back all at once.
 */
export class Backoff {
  readonly #options: BackoffOptions;
  readonly #random: () => number;
  #base: number;
  #failures = 0;

  constructor(options: BackoffOptions, random: () => number) {
    this.#options = options;
    this.#random = random;
    this.#base = options.minDelay;
  }

  /** The server's `retry:`. */
  set retry(delay: number) {
    this.#base = Math.min(delay, LONGEST_RETRY_AFTER);
  }

  /** Something came: the next failure is the first. */
  succeed(): void {
    this.#failures = 0;
  }

  /** @param retryAfter What the answer asked for, in milliseconds: never less than that, and up to a quarter more. */
  next(retryAfter?: number): number {
    const most = Math.max(this.#base, this.#options.maxDelay);
    // A `retry:` of 0 would not grow.
    const grown = Math.min(Math.max(this.#base, 100) * 2 ** this.#failures, most);
    this.#failures = Math.min(this.#failures + 1, 30);
    const delay = this.#base + (grown * 1.25 - this.#base) * this.#random();
    return Math.round(Math.max(delay, (retryAfter ?? 0) * (1 + this.#random() / 4)));
  }
}

/** The milliseconds that a `Retry-After` says (RFC 9110, section 10.2.3): seconds, or a date; undefined where it says neither. */
export function retryAfter(value: string | null, now: number): number | undefined {
  if (value === null) {
    return undefined;
  }
  const delay = /^\s*\d+\s*$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(delay) ? undefined : Math.min(Math.max(delay, 0), LONGEST_RETRY_AFTER);
}
