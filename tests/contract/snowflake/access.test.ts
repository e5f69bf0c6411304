import type { Connection } from 'snowflake-sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { close, run, values } from './driver.ts';
import { type LocalAccount, startLocalAccount } from './local-account.ts';

let account: LocalAccount;
let reader: Connection;
let owner: Connection;
let outsider: Connection;

beforeAll(async () => {
  account = await startLocalAccount({
    policies: [
      {
        kind: 'row-access',
        name: 'OWN_REGION',
        table: 'BATON_SAMPLE.SHOP.CUSTOMER',
        condition: "CURRENT_ROLE() = 'OWNER' OR REGION = 'Europe'",
      },
      {
        kind: 'masking',
        name: 'HIDE_EMAIL',
        table: 'BATON_SAMPLE.SHOP.CUSTOMER',
        column: 'EMAIL',
        expression: "CASE WHEN CURRENT_ROLE() = 'OWNER' THEN EMAIL ELSE '***' END",
      },
    ],
  });
  reader = await account.reader();
  owner = await account.owner();
  outsider = await account.owner({ role: 'OUTSIDER' });
});
afterAll(async () => {
  for (const connection of [reader, owner, outsider]) await close(connection);
  await account.stop();
});

const NOT_FOUND = { code: '002003' };
const FORBIDDEN = { code: '003001', sqlState: '42501' };

describe('grants', () => {
  it('let a role read what it was granted', async () => {
    expect(await values(reader, 'SELECT SUM(AMOUNT) FROM ORDERS')).toEqual([[119.75]]);
  });

  it.each([
    'SELECT * FROM HIDDEN.PAYROLL',
    'SELECT * FROM BATON_SAMPLE.HIDDEN.PAYROLL',
    'SELECT * FROM "BATON_SAMPLE"."HIDDEN"."PAYROLL"',
    'SELECT 1 WHERE EXISTS (SELECT 1 FROM HIDDEN.PAYROLL)',
    'WITH P AS (SELECT * FROM HIDDEN.PAYROLL) SELECT COUNT(*) FROM P',
    'SELECT (SELECT MAX(SALARY) FROM HIDDEN.PAYROLL) FROM ORDERS',
    'SELECT * FROM ORDERS UNION ALL SELECT SALARY, 1, NULL, 1 FROM HIDDEN.PAYROLL',
    'WITH PAYROLL AS (SELECT 1 AS A) SELECT * FROM HIDDEN.PAYROLL',
    'DESCRIBE TABLE HIDDEN.PAYROLL',
  ])('deny what it was not: %s', async (sql) => {
    await expect(run(reader, sql)).rejects.toMatchObject(NOT_FOUND);
  });

  it('do not tell a missing table from a forbidden one', async () => {
    const forbidden: unknown = await run(reader, 'SELECT * FROM HIDDEN.PAYROLL').catch((error: unknown) => error);
    const missing: unknown = await run(reader, 'SELECT * FROM HIDDEN.NOTHING').catch((error: unknown) => error);

    expect(String(forbidden)).toBe(String(missing));
  });

  it('give a role without any nothing', async () => {
    await expect(run(outsider, 'SELECT * FROM BATON_SAMPLE.SHOP.ORDERS')).rejects.toMatchObject(NOT_FOUND);
    await expect(run(outsider, 'SELECT * FROM BATON_SAMPLE.INFORMATION_SCHEMA.TABLES')).rejects.toMatchObject(
      NOT_FOUND,
    );
  });

  it('follow the role that is in use', async () => {
    const own = await account.owner();
    const before = await values(own, 'SELECT SALARY FROM HIDDEN.PAYROLL');
    await run(own, 'USE ROLE READER');

    await expect(run(own, 'SELECT SALARY FROM HIDDEN.PAYROLL')).rejects.toMatchObject(NOT_FOUND);
    expect(before).toEqual([[1_000]]);
    await close(own);
  });

  it('narrow the catalogue to what a role may see', async () => {
    const sql = 'SELECT DISTINCT TABLE_SCHEMA FROM INFORMATION_SCHEMA.TABLES ORDER BY 1';

    expect(await values(reader, sql)).toEqual([['SHOP']]);
    expect(await values(owner, sql)).toEqual([['HIDDEN'], ['SHOP']]);
  });

  it('take the case of quoted names seriously', async () => {
    await expect(run(reader, 'SELECT * FROM "orders"')).rejects.toMatchObject(NOT_FOUND);
  });
});

describe('policies', () => {
  it('hide rows and mask columns by the role of the session', async () => {
    const sql = 'SELECT CUSTOMER_ID, EMAIL FROM CUSTOMER ORDER BY 1';

    expect(await values(reader, sql)).toEqual([[1, '***']]);
    expect(await values(owner, sql)).toEqual([
      [1, 'ann@example.com'],
      [2, 'bob@example.com'],
    ]);
  });

  it('cannot be seen through by filtering on a masked column', async () => {
    expect(await values(reader, "SELECT COUNT(*) FROM CUSTOMER WHERE EMAIL LIKE 'ann%'")).toEqual([[0]]);
  });

  it('hold inside joins, common table expressions and subqueries', async () => {
    const sql = `WITH C AS (SELECT * FROM CUSTOMER) SELECT C.EMAIL, SUM(O.AMOUNT) FROM ORDERS O JOIN C ON C.CUSTOMER_ID = O.CUSTOMER_ID
      WHERE O.CUSTOMER_ID IN (SELECT CUSTOMER_ID FROM CUSTOMER) GROUP BY C.EMAIL`;

    expect(await values(reader, sql)).toEqual([['***', 19.75]]);
  });

  it('hold through a view', async () => {
    expect(await values(reader, 'SELECT EMAIL FROM CONTACTS')).toEqual([['***']]);
  });

  it('keep the table’s name for its columns', async () => {
    expect(await values(reader, 'SELECT CUSTOMER.EMAIL FROM CUSTOMER')).toEqual([['***']]);
    expect(await values(reader, 'SELECT X.EMAIL FROM SHOP.CUSTOMER AS X')).toEqual([['***']]);
  });

  it('show in DESCRIBE', async () => {
    const { rows } = await run(reader, 'DESCRIBE TABLE CUSTOMER');

    expect(rows).toMatchObject([
      { name: 'CUSTOMER_ID', 'policy name': null },
      { name: 'EMAIL', 'policy name': 'HIDE_EMAIL' },
      { name: 'REGION', 'policy name': null },
    ]);
  });
});

describe('writing', () => {
  it.each([
    'INSERT INTO ORDERS VALUES (1, 1, NULL, 1)',
    'UPDATE ORDERS SET AMOUNT = 0',
    'DELETE FROM ORDERS',
    'TRUNCATE TABLE ORDERS',
    'CREATE TABLE MINE (A INT)',
    'CREATE TABLE MINE AS SELECT * FROM ORDERS',
    'CREATE VIEW MINE AS SELECT * FROM ORDERS',
    'DROP TABLE ORDERS',
    'ALTER TABLE ORDERS ADD COLUMN X INT',
    'CREATE SCHEMA MINE',
    'CREATE DATABASE MINE',
    'DROP DATABASE BATON_SAMPLE',
    'CREATE ROLE MINE',
    'GRANT ROLE OWNER TO USER READER_SERVICE',
    'GRANT SELECT ON TABLE HIDDEN.PAYROLL TO ROLE READER',
    'CREATE MASKING POLICY MINE AS (V VARCHAR) RETURNS VARCHAR -> V',
    'ALTER TABLE CUSTOMER DROP ALL ROW ACCESS POLICIES',
    'ALTER TABLE CUSTOMER MODIFY COLUMN EMAIL UNSET MASKING POLICY',
  ])('is refused to a reader: %s', async (sql) => {
    await expect(run(reader, sql)).rejects.toMatchObject(FORBIDDEN);
    expect(await values(owner, 'SELECT COUNT(*), SUM(AMOUNT) FROM ORDERS')).toEqual([[3, 119.75]]);
  });

  it('is open to a role that has all rights', async () => {
    await run(owner, 'CREATE TABLE NOTES (ID INT, TEXT VARCHAR)');
    const inserted = await values(owner, 'INSERT INTO NOTES VALUES (?, ?)', { binds: [1, 'it’s'] });
    const rows = await values(owner, 'SELECT ID, TEXT FROM NOTES');
    await run(owner, 'DROP TABLE NOTES');

    expect(inserted).toEqual([[1]]);
    expect(rows).toEqual([[1, 'it’s']]);
    await expect(run(owner, 'SELECT * FROM NOTES')).rejects.toMatchObject(NOT_FOUND);
  });

  it('takes many rows of binds in one request, and binds of every type', async () => {
    await run(owner, 'CREATE TABLE MANY_BINDS (N NUMBER(12,2), T VARCHAR, D DATE, S TIMESTAMP_NTZ, F BOOLEAN)');
    const typed = await values(owner, 'INSERT INTO MANY_BINDS VALUES (?, ?, ?, ?, ?)', {
      binds: [
        [1.5, 'a', '2026-01-01', '2026-01-01 10:00:00', true],
        [2.25, "it's", '2026-02-01', '2026-02-01 10:00:00', false],
      ],
    });
    const many = await values(owner, 'INSERT INTO MANY_BINDS (N, T) VALUES (?, ?)', {
      binds: Array.from({ length: 500 }, (_, index) => [index, `row ${index}`]),
    });
    const found = await values(owner, 'SELECT COUNT(*), COUNT(S), MAX(T), TO_VARCHAR(MAX(D)) FROM MANY_BINDS');
    await run(owner, 'INSERT OVERWRITE INTO MANY_BINDS (N, T) VALUES (?, ?)', {
      binds: [
        [7, 'x'],
        [8, 'y'],
      ],
    });
    const left = await values(owner, 'SELECT N, T FROM MANY_BINDS ORDER BY N');
    await run(owner, 'DROP TABLE MANY_BINDS');

    expect([typed, many, found]).toEqual([[[2]], [[500]], [[502, 2, 'row 99', '2026-02-01']]]);
    expect(left).toEqual([
      [7, 'x'],
      [8, 'y'],
    ]);
  });

  it('does not carry masked data into a new table', async () => {
    const sql = 'INSERT INTO HIDDEN.PAYROLL SELECT CUSTOMER_ID FROM CUSTOMER';

    await expect(run(owner, sql)).rejects.toMatchObject({ code: '000002' });
    await expect(run(owner, "DELETE FROM CUSTOMER WHERE REGION = 'Asia'")).rejects.toMatchObject({ code: '000002' });
  });

  it('is undone by a rollback and seen by others after a commit', async () => {
    const own = await account.owner();
    await run(own, 'CREATE TABLE LEDGER (A INT)');
    await run(own, 'BEGIN');
    await run(own, 'INSERT INTO LEDGER VALUES (1)');
    await run(own, 'ROLLBACK');
    await run(own, 'BEGIN');
    await run(own, 'INSERT INTO LEDGER VALUES (2)');
    const unseen = await values(owner, 'SELECT A FROM LEDGER');
    await run(own, 'COMMIT');
    const seen = await values(owner, 'SELECT A FROM LEDGER');
    await run(own, 'DROP TABLE LEDGER');
    await close(own);

    expect([unseen, seen]).toEqual([[], [[2]]]);
  });
});

describe('the reach of a statement', () => {
  it.each([
    "SELECT * FROM READ_CSV('/etc/passwd')",
    "SELECT * FROM TABLE(READ_CSV('/etc/passwd'))",
    "SELECT * FROM READ_TEXT('/etc/passwd')",
    "SELECT * FROM '/etc/passwd'",
    'SELECT * FROM "/etc/passwd"',
    "SELECT * FROM GLOB('/etc/*')",
    "SELECT * FROM QUERY('SELECT * FROM BATON_SAMPLE.HIDDEN.PAYROLL')",
    "SELECT * FROM QUERY_TABLE('BATON_SAMPLE.HIDDEN.PAYROLL')",
    'SELECT * FROM DUCKDB_SETTINGS()',
    "SELECT GETENV('HOME')",
    "SELECT CURRENT_SETTING('memory_limit')",
    "ATTACH '/tmp/x.db'",
    "COPY ORDERS TO '/tmp/x.csv'",
    "COPY INTO '/tmp/x' FROM ORDERS",
    'INSTALL httpfs',
    'LOAD httpfs',
    'PRAGMA database_list',
    'EXPORT DATABASE x',
    'CALL pragma_version()',
    'SELECT * FROM memory.baton_information_schema.TABLES',
    'SELECT * FROM "memory"."baton_information_schema"."TABLES"',
    'SELECT * FROM PG_CATALOG.PG_TABLES',
    'SELECT * FROM "main"."sqlite_master"',
  ])('ends at the account: %s', async (sql) => {
    await expect(run(owner, sql)).rejects.toMatchObject({ name: 'OperationFailedError' });
  });
});
