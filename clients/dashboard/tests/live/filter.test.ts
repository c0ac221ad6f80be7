import { expect, test } from 'vitest';
import { ALL, type Filter, isOpen, matcher, patternsOf } from '../../src/live/filter.js';
import type { EventRow, Row } from '../../src/live/rows.js';

const row = {
  kind: 'event',
  type: 'dev.cdevents.build.finished.0.2.0',
  source: 'github.com/acme/shop',
  text: '{"id":"x","note":"Überall (sic)"}',
} as EventRow;

const passes = (filter: Partial<Filter>, one: Row = row) => matcher({ ...ALL, ...filter })(one);

test.each([
  [{}, true],
  [{ types: 'build' }, true],
  [{ types: 'build.*0.2' }, true],
  [{ types: 'dev*finished*' }, true],
  [{ types: 'finished*build' }, false],
  [{ types: 'buildXfinished' }, false],
  [{ types: 'build.finished.0.2.0' }, true],
  [{ types: 'build?finished' }, false],
  [{ types: 'drift, build' }, true],
  [{ types: 'drift,' }, false],
  [{ types: ' , *' }, true],
  [{ sources: 'acme' }, true],
  [{ sources: 'acme', types: 'drift' }, false],
  [{ text: 'überall (SIC)' }, true],
  [{ text: 'nowhere' }, false],
  [{ text: '.*' }, false],
] as const)('%j passes: %s', (filter, expected) => {
  expect(passes(filter)).toBe(expected);
});

test('what is missing always passes', () => {
  expect(passes({ types: 'drift', text: 'x' }, { kind: 'gap', type: '', text: '' } as unknown as Row)).toBe(true);
});

test('the server, which looks for whole names, is asked for the same', () => {
  expect(patternsOf('drift, build.**end,, *')).toEqual(['*drift*', '*build.*end*']);
});

test('a filter of nothing but spaces and stars asks for nothing', () => {
  expect(isOpen({ types: ' *, ', sources: '', text: '  ' })).toBe(true);
  expect(isOpen({ ...ALL, text: 'x' })).toBe(false);
});

test('no pattern holds the page up', () => {
  const begin = performance.now();
  expect(passes({ types: `${'*a'.repeat(50)}*b` }, { ...row, type: 'a'.repeat(10_000) })).toBe(false);
  expect(performance.now() - begin).toBeLessThan(200);
});
