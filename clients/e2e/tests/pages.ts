import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

const clients = fileURLToPath(new URL('../../', import.meta.url));
const types: Record<string, string> = { '.js': 'text/javascript', '.html': 'text/html' };

/** A web server of pages, of an origin that is not Freshet's. `/client/` is the package as it is built. */
export class Pages {
  private readonly pages = new Map<string, string>();

  private constructor(
    readonly origin: string,
    private readonly close: () => Promise<void>,
  ) {}

  static async start(): Promise<Pages> {
    const self: { pages?: Pages } = {};
    const server = createServer((request, response) => {
      const path = new URL(request.url ?? '/', 'http://page').pathname;
      try {
        const text = path.startsWith('/client/')
          ? readFileSync(`${clients}client/dist/${path.slice('/client/'.length)}`)
          : self.pages?.pages.get(path);
        if (text === undefined) {
          response.writeHead(404).end();
          return;
        }
        response.writeHead(200, { 'content-type': types[extname(path)] ?? 'text/html' }).end(text);
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    self.pages = new Pages(`http://127.0.0.1:${port}`, async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return self.pages;
  }

  /** Puts a page of that script there. */
  add(path: string, script: string): string {
    this.pages.set(
      path,
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>a page</title><script type="module">${script}</script></html>`,
    );
    return `${this.origin}${path}`;
  }

  async stop(): Promise<void> {
    await this.close();
  }
}
