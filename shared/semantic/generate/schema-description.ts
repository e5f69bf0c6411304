import { z } from 'zod';

const columnSchema = z.looseObject({
  name: z.string().min(1),
  /** Snowflake type with its precision, e.g. `NUMBER(12,2)`. */
  dataType: z.string().min(1),
  isNullable: z.boolean().default(true),
  comment: z.string().default(''),
  /** Distinct values that are not null; null when nobody counted. */
  distinctCount: z.int().nonnegative().nullable().default(null),
  nullCount: z.int().nonnegative().nullable().default(null),
  /** Values as text, most frequent first; all of them when there are as many as `distinctCount`. */
  sampleValues: z.array(z.string()).default([]),
});
export type ColumnDescription = z.infer<typeof columnSchema>;

const tableSchema = z.looseObject({
  name: z.string().min(1),
  comment: z.string().default(''),
  rowCount: z.int().nonnegative().nullable().default(null),
  columns: z.array(columnSchema).min(1),
  primaryKey: z.array(z.string()).default([]),
  uniqueKeys: z.array(z.array(z.string())).default([]),
  foreignKeys: z
    .array(z.object({ columns: z.array(z.string()), table: z.string(), referencedColumns: z.array(z.string()) }))
    .default([]),
});
export type TableDescription = z.infer<typeof tableSchema>;

/** What INFORMATION_SCHEMA says of one schema, with counts and value samples where somebody took them. */
export const schemaDescriptionSchema = z.looseObject({
  /** Name for the model. */
  name: z.string().min(1),
  database: z.string().min(1),
  schema: z.string().min(1),
  tables: z.array(tableSchema).min(1),
});
export type SchemaDescription = z.infer<typeof schemaDescriptionSchema>;
