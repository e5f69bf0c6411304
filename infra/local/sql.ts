import { parseArgs } from 'node:util';
import type { AnswerColumn } from '#shared/schemas/answer.ts';
import type { QueryResult } from '#shared/schemas/query-result.ts';
import { checkStatements } from './check-statements.ts';
import { readLocalSettings } from './local-settings.ts';
import { openLocalWarehouse } from './open-warehouse.ts';
import { formatTable } from './terminal/format-table.ts';

const USAGE = `npm run sql -- "SELECT …" [--json] [--rows N]

Runs one statement of Snowflake SQL on the local warehouse, with the sample data, as the role that Baton reads with.
  --json      print {queryId, columns, rows, rowCount, truncated, elapsedMs}
  --rows N    most rows to print (default 1000)

npm run sql -- --check FILE.jsonl [--model NAME] [--role ROLE]… [--tables A,B.C]… [--functions F,G]… [--any-table] [--statement]

Judges statements as the SQL guard does, without running them: reads {id, text} a line, prints {id, allowed, reason} a line.
A line may declare for itself: {id, text, tables?: ["T"], functions?: ["F", "MODEL!PREDICT"], binds?: [1], variables?: {"name": 1}}.
  --model NAME      the tables and columns of a semantic model, as someone with the roles may read them
  --tables LIST     tables that may be read besides, with all their columns
  --functions LIST  functions that may be called besides Snowflake's pure ones
  --any-table       any table but Snowflake's own, with any columns: judges the form alone. Never how statements are run
  --statement       print the statement that would be run, too`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      rows: { type: 'string', default: '1000' },
      check: { type: 'string' },
      model: { type: 'string' },
      role: { type: 'string', multiple: true, default: [] },
      tables: { type: 'string', multiple: true, default: [] },
      functions: { type: 'string', multiple: true, default: [] },
      'any-table': { type: 'boolean', default: false },
      statement: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.check !== undefined) {
    await checkStatements(values.check, { ...values, anyTable: values['any-table'] }, console.log);
    return 0;
  }
  const sql = positionals.join(' ');
  if (values.help || sql === '') {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  const result = await runOnce(sql, Number(values.rows));
  const columns = result.columns.map(({ name, type }): AnswerColumn => ({
    name,
    label: name,
    type,
    role: 'other',
    unit: null,
  }));
  console.log(values.json ? JSON.stringify(result) : formatTable({ ...result, columns }));
  return 0;
}

async function runOnce(sql: string, maxRows: number): Promise<QueryResult> {
  const warehouse = await openLocalWarehouse(readLocalSettings(process.env));
  try {
    return await warehouse.query(sql, [], maxRows);
  } finally {
    await warehouse.stop();
  }
}

/** What the warehouse itself said: here the person at the keyboard wrote the statement. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} ${error.cause.message}` : error.message;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(describe(error));
  process.exitCode = 1;
}
process.exit();
