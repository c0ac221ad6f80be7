import { createBackoff, retryAfter } from './backoff.js';
import type { Environment } from './environment.js';
import { EventParser, type Message } from './parser.js';
import type { Reason, StreamState } from './state.js';

/** What `new Headers` takes; not by its name, which Node's own types do not know. */
export type HeadersLike = NonNullable<ConstructorParameters<typeof Headers>[0]>;

export interface Request {
  /** With its query. */
  readonly url: string;
  readonly headers: HeadersLike | (() => HeadersLike | Promise<HeadersLike>) | undefined;
  readonly credentials: 'omit' | 'same-origin' | 'include';
  readonly maxEventBytes: number;
  /** After how many milliseconds without a byte the connection counts as lost. */
  readonly silence: number;
  /** How long to wait at first before the next try, and at the most; in milliseconds. */
  readonly minDelay: number;
  readonly maxDelay: number;
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

/** What came of a try: the end of all, or another one, after so many milliseconds at the least. */
interface Outcome {
  readonly end?: Reason;
  readonly again?: Reason;
  readonly after?: number | undefined;
}

const LONGEST_DETAIL = 500;

/** Within how many milliseconds those come back whose network is there again: by chance, as they all are told at once. */
const WAKING = 500;

/** One connection after another to the same stream. */
export interface Connection {
  /** When the server first answered, by its own clock; empty where it did not say, undefined before it has. From there on nothing may be missed. */
  readonly begun: string | undefined;
  /** Ends it; nothing is told from then on. */
  stop(): void;
}

/**
 * Connects, and comes back until the server says that the stream is over.
 * @param begun The `begun` of the connection that this one takes the place of.
 */
export function keepConnected(
  { url, headers, credentials, maxEventBytes, silence, minDelay, maxDelay }: Request,
  receiver: Receiver,
  { fetch, random, onWake }: Environment,
  begun?: string,
): Connection {
  const backoff = createBackoff(minDelay, maxDelay, random);
  let isStopped = false;
  /** Ends the try that is under way. */
  let attempt = new AbortController();
  /** Why it was ended from here. */
  let cause: Reason | undefined;
  /** Ends the wait for the next one. */
  let endWait = () => {};
  /** Whether the server did not say how long that is to be. */
  let mayHurry = false;
  /** Whether the next try need not wait: the tab woke. */
  let isWoken = false;
  /** 0 while no try is under way. */
  let lastByte = 0;
  /** Whether nothing is read, because those who take the events have not caught up. */
  let isPaused = false;

  const change = (state: StreamState) => isStopped || receiver.change(state);

  const stop = () => {
    isStopped = true;
    unwatch();
    attempt.abort();
    endWait();
  };

  const fail = (reason: Reason) => {
    cause ??= reason;
    attempt.abort();
  };

  /** @returns How long the connection may still be silent. */
  const checkSilence = (): number => {
    const rest = lastByte + silence - Date.now();
    if (lastByte && rest <= 0 && !isPaused) {
      fail({ code: 'silent', message: `nothing came for ${silence / 1000} s` });
    }
    return rest > 0 ? rest : silence;
  };

  // The tab is seen again, or the network is back: what waits need not wait any longer, and what is open may be dead without knowing.
  const unwatch = onWake((why) => {
    if (lastByte) {
      if (why === 'online') {
        fail({ code: 'network', message: 'the network changed' });
      }
      checkSilence();
      isWoken = attempt.signal.aborted;
    } else if (mayHurry) {
      endWait();
    }
  });

  const request = async (): Promise<Response> => {
    const { signal } = attempt;
    const given = typeof headers === 'function' ? headers() : headers;
    const sent = new Headers(await unlessAborted(Promise.resolve(given), signal));
    sent.set('Accept', 'text/event-stream');
    const id = receiver.lastEventId;
    const place = new URL(url);
    const query = place.searchParams;
    if (id) {
      // As EventSource has it: the bytes of UTF-8.
      sent.set('Last-Event-ID', Array.from(new TextEncoder().encode(id), (byte) => String.fromCharCode(byte)).join(''));
    } else if (begun !== undefined && !query.has('since')) {
      // The stream broke before any event of it had an id: without one, a client is sent nothing of what came meanwhile. A span may have been over
      // before it began.
      if (begun && !query.has('until')) {
        query.set('since', begun);
      } else {
        const data = 'replay: what came while the connection was broken is not known';
        receiver.receive([{ name: 'error', data, id: undefined, lastEventId: '' }]);
      }
    }
    return fetch(place.href, { headers: sent, signal, cache: 'no-store', credentials });
  };

  /** Hands on what comes, until the stream ends. */
  const read = async (response: Response): Promise<Outcome> => {
    let isAlive = false;
    const parser = new EventParser(
      {
        maxEventBytes,
        onRetry: backoff.ask,
        onComment: () => {
          isAlive = true;
        },
      },
      receiver.lastEventId,
    );
    const date = Date.parse(response.headers.get('Date') ?? '');
    begun ??= date ? new Date(date).toISOString() : '';
    change({ status: 'open' });
    const reader = response.body?.getReader();
    while (reader && !isStopped) {
      const { done, value } = await reader.read();
      if (done) {
        break;
      }
      lastByte = Date.now();
      const messages = parser.feed(value);
      if (messages.length > 0 && !isStopped) {
        backoff.succeed();
        const room = receiver.receive(messages);
        if (room) {
          isPaused = true;
          await unlessAborted(room, attempt.signal);
          isPaused = false;
          lastByte = Date.now();
        }
      }
      if (isAlive && !isStopped) {
        backoff.succeed();
        receiver.alive();
        isAlive = false;
      }
    }
    return { again: { code: 'ended', message: 'the stream ended' } };
  };

  const tryOnce = async (): Promise<Outcome> => {
    attempt = new AbortController();
    cause = undefined;
    isPaused = false;
    lastByte = Date.now();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const watch = (delay: number) => {
      timer = setTimeout(() => watch(checkSilence()), delay);
    };
    watch(silence);
    try {
      const response = await request();
      return (await judge(response)) ?? (await read(response));
    } catch (error) {
      return { again: cause ?? { code: 'network', message: error instanceof Error ? error.message : String(error) } };
    } finally {
      clearTimeout(timer);
      lastByte = 0;
      attempt.abort();
    }
  };

  const run = async () => {
    let reason: Reason | undefined;
    while (!isStopped) {
      change({ status: 'connecting', ...(reason && { reason }) });
      const { end, again, after } = await tryOnce();
      if (end) {
        change({ status: 'closed', reason: end });
        stop();
      } else if (again && !isStopped) {
        reason = again;
        const delay = isWoken ? random() * WAKING : backoff.next(after);
        isWoken = false;
        mayHurry = after === undefined;
        change({ status: 'waiting', reason, retryAt: Date.now() + delay });
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, delay);
          endWait = () => {
            clearTimeout(timer);
            resolve();
          };
          if (isStopped) {
            endWait();
          }
        });
      }
    }
  };
  // Not before the receiver is all there.
  queueMicrotask(run);

  return {
    get begun() {
      return begun;
    },
    stop,
  };
}

/** What an answer means that is no stream; undefined where it is one. */
async function judge(response: Response): Promise<Outcome | undefined> {
  const { status, headers } = response;
  if (status === 204) {
    return { end: { code: 'complete', message: 'no more is to come', status } };
  }
  const type = headers.get('Content-Type');
  if (status === 200 && /^\s*text\/event-stream\s*(;|$)/i.test(type ?? '')) {
    return undefined;
  }
  if (status < 300) {
    return { end: { code: 'content-type', message: `expected text/event-stream, got ${status} ${type}`, status } };
  }
  const reason: Reason = { code: 'status', message: `${status}${await detailOf(response)}`, status };
  return status === 408 || status === 429 || status >= 500
    ? { again: reason, after: retryAfter(headers.get('Retry-After'), Date.now()) }
    : { end: reason };
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
  // A body that breaks takes nothing back of what the status says.
  const { value } = (await reader?.read().catch(() => undefined)) ?? {};
  reader?.cancel().catch(() => {});
  const text = new TextDecoder().decode(value?.subarray(0, 4096));
  const detail = /"detail"\s*:\s*"([^"]+)"/.exec(text)?.[1] ?? text;
  return detail && `: ${detail.slice(0, LONGEST_DETAIL)}`;
}
