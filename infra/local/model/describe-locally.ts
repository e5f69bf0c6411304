import { AppError } from '#shared/errors/app-error.ts';
import type { SchemaDescription } from '#shared/semantic/generate/schema-description.ts';
import { readLocalSettings } from '../local-settings.ts';
import { openLocalWarehouse } from '../open-warehouse.ts';
import { describeSchema } from './describe-schema.ts';

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
  const warehouse = await openLocalWarehouse(readLocalSettings(environment));
  const described: SchemaDescription[] = [];
  try {
    const run = (sql: string, maxRows: number) => warehouse.query(sql, [], maxRows);
    for (const place of parted) described.push(await describeSchema(run, place, withValues));
    return described;
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') throw error;
    throw new AppError('not_found', `${places.join(', ')} cannot be read in the local warehouse.`, { cause: error });
  } finally {
    await warehouse.stop();
  }
}

function partsOf(place: string): { readonly database: string; readonly schema: string } {
  const [database, schema, ...more] = place.split('.');
  if (database !== undefined && schema !== undefined && more.length === 0) return { database, schema };
  throw new AppError('invalid_request', `${place} is neither DATABASE.SCHEMA nor a JSON file.`);
}
