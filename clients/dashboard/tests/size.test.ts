import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));

const files = async () =>
  (await readdir(dist, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());

test('the first load is 120 KB of compressed JavaScript at the most', async () => {
  const scripts = (await files()).filter(({ name }) => name.endsWith('.js'));
  let bytes = 0;
  for (const { parentPath, name } of scripts) {
    bytes += gzipSync(await readFile(`${parentPath}/${name}`), { level: 9 }).length;
  }
  expect(scripts.length).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(120_000);
});

test('everything but the page itself is under dashboard/assets, and from nowhere else', async () => {
  for (const { parentPath, name } of await files()) {
    const path = `${parentPath}/${name}`.replaceAll(/\/+/g, '/').slice(dist.length);
    expect(path).toMatch(/^(index\.html|dashboard\/assets\/[\w-]+-[\w-]{8}\.(js|css|svg))$/);
  }
  const page = await readFile(`${dist}index.html`, 'utf8');
  const links = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link);
  expect(links.length).toBe(3);
  for (const link of links) {
    expect(link).toMatch(/^\/dashboard\/assets\//);
  }
});

test('nothing in the page would be stopped by default-src self', async () => {
  const page = await readFile(`${dist}index.html`, 'utf8');
  expect(page).not.toMatch(/<style|style=|\son\w+=|<script(?![^>]*\ssrc=)|data:|https?:/);
});
