import { beforeEach, describe, expect, test, vi } from 'vitest';
import { connect } from '../src/connect.js';
import { StreamError } from '../src/state.js';
import { FakeEnvironment, FakeServer, settle } from './fakes.js';

const url = 'http://freshet.test/events';
type Any = Record<string, unknown>;

let server: FakeServer;
let environment: FakeEnvironment;

beforeEach(() => {
  server = new FakeServer();
  environment = new FakeEnvironment(server);
});

describe('A loop', () => {
  test('gets every event from the beginning, however late it begins', async () => {
    const stream = connect<Any>({ url }, environment);
    (await server.next()).open().event('a').event('b');
    await settle();
    const got: string[] = [];
    for await (const event of stream) {
      got.push(event.id);
      if (event.id === 'b') {
        break;
      }
    }
    expect(got).toEqual(['a', 'b']);
  });

  test('that is left ends the stream', async () => {
    const stream = connect<Any>({ url }, environment);
    const exchange = (await server.next()).open().event('a');
    for await (const _ of stream) {
      break;
    }
    expect(stream.state.status).toBe('closed');
    expect(exchange.signal.aborted).toBe(true);
  });

  test('gets what waited when the stream was closed, and ends', async () => {
    const stream = connect<Any>({ url }, environment);
    (await server.next()).open().event('a').event('b');
    await settle();
    stream.close();
    const got: string[] = [];
    for await (const event of stream) {
      got.push(event.id);
    }
    expect(got).toEqual(['a', 'b']);
  });

  test('ends where the server has no more', async () => {
    const stream = connect<Any>({ url }, environment);
    (await server.next()).answer(204);
    expect(await stream[Symbol.asyncIterator]().next()).toEqual({ done: true, value: undefined });
  });

  test('throws where the server refuses, after what came', async () => {
    const stream = connect<Any>({ url }, environment);
    (await server.next()).answer(401, {}, '{"detail":"who are you?"}');
    await settle();
    const failure = await stream[Symbol.asyncIterator]()
      .next()
      .then(String, (error: unknown) => error);
    expect(failure).toBeInstanceOf(StreamError);
    expect((failure as StreamError).reason).toEqual({ code: 'status', message: '401: who are you?', status: 401 });
  });

  test('that does not keep up holds the connection back, and misses nothing', async () => {
    const stream = connect<Any>({ url, maxBufferedBytes: 1000 }, environment);
    const exchange = (await server.next()).open();
    const sent = Array.from({ length: 100 }, (_, n) => `e${n}`);
    let read = 0;
    const count = vi.fn(() => read++);
    for (const id of sent) {
      exchange.event(id);
    }
    await settle();
    expect(stream.lastEventId).not.toBe('e99');
    const got: string[] = [];
    for await (const event of stream) {
      count();
      got.push(event.id);
      if (got.length === sent.length) {
        break;
      }
    }
    expect(got).toEqual(sent);
    expect(stream.completeness.isWhole).toBe(true);
  });

  test('that holds the connection back is not taken for silence', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    const stream = connect<Any>({ url, maxBufferedBytes: 1 }, environment);
    const exchange = (await server.next()).open().event('a').event('b');
    await settle();
    await vi.advanceTimersByTimeAsync(1_000_000);
    expect(exchange.signal.aborted).toBe(false);
    stream.close();
    vi.useRealTimers();
  });
});

describe('A listener', () => {
  test('gets what came before it, and then what comes', async () => {
    const stream = connect<Any>({ url }, environment);
    const exchange = (await server.next()).open().event('a');
    await settle();
    const got: string[] = [];
    const off = stream.on('event', ({ id }) => got.push(id));
    exchange.event('b');
    await settle();
    expect(got).toEqual(['a', 'b']);
    off();
    exchange.event('c');
    await settle();
    expect(got).toEqual(['a', 'b']);
    stream.close();
  });

  test('that throws disturbs no other, and its error is not lost', async () => {
    const stream = connect<Any>({ url }, environment);
    const lost: unknown[] = [];
    const other: string[] = [];
    const catcher = (error: unknown) => lost.push(error);
    const before = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    process.on('uncaughtException', catcher);
    stream.on('event', () => {
      throw new Error('mine');
    });
    stream.on('event', ({ id }) => other.push(id));
    (await server.next()).open().event('a').event('b');
    await settle();
    process.removeListener('uncaughtException', catcher);
    for (const listener of before) {
      process.on('uncaughtException', listener);
    }
    expect(other).toEqual(['a', 'b']);
    expect(lost.map(String)).toEqual(['Error: mine', 'Error: mine']);
    expect(stream.state.status).toBe('open');
    stream.close();
  });
});

describe('An event', () => {
  const cdevent = {
    context: {
      version: '0.3.0',
      id: 'c1',
      source: 'github.com/o/r',
      type: 'dev.cdevents.build.started.0.1.1',
      timestamp: '2026-01-31T12:00:00Z',
    },
    subject: { id: 'b', type: 'build', content: {} },
  };
  const envelope = {
    id: 'e1',
    type: 'blog.post.created',
    source: 'blog',
    timestamp: '2026-01-31T12:00:00Z',
    data: { title: 'x' },
  };
  const cloudEvent = {
    specversion: '1.0',
    id: 'x1',
    type: 'com.x',
    source: '/x',
    time: '2026-01-31T12:00:00Z',
    data: 7,
  };
  const drift = { severity: 'critical', type: 'not the type', resource_id: 'r' };

  test.each([
    ['a CDEvent', 'cdevent', cdevent, { type: cdevent.context.type, source: 'github.com/o/r', data: cdevent }],
    ['an envelope', 'blog.post.created', envelope, { type: envelope.type, source: 'blog', data: { title: 'x' } }],
    ['an envelope without a name', undefined, envelope, { type: envelope.type, name: 'message' }],
    ['a CloudEvent', 'com.x', cloudEvent, { type: 'com.x', source: '/x', timestamp: cloudEvent.time, data: 7 }],
    [
      'a CloudEvent without data',
      'com.x',
      { specversion: '1.0', type: 'y' },
      { type: 'y', data: { specversion: '1.0', type: 'y' } },
    ],
    ['data alone', 'drift', drift, { type: 'drift', source: undefined, data: drift }],
    ['what only looks like an envelope', 'x', { type: 'y', data: {} }, { type: 'x', data: { type: 'y', data: {} } }],
    ['what has a number for an id', 'x', { id: 7, type: 'y', data: {} }, { type: 'x' }],
    ['an array', 'x', [1], { type: 'x', data: [1] }],
    ['null', 'x', null, { type: 'x', data: null }],
  ])('that is %s says what it is', async (_, name, body, expected) => {
    const stream = connect<Any>({ url }, environment);
    const text = JSON.stringify(body);
    (await server.next()).open().send(`${name ? `event: ${name}\n` : ''}id: w\ndata: ${text}\n\n`);
    const { value } = await stream[Symbol.asyncIterator]().next();
    expect(value).toMatchObject({ id: 'w', body, text, ...expected });
    stream.close();
  });

  test('that is no JSON is text', async () => {
    const stream = connect<Any>({ url }, environment);
    (await server.next()).open().send('data: {"half\n\n');
    expect((await stream[Symbol.asyncIterator]().next()).value).toMatchObject({
      data: '{"half',
      type: 'message',
      id: '',
    });
    stream.close();
  });

  test('without an id of its own has that of its body, and is never taken for seen', async () => {
    const stream = connect<Any>({ url }, environment);
    const greeting = `event: connection.established\ndata: ${JSON.stringify({ ...envelope, type: 'connection.established' })}\n\n`;
    (await server.next()).open().send(greeting).send(greeting);
    const loop = stream[Symbol.asyncIterator]();
    expect((await loop.next()).value?.id).toBe('e1');
    expect((await loop.next()).value?.id).toBe('e1');
    expect(stream.lastEventId).toBe('');
    stream.close();
  });
});

describe('What was seen', () => {
  test('is remembered as far as it is said, the oldest forgotten first', async () => {
    const stream = connect<Any>({ url, seenIds: 2 }, environment);
    const got: string[] = [];
    stream.on('event', ({ id }) => got.push(id));
    (await server.next()).open().event('a').event('b').event('c').event('b').event('a');
    await settle();
    expect(got).toEqual(['a', 'b', 'c', 'a']);
    stream.close();
  });

  test('is not remembered where nobody wants it', async () => {
    const stream = connect<Any>({ url, seenIds: 0 }, environment);
    const got: string[] = [];
    stream.on('event', ({ id }) => got.push(id));
    (await server.next()).open().event('a').event('a');
    await settle();
    expect(got).toEqual(['a', 'a']);
    stream.close();
  });

  test('before this stream began counts too', async () => {
    const stream = connect<Any>({ url, lastEventId: 'a' }, environment);
    const got: string[] = [];
    stream.on('event', ({ id }) => got.push(id));
    (await server.next()).open().event('a').event('b');
    await settle();
    expect(got).toEqual(['b']);
    stream.close();
  });
});
