import type { Distance, Histogram } from '../api/answers.js';
import { ends, type Sample } from './samples.js';

/** What happened between two readings of a histogram; undefined where nothing did. */
export function difference(before: Histogram, now: Histogram): Histogram | undefined {
  const isSame = before.bounds.length === now.bounds.length;
  const counts = now.counts.map((count, n) => count - (isSame ? (before.counts[n] ?? 0) : 0));
  if (counts.some((count) => count < 0)) {
    return now.counts.some((count) => count > 0) ? now : undefined;
  }
  return counts.some((count) => count > 0) ? { bounds: now.bounds, counts } : undefined;
}

export interface Quantile {
  /** In seconds. */
  readonly value: number;
  /** It is longer than that, and the histogram does not say by how much. */
  readonly isBeyond: boolean;
}

/** What that part of the events took at the most, as if those of a bucket were spread evenly over it; undefined where there are none. */
export function quantile({ bounds, counts }: Histogram, part: number): Quantile | undefined {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) {
    return undefined;
  }
  const wanted = part * total;
  let below = 0;
  for (const [n, count] of counts.entries()) {
    const upper = bounds[n];
    if (count > 0 && below + count >= wanted) {
      const lower = n === 0 ? 0 : (bounds[n - 1] ?? 0);
      return upper === undefined
        ? { value: lower, isBeyond: true }
        : { value: lower + (upper - lower) * ((wanted - below) / count), isBeyond: false };
    }
    below += count;
  }
  return { value: bounds.at(-1) ?? 0, isBeyond: true };
}

export interface Latency {
  readonly p50: Quantile | undefined;
  readonly p99: Quantile | undefined;
  /** Of so many events. */
  readonly count: number;
}

/** How long events took within the last milliseconds; undefined where there were none. */
export function latency(samples: readonly Sample[], distance: Distance, span: number): Latency | undefined {
  const { first, last } = ends(samples, span);
  if (!first || !last) {
    return undefined;
  }
  const between = difference(first.state.latency[distance], last.state.latency[distance]);
  return (
    between && {
      p50: quantile(between, 0.5),
      p99: quantile(between, 0.99),
      count: between.counts.reduce((sum, count) => sum + count, 0),
    }
  );
}
