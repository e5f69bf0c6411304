import { z } from 'zod';
import { dateSchema } from './primitives.ts';

/** Id of an element of the semantic model: `table.name` as spelled there, or the bare name of a derived metric. */
export const elementIdSchema = z.string().min(1).max(200);

/**
 * Stands for the time dimension that each metric is measured by, so that revenue by order date and refunds by return
 * date can share one row per month. To ask for one of several dates of a table, name that time dimension instead.
 */
export const METRIC_TIME = 'metric_time';

/** How a column of the result is called inside the plan. The column itself is named by its upper-cased form. */
export const aliasSchema = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,62}$/);

export const planGrainSchema = z.enum(['hour', 'day', 'week', 'month', 'quarter', 'half', 'year']);
export type PlanGrain = z.infer<typeof planGrainSchema>;

/** Which rules cut time into units, as in the calendar's `PeriodSystem`. */
export const planSystemSchema = z.enum(['calendar', 'fiscal', 'iso']);
export type PlanSystem = z.infer<typeof planSystemSchema>;

/** A part that comes round again, as in "sales by day of the week". */
export const timePartSchema = z.enum([
  'hour-of-day',
  'day-of-week',
  'day-of-month',
  'week-of-year',
  'month-of-year',
  'quarter-of-year',
]);
export type TimePart = z.infer<typeof timePartSchema>;

export const dimensionUseSchema = z.strictObject({
  dimension: elementIdSchema.describe('Id of a dimension or time dimension, or metric_time.'),
  grain: planGrainSchema
    .nullable()
    .default(null)
    .describe('Unit that a time dimension is cut into; null keeps its values.'),
  system: planSystemSchema.default('calendar').describe('Whose units: calendar, fiscal, or iso (weeks).'),
  part: timePartSchema.nullable().default(null).describe('Recurring part of a time dimension instead of a grain.'),
  via: z.array(z.string()).default([]).describe('Relationships to take where several paths lead to the table.'),
  alias: aliasSchema.nullable().default(null).describe('Name of the column; null takes the name of the dimension.'),
});
export type DimensionUse = z.infer<typeof dimensionUseSchema>;

/** A half-open span of absolute dates: `from` is in it, `to` is not. */
const spanShape = {
  from: dateSchema,
  to: dateSchema.describe('First day that is no longer in it.'),
  label: z.string().max(100).describe('As a person says it, e.g. October 2026.'),
  heard: z.string().max(400).nullable().default(null).describe('Words of the question; null when it was assumed.'),
  complete: z.boolean().default(true).describe('False when the data does not cover all of it yet.'),
};

const spanSchema = z
  .strictObject(spanShape)
  .refine((span) => span.from < span.to, 'A period must end after it begins.');
export type PlanSpan = z.infer<typeof spanSchema>;

export const planPeriodSchema = z
  .strictObject({
    ...spanShape,
    timeDimension: elementIdSchema.default(METRIC_TIME).describe('Date that must lie in the period.'),
    grain: planGrainSchema.default('day').describe('Unit the period was asked in.'),
    system: planSystemSchema.default('calendar'),
  })
  .refine((span) => span.from < span.to, 'A period must end after it begins.');
export type PlanPeriod = z.infer<typeof planPeriodSchema>;

/** The same metrics over a second period, side by side. Needs a period; buckets are matched by their place in it. */
export const planComparisonSchema = z.strictObject({
  kind: z.enum(['previous-period', 'same-period-last-year', 'other-period']),
  period: spanSchema,
  calculate: z.array(z.enum(['difference', 'percent'])).default(['difference', 'percent']),
});
export type PlanComparison = z.infer<typeof planComparisonSchema>;

const directionSchema = z.enum(['ascending', 'descending']);

/** A figure computed over the rows of the grouped result. `of` and `within` name columns by alias. */
export const calculationSchema = z.discriminatedUnion('kind', [
  /** Fraction of the sum over the rows of the same `within` group; of everything when that is empty. */
  z.strictObject({
    kind: z.literal('share'),
    of: aliasSchema,
    within: z.array(aliasSchema).default([]),
    alias: aliasSchema,
  }),
  /**
   * A distinct count as a fraction of the different things of the same `within` group, e.g. orders per channel of all
   * orders. A thing in several groups counts in each, so the shares may add up to more than one.
   */
  z.strictObject({
    kind: z.literal('share-distinct'),
    of: aliasSchema.describe('Alias of a distinct count.'),
    within: z.array(aliasSchema).default([]),
    alias: aliasSchema,
  }),
  /** Sum from the first time bucket to this one, anew for each combination of the other dimensions. */
  z.strictObject({
    kind: z.literal('running-total'),
    of: aliasSchema,
    restartAt: planGrainSchema.nullable().default(null).describe('Begin anew in each of these, e.g. year to date.'),
    alias: aliasSchema,
  }),
  /** Mean of this time bucket and those before it; null until there are `buckets` of them. */
  z.strictObject({
    kind: z.literal('moving-average'),
    of: aliasSchema,
    buckets: z.int().min(2).max(366),
    alias: aliasSchema,
  }),
  /** Sum of this time bucket and those before it; null until there are `buckets` of them. */
  z.strictObject({
    kind: z.literal('moving-total'),
    of: aliasSchema,
    buckets: z.int().min(2).max(366),
    alias: aliasSchema,
  }),
  /** Different things counted from the first time bucket to this one, each once, e.g. customers to date. */
  z.strictObject({
    kind: z.literal('running-distinct'),
    of: aliasSchema.describe('Alias of a distinct count.'),
    restartAt: planGrainSchema.nullable().default(null).describe('Begin anew in each of these, e.g. year to date.'),
    alias: aliasSchema,
  }),
  /** Different things counted over this time bucket and those before it, each once, e.g. 30-day active customers. */
  z.strictObject({
    kind: z.literal('moving-distinct'),
    of: aliasSchema.describe('Alias of a distinct count.'),
    buckets: z.int().min(2).max(366),
    alias: aliasSchema,
  }),
  /** One column as a fraction of another of the same row, e.g. online revenue of all revenue. Null where that is 0. */
  z.strictObject({ kind: z.literal('ratio'), of: aliasSchema, to: aliasSchema, alias: aliasSchema }),
  /** One column minus another of the same row, e.g. revenue minus target. */
  z.strictObject({ kind: z.literal('difference'), of: aliasSchema, minus: aliasSchema, alias: aliasSchema }),
  /** 1 is best; equal values have equal rank. */
  z.strictObject({
    kind: z.literal('rank'),
    of: aliasSchema,
    direction: directionSchema.default('descending'),
    within: z.array(aliasSchema).default([]),
    alias: aliasSchema,
  }),
  /** Against the bucket `lag` places before: as a difference or as a fraction of it. */
  z.strictObject({
    kind: z.literal('change'),
    of: aliasSchema,
    as: z.enum(['difference', 'percent']),
    lag: z.int().min(1).max(366).default(1),
    alias: aliasSchema,
  }),
]);
export type Calculation = z.infer<typeof calculationSchema>;

/** The best or worst groups by a metric; ties are broken by the dimensions, so that the answer is stable. */
export const topSchema = z.strictObject({
  direction: z.enum(['top', 'bottom']).default('top'),
  count: z.int().min(1).max(10_000),
  by: aliasSchema.describe('Alias of the metric or calculation to rank by.'),
  within: z
    .array(aliasSchema)
    .default([])
    .describe('Aliases of dimensions: the best of each group; empty for overall.'),
});
export type Top = z.infer<typeof topSchema>;

/**
 * One figure over the rows of the grouped result, instead of those rows: the average monthly revenue is the mean over
 * months. Comes before the conditions on groups, the ranking and the order, which see its rows.
 */
export const summarySchema = z.strictObject({
  function: z.enum(['mean', 'median', 'max', 'min']),
  over: z
    .array(aliasSchema)
    .min(1)
    .describe('Aliases of the dimensions that are summarized away; the others stay groups.'),
});
export type Summary = z.infer<typeof summarySchema>;

export const orderKeySchema = z.strictObject({
  by: aliasSchema.describe('Alias of a column of the result.'),
  direction: directionSchema.default('ascending'),
});
export type OrderKey = z.infer<typeof orderKeySchema>;

/** Rows of one table as they are, instead of metrics. */
export const listingSchema = z.strictObject({
  table: z.string().describe('Logical table whose rows are listed.'),
  columns: z.array(dimensionUseSchema).min(1).max(50).describe('Elements of it or of tables it leads to; facts too.'),
  distinct: z.boolean().default(false),
  latest: z
    .strictObject({
      per: z.array(elementIdSchema).min(1).describe('Elements that make a group; the table must lead to them.'),
      by: elementIdSchema.describe('What the rows of a group are ordered by.'),
      direction: z.enum(['latest', 'first']).default('latest'),
      count: z.int().min(1).max(1_000).default(1),
    })
    .nullable()
    .default(null)
    .describe('Only the first or latest rows of each group.'),
});
export type Listing = z.infer<typeof listingSchema>;

/**
 * Members grouped by when they first appear, followed over the time since.
 *
 * Adds the columns COHORT (first day of the unit in which a member first
 * appears), AGE (units since then, 0 for the first) and SIZE (members of the cohort), so that retention is a metric's
 * ratio to SIZE. Dimensions split the cohorts, by what each member has one value of: then SIZE is that of the split. The plan's period says which cohorts are shown; who first appears when is decided by all dates. The
 * plan's conditions decide which rows are appearances and which rows count.
 */
export const cohortSchema = z.strictObject({
  member: elementIdSchema.describe('What is followed, e.g. customers.customer_key.'),
  timeDimension: elementIdSchema.describe('Date of an appearance, e.g. sales.order_date.'),
  grain: z.enum(['day', 'week', 'month', 'quarter', 'half', 'year']).default('month'),
  system: planSystemSchema.default('calendar'),
  ages: z.int().min(1).max(120).default(12).describe('How many units are followed, the first one included.'),
});
export type Cohort = z.infer<typeof cohortSchema>;
