import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';

const FRAMEWORK = join(dirname(createRequire(import.meta.url).resolve('@google-cloud/functions-framework')), 'main.js');
const FUNCTION = join(import.meta.dirname, '../support/slow-function.ts');

let child: ChildProcess | null = null;

afterEach(() => {
  child?.kill('SIGKILL');
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Resolves when the process writes a line with these words. */
function said(process: ChildProcess, words: string): Promise<void> {
  return new Promise((resolve) => {
    process.stdout?.on('data', (data: Buffer) => {
      if (data.toString().includes(words)) resolve();
    });
  });
}

/** Runs a function as the cloud does: by the framework's own command line. */
async function startFunction() {
  const port = await freePort();
  const started = spawn(process.execPath, [FRAMEWORK], {
    env: { ...process.env, FUNCTION_TARGET: 'slow', FUNCTION_SOURCE: FUNCTION, PORT: String(port) },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child = started;
  await said(started, 'URL: ');
  const push = () =>
    fetch(`http://127.0.0.1:${port}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
  return { process: started, push };
}

describe('a function that the platform stops', () => {
  it('finishes the push that it works on, takes no other, and leaves with success', async () => {
    const { process: running, push } = await startFunction();
    const works = said(running, 'working');
    const first = push();
    await works;

    const told = said(running, 'told to stop');
    running.kill('SIGTERM');
    await told;
    const second = await push();
    const ended = once(running, 'exit');
    running.stdin?.write('go on\n');

    expect([(await first).status, second.status, second.headers.get('retry-after')]).toEqual([204, 503, '1']);
    expect(await ended).toEqual([0, null]);
  });
});
