import { useEffect, useState } from 'react';
import type { DeadLetter } from '../api/answers.js';
import { request, wordsOf } from '../api/request.js';
import { JsonText } from '../page/JsonText.js';

/** What a dead letter holds. */
export function Letter({ path }: { path: string }) {
  const [content, setContent] = useState<string>();
  const [error, setError] = useState('');
  useEffect(() => {
    const stop = new AbortController();
    request<DeadLetter & { content: unknown }>(path, { signal: stop.signal }).then(
      ({ content }) => setContent(typeof content === 'string' ? content : JSON.stringify(content)),
      (failure) => stop.signal.aborted || setError(wordsOf(failure)),
    );
    return () => stop.abort();
  }, [path]);
  return error ? (
    <p role="alert">{error}</p>
  ) : content === undefined ? (
    <p aria-busy="true">Loading.</p>
  ) : (
    <JsonText text={content} />
  );
}
