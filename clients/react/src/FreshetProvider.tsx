import type { ConnectOptions } from '@freshet/client';
import { createContext, type ReactNode } from 'react';
import type { StreamHub } from './hub.js';
import { useHub } from './useHub.js';

export const HubContext = createContext<StreamHub | undefined>(undefined);

export interface FreshetProviderProps extends ConnectOptions {
  children?: ReactNode;
}

/** One stream for all components below it, open while one of them uses it. Options that change open another one. */
export function FreshetProvider({ children, ...options }: FreshetProviderProps) {
  const hub = useHub(options, undefined);
  return <HubContext.Provider value={hub}>{children}</HubContext.Provider>;
}
