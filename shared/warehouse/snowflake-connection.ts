import type { Connection, ConnectionOptions } from 'snowflake-sdk';
import { AppError } from '#shared/errors/app-error.ts';
import { withTimeout } from '#shared/resilience/with-timeout.ts';
import { toWarehouseError } from './snowflake-errors.ts';
import type { SnowflakeLogin, SnowflakeOptions } from './warehouse-options.ts';

/** What every session is set to, so that values arrive in one form whatever the account's defaults are. */
const SESSION_PARAMETERS = {
  TIMEZONE: 'UTC',
  DATE_OUTPUT_FORMAT: 'YYYY-MM-DD',
  TIME_OUTPUT_FORMAT: 'HH24:MI:SS',
  TIMESTAMP_NTZ_OUTPUT_FORMAT: 'YYYY-MM-DD"T"HH24:MI:SS.FF3',
  TIMESTAMP_LTZ_OUTPUT_FORMAT: 'YYYY-MM-DD"T"HH24:MI:SS.FF3TZHTZM',
  TIMESTAMP_TZ_OUTPUT_FORMAT: 'YYYY-MM-DD"T"HH24:MI:SS.FF3TZHTZM',
} as const;

/** How long a login may take; the driver would wait for minutes. */
const LOGIN_MS = 10_000;

function noLogin(): AppError {
  return new AppError('warehouse_unavailable', 'The warehouse did not answer the login.');
}

/** The driver costs half a second and 60 MB to import, and probes the network unless it is told not to: load it late. */
async function loadDriver() {
  const { default: snowflake } = await import('snowflake-sdk');
  snowflake.configure({
    // By default the driver writes a snowflake.log into the working directory and INFO lines to stdout.
    logLevel: 'OFF',
    logFilePath: 'STDOUT',
    additionalLogToConsole: false,
    // By default a VARIANT that is not JSON is evaluated as JavaScript.
    jsonColumnVariantParser: (text: string): unknown => JSON.parse(text),
  });
  return snowflake;
}

async function loginOptions(login: SnowflakeLogin): Promise<Partial<ConnectionOptions>> {
  if (login.method === 'workload-identity') {
    return { authenticator: 'WORKLOAD_IDENTITY', workloadIdentityProvider: 'GCP' };
  }
  return { authenticator: 'SNOWFLAKE_JWT', username: login.user, privateKey: await login.privateKey() };
}

interface SnowflakeSession {
  current(): Promise<Connection>;
  /** Forgets the session, so that the next statement gets a new one. */
  drop(): void;
}

/**
 * Keeps one session open and gives it to every statement: a session runs several statements at once.
 *
 * A session that broke is left behind; the next statement logs in again.
 */
function createSnowflakeSession(options: SnowflakeOptions): SnowflakeSession {
  let session: Promise<Connection> | null = null;

  async function connect(): Promise<Connection> {
    const driver = await loadDriver();
    const connection = driver.createConnection({
      account: options.account,
      role: options.role,
      warehouse: options.warehouse,
      application: 'Baton',
      resultPrefetch: 1,
      rowMode: 'array',
      fetchAsString: ['Number', 'Date', 'JSON', 'Buffer'],
      representNullAsStringNull: false,
      clientSessionKeepAlive: false,
      sfRetryMaxLoginRetries: 1,
      ...(options.accessUrl === null ? {} : { accessUrl: options.accessUrl }),
      ...(await loginOptions(options.login)),
    });
    try {
      await withTimeout(connection.connectAsync(), LOGIN_MS, noLogin);
      await withTimeout(alterSession(connection), LOGIN_MS, noLogin);
    } catch (error) {
      throw toWarehouseError(error);
    }
    return connection;
  }

  return {
    async current() {
      session ??= connect();
      try {
        const connection = await session;
        if (connection.isUp()) return connection;
      } catch (error) {
        session = null;
        throw error instanceof AppError ? error : toWarehouseError(error);
      }
      session = null;
      return this.current();
    },
    drop() {
      session = null;
    },
  };
}

/** One session a role; roles come from the configuration, so they are few. Null is the service's usual role. */
export function createSnowflakeSessions(options: SnowflakeOptions): (role: string | null) => SnowflakeSession {
  const sessions = new Map<string, SnowflakeSession>();
  return (role) => {
    const name = role ?? options.role;
    const session = sessions.get(name) ?? createSnowflakeSession({ ...options, role: name });
    sessions.set(name, session);
    return session;
  };
}

function alterSession(connection: Connection): Promise<void> {
  const settings = Object.entries(SESSION_PARAMETERS).map(([name, value]) => `${name} = '${value}'`);
  return new Promise((resolve, reject) => {
    connection.execute({
      sqlText: `ALTER SESSION SET ${settings.join(' ')}`,
      complete: (error) => (error === undefined || error === null ? resolve() : reject(toWarehouseError(error))),
    });
  });
}
