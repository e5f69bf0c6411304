import { z } from 'zod';
import { receiverConfigSchema } from '#shared/config/platform-config.ts';
import type { SecretStore } from '#shared/secrets/secret-store.ts';
import type { SnowflakeOptions } from '#shared/warehouse/warehouse-options.ts';

/** What the Snowflake tool is told by its environment. */
export const snowflakeConfigSchema = receiverConfigSchema.extend({
  SNOWFLAKE_ACCOUNT: z.string().min(1),
  SNOWFLAKE_ROLE: z.string().min(1),
  SNOWFLAKE_WAREHOUSE: z.string().min(1),
  /** `WORKLOAD_IDENTITY` keeps no secret and is the rule; `KEY_PAIR` needs SNOWFLAKE_USER and SNOWFLAKE_PRIVATE_KEY. */
  SNOWFLAKE_AUTHENTICATOR: z.enum(['WORKLOAD_IDENTITY', 'KEY_PAIR']).default('WORKLOAD_IDENTITY'),
  SNOWFLAKE_USER: z.string().default(''),
  /** Secret with the private key, PEM. */
  SNOWFLAKE_PRIVATE_KEY: z.string().default('snowflake-private-key'),
  /** Address of another server than the account's own, for the laptop. */
  SNOWFLAKE_ACCESS_URL: z.url().optional(),
});

/** The driver's options from the configuration. */
export function warehouseOptions(
  config: z.infer<typeof snowflakeConfigSchema>,
  secrets: SecretStore,
): SnowflakeOptions {
  return {
    account: config.SNOWFLAKE_ACCOUNT,
    role: config.SNOWFLAKE_ROLE,
    warehouse: config.SNOWFLAKE_WAREHOUSE,
    accessUrl: config.SNOWFLAKE_ACCESS_URL ?? null,
    login:
      config.SNOWFLAKE_AUTHENTICATOR === 'WORKLOAD_IDENTITY'
        ? { method: 'workload-identity' }
        : {
            method: 'key-pair',
            user: config.SNOWFLAKE_USER,
            privateKey: () => secrets.read(config.SNOWFLAKE_PRIVATE_KEY),
          },
  };
}
