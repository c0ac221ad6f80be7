import type { Drift, FalcoAlert } from '@freshet/client';
import { useMemo } from 'react';
import type { AnyEvent } from './hub.js';
import type { SSEOptions } from './options.js';
import { type SSEResult, useSSE } from './useSSE.js';

/** A drift with the id of its event. */
export type DriftAlert = Drift & { readonly id: string };

/** An alert of Falco with the id of its event. */
export type FalcoEvent = FalcoAlert & { readonly id: string };

/** How a stream is connected, beside its events. */
export type Connectedness = Omit<SSEResult<never>, 'events' | 'lastEvent' | 'clearEvents'>;

export interface DriftAlerts extends Connectedness {
  /** The last ones, the oldest first. */
  readonly driftAlerts: readonly DriftAlert[];
  clearAlerts(): void;
}

export interface FalcoEvents extends Connectedness {
  /** The last ones, the oldest first. */
  readonly falcoEvents: readonly FalcoEvent[];
  clearEvents(): void;
}

/** What was changed outside of Terraform. */
export function useDriftAlerts(options?: SSEOptions): DriftAlerts {
  const { payloads, clearEvents, ...connectedness } = usePayloads<DriftAlert>('drift', options);
  return { ...connectedness, driftAlerts: payloads, clearAlerts: clearEvents };
}

/** What Falco saw. */
export function useFalcoEvents(options?: SSEOptions): FalcoEvents {
  const { payloads, clearEvents, ...connectedness } = usePayloads<FalcoEvent>('falco', options);
  return { ...connectedness, falcoEvents: payloads, clearEvents };
}

function usePayloads<Payload>(type: string, options?: SSEOptions) {
  const { events, lastEvent, ...others } = useSSE({ ...options, eventTypes: [type] });
  const payloads = useMemo(() => (events as readonly AnyEvent[]).flatMap(withId) as Payload[], [events]);
  return { ...others, payloads };
}

/** What is no object has nothing to show. */
function withId({ id, data }: AnyEvent): object[] {
  return typeof data === 'object' && data !== null ? [{ ...data, id }] : [];
}
