import type { HeadersLike, Request } from './connection.js';

export interface ConnectOptions {
  /** Where the stream is; in a page it may be relative. */
  url: string | URL;
  /** Only events of these types; `*` stands for any characters. All where it is absent or empty. */
  eventTypes?: readonly string[] | undefined;
  /** Only events of these sources, likewise. */
  sources?: readonly string[] | undefined;
  /** Are sent with each request; a function is asked anew for each, so that it may give a fresh token. */
  headers?: HeadersLike | (() => HeadersLike | Promise<HeadersLike>) | undefined;
  /** Which cookies go along; by default those of the page's own origin. */
  credentials?: Request['credentials'] | undefined;
  /** Begins after this event, as `stream.lastEventId` gave it; by default with what happens from now on. */
  lastEventId?: string | undefined;
  /** Begins with what the server took in at this time or later; a text is in RFC 3339. */
  since?: Date | string | undefined;
  /** Ends with what the server took in before this time. */
  until?: Date | string | undefined;
  /** Closes the stream when it is aborted. */
  signal?: AbortSignal | undefined;
  /**
   * Whether all tabs that ask for the same share one connection. True by default, as a browser has six for a server, but not with `until`, which is for one
   * reader, nor with `headers` that are a function: only you know that all tabs would give the same. Without effect outside of browsers and on pages that are
   * not of a secure origin.
   */
  share?: boolean | undefined;
  /** How many bytes an event may have; a larger one is left out, and a gap tells of it. 4 MiB by default: Freshet takes in 1 MiB, and what it says of an event comes on top. */
  maxEventBytes?: number | undefined;
  /** How many bytes may wait to be read; then the connection is read no further, or, where it is shared, a gap tells what was dropped. 16 MiB by default. */
  maxBufferedBytes?: number | undefined;
  /** How many ids are remembered to drop what was seen already. 10,000 by default, as many as Freshet replays; 0 drops nothing. */
  seenIds?: number | undefined;
  /** After how many milliseconds without a byte the connection is given up. 75,000 by default: Freshet sends something every 30 s. */
  silenceTimeout?: number | undefined;
  /** How many milliseconds to wait before the first try again, until the server says otherwise. 1,000 by default. */
  minRetryDelay?: number | undefined;
  /** Up to how many milliseconds that grows while tries fail. 30,000 by default. */
  maxRetryDelay?: number | undefined;
  /** In place of the global one. */
  fetch?: typeof globalThis.fetch | undefined;
}

/** What is asked for with each try. */
export function requestOf(options: ConnectOptions): Request {
  const url = new URL(options.url, globalThis.document?.baseURI);
  const set = (name: string, value: string | undefined) => {
    if (value) {
      url.searchParams.set(name, value);
    }
  };
  set('event_types', options.eventTypes?.join(','));
  set('sources', options.sources?.join(','));
  set('since', time(options.since));
  set('until', time(options.until));
  return {
    url: url.href,
    headers: options.headers,
    credentials: options.credentials ?? 'same-origin',
    maxEventBytes: limit('maxEventBytes', options.maxEventBytes, 4 << 20),
    silence: limit('silenceTimeout', options.silenceTimeout, 75_000),
    minDelay: limit('minRetryDelay', options.minRetryDelay, 1000),
    maxDelay: limit('maxRetryDelay', options.maxRetryDelay, 30_000),
  };
}

function time(value: Date | string | undefined): string | undefined {
  return value === undefined ? undefined : new Date(value).toISOString();
}

export function limit(name: string, value: number | undefined, normally: number, least = 1): number {
  const given = value ?? normally;
  if (!(given >= least)) {
    throw new TypeError(`${name} is less than ${least}`);
  }
  // More than that no timer can wait.
  return Math.min(given, 2 ** 31 - 1);
}
