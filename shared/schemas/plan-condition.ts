import { z } from 'zod';
import { aliasSchema, elementIdSchema, planPeriodSchema, planSystemSchema, timePartSchema } from './plan-parts.ts';

const field = elementIdSchema.describe('Id of a dimension, time dimension or fact, or metric_time.');
const via = z.array(z.string()).default([]).describe('Relationships to take where several paths lead to the table.');
const negated = z.boolean().default(false);

/** A number, text, truth value, or a date as ISO text. */
export const operandSchema = z.union([z.string().max(4_000), z.number(), z.boolean()]);
export type Operand = z.infer<typeof operandSchema>;

export const comparatorSchema = z.enum(['=', '<>', '<', '<=', '>', '>=']);
export type Comparator = z.infer<typeof comparatorSchema>;

/** How a condition came about; says nothing about what it means. */
const provenance = {
  heard: z.string().max(400).nullable().default(null).describe('Words of the question it was read from.'),
  method: z.string().max(40).nullable().default(null).describe('How the words became it: exact, synonym, fuzzy …'),
};

const nestedName = aliasSchema.describe('Name of one of the nested queries.');
const times = z.number().default(1).describe('The figure is multiplied by this before it is compared.');

const simpleConditionSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('compare'),
    field,
    via,
    operator: comparatorSchema,
    value: operandSchema,
    ...provenance,
  }),
  z.strictObject({
    kind: z.literal('in'),
    field,
    via,
    values: z.array(operandSchema).min(1).max(1_000),
    negated,
    ...provenance,
  }),
  /** Between two bounds; null leaves that side open. Half-open unless said otherwise. */
  z.strictObject({
    kind: z.literal('range'),
    field,
    via,
    from: operandSchema.nullable(),
    to: operandSchema.nullable(),
    includesFrom: z.boolean().default(true),
    includesTo: z.boolean().default(false),
    ...provenance,
  }),
  /** Matches text literally, without wildcards. */
  z.strictObject({
    kind: z.literal('text'),
    field,
    via,
    match: z.enum(['contains', 'starts', 'ends']),
    value: z.string().min(1).max(1_000),
    caseSensitive: z.boolean().default(false),
    negated,
    ...provenance,
  }),
  z.strictObject({ kind: z.literal('null'), field, via, negated, ...provenance }),
  /** A named condition of the model: a filter, or an element labelled as one. */
  z.strictObject({ kind: z.literal('named'), filter: elementIdSchema, via, negated, ...provenance }),
  /** Whether the value is among those in the first column of a nested query. */
  z.strictObject({ kind: z.literal('member'), field, via, of: nestedName, negated, ...provenance }),
  /** A recurring part of a date, e.g. on Mondays, in any December. Numbered as the part's column would be. */
  z.strictObject({
    kind: z.literal('part'),
    field,
    via,
    part: timePartSchema,
    values: z.array(z.int().min(0).max(53)).min(1).max(60),
    system: planSystemSchema.default('calendar'),
    negated,
    ...provenance,
  }),
  /**
   * Against the figure that a nested query gives: its one row, or the row that shares the values of `per`, e.g. the
   * average price of the product's own category.
   */
  z.strictObject({
    kind: z.literal('scalar'),
    field,
    via,
    operator: comparatorSchema,
    of: nestedName,
    times,
    per: z.array(elementIdSchema).max(5).default([]).describe('Fields by which the nested query is split, in order.'),
    ...provenance,
  }),
]);

/** Whether a row of `of` has a row in `table`, which leads to it: "customers who returned something". */
const existsConditionSchema = z.strictObject({
  kind: z.literal('exists'),
  table: z.string().describe('Logical table in which a row is looked for, e.g. returns.'),
  of: z.string().describe('Logical table that `table` leads to and that the rows asked about have or lead to.'),
  via,
  where: z.array(simpleConditionSchema).default([]).describe('All must hold for the row of `table`.'),
  period: planPeriodSchema.nullable().default(null).describe('When the row of `table` must have happened.'),
  negated,
  ...provenance,
});

const leafSchema = z.discriminatedUnion('kind', [simpleConditionSchema, existsConditionSchema]);
export type LeafCondition = z.infer<typeof leafSchema>;
type LeafConditionInput = z.input<typeof leafSchema>;

interface ConditionGroup<Member> {
  kind: 'and' | 'or';
  conditions: Member[];
}
interface NegatedCondition<Member> {
  kind: 'not';
  condition: Member;
}

/** A condition on single rows, before anything is aggregated. */
export type Condition = LeafCondition | ConditionGroup<Condition> | NegatedCondition<Condition>;
export type ConditionInput = LeafConditionInput | ConditionGroup<ConditionInput> | NegatedCondition<ConditionInput>;
type ConditionSchema = z.ZodType<Condition, ConditionInput>;

export const conditionSchema: ConditionSchema = z.discriminatedUnion('kind', [
  leafSchema,
  z.strictObject({
    kind: z.enum(['and', 'or']),
    get conditions(): z.ZodArray<ConditionSchema> {
      return z.array(conditionSchema).min(1).max(100);
    },
  }),
  z.strictObject({
    kind: z.literal('not'),
    get condition(): ConditionSchema {
      return conditionSchema;
    },
  }),
]);

const column = aliasSchema.describe('Alias of a metric, calculation or comparison column.');

const leafHavingSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('compare'),
    of: column,
    operator: comparatorSchema,
    value: z.number(),
    ...provenance,
  }),
  z.strictObject({ kind: z.literal('null'), of: column, negated, ...provenance }),
  /** Against the one figure of a nested query. */
  z.strictObject({
    kind: z.literal('scalar'),
    of: column,
    operator: comparatorSchema,
    query: nestedName,
    times,
    ...provenance,
  }),
  /** Against another column of the same row, e.g. revenue below target. */
  z.strictObject({
    kind: z.literal('column'),
    of: column,
    operator: comparatorSchema,
    other: column,
    times,
    ...provenance,
  }),
  /** Against a summary of the same column over the rows of the result, e.g. regions above average. */
  z.strictObject({
    kind: z.literal('summary'),
    of: column,
    operator: comparatorSchema,
    summary: z.enum(['mean', 'median', 'max', 'min']),
    times,
    within: z.array(aliasSchema).default([]).describe('Dimensions: over the rows of the same group, not over all.'),
    ...provenance,
  }),
]);
export type LeafHaving = z.infer<typeof leafHavingSchema>;

/** A condition on the rows of the grouped result. */
export type Having = LeafHaving | ConditionGroup<Having> | NegatedCondition<Having>;
export type HavingInput =
  z.input<typeof leafHavingSchema> | ConditionGroup<HavingInput> | NegatedCondition<HavingInput>;
type HavingSchema = z.ZodType<Having, HavingInput>;

export const havingSchema: HavingSchema = z.discriminatedUnion('kind', [
  leafHavingSchema,
  z.strictObject({
    kind: z.enum(['and', 'or']),
    get conditions(): z.ZodArray<HavingSchema> {
      return z.array(havingSchema).min(1).max(100);
    },
  }),
  z.strictObject({
    kind: z.literal('not'),
    get condition(): HavingSchema {
      return havingSchema;
    },
  }),
]);
