import type { PeriodSystem, PeriodUnit } from './period.ts';

/** Which year a month, quarter or day belongs to when it was named. `latest`: the most recent one that has begun. */
export type YearReference =
  | { readonly kind: 'named'; readonly year: number }
  | { readonly kind: 'relative'; readonly offset: number }
  | { readonly kind: 'latest' };

/** A numbered part of a year: H1, Q3, September, week 32. */
export interface YearPart {
  readonly kind: 'year-part';
  readonly unit: 'half' | 'quarter' | 'month' | 'week';
  /** 1-based. */
  readonly number: number;
  readonly year: YearReference;
  readonly system: PeriodSystem;
}

export interface NamedDay {
  readonly kind: 'day';
  readonly month: number;
  readonly day: number;
  readonly year: YearReference;
}

/** A period as it was said, before it is known what day it is today. */
export type PeriodExpression =
  /** This (0), last (-1), next (1) unit, or n units ago (-n). */
  | { readonly kind: 'relative'; readonly unit: PeriodUnit; readonly system: PeriodSystem; readonly offset: number }
  /** "Last 3 months": whole units before (or after) the current one, which is not part of it. */
  | {
      readonly kind: 'run';
      readonly unit: PeriodUnit;
      readonly system: PeriodSystem;
      readonly count: number;
      readonly direction: 'last' | 'next';
    }
  /** "Past 30 days": up to and including today. */
  | { readonly kind: 'rolling'; readonly unit: PeriodUnit; readonly count: number }
  /** "Year to date" (offset 0), "last year to date" (-1): the same elapsed part of a unit. */
  | { readonly kind: 'to-date'; readonly unit: PeriodUnit; readonly system: PeriodSystem; readonly offset: number }
  | { readonly kind: 'year'; readonly year: number; readonly system: PeriodSystem }
  | { readonly kind: 'decade'; readonly start: number }
  | YearPart
  | NamedDay
  /** The whole unit around a period's first day: "week of 6 May". */
  | {
      readonly kind: 'unit-of';
      readonly unit: PeriodUnit;
      readonly system: PeriodSystem;
      readonly of: PeriodExpression;
    }
  /** "Last Monday" (-1, before today), "this Monday" (0, in this week), "next Monday" (1, after today). */
  | { readonly kind: 'weekday'; readonly weekday: number; readonly offset: -1 | 0 | 1 }
  /** Saturday and Sunday: the one that ended before today (-1), the one in or after this week (0), the one after that (1). */
  | { readonly kind: 'weekend'; readonly offset: -1 | 0 | 1 }
  | { readonly kind: 'holiday'; readonly name: string; readonly year: YearReference }
  /** Both ends inclusive at their own grain. */
  | { readonly kind: 'between'; readonly from: PeriodExpression; readonly to: PeriodExpression }
  /** `before` excludes and `until` includes the period; `since` includes and `after` excludes it, both up to today. */
  | { readonly kind: 'before' | 'until' | 'since' | 'after'; readonly of: PeriodExpression }
  /**
   * "First two weeks of March", "last quarter of 2025", "the second half of October". Weeks are counted in runs of seven
   * days from the edge; the halves of a month are its first fifteen days and what follows them.
   */
  | {
      readonly kind: 'part';
      readonly edge: 'first' | 'last';
      /** Units passed over from the edge: 1 for "the second". */
      readonly skipped: number;
      readonly unit: PeriodUnit;
      readonly count: number;
      readonly of: PeriodExpression;
    }
  /** "Twelve months ending June 2026": whole units up to the end of a period. */
  | {
      readonly kind: 'ending';
      readonly unit: PeriodUnit;
      readonly count: number;
      readonly of: PeriodExpression;
    }
  | { readonly kind: 'previous'; readonly of: PeriodExpression }
  | { readonly kind: 'years-before'; readonly years: number; readonly of: PeriodExpression }
  | { readonly kind: 'all' };
