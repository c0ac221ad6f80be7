import type { Histogram, SinkState, SourceState, State } from '../../src/api/answers.js';
import type { Sample } from '../../src/status/samples.js';

const NONE: Histogram = { bounds: [0.01, 0.1], counts: [0, 0, 0] };

export const START = Date.parse('2026-03-01T12:00:00Z');

export function sourceOf(name: string, more: Partial<SourceState> = {}): SourceState {
  return {
    name,
    type: 'webhook',
    transformers: [],
    path: null,
    trouble: null,
    lag: null,
    received: 0,
    accepted: 0,
    repeated: 0,
    rejected: {},
    dead_letters: 0,
    ...more,
  };
}

export function sinkOf(name: string, more: Partial<SinkState> = {}): SinkState {
  return {
    name,
    type: 'folder',
    transformers: [],
    path: null,
    trouble: null,
    lag: null,
    delivered: 0,
    retries: 0,
    dead_letters: 0,
    missed: 0,
    clients: 0,
    lagged: 0,
    ...more,
  };
}

/** @param seconds After the start of everything. */
export function stateAt(seconds: number, more: Partial<State> = {}): State {
  return {
    time: new Date(START + seconds * 1000).toISOString(),
    version: '1.0.0',
    started_at: '2026-03-01T10:00:00Z',
    root_url: 'http://127.0.0.1:8080',
    health: { status: 'ready', problems: [] },
    sources: [],
    transformers: [],
    sinks: [],
    journal: { entries: 0, bytes: 0, oldest: null, newest: null, fault: null, damaged: 0 },
    latency: { source_to_journal: NONE, journal_to_client: NONE, source_to_client: NONE },
    dead_letters: 0,
    ...more,
  };
}

export function sampleAt(seconds: number, more: Partial<State> = {}): Sample {
  return { at: START + seconds * 1000, state: stateAt(seconds, more) };
}
