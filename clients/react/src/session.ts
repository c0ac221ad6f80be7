import { type Gap, type ReasonCode, StreamError, type StreamState } from '@freshet/client';
import { onNextFrame } from './frame.js';
import type { AnyEvent, Observer, StreamHub } from './hub.js';

/** What a component shows of a stream. */
export interface Snapshot {
  readonly state: StreamState;
  readonly error: StreamError | null;
  /** The oldest first. */
  readonly events: readonly AnyEvent[];
  readonly gaps: readonly Gap[];
}

const KEPT_GAPS = 100;

/** Reasons that are no errors: somebody asked for it, or the server has no more. */
const FINE: readonly ReasonCode[] = ['closed', 'aborted', 'complete'];

const OFF: StreamState = { status: 'closed', reason: { code: 'closed', message: 'disconnected' } };

/** Before anything came, and where pages are made on a server. */
export const EMPTY: Snapshot = { state: { status: 'connecting' }, error: null, events: [], gaps: [] };

/** One component's part of a stream: gathers what comes for it, and shows it once a frame at the most. */
export class Session implements Observer {
  seen = 0;
  readonly #hub: StreamHub;
  readonly #history: number;
  readonly #isWanted: (event: AnyEvent) => boolean;
  /** Who is to be told; undefined while the component is not mounted. */
  #listener: (() => void) | undefined;
  /** Whether the component is to be connected while it is mounted. */
  #isOn: boolean;
  #detach: ((keepPlace: boolean) => void) | undefined;
  #cancel: (() => void) | undefined;

  #snapshot: Snapshot;
  #state: StreamState;
  #error: StreamError | null = null;
  #events: AnyEvent[] = [];
  #gaps: readonly Gap[] = [];
  #unnamed = 0;

  constructor(hub: StreamHub, history: number, isOn: boolean, isWanted: (event: AnyEvent) => boolean) {
    this.#hub = hub;
    this.#history = history;
    this.#isOn = isOn;
    this.#isWanted = isWanted;
    this.#state = isOn ? EMPTY.state : OFF;
    this.#snapshot = { ...EMPTY, state: this.#state };
  }

  readonly getSnapshot = (): Snapshot => this.#snapshot;

  /** The component is mounted; returns what is to be called when it no longer is. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listener = listener;
    if (this.#isOn) {
      this.#attach();
    }
    return () => {
      this.#listener = undefined;
      this.#cancel?.();
      this.#cancel = undefined;
      this.#leave(false);
    };
  };

  /** Connects, also where the server refused before. */
  readonly connect = (): void => {
    this.#isOn = true;
    if (this.#listener) {
      this.#attach();
    }
  };

  /** Lets go of the stream; the next `connect` goes on after the last event. */
  readonly disconnect = (): void => {
    this.#isOn = false;
    this.#leave(true);
    this.state(OFF);
  };

  readonly clearEvents = (): void => {
    this.#events = [];
    this.#gaps = [];
    this.#schedule();
  };

  event(event: AnyEvent): void {
    if (event.gap) {
      this.#gaps = [...this.#gaps, event.gap].slice(-KEPT_GAPS);
    } else if (this.#isWanted(event)) {
      // Lists need something to tell their items apart by.
      this.#events.push(event.id ? event : { ...event, id: `unnamed-${++this.#unnamed}` });
      if (this.#events.length >= 2 * this.#history) {
        this.#events = this.#events.slice(-this.#history);
      }
    } else {
      return;
    }
    this.#schedule();
  }

  state(state: StreamState): void {
    const { reason } = state;
    const isFine = !reason || FINE.includes(reason.code);
    this.#state = state;
    this.#error = isFine ? null : new StreamError(reason);
    this.#schedule();
  }

  #attach(): void {
    this.#detach = this.#hub.attach(this);
  }

  #leave(keepPlace: boolean): void {
    this.#detach?.(keepPlace);
    this.#detach = undefined;
  }

  #schedule(): void {
    if (this.#listener) {
      this.#cancel ??= onNextFrame(() => this.#show());
    }
  }

  #show(): void {
    this.#cancel = undefined;
    this.#snapshot = {
      state: this.#state,
      error: this.#error,
      events: this.#events.slice(-this.#history),
      gaps: this.#gaps,
    };
    this.#listener?.();
  }
}
