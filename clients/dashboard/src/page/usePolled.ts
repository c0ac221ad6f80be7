import { useCallback, useEffect, useRef, useState } from 'react';
import { request, wordsOf } from '../api/request.js';

export interface Polled<Answer> {
  readonly answer: Answer | undefined;
  /** Why there is none, or none newer. */
  readonly error: string;
  /** Asks now. */
  refresh(): void;
}

/** Asks the server for something again and again, so many milliseconds after each answer, while the page is seen. */
export function usePolled<Answer>(path: string, interval: number): Polled<Answer> {
  const [answer, setAnswer] = useState<Answer>();
  const [error, setError] = useState('');
  const ask = useRef(() => {});
  useEffect(() => {
    let stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const poll = async ({ signal }: AbortController) => {
      try {
        const answer = await (document.hidden ? undefined : request<Answer>(path, { signal }));
        if (answer !== undefined && !signal.aborted) {
          setAnswer(answer);
          setError('');
        }
      } catch (failure) {
        if (!signal.aborted) {
          setError(wordsOf(failure));
        }
      }
      if (!signal.aborted) {
        timer = setTimeout(() => void poll(stop), interval);
      }
    };
    ask.current = () => {
      stop.abort();
      clearTimeout(timer);
      stop = new AbortController();
      void poll(stop);
    };
    ask.current();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [path, interval]);
  const refresh = useCallback(() => ask.current(), []);
  return { answer, error, refresh };
}
