import { isAst, kindOf, listOf } from './ast-node.ts';
import { refuse } from './guard-refusal.ts';
import { readName, shown } from './print-name.ts';
import { readStandIn } from './stand-in.ts';
import { readStructuredType } from './structured-type.ts';

/** The parser's data types that Snowflake has, and how Snowflake spells them. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['Boolean', 'BOOLEAN'],
  ['Bool', 'BOOLEAN'],
  ['TinyInt', 'TINYINT'],
  ['SmallInt', 'SMALLINT'],
  ['Int', 'INT'],
  ['Integer', 'INTEGER'],
  ['BigInt', 'BIGINT'],
  ['Float', 'FLOAT'],
  ['Float4', 'FLOAT4'],
  ['Float8', 'FLOAT8'],
  ['Real', 'REAL'],
  ['Double', 'DOUBLE'],
  ['DoublePrecision', 'DOUBLE PRECISION'],
  ['Decimal', 'DECIMAL'],
  ['Dec', 'DEC'],
  ['Numeric', 'NUMERIC'],
  ['Varchar', 'VARCHAR'],
  ['Nvarchar', 'NVARCHAR'],
  ['CharVarying', 'CHAR VARYING'],
  ['Char', 'CHAR'],
  ['Character', 'CHARACTER'],
  ['Text', 'TEXT'],
  ['String', 'STRING'],
  ['Binary', 'BINARY'],
  ['Varbinary', 'VARBINARY'],
  ['Date', 'DATE'],
  ['Datetime', 'DATETIME'],
  ['Time', 'TIME'],
  ['Timestamp', 'TIMESTAMP'],
  ['TimestampNtz', 'TIMESTAMP_NTZ'],
  ['Array', 'ARRAY'],
]);

const NAMED_TYPES = new Set(
  'NUMBER VARIANT OBJECT ARRAY TIMESTAMP_LTZ TIMESTAMP_NTZ TIMESTAMP_TZ GEOGRAPHY GEOMETRY BYTEINT MAP VECTOR'.split(
    ' ',
  ),
);

/** A Snowflake data type with its length or precision. */
export function printType(node: unknown): string {
  const [kind, payload] = kindOf(node, 'a data type');
  if (kind === 'Custom') return printNamedType(payload);
  const name = TYPES.get(kind);
  if (name === undefined) return refuse(`the data type ${shown(kind)} is not allowed`);
  const numbers = numbersOf(payload);
  return numbers.length === 0 ? name : `${name}(${numbers.join(', ')})`;
}

function printNamedType(payload: unknown): string {
  const [names, modifiers] = listOf(payload, 'a data type');
  const [name, ...more] = readName(names);
  if (name === undefined || more.length > 0) return refuse('a data type is not understood');
  const structured = readStandIn('STRUCTURED_TYPE', name.value);
  if (structured !== null) return readStructuredType(structured) ?? refuse('a data type is not understood');
  if (!NAMED_TYPES.has(name.value)) return refuse(`the data type ${shown(name.text)} is not allowed`);
  const words = listOf(modifiers, 'a data type').map((word, at) =>
    modifierText(word, name.value === 'VECTOR' && at === 0),
  );
  return words.length === 0 ? name.value : `${name.value}(${words.join(', ')})`;
}

/** A length, or what a vector is made of. */
function modifierText(word: unknown, isElement: boolean): string {
  const pattern = isElement ? /^(?:int|float)$/i : /^\d{1,4}$/;
  return typeof word === 'string' && pattern.test(word) ? word : refuse('a data type is not understood');
}

/** Length, precision and scale, in whatever wrapping the parser puts them. */
function numbersOf(payload: unknown): readonly number[] {
  if (payload === undefined || payload === null || payload === 'None' || payload === 'WithoutTimeZone') return [];
  if (typeof payload === 'number') return [payload];
  if (typeof payload === 'bigint') return [Number(payload)];
  if (Array.isArray(payload)) return payload.flatMap(numbersOf);
  if (!isAst(payload)) return refuse('a data type is not understood');
  const fields = Object.entries(payload);
  const isKnown = fields.every(([key]) => KNOWN_FIELDS.has(key));
  return isKnown ? fields.flatMap(([, value]) => numbersOf(value)) : refuse('a data type is not understood');
}

const KNOWN_FIELDS = new Set(['IntegerLength', 'length', 'unit', 'Precision', 'PrecisionAndScale']);
