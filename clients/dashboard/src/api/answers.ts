/** What the server answers under `/api/v1/dashboard/`. Counters are totals since it started; times are RFC 3339; lags are counts of events. */

export interface State {
  readonly time: string;
  readonly version: string;
  readonly started_at: string;
  readonly root_url: string;
  readonly health: { readonly status: string; readonly problems: readonly string[] };
  readonly sources: readonly SourceState[];
  readonly transformers: readonly TransformerState[];
  readonly sinks: readonly SinkState[];
  readonly journal: JournalState;
  readonly latency: Readonly<Record<Distance, Histogram>>;
  readonly dead_letters: number;
}

export interface SourceState {
  readonly name: string;
  readonly type: string;
  readonly transformers: readonly string[];
  readonly path: string | null;
  /** What is wrong with it, for a person to read. */
  readonly trouble: string | null;
  readonly lag: number | null;
  readonly received: number;
  readonly accepted: number;
  readonly repeated: number;
  /** By the reason. */
  readonly rejected: Readonly<Record<string, number>>;
  readonly dead_letters: number;
}

export interface TransformerState {
  readonly name: string;
  readonly type: string;
  /** Events of sources that it let go. */
  readonly dropped: number;
  readonly rejected: number;
}

export interface SinkState {
  readonly name: string;
  readonly type: string;
  readonly transformers: readonly string[];
  readonly path: string | null;
  readonly trouble: string | null;
  readonly lag: number | null;
  readonly delivered: number;
  /** Batches that were tried again. */
  readonly retries: number;
  readonly dead_letters: number;
  /** Events that were gone from the journal before they could be delivered. */
  readonly missed: number;
  readonly clients: number;
  /** Events that clients of a stream missed because they were too slow. */
  readonly lagged: number;
}

export interface Place {
  readonly sequence: number;
  readonly time: string;
}

export interface JournalState {
  readonly entries: number;
  readonly bytes: number;
  readonly oldest: Place | null;
  readonly newest: Place | null;
  readonly fault: string | null;
  readonly damaged: number;
}

export type Distance = 'source_to_journal' | 'journal_to_client' | 'source_to_client';

/** Cumulative since the start: of each event, how many seconds it took. */
export interface Histogram {
  /** The upper ends of the buckets, in seconds, rising. */
  readonly bounds: readonly number[];
  /** How many fell into each bucket; the last one has no upper end. */
  readonly counts: readonly number[];
}

/** What each frame of the live stream carries, beside `event`: the event as it came. */
export interface LiveRecord {
  readonly sequence: number;
  readonly journaled_at: string;
  /** The source that took it in. */
  readonly origin: string | null;
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly subject: string | null;
  readonly timestamp: string;
  readonly format: string;
}

export interface Client {
  readonly id: string;
  readonly sink: string;
  readonly address: string;
  readonly event_types: readonly string[];
  readonly sources: readonly string[];
  readonly connected_at: string;
  readonly behind: number;
}

export interface Clients {
  readonly total: number;
  readonly clients: readonly Client[];
}

export interface DeadLetter {
  readonly id: string;
  readonly component: string;
  readonly kind: 'sink' | 'source';
  readonly reason: string;
  readonly attempts: number;
  readonly at: string;
  readonly event_id: string | null;
  readonly type: string | null;
}

export interface DeadLetterContent extends DeadLetter {
  /** Null where it is no text. */
  readonly content: string | null;
  readonly content_base64?: string | null;
  /** False where what is given is only the beginning. */
  readonly is_whole?: boolean;
}

export interface DeadLetters {
  readonly total: number;
  readonly dead_letters: readonly DeadLetter[];
  /** What to ask for the next ones with. */
  readonly next: string | null;
}

export interface Retried {
  readonly outcome: 'delivered' | 'failed';
  readonly reason: string | null;
}

export type Outcome = 'delivered' | 'pending' | 'dead_letter' | 'streamed';

/** Where an event came from and where it went. */
export interface Way {
  readonly sequence: number;
  readonly origin: { readonly source: string; readonly type: string; readonly transformers: readonly string[] } | null;
  readonly sinks: readonly {
    readonly name: string;
    readonly type: string;
    readonly transformers: readonly string[];
    readonly outcome: Outcome;
    readonly detail: string | null;
  }[];
}
