import { join, resolve } from 'node:path';
import type { DuckDBInstance } from '@duckdb/node-api';
import { startFirestoreServer } from '#infra/local/firestore/firestore-server.ts';
import { readDeclaredIndexes } from '#infra/local/firestore/declared-indexes.ts';
import { startIdentityServer } from '#infra/local/identity/identity-server.ts';
import { createTokenIssuer, type TokenIssuer } from '#infra/local/identity/token-issuer.ts';
import { startPubSubServer } from '#infra/local/pubsub/pubsub-server.ts';
import { startSecretManagerServer } from '#infra/local/secrets/secret-manager-server.ts';
import { hostFunction, type HostedFunction } from './function-host.ts';
import { startFunctionProcess, type ProcessWatcher } from './function-process.ts';
import { provideSecrets } from './local-secrets.ts';
import type { LocalSettings } from './local-settings.ts';
import { readManifests, type FunctionFolder } from './manifests.ts';
import { startLocalWarehouse } from './local-warehouse.ts';
import { startScheduler } from './scheduler.ts';
import { createTopics } from './topics.ts';

export interface StackOptions extends LocalSettings {
  /** Folder to keep state in, so that a restart goes on where it stopped; null keeps nothing. */
  readonly stateDirectory?: string | null;
  /** Least severe log lines that functions write to stdout; ERROR unless told otherwise. */
  readonly logSeverity?: 'INFO' | 'WARNING' | 'ERROR';
  /** Runs each function in a process of its own and tells of it; null or left out runs them all in this process. */
  readonly isolate?: ProcessWatcher | null;
  /** Called as each part is up. */
  readonly onProgress?: (part: string, detail: string) => void;
}

/** The whole platform on this machine, as it runs in the cloud. */
export interface Stack {
  /** Address of the API. */
  readonly url: string;
  /** DuckDB under the local Snowflake, for looking and for tests. */
  readonly database: DuckDBInstance;
  /** Where the state is: `host:port` of the local Firestore, and the project. */
  readonly state: { readonly address: string; readonly projectId: string };
  stop(): Promise<void>;
}

interface Part {
  stop(): Promise<void>;
}

const PROJECT = 'baton-laptop';
const ROOT = resolve(import.meta.dirname, '../..');

let stacks = 0;

/** What pushes to a function are signed for, and as whom: in the cloud its URL, here a name that fits every port. */
function identityOf(name: string): { audience: string; serviceAccount: string } {
  return { audience: `http://${name}.localhost`, serviceAccount: `push-${name}@${PROJECT}.iam.gserviceaccount.com` };
}

/** Starts servers, sample data, functions, topics and the scheduler. Everything listens on 127.0.0.1 only. */
export async function startStack(options: StackOptions): Promise<Stack> {
  if (process.env['K_SERVICE'] !== undefined) throw new Error('The local platform must not run in the cloud.');
  const report = options.onProgress ?? (() => undefined);
  const parts: Part[] = [];
  try {
    const { environment, issuer, database } = await startServers(options, parts, report);
    // The clients read some of this when they first call, long after they were made: it stays set while the stack runs.
    Object.assign(process.env, environment);
    const folders = await readManifests(ROOT);
    const hosted = await hostFunctions(folders, { ...environment, BATON_AS_OF: options.asOf }, options, parts);
    report('functions', `${hosted.size}: ${[...hosted.keys()].join(', ')}`);
    const edges = await connect(folders, hosted);
    report('edges', `${edges} topics with signed push subscriptions`);
    parts.unshift(startScheduler(folders, hosted, (name) => issuer.sign({ ...tokenClaims(name) })));
    const state = { address: environment.FIRESTORE_EMULATOR_HOST, projectId: PROJECT };
    return { url: urlOf(hosted, 'ask-api'), database, state, stop: () => stopAll(parts) };
  } catch (error) {
    await stopAll(parts);
    throw error;
  }
}

function tokenClaims(name: string) {
  const { audience, serviceAccount } = identityOf(name);
  return { audience, email: serviceAccount };
}

async function stopAll(parts: readonly Part[]): Promise<void> {
  for (const part of parts) await part.stop();
}

/** Starts the four servers and the identity they trust; answers what functions must be told of them. */
async function startServers(options: StackOptions, parts: Part[], report: (part: string, detail: string) => void) {
  const stateFile = (name: string): string | null =>
    typeof options.stateDirectory === 'string' ? join(options.stateDirectory, name) : null;
  const kept = (name: string) => {
    const file = stateFile(name);
    return file === null ? {} : { stateFile: file };
  };
  const secrets = await provideSecrets(stateFile('secrets.json'));
  const issuer: TokenIssuer = await createTokenIssuer({ now: Date.now });
  const identity = await startIdentityServer({ issuer });
  parts.push(identity);
  const warehouse = await startLocalWarehouse(options, secrets);
  parts.push(warehouse);
  report('warehouse', `Snowflake on DuckDB, ${warehouse.description}`);
  const pubsub = await startPubSubServer({ tokenIssuer: issuer, ...kept('pubsub.jsonl') });
  parts.push(pubsub);
  report('messages', `Pub/Sub at ${pubsub.address}`);
  const firestore = await startFirestoreServer({ ...kept('firestore.jsonl'), indexes: readDeclaredIndexes() });
  parts.push(firestore);
  report('state', `Firestore at ${firestore.address}`);
  const secretManager = await startSecretManagerServer({ secrets, projectId: PROJECT });
  parts.push(secretManager);
  report('secrets', `Secret Manager at ${secretManager.address}`);
  const environment = {
    BATON_ENV: 'local',
    GOOGLE_CLOUD_PROJECT: PROJECT,
    GOOGLE_KEYS_URL: `${identity.url}/oauth2/v3/certs`,
    PUBSUB_EMULATOR_HOST: pubsub.address,
    FIRESTORE_EMULATOR_HOST: firestore.address,
    SECRET_MANAGER_EMULATOR_HOST: secretManager.address,
    CALLER_AUDIENCE: 'baton-laptop',
    // One person at a laptop may measure with as many questions as it can take.
    ASKS_PER_MINUTE: '60000',
    LOG_SEVERITY: options.logSeverity ?? 'ERROR',
    MODELS_DIRECTORY: join(ROOT, 'infra/models'),
    MODELS: 'retail,tpch',
    ...warehouse.environment,
    // The clients look for a metadata server even when an emulator is named.
    METADATA_SERVER_DETECTION: 'none',
    FIRESTORE_ENABLE_TRACING: 'off',
  };
  return { environment, issuer, database: warehouse.database };
}

async function hostFunctions(
  folders: readonly FunctionFolder[],
  environment: Readonly<Record<string, string>>,
  { port, isolate = null }: Pick<StackOptions, 'port' | 'isolate'>,
  parts: Part[],
): Promise<ReadonlyMap<string, HostedFunction>> {
  stacks += 1;
  const stackId = String(stacks);
  const host = async (folder: FunctionFolder): Promise<HostedFunction> => {
    const { audience, serviceAccount } = identityOf(folder.name);
    const own = { PUSH_AUDIENCE: audience, PUSH_SERVICE_ACCOUNT: serviceAccount, STACK_ID: stackId };
    const told = { ...environment, ...own, ...folder.manifest.secrets };
    const at = folder.name === 'ask-api' ? port : 0;
    const hosted = await (isolate === null
      ? hostFunction(folder, told, at)
      : startFunctionProcess(folder, told, at, isolate));
    // Functions stop first: they still hand on while they do.
    parts.unshift(hosted);
    return hosted;
  };
  // In one process they load one after the other, since each reads its own variables while it does.
  const all = isolate === null ? await oneByOne(folders, host) : await Promise.all(folders.map(host));
  return new Map(all.map((hosted) => [hosted.name, hosted]));
}

async function oneByOne<Item, Made>(items: readonly Item[], make: (item: Item) => Promise<Made>): Promise<Made[]> {
  const made: Made[] = [];
  for (const item of items) made.push(await make(item));
  return made;
}

function connect(folders: readonly FunctionFolder[], hosted: ReadonlyMap<string, HostedFunction>): Promise<number> {
  return createTopics(PROJECT, folders, (name) => ({ url: urlOf(hosted, name), ...identityOf(name) }));
}

function urlOf(hosted: ReadonlyMap<string, HostedFunction>, name: string): string {
  const found = hosted.get(name);
  if (found === undefined) throw new Error(`The function ${name} is not hosted.`);
  return found.url;
}
