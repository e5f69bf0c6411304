import type { Condition } from '#shared/schemas/plan-condition.ts';
import type { ColumnType } from '#shared/schemas/query-result.ts';
import type { AggregateExpression, MetricExpression } from '#shared/semantic/expression.ts';
import type { Additivity, Format, Metric } from '#shared/semantic/semantic-model.ts';

/** One aggregate of a figure, with all that decides which rows it sees. */
export interface Leaf {
  readonly aggregate: AggregateExpression;
  /** Rows that count for it, besides the conditions of the whole query. */
  readonly where: Condition | null;
  /** Time dimension that periods and `metric_time` mean for it; null when it has none. */
  readonly timeDimension: string | null;
  readonly usingRelationships: readonly string[];
  /** Column of its step, unique in the query. */
  readonly column: string;
}

export type Composite = Exclude<MetricExpression, AggregateExpression | { kind: 'metric' }>;

/** A metric's expression with the metrics it refers to filled in and its aggregates named. */
export type FigureNode =
  | { readonly kind: 'leaf'; readonly leaf: Leaf }
  | { readonly kind: 'composite'; readonly expression: Composite; readonly parts: readonly FigureNode[] };

/** A column of figures: a metric of the plan, resolved. */
export interface Figure {
  /** Upper case. */
  readonly column: string;
  readonly label: string;
  readonly metric: Metric | null;
  readonly format: Format;
  readonly additivity: Additivity;
  readonly type: ColumnType;
  readonly node: FigureNode;
  readonly leaves: readonly Leaf[];
}

/** The aggregates of a query so far: what is asked for twice is computed once. */
export interface LeafRegistry {
  /** Names of columns that are in use. */
  readonly columns: Set<string>;
  readonly byMeaning: Map<string, Leaf>;
}
