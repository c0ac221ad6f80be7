// @vitest-environment jsdom
import { act, cleanup, render, renderHook } from '@testing-library/react';
import { type ReactNode, StrictMode } from 'react';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Exchange, FakeServer } from '../../client/tests/fakes.js';
import {
  FreshetProvider,
  type SSEOptions,
  useDriftAlerts,
  useFalcoEvents,
  useSSE,
  useSSEEventHandler,
  useSSEEvents,
} from '../src/index.js';

const url = 'http://freshet.test/events';

let server: FakeServer;
/** Everything that a component is drawn for comes through these. */
let frames: Map<number, () => void>;

beforeEach(() => {
  server = new FakeServer();
  frames = new Map();
  let number = 0;
  vi.spyOn(globalThis, 'requestAnimationFrame').mockImplementation((callback) => {
    frames.set(++number, () => callback(0));
    return number;
  });
  vi.spyOn(globalThis, 'cancelAnimationFrame').mockImplementation((handle) => {
    frames.delete(handle);
  });
});

afterEach(async () => {
  cleanup();
  await turn();
  expect(server.connections).toBe(0);
  expect(frames.size).toBe(0);
  vi.restoreAllMocks();
});

/** Lets everything run that waits for nothing but its turn. */
async function turn(): Promise<void> {
  await act(async () => {
    for (let n = 0; n < 5; n++) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  });
}

/** Lets everything run, and draws a frame. */
async function frame(): Promise<void> {
  await turn();
  act(() => {
    const due = [...frames.values()];
    frames.clear();
    for (const callback of due) {
      callback();
    }
  });
}

const options = (more: SSEOptions = {}): SSEOptions => ({ url, fetch: server.fetch, ...more });

const provider =
  (more: Partial<Parameters<typeof FreshetProvider>[0]> = {}) =>
  ({ children }: { children: ReactNode }) => (
    <FreshetProvider url={url} fetch={server.fetch} {...more}>
      {children}
    </FreshetProvider>
  );

const ids = (events: readonly { readonly id: string }[]) => events.map(({ id }) => id);

describe('useSSE', () => {
  test('connects, shows what comes, and closes the stream when it is unmounted', async () => {
    const { result, unmount } = renderHook(() => useSSE(options()));
    expect(result.current).toMatchObject({
      isConnected: false,
      isConnecting: true,
      error: null,
      events: [],
      lastEvent: null,
    });
    const exchange = (await server.next()).open().event('a').event('b');
    await frame();
    expect(result.current).toMatchObject({ isConnected: true, connected: true, isConnecting: false });
    expect(ids(result.current.events)).toEqual(['a', 'b']);
    expect(result.current.lastEvent?.data).toEqual({ n: 'b' });
    unmount();
    await turn();
    expect(exchange.signal.aborted).toBe(true);
  });

  test('has one connection in strict mode', async () => {
    const { result } = renderHook(() => useSSE(options()), { wrapper: StrictMode });
    await turn();
    server.exchanges.at(-1)?.open().event('a');
    await frame();
    expect(ids(result.current.events)).toEqual(['a']);
    expect(server.exchanges.length).toBe(1);
  });

  test('keeps the connection where it is drawn anew with the same options made anew', async () => {
    const { rerender } = renderHook(() =>
      useSSE(options({ eventTypes: ['blog.*'], headers: { a: 'b' }, fetch: (...request) => server.fetch(...request) })),
    );
    await server.next();
    rerender();
    rerender();
    await turn();
    expect(server.exchanges.length).toBe(1);
  });

  test('connects anew where the options change, and shows nothing of what was', async () => {
    const { result, rerender } = renderHook(({ types }) => useSSE(options({ eventTypes: types })), {
      initialProps: { types: ['a.*'] },
    });
    const first = (await server.next()).open().event('a1');
    await frame();
    rerender({ types: ['b.*'] });
    expect(result.current.events).toEqual([]);
    const second = await server.next();
    await turn();
    expect(first.signal.aborted).toBe(true);
    expect(second.url.searchParams.get('event_types')).toBe('b.*');
    expect(second.headers.has('Last-Event-ID')).toBe(false);
    second.open().event('b1');
    await frame();
    expect(ids(result.current.events)).toEqual(['b1']);
  });

  test('asks for fresh headers at each try, as they are now', async () => {
    const { rerender } = renderHook(
      ({ token }) => useSSE(options({ headers: () => ({ Authorization: token }), minRetryDelay: 1 })),
      { initialProps: { token: 'one' } },
    );
    const first = await server.next();
    expect(first.headers.get('Authorization')).toBe('one');
    rerender({ token: 'two' });
    await turn();
    expect(server.exchanges.length).toBe(1);
    first.refuse('fetch failed');
    expect((await server.next()).headers.get('Authorization')).toBe('two');
  });

  test('draws once a frame, however many events come', async () => {
    let drawn = 0;
    const { result } = renderHook(() => {
      drawn++;
      return useSSE(options());
    });
    const exchange = (await server.next()).open();
    await frame();
    const before = drawn;
    for (let n = 0; n < 1000; n++) {
      exchange.event(`e${n}`);
      if (n % 100 === 99) {
        await turn();
      }
    }
    expect(drawn).toBe(before);
    expect(frames.size).toBe(1);
    await frame();
    expect(drawn).toBe(before + 1);
    expect(result.current.events.length).toBe(100);
    expect(result.current.lastEvent?.id).toBe('e999');
    expect(result.current.events[0]?.id).toBe('e900');
  });

  test('draws in a tab that is not seen too, once a second', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { result } = renderHook(() => useSSE(options()));
    (await server.next()).open().event('a');
    await turn();
    act(() => vi.advanceTimersByTime(999));
    expect(result.current.events).toEqual([]);
    act(() => vi.advanceTimersByTime(1));
    expect(ids(result.current.events)).toEqual(['a']);
    vi.useRealTimers();
  });

  test('keeps as many events as it is told', async () => {
    const { result } = renderHook(() => useSSE(options({ history: 3 })));
    const exchange = (await server.next()).open();
    for (let n = 0; n < 50; n++) {
      exchange.event(`e${n}`);
      await frame();
      expect(result.current.events.length).toBe(Math.min(n + 1, 3));
    }
    expect(ids(result.current.events)).toEqual(['e47', 'e48', 'e49']);
  });

  test('tells of gaps, and forgets when it is told to', async () => {
    const { result } = renderHook(() => useSSE(options()));
    (await server.next()).open().event('a').send('event: error\ndata: lagged: 3 messages skipped\n\n').event('b');
    await frame();
    expect(result.current.gaps).toMatchObject([{ cause: 'lagged', count: 3 }]);
    expect(ids(result.current.events)).toEqual(['a', 'b']);
    act(() => result.current.clearEvents());
    await frame();
    expect(result.current).toMatchObject({ events: [], gaps: [], lastEvent: null, isConnected: true });
  });

  test('shows no heartbeats, and gives what has no id one to be told apart by', async () => {
    const { result } = renderHook(() => useSSE(options()));
    (await server.next())
      .open()
      .send('event: connected\ndata: {}\n\n')
      .send('event: heartbeat\ndata: {"type":"heartbeat","timestamp":"2026-01-31T12:00:00Z"}\n\n')
      .send('data: 1\n\n');
    await frame();
    expect(result.current.events.map(({ type, id }) => [type, id])).toEqual([
      ['connected', 'unnamed-1'],
      ['message', 'unnamed-2'],
    ]);
  });

  test('says why it is not connected, and connects again when it is told to', async () => {
    const { result } = renderHook(() => useSSE(options()));
    (await server.next()).open().event('a');
    server.exchanges[0]?.end();
    await frame();
    expect(result.current.error?.reason.code).toBe('ended');
    expect(result.current.isConnecting).toBe(true);
    act(() => result.current.disconnect());
    await frame();
    expect(result.current).toMatchObject({ isConnected: false, isConnecting: false, error: null });
    expect(ids(result.current.events)).toEqual(['a']);
    expect(server.connections).toBe(0);
    act(() => result.current.connect());
    const second = await server.next();
    expect(second.headers.get('Last-Event-ID')).toBe('a');
    second.open().event('b');
    await frame();
    expect(ids(result.current.events)).toEqual(['a', 'b']);
  });

  test('is refused, says so, and tries again when it is told to', async () => {
    const { result } = renderHook(() => useSSE(options()));
    (await server.next()).answer(401, {}, '{"detail":"who are you?"}');
    await frame();
    expect(result.current).toMatchObject({ isConnecting: false, error: { message: '401: who are you?' } });
    act(() => result.current.connect());
    (await server.next()).open();
    await frame();
    expect(result.current).toMatchObject({ isConnected: true, error: null });
  });

  test('goes on after its last event also where the server refused meanwhile', async () => {
    const { result } = renderHook(() => useSSE(options({ minRetryDelay: 1 })));
    (await server.next()).open().event('a').end();
    (await server.next()).answer(403);
    await frame();
    expect(result.current.error?.reason.status).toBe(403);
    act(() => result.current.connect());
    const third = await server.next();
    expect(third.headers.get('Last-Event-ID')).toBe('a');
    third.open().event('b');
    await frame();
    expect(ids(result.current.events)).toEqual(['a', 'b']);
  });

  test('keeps the connection where only what is kept changes, or when it is to connect', async () => {
    const { rerender } = renderHook(({ history }) => useSSE(options({ history, autoConnect: history > 0 })), {
      initialProps: { history: 5 },
    });
    const first = await server.next();
    rerender({ history: 10 });
    await turn();
    expect(first.signal.aborted).toBe(false);
    expect(server.exchanges.length).toBe(1);
  });

  test('keeps the last hundred gaps', async () => {
    const { result } = renderHook(() => useSSE(options()));
    const exchange = (await server.next()).open();
    for (let n = 0; n < 150; n++) {
      exchange.event(`e${n}`).send(`event: error\ndata: lagged: ${n} messages skipped\n\n`);
    }
    await frame();
    expect(result.current.gaps.map(({ count }) => count)).toEqual(Array.from({ length: 100 }, (_, n) => n + 50));
  });

  test('draws nothing once it is unmounted, and leaves no timer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { result, unmount } = renderHook(() => useSSE(options()));
    (await server.next()).open().event('a');
    await frame();
    // What watches over the connection.
    expect(vi.getTimerCount()).toBe(1);
    unmount();
    await turn();
    result.current.clearEvents();
    result.current.disconnect();
    result.current.connect();
    await turn();
    expect([vi.getTimerCount(), frames.size, server.connections]).toEqual([0, 0, 0]);
    vi.useRealTimers();
  });

  test('connects when it is told to and not before, where it is wanted so', async () => {
    const { result } = renderHook(() => useSSE(options({ autoConnect: false })));
    await frame();
    expect(server.exchanges.length).toBe(0);
    expect(result.current.isConnecting).toBe(false);
    act(() => result.current.connect());
    (await server.next()).open();
    await frame();
    expect(result.current.isConnected).toBe(true);
  });

  test('draws on a server what it shows before anything comes', () => {
    const Page = () => <p>{useSSE(options()).isConnecting ? 'connecting' : 'not'}</p>;
    expect(renderToString(<Page />)).toBe('<p>connecting</p>');
    expect(server.exchanges.length).toBe(0);
  });

  test('says what is missing where there is no stream', () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(() => renderHook(() => useSSE())).toThrow('put a <FreshetProvider');
  });
});

describe('Under a FreshetProvider', () => {
  test('many components share one stream, and each has its own events', async () => {
    const seen: Record<string, string[]> = {};
    const Blog = () => {
      seen.blog = ids(useSSE(['blog.*']).events);
      return null;
    };
    const Source = () => {
      seen.source = ids(useSSE([], ['shop']).events);
      return null;
    };
    const All = () => {
      seen.all = ids(useSSE().events);
      return null;
    };
    render(
      <>
        <Blog />
        <Source />
        <All />
      </>,
      { wrapper: provider() },
    );
    const post = { id: 'p', type: 'blog.post.created', source: 'blog', timestamp: '2026-01-01T00:00:00Z', data: 1 };
    (await server.next())
      .open()
      .event('a', post, 'blog.post.created')
      .event('b', { ...post, type: 'order', source: 'shop' }, 'order');
    await frame();
    expect(seen).toEqual({ blog: ['a'], source: ['b'], all: ['a', 'b'] });
    expect(server.exchanges.length).toBe(1);
  });

  test('the stream is open while a component uses it', async () => {
    const Page = ({ parts }: { parts: number }) => (
      <FreshetProvider url={url} fetch={server.fetch}>
        {Array.from({ length: parts }, (_, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they differ by nothing else
          <Part key={n} />
        ))}
      </FreshetProvider>
    );
    const Part = () => <p>{ids(useSSE().events).join()}</p>;
    const { rerender, container } = render(<Page parts={0} />);
    await turn();
    expect(server.exchanges.length).toBe(0);
    rerender(<Page parts={2} />);
    const exchange = (await server.next()).open().event('a').event('b');
    await frame();
    rerender(<Page parts={1} />);
    await turn();
    expect(exchange.signal.aborted).toBe(false);
    // Who comes later is given the last events.
    rerender(<Page parts={3} />);
    await frame();
    expect(container.innerHTML).toBe('<p>a,b</p><p>a,b</p><p>a,b</p>');
    rerender(<Page parts={0} />);
    await turn();
    expect(exchange.signal.aborted).toBe(true);
  });

  test('the stream stays where one component takes the place of another, and is a new one where none was left', async () => {
    const Page = ({ part }: { part: string }) => (
      <FreshetProvider url={url} fetch={server.fetch}>
        {part && <Probe key={part} />}
      </FreshetProvider>
    );
    const { rerender } = render(<Page part="a" />);
    const exchange = (await server.next()).open().event('a');
    await frame();
    rerender(<Page part="b" />);
    await turn();
    expect(exchange.signal.aborted).toBe(false);
    expect(server.exchanges.length).toBe(1);
    rerender(<Page part="" />);
    await turn();
    rerender(<Page part="c" />);
    expect((await server.next()).headers.has('Last-Event-ID')).toBe(false);
  });

  test('who came later and lets go for a while has nothing twice', async () => {
    let late: ReturnType<typeof useSSE> | undefined;
    const Late = () => {
      late = useSSE();
      return null;
    };
    const Page = ({ both }: { both: boolean }) => (
      <FreshetProvider url={url} fetch={server.fetch}>
        <Probe />
        {both && <Late />}
      </FreshetProvider>
    );
    const { rerender } = render(<Page both={false} />);
    (await server.next()).open().event('a');
    await frame();
    rerender(<Page both />);
    await frame();
    act(() => late?.disconnect());
    act(() => late?.connect());
    act(() => late?.connect());
    await frame();
    expect(ids(late?.events ?? [])).toEqual(['a']);
  });

  test('one component that lets go leaves the stream to the others', async () => {
    let one: ReturnType<typeof useSSE> | undefined;
    let two: ReturnType<typeof useSSE> | undefined;
    const One = () => {
      one = useSSE();
      return null;
    };
    const Two = () => {
      two = useSSE();
      return null;
    };
    render([<One key="1" />, <Two key="2" />], { wrapper: provider() });
    const exchange = (await server.next()).open().event('a');
    await frame();
    act(() => one?.disconnect());
    exchange.event('b');
    await frame();
    expect([one?.isConnected, ids(one?.events ?? [])]).toEqual([false, ['a']]);
    expect([two?.isConnected, ids(two?.events ?? [])]).toEqual([true, ['a', 'b']]);
    act(() => one?.connect());
    await frame();
    expect([one?.isConnected, ids(one?.events ?? [])]).toEqual([true, ['a', 'b']]);
    expect(server.exchanges.length).toBe(1);
  });

  test('another url is another stream', async () => {
    const Page = ({ path }: { path: string }) => (
      <FreshetProvider url={url + path} fetch={server.fetch}>
        <Probe />
      </FreshetProvider>
    );
    const { rerender } = render(<Page path="" />);
    const first = await server.next();
    rerender(<Page path="" />);
    await turn();
    expect(server.exchanges.length).toBe(1);
    rerender(<Page path="/other" />);
    expect((await server.next()).url.pathname).toBe('/events/other');
    await turn();
    expect(first.signal.aborted).toBe(true);
  });

  function Probe() {
    useSSE();
    return null;
  }
});

describe('The hooks for one kind of event', () => {
  const drift = { severity: 'critical', resource_type: 'aws_iam_policy', resource_id: 'r' };

  test('useDriftAlerts and useFalcoEvents have the payloads, with the id of each', async () => {
    const { result } = renderHook(() => ({ drift: useDriftAlerts(), falco: useFalcoEvents() }), {
      wrapper: provider(),
    });
    const whole = {
      id: 'd2',
      type: 'drift',
      timestamp: '2026-01-01T00:00:00Z',
      source: 's',
      data: { ...drift, severity: 'low' },
    };
    (await server.next())
      .open()
      .event('d1', drift, 'drift')
      .event('d2', whole, 'drift')
      .event('f1', { rule: 'Shell', severity: 'high' }, 'falco')
      .event('x', 'text', 'drift');
    await frame();
    expect(result.current.drift.driftAlerts).toEqual([
      { ...drift, id: 'd1' },
      { ...drift, severity: 'low', id: 'd2' },
    ]);
    expect(result.current.falco.falcoEvents).toEqual([{ rule: 'Shell', severity: 'high', id: 'f1' }]);
    expect(result.current.falco.isConnected).toBe(true);
    act(() => result.current.drift.clearAlerts());
    await frame();
    expect(result.current.drift.driftAlerts).toEqual([]);
    expect(result.current.falco.falcoEvents.length).toBe(1);
  });

  test('with a url of their own they ask the server for these alone', async () => {
    renderHook(() => useDriftAlerts(options()));
    expect((await server.next()).url.searchParams.get('event_types')).toBe('drift');
  });

  test('useSSEEvents has those of its types, by type or by the name of the frame', async () => {
    const { result } = renderHook(
      () => ({ builds: useSSEEvents('dev.cdevents.build.*'), all: useSSEEvents(['cdevent', 'drift']) }),
      { wrapper: provider() },
    );
    const build = {
      context: { id: 'b', type: 'dev.cdevents.build.started.0.1.1', source: 's', timestamp: '2026-01-01T00:00:00Z' },
    };
    (await server.next()).open().event('b', build, 'cdevent').event('d', drift, 'drift').event('o', 1, 'other');
    await frame();
    expect(ids(result.current.builds.events)).toEqual(['b']);
    expect(ids(result.current.all.events)).toEqual(['b', 'd']);
  });

  test('useSSEEventHandler calls back for each as it comes, by the latest callback, and draws nothing', async () => {
    const calls: string[] = [];
    let drawn = 0;
    const { rerender, unmount } = renderHook(
      ({ prefix }) => {
        drawn++;
        useSSEEventHandler('drift', ({ data, id }) => calls.push(`${prefix} ${id} ${data.severity}`));
        useSSEEventHandler('gap', ({ gap }) => calls.push(`gap of ${gap.count}`));
      },
      { wrapper: provider(), initialProps: { prefix: 'first' } },
    );
    const exchange = (await server.next()).open().event('d1', drift, 'drift').event('o', 1, 'other');
    await turn();
    rerender({ prefix: 'second' });
    exchange.event('d2', drift, 'drift').send('event: error\ndata: lagged: 3 messages skipped\n\n');
    await turn();
    expect(calls).toEqual(['first d1 critical', 'second d2 critical', 'gap of 3']);
    expect(drawn).toBe(2);
    unmount();
    await turn();
    expect(exchange.signal.aborted).toBe(true);
  });

  test('a handler that throws takes nothing from the others, and its error is not lost', async () => {
    const lost: unknown[] = [];
    const catcher = (error: unknown) => lost.push(error);
    const before = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    process.on('uncaughtException', catcher);
    const calls: string[] = [];
    renderHook(
      () => {
        useSSEEventHandler('*', () => {
          throw new Error('mine');
        });
        useSSEEventHandler('*', ({ id }) => calls.push(id));
      },
      { wrapper: provider() },
    );
    (await server.next()).open().event('a');
    await turn();
    process.removeListener('uncaughtException', catcher);
    for (const listener of before) {
      process.on('uncaughtException', listener);
    }
    expect(calls).toEqual(['a']);
    expect(lost.map(String)).toEqual(['Error: mine']);
  });

  test('a handler that is mounted later is not called for what was, in strict mode neither', async () => {
    const calls: string[] = [];
    const Handler = () => {
      useSSEEventHandler('*', ({ id }) => calls.push(id));
      return null;
    };
    const Page = ({ late }: { late: boolean }) => (
      <StrictMode>
        <FreshetProvider url={url} fetch={server.fetch}>
          <Shown />
          {late && <Handler />}
        </FreshetProvider>
      </StrictMode>
    );
    const Shown = () => <p>{useSSE().events.length}</p>;
    const { rerender } = render(<Page late={false} />);
    await turn();
    const exchange = server.exchanges.at(-1) as Exchange;
    exchange.open().event('a');
    await frame();
    rerender(<Page late />);
    exchange.event('b');
    await frame();
    expect(calls).toEqual(['b']);
    expect(server.exchanges.length).toBe(1);
  });
});
