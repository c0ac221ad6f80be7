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

/** Keeps account of what came and what did not. */
export interface CompletenessAccount {
  readonly latest: Mark;
  snapshot(): Completeness;
  /** A connection begins: there may be much to catch up with. */
  begin(): void;
  /** The server has nothing else. */
  alive(): void;
  /** @param id Its own; empty for an event that is none of the journal. */
  event(id: string, timestamp: string | undefined): void;
  /** @returns False where it is the last one, told again. */
  gap(gap: Gap): boolean;
}

/**
 * The time of its marks is one that is certain: that of an event's own `timestamp`, or now where the server said by a comment that there is nothing else, or
 * has done so on this connection before.
 */
export function createAccount(lastEventId: string): CompletenessAccount {
  let latest: Mark = { id: lastEventId, time: undefined };
  let upTo: Mark | undefined;
  let gaps: Gap[] = [];
  let gapCount = 0;
  let isCaughtUp = false;

  const moveTo = (id: string, time: number | undefined) => {
    const before = latest.time;
    const isLater = time !== undefined && !(Date.parse(before ?? '') >= time);
    latest = { id, time: isLater ? new Date(time).toISOString() : before };
  };

  return {
    get latest() {
      return latest;
    },
    snapshot: () => ({ isWhole: gapCount === 0, upTo: upTo ?? latest, latest, gaps, gapCount }),
    begin() {
      isCaughtUp = false;
    },
    alive() {
      isCaughtUp = true;
      moveTo(latest.id, Date.now());
    },
    event(id, timestamp) {
      const now = Date.now();
      const said = Date.parse(timestamp ?? '');
      // A clock that is ahead promises nothing.
      moveTo(id || latest.id, said ? Math.min(said, now) : isCaughtUp ? now : undefined);
      const last = gaps.at(-1);
      if (id && last && !last.before) {
        gaps = [...gaps.slice(0, -1), { ...last, before: id }];
      }
    },
    gap(gap) {
      const last = gaps.at(-1);
      // That an id is not known is told with each try, as long as no event comes.
      if (last?.message === gap.message && !last.before && !gap.count) {
        return false;
      }
      upTo ??= latest;
      gapCount++;
      gaps = [...gaps, gap].slice(-KEPT_GAPS);
      return true;
    },
  };
}
