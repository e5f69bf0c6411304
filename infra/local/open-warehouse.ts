import { z } from 'zod';
import { AppError } from '#shared/errors/app-error.ts';
import type { Cell } from '#shared/schemas/primitives.ts';
import type { QueryResult } from '#shared/schemas/query-result.ts';
import { createSnowflakeWarehouse } from '#shared/warehouse/snowflake-warehouse.ts';
import type { SnowflakeOptions } from '#shared/warehouse/warehouse-options.ts';
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
  const query = queryWith({
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
  return { query, stop: () => local.stop() };
}

const accountSchema = z.object({
  SNOWFLAKE_ACCOUNT: z.string().min(1),
  SNOWFLAKE_USER: z.string().min(1),
  /** PEM of the key pair itself, as the contract suites take it. */
  SNOWFLAKE_PRIVATE_KEY: z.string().min(1),
  SNOWFLAKE_WAREHOUSE: z.string().min(1),
  SNOWFLAKE_ROLE: z.string().min(1),
  SNOWFLAKE_ACCESS_URL: z.url().optional(),
});

/**
 * Logs in to a Snowflake account with a key pair, to read what its role may read.
 *
 * @throws AppError `invalid_configuration` when the environment does not name account, user, key, warehouse and role.
 */
export function openSnowflakeAccount(environment: Readonly<Record<string, string | undefined>>): OpenWarehouse {
  const read = accountSchema.safeParse(environment);
  if (!read.success) throw new AppError('invalid_configuration', `For --snowflake set: ${z.prettifyError(read.error)}`);
  const { data } = read;
  const query = queryWith({
    account: data.SNOWFLAKE_ACCOUNT,
    role: data.SNOWFLAKE_ROLE,
    warehouse: data.SNOWFLAKE_WAREHOUSE,
    accessUrl: data.SNOWFLAKE_ACCESS_URL ?? null,
    login: {
      method: 'key-pair',
      user: data.SNOWFLAKE_USER,
      privateKey: () => Promise.resolve(data.SNOWFLAKE_PRIVATE_KEY),
    },
  });
  return { query, stop: () => Promise.resolve() };
}

function queryWith(options: SnowflakeOptions): OpenWarehouse['query'] {
  const warehouse = createSnowflakeWarehouse(options);
  return (sql, binds, maxRows) =>
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
}
