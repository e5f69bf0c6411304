import { z } from 'zod';
import { presentationSchema } from './presentation.ts';
import { cellSchema, conversationIdSchema, dateSchema, jsonObjectSchema, turnIdSchema } from './primitives.ts';
import { scanSchema } from './query-result.ts';

/** How a turn ended. A pending turn has no answer yet. */
export const outcomeSchema = z.enum(['answered', 'clarification', 'refused', 'failed']);
export type Outcome = z.infer<typeof outcomeSchema>;

/**
 * Who vouches for the figure: `verified` a verified query, `governed` a plan found without a language model,
 * `assisted` a plan proposed by the language model with SQL compiled by us, `generated` model-written SQL.
 */
export const tierSchema = z.enum(['verified', 'governed', 'assisted', 'generated']);
export type Tier = z.infer<typeof tierSchema>;

/** Unit of a figure: an ISO 4217 currency code, `percent` (a fraction, 0.083 is 8.3 %), or a plain unit such as `units`. */
export const unitSchema = z.string().min(1).max(40);

export const headlineSchema = z.object({
  value: z.number(),
  unit: unitSchema.nullable(),
  label: z.string(),
  /** Relative change against `from`, 0.083 is 8.3 % more; null when there is nothing to compare with. */
  change: z.number().nullable(),
  from: z.object({ value: z.number(), label: z.string() }).nullable(),
  /** Which direction is good news for this metric; null when neither is. */
  good: z.enum(['up', 'down']).nullable(),
});
export type Headline = z.infer<typeof headlineSchema>;

/** A half-open span of absolute dates: `from` is in it, `to` is not. */
export const answerPeriodSchema = z.object({
  from: dateSchema,
  to: dateSchema,
  label: z.string(),
  /** The words of the question that it was read from; null when it was assumed. */
  heard: z.string().nullable(),
  /** False when the data does not cover the whole period yet. */
  complete: z.boolean(),
});
export type AnswerPeriod = z.infer<typeof answerPeriodSchema>;

export const answerFilterSchema = z.object({
  dimension: z.string(),
  operator: z.string(),
  values: z.array(cellSchema),
  heard: z.string().nullable(),
  /** How the words became the value: exact, case, synonym, prefix, fuzzy, number, default … */
  method: z.string(),
});

export const definitionSchema = z.object({ name: z.string(), text: z.string(), metric: z.string().nullable() });

export const clarificationSchema = z.object({
  question: z.string(),
  /** The words with several meanings, by which the choice is remembered. */
  heard: z.string().optional(),
  /** There are two readings and both cost little: they may be answered side by side. */
  isCheap: z.boolean().optional(),
  options: z.array(z.object({ label: z.string(), detail: z.string(), question: z.string() })).max(4),
});

/** How the question was read: everything a person needs to object to. */
export const readingSchema = z.object({
  restatement: z.string(),
  plan: jsonObjectSchema.nullable(),
  period: answerPeriodSchema.nullable(),
  comparison: answerPeriodSchema.nullable(),
  filters: z.array(answerFilterSchema),
  definitions: z.array(definitionSchema),
  assumptions: z.array(z.string()),
  /** What was not asked back, because the person had picked one of the options before. */
  settled: clarificationSchema.optional(),
});
export type Reading = z.infer<typeof readingSchema>;

export const sqlRecordSchema = z.object({
  purpose: z.string(),
  statement: z.string(),
  binds: z.array(cellSchema),
  /** Snowflake's id of the run, by which its result can be fetched for 24 hours; null when it did not run. */
  queryId: z.string().nullable(),
  /** What it was expected to read before it ran; absent when that was not estimated. */
  scan: scanSchema.optional(),
});
export type SqlRecord = z.infer<typeof sqlRecordSchema>;

export const answerColumnSchema = z.object({
  name: z.string(),
  label: z.string(),
  type: z.enum(['text', 'number', 'date', 'timestamp', 'time', 'boolean', 'json', 'binary']),
  role: z.enum(['dimension', 'metric', 'other']),
  unit: unitSchema.nullable(),
});
export type AnswerColumn = z.infer<typeof answerColumnSchema>;

export const answerTableSchema = z.object({
  columns: z.array(answerColumnSchema),
  rows: z.array(z.array(cellSchema)),
  rowCount: z.int().nonnegative(),
  /** True when the result had more rows than are here. */
  truncated: z.boolean(),
});
export type AnswerTable = z.infer<typeof answerTableSchema>;

export const insightSchema = z.object({
  kind: z.enum(['trend', 'anomaly', 'driver', 'share', 'outlier', 'seasonality', 'forecast', 'quality']),
  title: z.string(),
  detail: z.string(),
  evidence: jsonObjectSchema,
});

export const checkSchema = z.object({
  /** Kebab-case name of what was checked, e.g. `parts-add-up`. */
  name: z.string(),
  level: z.enum(['pass', 'note', 'fail']),
  detail: z.string(),
});
export type Check = z.infer<typeof checkSchema>;

export const stepTimingSchema = z.object({
  agent: z.string(),
  step: z.string(),
  /** One sentence: what the step found or decided. */
  finding: z.string(),
  ms: z.number().nonnegative(),
});
export type StepTiming = z.infer<typeof stepTimingSchema>;

/** The public answer to one turn; the same record in every channel. */
export const answerSchema = z.object({
  turnId: turnIdSchema,
  conversationId: conversationIdSchema,
  outcome: outcomeSchema,
  /** Null unless `outcome` is `answered`. */
  tier: tierSchema.nullable(),
  text: z.string(),
  headline: headlineSchema.nullable(),
  reading: readingSchema.nullable(),
  sql: z.array(sqlRecordSchema),
  table: answerTableSchema.nullable(),
  /** A Vega-Lite v6 specification with inline data, without a theme. */
  chart: jsonObjectSchema.nullable(),
  /** The name that this result, or the one shown before, has in the conversation from now on; null when it got none. */
  keptAs: z.string().nullable().default(null),
  /** How the person wants it shown, as text and chart are already; the rows of the table are always in full. Null when nothing was said. */
  presentation: presentationSchema.nullable().default(null),
  insights: z.array(insightSchema),
  recommendations: z.array(z.object({ title: z.string(), because: z.string() })),
  checks: z.array(checkSchema),
  followUps: z.array(z.string()).max(4),
  clarification: clarificationSchema.nullable(),
  freshness: z.object({ dataThrough: dateSchema.nullable() }).nullable(),
  /** Calibrated probability that the reading is the one meant, 0 to 1; null when nothing was answered. */
  confidence: z.number().min(0).max(1).nullable(),
  confidenceReason: z.string().nullable(),
  timings: z.object({ totalMs: z.number().nonnegative(), steps: z.array(stepTimingSchema) }),
  /** How many handoffs the turn took. */
  handoffs: z.int().nonnegative(),
  /** Why a turn failed, as the stable code of the problem; null otherwise. */
  failure: z.object({ code: z.string() }).nullable(),
});
export type Answer = z.infer<typeof answerSchema>;

/** What `GET …/turns/{t}` says while the turn is under way. */
export const pendingTurnSchema = z.object({
  turnId: turnIdSchema,
  conversationId: conversationIdSchema,
  outcome: z.literal('pending'),
  steps: z.array(stepTimingSchema),
});
