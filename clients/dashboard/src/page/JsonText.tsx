import { useMemo, useState } from 'react';
import { indented } from '../live/json.js';

/** What is shown at once, in characters: a larger text would hold the page up. */
const MOST = 200_000;

/** A JSON text, laid out and otherwise as it is. */
export function JsonText({ name, text }: { name: string; text: string }) {
  const [copied, setCopied] = useState('');
  const shown = useMemo(() => indented(text), [text]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(shown);
      setCopied(shown);
    } catch {
      setCopied('');
    }
  };
  const isCut = shown.length > MOST;
  return (
    <div className="json">
      {navigator.clipboard && (
        <button type="button" className="quiet" onClick={copy}>
          {copied === shown ? 'Copied' : 'Copy'}
        </button>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section tabIndex={0} aria-label={name}>
        <pre>{isCut ? shown.slice(0, MOST) : shown}</pre>
      </section>
      {isCut && <p>Cut here: {(shown.length - MOST).toLocaleString('en')} more characters. A copy has them all.</p>}
    </div>
  );
}
