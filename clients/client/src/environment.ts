/** What the client takes from where it runs; a test gives its own. */
export interface Environment {
  readonly fetch: typeof globalThis.fetch;
  /** Milliseconds since 1970. */
  now(): number;
  /** From 0 to less than 1. */
  random(): number;
  setTimeout(callback: () => void, delay: number): unknown;
  clearTimeout(timer: unknown): void;
  /** Calls back when the tab is seen again or the network is there again; returns what ends that. */
  onWake(callback: (why: 'visible' | 'online') => void): () => void;
  /** What tabs need to share a connection; undefined where they cannot. */
  readonly tabs: Tabs | undefined;
}

export interface Tabs {
  /** Calls back once no other tab holds the name, and holds it until what the callback returned is settled. */
  hold(name: string, options: { signal: AbortSignal; steal: boolean }, held: () => Promise<void>): Promise<void>;
  /** What is posted to a channel reaches all others of its name. */
  channel(name: string, receive: (message: unknown) => void): { post(message: unknown): void; close(): void };
  /** A short text that tells texts apart and does not give them away. */
  digest(text: string): Promise<string>;
}

/** That of a browser or of Node. */
export function globalEnvironment(): Environment {
  return {
    fetch: (input, init) => globalThis.fetch(input, init),
    now: () => Date.now(),
    random: () => Math.random(),
    setTimeout: (callback, delay) => globalThis.setTimeout(callback, delay),
    clearTimeout: (timer) => globalThis.clearTimeout(timer as ReturnType<typeof globalThis.setTimeout>),
    onWake,
    tabs: globalTabs(),
  };
}

function onWake(callback: (why: 'visible' | 'online') => void): () => void {
  const page = globalThis.document;
  const online = () => callback('online');
  const visible = () => {
    if (page?.visibilityState === 'visible') {
      callback('visible');
    }
  };
  globalThis.addEventListener?.('online', online);
  page?.addEventListener('visibilitychange', visible);
  return () => {
    globalThis.removeEventListener?.('online', online);
    page?.removeEventListener('visibilitychange', visible);
  };
}

function globalTabs(): Tabs | undefined {
  const locks = globalThis.navigator?.locks;
  const subtle = globalThis.crypto?.subtle;
  // Where there are pages, and they are of a secure origin.
  if (!globalThis.document || !locks || !subtle || !globalThis.BroadcastChannel) {
    return undefined;
  }
  return {
    // Who takes a name from another cannot wait for it as well.
    hold: (name, { signal, steal }, held) => locks.request(name, steal ? { steal } : { signal }, held),
    channel: (name, receive) => {
      const channel = new BroadcastChannel(name);
      channel.onmessage = (event) => receive(event.data);
      return { post: (message) => channel.postMessage(message), close: () => channel.close() };
    },
    digest: async (text) => {
      const bytes = new Uint8Array(await subtle.digest('SHA-256', new TextEncoder().encode(text)));
      return Array.from(bytes.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
    },
  };
}
