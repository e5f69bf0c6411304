import type { z } from 'zod';
import { loadModels } from '#shared/config/load-models.ts';
import type { SemanticModel } from '#shared/semantic/semantic-model.ts';
import { createSqlGuard } from '#shared/sql/guard/sql-guard.ts';
import type { Warehouse } from '#shared/warehouse/warehouse.ts';
import { createStatementCheck } from './check-cost.ts';
import { snowflakeRoleOf, type snowflakeConfigSchema } from './config.ts';
import { createTableSizes } from './table-sizes.ts';
import type { QueryToolDeps } from './tools/run_query.ts';

/** What the tool works with, from its configuration and the warehouse. The models are read once. */
export function createQueryDeps(config: z.infer<typeof snowflakeConfigSchema>, warehouse: Warehouse): QueryToolDeps {
  const models = loadModels(config.MODELS_DIRECTORY);
  return {
    warehouse,
    models: () => models,
    guard: config.GENERATED_SQL === 'on' ? createSqlGuard() : null,
    check: createStatementCheck(
      warehouse,
      config.SNOWFLAKE_MAX_SCAN_BYTES,
      createTableSizes(warehouse, async () => databasesOf([...(await models).values()])),
    ),
    roleOf: (roles) => snowflakeRoleOf(roles, config.SNOWFLAKE_CALLER_ROLES),
  };
}

/** Databases in which the models' tables lie. */
function databasesOf(models: readonly SemanticModel[]): readonly string[] {
  const tables = models.flatMap((model) => model.tables.map(({ baseTable }) => baseTable));
  const databases = tables.map((table) => (table.kind === 'table' ? table.database : ''));
  return [...new Set(databases)].filter((database) => database !== '');
}
