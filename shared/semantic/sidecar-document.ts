import { z } from 'zod';
import { querySchema } from '../schemas/plan.ts';
import { dateSchema } from '../schemas/primitives.ts';
import { TIME_GRAINS } from './semantic-model.ts';

const numberSchema = z.union([
  z.number(),
  z
    .string()
    .regex(/^\d+(?:\.\d+)?$/)
    .transform(Number),
]);
const flagSchema = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);
const nameSchema = z.string().min(1);
const namesSchema = z.array(nameSchema);

export const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
const weekdaySchema = z.enum(WEEKDAYS);

const calendarSchema = z.strictObject({
  fiscal_year_start_month: numberSchema.pipe(z.int().min(1).max(12)).optional(),
  fiscal_year_named_by: z.enum(['start', 'end']).optional(),
  retail_pattern: z.enum(['none', '4-4-5', '4-5-4', '5-4-4']).optional(),
  retail_week_end: weekdaySchema.optional(),
  retail_year_end: z.enum(['nearest', 'last']).optional(),
  week_start: weekdaySchema.optional(),
  /** IANA name. */
  time_zone: nameSchema.optional(),
  holidays: z.array(z.strictObject({ date: dateSchema, name: nameSchema })).optional(),
});
export type CalendarDocument = z.infer<typeof calendarSchema>;

const figure = {
  label: nameSchema.optional(),
  /** `percent` or a plain unit; money goes to `currency`. */
  unit: nameSchema.optional(),
  /** ISO 4217. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  decimals: numberSchema.pipe(z.int().min(0).max(10)).optional(),
  roles: namesSchema.optional(),
};

export const elementSidecarSchema = z.strictObject({
  ...figure,
  pii: nameSchema.optional(),
  grain: z.enum(TIME_GRAINS).optional(),
  conforms_to: nameSchema.optional(),
  /** IANA zone of the clock that a TIMESTAMP_NTZ was read off. */
  time_zone: nameSchema.optional(),
  /** Other words for single values. */
  value_synonyms: z.record(nameSchema, namesSchema).optional(),
});
export type ElementSidecar = z.infer<typeof elementSidecarSchema>;

export const metricSidecarSchema = z.strictObject({
  ...figure,
  good: z.enum(['up', 'down']).optional(),
  additivity: z.enum(['additive', 'semi-additive', 'distinct', 'ratio', 'none']).optional(),
  time_dimension: nameSchema.optional(),
  numerator: nameSchema.optional(),
  denominator: nameSchema.optional(),
  drivers: namesSchema.optional(),
  /** What is done when the figure grows, e.g. sell; with "we" in front where only the business itself does it. */
  verbs: namesSchema.optional(),
});
export type MetricSidecar = z.infer<typeof metricSidecarSchema>;

export const tableSidecarSchema = z.strictObject({
  label: nameSchema.optional(),
  default_time_dimension: nameSchema.optional(),
  display: nameSchema.optional(),
  preferred_relationships: namesSchema.optional(),
  drivers: namesSchema.optional(),
  /** What was done once for each of its rows, e.g. return. */
  verbs: namesSchema.optional(),
  freshness: z.strictObject({ time_dimension: nameSchema.optional(), max_age_hours: numberSchema }).optional(),
});
export type TableSidecar = z.infer<typeof tableSidecarSchema>;

const relationshipSidecarSchema = z.strictObject({
  role_words: namesSchema.optional(),
  /** Present while an inferred relationship waits for someone to confirm it. */
  review: z.strictObject({ confidence: numberSchema.pipe(z.number().min(0).max(1)), reason: nameSchema }).optional(),
});

/**
 * What Snowflake's format has no place for, in `<model>.baton.yaml` beside the model.
 *
 * Elements and metrics are keyed by `table.name`, derived metrics by their name.
 */
export const sidecarDocumentSchema = z.strictObject({
  /** Name of the model it belongs to. */
  model: nameSchema,
  calendar: calendarSchema.optional(),
  pii_roles: namesSchema.optional(),
  tables: z.record(nameSchema, tableSidecarSchema).optional(),
  elements: z.record(nameSchema, elementSidecarSchema).optional(),
  metrics: z.record(nameSchema, metricSidecarSchema).optional(),
  relationships: z.record(nameSchema, relationshipSidecarSchema).optional(),
  hierarchies: z.array(z.strictObject({ name: nameSchema, levels: namesSchema.min(2) })).optional(),
  default_filters: z
    .array(
      z.strictObject({
        name: nameSchema,
        table: nameSchema,
        expr: nameSchema,
        description: z.string().optional(),
        lifted_by: namesSchema.optional(),
      }),
    )
    .optional(),
  row_policies: z
    .array(
      z.strictObject({
        name: nameSchema,
        table: nameSchema,
        expr: nameSchema,
        roles: namesSchema.optional(),
        except_roles: namesSchema.optional(),
      }),
    )
    .optional(),
  /** Questions whose plans someone has checked; slots are in braces, and the plan leaves out what they stand for. */
  verified_plans: z
    .array(
      z.strictObject({
        name: nameSchema,
        question: nameSchema,
        plan: querySchema,
        verified_by: nameSchema.optional(),
        verified_at: dateSchema.optional(),
      }),
    )
    .optional(),
  sample_questions: namesSchema.optional(),
  /** Set by the generator until someone has read the draft. */
  is_draft: flagSchema.optional(),
});
export type SidecarDocument = z.infer<typeof sidecarDocumentSchema>;
