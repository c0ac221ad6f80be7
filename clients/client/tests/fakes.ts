import type { Environment, Tabs } from '../src/environment.js';

/** A request that a fake server got, and the answer that a test gives to it. */
export class Exchange {
  readonly url: URL;
  readonly headers: Headers;
  readonly signal: AbortSignal;
  readonly answered: Promise<Response>;
  #answer!: (response: Response) => void;
  #fail!: (error: Error) => void;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;

  constructor(input: string, init: RequestInit) {
    this.url = new URL(input);
    this.headers = new Headers(init.headers);
    this.signal = init.signal as AbortSignal;
    this.answered = new Promise((resolve, reject) => {
      this.#answer = resolve;
      this.#fail = reject;
    });
    this.signal.addEventListener('abort', () => {
      this.#fail(this.signal.reason);
      this.#controller?.error(this.signal.reason);
    });
  }

  /** Begins a stream. */
  open(headers: Record<string, string> = {}): this {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#controller = controller;
      },
    });
    this.#answer(new Response(body, { headers: { 'Content-Type': 'text/event-stream', ...headers } }));
    return this;
  }

  send(text: string): this {
    this.#controller?.enqueue(new TextEncoder().encode(text));
    return this;
  }

  /** An event with an id, as Freshet sends it. */
  event(id: string, data: unknown = { n: id }, name = 'test'): this {
    return this.send(`event: ${name}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  end(): void {
    this.#controller?.close();
  }

  break(): void {
    this.#controller?.error(new TypeError('terminated'));
  }

  answer(status: number, headers: Record<string, string> = {}, body: string | null = null): void {
    this.#answer(new Response(body, { status, headers }));
  }

  refuse(message: string): void {
    this.#fail(new TypeError(message));
  }
}

/** A server whose every answer a test gives. */
export class FakeServer {
  readonly exchanges: Exchange[] = [];
  readonly #waiting: ((exchange: Exchange) => void)[] = [];
  #given = 0;

  readonly fetch: typeof globalThis.fetch = (input, init = {}) => {
    const exchange = new Exchange(String(input), init);
    this.exchanges.push(exchange);
    this.#waiting.shift()?.(exchange);
    return exchange.answered;
  };

  /** The next request. */
  async next(): Promise<Exchange> {
    const number = this.#given++;
    return this.exchanges[number] ?? new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Those that are not over. */
  get connections(): number {
    return this.exchanges.filter(({ signal }) => !signal.aborted).length;
  }
}

/** Where a client runs, without tabs and without chance, unless a test says otherwise. */
export class FakeEnvironment implements Environment {
  readonly fetch: typeof globalThis.fetch;
  readonly tabs: Tabs | undefined;
  chance = 0;
  readonly #woken = new Set<(why: 'visible' | 'online') => void>();

  constructor(server: FakeServer, tabs?: Tabs) {
    this.fetch = server.fetch;
    this.tabs = tabs;
  }

  readonly random = () => this.chance;

  readonly onWake = (callback: (why: 'visible' | 'online') => void) => {
    this.#woken.add(callback);
    return () => this.#woken.delete(callback);
  };

  wake(why: 'visible' | 'online'): void {
    for (const callback of [...this.#woken]) {
      callback(why);
    }
  }

  get listeners(): number {
    return this.#woken.size;
  }
}

interface Hold {
  readonly tab: FakeTabs;
  readonly name: string;
  readonly held: () => Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** A browser with tabs: one lock of each name, and channels that reach all others, each message copied as a browser does. */
export class FakeBrowser {
  readonly tabs = new Set<FakeTabs>();
  readonly #holders = new Map<string, Hold>();
  readonly #queue: Hold[] = [];

  tab(): FakeTabs {
    const tab = new FakeTabs(this);
    this.tabs.add(tab);
    return tab;
  }

  request(hold: Hold, options: { signal: AbortSignal } | { steal: true }): void {
    if ('steal' in options) {
      const victim = this.#holders.get(hold.name);
      this.#grant(hold);
      victim?.reject(new DOMException('stolen', 'AbortError'));
      return;
    }
    const { signal } = options;
    signal.addEventListener('abort', () => {
      const place = this.#queue.indexOf(hold);
      if (place >= 0) {
        this.#queue.splice(place, 1);
        hold.reject(signal.reason);
      }
    });
    this.#queue.push(hold);
    this.#pass(hold.name);
  }

  /** The tab is gone without a word: its locks are free, and nothing of it is heard again. */
  crash(tab: FakeTabs): void {
    this.tabs.delete(tab);
    tab.isFrozen = true;
    for (const hold of this.#queue.filter((waiting) => waiting.tab === tab)) {
      this.#queue.splice(this.#queue.indexOf(hold), 1);
    }
    for (const [name, holder] of [...this.#holders]) {
      if (holder.tab === tab) {
        this.#holders.delete(name);
        this.#pass(name);
      }
    }
  }

  #pass(name: string): void {
    const place = this.#queue.findIndex((waiting) => waiting.name === name);
    if (place >= 0 && !this.#holders.has(name)) {
      this.#grant(this.#queue.splice(place, 1)[0] as Hold);
    }
  }

  #grant(hold: Hold): void {
    this.#holders.set(hold.name, hold);
    void hold.held().then(() => {
      if (this.#holders.get(hold.name) === hold) {
        this.#holders.delete(hold.name);
        this.#pass(hold.name);
      }
      hold.resolve();
    });
  }
}

export class FakeTabs implements Tabs {
  readonly #browser: FakeBrowser;
  readonly #channels = new Set<{ name: string; receive: (message: unknown) => void }>();
  /** A frozen tab runs nothing: what is posted to it is lost here, and what it posts. */
  isFrozen = false;
  /** How many of the next messages do not reach this tab. */
  deaf = 0;

  constructor(browser: FakeBrowser) {
    this.#browser = browser;
  }

  readonly hold: Tabs['hold'] = (name, options, held) =>
    new Promise((resolve, reject) => this.#browser.request({ tab: this, name, held, resolve, reject }, options));

  readonly channel: Tabs['channel'] = (name, receive) => {
    const channel = { name, receive };
    this.#channels.add(channel);
    return {
      postMessage: (message) => {
        if (!this.isFrozen) {
          this.#post(channel, structuredClone(message));
        }
      },
      close: () => this.#channels.delete(channel),
    };
  };

  readonly digest = async (text: string) => text;

  #post(from: { name: string }, message: unknown): void {
    for (const tab of this.#browser.tabs) {
      for (const channel of tab.#channels) {
        if (channel !== from && channel.name === from.name) {
          queueMicrotask(() => tab.#deliver(channel, message));
        }
      }
    }
  }

  #deliver(channel: { receive: (message: unknown) => void }, message: unknown): void {
    if (hears(this) && this.#channels.has(channel as never)) {
      channel.receive(message);
    }
  }
}

function hears(tab: FakeTabs): boolean {
  if (tab.deaf > 0) {
    tab.deaf--;
    return false;
  }
  return !tab.isFrozen;
}

/** Lets everything run that waits for nothing but its turn. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
