import { type Completeness, createAccount } from './completeness.js';
import type { Receiver } from './connection.js';
import { type EventOf, eventOf, type FreshetEvents, gapEventOf } from './events.js';
import { gapOf, type Mark } from './gap.js';
import type { Message } from './parser.js';
import { type Reason, StreamError, type StreamState } from './state.js';

/** What a stream tells its listeners. */
export interface StreamListeners<Events> {
  event: (event: EventOf<Events>) => void;
  state: (state: StreamState) => void;
}

/**
 * A stream of events that comes back by itself, in order, each event once, and what is missing told in its place. What came waits until somebody reads: a
 * loop over the stream, or a listener.
 */
export interface FreshetStream<Events = FreshetEvents> extends AsyncIterable<EventOf<Events>> {
  readonly state: StreamState;
  readonly completeness: Completeness;
  /** What to resume after, in another stream: of the last event that came, whether it was read or not. */
  readonly lastEventId: string;
  /** Calls the listener for each event, or each change of the state; returns what ends that. */
  on<Kind extends keyof StreamListeners<Events>>(kind: Kind, listener: StreamListeners<Events>[Kind]): () => void;
  /** Ends the stream; what waits to be read still is. */
  close(): void;
}

/** Where a stream gets its messages from. */
export interface Source {
  /** Whether whoever sends waits for room; else what there is no room for is a gap. */
  readonly canWait: boolean;
  stop(): void;
}

export interface StreamSettings {
  readonly lastEventId: string;
  /** How many ids are remembered. */
  readonly seenIds: number;
  /** How many bytes may wait to be read. */
  readonly maxBufferedBytes: number;
}

/** What an event takes beside its text, roughly. */
const EVENT_BYTES = 200;

type Waiting<T> = { resolve(result: IteratorResult<T>): void; reject(error: Error): void };

export class Stream<Events> implements FreshetStream<Events>, Receiver {
  readonly #settings: StreamSettings;
  /** The last ids, the oldest first. */
  readonly #seen = new Set<string>();
  readonly #account: ReturnType<typeof createAccount>;
  readonly #source: Source;
  readonly #eventListeners = new Set<StreamListeners<Events>['event']>();
  readonly #stateListeners = new Set<StreamListeners<Events>['state']>();
  #state: StreamState = { status: 'connecting' };
  #lastEventId: string;

  /** What nobody has read yet, from `#head` on. */
  #queue: EventOf<Events>[] = [];
  #head = 0;
  #queuedBytes = 0;
  #dropped = 0;
  #droppedAfter: Mark = { id: '', time: undefined };
  #isIterated = false;
  readonly #waiting: Waiting<EventOf<Events>>[] = [];
  /** Whoever sends waits for this. */
  #room: Promise<void> | undefined;
  #hasRoom = () => {};

  constructor(settings: StreamSettings, start: (receiver: Receiver) => Source) {
    this.#settings = settings;
    this.#account = createAccount(settings.lastEventId);
    this.#lastEventId = settings.lastEventId;
    this.#remember(settings.lastEventId);
    this.#source = start(this);
  }

  get state(): StreamState {
    return this.#state;
  }

  get completeness(): Completeness {
    return this.#account.snapshot();
  }

  get lastEventId(): string {
    return this.#lastEventId;
  }

  on<Kind extends keyof StreamListeners<Events>>(kind: Kind, listener: StreamListeners<Events>[Kind]): () => void {
    const listeners: Set<unknown> = kind === 'event' ? this.#eventListeners : this.#stateListeners;
    listeners.add(listener);
    if (kind === 'event' && !this.#isIterated) {
      for (let event = this.#take(); event; event = this.#take()) {
        tell([listener as StreamListeners<Events>['event']], event);
      }
    }
    return () => listeners.delete(listener);
  }

  /** One queue, whoever reads it. A loop that is left ends the stream. */
  [Symbol.asyncIterator](): AsyncIterator<EventOf<Events>, undefined> {
    this.#isIterated = true;
    return {
      next: () => this.#next() as Promise<IteratorResult<EventOf<Events>, undefined>>,
      return: async () => {
        this.close();
        this.#queue = [];
        return { done: true, value: undefined };
      },
    };
  }

  close(): void {
    this.end({ code: 'closed', message: 'closed' });
  }

  /** Closes it for a reason. */
  end(reason: Reason): void {
    if (this.#state.status !== 'closed') {
      this.change({ status: 'closed', reason });
    }
  }

  change(state: StreamState): void {
    if (this.#state.status === 'closed') {
      return;
    }
    this.#state = state;
    if (state.status === 'open') {
      this.#account.begin();
    }
    if (state.status === 'closed') {
      this.#source.stop();
      this.#hasRoom();
      for (const waiting of this.#waiting.splice(0)) {
        this.#finish(waiting);
      }
    }
    tell(this.#stateListeners, state);
  }

  alive(): void {
    this.#account.alive();
  }

  receive(messages: readonly Message[]): Promise<void> | undefined {
    for (const message of messages) {
      if (this.#state.status === 'closed') {
        return undefined;
      }
      this.#receive(message);
    }
    if (!this.#source.canWait || this.#queuedBytes < this.#settings.maxBufferedBytes) {
      return undefined;
    }
    this.#room ??= new Promise((resolve) => {
      this.#hasRoom = resolve;
    });
    return this.#room;
  }

  #receive(message: Message): void {
    const before = this.#account.latest;
    const gap = gapOf(message, before);
    this.#lastEventId = message.lastEventId;
    const { id = '' } = message;
    if (gap) {
      this.#remember(id);
      if (this.#account.gap(gap)) {
        this.#give(gapEventOf(gap) as EventOf<Events>, before);
      }
    } else if (message.data !== undefined && !this.#seen.has(id)) {
      this.#remember(id);
      const event = eventOf(message);
      if (event.name === 'heartbeat' && !id) {
        this.alive();
      } else {
        this.#account.event(id, event.timestamp);
      }
      this.#give(event as EventOf<Events>, before);
    }
  }

  /** An event without an id is like no other. */
  #remember(id: string): void {
    if (id) {
      this.#seen.add(id);
    }
    if (this.#seen.size > this.#settings.seenIds) {
      this.#seen.delete(this.#seen.values().next().value as string);
    }
  }

  #give(event: EventOf<Events>, before: Mark): void {
    tell(this.#eventListeners, event);
    if (this.#eventListeners.size > 0 && !this.#isIterated) {
      return;
    }
    const waiting = this.#waiting.shift();
    if (waiting) {
      waiting.resolve({ done: false, value: event });
    } else if (!this.#source.canWait && this.#queuedBytes >= this.#settings.maxBufferedBytes) {
      this.#droppedAfter = this.#dropped++ === 0 ? before : this.#droppedAfter;
    } else {
      const gap = this.#overflow();
      if (gap) {
        this.#enqueue(gap);
      }
      this.#enqueue(event);
    }
  }

  #enqueue(event: EventOf<Events>): void {
    this.#queue.push(event);
    this.#queuedBytes += sizeOf(event);
  }

  #take(): EventOf<Events> | undefined {
    const event = this.#queue[this.#head];
    if (event === undefined) {
      return this.#overflow();
    }
    this.#head++;
    this.#queuedBytes -= sizeOf(event);
    // The part that was read is cut off when it is the larger one, so that each event is moved once at the most.
    if (this.#head > 64 && 2 * this.#head > this.#queue.length) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
    if (this.#queuedBytes < this.#settings.maxBufferedBytes / 2) {
      this.#hasRoom();
      this.#room = undefined;
    }
    return event;
  }

  /** Tells of what there was no room for, after all that waited. */
  #overflow(): EventOf<Events> | undefined {
    if (this.#dropped === 0) {
      return undefined;
    }
    const data = `overflow: ${this.#dropped} events came that nobody read`;
    this.#dropped = 0;
    const gap = gapOf({ name: 'error', data, id: undefined, lastEventId: '' }, this.#droppedAfter);
    return gap && this.#account.gap(gap) ? (gapEventOf(gap) as EventOf<Events>) : undefined;
  }

  #next(): Promise<IteratorResult<EventOf<Events>>> {
    const value = this.#take();
    if (value) {
      return Promise.resolve({ done: false, value });
    }
    return new Promise((resolve, reject) => {
      const waiting = { resolve, reject };
      if (this.#state.status === 'closed') {
        this.#finish(waiting);
      } else {
        this.#waiting.push(waiting);
      }
    });
  }

  #finish(waiting: Waiting<EventOf<Events>>): void {
    const { reason } = this.#state;
    if (reason?.code === 'status' || reason?.code === 'content-type') {
      waiting.reject(new StreamError(reason));
    } else {
      waiting.resolve({ done: true, value: undefined });
    }
  }
}

function sizeOf(event: { readonly text: string }): number {
  return event.text.length + EVENT_BYTES;
}

/** A listener that throws disturbs neither the stream nor the others; its error goes where those of timers go. */
function tell<T>(listeners: Iterable<(value: T) => void>, value: T): void {
  for (const listener of [...listeners]) {
    try {
      listener(value);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  }
}
