import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { DuckDBInstance } from '@duckdb/node-api';

import { AppError } from '#shared/errors/app-error.ts';

import type { Account, IdentityProvider, Policy, Role, UserAccount } from './account.ts';
import { type DatabaseOption, DuckDBStore } from './duckdb-store.ts';
import { Faults } from './faults.ts';
import { HttpFailure } from './http-exchange.ts';
import { PolicyCatalog } from './policy-catalog.ts';
import { QueryHistory } from './query-history.ts';
import { RoleAccess } from './role-access.ts';
import { type RouteDeps, ROUTES, sendFailure } from './routes.ts';
import { SessionStore } from './session-store.ts';
import { StatementRunner } from './statement-runner.ts';
import { StatementService } from './statement-service.ts';
import { StatementStore } from './statement-store.ts';
import { strikeFault } from './strike-fault.ts';
import { TableCatalog } from './table-catalog.ts';

export interface SnowflakeLimits {
  /** Largest request body, before and after inflating. */
  readonly maxBodyBytes: number;
  /** Rows of a chunk, rounded up to whole DuckDB chunks of 2,048. */
  readonly rowsPerChunk: number;
  /** Milliseconds a request waits for its statement before it is answered "in progress"; Snowflake waits about 45 s. */
  readonly patienceMs: number;
  readonly keepResultsSeconds: number;
  readonly maxKeptBytes: number;
  readonly maxKeptStatements: number;
  readonly sessionTokenSeconds: number;
  readonly masterTokenSeconds: number;
  readonly maxHistoryEntries: number;
  /** Statements that run at once, fewer than libuv's four threads; the others wait, as in a warehouse. */
  readonly maxRunningStatements: number;
}

const DEFAULT_LIMITS: SnowflakeLimits = {
  maxBodyBytes: 16 * 1024 * 1024,
  rowsPerChunk: 6_000,
  patienceMs: 45_000,
  keepResultsSeconds: 86_400,
  maxKeptBytes: 128 * 1024 * 1024,
  maxKeptStatements: 1_000,
  sessionTokenSeconds: 3_600,
  masterTokenSeconds: 14_400,
  maxHistoryEntries: 2_000,
  maxRunningStatements: 3,
};

export interface SnowflakeServerOptions {
  /** 0 or absent takes a free one. */
  readonly port?: number;
  /** Snowflake databases; by default BATON_SAMPLE and SNOWFLAKE_SAMPLE_DATA, in memory. */
  readonly databases?: readonly DatabaseOption[];
  /** Account identifier that key pair tokens must name; any when absent. */
  readonly account?: string;
  readonly users: readonly UserAccount[];
  readonly roles: readonly Role[];
  readonly policies?: readonly Policy[];
  /** By default BATON_WH. */
  readonly warehouses?: readonly string[];
  /** Issuers of workload identity and OAuth tokens. */
  readonly identityProviders?: readonly IdentityProvider[];
  readonly limits?: Partial<SnowflakeLimits>;
  /** Epoch milliseconds, for the lives of tokens and results. */
  readonly now?: () => number;
}

export interface SnowflakeServer {
  /** `http://127.0.0.1:PORT`, the driver's `accessUrl`. */
  readonly accessUrl: string;
  /**
   * DuckDB itself, to load sample data past all roles: `BATON_SAMPLE.RETAIL.DIM_DATE` has the same name there.
   *
   * New tables are seen at once; whoever changes or replaces a table that statements have read calls refresh() after it.
   */
  readonly database: DuckDBInstance;
  /** Forgets what is known of tables and the plans made from it. */
  refresh(): void;
  readonly faults: Faults;
  readonly history: QueryHistory;
  /** Ends all session tokens, so that every client must renew. */
  expireSessionTokens(): void;
  /** Open sessions, kept statements and their bytes, to see that memory stays flat. */
  usage(): { readonly sessions: number; readonly statements: number; readonly resultBytes: number };
  stop(): Promise<void>;
}

/** Cloud Run sets K_SERVICE. Read here and nowhere else, so that no caller can forget to pass it. */
function refuseInCloud(): void {
  // oxlint-disable-next-line node/no-process-env -- a guard that a caller could leave out would be none
  if (process.env['K_SERVICE'] === undefined) return;
  throw new AppError(
    'invalid_configuration',
    'The local Snowflake server does not run in the cloud: K_SERVICE is set.',
  );
}

function toAccount(options: SnowflakeServerOptions): Account {
  return {
    ...(options.account === undefined ? {} : { name: options.account }),
    users: options.users,
    roles: options.roles,
    policies: options.policies ?? [],
    warehouses: options.warehouses ?? ['BATON_WH'],
    identityProviders: options.identityProviders ?? [],
  };
}

async function listen(server: Server, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, '127.0.0.1', resolve);
  await promise;
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { deps, faults }: { readonly deps: RouteDeps; readonly faults: Faults },
): Promise<void> {
  try {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const route = ROUTES.find((candidate) => candidate.method === request.method && candidate.path.test(url.pathname));
    if (route === undefined) throw new HttpFailure(404, 'There is nothing at this address.');
    const fault = faults.take(route.endpoint);
    if (fault !== null && (await strikeFault(fault, response))) return;
    const parts = route.path.exec(url.pathname)?.slice(1) ?? [];
    await route.handle({ request, response, url, parts }, deps);
  } catch (error) {
    sendFailure(response, error);
  }
}

/** What the server is made of, wired. */
function createParts(options: SnowflakeServerOptions, store: DuckDBStore) {
  const now = options.now ?? Date.now;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const account = toAccount(options);
  const access = new RoleAccess(account);
  const policies = new PolicyCatalog(account);
  const catalog = new TableCatalog(store);
  const sessions = new SessionStore(limits, now);
  const kept = new StatementStore(limits, now);
  const history = new QueryHistory(limits.maxHistoryEntries);
  const runner = new StatementRunner({ ...limits, account, store, catalog, access, policies, history });
  const statements = new StatementService({ runner, statements: kept, sessions, history, store, now });
  const { patienceMs, maxBodyBytes } = limits;
  return { account, access, catalog, sessions, kept, history, runner, statements, now, patienceMs, maxBodyBytes };
}

/**
 * Starts a server on 127.0.0.1 that speaks Snowflake's protocol to the unmodified driver and keeps its data in DuckDB.
 *
 * Throws when K_SERVICE is set: it is not for production, where the real Snowflake is.
 */
export async function startSnowflakeServer(options: SnowflakeServerOptions): Promise<SnowflakeServer> {
  refuseInCloud();
  const store = await DuckDBStore.open(
    options.databases ?? [{ name: 'BATON_SAMPLE' }, { name: 'SNOWFLAKE_SAMPLE_DATA' }],
  );
  const parts = createParts(options, store);
  const { sessions, kept, statements, history, runner } = parts;
  const faults = new Faults();
  const chunkAddress = { accessUrl: '', key: randomBytes(16).toString('hex') };
  const deps: RouteDeps = { ...parts, chunkAddress: () => chunkAddress };
  const server = createServer((request, response) => {
    void answer(request, response, { deps, faults });
  });
  // Longer than a client keeps an idle socket: one that is closed under a request costs it a retry of a second.
  server.keepAliveTimeout = 120_000;
  chunkAddress.accessUrl = `http://127.0.0.1:${await listen(server, options.port ?? 0)}`;
  return {
    accessUrl: chunkAddress.accessUrl,
    database: store.instance,
    refresh: () => runner.refresh(),
    faults,
    history,
    expireSessionTokens: () => sessions.expireSessionTokens(),
    usage: () => ({ sessions: sessions.size, statements: kept.size, resultBytes: kept.keptBytes }),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await statements.stopAll();
      store.close();
    },
  };
}
