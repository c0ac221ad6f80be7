import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connect } from '../src/connect.js';
import { EventSource } from '../src/eventsource.js';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A server over real sockets; each request is answered by the next handler, the last one answers all that follow. */
let server: Server;
let url: string;
let handlers: Handler[];
let requests: IncomingMessage[];

beforeEach(async () => {
  handlers = [];
  requests = [];
  server = createServer((request, response) => {
    requests.push(request);
    const handle = handlers.length > 1 ? handlers.shift() : handlers[0];
    handle?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const stream =
  (...frames: string[]): Handler =>
  (_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write(`retry: 1\n\n${frames.join('')}`);
  };

const event = (id: string) => `id: ${id}\ndata: "${id}"\n\n`;

/** Sends this, and then cuts the connection in the midst of a chunk. */
const cut =
  (...frames: string[]): Handler =>
  (request, response) => {
    stream(...frames)(request, response);
    response.write('data: half', () => request.socket.destroy());
  };

const status =
  (code: number, headers: Record<string, string> = {}): Handler =>
  (_, response) =>
    response.writeHead(code, headers).end('<html>502 Bad Gateway</html>');

test('A stream survives what networks and proxies do, and is whole', async () => {
  handlers = [
    status(502),
    cut(event('a'), event('b')),
    (request) => request.socket.destroy(),
    status(503, { 'Retry-After': '0' }),
    cut(event('b'), event('c')),
    status(429),
    stream(event('d')),
  ];
  const got: string[] = [];
  const client = connect<Record<string, string>>({
    url,
    minRetryDelay: 1,
    maxRetryDelay: 1,
    headers: { 'X-Token': 't' },
  });
  for await (const { id } of client) {
    got.push(id);
    if (id === 'd') {
      break;
    }
  }
  expect(got).toEqual(['a', 'b', 'c', 'd']);
  expect(client.completeness.isWhole).toBe(true);
  expect(requests.map(({ headers }) => headers['last-event-id'])).toEqual([
    undefined,
    undefined,
    'b',
    'b',
    'b',
    'c',
    'c',
  ]);
  expect(requests.every(({ headers }) => headers['x-token'] === 't')).toBe(true);
});

test('A half-open connection is given up', async () => {
  // However often it is too late: who has nothing gets the one, who has that gets the other.
  handlers = [
    (request, response) => stream(event(request.headers['last-event-id'] === undefined ? 'a' : 'b'))(request, response),
  ];
  const client = connect<Record<string, string>>({ url, silenceTimeout: 50, minRetryDelay: 1 });
  const got: string[] = [];
  for await (const { id } of client) {
    got.push(id);
    if (id === 'b') {
      break;
    }
  }
  expect(got).toEqual(['a', 'b']);
});

test('A stream that is closed closes its socket', async () => {
  handlers = [stream(event('a'))];
  const client = connect({ url });
  const left = new Promise((resolve) => server.on('request', (request) => request.on('close', resolve)));
  await client[Symbol.asyncIterator]().next();
  client.close();
  await left;
});

test('A reader that is slow holds the server back, and not memory', async () => {
  const size = 100_000;
  handlers = [
    (request, response) => {
      stream()(request, response);
      const data = `data: "${'x'.repeat(size)}"\n\n`;
      let written = 0;
      const write = () => {
        while (written < 200) {
          written++;
          if (!response.write(`id: ${written}\n${data}`)) {
            response.once('drain', write);
            return;
          }
        }
      };
      write();
    },
  ];
  const client = connect({ url, maxBufferedBytes: 10 * size });
  const loop = client[Symbol.asyncIterator]();
  for (let n = 1; n <= 200; n++) {
    expect((await loop.next()).value?.id).toBe(String(n));
    // As much as there is could come meanwhile.
    for (let pause = 0; pause < 20; pause++) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(Number(client.lastEventId) - n).toBeLessThan(13);
  }
  client.close();
});

describe('EventSource, for code that has it', () => {
  test('has the interface of the standard, and headers', async () => {
    handlers = [cut('event: drift\n', event('a'), 'data: plain\n\n'), status(502), stream('data: more\n\n')];
    const source = new EventSource(url, { headers: { Authorization: 'Bearer t' }, minRetryDelay: 1, maxRetryDelay: 1 });
    expect(source.readyState).toBe(EventSource.CONNECTING);
    const got: string[] = [];
    const more = new Promise<void>((resolve) => {
      source.onopen = () => got.push(`open ${source.readyState}`);
      source.onerror = (error) => got.push(`error ${source.readyState} ${error.reason.code}`);
      source.addEventListener('drift', (event: MessageEvent<string>) => {
        got.push(`${event.type} ${event.data} ${event.lastEventId} ${event.origin === new URL(url).origin}`);
      });
      source.onmessage = (event) => {
        got.push(`${event.type} ${event.data} ${event.lastEventId}`);
        if (event.data === 'more') {
          resolve();
        }
      };
    });
    await more;
    source.close();
    expect(got).toEqual([
      'open 1',
      'drift "a" a true',
      'message plain a',
      'error 0 network',
      'error 0 status',
      'open 1',
      'message more a',
    ]);
    expect(source.readyState).toBe(EventSource.CLOSED);
    expect(requests.map(({ headers }) => [headers.authorization, headers['last-event-id']])).toEqual([
      ['Bearer t', undefined],
      ['Bearer t', 'a'],
      ['Bearer t', 'a'],
    ]);
  });

  test('is closed where the server refuses', async () => {
    handlers = [status(404)];
    const source = new EventSource(url);
    await new Promise<void>((resolve) => {
      source.onerror = ({ reason }) => {
        expect(reason).toMatchObject({ code: 'status', status: 404 });
        resolve();
      };
    });
    expect(source.readyState).toBe(source.CLOSED);
  });

  test('dispatches nothing once a listener closed it', async () => {
    handlers = [stream('data: 1\n\n', 'data: 2\n\n')];
    const source = new EventSource(url);
    const got: string[] = [];
    await new Promise<void>((resolve) => {
      source.onmessage = ({ data }) => {
        got.push(data);
        source.close();
        resolve();
      };
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(got).toEqual(['1']);
  });
});
