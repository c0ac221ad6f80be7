import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launch } from '../../../e2e/tests/browser.js';
import type { DeadLetter } from '../../src/api/answers.js';
import { FakeFreshet } from '../fake/server.js';
import { look, openPage, SIZES } from './browser.js';

let browser: Browser;
let freshet: FakeFreshet;
const pages: { page: Page; wrong: string[] }[] = [];

beforeAll(async () => {
  browser = await launch();
}, 30_000);

afterAll(() => browser.close());

beforeEach(async () => {
  freshet = await new FakeFreshet().start();
});

afterEach(async () => {
  for (const { page, wrong } of pages.splice(0)) {
    expect(wrong).toEqual([]);
    await page.close();
  }
  await freshet.stop();
});

async function open(options: Parameters<typeof openPage>[2] = {}): Promise<Page> {
  const opened = await openPage(browser, freshet.url, options);
  pages.push(opened);
  return opened.page;
}

/** A page that is connected. */
async function openLive(options: Parameters<typeof openPage>[2] = {}): Promise<Page> {
  const page = await open(options);
  await page.getByText('connected', { exact: true }).waitFor();
  return page;
}

/** Events as long as something lasts. */
async function flowing<Result>(perSecond: number, run: () => Promise<Result>): Promise<Result> {
  const timer = setInterval(() => freshet.emit(perSecond / 20), 50);
  try {
    return await run();
  } finally {
    clearInterval(timer);
  }
}

const rows = (page: Page) => page.getByRole('option');
const headline = (page: Page) => page.locator('.headline');

const trouble = 'connection to db.acme.example:5432 refused; next try in 8 s';

function breakWarehouse(): void {
  freshet.sinks = freshet.sinks.map((sink) => (sink.name === 'warehouse' ? { ...sink, trouble, lag: 20_831 } : sink));
  freshet.health = { status: 'degraded', problems: [`sink warehouse: ${trouble}`] };
}

const letter = (id: string, more: Partial<DeadLetter> = {}): DeadLetter & { content: string } => ({
  id,
  component: 'warehouse',
  kind: 'sink',
  reason: 'null value in column "subject" violates not-null constraint',
  attempts: 5,
  at: new Date(Date.now() - 240_000).toISOString(),
  event_id: `0b8f4c1e-${id}`,
  type: 'drift',
  content: '{"amount":12345678901234567890}',
  ...more,
});

test('everything that flows is seen, and that everything works is said first', async () => {
  const page = await openLive();
  await flowing(200, async () => {
    await expect.poll(() => headline(page).textContent(), { timeout: 10_000 }).toBe('Everything works');
    await expect
      .poll(() => page.locator('.component.source').first().textContent(), { timeout: 10_000 })
      .toMatch(/\d+\/s in/);
    expect(await rows(page).count()).toBeGreaterThan(5);
    await expect
      .poll(() => page.getByRole('img', { name: /^Taken in: accepted \d/ }).count(), { timeout: 10_000 })
      .toBe(1);
    await expect.poll(() => page.locator('#completeness').textContent()).toMatch(/Whole up to \d\d:\d\d:\d\d/);
    await look(page, 'live-light', true);
  });
}, 40_000);

test('what is down is said in words and seen in shapes, in the light and in the dark', async () => {
  breakWarehouse();
  freshet.letters = [
    letter('1'),
    letter('2', {
      component: 'upstream',
      kind: 'source',
      reason: 'bad_event: context.type is missing',
      event_id: null,
      type: null,
    }),
  ];
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await openLive({ colorScheme });
    await flowing(200, async () => {
      await expect.poll(() => headline(page).textContent(), { timeout: 10_000 }).toBe('1 thing does not work');
      const card = page.locator('.component', { hasText: 'warehouse' });
      await expect.poll(() => card.locator('.badge.down').textContent()).toBe('Not working');
      expect(await card.textContent()).toContain(trouble);
      // Once, although the server says it twice.
      expect(await page.locator('.verdict').getByText(trouble).count()).toBe(1);
      await expect.poll(() => page.locator('.verdict').textContent(), { timeout: 10_000 }).toContain('nothing moves');
      await look(page, `failure-${colorScheme}`, true);
    });
  }
}, 40_000);

test('5,000 events a second do not freeze the page', async () => {
  const page = await openLive();
  const first = freshet.sequence;
  const measured = await flowing(5000, async () => {
    await page.getByText('The last 5,000 events.').waitFor();
    return page.evaluate(async () => {
      const gaps: number[] = [];
      let last = performance.now();
      for (const end = last + 5000; last < end; ) {
        const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
        gaps.push(now - last);
        last = now;
      }
      gaps.sort((one, other) => one - other);
      return {
        frames: gaps.length,
        p99: gaps[Math.floor(gaps.length * 0.99)] ?? 0,
        rows: document.querySelectorAll('[role=option]').length,
      };
    });
  });
  console.log(
    `5,000 events a second: ${measured.frames / 5} frames a second, 99 of 100 within ${Math.round(measured.p99)} ms`,
  );
  // A machine that does other things beside is slow; a page that draws each event stands still.
  expect(measured.frames).toBeGreaterThan(50);
  expect(measured.rows).toBeLessThan(80);
  const before = Date.now();
  await page.keyboard.press('p');
  await page.getByText('Paused.').waitFor();
  expect(Date.now() - before).toBeLessThan(1000);
  expect(await page.locator('.position').textContent()).toContain('5,000 events here');
  expect(freshet.sequence - first).toBeGreaterThan(25_000);
  // Nothing was left behind: the newest is there.
  await page.keyboard.press('p');
  await rows(page).first().click();
  await expect.poll(() => page.locator('.way-steps').textContent()).toContain(`number ${freshet.sequence}`);
}, 40_000);

test('events are found by type, source and text, with the keyboard alone', async () => {
  const page = await openLive();
  freshet.emit(100);
  await rows(page).first().waitFor();
  await page.getByLabel('Type').fill('service.dep*');
  await expect.poll(() => page.locator('.position').textContent()).toContain('20 events that match');
  await page.getByLabel('Type').fill('');
  await page.getByLabel('Source', { exact: true }).fill('falco');
  await expect.poll(() => page.locator('.position').textContent()).toContain('20 events that match');
  await page.getByLabel('Source', { exact: true }).fill('');
  await page.locator('h1').click();
  await page.keyboard.press('/');
  await page.keyboard.type('NUMBER 18204560');
  await expect.poll(() => rows(page).count()).toBe(1);
}, 20_000);

test('an event shows its way and its JSON, and the list can be walked', async () => {
  const page = await openLive();
  freshet.emit(41);
  await rows(page).first().waitFor();
  await page.keyboard.press('e');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  const details = page.locator('.details');
  await expect.poll(() => details.textContent()).toContain('source github webhook');
  expect(await details.textContent()).toContain('sink archive folder: delivered');
  expect(await details.locator('pre').textContent()).toContain('"note": "number 18204592"');
  await look(page, 'details');
  // It stands still while somebody reads it.
  freshet.emit(10);
  await expect.poll(() => page.locator('.position').textContent()).toContain('Paused. 10 newer');
  await page.keyboard.press('Escape');
  expect(await details.count()).toBe(0);
  expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('listbox');
}, 20_000);

test('who turns the wheel leaves the newest events, however many come', async () => {
  const page = await openLive();
  await flowing(2000, async () => {
    await rows(page).first().hover();
    await page.mouse.wheel(0, 100);
    await page.getByText('Paused.').waitFor();
    await expect.poll(() => page.locator('.events').evaluate((list) => list.scrollTop)).toBeGreaterThan(50);
  });
}, 20_000);

test('who scrolls down is not swept away, and continues with the newest', async () => {
  const page = await openLive();
  freshet.emit(500);
  await rows(page).first().waitFor();
  await page.locator('.events').evaluate((list) => list.scrollTo(0, 3000));
  await page.getByText('Paused.').waitFor();
  const seen = await rows(page).allTextContents();
  freshet.emit(500);
  await expect.poll(() => page.locator('.position').textContent()).toContain('500 newer');
  expect(await rows(page).allTextContents()).toEqual(seen);
  await page.keyboard.press('p');
  await expect.poll(() => page.locator('.events').evaluate((list) => list.scrollTop)).toBe(0);
}, 20_000);

test('a gap is shown where it is, and what is whole until then', async () => {
  const page = await openLive();
  freshet.emit(5);
  await rows(page).first().waitFor();
  freshet.send('event: error\ndata: lagged: 4211 messages skipped\n\n');
  freshet.emit(3);
  await expect.poll(() => page.locator('.row.gap').textContent()).toContain('4,211 missing');
  await expect.poll(() => page.locator('#completeness').textContent()).toContain('1 gap, otherwise whole up to');
  expect(await page.locator('.gaps').textContent()).toContain('4,211 missing');
  await look(page, 'gap', true);
  await page.getByRole('button', { name: 'Seen, forget it' }).click();
  await expect.poll(() => page.locator('#completeness').textContent()).toContain('Whole up to');
}, 20_000);

test('one can jump to a time, read on from there, and come back', async () => {
  const page = await openLive();
  freshet.emit(1500);
  await rows(page).first().waitFor();
  const time = new Date(Date.now() - 60_000 - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
  await page.getByLabel('Jump to').fill(time);
  await page.getByRole('button', { name: 'Go' }).click();
  await page.getByText('1,000 events; the journal has later ones.').waitFor();
  // What was at that time is what is seen.
  await expect.poll(() => rows(page).last().getAttribute('aria-posinset')).toBe('1000');
  await look(page, 'look-back');
  const list = page.locator('.events');
  await list.hover();
  await page.mouse.wheel(0, -200);
  await expect.poll(() => list.evaluate((one) => one.scrollHeight - one.scrollTop - one.clientHeight)).toBe(200);
  await page.getByRole('button', { name: 'Read the next 1,000' }).click();
  await page.getByText('1,500 events up to now; what comes is added.').waitFor();
  // It is read on from where it was.
  await expect.poll(() => list.evaluate((one) => one.scrollHeight - one.scrollTop - one.clientHeight)).toBe(200);
  await page.getByRole('button', { name: 'Back to live' }).click();
  await page.getByText('The last 1,500 events.').waitFor();
}, 20_000);

test('dead letters are shown, tried again, and dropped when somebody says so twice', async () => {
  freshet.letters = [letter('1'), letter('2'), letter('3', { kind: 'source', component: 'upstream' })];
  const page = await openLive();
  const letters = page.locator('.letters > li');
  await expect.poll(() => letters.count()).toBe(3);
  await letters.first().getByRole('button', { name: 'Show' }).click();
  await expect.poll(() => letters.first().locator('pre').textContent()).toBe('{\n  "amount": 12345678901234567890\n}');
  await letters.last().getByRole('button', { name: 'Retry' }).click();
  await page.getByText('have its sender send it again').waitFor();
  await letters.first().getByRole('button', { name: 'Retry' }).click();
  await page.getByText('was delivered to warehouse').waitFor();
  await letters.first().getByRole('button', { name: 'Drop' }).click();
  await look(page, 'confirm');
  await page.getByRole('button', { name: 'Cancel' }).click();
  expect(freshet.letters.length).toBe(2);
  await letters.first().getByRole('button', { name: 'Drop' }).click();
  await page.getByRole('button', { name: 'Drop it for good' }).click();
  await expect.poll(() => freshet.letters.map(({ id }) => id)).toEqual(['3']);
}, 20_000);

test('a client is disconnected', async () => {
  const page = await openLive();
  await page.getByRole('button', { name: 'Disconnect 192.168.7.2:60213' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click();
  await page.getByText('192.168.7.2:60213 was disconnected.').waitFor();
  expect(freshet.clients.length).toBe(3);
}, 20_000);

test('that the server is gone is said with since when, and it comes back by itself', async () => {
  const page = await openLive();
  freshet.emit(5);
  await rows(page).first().waitFor();
  const port = Number(new URL(freshet.url).port);
  await freshet.stop();
  await expect
    .poll(() => headline(page).textContent(), { timeout: 10_000 })
    .toMatch(/does not answer since \d\d:\d\d:\d\d/);
  await look(page, 'gone');
  await freshet.start(port);
  await page.getByRole('button', { name: 'Try now' }).click();
  await expect.poll(() => page.locator('.gone').count(), { timeout: 15_000 }).toBe(0);
  await page.getByText('connected', { exact: true }).waitFor();
}, 40_000);

test('who needs a token gives it once, and it stays nowhere', async () => {
  freshet.access = 'token';
  const page = await open();
  await page.getByLabel('Token').fill('wrong');
  await page.keyboard.press('Enter');
  await page.getByText('This is not the management token').waitFor();
  await look(page, 'login');
  await page.getByLabel('Token').fill(freshet.token);
  await page.keyboard.press('Enter');
  await page.getByText('connected', { exact: true }).waitFor();
  expect(freshet.requests.filter(({ url }) => url.includes(freshet.token))).toEqual([]);
  expect(
    await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href, document.cookie]),
    ),
  ).not.toContain(freshet.token);
  const sent = freshet.requests.filter(({ headers }) => headers.authorization?.includes(freshet.token));
  expect(sent.map(({ method, url }) => `${method} ${url}`)).toEqual(['POST /api/v1/dashboard/session']);
}, 20_000);

test('who is not let in is told what to do', async () => {
  freshet.access = 'nobody';
  const page = await open();
  await page.getByText('Add this host to [dashboard] allowed_hosts').waitFor();
  await look(page, 'forbidden');
}, 20_000);

test('the keys are listed, can be turned off, and lead everywhere', async () => {
  const page = await openLive();
  await page.keyboard.press('?');
  await page.getByRole('heading', { name: 'Keys' }).waitFor();
  await look(page, 'keys');
  await page.keyboard.press('Escape');
  expect(await page.getByRole('dialog').count()).toBe(0);
  await page.keyboard.press('4');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('dead-letters');
  await page.keyboard.press('?');
  await page.getByLabel('Single keys do something').uncheck();
  await page.getByRole('button', { name: 'Close' }).click();
  await page.keyboard.press('p');
  expect(await page.getByText('Paused.').count()).toBe(0);
}, 20_000);

test.each(Object.entries(SIZES))(
  'nothing sticks out of a page of the size of a %s',
  async (name, viewport) => {
    breakWarehouse();
    freshet.letters = [letter('1')];
    const page = await openLive({ viewport, colorScheme: name === 'wall' ? 'dark' : 'light' });
    await flowing(100, async () => {
      await expect.poll(() => headline(page).textContent()).toBe('1 thing does not work');
      await expect
        .poll(() => page.locator('.component.source').first().textContent(), { timeout: 10_000 })
        .toMatch(/\d\/s in/);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width);
      await look(page, name, true);
      await look(page, `${name}-top`);
      await rows(page).nth(2).click();
      await page.locator('.way-steps .branch').first().waitFor();
      await look(page, `${name}-details`);
    });
  },
  40_000,
);
