import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type {
  Client,
  DeadLetter,
  Histogram,
  SinkState,
  SourceState,
  State,
  TransformerState,
} from '../../src/api/answers.js';
import { sinkOf, sourceOf } from './states.js';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
const API = '/api/v1/dashboard/';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

interface Frame {
  readonly sequence: number;
  readonly journaledAt: string;
  readonly text: string;
}

/** A Freshet whose every word a test says: it speaks the contract of the dashboard, and serves the page as the real one does. */
export class FakeFreshet {
  /** Who is let in: all, who has the token or a cookie for it, or nobody. */
  access: 'open' | 'token' | 'nobody' = 'open';
  token = 'correct-horse';
  health: State['health'] = { status: 'ready', problems: [] };
  sources: SourceState[] = [
    sourceOf('github', { type: 'webhook', path: '/webhook/github', transformers: ['github_events'] }),
    sourceOf('falco', { type: 'falco', path: '/falco', transformers: ['severity'] }),
    sourceOf('terraform', { type: 'terraform_state' }),
    sourceOf('upstream', { type: 'sse', lag: 0 }),
  ];
  transformers: TransformerState[] = [
    { name: 'github_events', type: 'vrl', dropped: 12, rejected: 0 },
    { name: 'severity', type: 'vrl', dropped: 3, rejected: 0 },
    { name: 'redact', type: 'vrl', dropped: 0, rejected: 0 },
  ];
  sinks: SinkState[] = [
    sinkOf('events', { type: 'sse', path: '/events', clients: 3 }),
    sinkOf('drift', { type: 'sse', path: '/api/v1/stream', transformers: ['redact'], clients: 1 }),
    sinkOf('archive', { type: 'folder', lag: 0 }),
    sinkOf('warehouse', { type: 'postgres', lag: 0, transformers: ['redact'] }),
  ];
  journal: Pick<State['journal'], 'fault' | 'damaged'> = { fault: null, damaged: 0 };
  clients: Client[] = ['10.0.4.17:51822', '10.0.4.31:40112', '192.168.7.2:60213', '[2001:db8::17]:55121'].map(
    (address, n) => ({
      id: `c${n + 1}`,
      sink: n === 3 ? 'drift' : 'events',
      address,
      event_types: n === 1 ? ['dev.cdevents.*'] : [],
      sources: n === 2 ? ['falco'] : [],
      connected_at: new Date(Date.now() - (n + 1) * 754_000).toISOString(),
      behind: n === 2 ? 1204 : 0,
    }),
  );
  letters: (DeadLetter & { content: string })[] = [];
  /** What came with each request: its method, path and headers. */
  readonly requests: { method: string; url: string; headers: IncomingMessage['headers'] }[] = [];

  readonly #startedAt = new Date(Date.now() - 3 * 86_400_000 - 5_000_000).toISOString();
  readonly #server: Server;
  readonly #streams = new Set<ServerResponse>();
  readonly #frames: Frame[] = [];
  readonly #latency: Histogram = { bounds: BOUNDS, counts: BOUNDS.map(() => 0).concat(0) };
  #sequence = 18_204_551;

  constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  async start(port = 0): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    return this;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    this.#streams.clear();
  }

  /** The number of the last event. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Takes events in, and sends them. */
  emit(count: number, make: (sequence: number) => Emitted = eventOf): void {
    let text = '';
    for (let n = 0; n < count; n++) {
      const sequence = ++this.#sequence;
      const { origin, ...said } = make(sequence);
      const journaledAt = new Date().toISOString();
      const data = JSON.stringify({ sequence, journaled_at: journaledAt, origin, ...said });
      const frame = { sequence, journaledAt, text: `event: ${said.type}\nid: ${sequence}\ndata: ${data}\n\n` };
      this.#frames.push(frame);
      text += frame.text;
      const bucket = Math.min(BOUNDS.length, 2 + Math.floor(-Math.log2(Math.random()) * 0.9));
      (this.#latency.counts as number[])[bucket] = (this.#latency.counts[bucket] ?? 0) + 1;
      this.sources = this.sources.map((one) =>
        one.name === origin ? { ...one, received: one.received + 1, accepted: one.accepted + 1 } : one,
      );
    }
    this.#frames.splice(0, this.#frames.length - 20_000);
    this.sinks = this.sinks.map((one) =>
      one.trouble === null
        ? { ...one, delivered: one.delivered + count * Math.max(1, one.clients) }
        : { ...one, lag: (one.lag ?? 0) + count },
    );
    this.send(text);
  }

  /** Sends a text on all streams. */
  send(text: string): void {
    for (const stream of this.#streams) {
      stream.write(text);
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request;
    this.requests.push({ method, url, headers });
    const { pathname, searchParams } = new URL(url, this.url);
    if (!pathname.startsWith(API)) {
      return serveFile(pathname, response);
    }
    const path = pathname.slice(API.length);
    const isBearer = headers.authorization === `Bearer ${this.token}`;
    if (path === 'session' && method === 'POST') {
      if (!isBearer) {
        return problem(
          response,
          401,
          'This is not the management token: it is what [management] token says in the configuration.',
        );
      }
      response.setHeader('Set-Cookie', 'freshet=signed; HttpOnly; SameSite=Strict; Path=/');
      return json(response, { expires: new Date(Date.now() + 8 * 3_600_000).toISOString() });
    }
    if (this.access === 'nobody') {
      return problem(
        response,
        403,
        'The dashboard answers to this machine alone. Add this host to [dashboard] allowed_hosts, or set a token for [management].',
      );
    }
    if (this.access === 'token' && !isBearer && !headers.cookie?.includes('freshet=signed')) {
      return problem(response, 401, 'Give the management token, as Authorization: Bearer, or log in.');
    }
    if (method !== 'GET' && headers['sec-fetch-site'] !== 'same-origin') {
      return problem(response, 403, 'Changes are taken from this page alone.');
    }
    this.#route(method, path, searchParams, request, response);
  }

  #route(
    method: string,
    path: string,
    query: URLSearchParams,
    request: IncomingMessage,
    response: ServerResponse,
  ): void {
    const [kind, id = '', what = ''] = path.split('/').map(decodeURIComponent);
    switch (`${method} ${kind}${id && '/id'}${what && `/${what}`}`) {
      case 'GET state':
        json(response, this.#state());
        break;
      case 'GET live':
        this.#stream(query, request, response);
        break;
      case 'GET clients':
        json(response, { total: this.clients.length, clients: this.clients });
        break;
      case 'DELETE clients/id':
        this.clients = this.clients.filter((client) => client.id !== id);
        nothing(response);
        break;
      case 'GET dead-letters': {
        const after = this.letters.findIndex((letter) => letter.id === query.get('after')) + 1;
        const page = this.letters.slice(after, after + Number(query.get('limit')));
        const isLast = after + page.length >= this.letters.length;
        const dead_letters = page.map(({ content, ...letter }) => letter);
        json(response, { total: this.letters.length, dead_letters, next: isLast ? null : page.at(-1)?.id });
        break;
      }
      case 'GET dead-letters/id': {
        const letter = this.letters.find((one) => one.id === id);
        letter ? json(response, letter) : problem(response, 404, 'There is no such dead letter.');
        break;
      }
      case 'POST dead-letters/id/retry': {
        const letter = this.letters.find((one) => one.id === id);
        if (letter?.kind === 'source') {
          problem(response, 409, 'A source refused it: mend the transformer, and have its sender send it again.');
          break;
        }
        this.letters = this.letters.filter((one) => one.id !== id);
        json(response, { outcome: 'delivered', reason: null });
        break;
      }
      case 'DELETE dead-letters/id':
        this.letters = this.letters.filter((letter) => letter.id !== id);
        nothing(response);
        break;
      case 'GET events/id/way':
        json(response, {
          sequence: Number(id),
          origin: { source: 'github', type: 'webhook', transformers: ['github_events'] },
          sinks: this.sinks.map(({ name, type, transformers, trouble }) => ({
            name,
            type,
            transformers,
            outcome: trouble ? 'dead_letter' : type === 'sse' ? 'streamed' : 'delivered',
            detail: trouble,
          })),
        });
        break;
      default:
        problem(response, 404, 'There is nothing here.');
        break;
    }
  }

  #stream(query: URLSearchParams, request: IncomingMessage, response: ServerResponse): void {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    const after = Number(request.headers['last-event-id'] ?? Number.NaN);
    const since = Date.parse(query.get('since') ?? '');
    const frames = this.#frames.filter(
      ({ sequence, journaledAt }) => sequence > after || Date.parse(journaledAt) >= since,
    );
    response.write(`: welcome\n\n${frames.map(({ text }) => text).join('')}`);
    this.#streams.add(response);
    request.on('close', () => this.#streams.delete(response));
  }

  #state(): State {
    const newest = this.#frames.at(-1);
    return {
      time: new Date().toISOString(),
      version: '0.8.0',
      started_at: this.#startedAt,
      root_url: 'http://127.0.0.1:8080',
      health: this.health,
      sources: this.sources,
      transformers: this.transformers,
      sinks: this.sinks,
      journal: {
        entries: 4_120_331,
        bytes: 6_811_240_448,
        oldest: { sequence: 14_084_221, time: new Date(Date.now() - 6.4 * 86_400_000).toISOString() },
        newest: newest
          ? { sequence: newest.sequence, time: newest.journaledAt }
          : { sequence: this.#sequence, time: this.#startedAt },
        ...this.journal,
      },
      latency: { source_to_journal: this.#latency, journal_to_client: this.#latency, source_to_client: this.#latency },
      dead_letters: this.letters.length,
    };
  }
}

interface Emitted {
  readonly origin: string;
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly subject: string | null;
  readonly timestamp: string;
  readonly format: string;
  readonly event: unknown;
}

const KINDS = [
  ['github', 'dev.cdevents.change.merged.0.2.0', 'github.com/acme/shop', 'pkg:git/acme/shop@4f2a91c'],
  ['github', 'dev.cdevents.build.finished.0.2.0', 'ci.acme.example', 'build/88213'],
  ['falco', 'falco', 'falco', 'Terminal shell in container'],
  ['terraform', 'drift', 'terraform/prod', 'aws_security_group.web'],
  ['upstream', 'dev.cdevents.service.deployed.0.2.0', 'eu-west/cluster-3', 'checkout'],
] as const;

/** An event as others are. */
export function eventOf(sequence: number): Emitted {
  const [origin, type, source, subject] = KINDS[(sequence * 7) % 5] ?? KINDS[0];
  const id = `0b8f4c1e-${sequence}`;
  const timestamp = new Date().toISOString();
  const event = {
    context: { version: '0.4.1', id, source, type, timestamp },
    subject: { id: subject, source, content: { artifactId: subject, note: `number ${sequence}` } },
  };
  return {
    origin,
    id,
    type,
    source,
    subject,
    timestamp,
    format: type.startsWith('dev.') ? 'cdevent' : 'envelope',
    event,
  };
}

async function serveFile(path: string, response: ServerResponse): Promise<void> {
  const file = path === '/' ? 'index.html' : path.slice(1);
  try {
    const content = await readFile(join(DIST, file));
    response.writeHead(200, {
      'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
      'Content-Security-Policy': "default-src 'self'",
    });
    response.end(content);
  } catch {
    response.writeHead(404).end();
  }
}

function json(response: ServerResponse, answer: unknown): void {
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
}

function nothing(response: ServerResponse): void {
  response.writeHead(204).end();
}

function problem(response: ServerResponse, status: number, detail: string): void {
  response
    .writeHead(status, { 'Content-Type': 'application/problem+json' })
    .end(JSON.stringify({ status, title: 'No', detail }));
}
