import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import { cellSchema } from '#shared/schemas/primitives.ts';
import type { Catalogue, CatalogueTable } from '#shared/sql/guard/catalogue.ts';
import { givenValues, type StatementValues } from '#shared/sql/guard/statement-values.ts';
import { runSnowflake } from '#tests/contract/dialect/dialect-world.ts';

const statementSchema = z.strictObject({
  id: z.string(),
  text: z.string(),
  functions: z.array(z.string()).default([]),
  binds: z.array(cellSchema).default([]),
  variables: z.record(z.string(), cellSchema).default({}),
  /** Part of the reason for which a hostile statement must be refused. */
  because: z.string().optional(),
});
export type OwnStatement = z.infer<typeof statementSchema>;

/** Statements of a file beside this one, one object a line; `npm run sql -- --check` reads the same files. */
export function readStatements(name: 'harmless' | 'hostile'): readonly OwnStatement[] {
  return readFileSync(join(import.meta.dirname, 'statements', `${name}.jsonl`), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => statementSchema.parse(JSON.parse(line)));
}

function table(name: string, ...columns: readonly string[]): CatalogueTable {
  return { path: ['DEMO', 'PUBLIC', name], columns, rows: null };
}

/** What the statements may read. ACCOUNTS has a column more, SECRET, and there is a table STAFF; neither is declared. */
export const CATALOGUE: Catalogue = {
  tables: [
    table('ORDERS', 'ORDER_ID', 'CUSTOMER_ID', 'ORDERED_ON', 'STATUS', 'AMOUNT', 'DETAILS'),
    table('CUSTOMERS', 'CUSTOMER_ID', 'NAME', 'REGION', 'MANAGER_ID', 'SIGNED_UP'),
    table('TRADES', 'SYMBOL', 'TRADED_AT', 'PRICE'),
    table('QUOTES', 'SYMBOL', 'QUOTED_AT', 'PRICE'),
    table('MONTHLY', 'EMPLOYEE', 'JAN', 'FEB', 'MAR'),
    table('ACCOUNTS', 'ACCOUNT_ID', 'OWNER'),
  ],
  anyTable: false,
  functions: [],
};

export function catalogueFor({ functions }: OwnStatement): Catalogue {
  return functions.length === 0 ? CATALOGUE : { ...CATALOGUE, functions };
}

export function valuesFor({ binds, variables }: OwnStatement): StatementValues {
  return givenValues(binds, variables);
}

/** The tables of the catalogue with a few rows, in an empty local warehouse. */
export async function fillWorld(connection: DuckDBConnection): Promise<void> {
  for (const statement of WORLD) await runSnowflake(connection, statement);
}

const WORLD = [
  `CREATE TABLE ORDERS AS SELECT column1 AS order_id, column2 AS customer_id, column3::DATE AS ordered_on, column4 AS status,
    column5::NUMBER(10, 2) AS amount, PARSE_JSON(column6) AS details FROM VALUES
    (1, 1, '2024-01-05', 'paid', 10.50, '{"channel": "web", "lines": [{"sku": "a", "quantity": 1}, {"sku": "b", "quantity": 2}]}'),
    (2, 1, '2024-02-10', 'open', 60, '{"channel": "shop", "lines": []}'),
    (3, 2, '2024-02-11', 'paid', 99.99, '{"channel": "web", "lines": [{"sku": "a", "quantity": 3}]}'),
    (4, 3, '2024-05-01', 'paid', 42, NULL)`,
  `CREATE TABLE CUSTOMERS AS SELECT column1 AS customer_id, column2 AS name, column3 AS region, column4 AS manager_id,
    column5::TIMESTAMP_NTZ AS signed_up FROM VALUES
    (1, 'Ada', 'Europe', NULL, '2023-01-01 08:00:00'), (2, 'Bruno', 'Europe', 1, '2023-03-04 09:30:00'),
    (3, 'Carmen', 'Latin America', 1, '2023-03-05 10:45:00'), (4, 'Inez', NULL, 2, '2023-06-07 23:59:59')`,
  `CREATE TABLE TRADES AS SELECT column1 AS symbol, column2::TIMESTAMP_NTZ AS traded_at, column3 AS price FROM VALUES
    ('X', '2024-01-01 10:00:00', 10), ('X', '2024-01-01 10:05:00', 12), ('Y', '2024-01-01 10:01:00', 7)`,
  `CREATE TABLE QUOTES AS SELECT column1 AS symbol, column2::TIMESTAMP_NTZ AS quoted_at, column3 AS price FROM VALUES
    ('X', '2024-01-01 09:59:00', 9), ('X', '2024-01-01 10:04:00', 11), ('Y', '2024-01-01 10:02:00', 8)`,
  `CREATE TABLE MONTHLY AS SELECT column1 AS employee, column2 AS jan, column3 AS feb, column4 AS mar FROM VALUES
    (1, 5, 20, NULL), (2, 15, 0, 7)`,
  `CREATE TABLE ACCOUNTS AS SELECT column1 AS account_id, column2 AS owner, column3 AS secret FROM VALUES
    (1, 'ours', 'hunter2')`,
  `CREATE TABLE STAFF AS SELECT column1 AS name, column2 AS salary FROM VALUES ('Ada', 100)`,
];
