import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The packages as they are written, not as they were built last. */
const alias = [
  { find: '@freshet/client/eventsource', replacement: source('client/src/eventsource.ts') },
  { find: '@freshet/client', replacement: source('client/src/index.ts') },
  { find: '@freshet/react', replacement: source('react/src/index.ts') },
];

const project = (name: string) => ({
  resolve: { alias },
  test: { name, root: `./${name}`, include: ['tests/**/*.test.{ts,tsx}'] },
});

export default defineConfig({
  test: {
    projects: [
      project('client'),
      project('react'),
      project('dashboard'),
      // One after the other: each has a browser and servers of its own.
      { test: { name: 'e2e', root: './e2e', include: ['tests/**/*.test.ts'], fileParallelism: false } },
    ],
  },
});
