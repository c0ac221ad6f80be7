import { useCallback, useEffect, useState } from 'react';
import type { DeadLetters as Answer, DeadLetter, Retried } from '../api/answers.js';
import { request, wordsOf } from '../api/request.js';
import { Confirm } from '../page/Dialog.js';
import { clock, count, full } from '../page/format.js';
import { Section } from '../page/Section.js';
import { Letter } from './Letter.js';

const PAGE = 50;

/** What could not be delivered, or not be taken in. */
export function DeadLetters({ total }: { total: number }) {
  const [letters, setLetters] = useState<readonly DeadLetter[]>([]);
  const [next, setNext] = useState<string | null>(null);
  const [error, setError] = useState('');
  const [said, setSaid] = useState('');
  const [open, setOpen] = useState<string>();
  const [busy, setBusy] = useState<string>();
  const [dropping, setDropping] = useState<DeadLetter>();

  const read = useCallback(async (after?: string) => {
    try {
      const answer = await request<Answer>(
        `dead-letters?limit=${PAGE}${after === undefined ? '' : `&after=${encodeURIComponent(after)}`}`,
      );
      setLetters((before) => (after === undefined ? answer.dead_letters : [...before, ...answer.dead_letters]));
      setNext(answer.next);
      setError('');
    } catch (failure) {
      setError(wordsOf(failure));
    }
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another number means that there are others
  useEffect(() => void read(), [read, total]);

  const act = async (letter: DeadLetter, what: () => Promise<string>) => {
    setBusy(letter.id);
    try {
      setSaid(await what());
    } catch (failure) {
      setSaid(wordsOf(failure));
    }
    setBusy(undefined);
    void read();
  };
  const retry = (letter: DeadLetter) =>
    act(letter, async () => {
      const { outcome, reason } = await request<Retried>(`dead-letters/${encodeURIComponent(letter.id)}/retry`, {
        method: 'POST',
      });
      return outcome === 'delivered'
        ? `${nameOf(letter)} was delivered to ${letter.component}.`
        : `${nameOf(letter)} failed again: ${reason ?? 'no reason given'}.`;
    });
  const drop = (letter: DeadLetter) =>
    act(letter, async () => {
      await request(`dead-letters/${encodeURIComponent(letter.id)}`, { method: 'DELETE' });
      return `${nameOf(letter)} was dropped.`;
    });

  return (
    <Section id="dead-letters" title="Dead letters" aside={<span className="number">{full(total)}</span>}>
      {error && <p role="alert">{error}</p>}
      <p role="status" className="said">
        {said}
      </p>
      {letters.length === 0 && !error && (
        <p className="none">{total === 0 ? 'None: nothing was given up.' : 'Loading.'}</p>
      )}
      <ul className="letters">
        {letters.map((letter) => (
          <li key={letter.id}>
            <div className="letter">
              <p>
                <strong>{letter.component}</strong> <small>{letter.kind}</small>{' '}
                {letter.type && <span className="mono">{letter.type}</span>}
              </p>
              <p className="reason">{letter.reason}</p>
              <p className="number">
                <time dateTime={letter.at}>{clock(letter.at)}</time>, {count(letter.attempts, 'attempt')}
                {letter.event_id && (
                  <>
                    , event <span className="mono">{letter.event_id}</span>
                  </>
                )}
              </p>
              <p className="buttons">
                <button
                  type="button"
                  aria-expanded={open === letter.id}
                  onClick={() => setOpen(open === letter.id ? undefined : letter.id)}
                >
                  {open === letter.id ? 'Hide' : 'Show'}
                </button>
                <button type="button" disabled={busy === letter.id} onClick={() => void retry(letter)}>
                  Retry
                </button>
                <button type="button" disabled={busy === letter.id} onClick={() => setDropping(letter)}>
                  Drop
                </button>
              </p>
            </div>
            {open === letter.id && <Letter id={letter.id} />}
          </li>
        ))}
      </ul>
      {next !== null && (
        <button type="button" onClick={() => void read(next)}>
          Show more
        </button>
      )}
      {dropping && (
        <Confirm
          title="Drop this dead letter?"
          action="Drop it for good"
          onConfirm={() => void drop(dropping)}
          onClose={() => setDropping(undefined)}
        >
          <p>
            {nameOf(dropping)} for {dropping.component} is gone then, and cannot be delivered any more.
          </p>
        </Confirm>
      )}
    </Section>
  );
}

function nameOf({ event_id, type }: DeadLetter): string {
  return event_id ? `Event ${event_id}` : type ? `An event of type ${type}` : 'The dead letter';
}
