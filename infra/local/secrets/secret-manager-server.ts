import { readFile, rename, writeFile } from 'node:fs/promises';
import type { UntypedServiceImplementation } from '@grpc/grpc-js';
import type { ServiceDefinition } from '@grpc/proto-loader';

import { CallFaults } from '../grpc/call-faults.ts';
import { unary } from '../grpc/call-handlers.ts';
import { limitRequests, loadService } from '../grpc/load-service.ts';
import { startLoopbackServer } from '../grpc/loopback-server.ts';
import { refuseInCloud } from '../grpc/refuse-in-cloud.ts';
import { createMethods, type SecretManagerMethod } from './secret-manager-methods.ts';
import { type SecretRecord, vaultStateSchema } from './secret-records.ts';
import { SecretVault } from './secret-vault.ts';

/** Room for the largest payload of 64 KiB many times over; what the service itself takes is not stated. */
const MAX_REQUEST_BYTES = 4 * 1_024 * 1_024;

function loadSecretManagerService(): ServiceDefinition {
  const protos = '@google-cloud/secret-manager/build/protos/protos.json';
  return limitRequests(loadService(protos, 'google.cloud.secretmanager.v1.SecretManagerService'), MAX_REQUEST_BYTES);
}

export interface SecretManagerServerOptions {
  /** 0 or absent takes a free one. */
  readonly port?: number;
  /** Project of the secrets given here. */
  readonly projectId: string;
  /** Values by secret id, there from the start. A value that differs from the kept one becomes a new version. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** File to keep all secrets in, readable by its owner only; in memory when absent. */
  readonly stateFile?: string;
  readonly now?: () => number;
}

export interface SecretManagerServer {
  /** `127.0.0.1:PORT`, for SECRET_MANAGER_EMULATOR_HOST. */
  readonly address: string;
  readonly faults: CallFaults;
  stop(): Promise<void>;
}

async function readState(file: string | undefined): Promise<readonly SecretRecord[]> {
  if (file === undefined) return [];
  try {
    return vaultStateSchema.parse(JSON.parse(await readFile(file, 'utf8'))).secrets;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** Writes beside the file and renames, so that a crash leaves the old state or the new one. */
async function writeState(file: string, vault: SecretVault): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify({ secrets: vault.all() }), { mode: 0o600 });
  await rename(`${file}.new`, file);
}

function seed(vault: SecretVault, { projectId, secrets = {} }: SecretManagerServerOptions): void {
  for (const [id, value] of Object.entries(secrets)) {
    const name = `projects/${projectId}/secrets/${id}`;
    if (!vault.has(name)) vault.create(name, { labels: {}, annotations: {}, versionAliases: {} });
    const newest = vault.get(name).versions.at(-1);
    const data = Buffer.from(value);
    if (newest?.data !== data.toString('base64')) vault.addVersion(name, data, null);
  }
}

interface CallDeps {
  readonly faults: CallFaults;
  /** Keeps what a call has changed. */
  readonly save: () => Promise<void>;
}

function toHandlers(
  methods: Readonly<Record<string, SecretManagerMethod>>,
  { faults, save }: CallDeps,
): UntypedServiceImplementation {
  const handlers: UntypedServiceImplementation = {};
  for (const [name, method] of Object.entries(methods)) {
    const isRead = /^(?:Get|List|Access)/u.test(name);
    handlers[name] = unary(name, faults, async (request: unknown) => {
      const answer = method(request);
      if (!isRead) await save();
      return answer;
    });
  }
  return handlers;
}

/**
 * Starts Secret Manager's gRPC service on 127.0.0.1, for the unmodified client with insecure credentials.
 *
 * IAM, rotation, expiry, user-managed replication and list filters are not served: UNIMPLEMENTED. Throws when K_SERVICE is set.
 */
export async function startSecretManagerServer(options: SecretManagerServerOptions): Promise<SecretManagerServer> {
  refuseInCloud('Secret Manager');
  const { stateFile } = options;
  const vault = new SecretVault(await readState(stateFile), options.now ?? Date.now);
  seed(vault, options);
  let saved = Promise.resolve();
  const save = async (): Promise<void> => {
    if (stateFile === undefined) return;
    // One after another: two writers would tear the file.
    saved = saved.then(() => writeState(stateFile, vault));
    await saved;
  };
  await save();
  const faults = new CallFaults();
  const methods = toHandlers(createMethods(vault), { faults, save });
  const server = await startLoopbackServer([{ definition: loadSecretManagerService(), methods }], {
    port: options.port ?? 0,
    faults,
  });
  return {
    address: server.address,
    faults,
    stop: async () => {
      await server.stop();
      await saved;
    },
  };
}
