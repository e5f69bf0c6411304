import { z } from 'zod';

/** Yes or no, as YAML's own boolean or as its text. */
const flagSchema = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);
const countSchema = z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]);
/** Values keep the spelling of the file, so that `007` stays `007`. */
const valuesSchema = z.array(z.union([z.string(), z.number().transform(String), z.boolean().transform(String)]));
const nameSchema = z.string().min(1).max(255);
const textSchema = z.string();
const wordsSchema = z.array(z.string().min(1));

const tagSchema = z.strictObject({
  name: z.strictObject({ database: nameSchema, schema: nameSchema, tag: nameSchema }),
  value: z.string().max(256),
});
const tagsSchema = z.array(tagSchema);

const described = {
  name: nameSchema,
  synonyms: wordsSchema.optional(),
  description: textSchema.optional(),
  tags: tagsSchema.optional(),
};

const rowExpression = {
  ...described,
  expr: z.string().min(1),
  data_type: z.string().min(1),
  sample_values: valuesSchema.optional(),
};
const labelsSchema = z.array(z.enum(['filter']));
const accessSchema = z.enum(['public_access', 'private_access']);

export const searchServiceSchema = z.strictObject({
  service: nameSchema,
  literal_column: nameSchema.optional(),
  database: nameSchema.optional(),
  schema: nameSchema.optional(),
});

export const dimensionDocumentSchema = z.strictObject({
  ...rowExpression,
  is_enum: flagSchema.optional(),
  cortex_search_service: searchServiceSchema.optional(),
  labels: labelsSchema.optional(),
});
export type DimensionDocument = z.infer<typeof dimensionDocumentSchema>;

export const timeDimensionDocumentSchema = z.strictObject({ ...rowExpression, labels: labelsSchema.optional() });
export type TimeDimensionDocument = z.infer<typeof timeDimensionDocumentSchema>;

export const factDocumentSchema = z.strictObject({
  ...rowExpression,
  labels: labelsSchema.optional(),
  access_modifier: accessSchema.optional(),
});
export type FactDocument = z.infer<typeof factDocumentSchema>;

export const metricDocumentSchema = z.strictObject({
  ...described,
  expr: z.string().min(1),
  access_modifier: accessSchema.optional(),
  non_additive_dimensions: z
    .array(
      z.strictObject({
        table: nameSchema,
        dimension: nameSchema,
        sort_direction: z.enum(['ascending', 'descending']).optional(),
        null_order: z.enum(['first', 'last']).optional(),
      }),
    )
    .optional(),
  using_relationships: z.array(nameSchema).optional(),
});
export type MetricDocument = z.infer<typeof metricDocumentSchema>;

export const derivedMetricDocumentSchema = metricDocumentSchema.omit({
  non_additive_dimensions: true,
  using_relationships: true,
});

const filterDocumentSchema = z.strictObject({ ...described, expr: z.string().min(1) });
const columnsSchema = z.strictObject({ columns: z.array(nameSchema).min(1) });

const baseTableSchema = z.union([
  z.strictObject({ definition: z.string().min(1) }),
  z.strictObject({ database: nameSchema, schema: nameSchema, table: nameSchema }),
]);

export const tableDocumentSchema = z.strictObject({
  ...described,
  base_table: baseTableSchema,
  primary_key: columnsSchema.optional(),
  unique_keys: z.array(columnsSchema).optional(),
  dimensions: z.array(dimensionDocumentSchema).optional(),
  time_dimensions: z.array(timeDimensionDocumentSchema).optional(),
  facts: z.array(factDocumentSchema).optional(),
  metrics: z.array(metricDocumentSchema).optional(),
  filters: z.array(filterDocumentSchema).optional(),
});
export type TableDocument = z.infer<typeof tableDocumentSchema>;

export const relationshipDocumentSchema = z.strictObject({
  name: nameSchema,
  left_table: nameSchema,
  right_table: nameSchema,
  relationship_columns: z
    .array(
      z.strictObject({
        left_column: nameSchema,
        right_column: nameSchema.optional(),
        type: z.enum(['equi', 'asof', 'range']).optional(),
        right_range: z.strictObject({ start_column: nameSchema, end_column: nameSchema }).optional(),
      }),
    )
    .min(1),
});
export type RelationshipDocument = z.infer<typeof relationshipDocumentSchema>;

const verifiedQuerySchema = z.strictObject({
  name: nameSchema,
  question: z.string().min(1),
  sql: z.string().min(1),
  /** Seconds since 1970. */
  verified_at: countSchema.optional(),
  verified_by: z.string().optional(),
  use_as_onboarding_question: flagSchema.optional(),
});

const variableSchema = z.strictObject({
  name: nameSchema,
  data_type: z.string().min(1),
  default_value: z.string(),
  description: textSchema.optional(),
});

/** A semantic view as YAML, in the form of 2026: what Snowflake accepts, nothing else. */
export const modelDocumentSchema = z.strictObject({
  name: nameSchema,
  description: textSchema.optional(),
  tables: z.array(tableDocumentSchema).min(1),
  relationships: z.array(relationshipDocumentSchema).optional(),
  metrics: z.array(derivedMetricDocumentSchema).optional(),
  variables: z.array(variableSchema).optional(),
  verified_queries: z.array(verifiedQuerySchema).optional(),
  custom_instructions: textSchema.optional(),
  module_custom_instructions: z
    .strictObject({ sql_generation: textSchema.optional(), question_categorization: textSchema.optional() })
    .optional(),
  /** Seconds. */
  max_staleness: countSchema.optional(),
  tags: tagsSchema.optional(),
});
export type ModelDocument = z.infer<typeof modelDocumentSchema>;
