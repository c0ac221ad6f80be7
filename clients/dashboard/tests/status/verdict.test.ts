import { describe, expect, test } from 'vitest';
import type { State } from '../../src/api/answers.js';
import { transformerCondition } from '../../src/status/condition.js';
import { verdictOf } from '../../src/status/verdict.js';
import { sampleAt, sinkOf, sourceOf } from '../fake/states.js';

/** Of two states that are some seconds apart. */
const verdict = (before: Partial<State>, now: Partial<State>, seconds = 5) =>
  verdictOf([sampleAt(0, before), sampleAt(seconds, now)]);

describe('the verdict', () => {
  test('is that everything works', () => {
    const flowing = verdict({ sources: [sourceOf('a')] }, { sources: [sourceOf('a', { received: 5, accepted: 5 })] });
    expect(flowing).toEqual({ level: 'fine', headline: 'Everything works', findings: [] });
  });

  test('is that nothing comes once that was watched for a while', () => {
    expect(verdict({}, {}, 5).headline).toBe('Everything works');
    expect(verdict({}, {}, 40)).toMatchObject({ level: 'quiet', headline: 'Everything works; nothing comes in' });
  });

  test('names what is down first, and then what needs a look', () => {
    const { level, headline, findings } = verdict(
      { sources: [sourceOf('a')], sinks: [sinkOf('b'), sinkOf('c')] },
      {
        sources: [sourceOf('a', { rejected: { bad_event: 3, too_large: 1 } })],
        sinks: [sinkOf('b', { retries: 2 }), sinkOf('c', { trouble: 'connection refused' })],
      },
    );
    expect(level).toBe('down');
    expect(headline).toBe('1 thing does not work');
    expect(findings.map(({ where, what }) => `${where}: ${what}`)).toEqual([
      'sink c: connection refused',
      'source a: rejected 4 events within the last minute (bad event, too large)',
      'sink b: tried 2 batches again within the last minute',
    ]);
  });

  test('says what the server says of its health, and nothing twice', () => {
    const { findings } = verdict(
      {},
      {
        health: { status: 'degraded', problems: ['the journal is full', 'sink c: connection refused'] },
        sinks: [sinkOf('c', { trouble: 'connection refused' })],
      },
    );
    expect(findings.map(({ where, what }) => `${where}: ${what}`)).toEqual([
      ': the journal is full',
      'sink c: connection refused',
    ]);
  });

  test('is bad where the server is not ready, even without a reason', () => {
    expect(verdict({}, { health: { status: 'starting', problems: [] } })).toMatchObject({
      level: 'down',
      headline: 'Freshet is starting',
    });
  });

  test('is bad where the journal has a fault, and doubtful where it is damaged', () => {
    const journal = { entries: 1, bytes: 1, oldest: null, newest: null, fault: null, damaged: 0 };
    expect(verdict({}, { journal: { ...journal, fault: 'no space left on device' } }).level).toBe('down');
    expect(verdict({}, { journal: { ...journal, damaged: 2 } })).toMatchObject({
      level: 'warning',
      headline: 'Works, but 1 thing needs a look',
    });
  });
});

describe('a lag', () => {
  const lagging = (lag: number, delivered: number) =>
    verdict({ sinks: [sinkOf('a')] }, { sinks: [sinkOf('a', { lag, delivered })] }).findings.map(({ what }) => what);

  test('is no news where it is soon caught up with, or small', () => {
    expect(lagging(5000, 5000)).toEqual([]);
    expect(lagging(99, 0)).toEqual([]);
  });

  test('is where it takes long, and says how long', () => {
    expect(lagging(60_000, 500)).toEqual(['behind by 60,000 events, 10 min of work at this rate']);
  });

  test('is where nothing moves', () => {
    expect(lagging(100, 0)).toEqual(['behind by 100 events, and nothing moves']);
  });
});

test('what was a minute ago is no longer said', () => {
  const rejected = sourceOf('a', { rejected: { bad_event: 3 } });
  const samples = [
    sampleAt(0, { sources: [sourceOf('a')] }),
    sampleAt(5, { sources: [rejected] }),
    sampleAt(66, { sources: [rejected] }),
  ];
  expect(verdictOf(samples).findings).toEqual([]);
});

test('what goes into a transformer is what its sources receive, and for each of its sinks what the journal takes', () => {
  const x = { name: 'x', type: 'vrl', dropped: 0, rejected: 0 };
  const at = (seconds: number, n: number) =>
    sampleAt(seconds, {
      sources: [sourceOf('a', { transformers: ['x'], received: n }), sourceOf('b', { received: 100 * n })],
      transformers: [x],
      sinks: [sinkOf('c', { transformers: ['x'] }), sinkOf('d')],
      journal: {
        entries: 0,
        bytes: 0,
        oldest: null,
        newest: { sequence: 1000 + 2 * n, time: '' },
        fault: null,
        damaged: 0,
      },
    });
  expect(transformerCondition(x, [at(0, 0), at(2, 10)])).toMatchObject({ rate: 15, level: 'fine' });
  expect(transformerCondition(x, [at(0, 10), at(40, 10)])).toMatchObject({ rate: 0, level: 'quiet' });
});

test('what clients missed, and what was gone, is said', () => {
  const { findings } = verdict({ sinks: [sinkOf('a')] }, { sinks: [sinkOf('a', { missed: 1, lagged: 20 })] });
  expect(findings.map(({ what }) => what)).toEqual([
    '1 event was gone before delivery, within the last minute',
    'slow clients missed 20 events within the last minute',
  ]);
});
