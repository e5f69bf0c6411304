import type { Server } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { http, type HttpFunction } from '@google-cloud/functions-framework';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import type { FunctionFolder } from './manifests.ts';

export interface HostedFunction {
  readonly name: string;
  readonly url: string;
  stop(): Promise<void>;
}

let hosted = 0;

/**
 * Hosts one function behind the functions framework's own server, in this process.
 *
 * A function reads its configuration once, when its index.ts is loaded: its own variables are set for just that moment.
 *
 * @param port 0 for any free one.
 */
export async function hostFunction(
  folder: FunctionFolder,
  environment: Readonly<Record<string, string>>,
  port: number,
): Promise<HostedFunction> {
  const handler = await loadHandler(folder, environment);
  // The framework keeps functions by name for the whole process; two stacks in one process must not meet.
  hosted += 1;
  const registered = `${folder.name}-${hosted}`;
  http(registered, handler);
  const server = getTestServer(registered);
  await listen(server, port);
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  return { name: folder.name, url: `http://127.0.0.1:${actual}`, stop: () => close(server) };
}

async function loadHandler(
  { name, directory, manifest }: FunctionFolder,
  environment: Readonly<Record<string, string>>,
): Promise<HttpFunction> {
  const before = { ...process.env };
  Object.assign(process.env, environment);
  try {
    // Loaded anew for each stack: its clients point at that stack's servers.
    const url = `${pathToFileURL(join(directory, 'index.ts')).href}?stack=${environment['STACK_ID'] ?? '0'}`;
    const loaded: unknown = await import(url);
    const handler: unknown =
      typeof loaded === 'object' && loaded !== null ? Reflect.get(loaded, manifest.entryPoint) : null;
    if (!isHandler(handler)) throw new Error(`${name}/index.ts does not export the function ${manifest.entryPoint}.`);
    return handler;
  } finally {
    for (const variable of Object.keys(environment)) restore(variable, before[variable]);
  }
}

function restore(variable: string, value: string | undefined): void {
  if (value === undefined) Reflect.deleteProperty(process.env, variable);
  else process.env[variable] = value;
}

function isHandler(value: unknown): value is HttpFunction {
  return typeof value === 'function';
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    // Streams that are still open end with the process's other connections.
    setTimeout(() => server.closeAllConnections(), 1_000).unref();
  });
}
