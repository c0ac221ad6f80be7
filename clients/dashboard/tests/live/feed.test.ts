import type { Gap, StreamEvent } from '@freshet/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Feed } from '../../src/live/feed.js';
import { stateAt } from '../fake/states.js';

beforeEach(() => vi.stubGlobal('requestAnimationFrame', () => 1));
afterEach(() => vi.unstubAllGlobals());

const time = (seconds: number) => stateAt(seconds).time;

const event = (sequence: number, seconds: number) => {
  const body = {
    sequence,
    journaled_at: time(seconds),
    origin: null,
    id: 'a',
    type: 'drift',
    source: '',
    subject: null,
    timestamp: '',
    format: 'plain',
  };
  return { body, text: JSON.stringify(body) } as unknown as StreamEvent;
};

/** The state at that time, by when the journal's newest event was that. */
const state = (seconds: number, sequence: number) => {
  const { journal, ...others } = stateAt(seconds);
  return { ...others, journal: { ...journal, newest: { sequence, time: time(0) } } };
};

const gap: Gap = {
  cause: 'lagged',
  message: 'lagged: 3 messages skipped',
  count: 3,
  after: { id: '', time: undefined },
};

test('what came is whole up to the last event, and up to now where the journal has no other', () => {
  const feed = new Feed(10);
  feed.event(event(11, 1));
  expect(feed.wholeness(state(5, 12)).upTo).toBe(time(1));
  feed.event(event(12, 2));
  expect(feed.wholeness(state(6, 12)).upTo).toBe(time(6));
});

test('where nothing came, and nothing was to come, it is whole', () => {
  const feed = new Feed(10);
  expect(feed.wholeness(state(5, 10)).upTo).toBe(time(5));
});

test('what the journal took in between the state and the stream is not promised', () => {
  const feed = new Feed(10);
  expect(feed.wholeness(state(5, 11)).upTo).toBeUndefined();
});

test('a gap has the times around it, and is in its place in the list', () => {
  const feed = new Feed(0);
  feed.event(event(1, 1));
  feed.gap(gap);
  expect(feed.wholeness(state(2, 9)).gaps).toMatchObject([{ gap, after: time(1), before: undefined }]);
  feed.event(event(9, 3));
  feed.event(event(10, 4));
  expect(feed.wholeness(state(5, 11))).toMatchObject({
    count: 1,
    upTo: time(4),
    gaps: [{ after: time(1), before: time(3) }],
  });
  expect(feed.log.rows().map(({ kind }) => kind)).toEqual(['event', 'gap', 'event', 'event']);
  feed.forgetGaps();
  expect(feed.wholeness(state(5, 11))).toMatchObject({ count: 0, gaps: [] });
});

test('however many gaps there are, the last are kept and all are counted', () => {
  const feed = new Feed(0);
  for (let n = 0; n < 1000; n++) {
    feed.gap(gap);
  }
  const { gaps, count } = feed.wholeness(state(1, 0));
  expect([gaps.length, count]).toEqual([100, 1000]);
});

test('a frame that is no record of an event is passed over', () => {
  const feed = new Feed(0);
  feed.event({ body: 'hello', text: 'hello' } as unknown as StreamEvent);
  feed.event({ body: null, text: 'null' } as unknown as StreamEvent);
  expect(feed.log.rows()).toEqual([]);
});
