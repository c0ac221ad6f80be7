import type { SinkState, SourceState, State, TransformerState } from '../api/answers.js';
import { compact, count, perSecond } from '../page/format.js';
import {
  type Condition,
  journalCondition,
  sinkCondition,
  sourceCondition,
  transformerCondition,
} from '../status/condition.js';
import type { Sample } from '../status/samples.js';

/** What the picture says of a component. */
export interface Card {
  readonly key: string;
  readonly kind: 'source' | 'transformer' | 'journal' | 'sink';
  readonly name: string;
  /** Its type, and where it is to be found. */
  readonly about: string;
  readonly condition: Condition;
  /** The number that matters most. */
  readonly figure: string;
  /** What else there is to know, the most important first. */
  readonly notes: readonly string[];
  /** Which way events take from here, or came here by. */
  readonly way: string;
}

/** @param isStale Whether that was some time ago: how things are now is not known. */
export function cardsOf(state: State, samples: readonly Sample[], isStale: boolean): ReadonlyMap<string, Card> {
  const cards = [
    ...state.sources.map((source) => sourceCard(source, samples)),
    ...state.transformers.map((transformer) => transformerCard(transformer, samples)),
    journalCard(state, samples),
    ...state.sinks.map((sink) => sinkCard(sink, samples)),
  ];
  return new Map(cards.map((card) => [card.key, isStale ? stale(card) : card]));
}

function stale(card: Card): Card {
  return { ...card, condition: { ...card.condition, level: 'unknown', because: [] } };
}

function sourceCard(source: SourceState, samples: readonly Sample[]): Card {
  const condition = sourceCondition(source, samples);
  return {
    key: `source ${source.name}`,
    kind: 'source',
    name: source.name,
    about: about(source.type, source.path),
    condition,
    figure: `${perSecond(condition.rate)} in`,
    notes: [
      ...note(condition.rejects, (n) => `${compact(n)} rejected/min`),
      ...note(source.lag, (n) => `${compact(n)} behind`),
      ...note(source.dead_letters, (n) => count(n, 'dead letter')),
      ...note(source.repeated, (n) => `${compact(n)} came again`),
    ],
    way: source.transformers.length > 0 ? `goes through ${source.transformers.join(', ')}` : '',
  };
}

function transformerCard(transformer: TransformerState, samples: readonly Sample[]): Card {
  const condition = transformerCondition(transformer, samples);
  return {
    key: `transformer ${transformer.name}`,
    kind: 'transformer',
    name: transformer.name,
    about: transformer.type,
    condition,
    figure: `${perSecond(condition.rate)} in`,
    notes: [
      ...note(transformer.dropped, (n) => `${compact(n)} dropped`),
      ...note(condition.rejects, (n) => `${compact(n)} rejected/min`),
      ...note(transformer.rejected, (n) => `${compact(n)} rejected in all`),
    ],
    way: '',
  };
}

function journalCard(state: State, samples: readonly Sample[]): Card {
  const condition = journalCondition(state, samples);
  return {
    key: 'journal',
    kind: 'journal',
    name: 'journal',
    about: 'every event',
    condition,
    figure: `${perSecond(condition.rate)} kept`,
    notes: [`${compact(state.journal.entries)} events`],
    way: '',
  };
}

function sinkCard(sink: SinkState, samples: readonly Sample[]): Card {
  const condition = sinkCondition(sink, samples);
  const isStream = sink.type === 'sse';
  return {
    key: `sink ${sink.name}`,
    kind: 'sink',
    name: sink.name,
    about: about(sink.type, sink.path),
    condition,
    figure: `${perSecond(condition.rate)} out`,
    notes: [
      ...note(sink.lag, (n) => `${compact(n)} behind`),
      ...note(sink.dead_letters, (n) => count(n, 'dead letter')),
      ...(isStream || sink.clients > 0 ? [count(sink.clients, 'client')] : []),
      ...note(sink.lagged, (n) => `${compact(n)} missed by slow clients`),
      ...note(sink.missed, (n) => `${compact(n)} gone before delivery`),
    ],
    way: sink.transformers.length > 0 ? `comes through ${sink.transformers.join(', ')}` : '',
  };
}

function about(type: string, path: string | null): string {
  return path === null ? type : `${type} ${path}`;
}

function note(number: number | null | undefined, say: (number: number) => string): string[] {
  return number ? [say(number)] : [];
}
