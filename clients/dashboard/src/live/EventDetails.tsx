import { type RefObject, useEffect, useRef, useState } from 'react';
import type { Outcome, Way } from '../api/answers.js';
import { Refused, request, wordsOf } from '../api/request.js';
import { clock, preciseClock } from '../page/format.js';
import { Icon } from '../page/Icon.js';
import { JsonText } from '../page/JsonText.js';
import type { Level } from '../status/condition.js';
import { memberOf } from './json.js';
import type { EventRow, GapRow, Row } from './rows.js';

interface Props {
  row: Row;
  panel: RefObject<HTMLElement | null>;
  onClose(): void;
  onFilter(filter: { types?: string; sources?: string }): void;
  onLookBack(since: number): void;
}

/** All of an event: what it is, which way it went, and its JSON. */
export function EventDetails({ row, panel, onClose, onFilter, onLookBack }: Props) {
  return (
    <aside ref={panel} tabIndex={-1} className="details" aria-label="The event that is selected">
      <header className="panel-head">
        <h3>{row.kind === 'gap' ? 'Events are missing here' : row.type}</h3>
        <button type="button" onClick={onClose}>
          Close <kbd>Esc</kbd>
        </button>
      </header>
      {row.kind === 'gap' ? <GapText row={row} onLookBack={onLookBack} /> : <EventText row={row} onFilter={onFilter} />}
    </aside>
  );
}

function GapText({ row: { gap, after }, onLookBack }: { row: GapRow; onLookBack(since: number): void }) {
  const since = gap.since ?? after;
  return (
    <>
      <p>{gap.message}</p>
      {after && <p>The last event before it came at {clock(after)}.</p>}
      {since && (
        <button type="button" onClick={() => onLookBack(Date.parse(since))}>
          Show what the journal has from {clock(since)} on
        </button>
      )}
    </>
  );
}

function EventText({ row, onFilter }: { row: EventRow; onFilter: Props['onFilter'] }) {
  return (
    <>
      <dl className="facts">
        <dt>Source</dt>
        <dd>
          {row.source || '–'}{' '}
          {row.source && (
            <button type="button" className="quiet" onClick={() => onFilter({ sources: row.source })}>
              only this source
            </button>
          )}
        </dd>
        <dt>Type</dt>
        <dd>
          {row.type}{' '}
          <button type="button" className="quiet" onClick={() => onFilter({ types: row.type })}>
            only this type
          </button>
        </dd>
        {row.subject && (
          <>
            <dt>Subject</dt>
            <dd>{row.subject}</dd>
          </>
        )}
        <dt>Id</dt>
        <dd className="mono">{row.id}</dd>
        <dt>Happened</dt>
        <dd>
          <time dateTime={row.timestamp} title={row.timestamp}>
            {row.timestamp ? `${clock(row.timestamp)}` : '–'}
          </time>
        </dd>
        <dt>Format</dt>
        <dd>{row.format}</dd>
      </dl>
      <h4>Its way</h4>
      <EventWay key={row.sequence} row={row} />
      <h4>The event</h4>
      <JsonText name="The event as it is" text={memberOf(row.text, 'event') ?? row.text} />
    </>
  );
}

const OUTCOMES: Readonly<Record<Outcome, readonly [Level, string]>> = {
  delivered: ['fine', 'delivered'],
  streamed: ['fine', 'streamed'],
  pending: ['quiet', 'waits to be delivered'],
  dead_letter: ['down', 'dead letter'],
};

/** How often it is asked for anew what waits, in milliseconds. */
const AGAIN = 2000;

function EventWay({ row }: { row: EventRow }) {
  const [way, setWay] = useState<Way>();
  const [error, setError] = useState('');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    const stop = new AbortController();
    const ask = async () => {
      try {
        const answer = await request<Way>(`events/${row.sequence}/way`, { signal: stop.signal });
        setWay(answer);
        setError('');
        if (answer.sinks.some(({ outcome }) => outcome === 'pending')) {
          timer.current = setTimeout(ask, AGAIN);
        }
      } catch (failure) {
        if (!stop.signal.aborted) {
          setError(
            failure instanceof Refused && failure.status === 404
              ? 'The journal no longer has this event.'
              : wordsOf(failure),
          );
        }
      }
    };
    // Who goes through the list with the arrow keys looks at few of the events that are on the way.
    timer.current = setTimeout(ask, 150);
    return () => {
      clearTimeout(timer.current);
      stop.abort();
    };
  }, [row.sequence]);

  const origin = way?.origin;
  return (
    <ol className="way-steps" aria-busy={!way && !error}>
      <li>
        <Icon level="fine" />
        <span>
          {origin ? (
            <>
              source <strong>{origin.source}</strong> <small>{origin.type}</small>
            </>
          ) : row.origin ? (
            <>
              source <strong>{row.origin}</strong>
            </>
          ) : (
            'source not known'
          )}
        </span>
      </li>
      {origin?.transformers.map((name) => (
        <li key={name}>
          <Icon level="fine" />
          <span>
            transformer <strong>{name}</strong>
          </span>
        </li>
      ))}
      <li>
        <Icon level="fine" />
        <span>
          journal, number <strong>{row.sequence}</strong>, at{' '}
          <time dateTime={row.journaledAt}>{preciseClock(row.journaledAt)}</time>
        </span>
      </li>
      {way?.sinks.map(({ name, type, transformers, outcome, detail }) => {
        const [level, words] = OUTCOMES[outcome] ?? ['quiet', outcome];
        return (
          <li key={name} className="branch">
            <Icon level={level} />
            <span>
              {transformers.length > 0 && `${transformers.join(', ')} → `}sink <strong>{name}</strong>{' '}
              <small>{type}</small>: {words}
              {detail && ` (${detail})`}
            </span>
          </li>
        );
      })}
      {way?.sinks.length === 0 && <li className="branch">There is no sink.</li>}
      {error && (
        <li role="alert" className="branch">
          {error}
        </li>
      )}
    </ol>
  );
}
