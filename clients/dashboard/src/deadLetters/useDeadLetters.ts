import { useCallback, useEffect, useRef, useState } from 'react';
import type { DeadLetters as Answer, DeadLetter } from '../api/answers.js';
import { request, wordsOf } from '../api/request.js';

export interface LetterList {
  readonly letters: readonly DeadLetter[];
  /** Why there are none, or no more. */
  readonly error: string;
  readonly hasMore: boolean;
  /** Whether there are others by now. */
  readonly isOld: boolean;
  /** Reads the first page anew. */
  refresh(): void;
  readMore(): void;
  /** It is no longer one. */
  remove(id: string): void;
}

const PAGE = 50;

/** @param sign Changes when the dead letters do. */
export function useDeadLetters(sign: string): LetterList {
  const [letters, setLetters] = useState<readonly DeadLetter[]>([]);
  const [next, setNext] = useState<string | null>(null);
  const [error, setError] = useState('');
  const [readSign, setReadSign] = useState(sign);
  const count = useRef(0);
  const round = useRef(0);
  count.current = letters.length;

  const read = useCallback(async (after?: string) => {
    const number = ++round.current;
    const place = after === undefined ? '' : `&after=${encodeURIComponent(after)}`;
    try {
      const answer = await request<Answer>(`dead-letters?limit=${PAGE}${place}`);
      if (number === round.current) {
        setLetters((before) => [...(after === undefined ? [] : before), ...answer.dead_letters]);
        setNext(answer.next);
        setError('');
      }
    } catch (failure) {
      if (number === round.current) {
        setError(wordsOf(failure));
      }
    }
  }, []);

  const refresh = useCallback(() => {
    setReadSign(sign);
    void read();
  }, [read, sign]);

  useEffect(() => {
    // Who has read on is not thrown back to the beginning.
    if (count.current <= PAGE) {
      refresh();
    }
  }, [refresh]);

  const remove = useCallback((id: string) => setLetters((before) => before.filter((letter) => letter.id !== id)), []);
  return {
    letters,
    error,
    hasMore: next !== null,
    isOld: readSign !== sign,
    refresh,
    readMore: () => next !== null && void read(next),
    remove,
  };
}
