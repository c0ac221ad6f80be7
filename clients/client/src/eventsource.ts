import { type Connection, keepConnected, type Receiver } from './connection.js';
import { globalEnvironment } from './environment.js';
import { type ConnectOptions, requestOf } from './options.js';
import type { Message } from './parser.js';
import type { Reason, StreamState } from './state.js';

export interface EventSourceInit
  extends Pick<
    ConnectOptions,
    'headers' | 'maxEventBytes' | 'silenceTimeout' | 'minRetryDelay' | 'maxRetryDelay' | 'fetch'
  > {
  /** Whether cookies go along to other origins. */
  withCredentials?: boolean;
}

/** An `error` event, with why. */
export interface EventSourceError extends Event {
  readonly reason: Reason;
}

/** An event of the stream. */
export interface EventSourceMessage extends Event {
  readonly data: string;
  readonly lastEventId: string;
  readonly origin: string;
}

type Listener<E> = ((this: EventSource, event: E) => void) | null;

/**
 * `EventSource` as the HTML standard has it (section 9.2), with headers, in Node too, and which does not give up where a proxy answers 502. Each event is
 * dispatched as it came, notices of the server among them; for events that are parsed, not doubled, and whole, there is `connect`.
 */
export class EventSource extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSED = 2;
  readonly CONNECTING = 0;
  readonly OPEN = 1;
  readonly CLOSED = 2;
  readonly url: string;
  readonly withCredentials: boolean;
  onopen: Listener<Event> = null;
  onmessage: Listener<EventSourceMessage> = null;
  onerror: Listener<EventSourceError> = null;
  readonly #connection: Connection;
  #readyState = 0;

  constructor(url: string | URL, init: EventSourceInit = {}) {
    super();
    this.withCredentials = init.withCredentials ?? false;
    const credentials = this.withCredentials ? 'include' : 'same-origin';
    const request = requestOf({ ...init, url, credentials });
    this.url = request.url;
    const environment = globalEnvironment();
    const receiver = this.#receiver();
    this.#connection = keepConnected(request, receiver, { ...environment, fetch: init.fetch ?? environment.fetch });
    for (const kind of ['open', 'message', 'error'] as const) {
      this.addEventListener(kind, (event) => (this[`on${kind}`] as Listener<Event>)?.call(this, event));
    }
  }

  get readyState(): number {
    return this.#readyState;
  }

  override addEventListener(
    type: string,
    // biome-ignore lint/suspicious/noExplicitAny: a listener knows what its type of event is, as with the browser's own
    listener: ((event: any) => void) | { handleEvent(event: any): void } | null,
    options?: Parameters<EventTarget['addEventListener']>[2],
  ): void {
    super.addEventListener(type, listener, options);
  }

  /** The same as `addEventListener`, as Node has it. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  on(type: string, listener: (event: any) => void): this {
    this.addEventListener(type, listener);
    return this;
  }

  close(): void {
    this.#readyState = 2;
    this.#connection.stop();
  }

  #receiver(): Receiver {
    let lastEventId = '';
    return {
      get lastEventId() {
        return lastEventId;
      },
      receive: (messages: readonly Message[]) => {
        for (const message of messages) {
          lastEventId = message.lastEventId;
          this.#dispatch(message);
        }
        return undefined;
      },
      alive: () => {},
      change: (state) => this.#change(state),
    };
  }

  #dispatch({ name, data, lastEventId, oversized }: Message): void {
    // A listener may have closed it meanwhile.
    if (this.#readyState === 2) {
      return;
    }
    if (oversized !== undefined) {
      this.#fail({ code: 'network', message: `an event of ${oversized} bytes is larger than maxEventBytes` });
    } else if (data !== undefined) {
      this.dispatchEvent(new MessageEvent(name, { data, lastEventId, origin: new URL(this.url).origin }));
    }
  }

  #change({ status, reason }: StreamState): void {
    this.#readyState = status === 'open' ? 1 : status === 'closed' ? 2 : 0;
    if (status === 'open') {
      this.dispatchEvent(new Event('open'));
    } else if (status !== 'connecting' && reason) {
      this.#fail(reason);
    }
  }

  #fail(reason: Reason): void {
    this.dispatchEvent(Object.assign(new Event('error'), { reason }));
  }
}
