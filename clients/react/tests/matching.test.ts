import { expect, test } from 'vitest';
import { matches } from '../src/matching.js';

test.each([
  ['drift', ['drift'], true],
  ['drift', ['drif'], false],
  ['drift', [], false],
  ['drift', ['falco', 'drift'], true],
  ['drift', ['*'], true],
  ['', ['*'], true],
  ['', ['**'], true],
  ['blog.post.created', ['blog.*'], true],
  ['blog.post.created', ['*.created'], true],
  ['blog.post.created', ['blog.*.created'], true],
  ['blog.post.created', ['*post*'], true],
  ['blog.post.created', ['*.post.*.created'], false],
  ['a', ['a*a'], false],
  ['aa', ['a*a'], true],
  ['xaby', ['*a*a*'], false],
  ['xabay', ['*a*a*'], true],
  ['blog-post', ['blog.post'], false],
])('%o among %o: %s', (name, patterns, expected) => {
  expect(matches(name, patterns)).toBe(expected);
});

test('Very many stars cost no more than a look at each', () => {
  expect(matches('a'.repeat(100_000), [`${'*a'.repeat(5000)}*b`])).toBe(false);
});
