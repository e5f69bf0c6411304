import { DuckDBDecimalType, type DuckDBType, DuckDBTypeId } from '@duckdb/node-api';

/** A column as the driver wants it described; lower-case type names, sizes only where the type has them. */
export interface RowType {
  readonly name: string;
  readonly type:
    | 'fixed'
    | 'real'
    | 'text'
    | 'boolean'
    | 'date'
    | 'time'
    | 'timestamp_ntz'
    | 'timestamp_ltz'
    | 'variant'
    | 'object'
    | 'array'
    | 'binary';
  readonly nullable: boolean;
  readonly precision: number | null;
  readonly scale: number | null;
  /** Characters for text, bytes for binary. */
  readonly length: number | null;
  readonly byteLength: number | null;
}

type Shape = Omit<RowType, 'name' | 'nullable'>;

/** Snowflake's default VARCHAR length, and four bytes a character. */
const TEXT_LENGTH = 16_777_216;
const TEXT_BYTES = 67_108_864;
const BINARY_BYTES = 8_388_608;

const plain = (type: Shape['type'], scale: number | null = null): Shape => ({
  type,
  precision: scale === null ? null : 0,
  scale,
  length: null,
  byteLength: null,
});
const fixed = (precision: number, scale: number): Shape => ({
  type: 'fixed',
  precision,
  scale,
  length: null,
  byteLength: null,
});
const TEXT: Shape = { type: 'text', precision: null, scale: null, length: TEXT_LENGTH, byteLength: TEXT_BYTES };
const BINARY: Shape = { type: 'binary', precision: null, scale: null, length: BINARY_BYTES, byteLength: BINARY_BYTES };

/** All integers are NUMBER(38,0) in Snowflake, whatever they are declared as. */
const INTEGER = fixed(38, 0);

const SHAPES: ReadonlyMap<DuckDBTypeId, Shape> = new Map([
  [DuckDBTypeId.BOOLEAN, plain('boolean')],
  [DuckDBTypeId.TINYINT, INTEGER],
  [DuckDBTypeId.SMALLINT, INTEGER],
  [DuckDBTypeId.INTEGER, INTEGER],
  [DuckDBTypeId.BIGINT, INTEGER],
  [DuckDBTypeId.UTINYINT, INTEGER],
  [DuckDBTypeId.USMALLINT, INTEGER],
  [DuckDBTypeId.UINTEGER, INTEGER],
  [DuckDBTypeId.UBIGINT, INTEGER],
  [DuckDBTypeId.HUGEINT, INTEGER],
  [DuckDBTypeId.UHUGEINT, INTEGER],
  [DuckDBTypeId.BIGNUM, INTEGER],
  [DuckDBTypeId.FLOAT, plain('real')],
  [DuckDBTypeId.DOUBLE, plain('real')],
  [DuckDBTypeId.DATE, plain('date')],
  [DuckDBTypeId.TIME, plain('time', 9)],
  [DuckDBTypeId.TIME_TZ, plain('time', 9)],
  [DuckDBTypeId.TIMESTAMP, plain('timestamp_ntz', 9)],
  [DuckDBTypeId.TIMESTAMP_S, plain('timestamp_ntz', 9)],
  [DuckDBTypeId.TIMESTAMP_MS, plain('timestamp_ntz', 9)],
  [DuckDBTypeId.TIMESTAMP_NS, plain('timestamp_ntz', 9)],
  [DuckDBTypeId.TIMESTAMP_TZ, plain('timestamp_ltz', 9)],
  [DuckDBTypeId.BLOB, BINARY],
  [DuckDBTypeId.LIST, plain('array')],
  [DuckDBTypeId.ARRAY, plain('array')],
  [DuckDBTypeId.STRUCT, plain('object')],
  [DuckDBTypeId.MAP, plain('object')],
  [DuckDBTypeId.UNION, plain('variant')],
]);

/**
 * Describes a DuckDB column as Snowflake would.
 *
 * Nullable is always true: DuckDB does not say which columns of a result cannot be null.
 */
export function toRowType(name: string, type: DuckDBType): RowType {
  return { name, nullable: true, ...shapeOf(type) };
}

function shapeOf(type: DuckDBType): Shape {
  if (type instanceof DuckDBDecimalType) return fixed(type.width, type.scale);
  if (type.alias === 'JSON') return plain('variant');
  return SHAPES.get(type.typeId) ?? TEXT;
}

/** Epoch microseconds as seconds with nine decimals, exact: DECIMAL division would go through DOUBLE. */
const secondsText = (microseconds: string): string =>
  `(CAST(CAST(${microseconds} AS DECIMAL(24,0)) * 0.000001::DECIMAL(7,6) AS VARCHAR) || '000')`;

/** SQL that turns one column into the text the driver expects for its type; null stays null. */
export function encodeColumn(column: string, type: DuckDBType): string {
  switch (toRowType('', type).type) {
    case 'date':
      return `CAST(date_diff('day', DATE '1970-01-01', ${column}) AS VARCHAR)`;
    case 'time':
      return secondsText(`epoch_us(CAST(${column} AS TIME))`);
    // The casts are for a column that is null whatever happens: DuckDB gives such a one no type.
    case 'timestamp_ntz':
      return secondsText(`epoch_us(CAST(${column} AS TIMESTAMP))`);
    case 'timestamp_ltz':
      return secondsText(`epoch_us(CAST(${column} AS TIMESTAMPTZ))`);
    case 'binary':
      return `hex(${column})`;
    case 'array':
    case 'object':
    case 'variant':
      return `CAST(to_json(${column}) AS VARCHAR)`;
    default:
      return `CAST(${column} AS VARCHAR)`;
  }
}
