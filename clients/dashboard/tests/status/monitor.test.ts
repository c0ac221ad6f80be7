import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { State } from '../../src/api/answers.js';
import { Refused, Unreachable } from '../../src/api/request.js';
import { Monitor } from '../../src/status/monitor.js';
import { START, stateAt } from '../fake/states.js';

let answer: () => State;
let asked: number;
let monitor: Monitor;
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers({ now: START });
  asked = 0;
  answer = () => stateAt((Date.now() - START) / 1000);
  monitor = new Monitor(async () => {
    asked++;
    return answer();
  });
  stop = monitor.subscribe(() => {});
});

afterEach(() => {
  stop();
  vi.useRealTimers();
});

const refuse = (error: Error) => () => {
  throw error;
};

test('asks each second, and no more once nobody listens', async () => {
  expect(new Monitor().getReport().standing).toBe('loading');
  await vi.advanceTimersByTimeAsync(3000);
  expect(monitor.getReport().standing).toBe('answers');
  expect(monitor.getReport().samples.length).toBe(4);
  stop();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked).toBe(4);
});

test('knows since when the server is gone, keeps what it said last, and asks less and less often', async () => {
  await vi.advanceTimersByTimeAsync(500);
  answer = refuse(new Unreachable('Failed to fetch'));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(monitor.getReport()).toMatchObject({ standing: 'gone', goneSince: START + 1000, message: 'Failed to fetch' });
  expect(monitor.getReport().samples.length).toBe(1);
  expect(asked).toBeLessThan(14);
  answer = () => stateAt(61);
  await vi.advanceTimersByTimeAsync(8000);
  expect(monitor.getReport()).toMatchObject({ standing: 'answers', goneSince: undefined });
});

test('tells who must log in from who cannot be let in, and keeps nothing for either', async () => {
  await vi.advanceTimersByTimeAsync(1000);
  answer = refuse(new Refused(401, 'give the token'));
  monitor.askNow();
  await vi.advanceTimersByTimeAsync(0);
  expect(monitor.getReport()).toMatchObject({ standing: 'login', message: 'give the token', samples: [], history: [] });
  answer = refuse(new Refused(403, 'add the host'));
  monitor.askNow();
  await vi.advanceTimersByTimeAsync(0);
  expect(monitor.getReport()).toMatchObject({ standing: 'forbidden', message: 'add the host' });
});

test('an answer that was overtaken by another question is not heeded', async () => {
  await vi.advanceTimersByTimeAsync(0);
  let late = (_: State) => {};
  const slow = new Promise<State>((resolve) => {
    late = resolve;
  });
  let isFirst = true;
  const other = new Monitor(() => {
    const given = isFirst ? slow : Promise.reject(new Refused(401, 'give the token'));
    isFirst = false;
    return given;
  });
  const stopOther = other.subscribe(() => {});
  other.askNow();
  await vi.advanceTimersByTimeAsync(0);
  late(stateAt(0));
  await vi.advanceTimersByTimeAsync(0);
  expect(other.getReport().standing).toBe('login');
  stopOther();
});
