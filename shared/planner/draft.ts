import type { PeriodUnit } from '#shared/calendar/period.ts';
import type { PeriodReading } from '#shared/calendar/read-periods.ts';
import type { Comparator } from '#shared/schemas/plan-condition.ts';
import type { PlanGrain, PlanSystem, TimePart } from '#shared/schemas/plan-parts.ts';
import type { Deed } from './deed-words.ts';
import type { Item, Operator } from './sense.ts';

/** A metric that was asked for, with all elements its words may mean. */
export type MetricMention =
  | { readonly kind: 'metric'; readonly item: Item }
  /** `isAssumed`: "stores per channel", where no word says that they are counted. */
  | { readonly kind: 'rows'; readonly item: Item; readonly table: string; readonly isAssumed: boolean }
  | { readonly kind: 'members'; readonly item: Item }
  | {
      readonly kind: 'deed';
      readonly item: Item;
      readonly deed: Deed;
      /** What the figure must be measured in; null when nothing is said. */
      readonly unit: 'money' | 'pieces' | 'times' | null;
      /** What people mean who say nothing. */
      readonly usually: 'money' | 'pieces';
      /** Whether the business itself is said to do it. */
      readonly isOurs: boolean;
    }
  | { readonly kind: 'fact'; readonly item: Item; readonly function: 'sum' | 'avg' | 'min' | 'max' | 'median' };

/** What the figures are to be broken down by. */
export type GroupMention =
  | { readonly kind: 'dimension'; readonly item: Item }
  | { readonly kind: 'grain'; readonly item: Item; readonly grain: PlanGrain; readonly system: PlanSystem }
  | { readonly kind: 'part'; readonly item: Item; readonly part: TimePart };

/** Values that were named, not yet tied to a dimension. */
export interface FilterMention {
  readonly values: readonly Item[];
  /** An item that names the dimension beside them: "the Europe region". */
  readonly label: Item | null;
  /** Tables named beside them, whose things the values describe: "German suppliers", "stores in Germany". */
  readonly owners: readonly string[];
  /** "German suppliers", where "products in Germany" may be those sold there. */
  readonly isOwnName: boolean;
  readonly negated: boolean;
  /** "But not toys". */
  readonly isContrast: boolean;
  /** True for "Spain and France", "Spain vs France": one row for each is wanted. */
  readonly isListed: boolean;
}

export interface NamedFilterMention {
  readonly item: Item;
  readonly negated: boolean;
}

export interface Threshold {
  /** The metric that is compared; null takes the first metric of the question. */
  readonly metric: Item | null;
  readonly comparator: Comparator;
  readonly value: number;
  /** As written beside the number. */
  readonly unit: 'currency' | 'percent' | null;
  readonly heard: string;
}

export interface Ranking {
  readonly direction: 'top' | 'bottom';
  /** Null when no number was said. */
  readonly count: number | null;
  readonly target: GroupMention | null;
  /** "Top 5 products by units": the metric after "by". */
  readonly metric: Item | null;
  /** "… for the top 5 products": it narrows down what the question is about. */
  readonly isScope: boolean;
  /** "Excluding the top 3 products". */
  readonly isLeftOut: boolean;
  /** "Which region", "the best month": one is wanted. */
  readonly isSingular: boolean;
  /** "The second highest": only that one; null for the first or first few. */
  readonly place: number | null;
  /** Where it is said in the question, in UTF-16 units. */
  readonly start: number;
}

export interface Ordering {
  /** Null orders by the first metric, `names` by what the figures are broken down by. */
  readonly by: Item | 'names' | null;
  readonly direction: 'ascending' | 'descending' | null;
}

export type Baseline =
  | { readonly kind: 'previous-period' }
  | {
      readonly kind: 'same-period-last-year';
      /** "The same month last year" of no named month; null when no unit was said. */
      readonly unit: PeriodUnit | null;
    }
  | { readonly kind: 'period'; readonly reading: PeriodReading };

export interface TimeMention {
  /** Periods that were named, in order; more than one only when they are to be joined into one span. */
  readonly periods: readonly PeriodReading[];
  /** Whether nothing but "and" stands between them. */
  readonly areJoined: boolean;
  readonly baseline: Baseline | null;
  /** "In the same month last year" with nothing to compare it with: a period by itself, this unit a year ago. */
  readonly yearBefore: PeriodUnit | null;
  /** "Growth", "change": a comparison is wanted even if none is named. */
  readonly wantsChange: boolean;
  /** "Grew", "declined"; null where either may be meant. */
  readonly changeDirection: 'up' | 'down' | null;
  /** "Month over month": the change from bucket to bucket. */
  readonly bucketChange: PlanGrain | null;
  readonly wantsTrend: boolean;
  /** A unit of time is named as a breakdown. */
  readonly hasGrain: boolean;
}

/** "What share of revenue", "in percent". */
export interface ShareMention {
  /** Where it is said in the question, in UTF-16 units. */
  readonly start: number;
  /** "In percent": a share unless the figure is one already. */
  readonly isOnlyUnit: boolean;
  /** Where the verb between the whole and its part stands: "of Europe's revenue comes from Germany". */
  readonly pivot: number | null;
  /** Breakdowns within which the shares are taken; empty for shares of everything. */
  readonly within: readonly Item[];
}

/** "On Mondays", "not on weekends"; 1 is Monday. */
export interface WeekdayMention {
  readonly heard: string;
  readonly days: readonly number[];
  readonly negated: boolean;
}

/** "Average monthly revenue": the figures are averaged over these units. */
export interface UnitAverage {
  readonly function: 'mean' | 'median';
  readonly over: GroupMention;
}

/** "In dollars", "how often": what figures are said to be measured in. */
export interface UnitMention {
  readonly item: Item;
  readonly unit: Extract<Operator, { name: 'unit' }>;
}

/** What was understood of a question, before it is tied to elements of the model. */
export interface Draft {
  readonly metrics: readonly MetricMention[];
  readonly groups: readonly GroupMention[];
  /** Nothing is broken down ("by", "per") or counted: what is named may be wanted itself. */
  readonly isRequest: boolean;
  /** "Which regions …": some of the groups are wanted, not all. */
  readonly asksWhich: boolean;
  readonly filters: readonly FilterMention[];
  readonly namedFilters: readonly NamedFilterMention[];
  readonly lifted: readonly Item[];
  readonly thresholds: readonly Threshold[];
  /** "Above average": the groups are compared with their mean. */
  readonly versusMean: { readonly comparator: '>' | '<'; readonly heard: string } | null;
  /** "At the end of June", as said. */
  readonly periodEnd: Item | null;
  readonly ranking: Ranking | null;
  readonly ordering: Ordering | null;
  readonly time: TimeMention;
  readonly share: ShareMention | null;
  /** "Both … and …" said of values; `doers` where it is said of who did it: "customers who bought both". */
  readonly both: 'values' | 'doers' | null;
  /** A word such as "sold" or "bought" is in the question. */
  readonly hasDeed: boolean;
  /** "On weekends": the days of the week that count. */
  readonly weekdays: WeekdayMention | null;
  readonly average: UnitAverage | null;
  /** "In dollars": what the figures are said to be measured in. */
  readonly unit: UnitMention | null;
  readonly running: 'running-total' | 'moving-average' | 'moving-total' | null;
  /** Buckets of a moving figure. */
  readonly buckets: number | null;
}
