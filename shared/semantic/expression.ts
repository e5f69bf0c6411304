/** What a value is, whatever its precise Snowflake type. `variant` covers VARIANT, OBJECT, ARRAY, GEOGRAPHY and BINARY. */
export type ScalarType = 'number' | 'text' | 'boolean' | 'date' | 'timestamp' | 'time' | 'variant';

/**
 * A physical column, by the logical table that it is read from.
 * `column` is the resolved identifier: upper case unless it was quoted in the model.
 */
export interface ColumnReference {
  readonly kind: 'column';
  readonly table: string;
  readonly column: string;
}

export interface LiteralExpression {
  readonly kind: 'literal';
  readonly type: 'number' | 'text' | 'boolean' | 'null' | 'date' | 'timestamp';
  /** Digits, the unescaped text, TRUE or FALSE, NULL, or ISO 8601. */
  readonly value: string;
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '||' | '=' | '<>' | '<' | '<=' | '>' | '>=' | 'AND' | 'OR';

export interface CaseBranch {
  readonly condition: RowExpression;
  readonly result: RowExpression;
}

/**
 * A scalar SQL expression about one row, with every name of the model replaced by what it stands for: only physical
 * columns are left. A column of another logical table than the element's own lies at the end of a many-to-one path.
 */
export type RowExpression =
  | ColumnReference
  | LiteralExpression
  | { readonly kind: 'unary'; readonly operator: '-' | 'NOT'; readonly operand: RowExpression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: RowExpression;
      readonly right: RowExpression;
    }
  /** A scalar function; `name` is upper case. `unit` is the bare date part of DATEADD('day', …) and its kin, lower case. */
  | {
      readonly kind: 'function';
      readonly name: string;
      readonly unit: string | null;
      readonly arguments: readonly RowExpression[];
    }
  /** `type` as in Snowflake, e.g. `NUMBER(38,2)`; `safe` is TRY_CAST, which gives null where a value does not fit. */
  | { readonly kind: 'cast'; readonly operand: RowExpression; readonly type: string; readonly safe: boolean }
  | {
      readonly kind: 'case';
      readonly operand: RowExpression | null;
      readonly branches: readonly CaseBranch[];
      readonly otherwise: RowExpression | null;
    }
  | {
      readonly kind: 'in';
      readonly operand: RowExpression;
      readonly negated: boolean;
      readonly values: readonly RowExpression[];
    }
  | {
      readonly kind: 'between';
      readonly operand: RowExpression;
      readonly negated: boolean;
      readonly low: RowExpression;
      readonly high: RowExpression;
    }
  | {
      readonly kind: 'like';
      readonly operand: RowExpression;
      readonly negated: boolean;
      readonly caseSensitive: boolean;
      readonly pattern: RowExpression;
      readonly escape: RowExpression | null;
    }
  | { readonly kind: 'is-null'; readonly operand: RowExpression; readonly negated: boolean }
  /** An attribute of the person who asks, `:name` in a row policy; always bound, never written into the statement. */
  | { readonly kind: 'attribute'; readonly name: string }
  /** A variable of the model, by its resolved name. */
  | { readonly kind: 'variable'; readonly name: string }
  /** A fact or dimension made by aggregating a finer, related table, e.g. the number of orders of a customer. */
  | RollupExpression;

export const AGGREGATE_FUNCTIONS = [
  'sum',
  'count',
  'count_distinct',
  'approx_count_distinct',
  'avg',
  'min',
  'max',
  'median',
  'stddev',
  'variance',
  'any_value',
] as const;
export type AggregateFunction = (typeof AGGREGATE_FUNCTIONS)[number];

/** Aggregates the rows of `table`, each related to one row of the element's own table. */
export interface RollupExpression {
  readonly kind: 'rollup';
  readonly function: AggregateFunction;
  readonly table: string;
  /** Null for COUNT(*). */
  readonly of: RowExpression | null;
  readonly filter: RowExpression | null;
}

/** How a semi-additive metric picks its rows: sorted by this, only the rows of the last value count. */
export interface SnapshotOrder {
  /** Id of the dimension, `table.name`. */
  readonly dimension: string;
  /** `ascending` keeps the latest snapshot, `descending` the earliest. */
  readonly direction: 'ascending' | 'descending';
  readonly nulls: 'first' | 'last';
}

/** One aggregate over the rows of one logical table. */
export interface AggregateExpression {
  readonly kind: 'aggregate';
  readonly function: AggregateFunction;
  /** Logical table whose rows are aggregated, each once. */
  readonly table: string;
  /** Null for COUNT(*). */
  readonly of: RowExpression | null;
  /** Only rows for which this is true are aggregated; null when all are. */
  readonly filter: RowExpression | null;
  /** Not empty for a semi-additive metric. */
  readonly over: readonly SnapshotOrder[];
}

/** A scalar function over aggregated values. */
export const METRIC_FUNCTIONS = [
  'COALESCE',
  'NULLIF',
  'ZEROIFNULL',
  'NULLIFZERO',
  'ROUND',
  'ABS',
  'GREATEST',
  'LEAST',
] as const;
export type MetricFunction = (typeof METRIC_FUNCTIONS)[number];

/** What a metric computes: aggregates at the leaves, arithmetic above them. */
export type MetricExpression =
  | AggregateExpression
  /** Another metric by its id: `table.name`, or `name` for a derived one. */
  | { readonly kind: 'metric'; readonly metric: string }
  | { readonly kind: 'number'; readonly value: string }
  | {
      readonly kind: 'arithmetic';
      readonly operator: '+' | '-' | '*';
      readonly left: MetricExpression;
      readonly right: MetricExpression;
    }
  /** A division; `whenZero` is what a zero denominator gives: null (NULLIF), 0 (DIV0), or an error (a bare slash). */
  | {
      readonly kind: 'ratio';
      readonly numerator: MetricExpression;
      readonly denominator: MetricExpression;
      readonly whenZero: 'null' | 'zero' | 'error';
    }
  | { readonly kind: 'call'; readonly function: MetricFunction; readonly arguments: readonly MetricExpression[] }
  /** A window over the grouped result. `excluding` names dimensions left out of the partition, instead of those in it. */
  | {
      readonly kind: 'window';
      readonly function: AggregateFunction;
      readonly of: MetricExpression;
      readonly partition: { readonly excluding: boolean; readonly dimensions: readonly string[] };
      readonly order: readonly { readonly dimension: string; readonly direction: 'ascending' | 'descending' }[];
      /** Frame clause as written in the model, e.g. `ROWS BETWEEN 6 PRECEDING AND CURRENT ROW`; null for SQL's default. */
      readonly frame: string | null;
    };
