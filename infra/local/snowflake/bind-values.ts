import {
  DuckDBDateValue,
  DuckDBDecimalValue,
  type DuckDBPreparedStatement,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
} from '@duckdb/node-api';

import type { Bind } from './protocol-schemas.ts';
import { SnowflakeError, unsupported } from './snowflake-error.ts';

const MAX_BIGINT = 9_223_372_036_854_775_807n;
const MS_PER_DAY = 86_400_000;

function bindFixed(statement: DuckDBPreparedStatement, index: number, text: string): void {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/u.exec(text);
  if (match === null) throw new SnowflakeError('100038', '22018', `Numeric value '${text}' is not recognized`);
  const [, sign = '', whole = '', fraction = ''] = match;
  const digits = BigInt(`${sign}${whole}${fraction}`);
  if (fraction !== '') {
    statement.bindDecimal(index, new DuckDBDecimalValue(digits, 38, fraction.length));
  } else if (digits <= MAX_BIGINT && digits >= -MAX_BIGINT) {
    statement.bindBigInt(index, digits);
  } else {
    statement.bindHugeInt(index, digits);
  }
}

/** Times travel as nanoseconds in text; DuckDB keeps microseconds. */
const microseconds = (nanoseconds: string): bigint => BigInt(nanoseconds.split(' ')[0] ?? '0') / 1_000n;

type Binder = (statement: DuckDBPreparedStatement, index: number, text: string) => void;

const bindText: Binder = (statement, index, text) => statement.bindVarchar(index, text);

const BINDERS: Readonly<Record<string, Binder>> = {
  FIXED: bindFixed,
  REAL: (statement, index, text) => statement.bindDouble(index, Number(text)),
  BOOLEAN: (statement, index, text) => statement.bindBoolean(index, text.toLowerCase() === 'true' || text === '1'),
  DATE: (statement, index, text) =>
    statement.bindDate(index, new DuckDBDateValue(Math.floor(Number(text) / MS_PER_DAY))),
  TIME: (statement, index, text) => statement.bindTime(index, new DuckDBTimeValue(microseconds(text))),
  TIMESTAMP_NTZ: (statement, index, text) =>
    statement.bindTimestamp(index, new DuckDBTimestampValue(microseconds(text))),
  TIMESTAMP_LTZ: (statement, index, text) =>
    statement.bindTimestampTZ(index, new DuckDBTimestampTZValue(microseconds(text))),
  TIMESTAMP_TZ: (statement, index, text) =>
    statement.bindTimestampTZ(index, new DuckDBTimestampTZValue(microseconds(text))),
  BINARY: (statement, index, text) => statement.bindBlob(index, Buffer.from(text, 'hex')),
  TEXT: bindText,
  VARIANT: bindText,
  ANY: bindText,
};

/**
 * Gives a prepared statement its values. Values never become part of the SQL text.
 *
 * Throws SnowflakeError 002049 when one is missing, 000002 for a type or a bulk bind that is not taken here.
 */
export function bindValues(
  statement: DuckDBPreparedStatement,
  binds: Readonly<Record<string, Bind>>,
  bindCount: number,
): void {
  for (let index = 1; index <= bindCount; index += 1) {
    const bind = binds[String(index)];
    if (bind === undefined) {
      throw new SnowflakeError('002049', '42601', `SQL compilation error:\nBind variable :${index} not set.`);
    }
    bindOne(statement, index, bind);
  }
}

function bindOne(statement: DuckDBPreparedStatement, index: number, bind: Bind): void {
  if (bind.value === null) {
    statement.bindNull(index);
    return;
  }
  if (Array.isArray(bind.value)) throw unsupported('array bind outside INSERT');
  const binder = BINDERS[bind.type.toUpperCase()];
  if (binder === undefined) throw unsupported(`bind of type ${bind.type}`);
  binder(statement, index, String(bind.value));
}

/** Splits binds whose values are arrays, one value per row, into one set of binds per row. */
export function splitBulkBinds(binds: Readonly<Record<string, Bind>>): readonly Readonly<Record<string, Bind>>[] {
  const lengths = Object.values(binds).map((bind) => (Array.isArray(bind.value) ? bind.value.length : null));
  const rowCount = lengths[0] ?? null;
  if (rowCount === null) return [binds];
  if (lengths.some((length) => length !== rowCount)) throw unsupported('array binds of different lengths');
  return Array.from({ length: rowCount }, (_, row) =>
    Object.fromEntries(
      Object.entries(binds).map(([index, bind]) => {
        const value: unknown = Array.isArray(bind.value) ? bind.value[row] : bind.value;
        return [index, { type: bind.type, value: value === null || value === undefined ? null : scalarText(value) }];
      }),
    ),
  );
}

function scalarText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
