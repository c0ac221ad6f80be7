import type { SinkState, SourceState, State, TransformerState } from '../api/answers.js';
import { count, duration } from '../page/format.js';
import { type Counter, growth, rate, rejectedBy, type Sample, sum } from './samples.js';

/** `quiet`: it is fine as far as it says, and nothing went through it within the last minute. */
export type Level = 'down' | 'warning' | 'unknown' | 'quiet' | 'fine';

export const WORDS: Readonly<Record<Level, string>> = {
  down: 'Not working',
  warning: 'Needs a look',
  unknown: 'Not known',
  quiet: 'Quiet',
  fine: 'Works',
};

/** How a component is. */
export interface Condition {
  readonly level: Level;
  /** What is wrong, in sentences without a full stop. */
  readonly because: readonly string[];
  /** Events a second; undefined where that cannot be said. */
  readonly rate: number | undefined;
  /** Rejections within the last minute, of a transformer or a source. */
  readonly rejects: number | undefined;
}

/** What is said of now looks back that far, in milliseconds. */
const MINUTE = 60_000;

/** What was watched for less time is not said to be quiet, in seconds. */
const WATCHED = 30;

/** A lag is worth a look from so many events on that it takes that many seconds to catch up with. */
const LAG_EVENTS = 100;
const LAG_SECONDS = 10;

export function sourceCondition(source: SourceState, samples: readonly Sample[]): Condition {
  const of = (pick: (source: SourceState) => number) => counterOf('sources', source.name, pick);
  const taken = rate(
    samples,
    of(({ accepted }) => accepted),
  );
  const rejects = recent(
    samples,
    of(({ rejected }) => rejectedBy(rejected)),
  );
  const letters = recent(
    samples,
    of(({ dead_letters }) => dead_letters),
  );
  const isQuiet = isStill(
    samples,
    of(({ received }) => received),
  );
  const warnings = [
    ...some(rejects, (n) => `rejected ${count(n, 'event')} within the last minute${reasonsOf(source.rejected)}`),
    ...some(letters, (n) => `${count(n, 'new dead letter')} within the last minute`),
    ...behind(source.lag, taken),
  ];
  return { ...judge(source.trouble, warnings, isQuiet), rate: taken, rejects };
}

export function transformerCondition(transformer: TransformerState, samples: readonly Sample[]): Condition {
  const of = (pick: (transformer: TransformerState) => number) => counterOf('transformers', transformer.name, pick);
  const rejects = recent(
    samples,
    of(({ rejected }) => rejected),
  );
  const warnings = some(rejects, (n) => `rejected ${count(n, 'event')} within the last minute`);
  const entered = entering(transformer.name);
  return { ...judge(null, warnings, isStill(samples, entered)), rate: rate(samples, entered), rejects };
}

/** What goes into a transformer, which does not count that itself: all that its sources receive, and for each of its sinks all that the journal has. */
function entering(name: string): Counter {
  return (state) => {
    const received = state.sources.map(({ transformers, received }) => (transformers.includes(name) ? received : 0));
    const sinks = state.sinks.filter(({ transformers }) => transformers.includes(name));
    return sum(received) + sinks.length * newest(state);
  };
}

export function sinkCondition(sink: SinkState, samples: readonly Sample[]): Condition {
  const of = (pick: (sink: SinkState) => number) => counterOf('sinks', sink.name, pick);
  const sent = rate(
    samples,
    of(({ delivered }) => delivered),
  );
  const within = (pick: (sink: SinkState) => number) => recent(samples, of(pick));
  const isQuiet = isStill(
    samples,
    of(({ delivered }) => delivered),
  );
  const warnings = [
    ...some(
      within(({ dead_letters }) => dead_letters),
      (n) => `${count(n, 'new dead letter')} within the last minute`,
    ),
    ...some(
      within(({ retries }) => retries),
      (n) => `tried ${count(n, 'batch', 'batches')} again within the last minute`,
    ),
    ...some(
      within(({ missed }) => missed),
      (n) => `${count(n, 'event was', 'events were')} gone before delivery, within the last minute`,
    ),
    ...some(
      within(({ lagged }) => lagged),
      (n) => `slow clients missed ${count(n, 'event')} within the last minute`,
    ),
    ...behind(sink.lag, sent),
  ];
  return {
    ...judge(sink.trouble, warnings, isQuiet),
    rate: sent,
    rejects: undefined,
  };
}

export function journalCondition({ journal }: State, samples: readonly Sample[]): Condition {
  const taken = rate(samples, newest);
  const warnings = some(
    journal.damaged,
    (n) => `${count(n, 'entry', 'entries')} damaged: freshet journal verify tells which`,
  );
  return { ...judge(journal.fault, warnings, isStill(samples, newest)), rate: taken, rejects: undefined };
}

function newest(state: State): number {
  return state.journal.newest?.sequence ?? 0;
}

function judge(trouble: string | null, warnings: readonly string[], isQuiet: boolean) {
  const level: Level = trouble !== null ? 'down' : warnings.length > 0 ? 'warning' : isQuiet ? 'quiet' : 'fine';
  return { level, because: trouble !== null ? [trouble, ...warnings] : warnings };
}

function behind(lag: number | null, perSecond: number | undefined): string[] {
  if (lag === null || lag < LAG_EVENTS || perSecond === undefined || lag / perSecond < LAG_SECONDS) {
    return [];
  }
  return [
    perSecond > 0
      ? `behind by ${count(lag, 'event')}, ${duration(lag / perSecond)} of work at this rate`
      : `behind by ${count(lag, 'event')}, and nothing moves`,
  ];
}

function some(number: number | undefined, say: (number: number) => string): string[] {
  return number ? [say(number)] : [];
}

/** Which reasons there have been since the start, the most frequent first. */
function reasonsOf(rejected: Readonly<Record<string, number>>): string {
  const reasons = Object.entries(rejected)
    .filter(([reason, n]) => reason !== '' && n > 0)
    .sort(([, one], [, other]) => other - one);
  const names = reasons.slice(0, 3).map(([reason]) => reason.replaceAll('_', ' '));
  return names.length > 0 ? ` (${names.join(', ')})` : '';
}

function recent(samples: readonly Sample[], counter: Counter): number | undefined {
  return growth(samples, counter, MINUTE)?.count;
}

/** Whether nothing is counted, as far as it was watched. */
function isStill(samples: readonly Sample[], counter: Counter): boolean {
  const difference = growth(samples, counter, MINUTE);
  return difference !== undefined && difference.count === 0 && difference.seconds >= WATCHED;
}

function counterOf<Kind extends 'sources' | 'transformers' | 'sinks'>(
  kind: Kind,
  name: string,
  pick: (component: State[Kind][number]) => number,
): Counter {
  return (state) => {
    const found = (state[kind] as readonly State[Kind][number][]).find((component) => component.name === name);
    return found && pick(found);
  };
}
