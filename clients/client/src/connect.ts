import { keepConnected, type Request } from './connection.js';
import { type Environment, globalEnvironment } from './environment.js';
import type { FreshetEvents } from './events.js';
import { type ConnectOptions, limit, requestOf } from './options.js';
import { shareConnection } from './sharing.js';
import { type FreshetStream, Stream } from './stream.js';

/**
 * Connects to a stream, and comes back to it until it is closed.
 * @throws TypeError or RangeError where the url, a time or a limit is none.
 */
export function connect<Events = FreshetEvents>(
  options: ConnectOptions,
  environment: Environment = globalEnvironment(),
): FreshetStream<Events> {
  const here = options.fetch ? { ...environment, fetch: options.fetch } : environment;
  const request = requestOf(options);
  const { signal, headers } = options;
  const share = options.share ?? (typeof headers !== 'function' && options.until === undefined);
  const stream = new Stream<Events>(
    {
      lastEventId: options.lastEventId ?? '',
      seenIds: limit('seenIds', options.seenIds, 10_000, 0),
      maxBufferedBytes: limit('maxBufferedBytes', options.maxBufferedBytes, 16 << 20),
    },
    (receiver) => {
      if (share && here.tabs) {
        return shareConnection(request, shareName(request), receiver, here, here.tabs);
      }
      return { canWait: true, stop: keepConnected(request, receiver, here).stop };
    },
  );
  const abort = () => stream.end({ code: 'aborted', message: 'aborted' });
  if (signal?.aborted) {
    abort();
  } else if (signal) {
    signal.addEventListener('abort', abort, { once: true });
    stream.on('state', ({ status }) => {
      if (status === 'closed') {
        signal.removeEventListener('abort', abort);
      }
    });
  }
  return stream;
}

/** What tabs that share a connection have in common. */
function shareName({ url, headers, credentials, maxEventBytes }: Request): string {
  const where = new URL(url);
  // Where a tab begins is its own matter.
  where.searchParams.delete('since');
  const given = typeof headers === 'function' ? [] : [...new Headers(headers)];
  return JSON.stringify([where.href, given, credentials, maxEventBytes]);
}
