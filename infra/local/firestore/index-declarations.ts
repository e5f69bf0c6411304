import { z } from 'zod';

const scopeSchema = z.enum(['COLLECTION', 'COLLECTION_GROUP']).default('COLLECTION');
const indexedFieldSchema = z.looseObject({
  fieldPath: z.string().min(1),
  order: z.enum(['ASCENDING', 'DESCENDING']).optional(),
  arrayConfig: z.enum(['CONTAINS']).optional(),
  vectorConfig: z.looseObject({ dimension: z.int().positive() }).optional(),
});

/** The content of firestore.indexes.json: https://firebase.google.com/docs/reference/firestore/indexes */
export const indexDeclarationsSchema = z.looseObject({
  indexes: z
    .array(
      z.looseObject({
        collectionGroup: z.string().min(1),
        queryScope: scopeSchema,
        fields: z.array(indexedFieldSchema).min(1),
      }),
    )
    .default([]),
  /** A field named here has only the single-field indexes listed, none when the list is empty. */
  fieldOverrides: z
    .array(
      z.looseObject({
        collectionGroup: z.string().min(1),
        fieldPath: z.string().min(1),
        ttl: z.boolean().default(false),
        indexes: z
          .array(
            z.looseObject({
              queryScope: scopeSchema,
              order: z.enum(['ASCENDING', 'DESCENDING']).optional(),
              arrayConfig: z.enum(['CONTAINS']).optional(),
            }),
          )
          .default([]),
      }),
    )
    .default([]),
});

export type IndexDeclarations = z.infer<typeof indexDeclarationsSchema>;
/** As a person writes it: what has a default may be left out. */
export type IndexDeclarationsInput = z.input<typeof indexDeclarationsSchema>;
export type IndexedField = z.infer<typeof indexedFieldSchema>;
export type QueryScope = z.infer<typeof scopeSchema>;
