import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const ROOT = resolve(import.meta.dirname, '../..');

/** How long a stop may take before it is forced. */
const STOP_MS = 30_000;

/** The platform as `npm start -- --isolate` runs it, with the process of each function as it says them. */
export class IsolatedPlatform {
  readonly url: string;
  /** Function → the process that runs it now; one that died is missing until it is up again. */
  readonly processes: Map<string, number>;
  readonly #platform: ChildProcess;

  private constructor(platform: ChildProcess, url: string, processes: Map<string, number>) {
    this.#platform = platform;
    this.url = url;
    this.processes = processes;
  }

  static async start(environment: Readonly<Record<string, string>>): Promise<IsolatedPlatform> {
    const platform = spawn(process.execPath, [join(ROOT, 'infra/local/start.ts'), '--isolate'], {
      env: { ...process.env, PORT: '0', BATON_AS_OF: '2026-11-15', ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const processes = new Map<string, number>();
    const lines = createInterface({ input: platform.stdout });
    lines.on('line', (line) => follow(line, processes));
    try {
      return new IsolatedPlatform(platform, await readUrl(lines, platform), processes);
    } catch (error) {
      platform.kill('SIGKILL');
      throw error;
    }
  }

  /** Sends a signal to the process of a function, if it has one. */
  signal(name: string, signal: NodeJS.Signals): boolean {
    const pid = this.processes.get(name);
    return pid !== undefined && sent(pid, signal);
  }

  /** Waits until every function has a process that was up for a moment. */
  async untilWhole(functions: number): Promise<void> {
    while (this.processes.size < functions) await sleep(100);
  }

  async stop(): Promise<void> {
    if (this.#platform.exitCode !== null || this.#platform.signalCode !== null) return;
    const exited = once(this.#platform, 'exit');
    this.#platform.kill('SIGTERM');
    const forced = setTimeout(() => this.#platform.kill('SIGKILL'), STOP_MS);
    await exited;
    clearTimeout(forced);
  }
}

/** A process may have died by itself in the meantime. */
function sent(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}

/** Keeps the table of processes by what the platform says of them. */
function follow(line: string, processes: Map<string, number>): void {
  const started = /^ +process +(\S+) runs as (\d+) at /.exec(line);
  if (started?.[1] !== undefined) processes.set(started[1], Number(started[2]));
  const ended = /^ +process +(\S+) ended /.exec(line);
  if (ended?.[1] !== undefined) processes.delete(ended[1]);
}

function readUrl(lines: Interface, platform: ChildProcess): Promise<string> {
  const { promise, resolve: found, reject } = Promise.withResolvers<string>();
  lines.on('line', (line) => {
    const url = /Ready in .* at (http:\S+)/.exec(line)?.[1];
    if (url !== undefined) found(url);
  });
  platform.once('exit', () => reject(new Error('The platform ended before it was ready.')));
  return promise;
}
