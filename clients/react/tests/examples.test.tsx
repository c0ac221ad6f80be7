// @vitest-environment jsdom
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { act, cleanup, fireEvent, render, renderHook, screen } from '@testing-library/react';
import { type ComponentType, type ReactNode, useEffect } from 'react';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { EventSource } from '../../client/src/eventsource.js';
import { FakeServer } from '../../client/tests/fakes.js';
import { FreshetProvider } from '../src/index.js';

const clients = join(import.meta.dirname, '../..');
const written = join(clients, '.examples');

/** The examples of a page, by the heading that they stand under. */
function examplesOf(page: string): Map<string, string[]> {
  const examples = new Map<string, string[]>();
  let heading = '';
  for (const [, title, , code] of readFileSync(join(clients, page), 'utf8').matchAll(
    /^#+ ([^\n]*)$|^```(tsx?|javascript|typescript)\n(.*?)^```$/gms,
  )) {
    heading = title ?? heading;
    if (code !== undefined) {
      examples.set(heading, [...(examples.get(heading) ?? []), code]);
    }
  }
  return examples;
}

const seeds = {
  s000: examplesOf('react/tests/seeds/000.md'),
  s003: examplesOf('react/tests/seeds/003.md'),
  s004: examplesOf('react/tests/seeds/004.md'),
};
const client = examplesOf('client/README.md');
const react = examplesOf('react/README.md');

const code = (examples: Map<string, string[]>, heading: string, number = 0): string => {
  const found = examples.get(heading)?.[number];
  if (found === undefined) {
    throw new Error(`there is no example ${number} under ${heading}`);
  }
  return found;
};

/** With the hook of the package in place of the example's own. */
const withOurHook = (example: string) =>
  `import { useSSE } from '@freshet/react';\n${example.slice(example.indexOf('// Usage'))}`;

/** The modules, as they are written for the compiler and run. */
const modules: Record<string, string> = {
  'stream.ts': code(client, 'A stream'),
  'declared/index.ts': code(client, 'A stream', 1),
  'state.ts': code(client, 'Its state, and whether it is whole'),
  'token.ts': code(client, 'Tokens, and going on where a page left off'),
  'eventsource.ts': code(client, 'In place of EventSource'),
  'page.tsx': code(react, 'One stream for a page'),
  'posts.tsx': code(react, 'A stream of its own'),
  'alarm.tsx': code(react, 'To act on events'),
  'drift/MyComponent.tsx': `${code(seeds.s003, 'Using React Hook')}\nexport { MyComponent };\n`,
  'drift/api/sse.ts': `export * from '@freshet/react';\n`,
  // Where there is no page, its types are not there either.
  'node/index.ts': `${code(client, 'A stream')}
import { EventSource, type EventSourceMessage } from '@freshet/client/eventsource';
new EventSource('https://freshet.example', { headers: { a: 'b' } }).on('drift', ({ data }: EventSourceMessage) => console.log(data));
connect({ url: 'https://freshet.example', headers: () => new Headers(), credentials: 'include' }).close();
`,
  'service/own.tsx': `${code(seeds.s004, 'React Example')}\nexport { App };\n`,
  'service/ours.tsx': `${withOurHook(code(seeds.s004, 'React Example'))}\nexport { App };\n`,
};

const load = (name: string): Promise<Record<string, ComponentType<{ token?: string; children?: ReactNode }>>> =>
  import(/* @vite-ignore */ join(written, name));

let server: FakeServer;
let printed: string[];

beforeAll(() => {
  for (const [name, text] of Object.entries(modules)) {
    mkdirSync(dirname(join(written, name)), { recursive: true });
    writeFileSync(join(written, name), text);
  }
  // What one example declares is not known to the others.
  const configure = (folder: string, compilerOptions: object, exclude: string[]) =>
    writeFileSync(
      join(written, folder, 'tsconfig.json'),
      JSON.stringify({
        extends: join(clients, 'tsconfig.json'),
        // That an example shows more than it uses is its own matter.
        compilerOptions: { noUnusedLocals: false, ...compilerOptions },
        include: ['**/*.ts', '**/*.tsx'],
        exclude,
      }),
    );
  configure('', {}, ['declared', 'node']);
  configure('declared', {}, []);
  configure('node', { lib: ['ES2022'], types: ['node'] }, []);
});

afterAll(() => rmSync(written, { recursive: true }));

beforeEach(() => {
  server = new FakeServer();
  printed = [];
  vi.stubGlobal('fetch', server.fetch);
  vi.stubGlobal('EventSource', EventSource);
  for (const kind of ['log', 'error'] as const) {
    vi.spyOn(console, kind).mockImplementation((...values) => {
      printed.push(
        values.map((value) => (typeof value === 'object' ? JSON.stringify(value) : String(value))).join(' '),
      );
    });
  }
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

async function turn(): Promise<void> {
  await act(async () => {
    for (let n = 0; n < 5; n++) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  });
}

/** Lets everything run, and a frame be drawn. */
async function drawn(): Promise<void> {
  await turn();
  await act(() => new Promise<void>((resolve) => requestAnimationFrame(() => resolve())));
}

/** Runs a script whose free names are these; gives what it says after `return`. */
function run(script: string, names: Record<string, unknown>, last = ''): unknown {
  return new Function(...Object.keys(names), `${script}\n${last}`)(...Object.values(names));
}

describe('Every example compiles', () => {
  test.each(['.', 'declared', 'node'])('in %s', (folder) => {
    const tsc = join(clients, 'node_modules', '.bin', 'tsc');
    expect(spawnSync(tsc, ['-p', join(written, folder)], { encoding: 'utf8' })).toMatchObject({
      stdout: '',
      status: 0,
    });
  });
});

describe('The README of the client', () => {
  test('a stream', async () => {
    const module = load('stream.ts');
    const exchange = await server.next();
    expect(exchange.url.searchParams.get('event_types')).toBe('drift,dev.cdevents.build.*');
    const build = {
      context: { id: 'b', type: 'dev.cdevents.build.finished.0.1.1', source: 's', timestamp: '2026-01-01T00:00:00Z' },
      subject: { id: 'build-1', content: { artifactId: 'pkg:oci/a' } },
    };
    exchange
      .open()
      .event('d', { severity: 'high', resource_id: 'r' }, 'drift')
      .event('b', build, 'cdevent')
      .send('event: error\ndata: lagged: 3 messages skipped\n\nretry: 1\n')
      .end();
    (await server.next()).answer(204);
    await module;
    expect(printed).toEqual(['high r', 'build-1 pkg:oci/a', 'missing: lagged: 3 messages skipped']);
  });

  test('events of one’s own', async () => {
    const module = load('declared/index.ts');
    const post = { id: 'p', type: 'blog.post.created', source: 'blog', timestamp: '2026-01-01T00:00:00Z' };
    const exchange = (await server.next()).open();
    exchange
      .event('p', { ...post, data: { post_id: '1', title: 'Hello' } }, post.type)
      .send('retry: 1\n')
      .end();
    (await server.next()).answer(204);
    await module;
    expect(printed).toEqual(['Hello']);
  });

  test('state and completeness', async () => {
    await load('state.ts');
    const event = { id: 'a', type: 't', source: 's', timestamp: '2026-01-01T00:00:00Z', data: 1 };
    (await server.next())
      .open()
      .event('a', event)
      .send('event: error\ndata: lagged: 3 messages skipped\n\n')
      .event('b')
      .send('retry: 1\n')
      .end();
    (await server.next()).answer(204);
    await turn();
    expect(printed).toEqual([
      'connecting ',
      'open ',
      'a whole up to 2026-01-01T00:00:00.000Z',
      ' 1 gaps, the first after a',
      'b 1 gaps, the first after a',
      'waiting the stream ended',
      'connecting the stream ended',
      'closed no more is to come',
    ]);
  });

  test('tokens and places', async () => {
    sessionStorage.setItem('place', 'before');
    await load('token.ts');
    const exchange = await server.next();
    expect(exchange.headers.get('Authorization')).toBe('Bearer secret');
    expect(exchange.headers.get('Last-Event-ID')).toBe('before');
    exchange.open().event('a').send('retry: 1\n').end();
    (await server.next()).answer(204);
    await turn();
    expect(sessionStorage.getItem('place')).toBe('a');
  });

  test('in place of EventSource', async () => {
    await load('eventsource.ts');
    const exchange = await server.next();
    expect(exchange.headers.get('Authorization')).toBe('Bearer secret');
    exchange.open().event('d', { severity: 'low' }, 'drift').send('retry: 1\n').end();
    (await server.next()).answer(204);
    await turn();
    expect(printed).toEqual(['low', 'the stream ended', 'no more is to come']);
  });
});

describe('The README of the hooks', () => {
  test('one stream for a page', async () => {
    const { App } = await load('page.tsx');
    const { container } = render(App && <App />);
    const exchange = (await server.next())
      .open()
      .event('d', { severity: 'high', resource_type: 'aws_instance' }, 'drift');
    await drawn();
    expect(container.querySelector('p')?.textContent).toBe('live');
    expect(container.querySelector('ul')?.textContent).toBe('high: aws_instance');
    exchange.send('event: error\ndata: lagged: 3 messages skipped\n\n');
    fireEvent.click(screen.getByText('Clear'));
    await drawn();
    expect(container.querySelector('p')?.textContent).toBe('live, 1 gaps');
    expect(container.querySelector('ul')?.textContent).toBe('');
    expect(server.exchanges.length).toBe(1);
  });

  test('a stream of its own', async () => {
    const { Posts } = await load('posts.tsx');
    const { container } = render(Posts && <Posts token="t" />);
    const exchange = await server.next();
    expect(exchange.headers.get('Authorization')).toBe('Bearer t');
    exchange.open().event('p', { title: 'x' }, 'blog.post.created');
    await drawn();
    expect(container.textContent).toBe('Pauseblog.post.created: {"title":"x"}');
    fireEvent.click(screen.getByText('Pause'));
    await drawn();
    expect(exchange.signal.aborted).toBe(true);
    fireEvent.click(screen.getByText('Go on'));
    expect((await server.next()).headers.get('Last-Event-ID')).toBe('p');
  });

  test('to act on events', async () => {
    const { Page } = await load('alarm.tsx');
    render(Page && <Page />);
    (await server.next())
      .open()
      .event('f', { severity: 'critical', output: 'a shell' }, 'falco')
      .send('event: error\ndata: lagged: 3 messages skipped\n\n');
    await turn();
    expect(printed).toEqual(['a shell', 'missing: lagged: 3 messages skipped']);
  });
});

describe('The examples of a collector’s SSE sink', () => {
  const cdevent = {
    context: { id: 'b-1', type: 'dev.cdevents.build.started.0.1.0', source: 's', timestamp: '2024-01-15T10:30:00Z' },
    subject: { id: 'build-456', type: 'build', content: {} },
  };

  test('in a browser', async () => {
    const updateDashboard = vi.fn();
    run(code(seeds.s000, 'JavaScript Client Example'), { EventSource, updateDashboard });
    const exchange = await server.next();
    expect(exchange.url.href).toBe('http://localhost:8080/sse/dashboard');
    expect(exchange.headers.get('Authorization')).toBe('Bearer dashboard-secret-123');
    exchange.open().event('b-1', cdevent, 'cdevent').end();
    await turn();
    expect(updateDashboard).toHaveBeenCalledExactlyOnceWith(cdevent);
    expect(printed[0]).toBe('Received CDEvent: dev.cdevents.build.started.0.1.0 build-456');
    expect(printed[1]).toContain('SSE connection error:');
  });

  test('in Node', async () => {
    run(code(seeds.s000, 'Node.js Client'), { require: () => EventSource });
    const exchange = await server.next();
    expect(exchange.headers.get('X-Client-ID')).toBe('client-123');
    exchange.open().event('b-1', cdevent, 'cdevent').end();
    await turn();
    expect(printed.slice(0, 2)).toEqual(['Connected to SSE stream', 'Received: dev.cdevents.build.started.0.1.0']);
    expect(printed[2]).toContain('Connection error:');
  });
});

describe('The examples of a stream of drift', () => {
  const drift = { severity: 'critical', resource_type: 'aws_iam_policy', resource_id: 'r' };

  test('the connection', async () => {
    const [showNotification, logSecurityEvent] = [vi.fn(), vi.fn()];
    run(code(seeds.s003, 'JavaScript/TypeScript'), { EventSource, showNotification, logSecurityEvent });
    (await server.next())
      .open()
      .send('event: connected\ndata: {"stream_id":"s"}\n\n')
      .event('d', drift, 'drift')
      .event('f', { rule: 'Shell' }, 'falco')
      .event('s', { resource: 'a.b', action: 'modified', serial: 43 }, 'state_change')
      .send(': keep-alive\n\n');
    await turn();
    expect(showNotification).toHaveBeenCalledExactlyOnceWith(drift);
    expect(logSecurityEvent).toHaveBeenCalledExactlyOnceWith({ rule: 'Shell' });
    expect(printed).toEqual([
      'Stream connected: {"stream_id":"s"}',
      `New drift detected: ${JSON.stringify(drift)}`,
      'Security event: {"rule":"Shell"}',
      'State updated: {"resource":"a.b","action":"modified","serial":43}',
    ]);
  });

  test('the React hooks', async () => {
    const { MyComponent } = await load('drift/MyComponent.tsx');
    const { container } = render(
      <FreshetProvider url="http://localhost:8080/api/v1/stream">{MyComponent && <MyComponent />}</FreshetProvider>,
    );
    expect(container.textContent).toBe('Stream: Inactive');
    (await server.next()).open().event('d1', drift, 'drift').event('f1', {}, 'falco');
    await drawn();
    expect(container.textContent).toBe('Stream: Activecritical: aws_iam_policy');
    expect(server.exchanges.length).toBe(1);
    expect(printed).toEqual([]);
  });

  test('to reconnect by hand', async () => {
    const [handleConnected, handleDrift] = [vi.fn(), vi.fn()];
    const names = { EventSource, handleConnected, handleDrift };
    const { connect, disconnect } = run(
      code(seeds.s003, 'Manual Reconnection Control'),
      names,
      'return { connect, disconnect };',
    ) as { connect(): void; disconnect(): void };
    connect();
    const first = (await server.next()).open().send('event: connected\ndata: {}\n\n').event('d', drift, 'drift');
    await turn();
    expect([handleConnected.mock.calls.length, handleDrift.mock.calls.length]).toEqual([1, 1]);
    disconnect();
    expect(first.signal.aborted).toBe(true);
    connect();
    (await server.next()).answer(403);
    await turn();
    expect(printed.at(-1)).toBe('Connection closed, will auto-reconnect');
    disconnect();
  });

  test('what went wrong', async () => {
    const eventSource = new EventSource('http://localhost:8080/api/v1/stream', { minRetryDelay: 1 });
    const handleDrift = vi.fn();
    run(code(seeds.s003, 'Connection Errors'), { EventSource, eventSource });
    run(code(seeds.s003, 'Event Parsing Errors'), { eventSource, handleDrift });
    const exchange = (await server.next()).open();
    exchange.event('d', drift, 'drift').send('event: drift\ndata: {"half\n\n');
    await turn();
    exchange.break();
    await turn();
    expect(handleDrift).toHaveBeenCalledExactlyOnceWith(drift);
    expect(printed[0]).toContain('Failed to parse drift event:');
    expect(printed.at(-1)).toBe('Reconnecting...');
    (await server.next()).answer(401);
    await turn();
    expect(printed.at(-1)).toBe('Connection closed');
  });

  test('a history with a limit', async () => {
    const eventSource = new EventSource('http://localhost:8080/api/v1/stream');
    const history = run(code(seeds.s003, 'Memory Management'), { eventSource }, 'return eventHistory;') as unknown[];
    const exchange = (await server.next()).open();
    for (let n = 0; n < 150; n++) {
      exchange.event(`d${n}`, n, 'drift');
    }
    await turn();
    expect([history.length, history.at(-1)]).toEqual([100, 149]);
    eventSource.close();
  });

  test('a component that cleans up', async () => {
    const { unmount } = renderHook(() => run(code(seeds.s003, 'Resource Cleanup'), { useEffect, EventSource }));
    const exchange = await server.next();
    expect(exchange.url.pathname).toBe('/api/v1/stream');
    unmount();
    expect(exchange.signal.aborted).toBe(true);
  });
});

describe('The examples of a service from Kafka to SSE', () => {
  const post = {
    id: 'post-1',
    type: 'blog.post.created',
    source: 'blog-service',
    timestamp: '2025-01-06T12:00:00Z',
    data: { post_id: '123' },
  };
  const shown = 'Status: Connectedblog.post.created: {"post_id":"123"}';

  test('in a browser', async () => {
    run(code(seeds.s004, 'JavaScript/Browser Example'), { EventSource });
    const exchange = await server.next();
    expect(exchange.url.searchParams.get('event_types')).toBe('blog.*,twitchbot.message.*');
    exchange
      .open()
      .event('post-1', post, 'blog.post.created')
      .event('m', { text: 'hello' }, 'twitchbot.message.created')
      .send('data: {"any":1}\n\n')
      .end();
    await turn();
    expect(printed.slice(0, 3)).toEqual([
      `New blog post: ${JSON.stringify(post)}`,
      'New Twitch message: {"text":"hello"}',
      'Event received: {"any":1}',
    ]);
    expect(printed[3]).toContain('SSE error:');
  });

  test('in React, with its own hook over EventSource', async () => {
    const { App } = await load('service/own.tsx');
    const { container } = render(App && <App />);
    const exchange = await server.next();
    expect(exchange.url.searchParams.get('event_types')).toBe('blog.*,twitchbot.*');
    exchange.open().send(`id: post-1\ndata: ${JSON.stringify(post)}\n\n`);
    await turn();
    expect(container.textContent).toBe(shown);
  });

  test('in React, with useSSE of the package in its place', async () => {
    const { App } = await load('service/ours.tsx');
    const { container } = render(
      <FreshetProvider url="http://localhost:8084/events">{App && <App />}</FreshetProvider>,
    );
    (await server.next())
      .open()
      .event('post-1', post, 'blog.post.created')
      .event('l', { ...post, id: 'l', type: 'link.created' }, 'link.created');
    await drawn();
    expect(container.textContent).toBe(shown);
    expect(printed).toEqual([]);
  });
});
