import type { ConnectOptions } from '@freshet/client';
import { useInsertionEffect, useMemo, useRef } from 'react';
import { StreamHub } from './hub.js';
import { keyOf, type SSEOptions } from './options.js';

/**
 * The hub of a stream of one's own, the same as long as the options ask for the same; without a url the one that is provided.
 * @throws Error where there is neither.
 */
export function useHub(options: SSEOptions, provided: StreamHub | undefined): StreamHub {
  const latest = useRef(options);
  useInsertionEffect(() => {
    latest.current = options;
  });
  const key = options.url === undefined ? undefined : keyOf(options);
  const own = useMemo(() => (key === undefined ? undefined : new StreamHub(() => current(latest))), [key]);
  const hub = own ?? provided;
  if (!hub) {
    throw new Error('there is no stream: give a url, or put a <FreshetProvider url="…"> above this component');
  }
  return hub;
}

/** What cannot be compared may change while the stream is open: headers are asked for as they are then. */
function current(latest: { readonly current: SSEOptions }): ConnectOptions {
  const { history, autoConnect, url = '', headers, ...others } = latest.current;
  const fresh = async () => {
    const { headers } = latest.current;
    return (await (typeof headers === 'function' ? headers() : headers)) ?? {};
  };
  return { ...others, url, headers: typeof headers === 'function' ? fresh : headers };
}
