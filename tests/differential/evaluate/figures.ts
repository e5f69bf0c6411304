import type { MetricUse } from '#shared/schemas/plan.ts';
import type { Condition } from '#shared/schemas/plan-condition.ts';
import type { Row, TableName, Value } from '../random-database.ts';
import { judge, type Place, tableNamed, type World } from './conditions.ts';
import { fieldValue } from './fields.ts';

/** A figure over rows of one table. */
export interface Part {
  readonly table: TableName;
  readonly value: (rows: readonly Row[], world: World) => Value;
  /** Rows that count for it only. */
  readonly where: Condition | null;
  /** What is counted once, for a distinct count. */
  readonly thing: ((row: Row) => Value) | null;
}

/** A column of figures: its parts, and what is made of them. */
export interface FigureRule {
  readonly column: string;
  readonly parts: readonly Part[];
  readonly combine: (values: readonly Value[], fillsGaps: boolean) => Value;
  /** Whether its change counts a missing side as 0. */
  readonly isSum: boolean;
}

const numbers = (rows: readonly Row[], column: string): readonly number[] =>
  rows.flatMap((row) => (typeof row[column] === 'number' ? [row[column]] : []));

export const sum = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((total, value) => total + value, 0);

export function mean(values: readonly number[]): number | null {
  const total = sum(values);
  return total === null ? null : total / values.length;
}

export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((left, right) => left - right);
  const [low, high] = [
    sorted[Math.floor((sorted.length - 1) / 2)] ?? 0,
    sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0,
  ];
  return (low + high) / 2;
}

const countOf =
  (column: string) =>
  (rows: readonly Row[]): number =>
    new Set(numbers(rows, column)).size;

type Leaf = Omit<Part, 'where' | 'thing'> & { readonly thing?: (row: Row) => Value };

const LEAVES: Readonly<Record<string, Leaf>> = {
  'sales.revenue': { table: 'SALES', value: (rows) => sum(numbers(rows, 'AMOUNT')) },
  'sales.units': { table: 'SALES', value: (rows) => sum(numbers(rows, 'QUANTITY')) },
  'sales.lines': { table: 'SALES', value: (rows) => rows.length },
  'sales.orders': { table: 'SALES', value: countOf('ORDER_ID'), thing: (row) => row['ORDER_ID'] ?? null },
  'sales.buyers': { table: 'SALES', value: countOf('CUSTOMER_KEY'), thing: (row) => row['CUSTOMER_KEY'] ?? null },
  'sales.mean_amount': { table: 'SALES', value: (rows) => mean(numbers(rows, 'AMOUNT')) },
  'sales.big_revenue': {
    table: 'SALES',
    value: (rows) =>
      sum(
        numbers(
          rows.filter(({ QUANTITY: count }) => typeof count === 'number' && count > 3),
          'AMOUNT',
        ),
      ),
  },
  'refunds.refunded': { table: 'REFUNDS', value: (rows) => sum(numbers(rows, 'AMOUNT')) },
  'refunds.refund_count': { table: 'REFUNDS', value: (rows) => rows.length },
  'customers.customer_count': { table: 'CUSTOMERS', value: (rows) => rows.length },
  'customers.mean_refunds': {
    table: 'CUSTOMERS',
    value: (rows, world) =>
      mean(
        rows.flatMap((row) => {
          const count = fieldValue(world.database, { table: 'CUSTOMERS', row }, 'customers.refunds_made', []);
          return typeof count === 'number' ? [count] : [];
        }),
      ),
  },
  'stock.on_hand': { table: 'STOCK', value: (rows) => sum(numbers(rows, 'ON_HAND')) },
  'sale_tags.tag_count': { table: 'SALE_TAGS', value: (rows) => rows.length },
};

const SUMS = ['sales.revenue', 'sales.units', 'sales.big_revenue', 'refunds.refunded'];
const COUNTS = ['sales.lines', 'refunds.refund_count', 'customers.customer_count', 'sale_tags.tag_count'];

export function isAdditive(metric: string): boolean {
  return SUMS.includes(metric) || COUNTS.includes(metric) || metric === 'net';
}

/** Figures that come out without rounding, so that both sides compare and rank alike. */
export function isExact(metric: string): boolean {
  return !['sales.mean_amount', 'sales.order_value', 'refund_rate', 'customers.mean_refunds'].includes(metric);
}

function asNumber(value: Value | undefined): number | null {
  return typeof value === 'number' ? value : null;
}

export function ratio(above: Value | undefined, below: Value | undefined): number | null {
  const [top, bottom] = [asNumber(above), asNumber(below)];
  return top === null || bottom === null || bottom === 0 ? null : top / bottom;
}

const DERIVED: Readonly<
  Record<string, { readonly parts: readonly string[]; combine(values: readonly Value[]): Value }>
> = {
  'sales.order_value': {
    parts: ['sales.revenue', 'sales.orders'],
    combine: ([revenue, orders]) => ratio(revenue, orders),
  },
  net: {
    parts: ['sales.revenue', 'refunds.refunded'],
    combine: ([revenue, refunded]) => (asNumber(revenue) ?? 0) - (asNumber(refunded) ?? 0),
  },
  refund_rate: {
    parts: ['refunds.refunded', 'sales.revenue'],
    combine: ([refunded, revenue]) => ratio(asNumber(refunded) ?? 0, revenue),
  },
};

export function figureRule(use: MetricUse): FigureRule {
  if (use.kind === 'aggregate') return aggregateRule(use);
  const derived = DERIVED[use.metric];
  const ids = derived?.parts ?? [use.metric];
  const column = (use.alias ?? use.metric.replace(/^.*\./, '')).toUpperCase();
  const parts = ids.map((id): Part => {
    const leaf = LEAVES[id];
    if (leaf === undefined) throw new Error(`The evaluator does not know ${id}.`);
    return { ...leaf, thing: leaf.thing ?? null, where: use.where };
  });
  const isFilled = SUMS.includes(use.metric);
  return {
    column,
    parts,
    combine: (values, fillsGaps) => {
      // Where gaps are filled a sum without rows is 0, as the divisor of a ratio too.
      const own = values.map((value, place) => (fillsGaps && SUMS.includes(ids[place] ?? '') ? (value ?? 0) : value));
      if (derived !== undefined) return derived.combine(own);
      return isFilled && fillsGaps ? (values[0] ?? 0) : (values[0] ?? null);
    },
    isSum: isAdditive(use.metric) || use.metric === 'stock.on_hand',
  };
}

function aggregateRule(use: Extract<MetricUse, { kind: 'aggregate' }>): FigureRule {
  const table = tableNamed(use.table);
  const values = (rows: readonly Row[], world: World): readonly Value[] =>
    use.of === null
      ? rows.map(() => 1)
      : rows.map((row) => fieldValue(world.database, { table, row }, use.of ?? '', []));
  const value: Part['value'] = (rows, world) => {
    const known = values(rows, world).flatMap((one) => (one === null ? [] : [one]));
    return aggregate(use.function, known);
  };
  const isSum = use.function === 'sum' || use.function === 'count';
  return {
    column: use.alias.toUpperCase(),
    parts: [{ table, value, where: use.where, thing: null }],
    combine: ([one = null], fillsGaps) => (use.function === 'sum' && fillsGaps ? (one ?? 0) : one),
    isSum,
  };
}

function aggregate(name: string, known: readonly (string | number)[]): Value {
  const amounts = known.flatMap((one) => (typeof one === 'number' ? [one] : []));
  switch (name) {
    case 'count':
      return known.length;
    case 'count_distinct':
      return new Set(known).size;
    case 'sum':
      return sum(amounts);
    case 'avg':
      return mean(amounts);
    case 'median':
      return median(amounts);
    case 'min':
      return amounts.length === 0 ? null : Math.min(...amounts);
    default:
      return amounts.length === 0 ? null : Math.max(...amounts);
  }
}

/** Rows that count for a part. */
export function ownRows(world: World, part: Part, rows: readonly Row[]): readonly Row[] {
  const at = (row: Row): Place => ({ table: part.table, row });
  return part.where === null ? rows : rows.filter((row) => judge(world, at(row), part.where));
}
