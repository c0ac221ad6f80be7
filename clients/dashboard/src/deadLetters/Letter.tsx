import { useEffect, useState } from 'react';
import type { DeadLetterContent } from '../api/answers.js';
import { request, wordsOf } from '../api/request.js';
import { JsonText } from '../page/JsonText.js';

/** What a dead letter holds. */
export function Letter({ path }: { path: string }) {
  const [letter, setLetter] = useState<DeadLetterContent>();
  const [error, setError] = useState('');
  useEffect(() => {
    const stop = new AbortController();
    request<DeadLetterContent>(path, { signal: stop.signal }).then(
      setLetter,
      (failure) => stop.signal.aborted || setError(wordsOf(failure)),
    );
    return () => stop.abort();
  }, [path]);
  if (!letter) {
    return error ? <p role="alert">{error}</p> : <p aria-busy="true">Reading it.</p>;
  }
  const { content, content_base64, is_whole = true } = letter;
  return (
    <>
      {content === null && <p>It is no text; this is its base64.</p>}
      {is_whole || <p>It is larger than that; this is its beginning.</p>}
      <JsonText name="What the dead letter holds" text={content ?? content_base64 ?? ''} />
    </>
  );
}
