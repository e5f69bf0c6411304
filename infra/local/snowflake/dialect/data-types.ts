import { isRecord, listOf, variantOf } from './ast-node.ts';
import { storedName } from './identifiers.ts';
import { unsupported } from './refusal.ts';

/** A Snowflake data type in DuckDB's words. */
export interface TargetType {
  readonly family:
    | 'integer'
    | 'decimal'
    | 'double'
    | 'text'
    | 'boolean'
    | 'date'
    | 'time'
    | 'timestamp'
    | 'variant'
    | 'object'
    | 'array';
  readonly sql: string;
  /** Most characters of a VARCHAR(n); null = no limit. */
  readonly maxLength: number | null;
}

const DOUBLE: TargetType = { family: 'double', sql: 'DOUBLE', maxLength: null };
/** NUMBER(38,0): DuckDB's 64-bit integers join and aggregate faster than 38-digit decimals, and overflow with an error. */
const INTEGER: TargetType = { family: 'integer', sql: 'BIGINT', maxLength: null };
const TEXT: TargetType = { family: 'text', sql: 'VARCHAR', maxLength: null };
const TIMESTAMP: TargetType = { family: 'timestamp', sql: 'TIMESTAMP', maxLength: null };
const ZONED: TargetType = { family: 'timestamp', sql: 'TIMESTAMPTZ', maxLength: null };
const VARIANT: TargetType = { family: 'variant', sql: 'JSON', maxLength: null };

const BY_NAME: Readonly<Record<string, TargetType>> = {
  INT: INTEGER,
  INTEGER,
  BIGINT: INTEGER,
  SMALLINT: INTEGER,
  TINYINT: INTEGER,
  BYTEINT: INTEGER,
  FLOAT: DOUBLE,
  FLOAT4: DOUBLE,
  FLOAT8: DOUBLE,
  DOUBLE: DOUBLE,
  DOUBLEPRECISION: DOUBLE,
  REAL: DOUBLE,
  STRING: TEXT,
  TEXT,
  BOOLEAN: { family: 'boolean', sql: 'BOOLEAN', maxLength: null },
  BOOL: { family: 'boolean', sql: 'BOOLEAN', maxLength: null },
  DATE: { family: 'date', sql: 'DATE', maxLength: null },
  TIME: { family: 'time', sql: 'TIME', maxLength: null },
  DATETIME: TIMESTAMP,
  TIMESTAMP,
  TIMESTAMPNTZ: TIMESTAMP,
  TIMESTAMP_NTZ: TIMESTAMP,
  TIMESTAMPLTZ: ZONED,
  TIMESTAMP_LTZ: ZONED,
  TIMESTAMPTZ: ZONED,
  TIMESTAMP_TZ: ZONED,
  VARIANT,
  OBJECT: { family: 'object', sql: 'JSON', maxLength: null },
  ARRAY: { family: 'array', sql: 'JSON', maxLength: null },
};
const DECIMALS = new Set(['NUMBER', 'NUMERIC', 'DECIMAL', 'DEC']);
const TEXTS = new Set([
  'VARCHAR',
  'CHAR',
  'CHARACTER',
  'STRING',
  'TEXT',
  'NVARCHAR',
  'NCHAR',
  'CHARVARYING',
  'NVARCHAR2',
]);
/** Texts of one character when no length is given. */
const ONE_CHARACTER = new Set(['CHAR', 'CHARACTER', 'NCHAR']);
const TIMES = new Set([
  'DATETIME',
  'TIME',
  'TIMESTAMP',
  'TIMESTAMPNTZ',
  'TIMESTAMPLTZ',
  'TIMESTAMPTZ',
  'TIMESTAMP_NTZ',
  'TIMESTAMP_LTZ',
  'TIMESTAMP_TZ',
]);

/** Reads the parser's data type; BINARY, GEOGRAPHY, VECTOR, MAP and anything new are refused by name. */
export function targetType(node: unknown): TargetType {
  const { name, payload } = variantOf(node);
  if (name === 'Custom') {
    const [parts, modifiers] = listOf(payload);
    const [only] = listOf(parts);
    return typeOf(storedName(variantOf(only).payload), listOf(modifiers).map(Number));
  }
  if (name === 'Timestamp' && Array.isArray(payload)) {
    const zoned = payload[1] === 'Tz' || payload[1] === 'WithTimeZone';
    return zoned ? ZONED : TIMESTAMP;
  }
  return typeOf(name.toUpperCase(), numbersIn(payload));
}

function typeOf(name: string, numbers: readonly number[]): TargetType {
  if (DECIMALS.has(name)) return decimalType(numbers[0] ?? 38, numbers[1] ?? 0);
  if (TEXTS.has(name)) return { ...TEXT, maxLength: numbers[0] ?? defaultLength(name) };
  const type = Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : undefined;
  if (type === undefined) throw unsupported(`data type ${name}`);
  if (numbers.length > 0 && !mayHaveNumbers(name, type)) throw unsupported(`data type ${name}(${numbers.join(', ')})`);
  return type;
}

function defaultLength(name: string): number | null {
  return ONE_CHARACTER.has(name) ? 1 : null;
}

function mayHaveNumbers(name: string, { family }: TargetType): boolean {
  return TIMES.has(name) || family === 'double';
}

function decimalType(precision: number, scale: number): TargetType {
  if (!(precision >= 1 && precision <= 38 && scale >= 0 && scale <= precision))
    throw unsupported(`data type NUMBER(${precision},${scale})`);
  if (scale === 0 && precision === 38) return INTEGER;
  return { family: 'decimal', sql: `DECIMAL(${precision},${scale})`, maxLength: null };
}

/** The numbers in a type's payload, in order: `{"PrecisionAndScale":[10,2]}`, `{"IntegerLength":{"length":3}}`, `9`. */
function numbersIn(payload: unknown): readonly number[] {
  if (typeof payload === 'number') return [payload];
  if (typeof payload === 'string' && /^\d+$/.test(payload)) return [Number(payload)];
  if (Array.isArray(payload)) return payload.flatMap((item: unknown) => numbersIn(item));
  return isRecord(payload) ? Object.values(payload).flatMap((item) => numbersIn(item)) : [];
}
