import { z } from 'zod';
import { conditionSchema, havingSchema } from './plan-condition.ts';
import {
  aliasSchema,
  calculationSchema,
  cohortSchema,
  dimensionUseSchema,
  elementIdSchema,
  listingSchema,
  orderKeySchema,
  planComparisonSchema,
  planPeriodSchema,
  summarySchema,
  topSchema,
} from './plan-parts.ts';

/** A figure to compute for each group. */
export const metricUseSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('metric'),
    metric: elementIdSchema.describe('Id of a metric of the model.'),
    where: conditionSchema.nullable().default(null).describe('Rows that count for this metric only.'),
    alias: aliasSchema.nullable().default(null).describe('Name of the column; null takes the name of the metric.'),
  }),
  /** A plain aggregate over one table where the model has no metric for it, e.g. the average list price of products. */
  z.strictObject({
    kind: z.literal('aggregate'),
    function: z.enum(['count', 'count_distinct', 'sum', 'avg', 'min', 'max', 'median']),
    table: z.string().describe('Logical table whose rows are aggregated, each once.'),
    of: elementIdSchema.nullable().default(null).describe('Fact or dimension of that table; null counts rows.'),
    where: conditionSchema.nullable().default(null).describe('Rows that count for this figure only.'),
    alias: aliasSchema.describe('Name of the column.'),
  }),
]);
export type MetricUse = z.infer<typeof metricUseSchema>;

const queryShape = {
  metrics: z.array(metricUseSchema).max(20).default([]),
  dimensions: z.array(dimensionUseSchema).max(12).default([]),
  listing: listingSchema.nullable().default(null).describe('Rows of a table; metrics and dimensions are then empty.'),
  where: conditionSchema.nullable().default(null).describe('Which rows count.'),
  having: havingSchema.nullable().default(null).describe('Which groups are kept.'),
  period: planPeriodSchema.nullable().default(null),
  comparison: planComparisonSchema.nullable().default(null),
  calculations: z.array(calculationSchema).max(20).default([]),
  cohort: cohortSchema.nullable().default(null),
  summary: summarySchema.nullable().default(null).describe('A mean or the like over some of the dimensions.'),
  top: topSchema.nullable().default(null),
  order: z.array(orderKeySchema).max(10).default([]),
  limit: z.int().min(1).max(100_000).nullable().default(null),
  fillGaps: z.boolean().default(false).describe('Give every bucket of the period a row, also without data.'),
  liftedFilters: z.array(z.string()).default([]).describe('Names of default filters that the question switches off.'),
  combine: z
    .strictObject({
      operation: z.enum(['union', 'intersect', 'except']),
      with: z.array(aliasSchema).min(1).max(5).describe('Names of nested queries with the same columns.'),
    })
    .nullable()
    .default(null)
    .describe('Joins the result with those of nested queries as sets of rows.'),
};

/** One result: metrics by dimensions, or the rows of a table. */
export const querySchema = z.strictObject(queryShape);
export type Query = z.infer<typeof querySchema>;

/**
 * What a question asks for, in terms of a semantic model.
 *
 * Plain data that survives JSON. Names are ids of the model, dates are absolute. Columns of the result are referred to
 * by alias, in any case; that of a metric or dimension defaults to its bare name, with the grain added for a time
 * dimension (`order_date_month`, `metric_time_month`). A comparison adds columns `<metric>_before`, `<metric>_change`
 * and `<metric>_change_rate`.
 */
export const planSchema = z.strictObject({
  model: z.string().min(1).max(200),
  ...queryShape,
  nested: z
    .array(z.strictObject({ name: aliasSchema, query: querySchema }))
    .max(8)
    .default([])
    .describe('Results that conditions refer to by name; each may refer to those before it.'),
});
export type Plan = z.infer<typeof planSchema>;

/** A plan as it may be written, without what has a default; `planSchema.parse` completes it. */
export type PlanInput = z.input<typeof planSchema>;
export type QueryInput = z.input<typeof querySchema>;
