import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { forgetKeys, recordKeys } from '#infra/local/snowflake/declared-keys.ts';
import { lowerStatement } from '#infra/local/snowflake/dialect/lower-statement.ts';
import type { DialectSession } from '#infra/local/snowflake/dialect/lowered.ts';
import { completeName } from '#infra/local/snowflake/table-name.ts';
import { loadRows } from './column-loader.ts';
import { generateRetail, type RetailOptions } from './retail/generate-retail.ts';
import {
  CUSTOMER_COLUMNS,
  DATE_COLUMNS,
  INVENTORY_COLUMNS,
  PRODUCT_COLUMNS,
  PROMOTION_COLUMNS,
  RETURN_COLUMNS,
  SALE_COLUMNS,
  STORE_COLUMNS,
  TARGET_COLUMNS,
} from './retail/retail-columns.ts';
import { generateTpch, type TpchOptions } from './tpch/generate-tpch.ts';
import * as tpch from './tpch/tpch-columns.ts';

const SCHEMAS = resolve(import.meta.dirname, '../../snowflake');

/** Nobody's session: the schema files name everything in full. */
const SESSION: DialectSession = {
  database: null,
  schema: null,
  role: null,
  warehouse: null,
  user: 'LOADER',
  sessionId: '0',
  parameters: {},
};

/** Runs a schema file of Snowflake DDL past all roles, and records the keys that it declares. */
async function createSchema(connection: DuckDBConnection, file: string): Promise<void> {
  const text = await readFile(resolve(SCHEMAS, file), 'utf8');
  const statements = text
    .replace(/^--.*$/gm, '')
    .split(/;\s*$/m)
    .filter((statement) => statement.trim() !== '');
  for (const statement of statements) {
    const lowered = lowerStatement(statement, SESSION);
    if (lowered.kind !== 'write') throw new Error(`${file} holds a statement that creates nothing.`);
    if (lowered.verb === 'CREATE DATABASE') continue; // The server attached it when it started.
    for (const sql of lowered.sql) await connection.run(sql);
    if (lowered.verb !== 'CREATE TABLE') continue;
    const table = completeName(lowered.target, { database: null, schema: null });
    await forgetKeys(table, connection);
    await recordKeys(table, lowered.constraints, connection);
  }
}

/** Scale of the local TPC-H tables: 86,805 rows where Snowflake's TPCH_SF1 has 8.7 million. */
const TPCH_SCALE_FACTOR = 0.01;

/** Creates SNOWFLAKE_SAMPLE_DATA.TPCH_SF1 without rows. The connection must be one of the local Snowflake server's DuckDB. */
export async function createTpchTables(connection: DuckDBConnection): Promise<void> {
  await createSchema(connection, 'tpch/schema.sql');
}

function intoTpch(table: string): string {
  return `SNOWFLAKE_SAMPLE_DATA.TPCH_SF1.${table}`;
}

/** Fills the tables of SNOWFLAKE_SAMPLE_DATA.TPCH_SF1. */
export async function fillTpchTables(connection: DuckDBConnection, options: Partial<TpchOptions> = {}): Promise<void> {
  const data = await generateTpch({ scaleFactor: TPCH_SCALE_FACTOR, ...options });
  await loadRows(connection, intoTpch('REGION'), tpch.REGION_COLUMNS, data.regions);
  await loadRows(connection, intoTpch('NATION'), tpch.NATION_COLUMNS, data.nations);
  await loadRows(connection, intoTpch('PART'), tpch.PART_COLUMNS, data.parts);
  await loadRows(connection, intoTpch('PARTSUPP'), tpch.PART_SUPPLIER_COLUMNS, data.partSuppliers);
  await loadRows(connection, intoTpch('SUPPLIER'), tpch.SUPPLIER_COLUMNS, data.suppliers);
  await loadRows(connection, intoTpch('CUSTOMER'), tpch.CUSTOMER_COLUMNS, data.customers);
  await loadRows(connection, intoTpch('ORDERS'), tpch.ORDER_COLUMNS, data.orders);
  await loadRows(connection, intoTpch('LINEITEM'), tpch.LINE_COLUMNS, data.lines);
}

/** The full name of a table of the retail sample. */
function into(table: string): string {
  return `BATON_SAMPLE.RETAIL.${table}`;
}

/** Creates and fills BATON_SAMPLE.RETAIL. The connection must be one of the local Snowflake server's DuckDB. */
export async function loadRetail(connection: DuckDBConnection, options: RetailOptions): Promise<void> {
  await createSchema(connection, 'retail/schema.sql');
  const data = generateRetail(options);
  await loadRows(connection, into('DIM_DATE'), DATE_COLUMNS, data.dates);
  await loadRows(connection, into('DIM_CUSTOMER'), CUSTOMER_COLUMNS, data.customers);
  await loadRows(connection, into('DIM_PRODUCT'), PRODUCT_COLUMNS, data.products);
  await loadRows(connection, into('DIM_STORE'), STORE_COLUMNS, data.stores);
  await loadRows(connection, into('DIM_PROMOTION'), PROMOTION_COLUMNS, data.promotions);
  await loadRows(connection, into('FACT_SALES'), SALE_COLUMNS, data.sales);
  await loadRows(connection, into('FACT_RETURNS'), RETURN_COLUMNS, data.returns);
  await loadRows(connection, into('FACT_INVENTORY'), INVENTORY_COLUMNS, data.inventory);
  await loadRows(connection, into('FACT_TARGET'), TARGET_COLUMNS, data.targets);
}
