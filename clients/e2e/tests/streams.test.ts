import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { launch, seen } from './browser.js';
import { Freshet } from './freshet.js';
import { Pages } from './pages.js';

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const read = (path: string) => readFileSync(join(repository, path), 'utf8');

let browser: Browser;
let pages: Pages;
const running: { stop(): Promise<void> }[] = [];

beforeAll(async () => {
  [browser, pages] = await Promise.all([launch(), Pages.start()]);
}, 60_000);

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  for (const one of running.splice(0)) {
    await one.stop();
  }
});

afterAll(async () => {
  await browser.close();
  await pages.stop();
});

async function start(...given: Parameters<typeof Freshet.start>): Promise<Freshet> {
  const freshet = await Freshet.start(...given);
  running.push(freshet);
  return freshet;
}

const hookAndStream = `
[sources.hook.extractor]
type = "webhook"
id = "hook"

[sinks.events]
type = "sse"
id = "events"
event_name = "type"
`;

const named = (id: number) => ({
  id: `e-${id}`,
  type: 'blog.post.created',
  source: 'blog',
  data: { post_id: `${id}` },
});

test('The EventSource of the drift stream hears each event by its name, and misses none through a kill', async () => {
  const freshet = await start({
    profile: 'tfdrift',
    set: [
      `sources.state.extractor.path=${join(repository, 'examples/tfdrift/terraform.tfstate')}`,
      `http.cors.allowed_origins=["${pages.origin}"]`,
    ],
  });
  const script = read('tests/data/tfdrift/browser.js').replace('http://localhost:8080', freshet.origin);
  const page = await browser.newPage();
  await page.goto(
    pages.add(
      '/drift.html',
      `
      globalThis.seen = [];
      const showNotification = (drift) => seen.push('drift ' + drift.resource_id);
      const logSecurityEvent = (event) => seen.push('falco ' + event.rule);
      const log = console.log;
      console.log = (text, data) => { log(text, data); if (data?.stream_id) seen.push('connected'); };
      ${script}`,
    ),
  );
  await seen<string>(page, (items) => items.length === 1, 'connected');

  await freshet.post('/falco', read('examples/tfdrift/alerts/1-ssh-for-the-world.json'));
  await seen<string>(page, (items) => items.length === 3, 'an alert and its drift');
  await freshet.kill();
  await freshet.again();
  await freshet.post('/falco', read('examples/tfdrift/alerts/4-bucket-nobody-knows.json'));

  const items = await seen<string>(page, (all) => all.length === 6, 'the same again after a kill');
  expect(items).toEqual([
    'connected',
    'falco A security group was changed',
    'drift sg-0123456789abcdef0',
    'connected',
    'falco A bucket was created',
    'drift shop-backup-copy',
  ]);
}, 60_000);

test('The EventSource of the Kafka service hears what it listens for', async () => {
  // As the service configures its stream, fed by a webhook in place of a broker.
  const freshet = await start(
    `${hookAndStream.replace('id = "events"', 'path = "/events"')}
     [http.cors]
     allowed_origins = ["*"]`,
  );
  const page = await browser.newPage();
  await page.goto(
    pages.add(
      '/service.html',
      `
      globalThis.seen = [];
      console.log = (text, data) => seen.push(text + ' ' + data.data.post_id);
      ${read('tests/data/sse-service/browser.js').replace('http://localhost:8084', freshet.origin)}
      eventSource.onopen = () => seen.push('open');`,
    ),
  );
  await seen<string>(page, (items) => items.includes('open'), 'the stream is open');

  await freshet.post('/webhook/hook', { ...named(1), type: 'link.clicks' });
  await freshet.post('/webhook/hook', named(2));

  expect(await seen<string>(page, (items) => items.length === 2, 'a post')).toEqual(['open', 'New blog post: 2']);
}, 60_000);

test('A page of another origin sends headers after a preflight, and one that is not named is refused', async () => {
  const guarded = `
    ${hookAndStream}
    [sinks.events.headers]
    "X-Api-Key" = { type = "equals", value = "k-1", case_sensitive = true }
    [http.cors]
    allowed_origins = ["${pages.origin}"]
    allowed_headers = ["X-Api-Key", "Last-Event-ID"]`;
  const freshet = await start(guarded);
  const script = `
    import { connect } from '/client/index.js';
    globalThis.seen = [];
    try {
      for await (const event of connect({ url: '${freshet.origin}/sse/events', headers: { 'X-Api-Key': 'k-1' }, share: false, since: '2020-01-01T00:00:00Z' })) {
        seen.push(event.data.post_id);
      }
    } catch (error) {
      seen.push(String(error));
    }`;
  const url = pages.add('/headers.html', script);
  const page = await browser.newPage();
  const preflights: string[] = [];
  page.on('request', (request) => preflights.push(request.method()));
  await page.goto(url);
  await freshet.post('/webhook/hook', named(1));
  await seen<string>(page, (items) => items.includes('1'), 'an event');

  // The same page of another origin: 127.0.0.1 is not localhost.
  const stranger = await browser.newPage();
  const failed = new Promise<string>((resolve) =>
    stranger.on('console', (message) => {
      if (message.text().includes('CORS')) {
        resolve(message.text());
      }
    }),
  );
  await stranger.goto(url.replace('127.0.0.1', 'localhost'));
  expect(await failed).toContain('Access-Control-Allow-Origin');
  expect(await stranger.evaluate(() => (globalThis as unknown as { seen: string[] }).seen)).toEqual([]);
}, 60_000);

test('A session opens a guarded stream to the EventSource, which can send no headers', async () => {
  const freshet = await start(`
    ${hookAndStream}
    [sinks.events.headers]
    "Authorization" = { type = "equals", value = "Bearer t-1", case_sensitive = true }
    [http.cors]
    allowed_origins = ["${pages.origin}"]
    allow_credentials = true
    allowed_headers = ["Authorization"]`);
  const page = await browser.newPage();
  await page.goto(
    pages.add(
      '/session.html',
      `
      globalThis.seen = [];
      const listen = () => {
        const events = new EventSource('${freshet.origin}/sse/events', { withCredentials: true });
        events.onopen = () => seen.push('open');
        events.onerror = () => seen.push(events.readyState === EventSource.CLOSED ? 'refused' : 'waits');
        events.addEventListener('blog.post.created', (event) => seen.push(JSON.parse(event.data).data.post_id));
      };
      globalThis.login = async () => {
        const answer = await fetch('${freshet.origin}/sse/events/session', {
          method: 'POST', credentials: 'include', headers: { Authorization: 'Bearer t-1' },
        });
        seen.push('session ' + answer.status);
        listen();
      };
      listen();`,
    ),
  );
  await seen<string>(page, (items) => items.includes('refused'), 'refused without a session');
  await page.evaluate(() => (globalThis as unknown as { login(): Promise<void> }).login());
  await seen<string>(page, (items) => items.includes('open'), 'open with one');
  await freshet.post('/webhook/hook', named(7));

  expect(await seen<string>(page, (items) => items.includes('7'), 'an event')).toEqual([
    'refused',
    'session 200',
    'open',
    '7',
  ]);
  expect(await page.evaluate(() => document.cookie)).toBe('');
}, 60_000);

test('Eight tabs have one connection, and all go on when the tab that has it is closed', async () => {
  const freshet = await start(`${hookAndStream}\n[http.cors]\nallowed_origins = ["${pages.origin}"]`);
  const url = pages.add(
    '/tab.html',
    `
    import { connect } from '/client/index.js';
    globalThis.seen = [];
    const stream = connect({ url: '${freshet.origin}/sse/events' });
    stream.on('state', ({ status }) => { if (status === 'open') globalThis.isOpen = true; });
    for await (const event of stream) seen.push(event.type === 'gap' ? 'gap ' + event.gap.message : event.data.post_id);`,
  );
  const context = await browser.newContext();
  const tabs = [];
  for (let i = 0; i < 8; i++) {
    const tab = await context.newPage();
    await tab.goto(url);
    await tab.waitForFunction('globalThis.isOpen');
    tabs.push(tab);
  }
  const total = async () => ((await freshet.get('/stats')) as { total_clients: number }).total_clients;
  expect(await total()).toBe(1);

  const all = Array.from({ length: 50 }, (_, i) => `${i}`);
  for (const id of all.slice(0, 20)) {
    await freshet.post('/webhook/hook', named(Number(id)));
  }
  await tabs[0]?.close();
  for (const id of all.slice(20)) {
    await freshet.post('/webhook/hook', named(Number(id)));
  }

  for (const tab of tabs.slice(1)) {
    expect(await seen<string>(tab, (items) => items.length >= 50, 'fifty events')).toEqual(all);
  }
  expect(await total()).toBe(1);
}, 60_000);

test('What the server cannot give any more is told as a gap in its place', async () => {
  const freshet = await start(`${hookAndStream}\n[http.cors]\nallowed_origins = ["${pages.origin}"]`, [
    'journal.type=memory',
  ]);
  const page = await browser.newPage();
  await page.goto(
    pages.add(
      '/gap.html',
      `
      import { connect } from '/client/index.js';
      globalThis.seen = [];
      const stream = connect({ url: '${freshet.origin}/sse/events', share: false });
      stream.on('state', ({ status }) => { if (status === 'open') globalThis.isOpen = true; });
      for await (const event of stream) {
        seen.push(event.type === 'gap' ? 'gap' : event.data.post_id);
        globalThis.isWhole = stream.completeness.isWhole;
      }`,
    ),
  );
  await page.waitForFunction('globalThis.isOpen');
  await freshet.post('/webhook/hook', named(1));
  await seen<string>(page, (items) => items.includes('1'), 'an event');
  expect(await page.evaluate('globalThis.isWhole')).toBe(true);

  await freshet.kill();
  await freshet.again();
  await freshet.post('/webhook/hook', named(2));

  expect(await seen<string>(page, (items) => items.includes('2'), 'an event after the gap')).toEqual(['1', 'gap', '2']);
  expect(await page.evaluate('globalThis.isWhole')).toBe(false);
}, 60_000);
