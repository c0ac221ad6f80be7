import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(
  new URL(process.env.FRESHET_PROGRAM ?? '../../../src/Freshet/bin/Debug/net10.0/freshet.dll', import.meta.url),
);

/** A port that nobody had a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/** Freshet as a process of its own, with a journal in files that outlasts its kills. */
export class Freshet {
  readonly folder = mkdtempSync(join(tmpdir(), 'freshet-e2e-'));
  readonly origin: string;
  private child: ChildProcess | undefined;
  private log = '';

  private constructor(
    readonly port: number,
    private readonly options: readonly string[],
  ) {
    this.origin = `http://127.0.0.1:${port}`;
  }

  /** @param configuration TOML, or the name of a profile */
  static async start(
    configuration: string | { profile: string; set?: string[] },
    settings: string[] = [],
  ): Promise<Freshet> {
    const port = await freePort();
    const profile = typeof configuration === 'string' ? undefined : configuration;
    const freshet = new Freshet(port, [
      ...(profile ? ['--profile', profile.profile] : []),
      ...[...(profile?.set ?? []), ...settings].flatMap((setting) => ['--set', setting]),
    ]);
    if (typeof configuration === 'string') {
      writeFileSync(join(freshet.folder, 'freshet.toml'), configuration);
    }
    await freshet.run(typeof configuration === 'string');
    return freshet;
  }

  /** Starts it again, at the same address and with the same journal. */
  async again(): Promise<void> {
    await this.run(!this.options.includes('--profile'));
  }

  private async run(hasFile: boolean): Promise<void> {
    const child = spawn(
      'dotnet',
      [
        program,
        'connect',
        ...(hasFile ? ['--config', join(this.folder, 'freshet.toml')] : []),
        ...this.options,
        ...[
          'http.host=127.0.0.1',
          `http.port=${this.port}`,
          ...(this.options.some((option) => option.startsWith('journal.')) ? [] : ['journal.type=file']),
          `journal.path=${join(this.folder, 'journal')}`,
          `dead_letters.path=${join(this.folder, 'letters')}`,
        ].flatMap((setting) => ['--set', setting]),
      ],
      { cwd: this.folder, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.child = child;
    this.log = '';
    await new Promise<void>((resolve, reject) => {
      const heard = (text: Buffer) => {
        this.log += text;
        if (this.log.includes('listening on')) {
          resolve();
        }
      };
      child.stdout.on('data', heard);
      child.stderr.on('data', heard);
      child.once('exit', (code) => reject(new Error(`freshet ended with ${code}:\n${this.log}`)));
    });
  }

  /** Sends a body, which must be taken in. */
  async post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<void> {
    const answer = await fetch(`${this.origin}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    if (answer.status !== 201) {
      throw new Error(`${answer.status}: ${await answer.text()}`);
    }
  }

  async get(path: string): Promise<unknown> {
    return await (await fetch(`${this.origin}${path}`)).json();
  }

  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  private async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) {
      return;
    }
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
    rmSync(this.folder, { recursive: true, force: true });
  }
}
