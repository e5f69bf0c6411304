import { scalarTypeOf } from '../data-type.ts';
import { keyStem, ownWords } from './name-words.ts';
import type { ColumnDescription, TableDescription } from './schema-description.ts';

/** What a column is for. `level` is a number with few values, which groups rows and can be averaged, but not summed. */
export type ColumnRole = 'key' | 'dimension' | 'flag' | 'time' | 'measure' | 'level';

/** Most values a text or whole number may have to be taken for a closed list. */
const MAX_ENUM_VALUES = 20;

/** Numbers with these words are never summed: they name things or places. */
const IDENTIFYING = new Set(
  'id key code zip postcode phone telephone year month day quarter week latitude longitude lat long version rank'.split(
    ' ',
  ),
);
const LEVELS = new Set('level grade rating floor age year size score'.split(' '));

const AVERAGED = new Set('price rate ratio percent score rating age salary temperature distance average'.split(' '));

function hasWord(words: readonly string[], among: ReadonlySet<string>): boolean {
  return words.some((word) => among.has(word));
}

function hasDecimals(dataType: string): boolean {
  const scale = /\(\s*\d+\s*,\s*(\d+)\s*\)/.exec(dataType)?.[1];
  return /^(?:FLOAT|DOUBLE|REAL)/i.test(dataType) || (scale !== undefined && Number(scale) > 0);
}

const COUNTED = new Set(['quantity', 'count', 'amount']);

function isFirstAndUnique(column: ColumnDescription, table: TableDescription): boolean {
  const { distinctCount } = column;
  return table.columns[0] === column && distinctCount !== null && distinctCount > 1 && distinctCount === table.rowCount;
}

function roleOfNumber(column: ColumnDescription, table: TableDescription): ColumnRole {
  const words = ownWords(column.name, table.columns);
  if (keyStem(words) !== null || hasWord(words, IDENTIFYING) || isFirstAndUnique(column, table)) return 'key';
  if (hasDecimals(column.dataType)) return 'measure';
  const isFew = column.distinctCount !== null && column.distinctCount <= MAX_ENUM_VALUES;
  return hasWord(words, LEVELS) || (isFew && !hasWord(words, COUNTED)) ? 'level' : 'measure';
}

const MEASURED = new Set(
  'quantity amount price cost total salary revenue weight height length width rate percent duration balance fee'.split(
    ' ',
  ),
);

/** Share of numbers among texts from which on these are meant as numbers. */
const MOSTLY = 0.99;

/** A text column that holds nothing but numbers, and is called like something that is measured. */
function holdsNumbersAsText(column: ColumnDescription, table: TableDescription): boolean {
  if (scalarTypeOf(column.dataType) !== 'text' || column.sampleValues.length === 0) return false;
  const words = ownWords(column.name, table.columns);
  const isMeasured = hasWord(words, MEASURED) && keyStem(words) === null && !hasWord(words, IDENTIFYING);
  const numbers = column.sampleValues.filter((value) => /^\s*-?\d+(?:\.\d+)?\s*$/.test(value)).length;
  return isMeasured && numbers >= MOSTLY * column.sampleValues.length;
}

/** Decides by type, name and counts what a column is for. */
export function classifyColumn(column: ColumnDescription, table: TableDescription): ColumnRole {
  const type = scalarTypeOf(column.dataType);
  const isForeign = table.foreignKeys.some(({ columns }) => columns.includes(column.name));
  if (type === 'date' || type === 'timestamp') return 'time';
  if (table.primaryKey.includes(column.name) || isForeign) return 'key';
  if (type === 'boolean') return 'flag';
  if (holdsNumbersAsText(column, table)) return 'measure';
  return type === 'number' ? roleOfNumber(column, table) : 'dimension';
}

/** Whether a measure adds up, or only its mean says something. */
export function defaultAggregate(words: readonly string[]): 'sum' | 'avg' {
  return hasWord(words, AVERAGED) ? 'avg' : 'sum';
}

/** All values of the column, when they are known and few enough to be a closed list. */
export function closedList(column: ColumnDescription): readonly string[] | null {
  const { distinctCount, sampleValues } = column;
  const isWhole = distinctCount !== null && sampleValues.length === distinctCount;
  return isWhole && distinctCount > 0 && distinctCount <= MAX_ENUM_VALUES ? sampleValues : null;
}
