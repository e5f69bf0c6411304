import type { ModelDocument, RelationshipDocument } from '../model-document.ts';
import { quoteIdentifier } from '../quote-sql.ts';
import type { SidecarDocument } from '../sidecar-document.ts';
import { type TableDraft, draftTable } from './draft-table.ts';
import { type InferredRelationship, inferRelationships } from './infer-relationships.ts';
import { columnWords } from './name-words.ts';
import type { SchemaDescription, TableDescription } from './schema-description.ts';

/** A model drafted from a schema, for someone to read before it is used. */
export interface GeneratedModel {
  readonly document: ModelDocument;
  readonly sidecar: SidecarDocument;
}

interface PlannedRelationship {
  readonly inferred: InferredRelationship;
  readonly name: string;
  /** Logical table it leads to: the table itself, or a copy of it for the role. */
  readonly target: string;
  readonly isCopy: boolean;
}

function logicalName(table: TableDescription): string {
  return columnWords(table.name).join('_');
}

/** Two relationships between the same tables are two roles, and each role after the first gets a table of its own. */
function planRelationships(relationships: readonly InferredRelationship[]): readonly PlannedRelationship[] {
  const seen = new Map<string, number>();
  return relationships.map((inferred) => {
    const { left, right, role } = inferred;
    const pair = JSON.stringify([left.name, right.name]);
    const count = (seen.get(pair) ?? 0) + 1;
    seen.set(pair, count);
    const isCopy = count > 1;
    const marks = role.length > 0 ? role.join('_') : String(count);
    const target = isCopy ? `${logicalName(left)}_${marks}_${logicalName(right)}` : logicalName(right);
    const marked = role.length > 0 || isCopy ? `_${marks}` : '';
    return { inferred, name: `${logicalName(left)}${marked}_${logicalName(right)}`, target, isCopy };
  });
}

function toDocument({ inferred, name, target }: PlannedRelationship): RelationshipDocument {
  return {
    name,
    left_table: logicalName(inferred.left),
    right_table: target,
    relationship_columns: inferred.columns.map(({ left, right }) => ({
      left_column: quoteIdentifier(left),
      right_column: quoteIdentifier(right),
    })),
  };
}

function toSidecar({ inferred }: PlannedRelationship) {
  const { role, confidence, reason } = inferred;
  return {
    ...(role.length > 0 ? { role_words: [role.join(' ')] } : {}),
    ...(confidence < 1 ? { review: { confidence: Math.round(confidence * 100) / 100, reason } } : {}),
  };
}

function collect<T>(drafts: readonly TableDraft[], read: (draft: TableDraft) => Readonly<Record<string, T>>) {
  return Object.fromEntries(drafts.flatMap((draft) => Object.entries(read(draft))));
}

/**
 * Drafts a model and its sidecar from what is known of a schema.
 *
 * Declared keys are taken as they are. Relationships that names, types and values suggest are marked for review with
 * their confidence and reason, and are never used silently. No business terms are invented: metrics are counts, sums
 * and means of columns.
 */
export function generateModel(schema: SchemaDescription): GeneratedModel {
  const planned = planRelationships(inferRelationships(schema));
  const referredTo = (table: TableDescription) => [
    ...new Set(
      planned
        .filter(({ inferred }) => inferred.right === table && inferred.columns.length === 1)
        .flatMap(({ inferred }) => inferred.columns.map(({ right }) => right)),
    ),
  ];
  const copies = planned.filter(({ isCopy }) => isCopy);
  const drafts = [
    ...schema.tables.map((table) =>
      draftTable(schema, table, { name: logicalName(table), role: [], referredTo: referredTo(table) }),
    ),
    ...copies.map(({ inferred, target }) => {
      const role = inferred.role.length > 0 ? inferred.role : ['other'];
      return draftTable(schema, inferred.right, { name: target, role, referredTo: referredTo(inferred.right) });
    }),
  ];
  const relationships = Object.fromEntries(
    planned
      .map((plan) => [plan.name, toSidecar(plan)] as const)
      .filter(([, sidecar]) => Object.keys(sidecar).length > 0),
  );
  return {
    document: {
      name: schema.name,
      description: `Draft of a model of ${schema.database}.${schema.schema}.`,
      tables: drafts.map(({ document }) => document),
      ...(planned.length > 0 ? { relationships: planned.map(toDocument) } : {}),
    },
    sidecar: {
      model: schema.name,
      is_draft: true,
      tables: Object.fromEntries(drafts.map(({ document, table }) => [document.name, table])),
      elements: collect(drafts, ({ elements }) => elements),
      relationships,
    },
  };
}
