import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connect } from '../src/connect.js';
import type { Gap } from '../src/gap.js';
import type { FreshetStream } from '../src/stream.js';
import { type Exchange, FakeEnvironment, FakeServer, settle } from './fakes.js';

const NOON = Date.parse('2026-01-31T12:00:00Z');

let server: FakeServer;
let stream: FreshetStream;
let exchange: Exchange;
let gaps: Gap[];

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: NOON });
  server = new FakeServer();
  stream = connect({ url: 'http://freshet.test/events', maxEventBytes: 1000 }, new FakeEnvironment(server));
  gaps = [];
  stream.on('event', ({ gap }) => gap && gaps.push(gap));
  exchange = (await server.next()).open();
});

afterEach(() => {
  stream.close();
  vi.useRealTimers();
});

const notice = (text: string) => exchange.send(`event: error\ndata: ${text}\n\n`);
const envelope = (id: string, timestamp: string) => ({ id, type: 't', source: 's', timestamp, data: 1 });

test('A stream without gaps is whole up to its last event, and up to the time that this says', async () => {
  exchange.event('a', envelope('a', '2026-01-31T11:59:00Z'));
  await settle();
  const here = { id: 'a', time: '2026-01-31T11:59:00.000Z' };
  expect(stream.completeness).toEqual({ isWhole: true, upTo: here, latest: here, gaps: [], gapCount: 0 });
});

test('A sign of life says that there is nothing else until now', async () => {
  exchange.event('a', envelope('a', '2026-01-31T11:59:00Z')).send(': keep-alive\n\n');
  await settle();
  expect(stream.completeness.upTo).toEqual({ id: 'a', time: '2026-01-31T12:00:00.000Z' });
});

test('So does a heartbeat, and it is no event to resume after', async () => {
  exchange.event('a').send('event: heartbeat\ndata: {"type":"heartbeat","timestamp":"2026-01-31T12:00:00Z"}\n\n');
  await settle();
  expect(stream.completeness.upTo).toEqual({ id: 'a', time: '2026-01-31T12:00:00.000Z' });
});

test('An event without a time says nothing of time while the stream may be catching up, and is of now afterwards', async () => {
  exchange.event('a');
  await settle();
  expect(stream.completeness.upTo).toEqual({ id: 'a', time: undefined });
  exchange.send(':\n');
  await settle();
  vi.setSystemTime(NOON + 1000);
  exchange.event('b');
  await settle();
  expect(stream.completeness.upTo).toEqual({ id: 'b', time: '2026-01-31T12:00:01.000Z' });
});

test('After a new connection there may be something to catch up with again', async () => {
  exchange.event('a').send(':\n').end();
  await settle();
  vi.setSystemTime(NOON + 5000);
  await vi.advanceTimersByTimeAsync(1000);
  (await server.next()).open().event('b');
  await settle();
  expect(stream.completeness.upTo).toEqual({ id: 'b', time: '2026-01-31T12:00:00.000Z' });
});

test('A clock that is ahead promises nothing, and one that is behind takes nothing back', async () => {
  exchange.event('a', envelope('a', '2030-01-01T00:00:00Z'));
  await settle();
  expect(stream.completeness.upTo.time).toBe('2026-01-31T12:00:00.000Z');
  exchange.event('b', envelope('b', '2020-01-01T00:00:00Z'));
  await settle();
  expect(stream.completeness.upTo).toEqual({ id: 'b', time: '2026-01-31T12:00:00.000Z' });
});

test('A gap keeps the mark where it is, and says between which events it is', async () => {
  exchange.event('a', envelope('a', '2026-01-31T11:00:00Z'));
  await settle();
  notice('lagged: 15 messages skipped');
  exchange.event('z', envelope('z', '2026-01-31T11:30:00Z')).event('zz');
  await settle();
  const after = { id: 'a', time: '2026-01-31T11:00:00.000Z' };
  expect(stream.completeness).toEqual({
    isWhole: false,
    upTo: after,
    latest: { id: 'zz', time: '2026-01-31T11:30:00.000Z' },
    gaps: [{ cause: 'lagged', message: 'lagged: 15 messages skipped', count: 15, after, before: 'z' }],
    gapCount: 1,
  });
});

test.each([
  ['lagged: 15 messages skipped', { cause: 'lagged', count: 15 }],
  ['replay: 3 events are gone from the journal; the stream goes on with "x"', { cause: 'replay', count: 3 }],
  ['replay: 1 event is gone from the journal; the stream goes on with what comes', { cause: 'replay', count: 1 }],
  [
    'replay: "a" is not in the journal: it was removed, or never was there; the journal is empty, and the stream goes on with what comes',
    { cause: 'replay', count: undefined },
  ],
  [
    'replay: 70 events are left out here, since at most 30 are replayed: from "b" of 2026-01-31T10:00:00.000Z to "c" of 2026-01-31T11:00:00.000Z; ask for them with ?since=2026-01-31T10:00:00.000Z',
    { cause: 'replay', count: 70, since: '2026-01-31T10:00:00.000Z' },
  ],
  ['rejected: event x by transformer t', { cause: 'rejected', count: 1 }],
  ['serialization error: invalid JSON structure', { cause: 'serialization error', count: 1 }],
])('The notice "%s" is a gap', async (text, expected) => {
  notice(text);
  await settle();
  expect(gaps).toEqual([expect.objectContaining({ message: text, ...expected })]);
});

test('A server that ends the stream of one that is behind has kept everything: the stream comes back for it', async () => {
  exchange.event('a');
  notice('lagged: 15 messages behind; the stream ends here, connect again with the last event id to get them').end();
  await settle();
  await vi.advanceTimersByTimeAsync(1000);
  expect((await server.next()).headers.get('Last-Event-ID')).toBe('a');
  expect(stream.completeness.isWhole).toBe(true);
});

test('An error that is an event of its own is no gap', async () => {
  const got: unknown[] = [];
  stream.on('event', ({ type, data }) => got.push([type, data]));
  exchange.send('event: error\nid: a\ndata: lagged: 1 messages skipped\n\nevent: error\ndata: disk full\n\n');
  await settle();
  expect(gaps).toEqual([]);
  expect(got).toEqual([
    ['error', 'lagged: 1 messages skipped'],
    ['error', 'disk full'],
  ]);
});

test('The same notice again, with nothing between, is the same gap', async () => {
  exchange.event('a');
  notice('replay: "a" is not in the journal: x').end();
  await settle();
  await vi.advanceTimersByTimeAsync(1000);
  exchange = (await server.next()).open();
  notice('replay: "a" is not in the journal: x');
  await settle();
  expect(stream.completeness.gapCount).toBe(1);
  exchange.event('b');
  notice('replay: "a" is not in the journal: x');
  await settle();
  expect(stream.completeness.gapCount).toBe(2);
});

test('Gaps of the same size, one after the other, are as many', async () => {
  notice('lagged: 3 messages skipped');
  notice('lagged: 3 messages skipped');
  exchange.event('large', 'x'.repeat(2000)).event('large', 'x'.repeat(2000));
  await settle();
  expect(stream.completeness.gapCount).toBe(4);
  expect(gaps.map(({ count }) => count)).toEqual([3, 3, 1, 1]);
});

test('An event that is too large is a gap, and not asked for again', async () => {
  exchange.event('a').event('large', 'x'.repeat(2000)).event('c').end();
  await settle();
  expect(gaps).toEqual([
    expect.objectContaining({ cause: 'too-large', count: 1, after: { id: 'a', time: undefined } }),
  ]);
  await vi.advanceTimersByTimeAsync(1000);
  expect((await server.next()).headers.get('Last-Event-ID')).toBe('c');
});

test('However many gaps there are, the last hundred are kept and all are counted', async () => {
  for (let n = 0; n < 150; n++) {
    notice(`lagged: ${n} messages skipped`);
    exchange.event(`e${n}`);
  }
  await settle();
  const { gapCount, gaps: kept } = stream.completeness;
  expect([gapCount, kept.length, kept[0]?.count, kept.at(-1)?.count]).toEqual([150, 100, 50, 149]);
});
