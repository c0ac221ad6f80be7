import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** Where screenshots go; nowhere without it. */
const LOOK = process.env.LOOK;

export const SIZES = {
  phone: { width: 360, height: 780 },
  desk: { width: 1440, height: 900 },
  wall: { width: 3840, height: 2160 },
};

/** A page, and everything that went wrong in it: errors, and what its Content-Security-Policy forbade. */
export async function openPage(browser: Browser, url: string, options: BrowserContextOptions = {}) {
  const page = await browser.newPage({ viewport: SIZES.desk, ...options });
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(String(error)));
  page.on('console', (message) => {
    // That a request was refused is logged by the browser itself; what the page makes of it is for the test to look at.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      wrong.push(message.text());
    }
  });
  await page.goto(url);
  return { page, wrong };
}

export async function look(page: Page, name: string, fullPage = false): Promise<void> {
  if (LOOK) {
    await mkdir(LOOK, { recursive: true });
    await page.screenshot({ path: join(LOOK, `${name}.png`), fullPage });
  }
}
