import { readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { callbackify } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type sendUnaryData,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { fromJSON, type ServiceDefinition } from '@grpc/proto-loader';
import { z } from 'zod';
import { AppError } from '#shared/errors/app-error.ts';

import { SecretFailure } from './secret-failure.ts';
import { SecretManagerFaults } from './secret-manager-faults.ts';
import { createMethods, type SecretManagerMethod } from './secret-manager-methods.ts';
import { type SecretRecord, vaultStateSchema } from './secret-records.ts';
import { SecretVault } from './secret-vault.ts';

const SERVICE = 'google.cloud.secretmanager.v1.SecretManagerService';

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
  readonly faults: SecretManagerFaults;
  stop(): Promise<void>;
}

/** Cloud Run sets K_SERVICE. Read here and nowhere else, so that no caller can forget to pass it. */
function refuseInCloud(): void {
  // oxlint-disable-next-line node/no-process-env -- a guard that a caller could leave out would be none
  if (process.env['K_SERVICE'] === undefined) return;
  throw new AppError('invalid_configuration', 'The local Secret Manager does not run in the cloud: K_SERVICE is set.');
}

/** The service's description out of Google's own client, so that it knows what the client knows. */
function loadService(): ServiceDefinition {
  const protos: unknown = createRequire(import.meta.url)('@google-cloud/secret-manager/build/protos/protos.json');
  const root = z.custom<Parameters<typeof fromJSON>[0]>(
    (value) => z.looseObject({ nested: z.unknown() }).safeParse(value).success,
  );
  const definition = fromJSON(root.parse(protos), { longs: String, enums: String, defaults: true, oneofs: true })[
    SERVICE
  ];
  if (definition === undefined || 'format' in definition)
    throw new AppError('internal', `${SERVICE} is not described.`);
  // A message has a `format`; what has none is a service.
  return z.custom<ServiceDefinition>((value) => typeof value === 'object').parse(definition);
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

function toGrpcError(error: unknown): { readonly code: status; readonly details: string } {
  if (error instanceof SecretFailure) return { code: error.code, details: error.message };
  if (error instanceof z.ZodError) return { code: status.INVALID_ARGUMENT, details: 'The request is not valid.' };
  return { code: status.INTERNAL, details: 'Internal error.' };
}

interface CallDeps {
  readonly faults: SecretManagerFaults;
  /** Keeps what a call has changed. */
  readonly save: () => Promise<void>;
}

async function runCall(name: string, method: SecretManagerMethod, request: unknown, deps: CallDeps): Promise<object> {
  const fault = deps.faults.take(name);
  if (fault?.kind === 'delay') await sleep(fault.ms);
  if (fault?.kind === 'error') throw new SecretFailure(fault.code, fault.message);
  const answer = method(request);
  if (!/^(?:Get|List|Access)/u.test(name)) await deps.save();
  return answer;
}

function toHandlers(
  methods: Readonly<Record<string, SecretManagerMethod>>,
  deps: CallDeps,
): UntypedServiceImplementation {
  const handlers: UntypedServiceImplementation = {};
  for (const [name, method] of Object.entries(methods)) {
    const run = callbackify((request: unknown) => runCall(name, method, request, deps));
    handlers[name] = (call: ServerUnaryCall<unknown, unknown>, callback: sendUnaryData<unknown>): void => {
      run(call.request, (error, answer) => callback(error === null ? null : toGrpcError(error), answer));
    };
  }
  return handlers;
}

/**
 * Starts Secret Manager's gRPC service on 127.0.0.1, for the unmodified client with insecure credentials.
 *
 * IAM, rotation, expiry, user-managed replication and list filters are not served: UNIMPLEMENTED. Throws when K_SERVICE is set.
 */
export async function startSecretManagerServer(options: SecretManagerServerOptions): Promise<SecretManagerServer> {
  refuseInCloud();
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
  const faults = new SecretManagerFaults();
  const server = new Server();
  server.addService(loadService(), toHandlers(createMethods(vault), { faults, save }));
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.bindAsync(`127.0.0.1:${options.port ?? 0}`, ServerCredentials.createInsecure(), (error, port) => {
    if (error === null) resolve(port);
    else reject(error);
  });
  const address = `127.0.0.1:${await promise}`;
  return {
    address,
    faults,
    stop: async () => {
      server.forceShutdown();
      await saved;
    },
  };
}
