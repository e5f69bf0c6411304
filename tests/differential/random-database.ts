import type { Random } from './random.ts';

export type Value = string | number | null;
export type Row = Readonly<Record<string, Value>>;
export type TableName = 'ZONES' | 'CUSTOMERS' | 'PRODUCTS' | 'SALES' | 'REFUNDS' | 'STOCK';
export type Database = Readonly<Record<TableName, readonly Row[]>>;

/** Column types for DuckDB and Snowflake alike. */
export const COLUMNS: Readonly<Record<TableName, Readonly<Record<string, string>>>> = {
  ZONES: { ZONE_KEY: 'INTEGER', ZONE: 'VARCHAR' },
  CUSTOMERS: {
    CUSTOMER_KEY: 'INTEGER',
    CUSTOMER_NAME: 'VARCHAR',
    REGION: 'VARCHAR',
    ZONE_KEY: 'INTEGER',
    SIGNUP_DATE: 'DATE',
  },
  PRODUCTS: { PRODUCT_KEY: 'INTEGER', CATEGORY: 'VARCHAR' },
  SALES: {
    SALE_ID: 'INTEGER',
    ORDER_ID: 'INTEGER',
    ORDER_DATE: 'DATE',
    CUSTOMER_KEY: 'INTEGER',
    GIFT_TO_KEY: 'INTEGER',
    PRODUCT_KEY: 'INTEGER',
    CHANNEL: 'VARCHAR',
    QUANTITY: 'INTEGER',
    AMOUNT: 'DOUBLE',
  },
  REFUNDS: {
    REFUND_ID: 'INTEGER',
    REFUND_DATE: 'DATE',
    CUSTOMER_KEY: 'INTEGER',
    PRODUCT_KEY: 'INTEGER',
    AMOUNT: 'DOUBLE',
  },
  STOCK: { SNAPSHOT_DATE: 'DATE', PRODUCT_KEY: 'INTEGER', ON_HAND: 'INTEGER' },
};

export const REGIONS = ['North', 'South', 'East'];
export const CATEGORIES = ['Tools', 'Toys'];
export const CHANNELS = ['Online', 'Shop'];

/** Small tables with gaps: unknown values, keys without a row, empty tables, doubled dates. */
export function randomDatabase(random: Random): Database {
  const many = (most: number): number => (random.chance(0.08) ? 0 : random.int(1, most));
  const list = (count: number, make: (place: number) => Row): readonly Row[] =>
    Array.from({ length: count }, (_, place) => make(place + 1));
  const maybe = <Item extends Value>(value: Item): Item | null => (random.chance(0.1) ? null : value);
  const key = (): number | null => maybe(random.int(1, 6));
  const zones = list(2, (place) => ({ ZONE_KEY: place, ZONE: maybe(`Zone ${String(place)}`) }));
  const customers = list(many(5), (place) => ({
    CUSTOMER_KEY: place,
    CUSTOMER_NAME: `C${String(random.int(1, 4))}`,
    REGION: maybe(random.pick(REGIONS)),
    ZONE_KEY: maybe(random.int(1, 3)),
    SIGNUP_DATE: maybe(randomDate(random)),
  }));
  const products = list(many(4), (place) => ({ PRODUCT_KEY: place, CATEGORY: maybe(random.pick(CATEGORIES)) }));
  const sales = list(many(24), (place) => ({
    SALE_ID: place,
    ORDER_ID: maybe(random.int(1, 8)),
    ORDER_DATE: maybe(randomDate(random)),
    CUSTOMER_KEY: key(),
    GIFT_TO_KEY: random.chance(0.5) ? null : key(),
    PRODUCT_KEY: key(),
    CHANNEL: maybe(random.pick(CHANNELS)),
    QUANTITY: maybe(random.int(0, 9)),
    AMOUNT: maybe(random.int(0, 400) / 4),
  }));
  const refunds = list(many(12), (place) => ({
    REFUND_ID: place,
    REFUND_DATE: maybe(randomDate(random)),
    CUSTOMER_KEY: key(),
    PRODUCT_KEY: key(),
    AMOUNT: maybe(random.int(0, 100) / 4),
  }));
  return {
    ZONES: zones,
    CUSTOMERS: customers,
    PRODUCTS: products,
    SALES: sales,
    REFUNDS: refunds,
    STOCK: stock(random),
  };
}

/** Month-end balances, some missing. */
function stock(random: Random): readonly Row[] {
  const ends = ['2025-11-30', '2025-12-31', '2026-01-31', '2026-02-28', '2026-03-31'];
  return ends.flatMap((date) =>
    [1, 2, 3]
      .filter(() => random.chance(0.6))
      .map((product) => ({
        SNAPSHOT_DATE: date,
        PRODUCT_KEY: product,
        ON_HAND: random.chance(0.1) ? null : random.int(0, 50),
      })),
  );
}

function randomDate(random: Random): string {
  const day = Date.UTC(2025, 10, 1) + random.int(0, 150) * 86_400_000;
  return new Date(day).toISOString().slice(0, 10);
}
