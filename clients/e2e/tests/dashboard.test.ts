import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { launch } from './browser.js';
import { Freshet, freePort } from './freshet.js';

const repository = fileURLToPath(new URL('../../../', import.meta.url));

/** Where the pictures of README and docs/dashboard.md go; nowhere unless they are asked for. */
const pictures = process.env.FRESHET_WRITE_DOCS ? join(repository, 'docs', 'images') : undefined;

let browser: Browser;
const running: Freshet[] = [];

beforeAll(async () => {
  browser = await launch();
  if (pictures) {
    mkdirSync(pictures, { recursive: true });
  }
}, 60_000);

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  for (const freshet of running.splice(0)) {
    await freshet.stop();
  }
});

afterAll(() => browser.close());

/** Webhooks of a CI system, a stream for pages, and a receiver that is not there. */
const configuration = (receiver: number) => `
[sources.github]
transformer_refs = ["once"]
[sources.github.extractor]
type = "webhook"
id = "github"

[sources.falco.extractor]
type = "falco"
id = "cluster"

[transformers.once]
type = "deduplicate"
key_path = "/body/id"

[sinks.events]
type = "sse"
id = "events"

[sinks.archive]
type = "http"
destination = "http://127.0.0.1:${receiver}/archive"
`;

async function start(text: string, settings: string[] = []): Promise<Freshet> {
  const freshet = await Freshet.start(text, settings);
  running.push(freshet);
  return freshet;
}

async function open(freshet: Freshet, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, ...options });
  const page = await context.newPage();
  await page.goto(`${freshet.origin}/`);
  return page;
}

const build = (id: number) => ({
  id: `build-${id}`,
  type: 'build.finished',
  source: 'ci.example.com',
  data: { repository: 'shop', result: id % 7 === 0 ? 'failed' : 'passed' },
});

const alert = (n: number) => ({
  time: new Date().toISOString(),
  rule: 'Terminal shell in container',
  priority: 'Notice',
  source: 'syscall',
  hostname: 'worker-7',
  output: `A shell was spawned (${n})`,
  output_fields: { 'container.id': '3ad7b26ded6d' },
});

const text = (page: Page, selector: string) => page.locator(selector).innerText();

const deployed = (n: number) => ({
  context: {
    specversion: '0.5.1',
    id: `deployment-${n}`,
    source: '/cluster/eu-west',
    type: 'dev.cdevents.service.deployed.0.3.0',
    timestamp: new Date().toISOString(),
  },
  subject: {
    id: `checkout-${n}`,
    content: { environment: { id: 'production' }, artifactId: `pkg:oci/checkout@sha256%3A${n}` },
  },
});

/** Pictures in light and dark, once there is something to be seen on them. Only where they are asked for, since that takes half a minute. */
async function picture(page: Page, freshet: Freshet, name: string): Promise<void> {
  if (!pictures) {
    return;
  }
  const leaving = new AbortController();
  await fetch(`${freshet.origin}/sse/events?event_types=falco`, { signal: leaving.signal });
  await fetch(`${freshet.origin}/sse/events`, { signal: leaving.signal });
  for (let i = 1000; i < 1400; i++) {
    await freshet.post('/webhook/github', i % 5 === 0 ? deployed(i) : build(i));
    if (i % 3 === 0) {
      await freshet.post('/falco/cluster', alert(i));
    }
    await page.waitForTimeout(40 + 30 * Math.sin(i / 20));
  }
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.waitForTimeout(1500);
    await page.screenshot({ path: join(pictures, `dashboard-${name}-${colorScheme}.png`), animations: 'disabled' });
  }
  leaving.abort();
}

test('While events flow the dashboard shows them, their way, their rates and what is down', async () => {
  const freshet = await start(configuration(await freePort()));
  const page = await open(freshet, { colorScheme: 'light' });
  await page.getByText('connected', { exact: true }).waitFor();
  for (let i = 0; i < 60; i++) {
    await freshet.post('/webhook/github', build(i));
    if (i % 4 === 0) {
      await freshet.post('/falco/cluster', alert(i));
    }
  }

  // What was taken in is in the list, newest first, and the receiver that is not there is said to be down.
  await expect.poll(() => page.getByRole('option').count(), { timeout: 15_000 }).toBeGreaterThan(5);
  await expect.poll(() => text(page, '.headline'), { timeout: 15_000 }).toContain('does not work');
  expect(await text(page, '#status')).toContain('archive');
  expect(await page.locator('.component.sink .badge.down').count()).toBe(1);
  expect(await text(page, '#pipeline')).toContain('github');
  await expect.poll(() => text(page, '#completeness'), { timeout: 15_000 }).toContain('Whole up to');
  await picture(page, freshet, 'failure');

  await page.getByRole('option').filter({ hasText: 'build.finished' }).first().click();
  await expect.poll(() => text(page, '#live'), { timeout: 15_000 }).toContain('ci.example.com');
  await expect.poll(() => text(page, '.way-steps'), { timeout: 15_000 }).toContain('archive');
  expect(await text(page, '.way-steps')).toContain('github');
}, 90_000);

test('In the dark it shows the same, and a server that was killed and came back', async () => {
  const freshet = await start(configuration(await freePort()).replace(/\[sinks\.archive\][\s\S]*$/, ''), [
    'journal.type=file',
  ]);
  const page = await open(freshet, { colorScheme: 'dark' });
  await page.getByText('connected', { exact: true }).waitFor();
  for (let i = 0; i < 40; i++) {
    await freshet.post('/webhook/github', build(i));
  }
  await expect.poll(() => page.getByRole('option').count(), { timeout: 15_000 }).toBeGreaterThan(5);
  await expect.poll(() => text(page, '#status'), { timeout: 15_000 }).toContain('works');
  await picture(page, freshet, 'live');

  await freshet.kill();
  await expect.poll(() => text(page, 'body'), { timeout: 30_000 }).toMatch(/not answer|gone|no answer/i);
  await freshet.again();
  await freshet.post('/webhook/github', build(99));
  await expect.poll(() => text(page, '#status'), { timeout: 60_000 }).toContain('works');
  await expect.poll(() => text(page, '#completeness'), { timeout: 30_000 }).toContain('Whole up to');
}, 120_000);

test('What the journal lost with the process is shown as a gap', async () => {
  const freshet = await start(configuration(await freePort()).replace(/\[sinks\.archive\][\s\S]*$/, ''), [
    'journal.type=memory',
  ]);
  const page = await open(freshet);
  await page.getByText('connected', { exact: true }).waitFor();
  await freshet.post('/webhook/github', build(1));
  await expect.poll(() => page.getByRole('option').count(), { timeout: 15_000 }).toBe(1);

  await freshet.kill();
  await freshet.again();
  await freshet.post('/webhook/github', build(2));

  await page.locator('.row.gap').first().waitFor({ timeout: 60_000 });
  await expect.poll(() => text(page, '#completeness'), { timeout: 15_000 }).not.toContain('Whole up to');
}, 120_000);

test('Who comes from elsewhere is asked for the token once, which never goes into a URL', async () => {
  const freshet = await start(
    `${configuration(await freePort()).replace(/\[sinks\.archive\][\s\S]*$/, '')}
    [http]
    trusted_proxies = ["127.0.0.1"]
    [management]
    token = "correct-horse-battery"`,
  );
  const page = await open(freshet, { extraHTTPHeaders: { 'X-Forwarded-For': '203.0.113.9' } });
  const urls: string[] = [];
  page.on('request', (request) => urls.push(request.url()));
  await page.locator('input[type=password]').fill('wrong');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  await page.locator('input[type=password]').fill('correct-horse-battery');
  await page.keyboard.press('Enter');

  await page.getByText('connected', { exact: true }).waitFor();
  expect(urls.filter((url) => url.includes('correct-horse'))).toEqual([]);
  expect(
    await page.evaluate(() => document.cookie + JSON.stringify(localStorage) + JSON.stringify(sessionStorage)),
  ).not.toContain('correct');
}, 60_000);

test('A dead letter is shown with its reason, and goes when it is dropped', async () => {
  const freshet = await start(configuration(await freePort()), ['sinks.archive.total_duration_of_retries=1s']);
  const page = await open(freshet);
  await freshet.post('/webhook/github', build(1));
  await expect.poll(() => text(page, '#dead-letters'), { timeout: 40_000 }).toContain('archive');
  await page.locator('#dead-letters').getByRole('button', { name: 'Drop' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Drop' }).click();
  await expect.poll(() => text(page, '#dead-letters'), { timeout: 20_000 }).not.toContain('archive');
}, 90_000);
