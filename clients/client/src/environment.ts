/** What the client takes from where it runs, beside the clock; a test gives its own. */
export interface Environment {
  readonly fetch: typeof globalThis.fetch;
  /** From 0 to less than 1. */
  random(): number;
  /** Calls back when the tab is seen again or the network is there again; returns what ends that. */
  onWake(callback: (why: 'visible' | 'online') => void): () => void;
  /** What tabs need to share a connection; undefined where they cannot. */
  readonly tabs: Tabs | undefined;
}

export interface Tabs {
  /** Calls back once no other tab holds the name, and holds it until what the callback returned is settled; with `steal` takes it from who holds it, whose `hold` is rejected. */
  hold(name: string, options: { signal: AbortSignal } | { steal: true }, held: () => Promise<void>): Promise<void>;
  /** What is posted to a channel reaches all others of its name. */
  channel(name: string, receive: (message: unknown) => void): { postMessage(message: unknown): void; close(): void };
  /** A short text that tells texts apart and does not give them away. */
  digest(text: string): Promise<string>;
}

/** That of a browser or of Node. */
export function globalEnvironment(): Environment {
  return {
    fetch: (...request) => globalThis.fetch(...request),
    random: () => Math.random(),
    onWake,
    tabs: globalTabs(),
  };
}

function onWake(callback: (why: 'visible' | 'online') => void): () => void {
  const { document: page, addEventListener, removeEventListener } = globalThis;
  const visible = () => page.visibilityState === 'visible' && callback('visible');
  const online = () => callback('online');
  // Where there are pages.
  page?.addEventListener('visibilitychange', visible);
  page && addEventListener('online', online);
  return () => {
    page?.removeEventListener('visibilitychange', visible);
    page && removeEventListener('online', online);
  };
}

function globalTabs(): Tabs | undefined {
  const { document: page, navigator, crypto, BroadcastChannel: Channel } = globalThis;
  const locks = navigator?.locks;
  // Where there are pages, and they are of a secure origin.
  if (!page || !locks || !crypto?.subtle || !Channel) {
    return undefined;
  }
  return {
    hold: (name, options, held) => locks.request(name, options, held),
    channel: (name, receive) => {
      const channel = new Channel(name);
      channel.onmessage = ({ data }) => receive(data);
      return channel;
    },
    digest: async (text) =>
      String(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))),
  };
}
