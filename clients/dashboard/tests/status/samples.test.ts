import { describe, expect, test } from 'vitest';
import { withMoment } from '../../src/status/history.js';
import { accepted, growth, rate, type Sample, withState } from '../../src/status/samples.js';
import { sampleAt, sourceOf, stateAt } from '../fake/states.js';

const taken = (seconds: number, accepted: number, name = 'a') =>
  sampleAt(seconds, { sources: [sourceOf(name, { accepted })] });

describe('rates', () => {
  test('are differences by the time between the states, however they came', () => {
    expect(rate([taken(0, 100), taken(2, 150)], accepted)).toBe(25);
  });

  test('are of the last seconds, and not of all that is known', () => {
    const samples = [taken(0, 0), taken(60, 6000), taken(64, 6040)];
    expect(rate(samples, accepted)).toBe(10);
    expect(growth(samples, accepted, 60_000)).toEqual({ count: 40, seconds: 4 });
    expect(growth(samples, accepted, 70_000)).toEqual({ count: 6040, seconds: 64 });
  });

  test('are of the last two states where these are further apart', () => {
    expect(rate([taken(0, 0), taken(30, 300)], accepted)).toBe(10);
  });

  test('are not known from one state', () => {
    expect(rate([taken(0, 100)], accepted)).toBeUndefined();
    expect(rate([], accepted)).toBeUndefined();
  });

  test('are never negative: what was made anew counts from 0', () => {
    expect(rate([taken(0, 1000), taken(1, 30)], accepted)).toBe(30);
  });

  test('of a component that is new count from 0, and those of one that is gone are not known', () => {
    const ofB = ({ sources }: Sample['state']) => sources.find(({ name }) => name === 'b')?.accepted;
    expect(rate([taken(0, 5), taken(1, 7, 'b')], ofB)).toBe(7);
    expect(rate([taken(0, 5, 'b'), taken(1, 7)], ofB)).toBeUndefined();
  });
});

describe('states', () => {
  test('are kept for a little more than a minute', () => {
    let samples: readonly Sample[] = [];
    for (let second = 0; second <= 600; second++) {
      samples = withState(samples, stateAt(second));
    }
    expect(samples.length).toBe(76);
    expect(samples.at(-1)?.state.time).toBe(stateAt(600).time);
  });

  test('of a server that was started anew follow no others', () => {
    const samples = withState(withState([], stateAt(0)), stateAt(1, { started_at: '2026-03-01T12:00:01Z' }));
    expect(samples.length).toBe(1);
  });

  test('of a clock that was set back follow no others, and one that came twice is one', () => {
    expect(withState(withState([], stateAt(5)), stateAt(1)).length).toBe(1);
    expect(withState(withState([], stateAt(5)), stateAt(5)).length).toBe(1);
  });
});

describe('the charts', () => {
  test('go back a quarter of an hour, and no line crosses a time without states', () => {
    let history = withMoment([], [taken(0, 0), taken(1, 10)]);
    history = withMoment(history, [taken(1, 10), taken(2, 30)]);
    history = withMoment(history, [taken(100, 30), taken(101, 40)]);
    expect(history.map(({ accepted }) => accepted)).toEqual([10, 20, null, 10]);
    history = withMoment(history, [taken(999, 0), taken(1000, 5)]);
    expect(history.map(({ accepted }) => accepted)).toEqual([10, null, 5]);
  });
});
