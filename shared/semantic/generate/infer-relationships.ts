import { scalarTypeOf } from '../data-type.ts';
import { entityWords, keyStem, ownWords } from './name-words.ts';
import type { ColumnDescription, SchemaDescription, TableDescription } from './schema-description.ts';

/** A relationship that is declared or seems to be there. */
export interface InferredRelationship {
  readonly left: TableDescription;
  readonly right: TableDescription;
  readonly columns: readonly { readonly left: string; readonly right: string }[];
  /** Words that tell this relationship from others to the same table, e.g. `ship to`; empty without a role. */
  readonly role: readonly string[];
  /** 1 for a declared foreign key. */
  readonly confidence: number;
  readonly reason: string;
}

/** Below this a relationship is not even suggested. */
const LEAST_CONFIDENCE = 0.6;
const WELL_INCLUDED = 0.98;
const BARELY_INCLUDED = 0.9;

/** The one column that makes the rows of a table unique: declared, or else unique by its counts and named like a key. */
export function singleKey(table: TableDescription): ColumnDescription | null {
  const declared = [table.primaryKey, ...table.uniqueKeys].filter((key) => key.length === 1).map(([name]) => name);
  const found = table.columns.find(({ name }) => name === declared[0]);
  if (found !== undefined) return found;
  if (table.primaryKey.length > 0) return null;
  const isUnique = ({ distinctCount, nullCount }: ColumnDescription) =>
    table.rowCount !== null && table.rowCount > 0 && distinctCount === table.rowCount && nullCount === 0;
  const unique = table.columns.filter(isUnique);
  return (
    unique.find(({ name }) => keyStem(ownWords(name, table.columns)) !== null) ??
    unique.find((column) => column === table.columns[0]) ??
    null
  );
}

/** Share of the left samples among all right values; null when it cannot be told. */
function inclusion(left: ColumnDescription, right: ColumnDescription): number | null {
  const isWhole = right.distinctCount !== null && right.sampleValues.length === right.distinctCount;
  if (!isWhole || left.sampleValues.length === 0) return null;
  const values = new Set(right.sampleValues);
  return left.sampleValues.filter((value) => values.has(value)).length / left.sampleValues.length;
}

interface NameMatch {
  readonly confidence: number;
  readonly role: readonly string[];
  readonly reason: string;
}

function endsWith(words: readonly string[], tail: readonly string[]): boolean {
  return tail.length > 0 && words.slice(-tail.length).join(' ') === tail.join(' ');
}

function matchNames(
  stem: readonly string[] | null,
  column: ColumnDescription,
  table: TableDescription,
  key: ColumnDescription,
): NameMatch | null {
  const entity = entityWords(table.name);
  if (column.name === key.name && stem !== null && stem.length > 0) {
    return { confidence: 0.88, role: [], reason: `it has the name of the key of ${table.name}` };
  }
  if (stem === null || !endsWith(stem, entity)) return null;
  const role = stem.slice(0, stem.length - entity.length);
  return role.length === 0
    ? { confidence: 0.85, role, reason: `its name is that of ${table.name} and a key's` }
    : { confidence: 0.75, role, reason: `its name ends in that of ${table.name} and a key's` };
}

function weigh(match: NameMatch, included: number | null): NameMatch | null {
  if (included === null) return match;
  const percent = `${Math.round(included * 100)} % of its values occur there`;
  if (included < BARELY_INCLUDED) return null;
  const change = included >= WELL_INCLUDED ? 0.08 : -0.1;
  return { ...match, confidence: match.confidence + change, reason: `${match.reason}, and ${percent}` };
}

function inferOne(
  left: TableDescription,
  column: ColumnDescription,
  right: TableDescription,
): InferredRelationship | null {
  const key = singleKey(right);
  if (key === null || left === right || scalarTypeOf(key.dataType) !== scalarTypeOf(column.dataType)) return null;
  const stem = keyStem(ownWords(column.name, left.columns));
  const named = matchNames(stem, column, right, key);
  const match = named === null ? null : weigh(named, inclusion(column, key));
  if (match === null || match.confidence < LEAST_CONFIDENCE) return null;
  return { left, right, columns: [{ left: column.name, right: key.name }], ...match };
}

function declared(schema: SchemaDescription, left: TableDescription): readonly InferredRelationship[] {
  return left.foreignKeys.flatMap(({ columns, table, referencedColumns }): readonly InferredRelationship[] => {
    const right = schema.tables.find(({ name }) => name === table);
    if (right === undefined || right === left) return [];
    const pairs = columns.map((name, index) => ({ left: name, right: referencedColumns[index] ?? name }));
    const stem = columns.length === 1 ? (keyStem(ownWords(columns[0] ?? '', left.columns)) ?? []) : [];
    const entity = entityWords(right.name);
    const role = endsWith(stem, entity) ? stem.slice(0, stem.length - entity.length) : [];
    return [{ left, right, columns: pairs, role, confidence: 1, reason: 'it is declared as a foreign key' }];
  });
}

function reaches(edges: readonly InferredRelationship[], from: TableDescription, to: TableDescription): boolean {
  const seen = new Set([from]);
  for (const table of seen) for (const edge of edges) if (edge.left === table) seen.add(edge.right);
  return seen.has(to);
}

/**
 * Declared foreign keys, and relationships that names, types and values suggest; surest first.
 *
 * A column leads to one table only. What would close a circle is left out, since a model may have none.
 */
export function inferRelationships(schema: SchemaDescription): readonly InferredRelationship[] {
  const candidates = schema.tables.flatMap((left) => {
    const known = declared(schema, left);
    const taken = new Set(known.flatMap(({ columns }) => columns.map((pair) => pair.left)));
    const free = left.columns.filter(({ name }) => !taken.has(name) && singleKey(left)?.name !== name);
    const inferred = free.flatMap((column) => {
      const [best] = schema.tables
        .map((right) => inferOne(left, column, right))
        .filter((found) => found !== null)
        .toSorted((first, second) => second.confidence - first.confidence);
      return best === undefined ? [] : [best];
    });
    return [...known, ...inferred];
  });
  const chosen: InferredRelationship[] = [];
  for (const candidate of candidates.toSorted((first, second) => second.confidence - first.confidence)) {
    if (!reaches(chosen, candidate.right, candidate.left)) chosen.push(candidate);
  }
  return chosen;
}
