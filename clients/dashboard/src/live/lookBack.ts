import { connect, type FreshetStream } from '@freshet/client';
import { LIVE, wordsOf } from '../api/request.js';
import { EventLog } from './log.js';
import { eventRow } from './rows.js';

export interface Asked {
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly eventTypes: readonly string[];
  readonly sources: readonly string[];
}

/** `reading`, or there `isMore`, or it `failed`. */
export type Progress =
  | { readonly status: 'reading' | 'more' }
  | { readonly status: 'failed'; readonly message: string };

/** How many events are read at a time. */
const PAGE = 1000;

/** What the journal took in from some time on, a page at a time: who looks back wants to see what was then, and not to be swept along to now. */
export class LookBack {
  readonly log = new EventLog();
  readonly #asked: Asked;
  readonly #listeners = new Set<() => void>();
  #stream: FreshetStream | undefined;
  #lastEventId: string | undefined;
  #key = 0;
  #progress: Progress = { status: 'reading' };

  constructor(asked: Asked) {
    this.#asked = asked;
  }

  readonly getProgress = (): Progress => this.#progress;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Reads the next page. */
  async read(): Promise<void> {
    const { since, eventTypes, sources } = this.#asked;
    const place = this.#lastEventId === undefined ? { since: new Date(since) } : { lastEventId: this.#lastEventId };
    const stream = connect({ url: LIVE, eventTypes, sources, ...place, share: false });
    this.#stream?.close();
    this.#stream = stream;
    this.#tell({ status: 'reading' });
    try {
      let count = 0;
      for await (const event of stream) {
        const key = ++this.#key;
        const row = event.gap
          ? { kind: 'gap' as const, key, gap: event.gap, after: undefined, text: event.text }
          : eventRow(event, key);
        if (row) {
          this.log.add(row);
          this.#lastEventId = event.id || this.#lastEventId;
          count++;
        }
        if (count >= PAGE) {
          break;
        }
      }
      this.#tell({ status: 'more' }, stream);
    } catch (error) {
      this.#tell({ status: 'failed', message: wordsOf(error) }, stream);
    }
  }

  close(): void {
    this.#stream?.close();
    this.#stream = undefined;
  }

  /** A stream that another one took the place of has nothing to say. */
  #tell(progress: Progress, stream = this.#stream): void {
    if (stream === this.#stream) {
      this.#progress = progress;
      for (const listener of this.#listeners) {
        listener();
      }
    }
  }
}
