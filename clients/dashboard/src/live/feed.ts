import type { Gap, StreamEvent } from '@freshet/client';
import type { State } from '../api/answers.js';
import { EventLog } from './log.js';
import { eventRow } from './rows.js';

/** Where events are missing, by the times at which the journal took in those around it. */
export interface KnownGap {
  readonly key: number;
  readonly gap: Gap;
  readonly after: string | undefined;
  readonly before: string | undefined;
}

/** How far what came is whole. */
export interface Wholeness {
  /** Nothing is missing up to here, or since the last gap; undefined where nothing tells yet. RFC 3339, by the server's clock. */
  readonly upTo: string | undefined;
  /** The last ones, the oldest first. */
  readonly gaps: readonly KnownGap[];
  /** How many there were. */
  readonly count: number;
}

const KEPT_GAPS = 100;

/** What came on the live stream, and whether that is all. */
export class Feed {
  readonly log = new EventLog();
  #key = 0;
  /** The last event that came, or that was there before. */
  #sequence: number;
  #time: string | undefined;
  #upTo: string | undefined;
  #gaps: readonly KnownGap[] = [];
  #count = 0;

  /** @param newest The newest event that the journal had before the stream was opened; 0 for none. */
  constructor(newest: number) {
    this.#sequence = newest;
  }

  event(event: StreamEvent): void {
    const row = eventRow(event, ++this.#key);
    if (!row) {
      return;
    }
    this.#sequence = row.sequence;
    this.#time = row.journaledAt;
    this.#moveTo(row.journaledAt);
    const last = this.#gaps.at(-1);
    if (last && last.before === undefined) {
      this.#gaps = [...this.#gaps.slice(0, -1), { ...last, before: row.journaledAt }];
    }
    this.log.add(row);
  }

  gap(gap: Gap): void {
    const key = ++this.#key;
    this.#gaps = [...this.#gaps, { key, gap, after: this.#time, before: undefined }].slice(-KEPT_GAPS);
    this.#count++;
    this.log.add({ kind: 'gap', key, gap, after: this.#time, text: gap.message });
  }

  /** Forgets the gaps: somebody has seen them. */
  forgetGaps(): void {
    this.#gaps = [];
    this.#count = 0;
  }

  /** @param state Tells of what the journal has: if nothing of that has not come, all is here up to its time. */
  wholeness(state: State): Wholeness {
    if ((state.journal.newest?.sequence ?? 0) <= this.#sequence) {
      this.#moveTo(state.time);
    }
    return { upTo: this.#upTo, gaps: this.#gaps, count: this.#count };
  }

  #moveTo(time: string): void {
    if (!(Date.parse(this.#upTo ?? '') >= Date.parse(time))) {
      this.#upTo = time;
    }
  }
}
