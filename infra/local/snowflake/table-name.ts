import type { DialectSession } from './dialect/lowered.ts';
import { SnowflakeError } from './snowflake-error.ts';

/** A table or view by its full name, each part as Snowflake stores it. */
export interface TableName {
  readonly database: string;
  readonly schema: string;
  readonly table: string;
}

function noCurrent(what: 'database' | 'schema'): SnowflakeError {
  const code = what === 'database' ? '090105' : '090106';
  const use = what.toUpperCase();
  return new SnowflakeError(
    code,
    '22000',
    `Cannot perform SELECT. This session does not have a current ${what}. Call 'USE ${use}', or use a qualified name.`,
  );
}

/** Completes a name of one to three parts with the session's database and schema, as Snowflake does. */
export function completeName(
  parts: readonly string[],
  session: Pick<DialectSession, 'database' | 'schema'>,
): TableName {
  const [table = '', schema, database] = parts.toReversed();
  const inDatabase = database ?? session.database;
  if (inDatabase === null) throw noCurrent('database');
  const inSchema = schema ?? session.schema;
  if (inSchema === null) throw noCurrent('schema');
  return { database: inDatabase, schema: inSchema, table };
}
