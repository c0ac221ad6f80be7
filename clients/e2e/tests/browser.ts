import { type Browser, chromium, type Page } from 'playwright-core';

/** Debian's Chromium; `FRESHET_CHROMIUM` names another. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.FRESHET_CHROMIUM ?? '/usr/bin/chromium',
    // Root has no sandbox; nothing but pages of these tests is opened.
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
}

/** Returns once the page's `seen` fulfils it. */
export async function seen<T>(page: Page, holds: (items: T[]) => boolean, why: string): Promise<T[]> {
  const end = Date.now() + 30_000;
  let items: T[] = [];
  while (Date.now() < end) {
    items = await page.evaluate(() => (globalThis as unknown as { seen: T[] }).seen);
    if (holds(items)) {
      return items;
    }
    await page.waitForTimeout(50);
  }
  throw new Error(`waited for: ${why}; the page has seen ${JSON.stringify(items)}`);
}
