import { useState } from 'react';
import type { DeadLetter, Retried, State } from '../api/answers.js';
import { LONG_PATIENCE, request, wordsOf } from '../api/request.js';
import { Confirm } from '../page/Dialog.js';
import { clock, count, full } from '../page/format.js';
import { Section } from '../page/Section.js';
import { sum } from '../status/samples.js';
import { Letter } from './Letter.js';
import { useDeadLetters } from './useDeadLetters.js';

/** What could not be delivered, or not be taken in. */
export function DeadLetters({ state }: { state: State }) {
  const total = state.dead_letters;
  const { letters, error, hasMore, isOld, refresh, readMore, remove } = useDeadLetters(signOf(state));
  const [said, setSaid] = useState('');
  const [open, setOpen] = useState<string>();
  const [busy, setBusy] = useState<string>();
  const [dropping, setDropping] = useState<DeadLetter>();

  const act = async (letter: DeadLetter, what: () => Promise<string>) => {
    setBusy(letter.id);
    try {
      setSaid(await what());
    } catch (failure) {
      setSaid(wordsOf(failure));
    }
    setBusy(undefined);
  };
  const retry = (letter: DeadLetter) =>
    act(letter, async () => {
      const { outcome, reason } = await request<Retried>(`${pathOf(letter)}/retry`, { method: 'POST' }, LONG_PATIENCE);
      if (outcome !== 'delivered') {
        return `${nameOf(letter)} failed again: ${reason ?? 'no reason given'}`;
      }
      remove(letter.id);
      return `${nameOf(letter)} was delivered to ${letter.component}.`;
    });
  const drop = (letter: DeadLetter) =>
    act(letter, async () => {
      await request(pathOf(letter), { method: 'DELETE' });
      remove(letter.id);
      return `${nameOf(letter)} was dropped.`;
    });

  return (
    <Section id="dead-letters" title="Dead letters" aside={<span className="number">{full(total)}</span>}>
      {(error || isOld) && (
        <p className="buttons">
          <span role="alert">{error || 'There are others by now.'}</span>
          <button type="button" onClick={refresh}>
            Read them again
          </button>
        </p>
      )}
      <p role="status" className="said">
        {said}
      </p>
      {letters.length === 0 && !error && (
        <p className="none">{total === 0 ? 'None: nothing was given up.' : 'Reading them.'}</p>
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
                  {busy === letter.id ? 'Trying' : 'Retry'}
                </button>
                <button type="button" disabled={busy === letter.id} onClick={() => setDropping(letter)}>
                  Drop
                </button>
              </p>
            </div>
            {open === letter.id && <Letter path={pathOf(letter)} />}
          </li>
        ))}
      </ul>
      {hasMore && (
        <button type="button" onClick={readMore}>
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

/** Changes where one is gone and another one is new, too. */
function signOf({ dead_letters, sources, sinks }: State): string {
  return `${dead_letters} ${sum([...sources, ...sinks].map((component) => component.dead_letters))}`;
}

function pathOf({ id }: DeadLetter): string {
  return `dead-letters/${encodeURIComponent(id)}`;
}

function nameOf({ event_id, type }: DeadLetter): string {
  return event_id ? `Event ${event_id}` : type ? `An event of type ${type}` : 'The dead letter';
}
