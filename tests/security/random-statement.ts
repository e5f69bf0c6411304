import type { Cell } from '#shared/schemas/primitives.ts';
import type { Random } from '#tests/differential/random.ts';

/** Tables of the differential model with columns that statements may read. */
const COLUMNS = {
  SALES: ['SALE_ID', 'ORDER_DATE', 'CUSTOMER_KEY', 'PRODUCT_KEY', 'CHANNEL', 'QUANTITY', 'AMOUNT'],
  CUSTOMERS: ['CUSTOMER_KEY', 'CUSTOMER_NAME', 'REGION', 'SIGNUP_DATE'],
  PRODUCTS: ['PRODUCT_KEY', 'CATEGORY'],
  REFUNDS: ['REFUND_DATE', 'CUSTOMER_KEY'],
} as const;
type Table = keyof typeof COLUMNS;
const TABLES: readonly Table[] = ['SALES', 'CUSTOMERS', 'PRODUCTS', 'REFUNDS'];

const NUMBERS: Readonly<Record<Table, string>> = {
  SALES: 'AMOUNT',
  CUSTOMERS: 'CUSTOMER_KEY',
  PRODUCTS: 'PRODUCT_KEY',
  REFUNDS: 'CUSTOMER_KEY',
};

/** A statement as someone curious would write it: all the ways in which SQL brings rows of one table beside another's. */
export function randomStatement(random: Random): GivenStatement {
  const forms = [grouped, joined, united, compared, ranked, nested, common, starred, counted];
  const later = [recursive, recursiveOver, pivoted];
  const text = random.pick([...forms, ...later])(random);
  return random.pick([() => ({ text, binds: [] }), () => bound(random)])();
}

export interface GivenStatement {
  readonly text: string;
  /** A value for each `?`. */
  readonly binds: readonly Cell[];
}

/** Values beside the statement, in another order than the tables that they are compared with are printed in. */
function bound(random: Random): GivenStatement {
  const [left, right] = [random.pick(TABLES), random.pick(TABLES)];
  return {
    text: `WITH low AS (SELECT ? AS least) SELECT COUNT(*) AS n, ? AS label FROM ${left} AS a, ${right} AS b, low WHERE a.${NUMBERS[left]} >= low.least AND b.${NUMBERS[right]} <= ?`,
    binds: [random.int(0, 9), 'x', random.int(10, 60)],
  };
}

function recursive(random: Random): string {
  const table = random.pick(TABLES);
  return `WITH RECURSIVE steps (n, v) AS (SELECT 1, MAX(${NUMBERS[table]}) FROM ${table} UNION ALL SELECT n + 1, v + 1 FROM steps WHERE n < 4) SELECT n, v FROM steps ORDER BY n`;
}

/** A recursion that reads a table again in each step. */
function recursiveOver(random: Random): string {
  const table = random.pick(TABLES);
  const number = NUMBERS[table];
  return `WITH RECURSIVE up (n, v) AS (SELECT 1, MIN(${number}) FROM ${table} UNION ALL SELECT up.n + 1, t.${number} FROM up JOIN ${table} AS t ON t.${number} > up.v WHERE up.n < 3) SELECT n, COUNT(*) AS c, MAX(v) AS m FROM up GROUP BY n ORDER BY n`;
}

function pivoted(random: Random): string {
  const table = random.pick(['SALES', 'CUSTOMERS'] as const);
  const [column, values] = table === 'SALES' ? ['CHANNEL', "'web', 'shop'"] : ['REGION', "'North', 'South'"];
  return `SELECT * FROM (SELECT ${column}, ${NUMBERS[table]} FROM ${table}) PIVOT (SUM(${NUMBERS[table]}) FOR ${column} IN (${values})) AS p`;
}

function test(random: Random, alias: string, table: Table): string {
  const column = `${alias}.${random.pick(COLUMNS[table])}`;
  return random.pick([
    `${column} IS NOT NULL`,
    `${column} IS NULL OR 1 = 1`,
    `${alias}.${NUMBERS[table]} > ${String(random.int(0, 60))}`,
    `NOT (${alias}.${NUMBERS[table]} < ${String(random.int(0, 5))})`,
    `${alias}.${NUMBERS[table]} IN (SELECT MAX(${NUMBERS[table]}) FROM ${table})`,
    `EXISTS (SELECT 1 FROM CUSTOMERS AS e WHERE e.REGION <> 'North')`,
  ]);
}

function grouped(random: Random): string {
  const table = random.pick(TABLES);
  const by = random.pick(COLUMNS[table]);
  return `SELECT ${by}, COUNT(*) AS n, SUM(${NUMBERS[table]}) AS s FROM ${table} AS t WHERE ${test(random, 't', table)} GROUP BY 1 ORDER BY 1`;
}

function joined(random: Random): string {
  const [left, right] = [random.pick(TABLES), random.pick(TABLES)];
  const kind = random.pick(['JOIN', 'LEFT JOIN', 'FULL OUTER JOIN', 'CROSS JOIN']);
  const on =
    kind === 'CROSS JOIN'
      ? ''
      : ` ON ${random.pick(['1 = 1', `a.${NUMBERS[left]} = b.${NUMBERS[right]}`, `a.${NUMBERS[left]} <> b.${NUMBERS[right]}`])}`;
  return `SELECT COUNT(*) AS n, MIN(b.${random.pick(COLUMNS[right])}) AS low, MAX(a.${random.pick(COLUMNS[left])}) AS high FROM ${left} AS a ${kind} ${right} AS b${on}`;
}

function united(random: Random): string {
  const word = random.pick(['UNION', 'UNION ALL', 'EXCEPT', 'INTERSECT']);
  const [left, right] = [random.pick(TABLES), random.pick(TABLES)];
  return `SELECT ${NUMBERS[left]} AS v FROM ${left} ${word} SELECT ${NUMBERS[right]} FROM ${right} ORDER BY v`;
}

function compared(random: Random): string {
  const table = random.pick(TABLES);
  return `SELECT t.${random.pick(COLUMNS[table])} AS v, (SELECT SUM(${NUMBERS[table]}) FROM ${table}) AS whole FROM ${table} AS t WHERE t.${NUMBERS[table]} > (SELECT AVG(${NUMBERS[table]}) FROM ${table})`;
}

function ranked(random: Random): string {
  const table = random.pick(TABLES);
  const [key] = COLUMNS[table];
  return `SELECT ${key}, RANK() OVER (ORDER BY ${NUMBERS[table]} DESC) AS place, SUM(${NUMBERS[table]}) OVER () AS whole FROM ${table} QUALIFY place <= ${String(random.int(1, 9))}`;
}

function nested(random: Random): string {
  const table = random.pick(TABLES);
  return `SELECT COUNT(DISTINCT x.v) AS n FROM (SELECT ${random.pick(COLUMNS[table])} AS v FROM ${table} AS t WHERE ${test(random, 't', table)}) AS x`;
}

function common(random: Random): string {
  const [outer, inner] = [random.pick(TABLES), random.pick(TABLES)];
  return `WITH ${outer} AS (SELECT * FROM ${inner}) SELECT COUNT(*) AS n FROM ${outer}, ${random.pick(TABLES)} AS other`;
}

function starred(random: Random): string {
  const table = random.pick(TABLES);
  return `SELECT * FROM ${table} AS t WHERE ${test(random, 't', table)}`;
}

function counted(random: Random): string {
  const table = random.pick(TABLES);
  return `SELECT COUNT(*) AS n FROM ${table} AS a JOIN ${table} AS b ON a.${NUMBERS[table]} <= b.${NUMBERS[table]} WHERE ${test(random, 'b', table)}`;
}
