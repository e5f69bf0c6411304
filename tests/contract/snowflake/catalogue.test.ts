import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from 'snowflake-sdk';
import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSnowflakeServer } from '#infra/local/snowflake/start-snowflake-server.ts';
import { close, columnsOf, connectWith, run, values } from './driver.ts';
import { ACCOUNT, type LocalAccount, PASSWORD, startLocalAccount } from './local-account.ts';

let account: LocalAccount;
let reader: Connection;
let owner: Connection;
beforeAll(async () => {
  account = await startLocalAccount();
  reader = await account.reader();
  owner = await account.owner();
});
afterAll(async () => {
  await close(reader);
  await close(owner);
  await account.stop();
});

describe('INFORMATION_SCHEMA', () => {
  it('lists tables with their rows and comments', async () => {
    const sql = `SELECT TABLE_CATALOG, TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, ROW_COUNT, COMMENT FROM INFORMATION_SCHEMA.TABLES ORDER BY TABLE_NAME`;

    expect(await values(reader, sql)).toEqual([
      ['BATON_SAMPLE', 'SHOP', 'CONTACTS', 'VIEW', null, null],
      ['BATON_SAMPLE', 'SHOP', 'CUSTOMER', 'BASE TABLE', 2, null],
      ['BATON_SAMPLE', 'SHOP', 'ORDERS', 'BASE TABLE', 3, 'One row per order'],
    ]);
  });

  it('describes columns in Snowflake’s types', async () => {
    const sql = `SELECT COLUMN_NAME, DATA_TYPE, NUMERIC_PRECISION, NUMERIC_SCALE, IS_NULLABLE FROM BATON_SAMPLE.INFORMATION_SCHEMA.COLUMNS
      WHERE TABLE_NAME = 'ORDERS' ORDER BY ORDINAL_POSITION`;

    expect(await values(reader, sql)).toEqual([
      ['ORDER_ID', 'NUMBER', 38, 0, 'NO'],
      ['CUSTOMER_ID', 'NUMBER', 38, 0, 'YES'],
      ['ORDERED_ON', 'DATE', null, null, 'YES'],
      ['AMOUNT', 'NUMBER', 12, 2, 'YES'],
    ]);
  });

  it('lists keys and what they point to', async () => {
    const constraints = await values(
      reader,
      `SELECT TABLE_NAME, CONSTRAINT_TYPE FROM INFORMATION_SCHEMA.TABLE_CONSTRAINTS ORDER BY 1, 2`,
    );
    const references = await values(
      reader,
      `SELECT COUNT(*) FROM INFORMATION_SCHEMA.REFERENTIAL_CONSTRAINTS R JOIN INFORMATION_SCHEMA.TABLE_CONSTRAINTS C
        ON C.CONSTRAINT_NAME = R.UNIQUE_CONSTRAINT_NAME WHERE C.TABLE_NAME = 'CUSTOMER'`,
    );

    expect(constraints).toEqual([
      ['CUSTOMER', 'PRIMARY KEY'],
      ['ORDERS', 'FOREIGN KEY'],
      ['ORDERS', 'PRIMARY KEY'],
    ]);
    expect(references).toEqual([[1]]);
  });

  it('has no KEY_COLUMN_USAGE, as Snowflake has none', async () => {
    await expect(run(reader, 'SELECT * FROM INFORMATION_SCHEMA.KEY_COLUMN_USAGE')).rejects.toMatchObject({
      code: '002003',
    });
  });
});

describe('SHOW and DESCRIBE', () => {
  it('show primary and imported keys column by column', async () => {
    const primary = await run(reader, 'SHOW PRIMARY KEYS IN TABLE ORDERS');
    const imported = await run(reader, 'SHOW IMPORTED KEYS IN TABLE ORDERS');

    expect(primary.rows).toMatchObject([{ table_name: 'ORDERS', column_name: 'ORDER_ID', key_sequence: '1' }]);
    expect(imported.rows).toMatchObject([
      {
        pk_table_name: 'CUSTOMER',
        pk_column_name: 'CUSTOMER_ID',
        fk_table_name: 'ORDERS',
        fk_column_name: 'CUSTOMER_ID',
      },
    ]);
  });

  it('show keys that were only declared, and forget them with the table', async () => {
    await run(owner, 'CREATE TABLE PARENT (A INT PRIMARY KEY, B INT)');
    await run(owner, 'CREATE TABLE CHILD (X INT, Y INT REFERENCES PARENT (A), PRIMARY KEY (X, Y))');
    const primary = await run(owner, 'SHOW PRIMARY KEYS IN TABLE CHILD');
    const imported = await run(owner, 'SHOW IMPORTED KEYS IN TABLE CHILD');
    await run(owner, 'DROP TABLE CHILD');
    await run(owner, 'CREATE TABLE CHILD (X INT)');
    const after = await run(owner, 'SHOW PRIMARY KEYS IN TABLE CHILD');
    await run(owner, 'DROP TABLE CHILD');
    await run(owner, 'DROP TABLE PARENT');

    expect(primary.rows).toMatchObject([
      { column_name: 'X', key_sequence: '1' },
      { column_name: 'Y', key_sequence: '2' },
    ]);
    expect(imported.rows).toMatchObject([{ pk_table_name: 'PARENT', pk_column_name: 'A', fk_column_name: 'Y' }]);
    expect(after.rows).toEqual([]);
  });

  it.each([
    ["SHOW TABLES LIKE 'ord%'", ['ORDERS']],
    ['SHOW TABLES IN SCHEMA BATON_SAMPLE.SHOP', ['CUSTOMER', 'ORDERS']],
    ["SHOW TABLES STARTS WITH 'CUS'", ['CUSTOMER']],
    ['SHOW TABLES IN ACCOUNT LIMIT 1', ['CUSTOMER']],
    ['SHOW VIEWS', ['CONTACTS']],
    ['SHOW DATABASES', ['BATON_SAMPLE']],
    ['SHOW SCHEMAS', ['SHOP']],
    ['SHOW WAREHOUSES', ['BATON_WH']],
    ['SHOW ROLES', ['READER']],
  ])('%s shows what the role may see', async (sql, names) => {
    const { rows } = await run(reader, sql);

    expect(rows).toMatchObject(names.map((name) => ({ name })));
  });

  it('refuses a scope that is not there', async () => {
    await expect(run(reader, 'SHOW TABLES IN SCHEMA NOWHERE')).rejects.toMatchObject({ code: '002043' });
  });

  it('describes a table', async () => {
    const { rows } = await run(reader, 'DESCRIBE TABLE ORDERS');

    expect(rows).toMatchObject([
      { name: 'ORDER_ID', type: 'NUMBER(38,0)', 'null?': 'N', 'primary key': 'Y' },
      { name: 'CUSTOMER_ID', type: 'NUMBER(38,0)', 'null?': 'Y', 'primary key': 'N' },
      { name: 'ORDERED_ON', type: 'DATE' },
      { name: 'AMOUNT', type: 'NUMBER(12,2)' },
    ]);
  });
});

describe('the query history', () => {
  it('shows a user their own statements, with tag, status and error', async () => {
    const own = await account.reader();
    await values(own, 'SELECT 1 AS A UNION ALL SELECT 2', { parameters: { QUERY_TAG: 'nightly' } });
    await values(own, 'SELEC 1').catch(() => null);
    const columns = 'QUERY_TEXT, QUERY_TYPE, QUERY_TAG, EXECUTION_STATUS, ERROR_CODE, ROWS_PRODUCED, ROLE_NAME';
    const sql = `SELECT ${columns} FROM TABLE(INFORMATION_SCHEMA.QUERY_HISTORY_BY_SESSION()) ORDER BY START_TIME`;
    const first = await values(own, sql);
    const again = z.array(z.array(z.unknown())).parse(await values(own, sql));
    const others = await values(
      owner,
      "SELECT COUNT(*) FROM TABLE(BATON_SAMPLE.INFORMATION_SCHEMA.QUERY_HISTORY(RESULT_LIMIT => 1000)) WHERE QUERY_TAG = 'nightly'",
    );
    await close(own);

    expect(first).toEqual([
      ['SELECT 1 AS A UNION ALL SELECT 2', 'SELECT', 'nightly', 'SUCCESS', null, 2, 'READER'],
      ['SELEC 1', 'SELEC', '', 'FAILED_WITH_ERROR', '001003', 0, 'READER'],
    ]);
    expect(again).toHaveLength(3);
    expect(others).toEqual([[0]]);
  });

  it('refuses what it cannot filter by', async () => {
    const sql = "SELECT * FROM TABLE(INFORMATION_SCHEMA.QUERY_HISTORY(WAREHOUSE_NAME => 'X'))";

    await expect(values(owner, sql)).rejects.toMatchObject({ code: '000002' });
  });
});

describe('databases', () => {
  it('are several in one account, and can be joined', async () => {
    const both = await startSnowflakeServer({
      ...ACCOUNT,
      databases: [{ name: 'ONE' }, { name: 'TWO' }],
      roles: [{ name: 'OWNER', grants: ['ONE', 'TWO'].map((on) => ({ privilege: 'ALL', on })) }],
    });
    const connection = await connectWith({
      account: 'X',
      accessUrl: both.accessUrl,
      username: 'KEEPER',
      password: PASSWORD,
    });
    for (const database of ['ONE', 'TWO'])
      await run(connection, `CREATE TABLE ${database}.PUBLIC.T AS SELECT '${database}' AS A`);

    const joined = await values(connection, 'SELECT X.A, Y.A FROM ONE.PUBLIC.T X, TWO.PUBLIC.T Y');
    await close(connection);
    await both.stop();

    expect(joined).toEqual([['ONE', 'TWO']]);
  });

  it('keep their data in a file from one start to the next', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'baton-snowflake-'));
    const databases = [{ name: 'BATON_SAMPLE', file: join(directory, 'sample.duckdb') }];
    const session = async (sql: string): Promise<unknown> => {
      const server = await startSnowflakeServer({ ...ACCOUNT, databases });
      const connection = await connectWith({
        account: 'X',
        accessUrl: server.accessUrl,
        username: 'KEEPER',
        password: PASSWORD,
        database: 'BATON_SAMPLE',
      });
      const answer = await values(connection, sql);
      await close(connection);
      await server.stop();
      return answer;
    };
    await session('CREATE TABLE KEPT AS SELECT 42 AS A');

    const kept = await session('SELECT A FROM KEPT');
    await rm(directory, { recursive: true });

    expect(kept).toEqual([[42]]);
  });
});

describe('types that only tables have', () => {
  it('come out as Snowflake’s', async () => {
    const loader = await account.server.database.connect();
    await loader.run(
      `CREATE TABLE BATON_SAMPLE."HIDDEN"."TYPES" AS SELECT '\\xFF\\x00'::BLOB AS "B", 7::TINYINT AS "T", 1.5::FLOAT AS "F",
      170141183460469231731687303715884105727::HUGEINT AS "H", [1, NULL] AS "L", {'k': 'v'} AS "S", 'x'::JSON AS "J", NULL::DATE AS "N"`.replace(
        "'x'::JSON",
        `'"x"'::JSON`,
      ),
    );
    loader.closeSync();

    const answer = await run(owner, 'SELECT * FROM HIDDEN.TYPES', { fetchAsString: ['Number', 'Buffer'] });

    expect(answer.rows).toEqual([
      {
        B: 'FF00',
        T: '7',
        F: '1.5',
        H: '170141183460469231731687303715884105727',
        L: [1, null],
        S: { k: 'v' },
        J: 'x',
        N: null,
      },
    ]);
    expect(columnsOf(answer).map(([, type]) => type)).toEqual([
      'binary',
      'fixed',
      'real',
      'fixed',
      'array',
      'object',
      'variant',
      'date',
    ]);
  });
});

describe('a crowd of long statements', () => {
  it('can be cancelled one by one, though more wait than run', async () => {
    const endless =
      'SELECT COUNT(*) FROM TABLE(GENERATOR(ROWCOUNT => 3000000)) A, TABLE(GENERATOR(ROWCOUNT => 3000000)) B';
    const started = Array.from({ length: 8 }, (_, index) => {
      const { promise, resolve } = Promise.withResolvers<unknown>();
      const statement = reader.execute({
        sqlText: `${endless} WHERE ${index} = ${index}`,
        complete: (error) => resolve(error === undefined ? null : error),
      });
      return { statement, promise };
    });
    await connectWith({ ...account.options, username: 'KEEPER', password: PASSWORD }).then(close);
    for (const { statement } of started) statement.cancel(() => undefined);

    const errors = await Promise.all(started.map(({ promise }) => promise));

    expect(errors).toMatchObject(errors.map(() => ({ code: '000604' })));
    expect(await values(reader, 'SELECT 1')).toEqual([[1]]);
  });
});
