import { useSSE } from '@freshet/react';
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { clock, count, full } from '../page/format.js';
import { Section } from '../page/Section.js';
import { useShortcuts } from '../page/shortcuts.js';
import { EventDetails } from './EventDetails.js';
import { EventList } from './EventList.js';
import type { Feed } from './feed.js';
import { ALL, type Filter, isOpen, patternsOf } from './filter.js';
import type { EventLog } from './log.js';
import { LookBack } from './lookBack.js';
import type { Row } from './rows.js';
import { Tools } from './Tools.js';

interface Props {
  feed: Feed;
  /** From when on to look back, in milliseconds since 1970; undefined for what happens now. */
  since: number | undefined;
  onLookBack(since: number | undefined): void;
}

/** What comes, or what came from some time on. */
export function Live({ feed, since, onLookBack }: Props) {
  const [filter, setFilter] = useState(ALL);
  const [selected, setSelected] = useState<Row>();
  const search = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const details = useRef<HTMLElement>(null);
  const lookBack = useLookBack(since, filter);
  const log = lookBack?.log ?? feed.log;
  const shown = useShown(log, filter);
  const { pause, go, isPaused } = shown;

  // biome-ignore lint/correctness/useExhaustiveDependencies: what was selected belongs to the list that was shown
  useEffect(() => setSelected(undefined), [log]);

  const select = useCallback(
    (row: Row) => {
      setSelected(row);
      pause();
    },
    [pause],
  );
  const close = useCallback(() => {
    setSelected(undefined);
    list.current?.focus({ preventScroll: true });
  }, []);
  useShortcuts({
    '/': () => search.current?.focus(),
    p: () => (isPaused ? go() : pause()),
    e: () => list.current?.focus(),
    ...(selected && { Escape: close }),
  });

  return (
    <Section
      id="live"
      title={since === undefined ? 'Live events' : `Events from ${clock(since)} on`}
      aside={since === undefined ? <Connection /> : undefined}
    >
      <Tools
        filter={filter}
        onFilter={setFilter}
        search={search}
        rows={shown.rows}
        since={since}
        onLookBack={onLookBack}
      />
      <Position shown={shown} filter={filter} lookBack={lookBack} onLookBack={onLookBack} />
      <div className={`stream ${selected ? 'with-details' : ''}`}>
        <div className="list-frame">
          <EventList
            key={since ?? 'live'}
            rows={shown.rows}
            label="Events, the newest first"
            selected={selected?.key}
            list={list}
            follows={isPaused ? 'nothing' : lookBack ? 'oldest' : 'newest'}
            onSelect={select}
            onEnter={() => details.current?.focus()}
            onLeaveTop={pause}
          />
          {shown.rows.length === 0 && <Nothing filter={filter} isLive={!lookBack} onLookBack={onLookBack} />}
        </div>
        {selected && (
          <EventDetails
            row={selected}
            panel={details}
            onClose={close}
            onFilter={(more) => setFilter((now) => ({ ...now, ...more }))}
            onLookBack={onLookBack}
          />
        )}
      </div>
    </Section>
  );
}

interface Shown {
  readonly rows: readonly Row[];
  readonly isPaused: boolean;
  /** How many came since it was paused. */
  readonly waiting: number;
  pause(): void;
  go(): void;
}

/** The rows of a log that are to be seen: the last ones, or those that were so when somebody said stop. */
function useShown(log: EventLog, filter: Filter): Shown {
  const version = useSyncExternalStore(log.subscribe, log.getVersion);
  const [held, setHeld] = useState<{ log: EventLog; rows: readonly Row[]; added: number }>();
  useEffect(() => {
    log.setFilter(filter);
    setHeld(undefined);
  }, [log, filter]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the log is another one with each version
  const rows = useMemo(() => log.rows(), [log, version]);
  const pause = useCallback(
    () => setHeld((held) => (held?.log === log ? held : { log, rows: log.rows(), added: log.added })),
    [log],
  );
  const go = useCallback(() => setHeld(undefined), []);
  const isPaused = held?.log === log;
  return { rows: isPaused ? held.rows : rows, isPaused, waiting: isPaused ? log.added - held.added : 0, pause, go };
}

/** A look back that begins anew where another time, or other types or sources are asked for. */
function useLookBack(since: number | undefined, filter: Filter): LookBack | undefined {
  const { types, sources } = filter;
  const [lookBack, setLookBack] = useState<LookBack>();
  useEffect(() => {
    if (since === undefined) {
      return undefined;
    }
    const next = new LookBack({ since, eventTypes: patternsOf(types), sources: patternsOf(sources) });
    setLookBack(next);
    // Each letter that is typed is not a question of its own.
    const timer = setTimeout(() => void next.read(), 250);
    return () => {
      clearTimeout(timer);
      next.close();
      setLookBack(undefined);
    };
  }, [since, types, sources]);
  return lookBack;
}

function Connection() {
  const { isConnected, error, connect, isConnecting } = useSSE({ history: 1 });
  if (isConnected) {
    return <span className="connection on">connected</span>;
  }
  return (
    <span className="connection off">
      {error ? `not connected: ${error.message}` : 'connecting'}
      {!isConnecting && (
        <button type="button" onClick={connect}>
          Connect again
        </button>
      )}
    </span>
  );
}

interface PositionProps {
  shown: Shown;
  filter: Filter;
  lookBack: LookBack | undefined;
  onLookBack(since: number | undefined): void;
}

/** Where the list stands, and how to go on. */
function Position({ shown, filter, lookBack, onLookBack }: PositionProps) {
  const { rows, isPaused, waiting, pause, go } = shown;
  if (lookBack) {
    return <Pages lookBack={lookBack} rows={rows.length} onContinue={go} onLookBack={onLookBack} />;
  }
  const what = isOpen(filter) ? count(rows.length, 'event') : `${count(rows.length, 'event')} that match`;
  return (
    <p className={`position ${isPaused ? 'paused' : ''}`}>
      <button type="button" onClick={isPaused ? go : pause} aria-pressed={isPaused}>
        {isPaused ? 'Continue' : 'Pause'} <kbd>P</kbd>
      </button>
      <span>
        {isPaused
          ? `Paused. ${full(waiting)} newer, ${what} here.`
          : rows.length === 0
            ? 'No events yet.'
            : `The last ${what}.`}
      </span>
    </p>
  );
}

function Pages({
  lookBack,
  rows,
  onContinue,
  onLookBack,
}: {
  lookBack: LookBack;
  rows: number;
  onContinue(): void;
  onLookBack(since: undefined): void;
}) {
  const progress = useSyncExternalStore(lookBack.subscribe, lookBack.getProgress);
  return (
    <p className="position paused">
      <button type="button" onClick={() => onLookBack(undefined)}>
        Back to live
      </button>
      {progress.status === 'more' && (
        <button
          type="button"
          onClick={() => {
            onContinue();
            void lookBack.read();
          }}
        >
          Read the next 1,000
        </button>
      )}
      <span role="status">
        {progress.status === 'failed'
          ? `That failed: ${progress.message}`
          : progress.status === 'more'
            ? `${count(rows, 'event')}; the journal has later ones.`
            : `${count(rows, 'event')} up to now; what comes is added.`}
      </span>
    </p>
  );
}

const BACK = [
  [5, '5 minutes'],
  [60, 'hour'],
  [24 * 60, '24 hours'],
] as const;

function Nothing({ filter, isLive, onLookBack }: { filter: Filter; isLive: boolean; onLookBack(since: number): void }) {
  return (
    <div className="nothing">
      <p>
        {isOpen(filter)
          ? isLive
            ? 'Nothing has come since this page was opened.'
            : 'Nothing yet.'
          : 'Nothing that matches.'}
      </p>
      {isLive && (
        <p className="buttons">
          {BACK.map(([minutes, words]) => (
            <button key={words} type="button" onClick={() => onLookBack(Date.now() - minutes * 60_000)}>
              Show the last {words}
            </button>
          ))}
        </p>
      )}
    </div>
  );
}
