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
