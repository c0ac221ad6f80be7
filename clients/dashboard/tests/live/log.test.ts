import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ALL } from '../../src/live/filter.js';
import { EventLog, Tail } from '../../src/live/log.js';
import type { EventRow } from '../../src/live/rows.js';

let frames: (() => void)[];

beforeEach(() => {
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => frames.push(callback));
});

afterEach(() => vi.unstubAllGlobals());

const row = (key: number, type = 'drift', text = `{"n":${key}}`): EventRow => ({
  kind: 'event',
  key,
  sequence: key,
  journaledAt: '',
  origin: undefined,
  id: '',
  type,
  source: 'somewhere',
  subject: '',
  timestamp: '',
  format: 'plain',
  text,
});

const keys = (rows: readonly { key: number }[]) => rows.map(({ key }) => key);

describe('the last rows', () => {
  test('are as many as there may be, in order', () => {
    const tail = new Tail({ rows: 3, characters: 1000 });
    for (let key = 1; key <= 20; key++) {
      tail.add(row(key));
      expect(keys(tail.toArray())).toEqual([key - 2, key - 1, key].filter((one) => one > 0));
    }
  });

  test('have no more characters than they may, and the newest stays however large it is', () => {
    const tail = new Tail({ rows: 100, characters: 10 });
    tail.add(row(1, 'a', '12345'));
    tail.add(row(2, 'a', '12345'));
    tail.add(row(3, 'a', '123'));
    expect(keys(tail.toArray())).toEqual([2, 3]);
    tail.add(row(4, 'a', 'x'.repeat(50)));
    expect(keys(tail.toArray())).toEqual([4]);
    tail.add(row(5, 'a', '12'));
    expect(keys(tail.toArray())).toEqual([5]);
  });
});

describe('a log', () => {
  test('tells once a frame, however much comes', () => {
    const log = new EventLog();
    const listener = vi.fn();
    log.subscribe(listener);
    for (let key = 0; key < 1000; key++) {
      log.add(row(key));
    }
    expect(listener).not.toHaveBeenCalled();
    expect(frames.length).toBe(1);
    frames[0]?.();
    expect(listener).toHaveBeenCalledTimes(1);
    expect(log.getVersion()).toBe(1);
  });

  test('keeps what is rare while it is looked for', () => {
    const log = new EventLog({ rows: 3, characters: 1000 });
    log.setFilter({ ...ALL, types: 'rare' });
    log.add(row(1, 'rare'));
    for (let key = 2; key < 50; key++) {
      log.add(row(key, 'frequent'));
    }
    expect(keys(log.rows())).toEqual([1]);
    expect(log.added).toBe(1);
  });

  test('finds what it has when the filter changes, and shows all without one', () => {
    const log = new EventLog();
    for (let key = 1; key <= 6; key++) {
      log.add(row(key, key % 2 ? 'odd' : 'even'));
    }
    log.setFilter({ ...ALL, types: 'even' });
    expect(keys(log.rows())).toEqual([2, 4, 6]);
    log.add(row(7, 'odd'));
    log.add(row(8, 'even'));
    expect(keys(log.rows())).toEqual([2, 4, 6, 8]);
    log.setFilter(ALL);
    expect(keys(log.rows())).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});
