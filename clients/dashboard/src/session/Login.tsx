import { type FormEvent, useRef, useState } from 'react';
import { request, wordsOf } from '../api/request.js';

/** Asks for the token, and gives it to the server for a cookie that scripts cannot read. It is kept nowhere. */
export function Login({ message, onDone }: { message: string; onDone(): void }) {
  const field = useRef<HTMLInputElement>(null);
  const [error, setError] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    const token = field.current?.value.trim() ?? '';
    if (!/^[\x21-\x7e]+$/.test(token)) {
      setError('A token has no spaces and only characters of ASCII.');
      return;
    }
    setIsBusy(true);
    setError('');
    try {
      await request('session', { method: 'POST', headers: { Authorization: `Bearer ${token}` } });
      onDone();
    } catch (failure) {
      setError(wordsOf(failure));
      field.current?.select();
    }
    setIsBusy(false);
  };
  return (
    <main className="alone">
      <h1>Freshet</h1>
      <p>This page is shown to who has the management token.</p>
      <form onSubmit={send} className="login">
        <label htmlFor="token">Token</label>
        {/* Without a name it goes into no form data and no URL, whatever happens. */}
        <input
          ref={field}
          id="token"
          type="password"
          autoComplete="current-password"
          required
          spellCheck={false}
          // biome-ignore lint/a11y/noAutofocus: there is nothing else on this page
          autoFocus
          aria-describedby="token-error"
        />
        <button type="submit" disabled={isBusy}>
          {isBusy ? 'Asking' : 'Open'}
        </button>
      </form>
      <p id="token-error" role="alert">
        {error}
      </p>
      <details>
        <summary>What the server says</summary>
        <p>{message}</p>
      </details>
    </main>
  );
}
