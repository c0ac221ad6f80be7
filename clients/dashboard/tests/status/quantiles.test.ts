import { expect, test } from 'vitest';
import { difference, latency, quantile } from '../../src/status/quantiles.js';
import { sampleAt } from '../fake/states.js';

const bounds = [0.01, 0.1, 1];

test('events of a bucket are taken to be spread evenly over it', () => {
  expect(quantile({ bounds, counts: [0, 100, 0, 0] }, 0.5)?.value).toBeCloseTo(0.055);
  expect(quantile({ bounds, counts: [50, 50, 0, 0] }, 0.5)?.value).toBeCloseTo(0.01);
  expect(quantile({ bounds, counts: [98, 0, 2, 0] }, 0.99)?.value).toBeCloseTo(0.55);
});

test('what has no upper end is said to be beyond, not guessed', () => {
  expect(quantile({ bounds, counts: [1, 0, 0, 99] }, 0.99)).toEqual({ value: 1, isBeyond: true });
});

test('of no events there is no quantile', () => {
  expect(quantile({ bounds, counts: [0, 0, 0, 0] }, 0.5)).toBeUndefined();
});

test('only what happened between two readings counts', () => {
  expect(difference({ bounds, counts: [1000, 5, 0, 0] }, { bounds, counts: [1000, 5, 7, 0] })?.counts).toEqual([
    0, 0, 7, 0,
  ]);
  expect(difference({ bounds, counts: [3, 0, 0, 0] }, { bounds, counts: [3, 0, 0, 0] })).toBeUndefined();
});

test('a histogram that began anew, or has other buckets, counts from 0', () => {
  expect(difference({ bounds, counts: [10, 0, 0, 0] }, { bounds, counts: [4, 0, 0, 0] })?.counts).toEqual([4, 0, 0, 0]);
  expect(difference({ bounds: [1], counts: [10, 0] }, { bounds, counts: [4, 0, 0, 0] })?.counts).toEqual([4, 0, 0, 0]);
});

test('an old slowness is forgotten once its span is over', () => {
  const at = (seconds: number, counts: number[]) => {
    const histogram = { bounds, counts };
    return sampleAt(seconds, {
      latency: { source_to_journal: histogram, journal_to_client: histogram, source_to_client: histogram },
    });
  };
  const samples = [at(0, [0, 0, 0, 0]), at(10, [0, 0, 50, 0]), at(20, [100, 0, 50, 0])];
  expect(latency(samples, 'source_to_client', 10_000)?.p99?.value).toBeLessThanOrEqual(0.01);
  expect(latency(samples, 'source_to_client', 20_000)?.p99?.value).toBeGreaterThan(0.1);
  expect(latency(samples, 'source_to_client', 20_000)?.count).toBe(150);
});
