import type { Period, PeriodContext } from '#shared/calendar/period.ts';
import type { PeriodReading } from '#shared/calendar/read-periods.ts';
import type { Comparator, ConditionInput } from '#shared/schemas/plan-condition.ts';
import type { PlanGrain, PlanSystem } from '#shared/schemas/plan-parts.ts';
import type { SimpleCondition } from '../fill-members.ts';
import type { ModelView } from '../model-view.ts';
import type { ReadingLog } from '../reading-log.ts';
import { readingPeriod } from '../resolve-time.ts';

/** What a question about rows is read against. */
export interface RowScope {
  readonly view: ModelView;
  readonly log: ReadingLog;
  readonly text: string;
  readonly context: PeriodContext;
  /** How many "newest products" are when no number is said. */
  readonly topCount: number;
}

/** What is listed or counted: the rows of a table, or the different values of one of its columns. */
export interface Subject {
  readonly table: string;
  /** Null for the rows themselves. */
  readonly dimension: string | null;
}

export interface ResolvedPeriod {
  readonly period: Period;
  readonly heard: string;
}

/** Rows of another table that the subject must have, or must not have. */
export interface EventMention {
  readonly table: string;
  readonly negated: boolean;
  readonly where: readonly SimpleCondition[];
  /** Null takes the period of the question, if it has one. */
  readonly period: ResolvedPeriod | null;
  readonly heard: string;
}

/** What is compared with a bound for each of the subjects. */
export type RowFigure =
  | { readonly kind: 'metric'; readonly metric: string; readonly alias: string }
  | { readonly kind: 'rows'; readonly table: string; readonly alias: string };

/** The other side of a comparison of figures. */
export type RowBound =
  | { readonly kind: 'number'; readonly comparator: Comparator; readonly value: number }
  /** Against another figure of the same group. */
  | { readonly kind: 'figure'; readonly comparator: Comparator; readonly other: RowFigure }
  /** Against the same figure of another member. */
  | { readonly kind: 'member'; readonly comparator: Comparator; readonly where: ConditionInput };

/** A condition on a figure of each subject: "with more than 20 orders". */
export interface FigureMention {
  readonly figure: RowFigure;
  readonly bounds: readonly RowBound[];
  readonly where: readonly SimpleCondition[];
  readonly period: ResolvedPeriod | null;
  readonly heard: string;
}

/** Rows at one end of a column. */
export interface Superlative {
  readonly field: string;
  readonly end: 'high' | 'low';
  /** Null when no number was said. */
  readonly count: number | null;
}

/** A column above or below its own average. */
export interface MeanMention {
  readonly field: string;
  readonly operator: '>' | '<';
  readonly heard: string;
}

/** What rows are grouped by; a unit of time only of a date. */
export interface RowGroup {
  readonly dimension: string;
  readonly grain?: PlanGrain;
  readonly system?: PlanSystem;
}

/** What has been understood of a question about rows so far. */
export class RowReading {
  readonly scope: RowScope;
  readonly subject: Subject;
  ask: 'list' | 'count' | 'when' = 'list';
  /** True once something was read that figures by groups cannot say. */
  isAboutRows = false;
  /** True where the question names the subject in the singular: "which store", "the oldest store". */
  isSingular = false;
  readonly conditions: ConditionInput[] = [];
  readonly events: EventMention[] = [];
  readonly figures: FigureMention[] = [];
  readonly means: MeanMention[] = [];
  /** True where the noun names a figure as well, and nothing says that the rows are wanted: "august orders". */
  isFigureNoun = false;
  /** Columns that are shown besides the names. */
  readonly columns: string[] = [];
  /** "In each category": the superlative is taken of each of these; a count is broken down by them. */
  readonly per: RowGroup[] = [];
  /** Date of what the rows are said to have done: "opened in each year". */
  verbDate: string | null = null;
  /** Figure that is the number of the subject's rows, where the noun names it. */
  countMetric: string | null = null;
  superlative: Superlative | null = null;
  order: { readonly field: string; readonly direction: 'ascending' | 'descending' } | null = null;
  /** A period that is not said of anything in particular. */
  period: ResolvedPeriod | null = null;

  /** The period of a count that is a figure of the model. */
  ownPeriod: ResolvedPeriod | null = null;

  constructor(scope: RowScope, subject: Subject) {
    this.scope = scope;
    this.subject = subject;
  }

  get label(): string {
    return this.scope.view.tables.get(this.subject.table)?.label ?? this.subject.table;
  }
}

/** The dates of a period; null when a problem was logged. What has not begun has no rows to speak of. */
export function resolveRowPeriod(
  reading: PeriodReading,
  { context, log }: RowScope,
  allowsFuture: boolean,
): ResolvedPeriod | null {
  const period = readingPeriod(reading, context, log);
  if (period === null) return null;
  if (period.from > context.today && !allowsFuture) {
    const reason = `${period.label} lies in the future.`;
    return log.object({ kind: 'unsupported', words: [reading.heard], reason });
  }
  return { period, heard: reading.heard };
}
