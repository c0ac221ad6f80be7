import type { Gap, Mark } from './gap.js';

/** How far a stream is whole. */
export interface Completeness {
  /** Whether nothing is known to be missing. */
  readonly isWhole: boolean;
  /** Up to here nothing is missing: the last event, and the time up to which the server had nothing else; where there are gaps, what came before the first. */
  readonly upTo: Mark;
  /** Where the stream is now, whatever is missing before it. */
  readonly latest: Mark;
  /** The last 100 gaps, the oldest first. */
  readonly gaps: readonly Gap[];
  /** How many gaps there were. */
  readonly gapCount: number;
}

const KEPT_GAPS = 100;

/**
 * Keeps account of what came and what did not. Its time is one that is certain: that of an event's own `timestamp`, or now where the server said by a comment
 * that there is nothing else, or has done so on this connection before.
 */
export class CompletenessAccount {
  readonly #now: () => number;
  #latest: Mark;
  #upTo: Mark | undefined;
  #gaps: Gap[] = [];
  #gapCount = 0;
  #isCaughtUp = false;

  constructor(lastEventId: string, now: () => number) {
    this.#now = now;
    this.#latest = { id: lastEventId, time: undefined };
  }

  get latest(): Mark {
    return this.#latest;
  }

  get snapshot(): Completeness {
    return {
      isWhole: this.#gapCount === 0,
      upTo: this.#upTo ?? this.#latest,
      latest: this.#latest,
      gaps: [...this.#gaps],
      gapCount: this.#gapCount,
    };
  }

  /** A connection begins: there may be much to catch up with. */
  begin(): void {
    this.#isCaughtUp = false;
  }

  alive(): void {
    this.#isCaughtUp = true;
    this.#moveTo(this.#latest.id, this.#now());
  }

  /** @param id Its own; empty for an event that is none of the journal. */
  event(id: string, timestamp: string | undefined): void {
    const now = this.#now();
    const said = Date.parse(timestamp ?? '');
    // A clock that is ahead promises nothing.
    const time = Number.isNaN(said) ? (this.#isCaughtUp ? now : undefined) : Math.min(said, now);
    this.#moveTo(id || this.#latest.id, time);
    const last = this.#gaps.at(-1);
    if (id && last && last.before === undefined) {
      this.#gaps[this.#gaps.length - 1] = { ...last, before: id };
    }
  }

  /** False where it is the last one, told again. */
  gap(gap: Gap): boolean {
    const last = this.#gaps.at(-1);
    if (last && last.message === gap.message && last.before === undefined) {
      return false;
    }
    this.#upTo ??= this.#latest;
    this.#gapCount++;
    this.#gaps.push(gap);
    if (this.#gaps.length > KEPT_GAPS) {
      this.#gaps.shift();
    }
    return true;
  }

  #moveTo(id: string, time: number | undefined): void {
    const before = this.#latest.time;
    const isLater = time !== undefined && !(Date.parse(before ?? '') >= time);
    this.#latest = { id, time: isLater ? new Date(time).toISOString() : before };
  }
}
