import {
  DuckDBDateValue,
  DuckDBDecimalValue,
  type DuckDBConnection,
  DuckDBInstance,
  type DuckDBValue,
  DuckDBTimestampValue,
} from '@duckdb/node-api';
import { BLOB, DATE, DECIMAL, DOUBLE, type DuckDBType, TIME, TIMESTAMP, VARCHAR } from '@duckdb/node-api';
import { assert, asyncProperty, bigInt, double, integer, string } from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeColumn, toRowType } from '#infra/local/snowflake/column-type.ts';

let instance: DuckDBInstance;
let connection: DuckDBConnection;
beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:');
  connection = await instance.connect();
});
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

async function encode(value: DuckDBValue, type: DuckDBType): Promise<unknown> {
  const sql = `SELECT CAST(json_array(${encodeColumn('c', type)}) AS VARCHAR) FROM (SELECT $1 AS c)`;
  const rows = (await connection.runAndReadAll(sql, [value], [type])).getRowsJson();
  const text = rows[0]?.[0];
  const parsed: unknown = JSON.parse(typeof text === 'string' ? text : '[]');
  return Array.isArray(parsed) ? parsed[0] : null;
}

/** Microseconds as seconds with nine decimals, by integers alone. */
function secondsOf(microseconds: bigint): string {
  const digits = String(microseconds < 0n ? -microseconds : microseconds).padStart(7, '0');
  return `${microseconds < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}000`;
}

describe('a value on its way to the driver', () => {
  it('is a date as days since 1970', async () => {
    await assert(
      asyncProperty(integer({ min: -700_000, max: 700_000 }), async (days) => {
        expect(await encode(new DuckDBDateValue(days), DATE)).toBe(String(days));
      }),
    );
  });

  it('is a timestamp as exact seconds since 1970, before it too', async () => {
    await assert(
      asyncProperty(bigInt({ min: -62_000_000_000_000_000n, max: 250_000_000_000_000_000n }), async (microseconds) => {
        expect(await encode(new DuckDBTimestampValue(microseconds), TIMESTAMP)).toBe(secondsOf(microseconds));
      }),
    );
  });

  it('is a decimal with all its digits', async () => {
    await assert(
      asyncProperty(bigInt({ min: -(10n ** 37n), max: 10n ** 37n }), async (digits) => {
        const value = new DuckDBDecimalValue(digits, 38, 6);

        expect(await encode(value, DECIMAL(38, 6))).toBe(secondsOf(digits).slice(0, -3));
      }),
    );
  });

  it('is a float that reads back as the same float', async () => {
    await assert(
      asyncProperty(double({ noNaN: true, noDefaultInfinity: true }), async (number) => {
        expect(Number(await encode(number, DOUBLE))).toBe(number);
      }),
    );
  });

  it('is text as it was, whatever characters it holds', async () => {
    await assert(
      asyncProperty(
        string({ unit: 'grapheme' }).filter((text) => !text.includes('\u0000')),
        async (text) => {
          expect(await encode(text, VARCHAR)).toBe(text);
        },
      ),
    );
  });

  it.each<[string, DuckDBType]>([
    ['a date', DATE],
    ['a time', TIME],
    ['a timestamp', TIMESTAMP],
    ['a decimal', DECIMAL(10, 2)],
    ['binary', BLOB],
    ['text', VARCHAR],
  ])('is null when %s is null', async (_, type) => {
    expect(await encode(null, type)).toBeNull();
  });

  it('is described with the precision and scale of its type', () => {
    expect(toRowType('A', DECIMAL(12, 2))).toMatchObject({ name: 'A', type: 'fixed', precision: 12, scale: 2 });
    expect(toRowType('A', TIMESTAMP)).toMatchObject({ type: 'timestamp_ntz', scale: 9 });
  });
});
