import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { connect } from '../src/connect.js';
import type { ConnectOptions } from '../src/options.js';
import type { StreamState } from '../src/state.js';
import type { FreshetStream } from '../src/stream.js';
import { type Exchange, FakeEnvironment, FakeServer, settle } from './fakes.js';

const URL_OF_STREAM = 'http://freshet.test/events';
const NOON = Date.parse('2026-01-31T12:00:00Z');

let server: FakeServer;
let environment: FakeEnvironment;
let stream: FreshetStream<Record<string, unknown>>;
let states: StreamState[];
let told: unknown[];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: NOON });
  server = new FakeServer();
  environment = new FakeEnvironment(server);
});

afterEach(async () => {
  stream?.close();
  await settle();
  expect(vi.getTimerCount()).toBe(0);
  expect(environment.listeners).toBe(0);
  vi.useRealTimers();
});

/** Connects and listens. */
async function open(options: Partial<ConnectOptions> = {}): Promise<Exchange> {
  stream = connect({ url: URL_OF_STREAM, ...options }, environment);
  states = [];
  told = [];
  stream.on('state', (state) => states.push(state));
  stream.on('event', (event) => told.push(event.gap ? `gap: ${event.gap.message}` : event.data));
  const exchange = await server.next();
  return exchange;
}

/** Lets the time until the next try pass, and not a millisecond less. */
async function waits(delay: number): Promise<Exchange> {
  await settle();
  expect(stream.state.status).toBe('waiting');
  expect(stream.state.retryAt).toBe(Date.now() + delay);
  const before = server.exchanges.length;
  await vi.advanceTimersByTimeAsync(delay - 1);
  expect(server.exchanges.length).toBe(before);
  await vi.advanceTimersByTimeAsync(1);
  return server.next();
}

describe('A request', () => {
  test('names what it asks for, and nothing that it does not', async () => {
    const { url, headers } = await open({
      url: `${URL_OF_STREAM}?tenant=a`,
      eventTypes: ['blog.*', 'drift'],
      sources: ['blog-service'],
      since: new Date(NOON),
      until: '2026-02-01T00:00:00+01:00',
      headers: { Authorization: 'Bearer t' },
    });
    expect(Object.fromEntries(url.searchParams)).toEqual({
      tenant: 'a',
      event_types: 'blog.*,drift',
      sources: 'blog-service',
      since: '2026-01-31T12:00:00.000Z',
      until: '2026-01-31T23:00:00.000Z',
    });
    expect(Object.fromEntries(headers)).toEqual({ accept: 'text/event-stream', authorization: 'Bearer t' });
  });

  test('begins after the last event that it is given, in whatever script its id is', async () => {
    const { headers } = await open({ lastEventId: 'é€😀' });
    expect(Buffer.from(headers.get('Last-Event-ID') ?? '', 'latin1').toString('utf8')).toBe('é€😀');
  });

  test('has the headers that a function gives anew each time', async () => {
    let token = 0;
    const first = await open({ headers: async () => ({ Authorization: `Bearer ${++token}` }) });
    expect(first.headers.get('Authorization')).toBe('Bearer 1');
    first.open().end();
    expect((await waits(1000)).headers.get('Authorization')).toBe('Bearer 2');
  });

  test('comes later where the function fails, and says why', async () => {
    let fails = true;
    stream = connect(
      {
        url: URL_OF_STREAM,
        headers: () => {
          if (fails) {
            throw new Error('no token');
          }
          return {};
        },
      },
      environment,
    );
    await settle();
    expect(stream.state).toMatchObject({ status: 'waiting', reason: { code: 'network', message: 'no token' } });
    fails = false;
    await vi.advanceTimersByTimeAsync(1000);
    expect(server.exchanges.length).toBe(1);
  });

  test.each([
    { url: 'http://' },
    { since: 'yesterday' },
    { maxEventBytes: 0 },
    { silenceTimeout: Number.NaN },
    { seenIds: -1 },
  ])('is refused at once where it cannot be made: %o', (wrong) => {
    expect(() => connect({ url: URL_OF_STREAM, ...wrong }, environment)).toThrow();
  });
});

describe('A stream comes back', () => {
  test('after its last event, and drops what it has seen', async () => {
    const first = await open();
    first.open().event('a').event('b');
    await settle();
    first.break();
    const second = await waits(1000);
    expect(second.headers.get('Last-Event-ID')).toBe('b');
    second.open().event('a').event('b').event('c');
    await settle();
    expect(told).toEqual([{ n: 'a' }, { n: 'b' }, { n: 'c' }]);
    expect(stream.lastEventId).toBe('c');
  });

  test.each([500, 502, 503, 504, 429, 408])('after %d', async (status) => {
    (await open()).answer(status, {}, '{"title":"Busy","detail":"1000 clients are connected"}');
    await settle();
    expect(stream.state.reason).toEqual({ code: 'status', message: `${status}: 1000 clients are connected`, status });
    (await waits(1000)).open().event('a');
    await settle();
    expect(stream.state).toEqual({ status: 'open' });
    expect(told).toEqual([{ n: 'a' }]);
  });

  test('where the server cannot be reached, later and later, until it comes', async () => {
    let exchange = await open();
    for (const delay of [1000, 1000, 1000]) {
      exchange.refuse('fetch failed');
      exchange = await waits(delay);
    }
    expect(states.filter(({ status }) => status === 'waiting')[0]?.reason).toEqual({
      code: 'network',
      message: 'fetch failed',
    });
  });

  test('within a span that doubles up to a limit, by chance', async () => {
    environment.chance = 0.999_999;
    let exchange = await open({ maxRetryDelay: 8000 });
    for (const delay of [1250, 2500, 5000, 10_000, 10_000]) {
      exchange.refuse('fetch failed');
      exchange = await waits(delay);
    }
    // What comes makes the next failure the first one.
    exchange.open().event('a').end();
    await waits(1250);
  });

  test('not before what the server asks for by retry', async () => {
    const first = await open();
    first.open().send('retry: 5000\n\n').event('a').end();
    const second = await waits(5000);
    second.refuse('fetch failed');
    await waits(5000);
  });

  test('later and later also where the server asks for none by retry', async () => {
    environment.chance = 0.999_999;
    let exchange = await open();
    exchange.open().send('retry: 0\n\n').event('a').end();
    for (const delay of [125, 250, 500]) {
      exchange = await waits(delay);
      exchange.refuse('fetch failed');
    }
  });

  test.each([
    [503, '7', 7000],
    [429, '0', 1000],
    [503, 'Sat, 31 Jan 2026 12:00:30 GMT', 30_000],
    [503, 'Sat, 31 Jan 2026 11:00:00 GMT', 1000],
    [503, 'soon', 1000],
    [429, '999999', 3_600_000],
  ])('after %d with Retry-After: %s, in %d ms', async (status, header, delay) => {
    (await open()).answer(status, { 'Retry-After': header });
    await waits(delay);
  });

  test('never before Retry-After, and not all at the same time', async () => {
    environment.chance = 0.8;
    (await open()).answer(503, { 'Retry-After': '10' });
    await waits(12_000);
  });

  test('when nothing came for too long, not even a sign of life', async () => {
    const first = await open();
    first.open();
    await settle();
    await vi.advanceTimersByTimeAsync(74_999);
    first.send(': keep-alive\n\n');
    await vi.advanceTimersByTimeAsync(74_999);
    expect(stream.state.status).toBe('open');
    await vi.advanceTimersByTimeAsync(1);
    expect(stream.state).toMatchObject({
      status: 'waiting',
      reason: { code: 'silent', message: 'nothing came for 75 s' },
    });
    expect(first.signal.aborted).toBe(true);
  });

  test('never for silence, where it is wanted so', async () => {
    const first = await open({ silenceTimeout: Number.POSITIVE_INFINITY });
    first.open();
    await settle();
    await vi.advanceTimersByTimeAsync(86_400_000);
    expect(stream.state.status).toBe('open');
  });

  test('when the answer itself does not come', async () => {
    await open({ silenceTimeout: 10_000 });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(stream.state).toMatchObject({ status: 'waiting', reason: { code: 'silent' } });
  });

  test('at once when the tab is seen again or the network is back', async () => {
    (await open()).refuse('fetch failed');
    await settle();
    environment.wake('visible');
    (await server.next()).refuse('fetch failed');
    await settle();
    environment.wake('online');
    (await server.next()).open();
    await settle();
    expect(stream.state.status).toBe('open');
  });

  test('but not before Retry-After', async () => {
    (await open()).answer(503, { 'Retry-After': '20' });
    await settle();
    environment.wake('visible');
    await settle();
    expect(server.exchanges.length).toBe(1);
  });

  test('on another network, as the connection of the one before may be dead without knowing', async () => {
    const first = await open();
    first.open().event('a');
    await settle();
    environment.wake('online');
    await settle();
    expect(first.signal.aborted).toBe(true);
    await vi.advanceTimersByTimeAsync(0);
    expect((await server.next()).headers.get('Last-Event-ID')).toBe('a');
  });

  test('from sleep: a connection that was silent meanwhile is given up when the tab is seen, another is kept', async () => {
    const first = await open();
    first.open();
    await settle();
    environment.wake('visible');
    expect(first.signal.aborted).toBe(false);
    // The timers of a tab that sleeps stand still, the clock does not.
    vi.setSystemTime(NOON + 80_000);
    environment.wake('visible');
    expect(first.signal.aborted).toBe(true);
    await settle();
    await vi.advanceTimersByTimeAsync(0);
    expect(server.exchanges.length).toBe(2);
  });

  test('from where it began, if it broke before any event came', async () => {
    const first = await open();
    first.open({ Date: 'Sat, 31 Jan 2026 11:59:58 GMT' }).send('retry: 1000\n\n').end();
    const second = await waits(1000);
    expect(second.url.searchParams.get('since')).toBe('2026-01-31T11:59:58.000Z');
    second.open().event('a').end();
    const third = await waits(1000);
    expect(third.url.searchParams.has('since')).toBe(false);
    expect(third.headers.get('Last-Event-ID')).toBe('a');
    expect(stream.completeness.isWhole).toBe(true);
  });

  test('and says that something may be missing, if it does not know when that was', async () => {
    (await open()).open().end();
    await waits(1000);
    expect(told).toEqual(['gap: replay: what came while the connection was broken is not known']);
  });

  test('and says so too where it has an end, as its span may have been over before it began', async () => {
    (await open({ until: '2020-01-01T00:00:00Z' })).open({ Date: 'Sat, 31 Jan 2026 11:59:58 GMT' }).end();
    expect((await waits(1000)).url.searchParams.has('since')).toBe(false);
    expect(stream.completeness.isWhole).toBe(false);
  });

  test('and is whole, if it never was connected before', async () => {
    (await open()).answer(503);
    (await waits(1000)).open();
    await settle();
    expect(stream.completeness.isWhole).toBe(true);
  });
});

describe('A stream is over', () => {
  test('where the server says so by 204', async () => {
    (await open()).answer(204);
    await settle();
    expect(stream.state).toEqual({
      status: 'closed',
      reason: { code: 'complete', message: 'no more is to come', status: 204 },
    });
  });

  test.each([400, 401, 403, 404, 410])('where the server refuses by %d', async (status) => {
    (await open()).answer(status, {}, 'no such stream');
    await settle();
    expect(stream.state).toEqual({
      status: 'closed',
      reason: { code: 'status', message: `${status}: no such stream`, status },
    });
    await vi.advanceTimersByTimeAsync(100_000);
    expect(server.exchanges.length).toBe(1);
  });

  test.each([
    [200, 'text/html'],
    [200, 'text/event-stream-bogus'],
    [206, 'text/event-stream'],
  ])('where the answer is %d with %s', async (status, type) => {
    (await open()).answer(status, { 'Content-Type': type }, '<html>');
    await settle();
    expect(stream.state.reason).toMatchObject({ code: 'content-type', message: expect.stringContaining(type) });
  });

  test.each(['text/event-stream;charset=utf-8', 'text/event-stream;', 'Text/Event-Stream'])(
    'not where the answer is %s',
    async (type) => {
      (await open()).open({ 'Content-Type': type });
      await settle();
      expect(stream.state.status).toBe('open');
    },
  );

  test('when it is closed: its request ends, and nothing comes any more', async () => {
    const first = await open();
    first.open().event('a');
    await settle();
    stream.close();
    expect(first.signal.aborted).toBe(true);
    expect(stream.state.reason?.code).toBe('closed');
    await settle();
    expect(states.map(({ status }) => status)).toEqual(['connecting', 'open', 'closed'].slice(-states.length));
  });

  test('when its signal is aborted, or was before', async () => {
    const abort = new AbortController();
    await open({ signal: abort.signal });
    abort.abort();
    expect(stream.state.reason?.code).toBe('aborted');
    stream = connect({ url: URL_OF_STREAM, signal: abort.signal }, environment);
    await settle();
    expect(stream.state.reason?.code).toBe('aborted');
    expect(server.exchanges.length).toBe(1);
  });

  test('and leaves nothing at its signal', async () => {
    const { signal } = new AbortController();
    const first = await open({ signal });
    expect(getEventListeners(signal, 'abort').length).toBe(1);
    first.open();
    stream.close();
    expect(getEventListeners(signal, 'abort').length).toBe(0);
  });

  test('when a listener closes it as it begins to wait', async () => {
    const first = await open();
    stream.on('state', ({ status }) => status === 'waiting' && stream.close());
    first.refuse('fetch failed');
    await settle();
    expect(stream.state.status).toBe('closed');
    expect(vi.getTimerCount()).toBe(0);
  });

  test('while it waits, too', async () => {
    (await open()).refuse('fetch failed');
    await settle();
    stream.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  test('where the server refuses, and its reason breaks off', async () => {
    const body = new ReadableStream({ pull: (controller) => controller.error(new TypeError('terminated')) });
    stream = connect({ url: URL_OF_STREAM, fetch: async () => new Response(body, { status: 403 }) }, environment);
    await settle();
    expect(stream.state.reason).toEqual({ code: 'status', message: '403', status: 403 });
  });

  test('and what a refusal says is cut', async () => {
    (await open()).answer(404, {}, 'x'.repeat(100_000));
    await settle();
    expect(stream.state.reason?.message.length).toBeLessThan(600);
  });
});
