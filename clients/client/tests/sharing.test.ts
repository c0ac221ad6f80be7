import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { connect } from '../src/connect.js';
import type { ConnectOptions } from '../src/options.js';
import type { FreshetStream } from '../src/stream.js';
import { type Exchange, FakeBrowser, FakeEnvironment, FakeServer, type FakeTabs, settle } from './fakes.js';

const url = 'http://freshet.test/events';

interface Tab {
  readonly tabs: FakeTabs;
  readonly stream: FreshetStream<Record<string, unknown>>;
  readonly ids: string[];
  readonly gaps: string[];
}

let server: FakeServer;
let browser: FakeBrowser;
let open: Tab[];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  server = new FakeServer();
  browser = new FakeBrowser();
  open = [];
});

afterEach(async () => {
  for (const { stream } of open) {
    stream.close();
  }
  await settle();
  expect(server.connections).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

async function tab(options: Partial<ConnectOptions> = {}): Promise<Tab> {
  const tabs = browser.tab();
  const stream = connect<Record<string, unknown>>({ url, ...options }, new FakeEnvironment(server, tabs));
  const one: Tab = { tabs, stream, ids: [], gaps: [] };
  stream.on('event', (event) => (event.gap ? one.gaps.push(event.gap.message) : one.ids.push(event.id || event.type)));
  open.push(one);
  await settle();
  return one;
}

/** Lets the time pass in which events count as the server's replay. */
const afterReplay = () => vi.advanceTimersByTimeAsync(1000);

describe('Tabs', () => {
  test('that ask for the same share one connection, and all get everything', async () => {
    const eight = [];
    for (let n = 0; n < 8; n++) {
      eight.push(await tab({ eventTypes: ['blog.*'], headers: { 'X-Client': 'a' } }));
    }
    const exchange = (await server.next()).open().event('a').event('b');
    await settle();
    exchange.event('c');
    await settle();
    expect(server.exchanges.length).toBe(1);
    expect(eight.map(({ ids }) => ids)).toEqual(Array(8).fill(['a', 'b', 'c']));
    expect(eight.map(({ stream }) => stream.state.status)).toEqual(Array(8).fill('open'));
    expect(eight.map(({ stream }) => stream.lastEventId)).toEqual(Array(8).fill('c'));
  });

  test.each([
    ['other events', { eventTypes: ['drift'] }],
    ['other headers', { headers: { Authorization: 'Bearer other' } }],
    ['other cookies', { credentials: 'include' as const }],
    ['a connection of their own', { share: false }],
    ['a span with an end', { until: '2030-01-01T00:00:00Z' }],
    ['headers that are made anew', { headers: () => ({}) }],
  ])('that ask for %s have another', async (_, options) => {
    await tab();
    await tab(options);
    expect(server.connections).toBe(2);
  });

  test('whose headers are made anew share where they say so', async () => {
    await tab({ headers: () => ({}), share: true });
    await tab({ headers: () => ({}), share: true });
    expect(server.connections).toBe(1);
  });

  test('are told of gaps, signs of life and states alike', async () => {
    const [one, two] = [await tab(), await tab()];
    const exchange = (await server.next()).open().event('a').send(': keep-alive\n\n');
    await settle();
    expect(two.stream.completeness).toEqual(one.stream.completeness);
    expect(two.stream.completeness.upTo.time).toBeDefined();
    exchange.send('event: error\ndata: lagged: 3 messages skipped\n\n').event('e').break();
    await settle();
    expect(two.stream.completeness.gaps).toEqual(one.stream.completeness.gaps);
    expect(two.gaps).toEqual(['lagged: 3 messages skipped']);
    expect(two.stream.state).toEqual(one.stream.state);
    expect(two.stream.state.status).toBe('waiting');
  });

  test('are closed alike where the server refuses', async () => {
    const [one, two] = [await tab(), await tab()];
    (await server.next()).answer(403, {}, 'no');
    await settle();
    expect(two.stream.state).toEqual(one.stream.state);
    expect(two.stream.state.reason?.message).toBe('403: no');
    expect(server.exchanges.length).toBe(1);
  });
});

describe('A tab that joins', () => {
  test('gets what comes from now on, and not what was', async () => {
    await tab();
    const exchange = (await server.next()).open();
    await settle();
    await afterReplay();
    exchange.event('a');
    const late = await tab();
    expect(late.stream.state.status).toBe('open');
    exchange.event('b');
    await settle();
    expect(late.ids).toEqual(['b']);
  });

  test('gets as many of the last events as the server replays to new clients, and its greeting', async () => {
    await tab();
    const exchange = (await server.next()).open().send('event: connected\ndata: {}\n\n').event('a').event('b');
    await settle();
    await afterReplay();
    exchange.event('c');
    const late = await tab();
    expect(late.ids).toEqual(['connected', 'b', 'c']);
  });

  test('gets nothing of what the leader caught up with when it came back', async () => {
    await tab();
    (await server.next()).open().event('a').end();
    await settle();
    await afterReplay();
    (await server.next()).open().event('b').event('c');
    await settle();
    const late = await tab();
    expect(late.ids).toEqual(['c']);
  });

  test('after an event that the leader has gets what came since', async () => {
    await tab();
    (await server.next()).open().event('a').event('b').event('c');
    await settle();
    const late = await tab({ lastEventId: 'a' });
    expect(late.ids).toEqual(['b', 'c']);
    expect(server.connections).toBe(1);
  });

  test('after an event that the leader does not have catches up by itself, then shares, and misses and doubles nothing', async () => {
    const first = await tab();
    const live = (await server.next()).open().event('d');
    await settle();
    const late = await tab({ lastEventId: 'a' });
    const own = await server.next();
    expect(own.headers.get('Last-Event-ID')).toBe('a');
    own.open().event('b').event('c');
    await settle();
    live.event('e');
    await settle();
    own.event('d');
    await settle();
    expect(own.signal.aborted).toBe(true);
    live.event('f');
    await settle();
    expect(late.ids).toEqual(['b', 'c', 'd', 'e', 'f']);
    expect(first.ids).toEqual(['d', 'e', 'f']);
  });

  test('with a time to begin at catches up from there', async () => {
    const since = '2026-01-01T00:00:00.000Z';
    await tab();
    const live = (await server.next()).open().event('c');
    await settle();
    const late = await tab({ since });
    const own = await server.next();
    expect(own.url.searchParams.get('since')).toBe(since);
    own.open().event('a').event('b').event('c');
    await settle();
    live.event('d');
    await settle();
    expect(late.ids).toEqual(['a', 'b', 'c', 'd']);
    expect(server.connections).toBe(1);
  });

  test('leads by the connection that it catches up with, if the leader goes meanwhile', async () => {
    const first = await tab();
    (await server.next()).open().event('z');
    await settle();
    const late = await tab({ lastEventId: 'a' });
    const own = (await server.next()).open().event('b');
    await settle();
    first.stream.close();
    await settle();
    const third = await tab();
    own.event('c');
    await settle();
    expect(late.ids).toEqual(['b', 'c']);
    expect(third.ids).toEqual(['c']);
    expect(server.connections).toBe(1);
  });
});

describe('The connection is handed on', () => {
  const leaving: [how: string, leave: (tab: Tab, exchange: Exchange) => void][] = [
    ['is closed', ({ stream }) => stream.close()],
    ['crashes', ({ tabs }) => browser.crash(tabs)],
  ];

  test.each(leaving)('when the leading tab %s: nothing is lost or doubled', async (_, leave) => {
    const [one, two, three] = [await tab(), await tab(), await tab()];
    const first = (await server.next()).open().event('a').event('b');
    await settle();
    leave(one, first);
    await settle();
    const second = await server.next();
    expect(second.headers.get('Last-Event-ID')).toBe('b');
    second.open().event('b').event('c').event('d');
    await settle();
    expect(two.ids).toEqual(['a', 'b', 'c', 'd']);
    expect(three.ids).toEqual(['a', 'b', 'c', 'd']);
    browser.crash(one.tabs);
  });

  test('to a tab that is behind another: who has more drops what it has', async () => {
    const [one, two, three] = [await tab(), await tab(), await tab()];
    const first = (await server.next()).open().event('a');
    await settle();
    two.tabs.deaf = 1;
    first.event('b');
    await settle();
    browser.crash(one.tabs);
    await settle();
    const second = await server.next();
    expect(second.headers.get('Last-Event-ID')).toBe('a');
    second.open().event('b').event('c');
    await settle();
    expect([two.ids, three.ids]).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
    ]);
  });

  test('to a tab that is ahead of another: who has less asks for it', async () => {
    const [one, two, three] = [await tab(), await tab(), await tab()];
    const first = (await server.next()).open().event('a');
    await settle();
    three.tabs.deaf = 1;
    first.event('b');
    await settle();
    browser.crash(one.tabs);
    await settle();
    expect(three.ids).toEqual(['a', 'b']);
    (await server.next()).open().event('c');
    await settle();
    expect([two.ids, three.ids]).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
    ]);
  });

  test('before any event came: from where the stream began', async () => {
    const [one, two] = [await tab(), await tab()];
    (await server.next()).open({ Date: 'Sat, 31 Jan 2026 12:00:00 GMT' });
    await settle();
    one.stream.close();
    await settle();
    const second = await server.next();
    expect(second.url.searchParams.get('since')).toBe('2026-01-31T12:00:00.000Z');
    second.open().event('a');
    await settle();
    expect(two.ids).toEqual(['a']);
  });

  test('from tab to tab, and each gets every event once', async () => {
    const all = await Promise.all([tab(), tab(), tab(), tab(), tab()]);
    const sent: string[] = [];
    let last: Tab | undefined;
    for (let turn = 0; turn < 5; turn++) {
      const exchange = (await server.next()).open();
      for (let n = 0; n < 3; n++) {
        const id = `${turn}.${n}`;
        sent.push(id);
        exchange.event(id);
      }
      await settle();
      last = all[turn] as Tab;
      if (turn < 4) {
        browser.crash(last.tabs);
        await settle();
      }
    }
    expect(all[4]?.ids).toEqual(sent);
  });

  test('to a tab that joined and got nothing yet: after what the leader had', async () => {
    const one = await tab();
    const first = (await server.next()).open();
    await settle();
    await afterReplay();
    first.event('a');
    await settle();
    const late = await tab();
    one.stream.close();
    await settle();
    const second = await server.next();
    expect(second.headers.get('Last-Event-ID')).toBe('a');
    second.open().event('b');
    await settle();
    expect(late.ids).toEqual(['b']);
  });

  test('while a tab still waits for its answer: the next leader answers it', async () => {
    const [one, two] = [await tab(), await tab()];
    (await server.next()).open();
    await settle();
    // What it asks is heard by nobody.
    one.tabs.isFrozen = true;
    const late = await tab();
    browser.crash(one.tabs);
    await settle();
    (await server.next()).open().event('a');
    await settle();
    expect([two.ids, late.ids]).toEqual([['a'], ['a']]);
  });

  test('from a leader that sleeps, and it follows when it wakes', async () => {
    const others = new FakeServer();
    const [one, two] = [await tab(), await tab({ fetch: others.fetch })];
    (await server.next()).open().event('a');
    await settle();
    one.tabs.isFrozen = true;
    await vi.advanceTimersByTimeAsync(200_000);
    await settle();
    const second = await others.next();
    expect(second.headers.get('Last-Event-ID')).toBe('a');
    one.tabs.isFrozen = false;
    second.open().event('b').event('c');
    await settle();
    expect(two.ids).toEqual(['a', 'b', 'c']);
    await vi.advanceTimersByTimeAsync(25_000);
    await settle();
    expect(one.ids).toEqual(['a', 'b', 'c']);
    expect([server.connections, others.connections]).toEqual([0, 1]);
  });
});

describe('A tab that missed something', () => {
  test('asks for it when the next event comes', async () => {
    const [, two] = [await tab(), await tab()];
    const exchange = (await server.next()).open().event('a');
    await settle();
    two.tabs.deaf = 1;
    exchange.event('b');
    await settle();
    expect(two.ids).toEqual(['a']);
    exchange.event('c');
    await settle();
    expect(two.ids).toEqual(['a', 'b', 'c']);
  });

  test('or when the leader says from time to time where it is', async () => {
    const [, two] = [await tab(), await tab()];
    const exchange = (await server.next()).open().event('a');
    await settle();
    two.tabs.deaf = 1;
    exchange.event('b');
    await settle();
    await vi.advanceTimersByTimeAsync(25_000);
    await settle();
    expect(two.ids).toEqual(['a', 'b']);
  });

  test('more than the leader remembers catches up by itself', async () => {
    const [, two] = [await tab(), await tab()];
    const exchange = (await server.next()).open().event('a');
    await settle();
    two.tabs.deaf = 1;
    const many = Array.from({ length: 1500 }, (_, n) => `e${n}`);
    exchange.send(many.map((id) => `id: ${id}\ndata: 1\n\n`).join(''));
    await settle();
    exchange.event('z');
    await settle();
    const own = await server.next();
    expect(own.headers.get('Last-Event-ID')).toBe('a');
    own
      .open()
      .send(many.map((id) => `id: ${id}\ndata: 1\n\n`).join(''))
      .event('z');
    await settle();
    expect(two.ids).toEqual(['a', ...many, 'z']);
    expect(server.connections).toBe(1);
  });

  test('because nobody read it is told how much', async () => {
    await tab();
    const tabs = browser.tab();
    const slow = connect<Record<string, unknown>>({ url, maxBufferedBytes: 1000 }, new FakeEnvironment(server, tabs));
    await settle();
    const exchange = (await server.next()).open();
    for (let n = 0; n < 20; n++) {
      exchange.event(`e${n}`);
    }
    await settle();
    const got: (string | number | undefined)[] = [];
    for await (const event of slow) {
      got.push(event.gap ? event.gap.count : event.id);
      if (event.gap) {
        break;
      }
    }
    expect(got.slice(0, -1)).toEqual(['e0', 'e1', 'e2', 'e3', 'e4']);
    expect(got.at(-1)).toBe(20 - (got.length - 1));
    expect(slow.completeness.gaps[0]).toMatchObject({ cause: 'overflow', after: { id: got.at(-2) } });
    await settle();
  });

  test('because nobody read it is told so in its place, before what came later', async () => {
    await tab();
    const slow = connect<Record<string, unknown>>(
      { url, maxBufferedBytes: 1000 },
      new FakeEnvironment(server, browser.tab()),
    );
    await settle();
    const exchange = (await server.next()).open();
    const got: (string | undefined)[] = [];
    const loop = slow[Symbol.asyncIterator]();
    const read = async () => {
      const { value } = await loop.next();
      got.push(value?.gap ? `${value.gap.count} missing` : value?.id);
    };
    for (let n = 0; n < 8; n++) {
      exchange.event(`e${n}`);
    }
    await settle();
    await read();
    await read();
    exchange.event('e8');
    await settle();
    for (let n = 0; n < 5; n++) {
      await read();
    }
    slow.close();
    expect(got).toEqual(['e0', 'e1', 'e2', 'e3', 'e4', '3 missing', 'e8']);
  });
});

test('A page that may not use locks has a connection of its own', async () => {
  const tabs = browser.tab();
  const denied = { ...tabs, hold: () => Promise.reject(new DOMException('no', 'SecurityError')) };
  const stream = connect({ url }, new FakeEnvironment(server, denied));
  (await server.next()).open().event('a');
  expect((await stream[Symbol.asyncIterator]().next()).value?.id).toBe('a');
  stream.close();
  await settle();
});
