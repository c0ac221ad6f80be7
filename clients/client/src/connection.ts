import { Backoff, type BackoffOptions, retryAfter } from './backoff.js';
import type { Environment } from './environment.js';
import { EventParser, type Message } from './parser.js';
import type { Reason, StreamState } from './state.js';

export interface Request {
  /** With its query. */
  readonly url: string;
  readonly headers: HeadersInit | (() => HeadersInit | Promise<HeadersInit>) | undefined;
  readonly credentials: RequestCredentials;
  readonly maxEventBytes: number;
  /** After how many milliseconds without a byte the connection counts as lost. */
  readonly silence: number;
  readonly backoff: BackoffOptions;
}

/** Who a connection is for. */
export interface Receiver {
  /** The id of the last event that is had; empty for none. */
  readonly lastEventId: string;
  /** Takes what came, in order; the connection reads on once the promise, if there is one, is settled. */
  receive(messages: readonly Message[]): Promise<void> | undefined;
  /** The server had nothing more to send when it sent this: a comment. */
  alive(): void;
  change(state: StreamState): void;
}

type Outcome = { readonly end: Reason } | { readonly again: Reason; readonly after?: number | undefined };

const LONGEST_DETAIL = 500;

/** Within how many milliseconds those come back whose network is there again: by chance, as they all are told at once. */
const WAKING = 500;

/** One connection after another to the same stream, until the server says that it is over. */
export class Connection {
  readonly #request: Request;
  readonly #receiver: Receiver;
  readonly #environment: Environment;
  readonly #backoff: Backoff;
  readonly #unwatch: () => void;
  #isStopped = false;
  /** Ends the try that is under way. */
  #abort = new AbortController();
  /** Why it was ended from here. */
  #cause: Reason | undefined;
  /** Ends a wait; undefined while there is none, or where the server asked for it. */
  #hurry: (() => void) | undefined;
  #quit: (() => void) | undefined;
  /** 0 while no try is under way. */
  #lastByte = 0;
  /** Whether nobody reads, because those who take the events have not caught up. */
  #isPaused = false;
  #begun: string | undefined;
  /** Whether the next try need not wait: the connection was given up because the tab woke. */
  #isWoken = false;

  /** @param begun The `begun` of the connection that this one takes the place of. */
  constructor(request: Request, receiver: Receiver, environment: Environment, begun?: string) {
    this.#request = request;
    this.#receiver = receiver;
    this.#environment = environment;
    this.#begun = begun;
    this.#backoff = new Backoff(request.backoff, environment.random);
    this.#unwatch = environment.onWake((why) => this.#wake(why));
    // Not before the receiver is all there.
    queueMicrotask(() => void this.#run());
  }

  /** When the server first answered, by its own clock: from there on nothing may be missed. Empty where it did not say, undefined before it has. */
  get begun(): string | undefined {
    return this.#begun;
  }

  /** Ends it; nothing is told from then on. */
  stop(): void {
    this.#isStopped = true;
    this.#unwatch();
    this.#abort.abort();
    this.#quit?.();
  }

  async #run(): Promise<void> {
    let reason: Reason | undefined;
    while (!this.#isStopped) {
      this.#change({ status: 'connecting', ...(reason && { reason }) });
      const outcome = await this.#try();
      if (this.#isStopped) {
        return;
      }
      if ('end' in outcome) {
        this.#change({ status: 'closed', reason: outcome.end });
        this.stop();
        return;
      }
      reason = outcome.again;
      const delay = this.#isWoken ? Math.round(WAKING * this.#environment.random()) : this.#backoff.next(outcome.after);
      this.#isWoken = false;
      this.#change({ status: 'waiting', reason, retryAt: this.#environment.now() + delay });
      await this.#wait(delay, outcome.after === undefined);
    }
  }

  #change(state: StreamState): void {
    if (!this.#isStopped) {
      this.#receiver.change(state);
    }
  }

  #wait(delay: number, mayHurry: boolean): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.#environment.clearTimeout(timer);
        this.#hurry = this.#quit = undefined;
        resolve();
      };
      const timer = this.#environment.setTimeout(done, delay);
      this.#quit = done;
      this.#hurry = mayHurry ? done : undefined;
    });
  }

  /** The tab is seen again, or the network is back: what waits need not wait any longer, and what is open may be dead without knowing. */
  #wake(why: 'visible' | 'online'): void {
    this.#hurry?.();
    if (this.#lastByte === 0) {
      return;
    }
    if (why === 'online') {
      this.#fail({ code: 'network', message: 'the network changed' });
    } else {
      this.#checkSilence();
    }
    this.#isWoken = this.#abort.signal.aborted;
  }

  #fail(reason: Reason): void {
    this.#cause ??= reason;
    this.#abort.abort();
  }

  /** How long the connection may still be silent. */
  #checkSilence(): number {
    const rest = this.#lastByte + this.#request.silence - this.#environment.now();
    if (this.#lastByte > 0 && rest <= 0 && !this.#isPaused) {
      this.#fail({ code: 'silent', message: `nothing came for ${this.#request.silence / 1000} s` });
    }
    return rest > 0 ? rest : this.#request.silence;
  }

  async #try(): Promise<Outcome> {
    this.#abort = new AbortController();
    this.#cause = undefined;
    this.#lastByte = this.#environment.now();
    let timer: unknown;
    const watch = (delay: number) => {
      timer = this.#environment.setTimeout(() => watch(this.#checkSilence()), delay);
    };
    watch(this.#request.silence);
    const { signal } = this.#abort;
    try {
      const response = await this.#fetch(signal);
      return (await this.#judge(response)) ?? (await this.#read(response));
    } catch (error) {
      return { again: this.#cause ?? { code: 'network', message: messageOf(error) } };
    } finally {
      this.#environment.clearTimeout(timer);
      this.#lastByte = 0;
      this.#abort.abort();
    }
  }

  async #fetch(signal: AbortSignal): Promise<Response> {
    const headers = await this.#headers(signal);
    headers.set('Accept', 'text/event-stream');
    const id = this.#receiver.lastEventId;
    const url = new URL(this.#request.url);
    if (id) {
      // As EventSource has it: the bytes of UTF-8.
      headers.set(
        'Last-Event-ID',
        Array.from(new TextEncoder().encode(id), (byte) => String.fromCharCode(byte)).join(''),
      );
    } else if (this.#begun !== undefined && !url.searchParams.has('since')) {
      this.#coverGap(url, this.#begun);
    }
    return this.#environment.fetch(url.href, {
      headers,
      signal,
      cache: 'no-store',
      credentials: this.#request.credentials,
    });
  }

  async #headers(signal: AbortSignal): Promise<Headers> {
    const { headers } = this.#request;
    try {
      const given = typeof headers === 'function' ? headers() : headers;
      return new Headers(await unlessAborted(Promise.resolve(given), signal));
    } catch (error) {
      this.#cause ??= { code: 'headers', message: messageOf(error) };
      throw error;
    }
  }

  /** The stream broke before any event of it had an id: without one, a client is sent nothing of what came meanwhile. */
  #coverGap(url: URL, begun: string): void {
    if (begun) {
      // A span that was over before is over, and that is what the server says.
      if (!(Date.parse(url.searchParams.get('until') ?? '') < Date.parse(begun))) {
        url.searchParams.set('since', begun);
      }
      return;
    }
    const message =
      'replay: the connection broke before an event with an id came, and what came meanwhile is not known';
    void this.#receiver.receive([{ name: 'error', data: message, id: undefined, lastEventId: '' }]);
  }

  /** What an answer means that is no stream; undefined where it is one. */
  async #judge(response: Response): Promise<Outcome | undefined> {
    const { status } = response;
    if (status === 204) {
      return { end: { code: 'complete', message: 'the server has no more to send', status } };
    }
    const type = response.headers.get('Content-Type');
    if (status === 200 && /^\s*text\/event-stream\s*(;|$)/i.test(type ?? '')) {
      return undefined;
    }
    if (status < 300) {
      return {
        end: {
          code: 'content-type',
          message: `expected text/event-stream, got ${status} with ${type ?? 'no content type'}`,
          status,
        },
      };
    }
    const reason: Reason = { code: 'status', message: `${status}${await detailOf(response)}`, status };
    return status === 408 || status === 425 || status === 429 || status >= 500
      ? { again: reason, after: retryAfter(response.headers.get('Retry-After'), this.#environment.now()) }
      : { end: reason };
  }

  async #read(response: Response): Promise<Outcome> {
    let isAlive = false;
    const parser = new EventParser(
      {
        maxEventBytes: this.#request.maxEventBytes,
        onRetry: (delay) => {
          this.#backoff.retry = delay;
        },
        onComment: () => {
          isAlive = true;
        },
      },
      this.#receiver.lastEventId,
    );
    const date = Date.parse(response.headers.get('Date') ?? '');
    this.#begun ??= Number.isNaN(date) ? '' : new Date(date).toISOString();
    this.#change({ status: 'open' });
    const reader = response.body?.getReader();
    while (!this.#isStopped && reader) {
      const { done, value } = await reader.read();
      if (done) {
        break;
      }
      this.#lastByte = this.#environment.now();
      const messages = parser.feed(value);
      if (messages.length > 0 || isAlive) {
        this.#backoff.succeed();
      }
      if (messages.length > 0 && !this.#isStopped) {
        await this.#hand(messages);
      }
      if (isAlive && !this.#isStopped) {
        this.#receiver.alive();
        isAlive = false;
      }
    }
    return { again: { code: 'ended', message: 'the server ended the stream' } };
  }

  async #hand(messages: readonly Message[]): Promise<void> {
    const room = this.#receiver.receive(messages);
    if (room) {
      this.#isPaused = true;
      try {
        await unlessAborted(room, this.#abort.signal);
      } finally {
        this.#isPaused = false;
        this.#lastByte = this.#environment.now();
      }
    }
  }
}

/** What the promise gives, or a rejection once the signal is aborted. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) {
      abort();
    }
    signal.addEventListener('abort', abort);
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** What the body of a refusal says (RFC 9457), or its first characters. */
async function detailOf(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const { value } = (await reader?.read()) ?? {};
  await reader?.cancel();
  const text = new TextDecoder().decode(value?.subarray(0, 4096));
  let detail: unknown = text;
  try {
    const problem = JSON.parse(text);
    detail = problem.detail ?? problem.title ?? text;
  } catch {
    // It is no JSON, and read as it is.
  }
  return detail ? `: ${String(detail).slice(0, LONGEST_DETAIL)}` : '';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
