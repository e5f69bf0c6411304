import { lowerStatement } from './dialect/lower-statement.ts';
import { syntaxError } from './dialect/refusal.ts';
import type { VariableAssignment } from './dialect/read-variables.ts';
import { resolveTables } from './resolve-tables.ts';
import type { RunContext, RunDeps } from './run-context.ts';
import { SnowflakeError, unsupported } from './snowflake-error.ts';
import type { SessionVariable } from './session-variable.ts';
import { readCatalogRows } from './text-results.ts';

/** Bytes a text variable may have (docs.snowflake.com, session-variables). */
const MAX_BYTES = 256;

/** Works out what SET assigns; the session has it for all statements to come. */
export async function setVariables(
  { names, values }: VariableAssignment,
  context: RunContext,
  deps: RunDeps,
): Promise<void> {
  const { session, dialectSession, connection } = context;
  const lowered = lowerStatement(`SELECT ${values}`, dialectSession);
  if (lowered.kind !== 'query' || lowered.bindCount > 0) throw unsupported('SET of anything but values');
  if (lowered.columnNames.length !== names.length) {
    throw syntaxError(`syntax error: SET of ${names.length} variables with ${lowered.columnNames.length} values.`);
  }
  const sql = await resolveTables(lowered.sql, dialectSession, { ...deps, connection });
  const columns = names.map((_, index) => `v${index}`);
  const items = columns.map((column) => `CAST(${column} AS VARCHAR), typeof(${column})`);
  const rows = await readCatalogRows(`SELECT ${items.join(', ')} FROM (${sql}) AS r(${columns.join(', ')})`, context);
  const [row = []] = rows;
  const found = names.map((name, index) => toVariable(name, row[index * 2] ?? null, row[index * 2 + 1] ?? 'VARCHAR'));
  session.variables = [...session.variables.filter(({ name }) => !names.includes(name)), ...found];
}

function toVariable(name: string, value: string | null, type: string): SessionVariable {
  const size = Buffer.byteLength(value ?? '');
  if (size <= MAX_BYTES) return { name, value, type };
  throw new SnowflakeError(
    '001027',
    '22001',
    `Assignment to '${name}' not done because value exceeds size limit for variables. Its size is ${size}; the limit is ${MAX_BYTES} (internal storage size in bytes).`,
  );
}
