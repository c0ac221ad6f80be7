import type { State } from '../api/answers.js';

/** A state, and when the server said that it was so. */
export interface Sample {
  /** Milliseconds since 1970, by the server's clock: what lies between two of them does not depend on the network. */
  readonly at: number;
  readonly state: State;
}

/** How many milliseconds of states are kept: what is said of the last minute needs no more. */
export const KEPT = 75_000;

/** Adds a state to the last ones, the oldest first. The counters of a server that was started anew begin anew too, so nothing before is kept. */
export function withState(samples: readonly Sample[], state: State): readonly Sample[] {
  const at = Date.parse(state.time);
  const last = samples.at(-1);
  if (last?.state.started_at !== state.started_at || at < last.at) {
    return [{ at, state }];
  }
  if (at === last.at) {
    return samples;
  }
  return [...samples.filter((sample) => sample.at >= at - KEPT), { at, state }];
}

/** A counter of a state; undefined where the state does not have it. */
export type Counter = (state: State) => number | undefined;

export interface Difference {
  readonly count: number;
  readonly seconds: number;
}

/**
 * By how much a counter grew within the last milliseconds; undefined where that cannot be said yet. A counter that was not there before began at 0, and so did one
 * that is smaller than it was: its component was made anew.
 */
export function growth(samples: readonly Sample[], counter: Counter, span: number): Difference | undefined {
  const { first, last } = ends(samples, span);
  if (!first || !last) {
    return undefined;
  }
  const now = counter(last.state);
  const before = counter(first.state) ?? 0;
  return now === undefined
    ? undefined
    : { count: now < before ? now : now - before, seconds: (last.at - first.at) / 1000 };
}

/** How much a counter grows in a second; undefined where that cannot be said yet. */
export function rate(samples: readonly Sample[], counter: Counter, span = 5000): number | undefined {
  const difference = growth(samples, counter, span);
  return difference && difference.count / difference.seconds;
}

/** The oldest sample of the span, or the one before the last where the span has none, and the last one. */
export function ends(
  samples: readonly Sample[],
  span: number,
): { first?: Sample | undefined; last?: Sample | undefined } {
  const last = samples.at(-1);
  if (!last || samples.length < 2) {
    return {};
  }
  const first = samples.find((sample) => sample.at >= last.at - span);
  return { first: first === last ? samples.at(-2) : first, last };
}

export const accepted: Counter = (state) => sum(state.sources.map((source) => source.accepted));

export const rejected: Counter = (state) => sum(state.sources.map((source) => rejectedBy(source.rejected)));

export const delivered: Counter = (state) => sum(state.sinks.map((sink) => sink.delivered));

/** Rejections of every reason. */
export function rejectedBy(reasons: Readonly<Record<string, number>>): number {
  return sum(Object.values(reasons));
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
