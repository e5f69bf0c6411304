import { createPublicKey } from 'node:crypto';
import type { DuckDBInstance } from '@duckdb/node-api';
import { startSnowflakeServer } from '#infra/local/snowflake/start-snowflake-server.ts';
import { createTpchTables, fillTpchTables, loadRetail } from './samples/load-sample.ts';
import type { LocalSettings } from './local-settings.ts';

/** The account as `infra/snowflake` sets up a real one: a service user with a role that may only read. */
const ACCOUNT = 'LAPTOP';
const USER = 'BATON_SERVICE';
const ROLE = 'BATON_READER';
const WAREHOUSE = 'BATON_WH';

export interface LocalWarehouse {
  /** What is in it, for people. */
  readonly description: string;
  /** DuckDB itself, past all roles. */
  readonly database: DuckDBInstance;
  /** What the Snowflake tools must be told to reach it. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Starts Snowflake on DuckDB with the sample data of a date, and a service user that logs in with its key pair. */
export async function startLocalWarehouse(
  { asOf, seed }: Pick<LocalSettings, 'asOf' | 'seed'>,
  secrets: Readonly<Record<string, string>>,
): Promise<LocalWarehouse> {
  const publicKey = createPublicKey(secrets['snowflake-private-key'] ?? '').export({ type: 'spki', format: 'pem' });
  const server = await startSnowflakeServer({
    account: ACCOUNT,
    databases: [{ name: 'BATON_SAMPLE' }, { name: 'SNOWFLAKE_SAMPLE_DATA', fill: fillTpchTables }],
    roles: [
      {
        name: ROLE,
        grants: [
          { privilege: 'SELECT', on: 'BATON_SAMPLE' },
          { privilege: 'SELECT', on: 'SNOWFLAKE_SAMPLE_DATA' },
        ],
      },
    ],
    users: [
      { name: USER, defaultRole: ROLE, roles: [ROLE], defaultWarehouse: WAREHOUSE, publicKeys: [String(publicKey)] },
    ],
  });
  const connection = await server.database.connect();
  try {
    await createTpchTables(connection);
    await loadRetail(connection, { asOf, seed });
  } finally {
    connection.closeSync();
  }
  return {
    description: `the retail sample up to the day before ${asOf}, and TPC-H when it is first read`,
    environment: {
      SNOWFLAKE_ACCOUNT: ACCOUNT,
      SNOWFLAKE_USER: USER,
      SNOWFLAKE_ROLE: ROLE,
      SNOWFLAKE_WAREHOUSE: WAREHOUSE,
      SNOWFLAKE_AUTHENTICATOR: 'KEY_PAIR',
      SNOWFLAKE_ACCESS_URL: server.accessUrl,
      // The driver looks for the cloud it runs in when it is imported, and reports on itself.
      SNOWFLAKE_DISABLE_PLATFORM_DETECTION: 'true',
      SNOWFLAKE_DISABLE_MINICORE: '1',
      SF_TELEMETRY_DISABLE_CONNECTION_SHAPE: '1',
    },
    database: server.database,
    stop: () => server.stop(),
  };
}
