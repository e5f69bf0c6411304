import type { RelationshipDocument, TableDocument } from './model-document.ts';
import { type ResolveContext, findReference } from './resolve-context.ts';
import { keyColumn, keysOf } from './resolve-keys.ts';
import type { JoinCondition, Key, Relationship } from './semantic-model.ts';

type Path = readonly (string | number)[];

function refuse(context: ResolveContext, path: Path, message: string, mend: string): null {
  context.report({ severity: 'error', rule: 'relationship', document: 'model', path, message, mend });
  return null;
}

function findTable(context: ResolveContext, name: string, path: Path): TableDocument | null {
  const found = context.document.tables.find((table) => table.name.toUpperCase() === name.toUpperCase());
  return found ?? refuse(context, path, `${name} is no table of the model.`, 'Name a logical table.');
}

interface Columns {
  readonly kind: 'equi' | 'asof' | 'range';
  readonly left: string;
  readonly right: string;
  readonly end: string | null;
}

type ColumnDocument = RelationshipDocument['relationship_columns'][number];

interface Sides {
  readonly left: TableDocument;
  readonly right: TableDocument;
}

function missing(context: ResolveContext, key: string, path: Path): null {
  return refuse(context, path, `The relationship has no ${key}.`, `Add ${key}.`);
}

function readRange(context: ResolveContext, column: ColumnDocument, sides: Sides, path: Path): Columns | null {
  const { right_range: range } = column;
  if (range === undefined) return missing(context, 'right_range', path);
  const read = (name: string) => keyColumn(context, sides.right.name, name, [...path, 'right_range']);
  const left = keyColumn(context, sides.left.name, column.left_column, [...path, 'left_column']);
  const start = read(range.start_column);
  const end = read(range.end_column);
  return left === null || start === null || end === null ? null : { kind: 'range', left, right: start, end };
}

function readColumn(context: ResolveContext, column: ColumnDocument, sides: Sides, path: Path): Columns | null {
  const kind = column.type ?? (column.right_range === undefined ? 'equi' : 'range');
  if (kind === 'range') return readRange(context, column, sides, path);
  if (column.right_column === undefined) return missing(context, 'right_column', path);
  const left = keyColumn(context, sides.left.name, column.left_column, [...path, 'left_column']);
  const right = keyColumn(context, sides.right.name, column.right_column, [...path, 'right_column']);
  return left === null || right === null ? null : { kind, left, right, end: null };
}

function readColumns(
  context: ResolveContext,
  document: RelationshipDocument,
  sides: Sides,
  path: Path,
): readonly Columns[] | null {
  const read = document.relationship_columns
    .map((column, index) => readColumn(context, column, sides, [...path, 'relationship_columns', index]))
    .filter((column) => column !== null);
  if (read.length < document.relationship_columns.length) return null;
  if (read.filter(({ kind }) => kind !== 'equi').length <= 1) return read;
  return refuse(context, path, 'It has more than one asof or range column.', 'Keep one of them.');
}

function toJoin(columns: readonly Columns[]): JoinCondition {
  const equal = columns.filter(({ kind }) => kind === 'equi').map(({ left, right }) => ({ left, right }));
  const special = columns.find(({ kind }) => kind !== 'equi');
  if (special === undefined) return { kind: 'equi', columns: equal };
  const { left, right, end } = special;
  return end === null
    ? { kind: 'asof', columns: equal, asof: { left, right } }
    : { kind: 'range', columns: equal, range: { left, start: right, end } };
}

function covers(columns: readonly string[], key: Key): boolean {
  return key.columns.length > 0 && key.columns.every((column) => columns.includes(column));
}

/** The key of the right table from which it follows that a row finds at most one. Ranges are taken to be distinct. */
function proofOf(columns: readonly Columns[], keys: readonly Key[]): Key | null {
  const right = columns.map((column) => column.right);
  const range = columns.find(({ kind }) => kind === 'range');
  if (range === undefined) return keys.find((key) => covers(right, key)) ?? null;
  return { kind: 'unique', columns: [...right, ...(range.end === null ? [] : [range.end])] };
}

function findSides(context: ResolveContext, document: RelationshipDocument, path: Path): Sides | null {
  const left = findTable(context, document.left_table, [...path, 'left_table']);
  const right = findTable(context, document.right_table, [...path, 'right_table']);
  if (left === null || right === null) return null;
  if (left !== right) return { left, right };
  return refuse(context, path, `${left.name} refers to itself.`, 'Add the table a second time under another name.');
}

function keysOfTable(context: ResolveContext, table: TableDocument): readonly Key[] {
  return keysOf(context, table, context.document.tables.indexOf(table));
}

function prove(context: ResolveContext, columns: readonly Columns[], right: TableDocument, path: Path): Key | null {
  const proof = proofOf(columns, keysOfTable(context, right));
  if (proof !== null) return proof;
  const message = `The columns are not a key of ${right.name}, so a row may find several.`;
  const mend = `Add them as primary_key or unique_keys of ${right.name} if they are unique, or swap the sides.`;
  return refuse(context, [...path, 'relationship_columns'], message, mend);
}

function toRelationship(
  context: ResolveContext,
  name: string,
  sides: Sides,
  join: { readonly columns: readonly Columns[]; readonly provenBy: Key },
): Relationship {
  const ownColumns = join.columns.filter(({ kind }) => kind === 'equi').map((column) => column.left);
  const isOneToOne = keysOfTable(context, sides.left).some((key) => covers(ownColumns, key));
  const sidecar = context.sidecar.relationships?.[name];
  return {
    name,
    leftTable: sides.left.name,
    rightTable: sides.right.name,
    join: toJoin(join.columns),
    cardinality: isOneToOne ? 'one_to_one' : 'many_to_one',
    provenBy: join.provenBy,
    roleWords: sidecar?.role_words ?? [],
    review: sidecar?.review ?? null,
  };
}

function resolveOne(context: ResolveContext, document: RelationshipDocument, index: number): Relationship | null {
  const path = ['relationships', index];
  const sides = findSides(context, document, path);
  if (sides === null) return null;
  const columns = readColumns(context, document, sides, path);
  if (columns === null) return null;
  const provenBy = prove(context, columns, sides.right, path);
  return provenBy === null ? null : toRelationship(context, document.name, sides, { columns, provenBy });
}

/** Reports each relationship that closes a circle: Snowflake refuses it, and a row could then find many of its own table. */
function reportCycles(context: ResolveContext, relationships: readonly Relationship[]): void {
  for (const { name, leftTable, rightTable } of relationships) {
    if (!context.scope.reaches(rightTable, leftTable)) continue;
    const index = context.document.relationships?.findIndex((document) => document.name === name) ?? -1;
    const message = `${leftTable} and ${rightTable} refer to each other in a circle.`;
    refuse(context, ['relationships', index], message, 'Add one of the tables a second time under another name.');
  }
}

/** Resolves the relationships; one that cannot be used is reported and left out. */
export function resolveRelationships(context: ResolveContext): readonly Relationship[] {
  const relationships = (context.document.relationships ?? [])
    .map((document, index) => resolveOne(context, document, index))
    .filter((relationship) => relationship !== null);
  reportCycles(context, relationships);
  for (const name of Object.keys(context.sidecar.relationships ?? {})) {
    const path = ['relationships', name];
    findReference(context, name, { among: context.relationshipNames, table: null, path });
  }
  return relationships;
}
