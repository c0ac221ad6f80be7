import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'client', root: './client', include: ['tests/**/*.test.ts'] } },
      { test: { name: 'react', root: './react', include: ['tests/**/*.test.{ts,tsx}'] } },
    ],
  },
});
