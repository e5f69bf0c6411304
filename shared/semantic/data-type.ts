import type { ScalarType } from './expression.ts';

const NAMES: Readonly<Record<ScalarType, string>> = {
  number:
    'NUMBER DECIMAL DEC NUMERIC INT INTEGER BIGINT SMALLINT TINYINT BYTEINT FLOAT FLOAT4 FLOAT8 DOUBLE REAL DECFLOAT FIXED',
  text: 'VARCHAR CHAR CHARACTER NCHAR NVARCHAR STRING TEXT UUID',
  boolean: 'BOOLEAN BOOL',
  date: 'DATE',
  timestamp: 'TIMESTAMP DATETIME TIMESTAMP_NTZ TIMESTAMP_LTZ TIMESTAMP_TZ TIMESTAMPNTZ TIMESTAMPLTZ TIMESTAMPTZ',
  time: 'TIME',
  variant: 'VARIANT OBJECT ARRAY MAP GEOGRAPHY GEOMETRY BINARY VARBINARY VECTOR',
};

const SCALAR_TYPES: readonly ScalarType[] = ['number', 'text', 'boolean', 'date', 'timestamp', 'time', 'variant'];

const TYPES: ReadonlyMap<string, ScalarType> = new Map(
  SCALAR_TYPES.flatMap((type) => NAMES[type].split(' ').map((name): [string, ScalarType] => [name, type])),
);

/** What a Snowflake type holds; length and precision are ignored. Null for a type that Snowflake does not have. */
export function scalarTypeOf(dataType: string): ScalarType | null {
  const name = dataType.trim().toUpperCase().replace(/\(.*$/s, '').trim().split(/\s+/)[0] ?? '';
  return TYPES.get(name) ?? null;
}

/** The type of a column whose values are instants, of which a time zone tells the date; null for any other. */
export type InstantType = 'TIMESTAMP_TZ' | 'TIMESTAMP_LTZ';

export function instantTypeOf(dataType: string): InstantType | null {
  const words = dataType
    .trim()
    .toUpperCase()
    .replace(/\(\s*\d+\s*\)/, ' ')
    .split(/\s+/)
    .join(' ');
  if (/^TIMESTAMP(?:_?LTZ| WITH LOCAL TIME ZONE)\s*$/.test(words)) return 'TIMESTAMP_LTZ';
  return /^TIMESTAMP(?:_?TZ| WITH TIME ZONE)\s*$/.test(words) ? 'TIMESTAMP_TZ' : null;
}
