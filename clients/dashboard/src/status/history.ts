import { latency } from './quantiles.js';
import { accepted, delivered, rate, rejected, type Sample } from './samples.js';

/** What the charts show of a moment; null where it is not known. */
export interface Moment {
  /** Seconds since 1970. */
  readonly at: number;
  readonly accepted: number | null;
  readonly rejected: number | null;
  readonly delivered: number | null;
  /** Of the way from source to client, in seconds. */
  readonly p50: number | null;
  readonly p99: number | null;
}

/** How many seconds the charts go back. */
export const SPAN = 15 * 60;

/** A pause longer than that is shown as one, in seconds. */
const PAUSE = 15;

/** Adds what the last samples say to what is shown. */
export function withMoment(history: readonly Moment[], samples: readonly Sample[]): readonly Moment[] {
  const last = samples.at(-1);
  if (!last) {
    return history;
  }
  const at = last.at / 1000;
  const times = latency(samples, 'source_to_client', 10_000);
  const moment: Moment = {
    at,
    accepted: rate(samples, accepted) ?? null,
    rejected: rate(samples, rejected) ?? null,
    delivered: rate(samples, delivered) ?? null,
    p50: times?.p50?.value ?? null,
    p99: times?.p99?.value ?? null,
  };
  const kept = history.filter((other) => other.at > at - SPAN && other.at < at);
  const before = kept.at(-1);
  const pause = before && at - before.at > PAUSE ? [unknown(before.at + 1)] : [];
  return [...kept, ...pause, moment];
}

/** A line is not drawn across it. */
function unknown(at: number): Moment {
  return { at, accepted: null, rejected: null, delivered: null, p50: null, p99: null };
}
