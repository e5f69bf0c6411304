import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Readable } from 'node:stream';
import type { HostedFunction } from './function-host.ts';
import type { FunctionFolder } from './manifests.ts';

export interface ProcessWatcher {
  /** Told when a process is up, at first and after each restart. */
  readonly onStart: (name: string, pid: number, url: string) => void;
  /** Told when a process ended without being told to. */
  readonly onDeath: (name: string, reason: string) => void;
  /** Takes each line that a function writes. */
  readonly onLine: (name: string, line: string) => void;
}

/** The framework's command line, which runs one function a process as in the cloud. */
const FRAMEWORK = join(dirname(createRequire(import.meta.url).resolve('@google-cloud/functions-framework')), 'main.js');
const PRELOAD = join(import.meta.dirname, 'function-process-preload.ts');

/** What the framework says of itself when it is up. */
const BANNER = /^(?:Serving function\.\.\.|Function: |Signature type: |URL: )/;

const READY_MS = 60_000;

/** How long a process may take to stop after SIGTERM, as in the cloud, and a little. */
const STOP_MS = 10_500;

/** A process that lived shorter than this is started again later each time, up to MAX_WAIT_MS. */
const STABLE_MS = 5_000;
const MAX_WAIT_MS = 8_000;

/** Runs one function in a process of its own, always at the same address; started again when it dies. */
export async function startFunctionProcess(
  folder: FunctionFolder,
  environment: Readonly<Record<string, string>>,
  port: number,
  watcher: ProcessWatcher,
): Promise<HostedFunction> {
  const supervised = new FunctionProcess(folder, environment, port === 0 ? await findFreePort() : port, watcher);
  try {
    await supervised.start();
  } catch (error) {
    await supervised.stop();
    throw error;
  }
  return supervised;
}

class FunctionProcess implements HostedFunction {
  readonly name: string;
  readonly url: string;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #port: number;
  readonly #watcher: ProcessWatcher;
  #child: ChildProcess | null = null;
  #isStopping = false;
  #waitMs = 0;

  constructor(
    { name, directory, manifest }: FunctionFolder,
    environment: Readonly<Record<string, string>>,
    port: number,
    watcher: ProcessWatcher,
  ) {
    this.name = name;
    this.url = `http://127.0.0.1:${port}`;
    this.#port = port;
    this.#watcher = watcher;
    // The names under which the cloud tells the framework what to run.
    const framework = {
      FUNCTION_TARGET: manifest.entryPoint,
      FUNCTION_SOURCE: join(directory, 'index.ts'),
      FUNCTION_SIGNATURE_TYPE: 'http',
      PORT: String(port),
    };
    this.#environment = { ...process.env, ...environment, ...framework };
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, ['--import', PRELOAD, FRAMEWORK], {
      env: this.#environment,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // A Ctrl-C in the terminal is for the platform, which then stops its functions one by one.
      detached: true,
    });
    this.#child = child;
    const startedAt = performance.now();
    this.#readLines(child.stdout);
    this.#readLines(child.stderr);
    child.once('exit', (code, signal) => this.#restart(signal ?? `code ${code}`, performance.now() - startedAt));
    await this.#untilReady(child);
    this.#watcher.onStart(this.name, child.pid ?? 0, this.url);
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    const forced = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await exited;
    clearTimeout(forced);
  }

  #readLines(stream: Readable | null): void {
    if (stream === null) return;
    const lines = createInterface({ input: stream });
    lines.on('line', (line) => {
      if (!BANNER.test(line)) this.#watcher.onLine(this.name, line);
    });
  }

  #restart(reason: string, livedMs: number): void {
    if (this.#isStopping) return;
    this.#watcher.onDeath(this.name, reason);
    this.#waitMs = livedMs > STABLE_MS ? 0 : Math.min(MAX_WAIT_MS, Math.max(250, this.#waitMs * 2));
    setTimeout(() => {
      if (this.#isStopping) return;
      this.start().catch((error: unknown) => this.#watcher.onDeath(this.name, String(error)));
    }, this.#waitMs).unref();
  }

  /** Waits until the process takes connections. */
  async #untilReady(child: ChildProcess): Promise<void> {
    const until = performance.now() + READY_MS;
    while (performance.now() < until && child.exitCode === null && child.signalCode === null) {
      if (await takesConnections(this.#port)) return;
      await sleep(100);
    }
    if (!this.#isStopping) throw new Error(`${this.name} did not start.`);
  }
}

function takesConnections(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ port, host: '127.0.0.1' });
  socket.once('connect', () => resolve(true));
  socket.once('error', () => resolve(false));
  return promise.finally(() => socket.destroy());
}

/** A port that nobody listens on just now. */
async function findFreePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('There is no free port.');
  return address.port;
}
