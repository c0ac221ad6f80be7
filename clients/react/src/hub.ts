import { type ConnectOptions, connect, type EventOf, type FreshetStream, type StreamState } from '@freshet/client';

/** The events of a stream, whatever they are. */
export type AnyEvents = Record<string, unknown>;

export type AnyEvent = EventOf<AnyEvents>;

export interface Observer {
  /** How many events of the hub it was given or came after; kept by the hub. */
  seen: number;
  event(event: AnyEvent): void;
  state(state: StreamState): void;
}

/** How many of the last events a component is given that comes later than others; as many as a hook keeps normally. */
const RECENT = 100;

/** One stream for many components, open as long as one of them uses it. */
export class StreamHub {
  readonly #options: () => ConnectOptions;
  readonly #observers = new Set<Observer>();
  #stream: FreshetStream<AnyEvents> | undefined;
  #recent: AnyEvent[] = [];
  #count = 0;
  #lastEventId: string | undefined;

  /** @param options Are asked for each time the stream is opened. */
  constructor(options: () => ConnectOptions) {
    this.#options = options;
  }

  /**
   * Opens the stream if it is not open, gives the observer the state and those of the last events that it was not given before, and then what comes.
   * @returns What ends that; told that the place is to be kept, the next one goes on after the last event.
   */
  attach(observer: Observer): (keepPlace: boolean) => void {
    const missed = Math.min(this.#count - observer.seen, this.#recent.length);
    const recent = this.#recent.slice(this.#recent.length - missed);
    this.#observers.add(observer);
    const stream = this.#stream && this.#stream.state.status !== 'closed' ? this.#stream : this.#open();
    observer.state(stream.state);
    observer.seen = this.#count;
    for (const event of recent) {
      observer.event(event);
    }
    return (keepPlace) => {
      this.#observers.delete(observer);
      // Not at once: where a component is mounted again in the same turn, as in strict mode, the stream stays.
      queueMicrotask(() => this.#closeIfUnused(keepPlace));
    };
  }

  #open(): FreshetStream<AnyEvents> {
    const options = this.#options();
    // After a stream that the server ended, too.
    const lastEventId = this.#stream?.lastEventId || this.#lastEventId || options.lastEventId;
    const stream = connect<AnyEvents>({ ...options, lastEventId });
    this.#stream = stream;
    stream.on('event', (event) => {
      this.#recent = [...this.#recent.slice(1 - RECENT), event];
      this.#count++;
      for (const observer of this.#observers) {
        observer.seen = this.#count;
        observer.event(event);
      }
    });
    stream.on('state', (state) => {
      for (const observer of this.#observers) {
        observer.state(state);
      }
    });
    return stream;
  }

  #closeIfUnused(keepPlace: boolean): void {
    if (this.#observers.size > 0 || !this.#stream) {
      return;
    }
    this.#lastEventId = keepPlace ? this.#stream.lastEventId : undefined;
    this.#recent = [];
    this.#stream.close();
    this.#stream = undefined;
  }
}
