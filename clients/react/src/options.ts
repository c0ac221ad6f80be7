import type { ConnectOptions } from '@freshet/client';

export interface SSEOptions extends Omit<ConnectOptions, 'url'> {
  /** The stream; by default that of the `<FreshetProvider>` above, whose other options then hold. */
  url?: string | URL | undefined;
  /** How many of the last events are kept; 100 by default. */
  history?: number | undefined;
  /** Whether to connect when the component is mounted, and not only when it calls `connect`; true by default. */
  autoConnect?: boolean | undefined;
}

/** What tells streams apart: the same for options that ask for the same, however often they are made anew. */
export function keyOf(options: SSEOptions): string {
  return JSON.stringify(options, (name, value) => {
    if (name === 'headers' && value && typeof value !== 'function') {
      return [...new Headers(value)];
    }
    // What cannot be compared is asked for anew each time that the stream is opened; the rest is no matter of the stream.
    const isLeftOut = typeof value === 'function' || ['signal', 'history', 'autoConnect'].includes(name);
    return isLeftOut ? undefined : value;
  });
}
