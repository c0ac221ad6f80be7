import type { ReactNode } from 'react';
import { clock } from './format.js';
import { Icon } from './Icon.js';

/** A page that has one thing to say. */
function Alone({ children }: { children: ReactNode }) {
  return (
    <main className="alone">
      <h1>Freshet</h1>
      {children}
    </main>
  );
}

export function Loading() {
  return (
    <Alone>
      <p role="status">Asking Freshet how it is.</p>
    </Alone>
  );
}

export function Forbidden({ message, onRetry }: { message: string; onRetry(): void }) {
  return (
    <Alone>
      <p role="alert" className="lead">
        <Icon level="down" />
        <strong>This page is not shown to you here.</strong>
      </p>
      <p>{message}</p>
      <button type="button" onClick={onRetry}>
        Try again
      </button>
    </Alone>
  );
}

export function NeverThere({ message, since, onRetry }: { message: string; since: number; onRetry(): void }) {
  return (
    <Alone>
      <p role="alert" className="lead">
        <Icon level="down" />
        <strong>Freshet does not answer, at least since {clock(since)}.</strong>
      </p>
      <p>Look whether the process runs, and what it logged last. This page tries again by itself ({message}).</p>
      <button type="button" onClick={onRetry}>
        Try now
      </button>
    </Alone>
  );
}
