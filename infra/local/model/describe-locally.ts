import { AppError } from '#shared/errors/app-error.ts';
import type { SchemaDescription } from '#shared/semantic/generate/schema-description.ts';
import type { KeyQuery } from '#shared/semantic/lint/lint-keys.ts';
import type { WarehouseFindings } from '#shared/semantic/lint/lint-model.ts';
import { readLocalSettings } from '../local-settings.ts';
import { openLocalWarehouse } from '../open-warehouse.ts';
import { countKeys } from './count-keys.ts';
import { describeSchema, type RunQuery } from './describe-schema.ts';

/** Settings of the local warehouse, as the environment has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Starts the local warehouse and describes some of its schemas, each `DATABASE.SCHEMA`.
 *
 * Throws `invalid_request` for another form and `not_found` for a schema that cannot be read.
 */
export async function describeLocally(
  places: readonly string[],
  withValues: boolean,
  environment: Environment,
): Promise<readonly SchemaDescription[]> {
  const parted = places.map(partsOf);
  return withLocalWarehouse(environment, (run) => describeAll(run, parted, withValues));
}

/** Starts the local warehouse and looks up what a model names there: tables, columns, and whether its keys hold. */
export async function inspectLocally(
  places: readonly string[],
  queries: readonly KeyQuery[],
  environment: Environment,
): Promise<WarehouseFindings> {
  const parted = places.map(partsOf);
  return withLocalWarehouse(environment, async (run) => ({
    schemas: await describeAll(run, parted, false),
    keys: await countKeys(run, queries),
  }));
}

async function withLocalWarehouse<Found>(
  environment: Environment,
  look: (run: RunQuery) => Promise<Found>,
): Promise<Found> {
  const warehouse = await openLocalWarehouse(readLocalSettings(environment));
  try {
    return await look((sql, maxRows) => warehouse.query(sql, [], maxRows));
  } finally {
    await warehouse.stop();
  }
}

async function describeAll(
  run: RunQuery,
  places: readonly ReturnType<typeof partsOf>[],
  withValues: boolean,
): Promise<readonly SchemaDescription[]> {
  const described: SchemaDescription[] = [];
  for (const place of places) {
    try {
      described.push(await describeSchema(run, place, withValues));
    } catch (error) {
      if (error instanceof AppError && error.code === 'not_found') throw error;
      const name = `${place.database}.${place.schema}`;
      throw new AppError('not_found', `${name} cannot be read in the local warehouse.`, { cause: error });
    }
  }
  return described;
}

function partsOf(place: string): { readonly database: string; readonly schema: string } {
  const [database, schema, ...more] = place.split('.');
  if (database !== undefined && schema !== undefined && more.length === 0) return { database, schema };
  throw new AppError('invalid_request', `${place} is neither DATABASE.SCHEMA nor a JSON file.`);
}
