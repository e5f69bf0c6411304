import type { Connection } from 'snowflake-sdk';
import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { close, columnsOf, run, start, values } from './driver.ts';

/** A Snowflake account to hold to its contract, reached by a user who may only read. */
export interface SnowflakeUnderTest {
  /** Opens a session; it has a database and a schema in which nothing need exist. */
  connect(): Promise<Connection>;
  stop(): Promise<void>;
}

const MANY = 'SELECT ROW_NUMBER() OVER (ORDER BY NULL) - 1 AS N FROM TABLE(GENERATOR(ROWCOUNT => 25000)) ORDER BY N';
/** The driver's types do not know that a bind may be null. */
const NULL_BIND = z.custom<string>((value) => value === null).parse(null);

/** Takes far longer than any test, wherever it runs. */
const ENDLESS = `SELECT COUNT(*) FROM TABLE(GENERATOR(ROWCOUNT => 3000000)) A, TABLE(GENERATOR(ROWCOUNT => 3000000)) B`;

/** Statements that fail, with the code and SQL state the product reacts to. */
const FAILURES: readonly (readonly [string, string, string, string])[] = [
  ['a syntax error', 'SELEC 1', '001003', '42000'],
  ['a table that is not there', 'SELECT * FROM NO_SUCH_TABLE', '002003', '42S02'],
  ['a database that is not there', 'SELECT * FROM NO_SUCH_DATABASE.PUBLIC.T', '002003', '02000'],
  ['a column that is not there', 'SELECT NO_SUCH_COLUMN FROM (SELECT 1 AS A)', '000904', '42000'],
  ['a column that is not grouped', 'SELECT A, COUNT(*) FROM (SELECT 1 AS A)', '000979', '42601'],
  ['text that is no number', "SELECT CAST('abc' AS NUMBER)", '100038', '22018'],
  ['text that is no date', "SELECT CAST('2024-13-45' AS DATE)", '100040', '22007'],
  ['division by zero', 'SELECT 1 / A FROM (SELECT 0 AS A)', '100051', '22012'],
  ['two statements', 'SELECT 1; SELECT 2', '000008', '0A000'],
  ['an ambiguous column', 'SELECT A FROM (SELECT 1 AS A) X, (SELECT 2 AS A) Y', '002028', '42601'],
  ['a role that is not granted', 'USE ROLE NO_SUCH_ROLE_OF_MINE', '003013', '42501'],
  ['a database to use that is not there', 'USE DATABASE NO_SUCH_DATABASE', '002043', '02000'],
];

/**
 * What the product relies on, through the unmodified driver; nothing is written.
 *
 * @param skipped why it cannot be held to the contract here; null to run.
 */
export function describeSnowflake(
  name: string,
  open: () => Promise<SnowflakeUnderTest>,
  skipped: string | null = null,
): void {
  describe.skipIf(skipped !== null)(`${name}${skipped === null ? '' : `: skipped, ${skipped}`}`, () => {
    let subject: SnowflakeUnderTest;
    let connection: Connection;
    beforeAll(async () => {
      subject = await open();
      connection = await subject.connect();
    });
    afterAll(async () => {
      await close(connection);
      await subject.stop();
    });

    it('binds numbers, text and booleans by position', async () => {
      const binds = [7, 2.5, "O'Brien; DROP TABLE X --", true];

      expect(await values(connection, 'SELECT ?, ?, ?, ?', { binds })).toEqual([binds]);
    });

    it('binds null', async () => {
      const sql = 'SELECT A FROM (SELECT 1 AS A) WHERE COALESCE(?, 5) = 5';

      expect(await values(connection, sql, { binds: [NULL_BIND] })).toEqual([[1]]);
    });

    it('compares a date column with a text bind', async () => {
      const sql = `SELECT D FROM (SELECT DATE '2024-01-01' AS D UNION ALL SELECT DATE '2024-06-01') WHERE D >= ?`;

      const { rows } = await run(connection, sql, { binds: ['2024-05-05'], fetchAsString: ['Date'] });

      expect(rows).toEqual([{ D: '2024-06-01' }]);
    });

    it('refuses a statement with a bind that is not given', async () => {
      await expect(run(connection, 'SELECT ?')).rejects.toMatchObject({ code: '002049' });
    });

    it('gives each type as the driver reads it', async () => {
      const sql = `SELECT 12.50::NUMBER(12,2) AS N, 1.5::FLOAT AS F, 'äöü €' AS T, TRUE AS B, NULL::VARCHAR AS Z,
        DATE '1969-12-31' AS D, TIME '10:11:12' AS C, TIMESTAMP_NTZ '2024-02-29 23:59:59.250' AS S`;

      const { rows } = await run(connection, sql, { fetchAsString: ['Date'] });

      expect(rows).toEqual([
        {
          N: 12.5,
          F: 1.5,
          T: 'äöü €',
          B: true,
          Z: null,
          D: '1969-12-31',
          C: '10:11:12',
          S: '2024-02-29 23:59:59.250',
        },
      ]);
    });

    it('gives semi-structured values as objects', async () => {
      const sql = `SELECT PARSE_JSON('{"a": [1, null, "x"]}') AS V, ARRAY_CONSTRUCT(1, 2) AS A, OBJECT_CONSTRUCT('k', 1) AS O`;

      const { rows } = await run(connection, sql);

      expect(rows).toEqual([{ V: { a: [1, null, 'x'] }, A: [1, 2], O: { k: 1 } }]);
    });

    it('describes columns with type, precision and scale', async () => {
      const answer = await run(
        connection,
        `SELECT 1.25::NUMBER(10,2) AS PRICE, 'x' AS LABEL, 1::FLOAT AS RATE, 3::NUMBER AS N`,
      );

      expect(columnsOf(answer).map(([column, type]) => [column, type])).toEqual([
        ['PRICE', 'fixed'],
        ['LABEL', 'text'],
        ['RATE', 'real'],
        ['N', 'fixed'],
      ]);
      expect(columnsOf(answer)[0]?.slice(2)).toEqual([10, 2]);
      expect(columnsOf(answer)[3]?.slice(2)).toEqual([38, 0]);
    });

    it('names columns that have no alias by their text', async () => {
      const answer = await run(connection, 'SELECT SUM(A), COUNT(*), a FROM (SELECT 1 AS A) GROUP BY A');

      expect(columnsOf(answer).map(([column]) => column)).toEqual(['SUM(A)', 'COUNT(*)', 'A']);
    });

    it('gives numbers beyond the safe integers exactly, as text', async () => {
      const sql = 'SELECT 12345678901234567890123456789012345678 AS BIG';

      const { rows } = await run(connection, sql, { fetchAsString: ['Number'] });

      expect(rows).toEqual([{ BIG: '12345678901234567890123456789012345678' }]);
    });

    it('gives an empty result its columns', async () => {
      const answer = await run(connection, 'SELECT 1 AS A WHERE 1 = 0');

      expect(answer.rows).toEqual([]);
      expect(columnsOf(answer)[0]?.[0]).toBe('A');
    });

    it('gives all rows of a result of many chunks, in order', async () => {
      const { rows } = await run(connection, MANY);

      expect(rows).toEqual(Array.from({ length: 25_000 }, (_, n) => ({ N: n })));
    });

    it('streams a window of a large result', async () => {
      const { statement } = await run(connection, MANY, { streamResult: true });

      const found: unknown[] = [];
      for await (const row of statement.streamRows({ start: 11_998, end: 12_002 })) found.push(row);

      expect(found).toEqual([11_998, 11_999, 12_000, 12_001, 12_002].map((n) => ({ N: n })));
    });

    it('describes without running', async () => {
      const answer = await run(connection, ENDLESS, { describeOnly: true });

      expect(answer.rows).toEqual([]);
      expect(columnsOf(answer)[0]?.[0]).toBe('COUNT(*)');
    });

    it('finds compilation errors when it only describes', async () => {
      const described = run(connection, 'SELECT NO_SUCH_COLUMN FROM (SELECT 1 AS A)', { describeOnly: true });

      await expect(described).rejects.toMatchObject({ code: '000904' });
    });

    it('runs detached and gives the result by its query id', async () => {
      const { statement } = await run(connection, 'SELECT 40 + 2 AS ANSWER', { asyncExec: true });
      const queryId = statement.getQueryId();

      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      await connection.getResultsFromQueryId({
        sqlText: '',
        queryId,
        complete: (error, _, rows) => (error === undefined || error === null ? resolve(rows) : reject(error)),
      });

      expect(await promise).toEqual([{ ANSWER: 42 }]);
      expect(await connection.getQueryStatus(queryId)).toBe('SUCCESS');
    });

    it('stops a statement at its timeout', async () => {
      const timed = run(connection, ENDLESS, { parameters: { STATEMENT_TIMEOUT_IN_SECONDS: 1 } });

      await expect(timed).rejects.toMatchObject({ code: '000630', sqlState: '57014' });
    });

    it('stops a statement that is cancelled', async () => {
      const { statement, done } = start(connection, ENDLESS);
      statement.cancel(() => undefined);

      await expect(done).rejects.toMatchObject({ code: '000604', sqlState: '57014' });
    });

    it.each(FAILURES)('answers %s with its code', async (_, sql, code, sqlState) => {
      await expect(run(connection, sql)).rejects.toMatchObject({ code, sqlState, name: 'OperationFailedError' });
    });

    it('refuses a function that is not there by its name', async () => {
      const failure: unknown = await run(connection, 'SELECT NO_SUCH_FUNCTION(1)').catch((error: unknown) => error);

      // Ours refuses what it does not know as unsupported, since it cannot tell that Snowflake lacks it too.
      const { code, message } = z.object({ code: z.string(), message: z.string() }).parse(failure);
      expect(['002140', '000002']).toContain(code);
      expect(message).toContain('NO_SUCH_FUNCTION');
    });

    it('lives on after failures', async () => {
      await expect(run(connection, 'SELEC 1')).rejects.toMatchObject({ code: '001003' });

      expect(await values(connection, 'SELECT 1')).toEqual([[1]]);
    });

    it('keeps parameters for the session and forgets them when told to', async () => {
      const own = await subject.connect();
      await run(own, 'ALTER SESSION SET WEEK_START = 1');
      const set = await values(own, `SELECT DAYOFWEEK(DATE '2024-01-07')`);
      await run(own, 'ALTER SESSION UNSET WEEK_START');
      const unset = await values(own, `SELECT DAYOFWEEK(DATE '2024-01-07')`);
      await close(own);

      expect([set, unset]).toEqual([[[7]], [[0]]]);
    });

    it('says where and as whom the session is', async () => {
      const { rows } = await run(connection, 'SELECT CURRENT_ROLE() R, CURRENT_DATABASE() D, CURRENT_USER() U');

      expect(z.array(z.object({ R: z.string(), D: z.string(), U: z.string() })).parse(rows)).toHaveLength(1);
    });

    it('refuses to write', async () => {
      await expect(run(connection, 'CREATE TABLE BATON_CONTRACT_MUST_NOT_EXIST (A INT)')).rejects.toMatchObject({
        code: '003001',
        sqlState: '42501',
      });
    });

    it('answers a heartbeat', async () => {
      expect(await connection.isValidAsync()).toBe(true);
    });

    it('has the catalogue views with the columns the product reads', async () => {
      const tables = await run(
        connection,
        `SELECT TABLE_CATALOG, TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, ROW_COUNT, COMMENT FROM INFORMATION_SCHEMA.TABLES LIMIT 1`,
      );
      const columns = await run(
        connection,
        `SELECT TABLE_NAME, COLUMN_NAME, ORDINAL_POSITION, DATA_TYPE, IS_NULLABLE, NUMERIC_PRECISION, NUMERIC_SCALE,
          CHARACTER_MAXIMUM_LENGTH, COMMENT FROM INFORMATION_SCHEMA.COLUMNS LIMIT 1`,
      );

      expect(columnsOf(tables)).toHaveLength(6);
      expect(columnsOf(columns)).toHaveLength(9);
    });

    it('does not answer after the session has ended', async () => {
      const own = await subject.connect();
      await close(own);

      await expect(run(own, 'SELECT 1')).rejects.toMatchObject({ code: 407_002 });
    });
  });
}
