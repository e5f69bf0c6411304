import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Google's own emulators, as the Google Cloud SDK installs them under `platform/`. */
const EMULATORS = {
  firestore: {
    jar: /^cloud-firestore-emulator\.jar$/u,
    folder: 'platform/cloud-firestore-emulator',
    command: ['com.google.cloud.datastore.emulator.firestore.CloudFirestore', 'start'],
  },
  pubsub: {
    jar: /^cloud-pubsub-emulator-.*-all\.jar$/u,
    folder: 'platform/pubsub-emulator/lib',
    command: ['com.google.cloud.pubsub.testing.v1.Main'],
  },
} as const;

const START_TIMEOUT_MS = 45_000;

/** An emulator that is installed here, ready to be started. */
export interface FoundEmulator {
  readonly jar: string;
  readonly command: readonly string[];
}

export interface GoogleEmulator {
  /** `127.0.0.1:PORT`. */
  readonly address: string;
  /** Of the Java process. */
  readonly pid: number;
  stop(): Promise<void>;
}

/** Looks in an installed Google Cloud SDK, found by its `gcloud` or its usual places; null without it or without Java. */
export function findGoogleEmulator(name: keyof typeof EMULATORS): FoundEmulator | null {
  const { folder, jar, command } = EMULATORS[name];
  const found = sdkRoots().flatMap((root) => {
    const directory = join(root, folder);
    if (!existsSync(directory)) return [];
    return readdirSync(directory)
      .filter((file) => jar.test(file))
      .map((file) => join(directory, file));
  })[0];
  if (found === undefined || spawnSync('java', ['-version']).status !== 0) return null;
  return { jar: found, command };
}

function sdkRoots(): readonly string[] {
  const besideGcloud = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((directory) => join(directory, 'gcloud'))
    .filter((path) => existsSync(path))
    .map((path) => join(realpathSync(path), '../..'));
  return [
    ...besideGcloud,
    '/usr/lib/google-cloud-sdk',
    '/opt/google-cloud-sdk',
    join(process.env['HOME'] ?? '/', 'google-cloud-sdk'),
  ];
}

/** Starts one of Google's emulators on a free port of 127.0.0.1. */
export async function startGoogleEmulator({ jar, command }: FoundEmulator): Promise<GoogleEmulator> {
  const port = await freePort();
  const child = spawn('java', ['-cp', jar, ...command, '--host=127.0.0.1', `--port=${port}`], { stdio: 'ignore' });
  try {
    await waitForPort(port, child);
  } catch (error) {
    child.kill();
    throw error;
  }
  return {
    address: `127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port.');
  return address.port;
}

async function waitForPort(port: number, child: ChildProcess): Promise<void> {
  const signal = AbortSignal.timeout(START_TIMEOUT_MS);
  while (!(await isOpen(port))) {
    if (child.exitCode !== null) throw new Error(`Google's emulator ended with ${child.exitCode}.`);
    await sleep(100, undefined, { signal });
  }
}

async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    // Nobody listens yet; the caller asks again.
    return false;
  } finally {
    socket.destroy();
  }
}
