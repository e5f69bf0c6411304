import type { PeriodUnit } from '#shared/calendar/period.ts';
import type { PeriodReading } from '#shared/calendar/read-periods.ts';
import type { Comparator } from '#shared/schemas/plan-condition.ts';
import type { Deed } from './deed-words.ts';
import type { RowWord } from './rows/row-words.ts';
import type { PlanGrain, PlanSystem, TimePart } from '#shared/schemas/plan-parts.ts';

/** How words became an element of the model. */
export type MatchMethod = 'exact' | 'case' | 'plural' | 'synonym' | 'name' | 'value' | 'fuzzy';

/** An element of the model that words may mean. */
export type ModelSense =
  | { readonly kind: 'metric'; readonly id: string; readonly method: MatchMethod }
  | { readonly kind: 'dimension'; readonly id: string; readonly method: MatchMethod }
  | { readonly kind: 'time'; readonly id: string; readonly method: MatchMethod }
  | { readonly kind: 'fact'; readonly id: string; readonly table: string; readonly method: MatchMethod }
  | { readonly kind: 'table'; readonly id: string; readonly method: MatchMethod }
  | { readonly kind: 'filter'; readonly id: string; readonly method: MatchMethod }
  | { readonly kind: 'lift'; readonly id: string; readonly method: MatchMethod }
  | { readonly kind: 'value'; readonly id: string; readonly value: string; readonly method: MatchMethod };

/** Operators that need nothing but their name. */
export type PlainOperator =
  | 'group'
  | 'and'
  | 'or'
  | 'not'
  | 'between'
  | 'share'
  | 'in-percent'
  | 'versus'
  | 'which'
  | 'with'
  | 'trend'
  | 'order'
  | 'running-total'
  | 'moving-average'
  | 'moving-total'
  | 'alphabetical'
  | 'period-end';

/** Words of the closed class: what to do with the elements. */
export type Operator =
  | { [Name in PlainOperator]: { readonly name: Name } }[PlainOperator]
  | {
      readonly name: 'rank';
      readonly direction: 'top' | 'bottom';
      readonly isSuperlative: boolean;
      /** "Runner-up" is the second; null where the first or first few are meant. */
      readonly place: number | null;
    }
  | { readonly name: 'threshold'; readonly comparator: Comparator }
  /** "Above average": against the mean over all groups. */
  | { readonly name: 'versus-mean'; readonly comparator: '>' | '<' }
  | {
      readonly name: 'baseline';
      readonly baseline: 'previous-period' | 'same-period-last-year';
      /** "The same month last year": what is a year before; null when any period may be. */
      readonly unit: PeriodUnit | null;
    }
  /** "Grew", "fell": the direction is null where either may be meant. */
  | {
      readonly name: 'change';
      readonly direction: 'up' | 'down' | null;
      /** "More", "lower": only where "than" says what with. */
      readonly needsThan: boolean;
    }
  | { readonly name: 'bucket-change'; readonly grain: PlanGrain }
  | { readonly name: 'count'; readonly isDistinct: boolean }
  /** "In dollars", "pieces", "how often": what a figure is measured in; the currency as in ISO 4217, null for any. */
  /** "On weekends": days of the week that count, 1 for Monday to 7 for Sunday. */
  | { readonly name: 'weekdays'; readonly days: readonly number[] }
  | { readonly name: 'unit'; readonly unit: 'money'; readonly currency: string | null }
  | { readonly name: 'unit'; readonly unit: 'pieces' | 'times' }
  | { readonly name: 'aggregate'; readonly function: 'sum' | 'avg' | 'min' | 'max' | 'median' }
  | { readonly name: 'direction'; readonly direction: 'ascending' | 'descending' };

export type Sense =
  | ModelSense
  | { readonly kind: 'period'; readonly reading: PeriodReading }
  | { readonly kind: 'grain'; readonly grain: PlanGrain; readonly system: PlanSystem; readonly isGrouping: boolean }
  | { readonly kind: 'part'; readonly part: TimePart }
  | { readonly kind: 'number'; readonly value: number; readonly unit: 'currency' | 'percent' | null }
  | { readonly kind: 'operator'; readonly operator: Operator }
  /** Last word of the names of dimensions, "tier" of loyalty tier: says of what a value beside it is one. */
  | { readonly kind: 'label'; readonly ids: readonly string[] }
  /** "Sold", "brought in": something that is done, of which the model has figures or rows. */
  | { readonly kind: 'deed'; readonly deed: Deed }
  /** What chooses rows rather than makes figures; only in questions that are read about rows. */
  | { readonly kind: 'row'; readonly word: RowWord }
  | { readonly kind: 'filler'; readonly isVerb: boolean };

/** A stretch of the question with everything it may mean; empty when nothing is known about it. */
export interface Item {
  readonly heard: string;
  readonly start: number;
  readonly end: number;
  readonly isPlural: boolean;
  readonly isQuoted: boolean;
  readonly senses: readonly Sense[];
}
