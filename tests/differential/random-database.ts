import type { Random } from './random.ts';

export type Value = string | number | null;
export type Row = Readonly<Record<string, Value>>;
export type TableName =
  'ZONES' | 'CUSTOMERS' | 'PRODUCTS' | 'SALES' | 'REFUNDS' | 'STOCK' | 'PRICES' | 'RATES' | 'SALE_TAGS' | 'TAGS';
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
  PRODUCTS: { PRODUCT_KEY: 'INTEGER', CATEGORY: 'VARCHAR', PRICE: 'DOUBLE' },
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
  REFUNDS: { REFUND_DATE: 'DATE', CUSTOMER_KEY: 'INTEGER', PRODUCT_KEY: 'INTEGER', AMOUNT: 'DOUBLE' },
  STOCK: { SNAPSHOT_DATE: 'DATE', PRODUCT_KEY: 'INTEGER', ON_HAND: 'INTEGER' },
  PRICES: { PRODUCT_KEY: 'INTEGER', VALID_FROM: 'DATE', VALID_TO: 'DATE', BAND: 'VARCHAR' },
  RATES: { RATE_DATE: 'DATE', LEVEL: 'VARCHAR' },
  SALE_TAGS: { SALE_ID: 'INTEGER', TAG_KEY: 'INTEGER' },
  TAGS: { TAG_KEY: 'INTEGER', TAG: 'VARCHAR' },
};

export const REGIONS = ['North', 'South', 'East'];
export const CATEGORIES = ['Tools', 'Toys'];
export const CHANNELS = ['Online', 'Shop'];
export const TAGS = ['new', 'sale', 'gift'];
const BANDS = ['low', 'high'];

const FIRST_DAY = Date.UTC(2025, 10, 1);
const DAY_MS = 86_400_000;

function dateText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function randomDate(random: Random): string {
  return dateText(FIRST_DAY + random.int(0, 150) * DAY_MS);
}

/**
 * Small tables with gaps and traps: unknown values, keys without a row, empty tables, doubled dates, a fact without a
 * key whose rows repeat, a bridge that makes two tables many-to-many, prices with holes between their spans.
 */
export function randomDatabase(random: Random): Database {
  const many = (most: number): number => (random.chance(0.08) ? 0 : random.int(1, most));
  const list = (count: number, make: (place: number) => Row): readonly Row[] =>
    Array.from({ length: count }, (_, place) => make(place + 1));
  const maybe = <Item extends Value>(value: Item): Item | null => (random.chance(0.1) ? null : value);
  const key = (): number | null => maybe(random.int(1, 6));
  const customers = list(many(5), (place) => ({
    CUSTOMER_KEY: place,
    CUSTOMER_NAME: `C${String(random.int(1, 4))}`,
    REGION: maybe(random.pick(REGIONS)),
    ZONE_KEY: maybe(random.int(1, 3)),
    SIGNUP_DATE: maybe(randomDate(random)),
  }));
  const products = list(many(4), (place) => ({
    PRODUCT_KEY: place,
    CATEGORY: maybe(random.pick(CATEGORIES)),
    PRICE: maybe(random.int(1, 40) / 4),
  }));
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
  const refund = (): Row => ({
    REFUND_DATE: maybe(randomDate(random)),
    CUSTOMER_KEY: key(),
    PRODUCT_KEY: key(),
    AMOUNT: maybe(random.int(0, 100) / 4),
  });
  const refunds = list(many(9), refund).flatMap((row) => (random.chance(0.25) ? [row, row] : [row]));
  return {
    ZONES: list(2, (place) => ({ ZONE_KEY: place, ZONE: maybe(`Zone ${String(place)}`) })),
    CUSTOMERS: customers,
    PRODUCTS: products,
    SALES: sales,
    REFUNDS: refunds,
    STOCK: stock(random),
    PRICES: prices(random),
    RATES: rates(random),
    SALE_TAGS: bridge(random),
    TAGS: TAGS.slice(0, random.int(1, 3)).map((tag, place) => ({ TAG_KEY: place + 1, TAG: tag })),
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

/** Spans that do not overlap, with holes between them; the last may be open on neither side. */
function prices(random: Random): readonly Row[] {
  return [1, 2, 3].flatMap((product) => {
    const cuts = Array.from({ length: 4 }, () => FIRST_DAY + random.int(0, 150) * DAY_MS).sort((a, b) => a - b);
    const [a = 0, b = 0, c = 0, d = 0] = cuts;
    return [
      [a, b],
      [c, d],
    ]
      .filter(([from = 0, to = 0]) => from < to)
      .map(([from = 0, to = 0]) => ({
        PRODUCT_KEY: product,
        VALID_FROM: dateText(from),
        VALID_TO: dateText(to),
        BAND: random.pick(BANDS),
      }));
  });
}

function rates(random: Random): readonly Row[] {
  const dates = new Set(Array.from({ length: random.int(0, 4) }, () => randomDate(random)));
  return [...dates].map((date) => ({ RATE_DATE: date, LEVEL: random.pick(BANDS) }));
}

/** Which sale has which tag; a sale may have several, and the key of either side may lead nowhere. */
function bridge(random: Random): readonly Row[] {
  const pairs = new Map<string, Row>();
  for (let count = random.int(0, 14); count > 0; count -= 1) {
    const row = { SALE_ID: random.int(1, 16), TAG_KEY: random.int(1, 4) };
    pairs.set(`${String(row.SALE_ID)} ${String(row.TAG_KEY)}`, row);
  }
  return [...pairs.values()];
}
