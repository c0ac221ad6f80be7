// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connect } from '../src/connect.js';
import { globalEnvironment } from '../src/environment.js';
import { FakeBrowser, FakeServer, settle } from './fakes.js';

let server: FakeServer;

beforeEach(() => {
  server = new FakeServer();
  vi.stubGlobal('fetch', server.fetch);
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('A page wakes when it is seen and when it is online, until nobody listens', () => {
  const woken: string[] = [];
  const off = globalEnvironment().onWake((why) => woken.push(why));
  const seen = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  document.dispatchEvent(new Event('visibilitychange'));
  expect(woken).toEqual([]);
  seen.mockReturnValue('visible');
  document.dispatchEvent(new Event('visibilitychange'));
  window.dispatchEvent(new Event('online'));
  expect(woken).toEqual(['visible', 'online']);
  off();
  document.dispatchEvent(new Event('visibilitychange'));
  window.dispatchEvent(new Event('online'));
  expect(woken.length).toBe(2);
});

test('Pages without locks, such as those of an origin that is not secure, share nothing', () => {
  expect(globalEnvironment().tabs).toBeUndefined();
});

test('Pages share by the locks, the channels and the digests of the browser, and give away no header', async () => {
  const names: string[] = [];
  const browser = new FakeBrowser();
  const tab = browser.tab();
  const locks = {
    request: (name: string, options: { signal: AbortSignal }, held: () => Promise<void>) => {
      names.push(name);
      return tab.hold(name, options, held);
    },
  };
  vi.stubGlobal('navigator', { locks });
  const options = { url: 'https://freshet.test/events', headers: { Authorization: 'Bearer secret' } };
  const one = connect<Record<string, unknown>>(options);
  const exchange = (await server.next()).open();
  const two = connect<Record<string, unknown>>(options);
  const got: string[] = [];
  two.on('event', ({ id }) => got.push(id));
  await vi.waitFor(() => expect(two.state.status).toBe('open'));
  exchange.event('a');
  await vi.waitFor(() => expect(got).toEqual(['a']));
  expect(server.exchanges.length).toBe(1);
  expect(names.length).toBe(2);
  expect(new Set(names).size).toBe(1);
  expect(names[0]).toMatch(/^freshet\/1\/[\d,]+$/);
  one.close();
  const second = await server.next();
  expect(second.headers.get('Last-Event-ID')).toBe('a');
  second.open().event('b');
  await vi.waitFor(() => expect(got).toEqual(['a', 'b']));
  two.close();
  await settle();
});

test('A relative url is one of the page', async () => {
  const stream = connect({ url: '/api/v1/stream' });
  expect((await server.next()).url.href).toBe(new URL('/api/v1/stream', document.baseURI).href);
  stream.close();
});
