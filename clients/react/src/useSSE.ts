import type { EventOf, FreshetEvents, Gap, GapEvent, StreamError } from '@freshet/client';
import { useContext, useMemo, useSyncExternalStore } from 'react';
import { HubContext } from './FreshetProvider.js';
import type { AnyEvent } from './hub.js';
import { matches } from './matching.js';
import type { SSEOptions } from './options.js';
import { EMPTY, Session } from './session.js';
import { useHub } from './useHub.js';

/** An event that has come; what is missing is among the `gaps`. */
export type ReceivedEvent<Events = FreshetEvents> = Exclude<EventOf<Events>, GapEvent>;

export interface SSEResult<Event> {
  readonly isConnected: boolean;
  /** The same as `isConnected`. */
  readonly connected: boolean;
  /** Whether it tries to connect, or waits for the next try. */
  readonly isConnecting: boolean;
  /** Why it is not connected; null while it is, and where somebody wanted it so. */
  readonly error: StreamError | null;
  /** The last ones, the oldest first. Each has an id of its own. */
  readonly events: readonly Event[];
  readonly lastEvent: Event | null;
  /** Where events are missing, the last 100. */
  readonly gaps: readonly Gap[];
  /** Connects again, after `disconnect` or where the server refused. */
  connect(): void;
  /** Lets go of the stream, and closes it where no other component uses it. */
  disconnect(): void;
  /** Forgets the events, and the gaps. */
  clearEvents(): void;
}

/**
 * The events of a stream: of the url in the options, or of the `<FreshetProvider>` above. With a url the server chooses the events that `eventTypes` and `sources`
 * name; of a provider's stream, this hook does.
 */
export function useSSE<Events = FreshetEvents>(options?: SSEOptions): SSEResult<ReceivedEvent<Events>>;
export function useSSE<Events = FreshetEvents>(
  eventTypes?: readonly string[],
  sources?: readonly string[],
): SSEResult<ReceivedEvent<Events>>;
export function useSSE<Events>(
  first: SSEOptions | readonly string[] = {},
  sources?: readonly string[],
): SSEResult<ReceivedEvent<Events>> {
  const options: SSEOptions = isList(first) ? { eventTypes: first, sources } : first;
  const hub = useHub(options, useContext(HubContext));
  const { history = 100, autoConnect = true } = options;
  const filter = JSON.stringify([options.eventTypes ?? [], options.sources ?? []]);
  const isOwn = options.url !== undefined;
  const session = useMemo(
    () => new Session(hub, history, autoConnect, isOwn ? isEvent : filterOf(filter)),
    [hub, history, autoConnect, isOwn, filter],
  );
  const { state, error, events, gaps } = useSyncExternalStore(session.subscribe, session.getSnapshot, () => EMPTY);
  const isConnected = state.status === 'open';
  const { connect, disconnect, clearEvents } = session;
  return {
    isConnected,
    connected: isConnected,
    isConnecting: state.status === 'connecting' || state.status === 'waiting',
    error,
    events: events as readonly ReceivedEvent<Events>[],
    lastEvent: (events.at(-1) as ReceivedEvent<Events> | undefined) ?? null,
    gaps,
    connect,
    disconnect,
    clearEvents,
  };
}

function isList(value: SSEOptions | readonly string[]): value is readonly string[] {
  return Array.isArray(value);
}

/** A heartbeat says nothing but that the connection lives. */
function isEvent({ name, body }: AnyEvent): boolean {
  return name !== 'heartbeat' || (body as { type?: unknown } | null)?.type !== 'heartbeat';
}

function filterOf(filter: string): (event: AnyEvent) => boolean {
  const [types, sources] = JSON.parse(filter) as [string[], string[]];
  return (event) =>
    isEvent(event) &&
    (types.length === 0 || isOneOf(event, types)) &&
    (sources.length === 0 || matches(event.source ?? '', sources));
}

/** Whether the event is of one of these types, or its frame had one of these names. */
export function isOneOf({ type, name }: AnyEvent, types: readonly string[]): boolean {
  return matches(type, types) || matches(name, types);
}
