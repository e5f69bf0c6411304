import { z } from 'zod';
import { receiverConfigSchema } from '#shared/config/platform-config.ts';
import type { SecretStore } from '#shared/secrets/secret-store.ts';
import type { SnowflakeOptions } from '#shared/warehouse/warehouse-options.ts';

/** An empty budget must not be one of nothing, which means no limit. */
function emptyAsMissing(value: unknown): unknown {
  return value === '' ? undefined : value;
}

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
  /**
   * Snowflake roles to run as for callers with a role of ours, `ours=SNOWFLAKE_ROLE` with commas between; the first that
   * fits counts. The warehouse's own policies then see on whose behalf a statement runs. Others run as SNOWFLAKE_ROLE.
   */
  SNOWFLAKE_CALLER_ROLES: z
    .string()
    .default('')
    .transform((text, context) => readRolePairs(text, context)),
  /** Most bytes that one statement may read, as Snowflake estimates it before it runs; 0 for no limit. */
  SNOWFLAKE_MAX_SCAN_BYTES: z.preprocess(emptyAsMissing, z.coerce.number().int().min(0).default(50_000_000_000)),
  /** `on` lets statements run that were written by a language model, after the SQL guard has rewritten them. */
  GENERATED_SQL: z.preprocess(emptyAsMissing, z.enum(['on', 'off']).default('off')),
  /** Folder of the semantic models, in the bundle or on the laptop. */
  MODELS_DIRECTORY: z.string().min(1),
  /** Address of another server than the account's own, for the laptop. */
  SNOWFLAKE_ACCESS_URL: z.url().optional(),
});

/** A role of ours and the Snowflake role that stands for it. */
type RolePair = readonly [ours: string, snowflake: string];

function readRolePairs(text: string, context: z.RefinementCtx): readonly RolePair[] {
  return text
    .split(',')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '')
    .map((pair): RolePair => {
      const [ours = '', snowflake = '', ...more] = pair.split('=');
      const isPair = ours !== '' && /^[A-Za-z_][\w$]*$/.test(snowflake) && more.length === 0;
      if (!isPair) context.addIssue({ code: 'custom', message: `“${pair}” is not ours=SNOWFLAKE_ROLE.` });
      return [ours, snowflake];
    });
}

/** The Snowflake role that a person's statements run as; null for the service's usual one. */
export function snowflakeRoleOf(roles: readonly string[], pairs: readonly RolePair[]): string | null {
  return pairs.find(([ours]) => roles.includes(ours))?.[1] ?? null;
}

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
