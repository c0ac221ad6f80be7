import type { FrameNames, FreshetEvents, GapEvent, StreamEvent } from '@freshet/client';
import { useContext, useEffect, useInsertionEffect, useRef } from 'react';
import { HubContext } from './FreshetProvider.js';
import type { AnyEvent } from './hub.js';
import type { SSEOptions } from './options.js';
import { useHub } from './useHub.js';
import { isOneOf, type SSEResult, useSSE } from './useSSE.js';

/** What is known of the events of a type. */
export type EventOfType<Type extends string> = Type extends 'gap'
  ? GapEvent
  : Type extends keyof FreshetEvents
    ? StreamEvent<Type, FreshetEvents[Type]>
    : Type extends keyof FrameNames
      ? StreamEvent<string, FrameNames[Type]>
      : StreamEvent;

/** The same as `useSSE`, for events of these types; `*` stands for any characters. */
export function useSSEEvents<const Type extends string>(
  types: Type | readonly Type[],
  options: SSEOptions = {},
): SSEResult<EventOfType<Type>> {
  const eventTypes = typeof types === 'string' ? [types] : types;
  return useSSE({ ...options, eventTypes }) as unknown as SSEResult<EventOfType<Type>>;
}

/**
 * Calls back for each event of the type as it comes, and does not draw anything anew. The callback may be another one each time; `gap` is the type of what is
 * missing.
 */
export function useSSEEventHandler<const Type extends string>(
  type: Type | readonly Type[],
  callback: (event: EventOfType<Type>) => void,
  options: SSEOptions = {},
): void {
  const hub = useHub(options, useContext(HubContext));
  const latest = useRef(callback);
  useInsertionEffect(() => {
    latest.current = callback;
  });
  const key = JSON.stringify([type].flat());
  useEffect(() => {
    const types = JSON.parse(key) as string[];
    const detach = hub.attach({
      // What came before it was mounted is no news.
      seen: Number.POSITIVE_INFINITY,
      event: (event: AnyEvent) => {
        if (event.gap ? types.includes('gap') : isOneOf(event, types)) {
          report(() => latest.current(event as EventOfType<Type>));
        }
      },
      state: () => {},
    });
    return () => detach(false);
  }, [hub, key]);
}

/** A callback that throws takes the event from no other component; its error goes where those of timers go. */
function report(callback: () => void): void {
  try {
    callback();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
