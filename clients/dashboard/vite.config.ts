import { defineConfig } from 'vite';

/**
 * The server gives out `/` and `/dashboard/assets/*`, and allows no page anything that is not a file of its own (`default-src 'self'`): nothing is put into the
 * page as text or as a data URL.
 */
export default defineConfig({
  base: '/',
  build: {
    assetsDir: 'dashboard/assets',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    reportCompressedSize: false,
  },
});
