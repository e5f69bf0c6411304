import { GrammarCursor } from './grammar-cursor.ts';

/** Types that may be parts of a structured one, with how many lengths each may have. */
const SCALARS: ReadonlyMap<string, number> = new Map([
  ...'BOOLEAN TINYINT SMALLINT INT INTEGER BIGINT BYTEINT FLOAT FLOAT4 FLOAT8 REAL DOUBLE DATE VARIANT GEOGRAPHY GEOMETRY UUID'
    .split(' ')
    .map((name) => [name, 0] as const),
  ...'VARCHAR NVARCHAR CHAR CHARACTER TEXT STRING BINARY VARBINARY DATETIME TIME TIMESTAMP TIMESTAMP_NTZ TIMESTAMP_LTZ TIMESTAMP_TZ'
    .split(' ')
    .map((name) => [name, 1] as const),
  ...'NUMBER NUMERIC DECIMAL DEC'.split(' ').map((name) => [name, 2] as const),
]);

const NAME = /^(?:[A-Za-z_]\w*|"[ !#-~]+")$/;
const NUMBER = /^\d{1,4}$/;

/**
 * A structured type (`ARRAY(…)`, `OBJECT(…)`, `MAP(…)`) written anew, with what may follow it in a CAST; null when it is none.
 *
 * Grammar: docs.snowflake.com, "Structured data types" (November 2026).
 */
export function readStructuredType(text: string): string | null {
  const cursor = GrammarCursor.over(text, /\s*(?:[A-Za-z_]\w*|"[ !#-~]+"|\d+|[(),])/);
  if (cursor === null) return null;
  const type = readType(cursor);
  const change = ['RENAME', 'ADD'].find((word) => cursor.takeWords(word, 'FIELDS'));
  if (type === null || !cursor.isAtEnd) return null;
  return change === undefined ? type : `${type} ${change} FIELDS`;
}

function readType(cursor: GrammarCursor): string | null {
  const name = cursor.take(/^[A-Za-z_]\w*$/)?.toUpperCase();
  if (name === undefined) return null;
  switch (name) {
    case 'ARRAY':
      return readParts(name, cursor, [readPart]);
    case 'MAP':
      return readParts(name, cursor, [readType, readPart]);
    case 'OBJECT':
      return readObject(cursor);
    default:
      return readScalar(name, cursor);
  }
}

/** A type that may say that it is never null. */
function readPart(cursor: GrammarCursor): string | null {
  const type = readType(cursor);
  return type !== null && cursor.takeWords('NOT', 'NULL') ? `${type} NOT NULL` : type;
}

type ReadPart = (cursor: GrammarCursor) => string | null;

/** The parts of a type in parentheses, or none at all. */
function readParts(name: string, cursor: GrammarCursor, readers: readonly ReadPart[]): string | null {
  if (cursor.take(/^\($/) === null) return name;
  const parts: string[] = [];
  for (const [at, read] of readers.entries()) {
    if (at > 0 && cursor.take(/^,$/) === null) return null;
    const part = read(cursor);
    if (part === null) return null;
    parts.push(part);
  }
  return cursor.take(/^\)$/) === null ? null : `${name}(${parts.join(', ')})`;
}

function readObject(cursor: GrammarCursor): string | null {
  if (cursor.take(/^\($/) === null) return 'OBJECT';
  const fields: string[] = [];
  while (cursor.take(/^\)$/) === null) {
    if (fields.length > 0 && cursor.take(/^,$/) === null) return null;
    const name = cursor.take(NAME);
    const type = name === null ? null : readPart(cursor);
    if (name === null || type === null) return null;
    fields.push(`${name} ${type}`);
  }
  return `OBJECT(${fields.join(', ')})`;
}

function readScalar(name: string, cursor: GrammarCursor): string | null {
  const most = SCALARS.get(name);
  if (most === undefined) return null;
  if (cursor.take(/^\($/) === null) return name;
  const numbers: string[] = [];
  while (cursor.take(/^\)$/) === null) {
    if (numbers.length > 0 && cursor.take(/^,$/) === null) return null;
    const number = cursor.take(NUMBER);
    if (number === null || numbers.length === most) return null;
    numbers.push(number);
  }
  return numbers.length === 0 ? null : `${name}(${numbers.join(', ')})`;
}
