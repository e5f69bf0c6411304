import { createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadRetail } from '#infra/local/samples/load-sample.ts';
import { provideSecrets } from '#infra/local/local-secrets.ts';
import type { LocalSettings } from '#infra/local/local-settings.ts';
import { startSnowflakeServer } from '#infra/local/snowflake/start-snowflake-server.ts';
import type { QueryResult } from '#shared/schemas/query-result.ts';
import { createSnowflakeWarehouse } from '#shared/warehouse/snowflake-warehouse.ts';
import type { Statement } from '#shared/warehouse/warehouse.ts';

const ACCESS = join(import.meta.dirname, '../../snowflake/retail/access.sql');
const ADMINISTRATOR = 'BATON_ADMIN';
const READER = 'BATON_READER';
const USER = 'BATON_SERVICE';
const WAREHOUSE = 'BATON_WH';
const TIMEOUT_MS = 60_000;

export interface GuardedWarehouse {
  /** Runs a statement as a role of Snowflake, through the real driver. */
  query(statement: Statement, role: string): Promise<QueryResult>;
  /** Counts rows past all roles and policies, by plain SQL. */
  count(table: string, condition: string): Promise<number>;
  stop(): Promise<void>;
}

/** The local Snowflake with the retail sample, set up for access by `infra/snowflake/retail/access.sql` as a real one is. */
export async function startGuardedWarehouse(settings: Pick<LocalSettings, 'asOf' | 'seed'>): Promise<GuardedWarehouse> {
  const secrets = await provideSecrets(null);
  const privateKey = secrets['snowflake-private-key'] ?? '';
  const server = await startServer(privateKey);
  const plain = await server.database.connect();
  await loadRetail(plain, settings);
  const warehouse = createSnowflakeWarehouse({
    account: 'LAPTOP',
    role: READER,
    warehouse: WAREHOUSE,
    accessUrl: server.accessUrl,
    login: { method: 'key-pair', user: USER, privateKey: () => Promise.resolve(privateKey) },
  });
  const query = (statement: Statement, role: string): Promise<QueryResult> =>
    warehouse.query(statement, {
      role,
      maxRows: 1_000,
      maxBytes: 1_000_000,
      timeoutMs: TIMEOUT_MS,
      queryTag: 'baton-prove-access',
      requestId: crypto.randomUUID(),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  for (const sql of statementsOf(await readFile(ACCESS, 'utf8'))) await query({ sql, binds: [] }, ADMINISTRATOR);
  return {
    query,
    async count(table, condition) {
      const reader = await plain.runAndReadAll(
        `SELECT CAST(COUNT(*) AS INTEGER) FROM BATON_SAMPLE.RETAIL.${table} WHERE ${condition}`,
      );
      return Number(reader.getRowsJson()[0]?.[0]);
    },
    async stop() {
      plain.closeSync();
      await server.stop();
    },
  };
}

function startServer(privateKey: string) {
  const publicKey = String(createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }));
  return startSnowflakeServer({
    account: 'LAPTOP',
    databases: [{ name: 'BATON_SAMPLE' }],
    roles: [
      { name: ADMINISTRATOR, grants: [{ privilege: 'ALL', on: 'BATON_SAMPLE' }], isAdministrator: true },
      { name: READER, grants: [{ privilege: 'SELECT', on: 'BATON_SAMPLE' }] },
    ],
    users: [
      {
        name: USER,
        defaultRole: READER,
        roles: [READER, ADMINISTRATOR],
        defaultWarehouse: WAREHOUSE,
        publicKeys: [publicKey],
      },
    ],
  });
}

/** The statements of a script, whose lines end with a semicolon only where a statement does. */
function statementsOf(script: string): readonly string[] {
  return script
    .replaceAll(/^--.*$/gm, '')
    .split(/;\s*$/m)
    .map((sql) => sql.trim())
    .filter((sql) => sql !== '');
}
