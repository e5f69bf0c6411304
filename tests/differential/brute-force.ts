import type { Condition } from '#shared/schemas/plan-condition.ts';
import type { DimensionUse } from '#shared/schemas/plan-parts.ts';
import type { Plan } from '#shared/schemas/plan.ts';
import { addDays, addMonths, bucketOf, daysBetween } from './plain-dates.ts';
import type { Database, Row, Value } from './random-database.ts';

/**
 * Answers a plan over the differential model row by row, sharing no code with the compiler. Everything it knows of the
 * model is written out below: which table has which field, and how a value is looked up.
 */
export interface Evaluation {
  readonly refused: boolean;
  /** Dimensions, then for each metric its value and, with a comparison, its value before. */
  readonly rows: readonly Row[];
}

type Fact = 'SALES' | 'REFUNDS' | 'CUSTOMERS' | 'STOCK';

const DATE: Readonly<Record<Fact, string>> = {
  SALES: 'ORDER_DATE',
  REFUNDS: 'REFUND_DATE',
  CUSTOMERS: 'SIGNUP_DATE',
  STOCK: 'SNAPSHOT_DATE',
};

interface LeafRule {
  readonly fact: Fact;
  readonly value: (rows: readonly Row[]) => number | null;
}

const numbers = (rows: readonly Row[], column: string): readonly number[] =>
  rows.flatMap((row) => (typeof row[column] === 'number' ? [row[column]] : []));
const sum = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((total, value) => total + value, 0);

const LEAVES: Readonly<Record<string, LeafRule>> = {
  'sales.revenue': { fact: 'SALES', value: (rows) => sum(numbers(rows, 'AMOUNT')) },
  'sales.units': { fact: 'SALES', value: (rows) => sum(numbers(rows, 'QUANTITY')) },
  'sales.lines': { fact: 'SALES', value: (rows) => rows.length },
  'sales.orders': { fact: 'SALES', value: (rows) => new Set(numbers(rows, 'ORDER_ID')).size },
  'sales.mean_amount': {
    fact: 'SALES',
    value: (rows) => {
      const amounts = numbers(rows, 'AMOUNT');
      const total = sum(amounts);
      return total === null ? null : total / amounts.length;
    },
  },
  'sales.big_revenue': {
    fact: 'SALES',
    value: (rows) =>
      sum(
        numbers(
          rows.filter((row) => typeof row['QUANTITY'] === 'number' && row['QUANTITY'] > 3),
          'AMOUNT',
        ),
      ),
  },
  'refunds.refunded': { fact: 'REFUNDS', value: (rows) => sum(numbers(rows, 'AMOUNT')) },
  'refunds.refund_count': { fact: 'REFUNDS', value: (rows) => rows.length },
  'customers.customer_count': { fact: 'CUSTOMERS', value: (rows) => rows.length },
  'stock.on_hand': { fact: 'STOCK', value: (rows) => sum(numbers(rows, 'ON_HAND')) },
};

type Read = (leaf: string) => number | null;
const ratio = (above: number | null, below: number | null): number | null =>
  above === null || below === null || below === 0 ? null : above / below;

const DERIVED: Readonly<
  Record<string, { readonly parts: readonly string[]; readonly value: (read: Read) => number | null }>
> = {
  'sales.order_value': {
    parts: ['sales.revenue', 'sales.orders'],
    value: (read) => ratio(read('sales.revenue'), read('sales.orders')),
  },
  net: {
    parts: ['sales.revenue', 'refunds.refunded'],
    value: (read) => (read('sales.revenue') ?? 0) - (read('refunds.refunded') ?? 0),
  },
  refund_rate: {
    parts: ['refunds.refunded', 'sales.revenue'],
    value: (read) => ratio(read('refunds.refunded') ?? 0, read('sales.revenue')),
  },
};

const partsOf = (metric: string): readonly string[] => DERIVED[metric]?.parts ?? [metric];

class Evaluator {
  readonly #database: Database;
  readonly #plan: Plan;

  constructor(plan: Plan, database: Database) {
    this.#plan = plan;
    this.#database = database;
  }

  #find(table: keyof Database, column: string, value: Value | undefined): Row | null {
    if (value === null || value === undefined) return null;
    return this.#database[table].find((row) => row[column] === value) ?? null;
  }

  /** The customer or product of a row, by the role the relationship plays. */
  #customer(fact: Fact, row: Row, isGift: boolean): Row | null {
    if (fact === 'CUSTOMERS') return row;
    return this.#find('CUSTOMERS', 'CUSTOMER_KEY', row[isGift ? 'GIFT_TO_KEY' : 'CUSTOMER_KEY']);
  }

  /** Undefined when the fact has no such field. */
  field(fact: Fact, row: Row, id: string, via: readonly string[]): Value | undefined {
    const isGift = via.includes('sale_gift_to');
    if (isGift && fact !== 'SALES') return undefined;
    const hasCustomer = fact !== 'STOCK';
    switch (id) {
      case 'metric_time':
        return row[DATE[fact]] ?? null;
      case 'customers.customer_name':
        return hasCustomer ? (this.#customer(fact, row, isGift)?.['CUSTOMER_NAME'] ?? null) : undefined;
      case 'customers.region':
        return hasCustomer ? (this.#customer(fact, row, isGift)?.['REGION'] ?? null) : undefined;
      case 'zones.zone': {
        if (!hasCustomer) return undefined;
        const zone = this.#customer(fact, row, isGift)?.['ZONE_KEY'];
        return this.#find('ZONES', 'ZONE_KEY', zone)?.['ZONE'] ?? null;
      }
      case 'products.category':
        if (fact === 'CUSTOMERS') return undefined;
        return this.#find('PRODUCTS', 'PRODUCT_KEY', row['PRODUCT_KEY'])?.['CATEGORY'] ?? null;
      case 'sales.channel':
        return fact === 'SALES' ? (row['CHANNEL'] ?? null) : undefined;
      case 'sales.quantity':
        return fact === 'SALES' ? (row['QUANTITY'] ?? null) : undefined;
      default:
        throw new Error(`The evaluator does not know ${id}.`);
    }
  }

  /** Whether every field of the plan exists for every fact. A made-up empty row serves as the probe. */
  supports(fact: Fact): boolean {
    const probe: Row = {};
    const uses = this.#plan.dimensions.every(
      ({ dimension, via }) => this.field(fact, probe, dimension, via) !== undefined,
    );
    return uses && this.#supportsCondition(fact, this.#plan.where);
  }

  #supportsCondition(fact: Fact, condition: Condition | null): boolean {
    if (condition === null) return true;
    if (condition.kind === 'exists') return condition.of === 'customers' ? fact !== 'STOCK' : fact !== 'CUSTOMERS';
    if ('conditions' in condition) return condition.conditions.every((part) => this.#supportsCondition(fact, part));
    if ('condition' in condition) return this.#supportsCondition(fact, condition.condition);
    return 'field' in condition && this.field(fact, {}, condition.field, condition.via) !== undefined;
  }

  #holds(fact: Fact, row: Row, condition: Condition | null): boolean {
    if (condition === null) return true;
    switch (condition.kind) {
      case 'and':
        return condition.conditions.every((part) => this.#holds(fact, row, part));
      case 'or':
        return condition.conditions.some((part) => this.#holds(fact, row, part));
      case 'not':
        return !this.#holds(fact, row, condition.condition);
      case 'exists': {
        const key = condition.of === 'customers' ? 'CUSTOMER_KEY' : 'PRODUCT_KEY';
        const one =
          condition.of === 'customers' ? this.#customer(fact, row, false) : this.#find('PRODUCTS', key, row[key]);
        const found = one !== null && this.#database.REFUNDS.some((refund) => refund[key] === one[key]);
        return found !== condition.negated;
      }
      default:
        return this.#fieldHolds(fact, row, condition);
    }
  }

  #fieldHolds(fact: Fact, row: Row, condition: Condition): boolean {
    if (!('field' in condition)) throw new Error(`The evaluator does not know ${condition.kind}.`);
    const value = this.field(fact, row, condition.field, condition.via) ?? null;
    switch (condition.kind) {
      case 'null':
        return (value === null) !== condition.negated;
      case 'in':
        return condition.values.some((one) => one === value) !== condition.negated;
      case 'compare':
        return condition.operator === '<>' ? value !== condition.value : value === condition.value;
      case 'text': {
        const [text, part] = [String(value).toLowerCase(), condition.value.toLowerCase()];
        const tests = { contains: text.includes(part), starts: text.startsWith(part), ends: text.endsWith(part) };
        return (value !== null && tests[condition.match]) !== condition.negated;
      }
      case 'range': {
        const { from, to, includesTo } = condition;
        if (typeof value !== 'number' || typeof from !== 'number' || typeof to !== 'number') return false;
        return value >= from && (includesTo ? value <= to : value < to);
      }
      default:
        throw new Error(`The evaluator does not know ${condition.kind}.`);
    }
  }

  /** Days or months to add to a date of the compared period. */
  #moved(date: string): string {
    const { period, comparison, dimensions } = this.#plan;
    if (period === null || comparison === null) return date;
    const days = daysBetween(comparison.period.from, period.from);
    if (dimensions.some(({ grain }) => grain === 'week')) return addDays(date, Math.round(days / 7) * 7);
    if (comparison.period.from.slice(8) !== period.from.slice(8)) return addDays(date, days);
    const months = (text: string): number => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7));
    return addMonths(date, months(period.from) - months(comparison.period.from));
  }

  #groupOf(fact: Fact, row: Row, isBefore: boolean): string {
    return JSON.stringify(this.#plan.dimensions.map((use) => this.#groupValue(fact, row, use, isBefore)));
  }

  #groupValue(fact: Fact, row: Row, use: DimensionUse, isBefore: boolean): Value {
    const value = this.field(fact, row, use.dimension, use.via) ?? null;
    if (use.grain === null || typeof value !== 'string') return value;
    return bucketOf(isBefore ? this.#moved(value) : value, use.grain);
  }

  /** Rows of a fact that count, by group. */
  groups(fact: Fact, isBefore: boolean): ReadonlyMap<string, readonly Row[]> {
    const span = isBefore ? this.#plan.comparison?.period : this.#plan.period;
    const inSpan = this.#database[fact].filter((row) => {
      const date = row[DATE[fact]];
      if (span === null || span === undefined) return true;
      return typeof date === 'string' && date >= span.from && date < span.to;
    });
    const current = fact === 'STOCK' ? this.#latest(inSpan, isBefore) : inSpan;
    const kept = current.filter((row) => this.#holds(fact, row, this.#plan.where));
    return Map.groupBy(kept, (row) => this.#groupOf(fact, row, isBefore));
  }

  /** The balances of the last day of each asked unit of time, over the whole table. */
  #latest(rows: readonly Row[], isBefore: boolean): readonly Row[] {
    const time = this.#plan.dimensions.find(({ dimension }) => dimension === 'metric_time');
    const unit = (row: Row): string => String(time === undefined ? '' : this.#groupValue('STOCK', row, time, isBefore));
    const last = new Map<string, string>();
    for (const row of rows) {
      const date = String(row['SNAPSHOT_DATE']);
      if (date > (last.get(unit(row)) ?? '')) last.set(unit(row), date);
    }
    return rows.filter((row) => row['SNAPSHOT_DATE'] === last.get(unit(row)));
  }
}

/** The rows that the plan asks for, before having and top. */
export function evaluate(plan: Plan, database: Database): Evaluation {
  const evaluator = new Evaluator(plan, database);
  const metrics = plan.metrics.flatMap((use) => (use.kind === 'metric' ? [use.metric] : []));
  const facts = [...new Set(metrics.flatMap(partsOf).flatMap((leaf) => LEAVES[leaf]?.fact ?? []))];
  if (!facts.every((fact) => evaluator.supports(fact))) return { refused: true, rows: [] };
  const variants = plan.comparison === null ? [false] : [false, true];
  const grouped = variants.map((isBefore) => new Map(facts.map((fact) => [fact, evaluator.groups(fact, isBefore)])));
  const keys = new Set(grouped.flatMap((byFact) => [...byFact.values()].flatMap((groups) => [...groups.keys()])));
  if (plan.dimensions.length === 0) keys.add('[]');
  const rows = [...keys].map((key) => {
    const figures = metrics.flatMap((metric) =>
      grouped.map((byFact, place) => {
        const read: Read = (leaf) => {
          const rule = LEAVES[leaf];
          return rule === undefined ? null : rule.value(byFact.get(rule.fact)?.get(key) ?? []);
        };
        const value = DERIVED[metric]?.value(read) ?? (metric in DERIVED ? null : read(metric));
        return [`${metric}${place === 0 ? '' : ' before'}`, value] as const;
      }),
    );
    const values: unknown = JSON.parse(key);
    const cells = Array.isArray(values) ? values : [];
    const dimensions = cells.map(
      (cell: unknown, place) =>
        [String(place), typeof cell === 'string' || typeof cell === 'number' ? cell : null] as const,
    );
    return Object.fromEntries<Value>([...dimensions, ...figures]);
  });
  return { refused: false, rows };
}
