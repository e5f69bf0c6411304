import type { Cell } from '#shared/schemas/primitives.ts';
import type { QueryResult } from '#shared/schemas/query-result.ts';
import { createSnowflakeWarehouse } from '#shared/warehouse/snowflake-warehouse.ts';
import { provideSecrets } from './local-secrets.ts';
import type { LocalSettings } from './local-settings.ts';
import { startLocalWarehouse } from './local-warehouse.ts';

const TIMEOUT_MS = 120_000;
const MAX_BYTES = 64 * 1024 * 1024;

export interface OpenWarehouse {
  readonly query: (sql: string, binds: readonly Cell[], maxRows: number) => Promise<QueryResult>;
  stop(): Promise<void>;
}

/** Starts the local warehouse alone, and logs in as Baton's own tool does. One at a time: the driver reads the environment. */
export async function openLocalWarehouse(settings: Pick<LocalSettings, 'asOf' | 'seed'>): Promise<OpenWarehouse> {
  const secrets = await provideSecrets(null);
  const local = await startLocalWarehouse(settings, secrets);
  const { environment } = local;
  Object.assign(process.env, environment);
  const warehouse = createSnowflakeWarehouse({
    account: environment['SNOWFLAKE_ACCOUNT'] ?? '',
    role: environment['SNOWFLAKE_ROLE'] ?? '',
    warehouse: environment['SNOWFLAKE_WAREHOUSE'] ?? '',
    accessUrl: environment['SNOWFLAKE_ACCESS_URL'] ?? null,
    login: {
      method: 'key-pair',
      user: environment['SNOWFLAKE_USER'] ?? '',
      privateKey: () => Promise.resolve(secrets['snowflake-private-key'] ?? ''),
    },
  });
  const query = (sql: string, binds: readonly Cell[], maxRows: number): Promise<QueryResult> =>
    warehouse.query(
      { sql, binds },
      {
        maxRows,
        maxBytes: MAX_BYTES,
        timeoutMs: TIMEOUT_MS,
        role: null,
        queryTag: 'baton-local',
        requestId: crypto.randomUUID(),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      },
    );
  return { query, stop: () => local.stop() };
}
