import { type Connection, keepConnected, type Receiver, type Request } from './connection.js';
import type { Environment, Tabs } from './environment.js';
import type { Message } from './parser.js';
import { createRing } from './ring.js';
import type { StreamState } from './state.js';
import type { Source } from './stream.js';

/**
 * What a tab is to the others. `joining`: it has asked the leader for what comes after its last event. `following`: it gets what the leader gets. `catching-up`:
 * the leader does not have what comes after its last event, and until it does, the tab has a connection of its own. `leading`: its connection is the one of all.
 */
type Role = 'joining' | 'following' | 'catching-up' | 'leading';

/** A tab asks for what comes after the event; where it names none, for what comes from now on. */
interface Hello {
  readonly from: string;
  readonly after: string;
}

/** The leader tells all tabs, or answers one. */
interface News {
  /** The tab that it answers; undefined where it is for all. */
  readonly to?: string;
  /** The last event before the messages, and the last of them. */
  readonly previous: string;
  readonly position: string;
  /** In an answer undefined where the leader does not have what comes after the tab's last event. */
  readonly messages?: readonly Message[] | undefined;
  /** The state, where it changed. */
  readonly state?: StreamState;
  /** The server had nothing else. */
  readonly isAlive?: boolean;
  /** The leader has just become that. */
  readonly isNew?: boolean;
  readonly replayed: number;
  readonly begun: string | undefined;
}

/** Events within so many milliseconds of a new client's connection are what the server replays to new clients; a tab that joins later is given as many. */
const REPLAY_TIME = 1000;

/**
 * One connection for all tabs. Who holds the lock leads: it has the connection, and tells what comes. The others wait for the lock, which the browser passes on
 * when the leader's tab is closed or crashes; the next one resumes after its own last event. All news name the event before them, so that a tab knows when
 * it missed something, and asks for it; what it has already, its stream drops.
 * @param name What the tabs have in common that share a connection.
 */
export function shareConnection(
  request: Request,
  name: string,
  receiver: Receiver,
  environment: Environment,
  tabs: Tabs,
): Source {
  const self = crypto.randomUUID();
  /** Whether the request names where to begin, which no other tab can know. */
  const hasBeginning = new URL(request.url).searchParams.has('since');
  const ring = createRing();
  let role: Role = 'joining';
  let connection: Connection | undefined;
  let channel: ReturnType<Tabs['channel']> | undefined;
  let lock = new AbortController();
  let release = () => {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;
  /** When the leader was last heard of. */
  let heard = Date.now();
  /** Up to where the leader is known to have come. */
  let position = '';
  let hasAsked = false;
  let state: StreamState = { status: 'connecting' };
  /** When the leader's stream began, for the time before it has a position. */
  let begun: string | undefined;
  let openedAt = 0;
  let replayed = 0;
  let greeting: Message | undefined;
  let expectsGreeting = false;

  const post = (what: Hello | News) => isStopped || channel?.postMessage(what);

  const tell = (news: Partial<News>) => {
    const here = receiver.lastEventId;
    post({ previous: here, position: here, messages: [], replayed, begun: connection?.begun, ...news });
  };

  /** Asks the leader for what comes after the last event. */
  const ask = () => {
    hasAsked = true;
    post({ from: self, after: receiver.lastEventId });
  };

  const has = (id: string) => id === position || ring.has(id);

  const take = ({ messages = [], state, isAlive, ...news }: News) => {
    ring.add(messages);
    ({ position, replayed, begun } = news);
    if (state) {
      receiver.change(state);
    }
    receiver.receive(messages);
    if (isAlive) {
      receiver.alive();
    }
  };

  /** What this tab's own connection tells, for all where it leads. */
  const own: Receiver = {
    get lastEventId() {
      return receiver.lastEventId;
    },
    receive(messages) {
      const previous = receiver.lastEventId;
      ring.add(messages);
      const room = receiver.receive(messages);
      if (role === 'leading') {
        const [first] = messages;
        if (expectsGreeting) {
          greeting = first?.id === undefined && first?.name !== 'error' ? first : undefined;
          expectsGreeting = false;
        }
        if (Date.now() - openedAt < REPLAY_TIME) {
          replayed += messages.filter(({ id }) => id).length;
        }
        tell({ previous, messages });
      } else if (!hasAsked) {
        ask();
      }
      return room;
    },
    alive() {
      receiver.alive();
      if (role === 'leading') {
        tell({ isAlive: true });
      } else if (!hasAsked) {
        ask();
      }
    },
    change(next) {
      state = next;
      if (state.status === 'open') {
        expectsGreeting = true;
        openedAt = receiver.lastEventId ? 0 : Date.now();
      }
      if (role === 'leading') {
        // First, as a stream that is closed stops this.
        tell({ state });
      }
      receiver.change(state);
    },
  };

  const open = () => {
    connection ??= keepConnected(request, own, environment, begun);
  };

  const leave = () => {
    connection?.stop();
    connection = undefined;
  };

  const lead = () => {
    role = 'leading';
    open();
    tell({ isNew: true, state });
  };

  const answer = ({ from, after }: Hello) => {
    const known = ring.has(after) ? ring.after(after) : after === receiver.lastEventId ? [] : undefined;
    const news = [...(greeting ? [greeting] : []), ...ring.last(replayed)];
    tell({ to: from, messages: after ? known : news, state });
  };

  const enter = (news: News) => {
    hasAsked = false;
    if (news.messages && (receiver.lastEventId || !hasBeginning)) {
      leave();
      role = 'following';
      take(news);
      // Where this tab resumes should it lead before anything comes.
      receiver.receive([{ name: '', data: undefined, id: undefined, lastEventId: position }]);
    } else if (role !== 'catching-up') {
      role = 'catching-up';
      open();
    }
  };

  const hear = (what: Hello | News) => {
    if (isStopped) {
      return;
    }
    if ('after' in what) {
      if (role === 'leading') {
        answer(what);
      }
      return;
    }
    heard = Date.now();
    if (role === 'leading' || (what.to && what.to !== self)) {
      return;
    }
    if (what.to) {
      enter(what);
    } else if (role !== 'following') {
      if (what.isNew) {
        ask();
      }
    } else if (has(what.previous)) {
      take(what);
    } else {
      role = 'joining';
      ask();
    }
  };

  /** The leader says from time to time that it is there; where it does not, it is frozen, and another takes the lock from it. */
  const watch = () => {
    timer = setTimeout(() => {
      if (role === 'leading') {
        tell({});
      } else if (Date.now() - heard > 2 * request.silence) {
        heard = Date.now();
        lock.abort();
      } else if (role === 'joining') {
        // The leader may have gone before it answered, or this tab was asleep when it did.
        ask();
      }
      watch();
    }, request.silence / 3);
  };

  /** Waits for the lock, and leads as long as it has it. @returns Whether it is to be taken from a leader that is silent. */
  const waitForLock = async (key: string, steal: boolean): Promise<boolean> => {
    lock = new AbortController();
    const { signal } = lock;
    let isHeld = false;
    try {
      await tabs.hold(key, steal ? { steal } : { signal }, () => {
        isHeld = true;
        return new Promise((resolve) => {
          release = resolve;
          if (isStopped) {
            resolve();
          } else {
            lead();
          }
        });
      });
    } catch (error) {
      if (isHeld && !isStopped) {
        // Another tab took it: this one was asleep.
        leave();
        role = 'joining';
        heard = Date.now();
        ask();
      } else if (!isHeld && !signal.aborted) {
        throw error;
      }
    }
    return signal.aborted;
  };

  const join = async () => {
    try {
      const key = `freshet/1/${await tabs.digest(name)}`;
      if (isStopped) {
        return;
      }
      channel = tabs.channel(key, (what) => hear(what as Hello | News));
      ask();
      watch();
      for (let steal = false; !isStopped; ) {
        steal = await waitForLock(key, steal);
      }
    } catch {
      // A page that may not use locks or channels, such as a sandboxed one, has a connection of its own.
      channel?.close();
      channel = undefined;
      if (!isStopped) {
        lead();
      }
    }
  };
  void join();

  return {
    get canWait() {
      return role === 'catching-up' || (role === 'leading' && !channel);
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
      leave();
      lock.abort();
      release();
      channel?.close();
    },
  };
}
