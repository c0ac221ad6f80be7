export { FreshetProvider, type FreshetProviderProps } from './FreshetProvider.js';
export type { SSEOptions } from './options.js';
export {
  type Connectedness,
  type DriftAlert,
  type DriftAlerts,
  type FalcoEvent,
  type FalcoEvents,
  useDriftAlerts,
  useFalcoEvents,
} from './useAlerts.js';
export { type ReceivedEvent, type SSEResult, useSSE } from './useSSE.js';
export { type EventOfType, useSSEEventHandler, useSSEEvents } from './useSSEEvents.js';
