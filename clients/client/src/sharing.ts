import { Connection, type Receiver, type Request } from './connection.js';
import type { Environment, Tabs } from './environment.js';
import type { Message } from './parser.js';
import { MessageRing } from './ring.js';
import type { StreamState } from './state.js';
import type { Source } from './stream.js';

/**
 * What a tab is to the others. `joining`: it has asked the leader for what comes after its last event. `following`: it gets what the leader gets. `catching-up`:
 * the leader does not have what comes after its last event, and until it does, the tab has a connection of its own. `leading`: its connection is the one of all.
 */
type Role = 'joining' | 'following' | 'catching-up' | 'leading';

type Post =
  /** A tab asks; without `after`, for what comes from now on. */
  | { readonly kind: 'hello'; readonly from: string; readonly after: string }
  /** The leader answers it. */
  | {
      readonly kind: 'welcome';
      readonly to: string;
      readonly isFound: boolean;
      readonly messages: readonly Message[];
      readonly position: string;
      readonly replayed: number;
      readonly begun: string | undefined;
      readonly state: StreamState;
    }
  /** What came, after the event `previous`. */
  | {
      readonly kind: 'batch';
      readonly previous: string;
      readonly position: string;
      readonly messages: readonly Message[];
    }
  | { readonly kind: 'state'; readonly state: StreamState }
  /** The server has nothing else. */
  | { readonly kind: 'alive' }
  /** The leader is there, after the event `position`: told by a new one, and from time to time. */
  | { readonly kind: 'leader'; readonly position: string; readonly isNew: boolean };

/** Events within so many milliseconds of a new client's connection are what the server replays to new clients; a tab that joins later is given as many. */
const REPLAY_TIME = 1000;

/**
 * One connection for all tabs. Who holds the lock leads: it has the connection, and posts what comes. The others wait for the lock, which the browser passes on
 * when the leader's tab is closed or crashes; the next one resumes after its own last event. Each batch names the event before it, so that a tab knows when
 * it missed something, and asks for it; what it has already, its stream drops.
 */
export class SharedSource implements Source, Receiver {
  readonly #request: Request;
  readonly #receiver: Receiver;
  readonly #environment: Environment;
  readonly #tabs: Tabs;
  /** Whether the request names where to begin, which no other tab can know. */
  readonly #hasBeginning: boolean;
  readonly #ring = new MessageRing();
  readonly #self: string;
  #role: Role = 'joining';
  #connection: Connection | undefined;
  #channel: ReturnType<Tabs['channel']> | undefined;
  #lock = new AbortController();
  #release = () => {};
  #timer: unknown;
  #isStopped = false;
  /** When the leader was last heard of. */
  #heard = 0;
  /** Up to where the leader is known to have come. */
  #position = '';
  #hasAsked = false;
  #state: StreamState = { status: 'connecting' };

  /** When the leader's stream began, for the time before it has a position. */
  #begun: string | undefined;
  #openedAt = Number.NEGATIVE_INFINITY;
  #replayed = 0;
  #greeting: Message | undefined;
  #expectsGreeting = false;

  /** @param name What the tabs have in common that share a connection. */
  constructor(request: Request, name: string, receiver: Receiver, environment: Environment, tabs: Tabs) {
    this.#request = request;
    this.#receiver = receiver;
    this.#environment = environment;
    this.#tabs = tabs;
    this.#hasBeginning = new URL(request.url).searchParams.has('since');
    this.#self = environment.random().toString(36).slice(2) + environment.now().toString(36);
    void this.#join(name);
  }

  get lastEventId(): string {
    return this.#receiver.lastEventId;
  }

  get canWait(): boolean {
    return this.#role === 'catching-up' || (this.#role === 'leading' && !this.#channel);
  }

  stop(): void {
    this.#isStopped = true;
    this.#environment.clearTimeout(this.#timer);
    this.#connection?.stop();
    this.#lock.abort();
    this.#release();
    this.#channel?.close();
  }

  async #join(name: string): Promise<void> {
    try {
      const key = `freshet/1/${await this.#tabs.digest(name)}`;
      if (this.#isStopped) {
        return;
      }
      this.#channel = this.#tabs.channel(key, (post) => this.#hear(post as Post));
      this.#heard = this.#environment.now();
      this.#ask();
      this.#watch();
      for (let steal = false; !this.#isStopped; ) {
        steal = await this.#waitForLock(key, steal);
      }
    } catch {
      // A page that may not use locks or channels, such as a sandboxed one, has a connection of its own.
      this.#channel?.close();
      this.#channel = undefined;
      this.#lead();
    }
  }

  /** Waits for the lock, and leads as long as it has it. @returns Whether it is to be taken from a leader that is silent. */
  async #waitForLock(key: string, steal: boolean): Promise<boolean> {
    const lock = new AbortController();
    this.#lock = lock;
    let isHeld = false;
    try {
      await this.#tabs.hold(key, { signal: lock.signal, steal }, () => {
        isHeld = true;
        return new Promise((resolve) => {
          this.#release = resolve;
          if (this.#isStopped) {
            resolve();
          } else {
            this.#lead();
          }
        });
      });
    } catch (error) {
      if (!isHeld && !lock.signal.aborted) {
        throw error;
      }
      // Another tab took it: this one was asleep.
      if (isHeld && !this.#isStopped) {
        this.#connection?.stop();
        this.#connection = undefined;
        this.#heard = this.#environment.now();
        this.#ask();
      }
    }
    return lock.signal.aborted;
  }

  #lead(): void {
    if (this.#isStopped) {
      return;
    }
    this.#role = 'leading';
    this.#connection ??= new Connection(this.#request, this, this.#environment, this.#begun);
    this.#post({ kind: 'leader', position: this.lastEventId, isNew: true });
    this.#post({ kind: 'state', state: this.#state });
  }

  /** The leader says from time to time that it is there; where it does not, it is frozen, and another takes the lock from it. */
  #watch(): void {
    const { silence } = this.#request;
    this.#timer = this.#environment.setTimeout(() => {
      if (this.#role === 'leading') {
        this.#post({ kind: 'leader', position: this.lastEventId, isNew: false });
      } else if (this.#environment.now() - this.#heard > 2 * silence) {
        this.#heard = this.#environment.now();
        this.#lock.abort();
      }
      this.#watch();
    }, silence / 3);
  }

  #post(post: Post): void {
    if (!this.#isStopped) {
      this.#channel?.post(post);
    }
  }

  /** Asks the leader for what comes after the last event. */
  #ask(): void {
    if (!this.#connection) {
      this.#role = 'joining';
    }
    this.#hasAsked = true;
    this.#post({ kind: 'hello', from: this.#self, after: this.lastEventId });
  }

  #hear(post: Post): void {
    if (this.#isStopped) {
      return;
    }
    if (post.kind === 'hello') {
      if (this.#role === 'leading') {
        this.#welcome(post.from, post.after);
      }
      return;
    }
    this.#heard = this.#environment.now();
    if (this.#role === 'leading') {
      return;
    }
    if (post.kind === 'welcome') {
      if (post.to === this.#self) {
        this.#enter(post);
      }
    } else if (post.kind === 'leader') {
      if (this.#role === 'following' ? !this.#has(post.position) : post.isNew) {
        this.#ask();
      }
    } else if (this.#role === 'following') {
      this.#follow(post);
    }
  }

  #has(position: string): boolean {
    return position === this.#position || this.#ring.has(position);
  }

  #follow(post: Extract<Post, { kind: 'batch' | 'state' | 'alive' }>): void {
    if (post.kind === 'batch') {
      if (this.#has(post.previous)) {
        this.#take(post.messages, post.position);
      } else {
        this.#ask();
      }
    } else if (post.kind === 'state') {
      this.#receiver.change(post.state);
    } else {
      this.#receiver.alive();
    }
  }

  #take(messages: readonly Message[], position: string): void {
    this.#ring.add(messages);
    this.#position = position;
    this.#receiver.receive(messages);
  }

  #welcome(to: string, after: string): void {
    const isFound = after === '' || after === this.lastEventId || this.#ring.has(after);
    const greeting = this.#greeting ? [this.#greeting] : [];
    const messages = after === '' ? [...greeting, ...this.#ring.last(this.#replayed)] : this.#ring.after(after);
    this.#post({
      kind: 'welcome',
      to,
      isFound,
      messages,
      position: this.lastEventId,
      replayed: this.#replayed,
      begun: this.#connection?.begun,
      state: this.#state,
    });
  }

  #enter(welcome: Extract<Post, { kind: 'welcome' }>): void {
    this.#hasAsked = false;
    if (!welcome.isFound || (this.#hasBeginning && !this.lastEventId)) {
      if (!this.#connection) {
        this.#role = 'catching-up';
        this.#ring.clear();
        this.#connection = new Connection(this.#request, this, this.#environment);
      }
      return;
    }
    this.#connection?.stop();
    this.#connection = undefined;
    this.#role = 'following';
    this.#replayed = welcome.replayed;
    this.#begun = welcome.begun;
    this.#receiver.change(welcome.state);
    this.#take(welcome.messages, welcome.position);
    // Where this tab resumes should it lead before anything comes.
    this.#receiver.receive([{ name: '', data: undefined, id: undefined, lastEventId: welcome.position }]);
  }

  // What follows is told by this tab's own connection.

  receive(messages: readonly Message[]): Promise<void> | undefined {
    const previous = this.lastEventId;
    if (this.#role !== 'leading') {
      this.#ring.add(messages);
      const room = this.#receiver.receive(messages);
      if (!this.#hasAsked) {
        this.#ask();
      }
      return room;
    }
    this.#remember(messages);
    const room = this.#receiver.receive(messages);
    this.#post({ kind: 'batch', previous, position: this.lastEventId, messages });
    return room;
  }

  alive(): void {
    this.#receiver.alive();
    if (this.#role === 'leading') {
      this.#post({ kind: 'alive' });
    } else if (!this.#hasAsked) {
      this.#ask();
    }
  }

  change(state: StreamState): void {
    this.#state = state;
    if (state.status === 'open') {
      this.#expectsGreeting = true;
      this.#openedAt = this.lastEventId ? Number.NEGATIVE_INFINITY : this.#environment.now();
    }
    if (this.#role === 'leading') {
      // First, as a stream that is closed stops this.
      this.#post({ kind: 'state', state });
    }
    this.#receiver.change(state);
  }

  #remember(messages: readonly Message[]): void {
    this.#ring.add(messages);
    const [first] = messages;
    if (this.#expectsGreeting && first) {
      this.#expectsGreeting = false;
      this.#greeting = first.id === undefined && first.name !== 'error' ? first : undefined;
    }
    if (this.#environment.now() - this.#openedAt < REPLAY_TIME) {
      this.#replayed += messages.filter((message) => message.id).length;
    }
  }
}
