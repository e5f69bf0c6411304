import type { Fragment } from '../compile/fragment.ts';

/** A table that statements may read. Names are resolved identifiers: upper case unless they are quoted in Snowflake. */
export interface CatalogueTable {
  /** One to three parts: `TABLE`, `SCHEMA.TABLE` or `DATABASE.SCHEMA.TABLE`. */
  readonly path: readonly string[];
  /** Columns that may be read, nothing else of the table is; null when all may. */
  readonly columns: readonly string[] | null;
  /** What stands for it in FROM when only some of its rows may be read: a SELECT in parentheses; null for the table itself. */
  readonly rows: Fragment | null;
}

/** All that statements may name. What is not in it is refused. */
export interface Catalogue {
  readonly tables: readonly CatalogueTable[];
  /** Any table that is not Snowflake's own may be read too. For trying out the guard, never for running statements. */
  readonly anyTable: boolean;
  /** Functions beyond Snowflake's pure ones, upper case: `NAME`, or `DATABASE.SCHEMA.NAME` for one of the account's own. */
  readonly functions: readonly string[];
}

/** Schemas and databases through which Snowflake speaks of itself: never data, never to be read. */
const SYSTEM_NAMES = new Set([
  'INFORMATION_SCHEMA',
  'SNOWFLAKE',
  'ACCOUNT_USAGE',
  'ORGANIZATION_USAGE',
  'READER_ACCOUNT_USAGE',
]);

/**
 * The table that a name of one to three parts stands for: one whose path ends with it.
 *
 * Null when there is none, or when there are several.
 */
export function findTable(catalogue: Catalogue, parts: readonly string[]): CatalogueTable | null {
  if (parts.slice(0, -1).some((part) => SYSTEM_NAMES.has(part))) return null;
  const found = catalogue.tables.filter(
    ({ path }) =>
      path.length >= parts.length && parts.every((part, at) => part === path[path.length - parts.length + at]),
  );
  const [only, second] = found;
  if (only !== undefined) return second === undefined ? only : null;
  return catalogue.anyTable && parts.length <= 3 ? { path: parts, columns: null, rows: null } : null;
}
