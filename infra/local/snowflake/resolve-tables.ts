import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';

import type { Policy } from './account.ts';
import type { DialectSession } from './dialect/lowered.ts';
import { lowerStatement } from './dialect/lower-statement.ts';
import { fromDuckDBError } from './duckdb-error.ts';
import { selectFromInformationSchema } from './information-schema.ts';
import { QUERY_HISTORY_SOURCE } from './dialect/print-query-history.ts';
import { selectFromQueryHistory } from './query-history-table.ts';
import { PROTECTED_ROW, type PolicyCatalog } from './policy-catalog.ts';
import { OWNER_ACCESS, type ReadAccess } from './role-access.ts';
import { objectNotFound, SnowflakeError } from './snowflake-error.ts';
import { dottedNameLength, quoteIdentifier, quoteName } from './sql-text.ts';
import type { CatalogTable, TableCatalog } from './table-catalog.ts';
import { findTableReferences, type TableReference } from './table-references.ts';
import { completeName, type TableName } from './table-name.ts';

const serializedSchema = z.looseObject({
  error: z.boolean(),
  error_type: z.string().optional(),
  error_message: z.string().optional(),
});

export interface ResolveDeps {
  readonly connection: DuckDBConnection;
  readonly catalog: TableCatalog;
  readonly access: ReadAccess;
  readonly policies: Pick<PolicyCatalog, 'policiesOf'>;
}

/** Views inside views, and policies that read what policies guard, stop here; DuckDB itself has no such limit. */
const MAX_DEPTH = 16;

async function readReferences(sql: string, connection: DuckDBConnection): Promise<readonly TableReference[]> {
  const result = await connection.run('SELECT CAST(json_serialize_sql($1::VARCHAR) AS VARCHAR)', [sql]);
  const [value] = result.getChunk(0).getColumnValues(0);
  const tree: unknown = JSON.parse(typeof value === 'string' ? value : '{"error":true}');
  const { error, error_message: message } = serializedSchema.parse(tree);
  if (error) throw fromDuckDBError(new Error(`Parser Error: ${message ?? 'the statement cannot be read'}`));
  return findTableReferences(tree);
}

const fullName = (name: TableName): string => `${name.database}.${name.schema}.${name.table}`;

/** A Snowflake SELECT of the table as the policies let the session's role see it. */
function selectUnderPolicies(name: TableName, columns: readonly string[], policies: readonly Policy[]): string {
  const masks = new Map(
    policies.flatMap((policy) =>
      policy.kind === 'masking' ? [[policy.column.toUpperCase(), policy.expression] as const] : [],
    ),
  );
  const items = columns.map((column) => {
    const mask = masks.get(column);
    const quoted = quoteIdentifier(column);
    return mask === undefined ? quoted : `(${mask}) AS ${quoted}`;
  });
  const conditions = policies.flatMap((policy) => (policy.kind === 'row-access' ? [`(${policy.condition})`] : []));
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  return `SELECT ${items.join(', ')} FROM ${quoteName([name.database, name.schema, name.table])} AS ${quoteIdentifier(PROTECTED_ROW)}${where}`;
}

/** Turns every table a statement names into what the session's role may read of it. */
class TableResolver {
  readonly #deps: ResolveDeps;
  readonly #session: DialectSession;
  /** The table or view whose policies are being applied, which must not apply to themselves. */
  readonly #plain: TableName | null;

  constructor(deps: ResolveDeps, session: DialectSession, plain: TableName | null = null) {
    this.#deps = deps;
    this.#session = session;
    this.#plain = plain;
  }

  get #roles(): readonly string[] {
    return this.#session.roles ?? [];
  }

  #isPlain(name: TableName): boolean {
    return this.#plain !== null && fullName(this.#plain) === fullName(name);
  }

  async resolve(sql: string, depth: number): Promise<string> {
    const references = await readReferences(sql, this.#deps.connection);
    const bytes = Buffer.from(sql);
    const parts: string[] = [];
    let end = 0;
    for (const reference of references) {
      const rest = bytes.subarray(reference.offset).toString('utf8');
      const named = rest.slice(0, dottedNameLength(rest));
      parts.push(bytes.subarray(end, reference.offset).toString('utf8'), await this.#replace(reference, depth));
      end = reference.offset + Buffer.byteLength(named);
    }
    parts.push(bytes.subarray(end).toString('utf8'));
    return parts.join('');
  }

  async #replace(reference: TableReference, depth: number): Promise<string> {
    const name = completeName(reference.parts, this.#session);
    const alias = reference.alias === '' ? ` AS ${quoteIdentifier(name.table)}` : '';
    if (name.schema === 'INFORMATION_SCHEMA') return `${await this.#informationSchema(name)}${alias}`;
    const table = await this.#deps.catalog.find(name);
    if (table === null || !this.#deps.access.canRead(this.#roles, name)) throw await this.#notFound(name);
    await this.#deps.catalog.fill(name.database);
    const policies = this.#isPlain(name) ? [] : this.#deps.policies.policiesOf(name);
    if (policies.length === 0 && table.viewSql === null) return quoteName([name.database, name.schema, name.table]);
    if (depth >= MAX_DEPTH) throw new SnowflakeError('002037', '42601', 'Views and policies are nested too deeply.');
    const inner =
      policies.length > 0 ? this.#underPolicies(name, table.columns, policies, depth) : this.#view(name, table, depth);
    return `(${await inner})${alias}`;
  }

  async #informationSchema(name: TableName): Promise<string> {
    const roles = this.#roles;
    const hasDatabase = await this.#deps.catalog.hasDatabase(name.database);
    if (!hasDatabase || !this.#deps.access.canUse(roles, name.database)) {
      throw objectNotFound('Database', name.database);
    }
    if (name.table === QUERY_HISTORY_SOURCE) return selectFromQueryHistory(this.#session.user);
    await this.#deps.catalog.fill(name.database);
    const view = selectFromInformationSchema(name.table, name.database, this.#deps.access.visibleCondition(roles));
    if (view === null) throw objectNotFound('Object', fullName(name));
    return view;
  }

  /**
   * The policies' conditions are Snowflake SQL of this session: its role and user decide what they let through. Tables that a policy
   * looks up are read with its owner's rights.
   */
  async #underPolicies(
    name: TableName,
    columns: readonly string[],
    policies: readonly Policy[],
    depth: number,
  ): Promise<string> {
    const place: DialectSession = { ...this.#session, database: name.database, schema: name.schema };
    const lowered = lowerStatement(selectUnderPolicies(name, columns, policies), place);
    if (lowered.kind !== 'query')
      throw new SnowflakeError('001003', '42000', `The policy of ${fullName(name)} is no condition.`);
    return new TableResolver({ ...this.#deps, access: OWNER_ACCESS }, place, name).resolve(lowered.sql, depth + 1);
  }

  /** A view reads with its owner's rights, but its tables' policies still ask who the reader is. */
  async #view(name: TableName, { viewSql, columns }: CatalogTable, depth: number): Promise<string> {
    const owner: ResolveDeps = { ...this.#deps, access: OWNER_ACCESS };
    const place: DialectSession = { ...this.#session, database: name.database, schema: name.schema };
    const body = await new TableResolver(owner, place).resolve(viewSql ?? '', depth + 1);
    return `SELECT * FROM (${body}) AS v(${columns.map(quoteIdentifier).join(', ')})`;
  }

  /** Snowflake names the outermost thing that is missing. */
  async #notFound(name: TableName): Promise<SnowflakeError> {
    const { catalog, access } = this.#deps;
    const roles = this.#roles;
    if (!(await catalog.hasDatabase(name.database)) || !access.canUse(roles, name.database)) {
      return objectNotFound('Database', name.database);
    }
    if (!(await catalog.hasSchema(name.database, name.schema)) || !access.canUse(roles, name.database, name.schema)) {
      return objectNotFound('Schema', `${name.database}.${name.schema}`);
    }
    return objectNotFound('Object', fullName(name));
  }
}

/**
 * Rewrites a lowered SELECT so that it names every table in full and reads only what the session's role may.
 *
 * Throws SnowflakeError 002003 for a table that is not there or not granted, 090105 or 090106 when a name needs a current
 * database or schema and there is none.
 */
export async function resolveTables(sql: string, session: DialectSession, deps: ResolveDeps): Promise<string> {
  return new TableResolver(deps, session).resolve(sql, 0);
}
