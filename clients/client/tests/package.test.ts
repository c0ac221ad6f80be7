import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { expect, test } from 'vitest';
import { print } from '../scripts/cdevents.mjs';

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** All that a page loads that uses everything of the package, as small as a bundler makes it. */
async function bundle(entry: string): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      rolldownOptions: {
        input: folder(entry),
        preserveEntrySignatures: 'strict',
        output: { format: 'es', minify: true },
        external: ['react', 'react/jsx-runtime', '@freshet/client'],
      },
      modulePreload: false,
    },
  });
  const [chunk, ...others] = [output].flat().flatMap((result) => ('output' in result ? result.output : []));
  expect(others).toEqual([]);
  return chunk?.type === 'chunk' ? chunk.code : '';
}

const gzipped = (code: string) => gzipSync(code, { level: 9 }).length;

test('All of the client is at most 6 KB, compressed', async () => {
  const code = await bundle('../dist/index.js');
  expect(code).toContain('connect');
  expect(gzipped(code)).toBeLessThanOrEqual(6 * 1024);
});

test('All of the hooks are at most 3 KB beside the client and React, compressed', async () => {
  expect(gzipped(await bundle('../../react/dist/index.js'))).toBeLessThanOrEqual(3 * 1024);
});

test('The types of CDEvents are those that the script prints', () => {
  const table = readFileSync(folder('../../../tests/data/cdevents/types.tsv'), 'utf8');
  expect(readFileSync(folder('../src/cdevents.ts'), 'utf8')).toBe(print(table));
});

test.each(['client', 'react'])('npm packs %s with its types, its README, its licence and nothing else', (name) => {
  const target = mkdtempSync(join(tmpdir(), 'freshet-pack-'));
  try {
    const [packed] = JSON.parse(
      execFileSync('npm', ['pack', '--json', '--silent', '--pack-destination', target], {
        cwd: folder(`../../${name}`),
        encoding: 'utf8',
      }),
    );
    const files: string[] = packed.files.map(({ path }: { path: string }) => path);
    expect(files.filter((path) => !/^dist\/\w+\.(js|d\.ts)$/.test(path)).sort()).toEqual([
      'LICENSE',
      'README.md',
      'package.json',
    ]);
    const manifest = JSON.parse(readFileSync(folder(`../../${name}/package.json`), 'utf8'));
    for (const entry of Object.values<string | Record<string, string>>(manifest.exports)) {
      for (const path of typeof entry === 'string' ? [entry] : Object.values(entry)) {
        expect(files).toContain(path.slice('./'.length));
      }
    }
    expect(manifest).toMatchObject({ license: 'Apache-2.0', sideEffects: false, type: 'module' });
    // Nothing at run time but what is ours.
    expect(Object.keys(manifest.dependencies ?? {})).toEqual(name === 'react' ? ['@freshet/client'] : []);
  } finally {
    rmSync(target, { recursive: true });
  }
});
