import type { Database, Row, TableName, Value } from '../random-database.ts';

/** How the row of another table is found for a row: all that the evaluator knows of relationships. */
const FINDERS: Readonly<Record<string, { readonly to: TableName; find(database: Database, row: Row): Row | null }>> = {
  sale_customer: { to: 'CUSTOMERS', find: (db, row) => byKey(db.CUSTOMERS, 'CUSTOMER_KEY', row['CUSTOMER_KEY']) },
  sale_gift_to: { to: 'CUSTOMERS', find: (db, row) => byKey(db.CUSTOMERS, 'CUSTOMER_KEY', row['GIFT_TO_KEY']) },
  sale_product: { to: 'PRODUCTS', find: (db, row) => byKey(db.PRODUCTS, 'PRODUCT_KEY', row['PRODUCT_KEY']) },
  sale_price: { to: 'PRICES', find: priceOn },
  refund_customer: { to: 'CUSTOMERS', find: (db, row) => byKey(db.CUSTOMERS, 'CUSTOMER_KEY', row['CUSTOMER_KEY']) },
  refund_product: { to: 'PRODUCTS', find: (db, row) => byKey(db.PRODUCTS, 'PRODUCT_KEY', row['PRODUCT_KEY']) },
  refund_rate_on: { to: 'RATES', find: rateOn },
  customer_zone: { to: 'ZONES', find: (db, row) => byKey(db.ZONES, 'ZONE_KEY', row['ZONE_KEY']) },
  stock_product: { to: 'PRODUCTS', find: (db, row) => byKey(db.PRODUCTS, 'PRODUCT_KEY', row['PRODUCT_KEY']) },
  tag_sale: { to: 'SALES', find: (db, row) => byKey(db.SALES, 'SALE_ID', row['SALE_ID']) },
  tag_tag: { to: 'TAGS', find: (db, row) => byKey(db.TAGS, 'TAG_KEY', row['TAG_KEY']) },
};

function byKey(rows: readonly Row[], column: string, value: Value | undefined): Row | null {
  if (value === null || value === undefined) return null;
  return rows.find((row) => row[column] === value) ?? null;
}

function priceOn(database: Database, sale: Row): Row | null {
  const date = sale['ORDER_DATE'];
  if (typeof date !== 'string') return null;
  const holds = (row: Row): boolean => String(row['VALID_FROM']) <= date && date < String(row['VALID_TO']);
  return database.PRICES.find((row) => row['PRODUCT_KEY'] === sale['PRODUCT_KEY'] && holds(row)) ?? null;
}

function rateOn(database: Database, refund: Row): Row | null {
  const date = refund['REFUND_DATE'];
  if (typeof date !== 'string') return null;
  const known = database.RATES.filter((row) => String(row['RATE_DATE']) <= date);
  return known.toSorted((left, right) => (String(left['RATE_DATE']) < String(right['RATE_DATE']) ? 1 : -1))[0] ?? null;
}

const ROUTES: Readonly<Record<TableName, Partial<Readonly<Record<TableName, readonly string[]>>>>> = {
  SALES: {
    CUSTOMERS: ['sale_customer'],
    ZONES: ['sale_customer', 'customer_zone'],
    PRODUCTS: ['sale_product'],
    PRICES: ['sale_price'],
  },
  REFUNDS: {
    CUSTOMERS: ['refund_customer'],
    ZONES: ['refund_customer', 'customer_zone'],
    PRODUCTS: ['refund_product'],
    RATES: ['refund_rate_on'],
  },
  CUSTOMERS: { ZONES: ['customer_zone'] },
  STOCK: { PRODUCTS: ['stock_product'] },
  SALE_TAGS: {
    TAGS: ['tag_tag'],
    SALES: ['tag_sale'],
    CUSTOMERS: ['tag_sale', 'sale_customer'],
    ZONES: ['tag_sale', 'sale_customer', 'customer_zone'],
    PRODUCTS: ['tag_sale', 'sale_product'],
    PRICES: ['tag_sale', 'sale_price'],
  },
  PRODUCTS: {},
  ZONES: {},
  PRICES: {},
  RATES: {},
  TAGS: {},
};

/** The way from a table to another, with the role the plan names; null when there is none. */
function routeTo(from: TableName, to: TableName, via: readonly string[]): readonly string[] | null {
  if (from === to) return via.length === 0 ? [] : null;
  const usual = ROUTES[from][to];
  if (usual === undefined) return null;
  const route = via.includes('sale_gift_to') ? usual.map((step) => (step === 'sale_customer' ? via[0] : step)) : usual;
  const named = route.flatMap((step) => (step === undefined ? [] : [step]));
  return via.every((step) => named.includes(step)) ? named : null;
}

export function leadsTo(from: TableName, to: TableName, via: readonly string[] = []): boolean {
  return routeTo(from, to, via) !== null;
}

/** The row of another table that belongs to a row; null when the way ends before. */
export function rowIn(
  database: Database,
  from: { readonly table: TableName; readonly row: Row },
  to: TableName,
  via: readonly string[] = [],
): Row | null {
  const route = routeTo(from.table, to, via);
  if (route === null) throw new Error(`There is no way from ${from.table} to ${to}.`);
  return route.reduce<Row | null>(
    (row, step) => (row === null ? null : (FINDERS[step]?.find(database, row) ?? null)),
    from.row,
  );
}
