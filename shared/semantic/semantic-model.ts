import type { CalendarSettings } from '../calendar/calendar-settings.ts';
import type { Plan } from '../schemas/plan.ts';
import type { MetricExpression, RowExpression, ScalarType } from './expression.ts';

/**
 * Id of a dimension, time dimension, fact, named filter or metric: `table.name` as spelled in the model. A derived
 * metric, which belongs to no table, has its bare name as id.
 */
export type ElementId = string;

/** Where a logical table's rows come from: a table or view, or a query. Names are resolved identifiers. */
export type BaseTable =
  | { readonly kind: 'table'; readonly database: string; readonly schema: string; readonly table: string }
  | { readonly kind: 'query'; readonly definition: string };

/** What every named thing of a model carries. */
interface Described {
  readonly id: ElementId;
  /** As spelled in the model, unique within its table. */
  readonly name: string;
  /** How answers name it, e.g. `Average order value`. */
  readonly label: string;
  /** Empty when the model has none. */
  readonly description: string;
  readonly synonyms: readonly string[];
}

/** How a figure is written. */
export interface Format {
  /** ISO 4217 code, `percent` (the value is a fraction: 0.083 is 8.3 %), a plain unit such as `units`, or null. */
  readonly unit: string | null;
  readonly isCurrency: boolean;
  /** Digits after the point; null lets the answer decide by size. */
  readonly decimals: number | null;
}

interface RowElement extends Described {
  readonly table: string;
  /** Snowflake SQL as written in the model. */
  readonly expr: string;
  readonly expression: RowExpression;
  /** Snowflake type as written in the model, upper case. */
  readonly dataType: string;
  readonly type: ScalarType;
  /** IANA zone of the clock that a TIMESTAMP_NTZ was read off; null when nobody said, and for every other type. */
  readonly timeZone: string | null;
  /** Private elements may be used by other expressions but not asked for. */
  readonly visibility: 'public' | 'private';
  /** A boolean that may be named as a condition ("active customers"). */
  readonly isFilter: boolean;
  /** Kind of personal data (`email`, `name`, `phone`, …); null when it is none. */
  readonly pii: string | null;
  /** Roles that may know of it; null is everyone, empty is no one. Personal data defaults to the model's `piiRoles`. */
  readonly visibleTo: readonly string[] | null;
  readonly format: Format;
}

export interface ValueSynonym {
  readonly value: string;
  readonly synonyms: readonly string[];
}

export interface Dimension extends RowElement {
  readonly kind: 'dimension';
  readonly sampleValues: readonly string[];
  /** True when `sampleValues` is the complete list. */
  readonly isEnum: boolean;
  /** Other words for single values, e.g. `european` for `Europe`. */
  readonly valueSynonyms: readonly ValueSynonym[];
  /** Dimension of another table with the same meaning and values, so that two fact tables can be compared by it. */
  readonly conformsTo: ElementId | null;
  /** Whether it names the rows of its table to people, e.g. the product name for products. */
  readonly isDisplay: boolean;
}

export const TIME_GRAINS = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const;
export type TimeGrain = (typeof TIME_GRAINS)[number];

export interface TimeDimension extends RowElement {
  readonly kind: 'time';
  /** Finest grain at which its values mean something: `month` for month-end snapshots and monthly targets. */
  readonly grain: TimeGrain;
  /** Time dimension of the conformed date table with the same meaning, e.g. `dates.date_key`. */
  readonly conformsTo: ElementId | null;
  readonly sampleValues: readonly string[];
}

export interface Fact extends RowElement {
  readonly kind: 'fact';
  readonly sampleValues: readonly string[];
}

/** A named condition on the rows of one table. */
export interface NamedFilter extends Described {
  readonly kind: 'filter';
  readonly table: string;
  readonly expr: string;
  readonly expression: RowExpression;
}

/** How results of a metric at a fine grain combine into a coarser one. */
export type Additivity =
  /** They add up over every dimension. */
  | { readonly kind: 'additive' }
  /** They add up over all dimensions but these; over these, the last snapshot counts. */
  | { readonly kind: 'semi-additive'; readonly over: readonly ElementId[] }
  /** A count of distinct things: parts overlap, so they must be counted anew. */
  | { readonly kind: 'distinct' }
  /** Numerator and denominator combine, each by its own additivity. */
  | { readonly kind: 'ratio' }
  /** An average, extreme or other figure that must be computed anew at every grain. */
  | { readonly kind: 'none' };

export interface Metric extends Described {
  readonly kind: 'metric';
  /** Null for a derived metric. */
  readonly table: string | null;
  readonly expr: string;
  readonly expression: MetricExpression;
  /** Logical tables whose rows it aggregates, through other metrics too; in the order of the model's tables. */
  readonly factTables: readonly string[];
  readonly visibility: 'public' | 'private';
  readonly visibleTo: readonly string[] | null;
  /** Relationships to take where several paths lead to a table. */
  readonly usingRelationships: readonly string[];
  readonly additivity: Additivity;
  /** The two metrics of a ratio; null when it is none, or when a part of it is no metric of its own. */
  readonly ratio: { readonly numerator: ElementId; readonly denominator: ElementId } | null;
  /** What "in March" means for it. Null for a derived metric whose parts differ: each part then uses its own. */
  readonly timeDimension: ElementId | null;
  readonly format: Format;
  /** Which direction is good news; null when neither is. */
  readonly goodDirection: 'up' | 'down' | null;
  /** Dimensions that may explain a change, most telling first. */
  readonly drivers: readonly ElementId[];
  /** Infinitives of what is done when it grows, e.g. sell; with "we" in front where only the business itself does it. */
  readonly verbs: readonly string[];
}

export interface Key {
  readonly kind: 'primary' | 'unique';
  /** Physical columns, resolved identifiers. */
  readonly columns: readonly string[];
}

export interface LogicalTable extends Omit<Described, 'id'> {
  readonly baseTable: BaseTable;
  /** Primary key first when there is one. Without a key a table can only be the many side of a relationship. */
  readonly keys: readonly Key[];
  readonly dimensions: readonly Dimension[];
  readonly timeDimensions: readonly TimeDimension[];
  readonly facts: readonly Fact[];
  readonly metrics: readonly Metric[];
  readonly filters: readonly NamedFilter[];
  /** Time dimension of its metrics unless they name their own. */
  readonly defaultTimeDimension: ElementId | null;
  /** What names one row of the table to people, e.g. `products.product_name`; null when the key has to do. */
  readonly displayDimension: ElementId | null;
  /** Relationships to take for row listings and for metrics that name none. */
  readonly preferredRelationships: readonly string[];
  /** Oldest the newest row may be, measured on the time dimension; null without an expectation. */
  readonly freshness: { readonly timeDimension: ElementId; readonly maxAgeHours: number } | null;
  /** Infinitives of what was done once for each of its rows, e.g. return. */
  readonly verbs: readonly string[];
}

/** How rows of the left table find their row of the right table. Columns are physical, resolved identifiers. */
export type JoinCondition =
  | { readonly kind: 'equi'; readonly columns: readonly { readonly left: string; readonly right: string }[] }
  /** The right row with the latest `asof.right` at or before `asof.left`. */
  | {
      readonly kind: 'asof';
      readonly columns: readonly { readonly left: string; readonly right: string }[];
      readonly asof: { readonly left: string; readonly right: string };
    }
  /** The right row whose half-open range `[start, end)` holds the left value. */
  | {
      readonly kind: 'range';
      readonly columns: readonly { readonly left: string; readonly right: string }[];
      readonly range: { readonly left: string; readonly start: string; readonly end: string };
    };

/** Each row of the left table has at most one row of the right table; it may have none. */
export interface Relationship {
  readonly name: string;
  readonly leftTable: string;
  readonly rightTable: string;
  readonly join: JoinCondition;
  readonly cardinality: 'many_to_one' | 'one_to_one';
  /** Key of the right table that its columns are, from which "at most one" follows. */
  readonly provenBy: Key;
  /** Words for the part the right table plays, e.g. `ship to`; empty when it has no role of its own. */
  readonly roleWords: readonly string[];
  /** Set when it was inferred and nobody has confirmed it: such a path is never used silently. */
  readonly review: { readonly confidence: number; readonly reason: string } | null;
}

/** A condition that applies unless the question lifts it. */
export interface DefaultFilter {
  readonly name: string;
  readonly table: string;
  readonly description: string;
  readonly expr: string;
  readonly expression: RowExpression;
  /** Words in a question that switch it off, e.g. `including cancelled`. */
  readonly liftedBy: readonly string[];
}

/** Which rows of a table someone may see. Rows must pass every policy that applies to a person. */
export interface RowPolicy {
  readonly name: string;
  readonly table: string;
  /** Roles it applies to; `*` is everyone. */
  readonly roles: readonly string[];
  /** Roles it does not apply to, even if they are named by `roles`. */
  readonly exceptRoles: readonly string[];
  readonly expr: string;
  readonly expression: RowExpression;
}

/** Levels of a drill path, coarsest first. */
export interface Hierarchy {
  readonly name: string;
  readonly levels: readonly ElementId[];
}

export interface VerifiedQuery {
  readonly name: string;
  readonly question: string;
  /** SQL over the model's logical names. */
  readonly sql: string;
  /** Epoch milliseconds, null when unknown. */
  readonly verifiedAt: number | null;
  readonly verifiedBy: string | null;
  readonly isOnboarding: boolean;
}

/** A plan that someone has checked, for every question that differs from `question` in its slots only. */
export interface VerifiedPlan {
  readonly name: string;
  /** With slots in braces: `{period}`, or the id of a dimension for one of its values. */
  readonly question: string;
  /** Without what its slots stand for. */
  readonly plan: Plan;
  /** Null when unknown. */
  readonly verifiedBy: string | null;
  /** `YYYY-MM-DD`; null when unknown. */
  readonly verifiedAt: string | null;
}

export interface Variable {
  readonly name: string;
  readonly dataType: string;
  readonly type: ScalarType;
  readonly defaultValue: string;
  readonly description: string;
}

/**
 * A semantic model with everything resolved: names in expressions, keys, defaults and the sidecar's additions.
 *
 * Plain, immutable data that survives JSON; lists keep the order of the model's file.
 */
export interface SemanticModel {
  readonly name: string;
  readonly description: string;
  /** Generated, and nobody has confirmed what its names and figures mean. */
  readonly isDraft: boolean;
  readonly tables: readonly LogicalTable[];
  readonly relationships: readonly Relationship[];
  /** Derived metrics, which combine metrics of tables. */
  readonly metrics: readonly Metric[];
  readonly variables: readonly Variable[];
  readonly verifiedQueries: readonly VerifiedQuery[];
  readonly verifiedPlans: readonly VerifiedPlan[];
  readonly instructions: { readonly sqlGeneration: string; readonly questionCategorization: string };
  readonly calendar: CalendarSettings;
  readonly defaultFilters: readonly DefaultFilter[];
  readonly rowPolicies: readonly RowPolicy[];
  /** Roles that may see personal data. */
  readonly piiRoles: readonly string[];
  readonly hierarchies: readonly Hierarchy[];
  readonly sampleQuestions: readonly string[];
}
