import type { z } from 'zod';
import { loadModels } from '#shared/config/load-models.ts';
import { createSqlGuard } from '#shared/sql/guard/sql-guard.ts';
import type { Warehouse } from '#shared/warehouse/warehouse.ts';
import { createStatementCheck } from './check-cost.ts';
import { snowflakeRoleOf, type snowflakeConfigSchema } from './config.ts';
import type { QueryToolDeps } from './tools/run_query.ts';

/** What the tool works with, from its configuration and the warehouse. The models are read once. */
export function createQueryDeps(config: z.infer<typeof snowflakeConfigSchema>, warehouse: Warehouse): QueryToolDeps {
  const models = loadModels(config.MODELS_DIRECTORY);
  return {
    warehouse,
    models: () => models,
    guard: config.GENERATED_SQL === 'on' ? createSqlGuard() : null,
    check: createStatementCheck(warehouse, config.SNOWFLAKE_MAX_SCAN_BYTES),
    roleOf: (roles) => snowflakeRoleOf(roles, config.SNOWFLAKE_CALLER_ROLES),
  };
}
