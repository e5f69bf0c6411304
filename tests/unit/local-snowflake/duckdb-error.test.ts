import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromDuckDBError } from '#infra/local/snowflake/duckdb-error.ts';
import { SnowflakeError } from '#infra/local/snowflake/snowflake-error.ts';

let instance: DuckDBInstance;
let connection: DuckDBConnection;
beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:');
  connection = await instance.connect();
  await connection.run('CREATE TABLE T (A INTEGER NOT NULL, S VARCHAR); INSERT INTO T VALUES (1, NULL), (2, NULL)');
});
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

/** Each message comes from the installed DuckDB, so that a version that words it anew is noticed. */
describe('a failure of DuckDB', () => {
  it.each([
    ['SELEC 1', '001003', '42000'],
    ['SELECT * FROM NOPE', '002003', '42S02'],
    ['SELECT * FROM NO_SCHEMA.T', '002003', '42S02'],
    ['SELECT * FROM NO_DATABASE.X.T', '002003', '02000'],
    ['SELECT NOPE FROM T', '000904', '42000'],
    ['SELECT T.NOPE FROM T', '000904', '42000'],
    ['SELECT NOPE AS NOPE FROM T', '000904', '42000'],
    ['SELECT NOPE(1)', '002140', '42601'],
    ['SELECT A FROM T X, T Y', '002028', '42601'],
    ['SELECT A, COUNT(*) FROM T', '000979', '42601'],
    ['SELECT 1 FROM T WHERE SUM(A) > 1', '002079', '42601'],
    ['SELECT SUM(SUM(A)) FROM T', '002079', '42601'],
    ['SELECT SUM(S) FROM T', '001044', '42P13'],
    ['SELECT (SELECT A FROM T)', '090150', '22000'],
    ['SELECT A FROM T UNION SELECT A, S FROM T', '001789', '42601'],
    ['SELECT A FROM T ORDER BY 5', '002145', '42601'],
    ["SELECT CAST('abc' AS INTEGER)", '100038', '22018'],
    ["SELECT CAST('maybe' AS BOOLEAN)", '100037', '22018'],
    ["SELECT CAST('x' AS DATE)", '100040', '22007'],
    ["SELECT CAST('2024-13-45' AS DATE)", '100040', '22007'],
    ['SELECT MAKE_DATE(2024, 13, 45)', '100040', '22007'],
    ["SELECT CAST('x' AS TIMESTAMP)", '100035', '22007'],
    ['SELECT CAST(99999999999 AS INTEGER)', '100039', '22003'],
    ['SELECT CAST(123456 AS DECIMAL(4,2))', '100039', '22003'],
    ['SELECT 9223372036854775807 + 1', '100039', '22003'],
    ["SELECT ERROR('Division by zero')", '100051', '22012'],
    ['CREATE TABLE T (A INTEGER)', '002002', '42710'],
    ['INSERT INTO T VALUES (NULL, NULL)', '100072', '22000'],
  ])('becomes Snowflake’s: %s', async (sql, code, sqlState) => {
    const failure: unknown = await connection.run(sql).catch((error: unknown) => error);

    expect(fromDuckDBError(failure)).toMatchObject({ code, sqlState });
  });

  it('keeps what was Snowflake’s already', () => {
    const error = new SnowflakeError('000604', '57014', 'SQL execution canceled');

    expect(fromDuckDBError(error)).toBe(error);
  });

  it('is an internal error when nobody knows it, with its cause', () => {
    const cause = new Error('Something new\nwith details');

    expect(fromDuckDBError(cause)).toMatchObject({
      code: '000603',
      cause,
      message: 'SQL execution internal error: Something new',
    });
  });
});
