import { readCatalogRows, textColumns } from './text-results.ts';
import type { Command } from './dialect/lowered.ts';
import type { ObjectName } from './dialect/object-name.ts';
import type { ResultSet } from './result-set.ts';
import type { Session } from './session-store.ts';
import { SHOW_CATALOGUE, type ShowCatalogue } from './show-catalogue.ts';
import { objectNotFound, operationCannotBePerformed, unsupported } from './snowflake-error.ts';
import { quoteIdentifier, quoteText } from './sql-text.ts';
import type { RunContext, RunDeps } from './run-context.ts';
import { showGrants } from './show-access.ts';
import { SESSION_LISTINGS } from './show-session.ts';
import { completeName } from './table-name.ts';

type Show = Extract<Command, { name: 'show' }>;

/** Columns that SHOW TERSE keeps. */
const TERSE_COLUMNS: ReadonlySet<string> = new Set(['created_on', 'name', 'kind', 'database_name', 'schema_name']);

/**
 * Answers SHOW: what the session's role may see, within the scope of the command.
 *
 * Throws SnowflakeError 002043 for a scope that does not exist, 000002 for SHOW FUNCTIONS.
 */
export async function showObjects(show: Show, context: RunContext, deps: RunDeps): Promise<ResultSet> {
  const catalogue = SHOW_CATALOGUE[show.object];
  if (catalogue !== undefined) return showFromCatalogue(show, catalogue, context, deps);
  if (show.object === 'GRANTS') return showGrants(show.scope, context, deps);
  const listing = SESSION_LISTINGS[show.object];
  if (listing === undefined) throw unsupported(`SHOW ${show.object}`);
  return listed(show, listing.columns, listing.rows(context, deps));
}

/** LIKE of SHOW takes no notice of case. */
function likePattern(like: string): RegExp {
  const source = like
    .replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`)
    .replaceAll('%', '.*')
    .replaceAll('_', '.');
  return new RegExp(`^${source}$`, 'isu');
}

function listed(show: Show, columns: readonly string[], rows: readonly (readonly string[])[]): ResultSet {
  const pattern = show.like === null ? null : likePattern(show.like);
  const chosen = rows.filter(
    ([name = '']) => (pattern === null || pattern.test(name)) && name.startsWith(show.startsWith ?? ''),
  );
  return textColumns(columns, chosen.slice(0, show.limit ?? chosen.length));
}

async function showFromCatalogue(
  show: Show,
  catalogue: ShowCatalogue,
  context: RunContext,
  deps: RunDeps,
): Promise<ResultSet> {
  const { session } = context;
  if (session.database !== null) await deps.catalog.fill(session.database);
  const columns = Object.entries(catalogue.columns).filter(([name]) => !show.terse || TERSE_COLUMNS.has(name));
  const items = columns.map(([name, sql]) => `${sql} AS ${quoteIdentifier(name)}`);
  const conditions = [
    await scopeCondition(show, context, deps),
    `(${deps.access.visibleCondition(context.roles)})`,
    ...(show.like === null ? [] : [`_NAME ILIKE ${quoteText(show.like)}`]),
    ...(show.startsWith === null ? [] : [`starts_with(_NAME, ${quoteText(show.startsWith)})`]),
  ];
  const name = catalogue.columns[catalogue.name] ?? 'NULL';
  const limit = show.limit === null ? '' : ` LIMIT ${show.limit}`;
  const rows = await readCatalogRows(
    `SELECT ${items.join(', ')} FROM (SELECT *, ${name} AS _NAME, row_number() OVER () AS _ORDER FROM ${catalogue.source} AS s)
     WHERE ${conditions.join(' AND ')} ORDER BY _DATABASE, _SCHEMA NULLS FIRST, _TABLE NULLS FIRST, _ORDER${limit}`,
    context,
  );
  return textColumns(
    columns.map(([column]) => column),
    rows,
  );
}

/** The scope of a SHOW as a condition; without IN it is the current schema, else the current database, else the account. */
async function scopeCondition({ object, scope }: Show, context: RunContext, deps: RunDeps): Promise<string> {
  const { session } = context;
  if (scope.kind === 'account' || object === 'DATABASES') return 'true';
  if (!('name' in scope) || scope.name === null) return currentCondition(object, scope.kind, session);
  if (scope.kind === 'table') return tableCondition(scope.name, context, deps);
  const parts = scope.kind === 'schema' ? [session.database ?? '', ...scope.name].slice(-2) : scope.name;
  await checkPlace(parts, context, deps);
  await deps.catalog.fill(parts[0] ?? '');
  return placeCondition(parts);
}

function currentCondition(object: Show['object'], kind: Show['scope']['kind'], session: Session): string {
  const isWholeDatabase = object === 'SCHEMAS' || kind === 'database';
  const current = [session.database, isWholeDatabase ? null : session.schema];
  return placeCondition(current.filter((part) => part !== null));
}

async function tableCondition(parts: ObjectName, context: RunContext, deps: RunDeps): Promise<string> {
  const name = completeName(parts, context.session);
  const isVisible = deps.access.canRead(context.roles, name) && (await deps.catalog.find(name)) !== null;
  if (!isVisible) throw objectNotFound('Object', `${name.database}.${name.schema}.${name.table}`);
  return placeCondition([name.database, name.schema, name.table]);
}

async function checkPlace(
  parts: readonly string[],
  { roles }: RunContext,
  { catalog, access }: RunDeps,
): Promise<void> {
  const [database = '', schema] = parts;
  const exists = schema === undefined ? catalog.hasDatabase(database) : catalog.hasSchema(database, schema);
  if (!(await exists) || !access.canUse(roles, database, schema)) throw operationCannotBePerformed();
}

function placeCondition(parts: readonly string[]): string {
  const columns = ['_DATABASE', '_SCHEMA', '_TABLE'];
  const conditions = parts.map((part, index) => `${columns[index] ?? ''} = ${quoteText(part)}`);
  return conditions.length === 0 ? 'true' : conditions.join(' AND ');
}
