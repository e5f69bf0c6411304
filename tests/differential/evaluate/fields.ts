import type { Database, Row, TableName, Value } from '../random-database.ts';
import { leadsTo, rowIn } from './lookups.ts';

/** The date that periods and metric_time mean for a table. */
export const DATES: Partial<Readonly<Record<TableName, string>>> = {
  SALES: 'ORDER_DATE',
  REFUNDS: 'REFUND_DATE',
  CUSTOMERS: 'SIGNUP_DATE',
  STOCK: 'SNAPSHOT_DATE',
};

/** Fields that all mean "the date of the row": each table has its own. */
const SHARED_DATES = ['metric_time', 'sales.order_date'];

const FIELDS: Readonly<Record<string, { readonly table: TableName; value(row: Row, database: Database): Value }>> = {
  'customers.customer_name': { table: 'CUSTOMERS', value: (row) => row['CUSTOMER_NAME'] ?? null },
  'customers.customer_key': { table: 'CUSTOMERS', value: (row) => row['CUSTOMER_KEY'] ?? null },
  'customers.region': { table: 'CUSTOMERS', value: (row) => row['REGION'] ?? null },
  'customers.refunds_made': {
    table: 'CUSTOMERS',
    value: (row, { REFUNDS }) => REFUNDS.filter((one) => one['CUSTOMER_KEY'] === row['CUSTOMER_KEY']).length,
  },
  'zones.zone': { table: 'ZONES', value: (row) => row['ZONE'] ?? null },
  'products.category': { table: 'PRODUCTS', value: (row) => row['CATEGORY'] ?? null },
  'products.product_key': { table: 'PRODUCTS', value: (row) => row['PRODUCT_KEY'] ?? null },
  'products.price': { table: 'PRODUCTS', value: (row) => row['PRICE'] ?? null },
  'prices.band': { table: 'PRICES', value: (row) => row['BAND'] ?? null },
  'rates.level': { table: 'RATES', value: (row) => row['LEVEL'] ?? null },
  'tags.tag': { table: 'TAGS', value: (row) => row['TAG'] ?? null },
  'sales.channel': { table: 'SALES', value: (row) => row['CHANNEL'] ?? null },
  'sales.quantity': { table: 'SALES', value: (row) => row['QUANTITY'] ?? null },
  'sales.amount': { table: 'SALES', value: (row) => row['AMOUNT'] ?? null },
  'sales.sale_id': { table: 'SALES', value: (row) => row['SALE_ID'] ?? null },
};

/** Whether rows of a table have one value of a field. */
export function hasField(table: TableName, id: string, via: readonly string[]): boolean {
  if (SHARED_DATES.includes(id)) {
    if (id === 'sales.order_date' && table === 'SALE_TAGS') return true;
    return DATES[table] !== undefined;
  }
  const field = FIELDS[id];
  if (field === undefined) throw new Error(`The evaluator does not know ${id}.`);
  return leadsTo(table, field.table, via);
}

export function tableOfField(id: string): TableName {
  return FIELDS[id]?.table ?? 'SALES';
}

export function fieldValue(
  database: Database,
  from: { readonly table: TableName; readonly row: Row },
  id: string,
  via: readonly string[],
): Value {
  if (SHARED_DATES.includes(id)) return dateOf(database, from);
  const field = FIELDS[id];
  if (field === undefined) throw new Error(`The evaluator does not know ${id}.`);
  const row = rowIn(database, from, field.table, via);
  return row === null ? null : field.value(row, database);
}

/** The row's own date; a tag has that of its sale. */
export function dateOf(database: Database, from: { readonly table: TableName; readonly row: Row }): string | null {
  const column = DATES[from.table];
  const value = column === undefined ? rowIn(database, from, 'SALES')?.['ORDER_DATE'] : from.row[column];
  return typeof value === 'string' ? value : null;
}
