import { FreshetProvider, useSSEEventHandler } from '@freshet/react';
import { useState } from 'react';
import type { State } from '../api/answers.js';
import { LIVE } from '../api/request.js';
import { Rates } from '../charts/Rates.js';
import { Clients } from '../clients/Clients.js';
import { DeadLetters } from '../deadLetters/DeadLetters.js';
import { Journal } from '../journal/Journal.js';
import { Completeness, completenessWords } from '../live/Completeness.js';
import { Feed, type Wholeness } from '../live/feed.js';
import { Live } from '../live/Live.js';
import { Pipeline } from '../pipeline/Pipeline.js';
import type { Report } from '../status/monitor.js';
import { verdictOf } from '../status/verdict.js';
import { ago, clock, compact, duration } from './format.js';
import { Icon } from './Icon.js';
import { Shortcuts } from './Shortcuts.js';
import { SingleKeys, useShortcuts } from './shortcuts.js';
import { VerdictView } from './VerdictView.js';

const PARTS = [
  ['status', 'Status'],
  ['pipeline', 'Pipeline'],
  ['live', 'Live events'],
  ['dead-letters', 'Dead letters'],
  ['clients', 'Clients'],
  ['rates', 'Rates'],
  ['completeness', 'Completeness'],
  ['journal', 'Journal'],
] as const;

/** The whole page, once the server has said how it is. */
export function Board({ report, state, onRetry }: { report: Report; state: State; onRetry(): void }) {
  const [areKeysOn, setAreKeysOn] = useState(true);
  return (
    <FreshetProvider url={LIVE}>
      <SingleKeys value={areKeysOn}>
        <Parts report={report} state={state} onRetry={onRetry} areKeysOn={areKeysOn} onTurnKeys={setAreKeysOn} />
      </SingleKeys>
    </FreshetProvider>
  );
}

interface PartsProps {
  report: Report;
  state: State;
  onRetry(): void;
  areKeysOn: boolean;
  onTurnKeys(areOn: boolean): void;
}

function Parts({ report, state, onRetry, areKeysOn, onTurnKeys }: PartsProps) {
  // The stream is opened after the state was asked for: what the journal had by then is not to come.
  const [feed] = useState(() => new Feed(state.journal.newest?.sequence ?? 0));
  useSSEEventHandler(['*', 'gap'], (event) => (event.gap ? feed.gap(event.gap) : feed.event(event)));
  const [since, setSince] = useState<number>();
  const [showsKeys, setShowsKeys] = useState(false);
  const { samples, history } = report;
  const verdict = verdictOf(samples);
  const wholeness = feed.wholeness(state);
  const lookBack = (since: number | undefined) => {
    setSince(since);
    if (since !== undefined) {
      goTo('live');
    }
  };
  useShortcuts({
    '?': () => setShowsKeys(true),
    ...Object.fromEntries(PARTS.map(([id], n) => [String(n + 1), () => goTo(id)])),
  });
  const isGone = report.standing === 'gone';
  return (
    <>
      <a className="skip" href="#status">
        Skip to the status
      </a>
      <Head state={state} wholeness={wholeness} onKeys={() => setShowsKeys(true)} />
      {isGone && <Gone report={report} onRetry={onRetry} />}
      <main className={isGone ? 'stale' : ''}>
        {isGone || <VerdictView verdict={verdict} />}
        <Pipeline samples={samples} isStale={isGone} />
        <div className="columns">
          <div className="column main">
            <Live feed={feed} since={since} onLookBack={lookBack} />
            <DeadLetters state={state} />
            <Clients />
          </div>
          <div className="column side">
            <Rates history={history} samples={samples} />
            <Completeness wholeness={wholeness} onLookBack={lookBack} onForget={() => feed.forgetGaps()} />
            <Journal journal={state.journal} onLookBack={lookBack} />
          </div>
        </div>
      </main>
      {showsKeys && <Shortcuts areOn={areKeysOn} onTurn={onTurnKeys} onClose={() => setShowsKeys(false)} />}
    </>
  );
}

function Head({ state, wholeness, onKeys }: { state: State; wholeness: Wholeness; onKeys(): void }) {
  const uptime = (Date.parse(state.time) - Date.parse(state.started_at)) / 1000;
  return (
    <header className="head">
      <h1>
        Freshet <small>{state.version}</small>
      </h1>
      <p className="facts-line">
        <span title={state.root_url}>{state.root_url.replace(/^https?:\/\//, '')}</span>
        <span title={`since ${clock(state.started_at)}`}>runs for {duration(uptime)}</span>
        <a href="#completeness" className={wholeness.count > 0 ? 'gappy' : ''}>
          <Icon level={wholeness.count > 0 ? 'warning' : wholeness.upTo === undefined ? 'quiet' : 'fine'} />
          {completenessWords(wholeness)}
        </a>
      </p>
      <nav aria-label="Parts of the page">
        <ul>
          {PARTS.map(([id, title]) => (
            <li key={id}>
              <a href={`#${id}`}>
                {title}
                {id === 'dead-letters' && state.dead_letters > 0 && ` (${compact(state.dead_letters)})`}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <button type="button" onClick={onKeys}>
        Keys <kbd>?</kbd>
      </button>
    </header>
  );
}

function Gone({ report, onRetry }: { report: Report; onRetry(): void }) {
  const { goneSince = Date.now(), samples, message } = report;
  const last = samples.at(-1);
  return (
    <section className="gone" id="status" aria-label="Status" tabIndex={-1}>
      <p role="alert" className="headline">
        <Icon level="down" />
        Freshet does not answer since {clock(goneSince)}
      </p>
      <p>
        That is {ago(goneSince, Date.now())} ({message}). What you see below is from {last ? clock(last.at) : 'before'}.
        Look whether the process runs, and what it logged last; this page tries again by itself.
      </p>
      <button type="button" onClick={onRetry}>
        Try now
      </button>
    </section>
  );
}

/** There, and for who goes on with the keyboard too. */
function goTo(id: string): void {
  const part = document.getElementById(id);
  part?.scrollIntoView({ block: 'start' });
  part?.focus({ preventScroll: true });
}
