import type { State } from '../api/answers.js';
import { Refused, request } from '../api/request.js';
import { type Moment, withMoment } from './history.js';
import { type Sample, withState } from './samples.js';

/**
 * How the page stands with the server: it `answers`, or does not (`gone`), or wants to know who is there (`login`), or lets nobody in from here
 * (`forbidden`).
 */
export type Standing = 'loading' | 'answers' | 'gone' | 'login' | 'forbidden';

export interface Report {
  readonly standing: Standing;
  /** Why it does not answer, or what to do. */
  readonly message: string;
  /** Since when the server is gone, by the clock of this machine; milliseconds since 1970. */
  readonly goneSince: number | undefined;
  /** The last ones, the oldest first. They stay while the server is gone. */
  readonly samples: readonly Sample[];
  readonly history: readonly Moment[];
}

const INTERVAL = 1000;

/** The longest pause between tries while the server is gone. */
const LONGEST = 8000;

/** Asks the server each second how it is, as long as somebody listens. */
export class Monitor {
  readonly #ask: () => Promise<State>;
  readonly #listeners = new Set<() => void>();
  #report: Report = { standing: 'loading', message: '', goneSince: undefined, samples: [], history: [] };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  /** Answers to questions of an earlier round are of no interest. */
  #round = 0;

  constructor(ask: () => Promise<State> = () => request<State>('state')) {
    this.#ask = ask;
  }

  readonly getReport = (): Report => this.#report;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) {
      this.askNow();
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) {
        clearTimeout(this.#timer);
        this.#round++;
      }
    };
  };

  /** Asks without waiting for the second to be over. */
  readonly askNow = (): void => {
    clearTimeout(this.#timer);
    void this.#poll(++this.#round);
  };

  async #poll(round: number): Promise<void> {
    let next: Report;
    try {
      next = this.#answered(await this.#ask());
    } catch (error) {
      next = this.#failed(error);
    }
    if (round !== this.#round) {
      return;
    }
    this.#failures = next.standing === 'gone' ? this.#failures + 1 : 0;
    this.#report = next;
    for (const listener of this.#listeners) {
      listener();
    }
    // Who is refused is so until somebody does something; the page may still find out by itself.
    const pause = next.standing === 'answers' ? INTERVAL : Math.min(LONGEST, INTERVAL * 2 ** this.#failures);
    this.#timer = setTimeout(() => void this.#poll(round), next.standing === 'login' ? LONGEST : pause);
  }

  #answered(state: State): Report {
    const samples = withState(this.#report.samples, state);
    return {
      standing: 'answers',
      message: '',
      goneSince: undefined,
      samples,
      history: withMoment(this.#report.history, samples),
    };
  }

  #failed(error: unknown): Report {
    const { samples, history, goneSince = Date.now() } = this.#report;
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof Refused && (error.status === 401 || error.status === 403)) {
      // Who may not see it does not see what was, either.
      const standing = error.status === 401 ? 'login' : 'forbidden';
      return { standing, message, goneSince: undefined, samples: [], history: [] };
    }
    return { standing: 'gone', message, goneSince, samples, history };
  }
}
