import { scalarTypeOf } from '../data-type.ts';
import { columnWords, entityWords, isGenericName, keyStem, ownWords, singularWords } from './name-words.ts';
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
const HARDLY_INCLUDED = 0.5;

function isUnique({ distinctCount, nullCount }: ColumnDescription, { rowCount }: TableDescription): boolean {
  return rowCount !== null && rowCount > 0 && distinctCount === rowCount && nullCount === 0;
}

/** The one column that makes the rows of a table unique: declared, or else unique by its counts and named like a key. */
export function singleKey(table: TableDescription): ColumnDescription | null {
  const declared = [table.primaryKey, ...table.uniqueKeys].filter((key) => key.length === 1).map(([name]) => name);
  const found = table.columns.find(({ name }) => name === declared[0]);
  if (found !== undefined) return found;
  if (table.primaryKey.length > 0) return null;
  const unique = table.columns.filter((column) => isUnique(column, table));
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
  const isNumber = scalarTypeOf(right.dataType) === 'number';
  const plain = (value: string) => (isNumber ? String(Number(value)) : value);
  const values = new Set(right.sampleValues.map(plain));
  return left.sampleValues.filter((value) => values.has(plain(value))).length / left.sampleValues.length;
}

interface NameMatch {
  readonly confidence: number;
  readonly role: readonly string[];
  readonly reason: string;
  /** Named so plainly that rows without a partner may be taken for errors in the data. */
  readonly isSure?: boolean;
}

function endsWith(words: readonly string[], tail: readonly string[]): boolean {
  return tail.length > 0 && words.slice(-tail.length).join(' ') === tail.join(' ');
}

/** Columns that may be referred to: the key, and others whose values are known to be unique. */
function targets(table: TableDescription): readonly ColumnDescription[] {
  const key = singleKey(table);
  const unique = table.columns.filter(
    (column) => column !== key && isUnique(column, table) && scalarTypeOf(column.dataType) === 'text',
  );
  return key === null ? unique : [key, ...unique];
}

interface Link {
  readonly left: TableDescription;
  readonly column: ColumnDescription;
  readonly right: TableDescription;
  readonly key: ColumnDescription;
}

/** "State name" is what states are called. */
function isNameOf({ name }: ColumnDescription, table: TableDescription): boolean {
  const words = columnWords(name);
  return (
    words.length > 1 && words.at(-1) === 'name' && words.slice(0, -1).join(' ') === entityWords(table.name).join(' ')
  );
}

function sameName({ column, key, right }: Link): NameMatch | null {
  if (column.name.toLowerCase() !== key.name.toLowerCase()) return null;
  const stem = keyStem(columnWords(column.name));
  if (stem !== null && stem.length === 0) return null;
  if (stem === null && isGenericName(column.name) && !isNameOf(column, right)) return null;
  const isSure = stem !== null && stem.join(' ') === entityWords(right.name).join(' ');
  return { confidence: 0.88, role: [], reason: `it has the name of the key of ${right.name}`, isSure };
}

/** "Manufacturer" beside a table of manufacturers holds its key, if its values are found there. */
function namesEntity(link: Link): NameMatch | null {
  const { column, right, key } = link;
  if (key !== singleKey(right) || singularWords(column.name) !== entityWords(right.name).join(' ')) return null;
  const included = inclusion(column, key);
  if (included === null || included < WELL_INCLUDED) return null;
  return { confidence: 0.8, role: [], reason: `its name is that of ${right.name}` };
}

/** "Source airport" holds the key of an airport, if its values are found there. */
function namesRole({ column, right, key }: Link): NameMatch | null {
  const [words, entity] = [singularWords(column.name).split(' '), entityWords(right.name)];
  if (key !== singleKey(right) || words.length <= entity.length || !endsWith(words, entity)) return null;
  const included = inclusion(column, key);
  if (included === null || included < WELL_INCLUDED) return null;
  const role = words.slice(0, words.length - entity.length);
  return { confidence: 0.72, role, reason: `its name ends in that of ${right.name}` };
}

/** Smaller tables have the same numbers by chance. */
const LEAST_TWINS = 20;

function arePairs({ left, column, right, key }: Link): boolean {
  const rows = left.rowCount ?? 0;
  const isPair = singleKey(left) === column && singleKey(right) === key && rows === right.rowCount;
  return isPair && rows >= LEAST_TWINS && inclusion(column, key) === 1 && inclusion(key, column) === 1;
}

/** Two tables of one thing, told apart by what they know of it: as many rows, the same keys, and a word in common. */
function isTwin(link: Link): NameMatch | null {
  const { left, column, right, key } = link;
  const isShared = entityWords(left.name).some((word) => entityWords(right.name).includes(word));
  const [from, to] = [keyStem(ownWords(column.name, left.columns)), keyStem(ownWords(key.name, right.columns))];
  const isNamed = from !== null && from.length > 0 && to !== null && to.length === 0;
  if (!isShared || !isNamed || !arePairs(link)) return null;
  return { confidence: 0.6, role: [], reason: `its rows are those of ${right.name}` };
}

function namesKey({ left, column, right, key }: Link): NameMatch | null {
  const stem = keyStem(ownWords(column.name, left.columns));
  const entity = entityWords(right.name);
  if (stem === null || key !== singleKey(right) || !endsWith(stem, entity)) return null;
  const role = stem.slice(0, stem.length - entity.length);
  return role.length === 0
    ? { confidence: 0.85, role, reason: `its name is that of ${right.name} and a key's` }
    : { confidence: 0.75, role, reason: `its name ends in that of ${right.name} and a key's` };
}

/** Fewer texts may be found in a key by chance. */
const LEAST_TEXTS = 5;

/** Words, all of which are found among those that name the rows of a table, refer to these rows. */
function holdsNames(link: Link): NameMatch | null {
  const { column, right, key } = link;
  const isText = scalarTypeOf(column.dataType) === 'text' && key === singleKey(right);
  const texts = column.sampleValues.filter((value) => /\p{L}{3}/u.test(value));
  if (!isText || texts.length < LEAST_TEXTS || texts.length < column.sampleValues.length) return null;
  const included = inclusion(column, key);
  if (included === null || included < 1) return null;
  // Of several tables with these names the one that is called like them is meant.
  const confidence = isNameOf(key, right) || singularWords(key.name) === entityWords(right.name).join(' ') ? 0.62 : 0.6;
  return { confidence, role: [], reason: `it holds names of ${right.name}` };
}

function weigh(match: NameMatch, included: number | null): NameMatch | null {
  if (included === null) return match;
  const percent = `${Math.round(included * 100)} % of its values occur there`;
  if (included < (match.isSure === true ? HARDLY_INCLUDED : BARELY_INCLUDED)) return null;
  const change = included >= WELL_INCLUDED ? 0.08 : included >= BARELY_INCLUDED ? -0.1 : -0.2;
  return { ...match, confidence: match.confidence + change, reason: `${match.reason}, and ${percent}` };
}

/** A key that is part of another key belongs to a narrower thing; of two equal ones the fuller table is the wider. */
function isWider({ left, column, right, key }: Link): boolean {
  if (singleKey(left) !== column) return true;
  return (inclusion(column, key) ?? 0) >= HARDLY_INCLUDED && (left.rowCount ?? 0) <= (right.rowCount ?? 0);
}

/** What speaks for a relationship, most telling first. */
const SIGNS: readonly ((link: Link) => NameMatch | null)[] = [
  sameName,
  namesKey,
  namesEntity,
  namesRole,
  holdsNames,
  isTwin,
];

function firstMatch(link: Link): NameMatch | null {
  for (const sign of SIGNS) {
    const found = sign(link);
    if (found !== null) return found;
  }
  return null;
}

function inferOne(link: Link): InferredRelationship | null {
  const { left, column, right, key } = link;
  if (left === right || scalarTypeOf(key.dataType) !== scalarTypeOf(column.dataType) || !isWider(link)) return null;
  const named = firstMatch(link);
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
    const free = left.columns.filter(({ name }) => !taken.has(name));
    const inferred = free.flatMap((column) => {
      const [best] = schema.tables
        .flatMap((right) => targets(right).map((key) => inferOne({ left, column, right, key })))
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
