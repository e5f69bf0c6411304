import { readCatalogRows, textColumns } from './text-results.ts';
import type { ObjectName } from './dialect/object-name.ts';
import { columnTypeText, INFORMATION_SCHEMA_HOME, KEYS } from './information-schema.ts';
import type { ResultSet } from './result-set.ts';
import { objectNotFound } from './snowflake-error.ts';
import { quoteText } from './sql-text.ts';
import type { RunContext, RunDeps } from './run-context.ts';
import { completeName } from './table-name.ts';

const COLUMNS = [
  'name',
  'type',
  'kind',
  'null?',
  'default',
  'primary key',
  'unique key',
  'check',
  'expression',
  'comment',
  'policy name',
  'privacy domain',
] as const;

/** Whether the column of a row `c` of COLUMNS is part of a key of this type, as Y or N. */
const key = (type: string): string => `CASE WHEN EXISTS (SELECT 1 FROM ${KEYS} k
      WHERE k.constraint_type = '${type}' AND k.database_name = c.TABLE_CATALOG AND k.schema_name = c.TABLE_SCHEMA
        AND k.table_name = c.TABLE_NAME AND list_contains(k.constraint_column_names, c.COLUMN_NAME)) THEN 'Y' ELSE 'N' END`;

/** DESCRIBE TABLE and DESCRIBE VIEW: one row per column. Throws SnowflakeError 002003 when the role cannot see it. */
export async function describeTable(value: ObjectName, context: RunContext, deps: RunDeps): Promise<ResultSet> {
  const { session, roles } = context;
  const name = completeName(value, session);
  const isVisible = deps.access.canRead(roles, name) && (await deps.catalog.find(name)) !== null;
  if (!isVisible) throw objectNotFound('Object', `${name.database}.${name.schema}.${name.table}`);
  const place = `TABLE_CATALOG = ${quoteText(name.database)} AND TABLE_SCHEMA = ${quoteText(name.schema)} AND TABLE_NAME = ${quoteText(name.table)}`;
  const masks = new Map(
    deps.policies
      .policiesOf(name)
      .flatMap((policy) => (policy.kind === 'masking' ? [[policy.column.toUpperCase(), policy.name] as const] : [])),
  );
  const rows = await readCatalogRows(
    `SELECT COLUMN_NAME, ${columnTypeText('c')}, 'COLUMN', CASE IS_NULLABLE WHEN 'YES' THEN 'Y' ELSE 'N' END, COLUMN_DEFAULT,
      ${key('PRIMARY KEY')}, ${key('UNIQUE')}, NULL, NULL, COMMENT
     FROM ${INFORMATION_SCHEMA_HOME}.COLUMNS c WHERE ${place} ORDER BY ORDINAL_POSITION`,
    context,
  );
  return textColumns(
    COLUMNS,
    rows.map((row) => [...row, masks.get(row[0] ?? '') ?? null, null]),
  );
}
