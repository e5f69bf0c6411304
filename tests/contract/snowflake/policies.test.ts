import type { Connection } from 'snowflake-sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { close, run, values } from './driver.ts';
import { ACCOUNT, type LocalAccount, startLocalAccount } from './local-account.ts';

/** Everything is set up by statements, as `infra/snowflake` does it on a real account. */
const SET_UP = [
  `CREATE TABLE REGION_READERS (ROLE_NAME VARCHAR, REGION VARCHAR)`,
  `INSERT INTO REGION_READERS VALUES ('EUROPE_TEAM', 'Europe'), ('ASIA_TEAM', 'Asia')`,
  `CREATE ROW ACCESS POLICY OWN_REGION AS (CUSTOMER_REGION VARCHAR) RETURNS BOOLEAN ->
     CURRENT_ROLE() = 'OWNER' OR EXISTS (SELECT 1 FROM REGION_READERS M
       WHERE M.ROLE_NAME = CURRENT_ROLE() AND M.REGION = CUSTOMER_REGION)`,
  `CREATE MASKING POLICY HIDE_EMAIL AS (VAL VARCHAR) RETURNS VARCHAR ->
     CASE WHEN CURRENT_ROLE() = 'OWNER' THEN VAL WHEN CURRENT_ROLE() = 'ASIA_TEAM' THEN REGEXP_REPLACE(VAL, '.+@', '***@') ELSE '***' END`,
  `ALTER TABLE CUSTOMER ADD ROW ACCESS POLICY OWN_REGION ON (REGION)`,
  `ALTER TABLE CUSTOMER MODIFY COLUMN EMAIL SET MASKING POLICY HIDE_EMAIL`,
  `CREATE VIEW NAMED_CUSTOMER AS SELECT CUSTOMER_ID AS ID, EMAIL AS WRITE_TO, REGION FROM CUSTOMER`,
  ...['EUROPE_TEAM', 'ASIA_TEAM', 'NO_TEAM'].flatMap((role) => [
    `CREATE ROLE ${role}`,
    `GRANT USAGE ON DATABASE BATON_SAMPLE TO ROLE ${role}`,
    `GRANT USAGE ON SCHEMA BATON_SAMPLE.SHOP TO ROLE ${role}`,
    `GRANT SELECT ON ALL TABLES IN SCHEMA SHOP TO ROLE ${role}`,
    `GRANT SELECT ON ALL VIEWS IN SCHEMA SHOP TO ROLE ${role}`,
    `GRANT ROLE ${role} TO USER KEEPER`,
  ]),
];

let account: LocalAccount;
let owner: Connection;
const teams = new Map<string, Connection>();

beforeAll(async () => {
  account = await startLocalAccount({
    roles: ACCOUNT.roles.map((role) => (role.name === 'OWNER' ? { ...role, isAdministrator: true } : role)),
  });
  owner = await account.owner();
  for (const sql of SET_UP) await run(owner, sql);
  for (const role of ['EUROPE_TEAM', 'ASIA_TEAM', 'NO_TEAM']) teams.set(role, await account.owner({ role }));
});
afterAll(async () => {
  for (const connection of [owner, ...teams.values()]) await close(connection);
  await account.stop();
});

function as(role: string): Connection {
  const connection = role === 'OWNER' ? owner : teams.get(role);
  if (connection === undefined) throw new Error(`There is no session of ${role}.`);
  return connection;
}

const ANN = [1, 'ann@example.com', 'Europe'];
const BOB = [2, 'bob@example.com', 'Asia'];

describe('a row access policy and a masking policy', () => {
  it.each([
    ['OWNER', [ANN, BOB]],
    ['EUROPE_TEAM', [[1, '***', 'Europe']]],
    ['ASIA_TEAM', [[2, '***@example.com', 'Asia']]],
    ['NO_TEAM', []],
  ] as const)('show %s its rows and no others', async (role, rows) => {
    expect(await values(as(role), 'SELECT CUSTOMER_ID, EMAIL, REGION FROM CUSTOMER ORDER BY 1')).toEqual(rows);
    expect(await values(as(role), 'SELECT * FROM NAMED_CUSTOMER ORDER BY 1')).toEqual(rows);
  });

  // Each counts or sums what the role must not see, in its own way; the owner sees both customers and 119.75.
  it.each([
    ['a join', 'SELECT SUM(O.AMOUNT) FROM ORDERS O JOIN CUSTOMER C ON C.CUSTOMER_ID = O.CUSTOMER_ID', 119.75, 19.75],
    ['a join by USING', 'SELECT SUM(AMOUNT) FROM ORDERS JOIN CUSTOMER USING (CUSTOMER_ID)', 119.75, 19.75],
    ['a comma join', 'SELECT SUM(AMOUNT) FROM ORDERS O, CUSTOMER C WHERE C.CUSTOMER_ID = O.CUSTOMER_ID', 119.75, 19.75],
    ['a common table expression', 'WITH X AS (SELECT * FROM CUSTOMER) SELECT COUNT(*) FROM X', 2, 1],
    ['a nested one', 'WITH A AS (SELECT * FROM CUSTOMER), B AS (SELECT * FROM A) SELECT COUNT(*) FROM B', 2, 1],
    ['a name that hides another', 'WITH ORDERS AS (SELECT * FROM CUSTOMER) SELECT COUNT(*) FROM ORDERS', 2, 1],
    ['a derived table', 'SELECT COUNT(*) FROM (SELECT DISTINCT REGION FROM CUSTOMER)', 2, 1],
    ['a scalar subquery', 'SELECT (SELECT COUNT(*) FROM CUSTOMER)', 2, 1],
    [
      'EXISTS',
      'SELECT SUM(AMOUNT) FROM ORDERS O WHERE EXISTS (SELECT 1 FROM CUSTOMER C WHERE C.CUSTOMER_ID = O.CUSTOMER_ID)',
      119.75,
      19.75,
    ],
    ['IN', 'SELECT COUNT(*) FROM ORDERS WHERE CUSTOMER_ID IN (SELECT CUSTOMER_ID FROM CUSTOMER)', 3, 2],
    ['NOT IN', 'SELECT COUNT(*) FROM ORDERS WHERE CUSTOMER_ID NOT IN (SELECT CUSTOMER_ID FROM CUSTOMER)', 0, 1],
    ['UNION', 'SELECT COUNT(*) FROM (SELECT REGION FROM CUSTOMER UNION ALL SELECT REGION FROM CUSTOMER)', 4, 2],
    ['EXCEPT', 'SELECT COUNT(*) FROM (SELECT CUSTOMER_ID FROM ORDERS EXCEPT SELECT CUSTOMER_ID FROM CUSTOMER)', 0, 1],
    ['a view', 'SELECT COUNT(*) FROM NAMED_CUSTOMER', 2, 1],
    ['PIVOT', "SELECT COUNT(*) FROM CUSTOMER PIVOT (COUNT(CUSTOMER_ID) FOR REGION IN ('Europe', 'Asia'))", 2, 1],
    [
      'UNPIVOT',
      "SELECT COUNT(*) FROM (SELECT EMAIL, REGION FROM CUSTOMER) UNPIVOT (V FOR K IN (EMAIL, REGION)) WHERE V <> '***'",
      4,
      1,
    ],
    [
      'LATERAL',
      'SELECT COUNT(*) FROM ORDERS O, LATERAL (SELECT EMAIL FROM CUSTOMER C WHERE C.CUSTOMER_ID = O.CUSTOMER_ID) L',
      3,
      2,
    ],
    [
      'recursion',
      'WITH RECURSIVE X (I) AS (SELECT MIN(CUSTOMER_ID) FROM CUSTOMER UNION ALL SELECT I + 1 FROM X JOIN CUSTOMER C ON C.CUSTOMER_ID = X.I + 1) SELECT COUNT(*) FROM X',
      2,
      1,
    ],
    ['NATURAL JOIN', 'SELECT COUNT(*) FROM CUSTOMER NATURAL JOIN ORDERS', 3, 2],
    [
      'an outer join',
      'SELECT COUNT(*) FROM ORDERS O LEFT JOIN CUSTOMER C USING (CUSTOMER_ID) WHERE C.EMAIL IS NULL',
      0,
      1,
    ],
    ['SAMPLE', 'SELECT COUNT(*) FROM CUSTOMER SAMPLE (100)', 2, 1],
    ['an older view', 'SELECT COUNT(*) FROM CONTACTS', 2, 1],
    ['an aggregate', 'SELECT COUNT(DISTINCT EMAIL) FROM CUSTOMER', 2, 1],
    ['a maximum', "SELECT MAX(IFF(REGION = 'Asia', 1, 0)) FROM CUSTOMER", 1, 0],
    ['a window', 'SELECT MAX(N) FROM (SELECT COUNT(*) OVER () AS N FROM CUSTOMER)', 2, 1],
    [
      'QUALIFY',
      'SELECT COUNT(*) FROM (SELECT 1 FROM CUSTOMER QUALIFY ROW_NUMBER() OVER (ORDER BY CUSTOMER_ID) <= 5)',
      2,
      1,
    ],
    ['a full name', 'SELECT COUNT(*) FROM BATON_SAMPLE.SHOP.CUSTOMER', 2, 1],
    ['a quoted name', 'SELECT COUNT(*) FROM "BATON_SAMPLE"."SHOP"."CUSTOMER"', 2, 1],
    ['itself twice', 'SELECT COUNT(*) FROM CUSTOMER A CROSS JOIN CUSTOMER B', 4, 1],
    ['a filter on a masked column', "SELECT COUNT(*) FROM CUSTOMER WHERE EMAIL LIKE '%@example.com'", 2, 0],
    [
      'a group by a masked column',
      "SELECT COUNT(*) FROM (SELECT EMAIL FROM CUSTOMER GROUP BY EMAIL HAVING EMAIL <> '***')",
      2,
      0,
    ],
    [
      'an order by a masked column',
      "SELECT COUNT(*) FROM (SELECT EMAIL E FROM CUSTOMER ORDER BY EMAIL LIMIT 1) WHERE E = '***'",
      0,
      1,
    ],
  ])('hold through %s', async (_, sql, forOwner, forTeam) => {
    expect(await values(as('OWNER'), sql)).toEqual([[forOwner]]);
    expect(await values(as('EUROPE_TEAM'), sql)).toEqual([[forTeam]]);
  });

  it('follow the role within a session', async () => {
    const own = await account.owner({ role: 'ASIA_TEAM' });
    const before = await values(own, 'SELECT CUSTOMER_ID FROM CUSTOMER');
    await run(own, 'USE ROLE EUROPE_TEAM');
    const after = await values(own, 'SELECT CUSTOMER_ID FROM CUSTOMER');
    await close(own);

    expect([before, after]).toEqual([[[2]], [[1]]]);
  });

  it('hold at once, also for a statement that was planned before', async () => {
    const sql = 'SELECT COUNT(*) FROM HIDDEN.PAYROLL WHERE SALARY > 0';
    const before = await values(owner, sql);
    await run(owner, 'CREATE ROW ACCESS POLICY HIDDEN.NOBODY AS (S NUMBER) RETURNS BOOLEAN -> FALSE');
    await run(owner, 'ALTER TABLE HIDDEN.PAYROLL ADD ROW ACCESS POLICY HIDDEN.NOBODY ON (SALARY)');
    const during = await values(owner, sql);
    await run(owner, 'ALTER TABLE HIDDEN.PAYROLL DROP ROW ACCESS POLICY HIDDEN.NOBODY');
    const after = await values(owner, sql);

    expect([before, during, after]).toEqual([[[1]], [[0]], [[1]]]);
  });

  it('may judge by another column and by a session variable', async () => {
    await run(owner, 'CREATE TABLE NOTES (OWNER_NAME VARCHAR, TEXT VARCHAR, IS_PUBLIC BOOLEAN)');
    await run(owner, "INSERT INTO NOTES VALUES ('ann', 'a', FALSE), ('bob', 'b', TRUE)");
    await run(
      owner,
      `CREATE MASKING POLICY HIDE_PRIVATE AS (V VARCHAR, P BOOLEAN, O VARCHAR) RETURNS VARCHAR ->
         IFF(P OR O = GETVARIABLE('CALLER'), V, NULL)`,
    );
    await run(
      owner,
      'ALTER TABLE NOTES MODIFY COLUMN TEXT SET MASKING POLICY HIDE_PRIVATE USING (TEXT, IS_PUBLIC, OWNER_NAME)',
    );
    const anyone = await values(owner, 'SELECT TEXT FROM NOTES ORDER BY OWNER_NAME');
    await run(owner, "SET CALLER = 'ann'");
    const ann = await values(owner, 'SELECT TEXT FROM NOTES ORDER BY OWNER_NAME');
    await run(owner, 'UNSET CALLER');

    expect([anyone, ann]).toEqual([
      [[null], ['b']],
      [['a'], ['b']],
    ]);
  });

  it('show in SHOW and DESCRIBE', async () => {
    const { rows } = await run(owner, "SHOW MASKING POLICIES LIKE 'hide_e%'");
    const described = await run(owner, 'DESCRIBE TABLE CUSTOMER');

    expect(rows).toMatchObject([{ name: 'HIDE_EMAIL', schema_name: 'SHOP', kind: 'MASKING_POLICY' }]);
    expect(described.rows).toMatchObject([
      { name: 'CUSTOMER_ID' },
      { 'policy name': 'HIDE_EMAIL' },
      { name: 'REGION' },
    ]);
  });

  it.each([
    ['a second row access policy', 'ALTER TABLE CUSTOMER ADD ROW ACCESS POLICY OWN_REGION ON (EMAIL)', '003551'],
    ['a second masking policy', 'ALTER TABLE CUSTOMER MODIFY COLUMN EMAIL SET MASKING POLICY HIDE_EMAIL', '003551'],
    ['a column that is not there', 'ALTER TABLE CUSTOMER MODIFY COLUMN NOPE SET MASKING POLICY HIDE_EMAIL', '000904'],
    ['a policy that is not there', 'ALTER TABLE ORDERS ADD ROW ACCESS POLICY NOPE ON (AMOUNT)', '002003'],
    ['the wrong kind of policy', 'ALTER TABLE ORDERS ADD ROW ACCESS POLICY HIDE_EMAIL ON (AMOUNT)', '002003'],
    ['too many columns', 'ALTER TABLE ORDERS ADD ROW ACCESS POLICY OWN_REGION ON (AMOUNT, ORDER_ID)', '001044'],
    ['a name that is taken', 'CREATE MASKING POLICY HIDE_EMAIL AS (V VARCHAR) RETURNS VARCHAR -> V', '002002'],
    ['to drop what is in use', 'DROP MASKING POLICY HIDE_EMAIL', '003540'],
    ['a text that is no SQL', 'CREATE MASKING POLICY BAD AS (V VARCHAR) RETURNS VARCHAR -> CASE WHEN', '001003'],
    [
      'an unknown function',
      'CREATE MASKING POLICY BAD AS (V VARCHAR) RETURNS VARCHAR -> NO_SUCH_FUNCTION(V)',
      '000002',
    ],
  ])('refuse %s', async (_, sql, code) => {
    await expect(run(owner, sql)).rejects.toMatchObject({ code });
  });
});

describe('rights by statement', () => {
  it('need the way in as well as the table', async () => {
    await run(owner, 'CREATE ROLE VISITOR');
    await run(owner, 'GRANT ROLE VISITOR TO USER KEEPER');
    const visitor = await account.owner({ role: 'VISITOR' });
    const read = () => values(visitor, 'SELECT COUNT(*) FROM BATON_SAMPLE.SHOP.ORDERS');

    await run(owner, 'GRANT SELECT ON TABLE SHOP.ORDERS TO ROLE VISITOR');
    await expect(read()).rejects.toMatchObject({ code: '002003' });
    await run(owner, 'GRANT USAGE ON DATABASE BATON_SAMPLE TO ROLE VISITOR');
    await expect(read()).rejects.toMatchObject({ code: '002003' });
    await run(owner, 'GRANT USAGE ON SCHEMA BATON_SAMPLE.SHOP TO ROLE VISITOR');
    expect(await read()).toEqual([[3]]);
    expect(await values(visitor, 'SELECT TABLE_NAME FROM BATON_SAMPLE.INFORMATION_SCHEMA.TABLES')).toEqual([
      ['ORDERS'],
    ]);
    await expect(values(visitor, 'SELECT * FROM BATON_SAMPLE.SHOP.CUSTOMER')).rejects.toMatchObject({ code: '002003' });
    await run(owner, 'REVOKE SELECT ON TABLE SHOP.ORDERS FROM ROLE VISITOR');
    await expect(read()).rejects.toMatchObject({ code: '002003' });
    await close(visitor);
  });

  it('reach later tables when they are future ones, and leave other schemas alone', async () => {
    await run(owner, 'CREATE ROLE PLANNER');
    await run(owner, 'GRANT ROLE PLANNER TO USER KEEPER');
    await run(owner, 'CREATE SCHEMA BATON_SAMPLE.PLANS');
    for (const on of ['DATABASE BATON_SAMPLE', 'SCHEMA BATON_SAMPLE.PLANS']) {
      await run(owner, `GRANT USAGE ON ${on} TO ROLE PLANNER`);
    }
    await run(owner, 'GRANT SELECT ON FUTURE TABLES IN SCHEMA BATON_SAMPLE.PLANS TO ROLE PLANNER');
    await run(owner, 'CREATE TABLE BATON_SAMPLE.PLANS.A AS SELECT 1 AS N');
    const planner = await account.owner({ role: 'PLANNER' });

    expect(await values(planner, 'SELECT N FROM BATON_SAMPLE.PLANS.A')).toEqual([[1]]);
    await expect(values(planner, 'SELECT * FROM BATON_SAMPLE.SHOP.ORDERS')).rejects.toMatchObject({ code: '002003' });
    await expect(run(planner, 'INSERT INTO BATON_SAMPLE.PLANS.A VALUES (2)')).rejects.toMatchObject({ code: '003001' });
    await run(owner, 'GRANT INSERT ON TABLE BATON_SAMPLE.PLANS.A TO ROLE PLANNER');
    expect(await values(planner, 'INSERT INTO BATON_SAMPLE.PLANS.A VALUES (2)')).toEqual([[1]]);
    await close(planner);
  });

  it('come from roles granted to the role, and from secondary roles', async () => {
    await run(owner, 'CREATE ROLE MANAGER');
    await run(owner, 'GRANT ROLE MANAGER TO USER KEEPER');
    await run(owner, 'GRANT ROLE NO_TEAM TO ROLE MANAGER');
    const manager = await account.owner({ role: 'MANAGER' });
    const outsider = await account.owner({ role: 'OUTSIDER' });
    const sql = 'SELECT COUNT(*) FROM BATON_SAMPLE.SHOP.ORDERS';

    expect(await values(manager, sql)).toEqual([[3]]);
    expect(await values(manager, "SELECT IS_ROLE_IN_SESSION('NO_TEAM'), IS_ROLE_IN_SESSION('OWNER')")).toEqual([
      [true, false],
    ]);
    await expect(values(outsider, sql)).rejects.toMatchObject({ code: '002003' });
    await run(outsider, 'USE SECONDARY ROLES ALL');
    expect(await values(outsider, sql)).toEqual([[3]]);
    await run(outsider, 'USE SECONDARY ROLES NONE');
    await expect(values(outsider, sql)).rejects.toMatchObject({ code: '002003' });
    await expect(run(owner, 'GRANT ROLE MANAGER TO ROLE NO_TEAM')).rejects.toMatchObject({ code: '003012' });
    for (const connection of [manager, outsider]) await close(connection);
  });

  it('show in SHOW GRANTS', async () => {
    const { rows } = await run(owner, 'SHOW GRANTS TO ROLE ASIA_TEAM');
    const ofUser = await values(owner, 'SHOW GRANTS TO USER READER_SERVICE');

    expect(rows).toContainEqual({
      privilege: 'USAGE',
      granted_on: 'DATABASE',
      name: 'BATON_SAMPLE',
      granted_to: 'ROLE',
      grantee_name: 'ASIA_TEAM',
      grant_option: 'false',
    });
    expect(ofUser).toEqual([['READER', 'USER', 'READER_SERVICE']]);
  });

  it.each([
    ['GRANT SELECT ON TABLE ORDERS TO ROLE NOBODY_AT_ALL', '002003'],
    ['GRANT SELECT ON TABLE NO_SUCH_TABLE TO ROLE NO_TEAM', '002003'],
    ['CREATE ROLE OWNER', '002002'],
    ['GRANT USAGE ON INTEGRATION X TO ROLE NO_TEAM', '000002'],
    ['GRANT SELECT ON TABLE ORDERS TO ROLE NO_TEAM WITH GRANT OPTION', '000002'],
    ['CREATE USER SOMEBODY', '000002'],
  ])('refuse %s', async (sql, code) => {
    await expect(run(owner, sql)).rejects.toMatchObject({ code });
  });
});

describe('what a role may not get by a detour', () => {
  it.each([
    'CREATE TABLE COPIED AS SELECT * FROM CUSTOMER',
    'CREATE TABLE COPIED AS SELECT * FROM NAMED_CUSTOMER',
    'CREATE TABLE COPIED CLONE CUSTOMER',
    'INSERT INTO REGION_READERS SELECT EMAIL, REGION FROM CUSTOMER',
    'INSERT OVERWRITE INTO REGION_READERS SELECT EMAIL, REGION FROM CUSTOMER',
    'UPDATE ORDERS SET AMOUNT = C.CUSTOMER_ID FROM CUSTOMER C WHERE C.CUSTOMER_ID = ORDERS.CUSTOMER_ID',
    'MERGE INTO ORDERS USING CUSTOMER C ON C.CUSTOMER_ID = ORDERS.CUSTOMER_ID WHEN MATCHED THEN DELETE',
    'DELETE FROM CUSTOMER',
    'CREATE TABLE GUARDED (A VARCHAR) WITH ROW ACCESS POLICY OWN_REGION ON (A)',
    'CREATE TABLE GUARDED (A VARCHAR WITH MASKING POLICY HIDE_EMAIL)',
  ])('is refused by name: %s', async (sql) => {
    await expect(run(owner, sql)).rejects.toMatchObject({ code: '000002' });
    expect(await values(owner, 'SELECT COUNT(*) FROM REGION_READERS')).toEqual([[2]]);
  });

  it('is a table of somebody else by CREATE', async () => {
    await run(owner, 'CREATE ROLE BUILDER');
    await run(owner, 'GRANT ROLE BUILDER TO USER KEEPER');
    await run(owner, 'GRANT USAGE ON DATABASE BATON_SAMPLE TO ROLE BUILDER');
    await run(owner, 'GRANT USAGE, CREATE TABLE ON SCHEMA BATON_SAMPLE.HIDDEN TO ROLE BUILDER');
    const builder = await account.owner({ role: 'BUILDER' });
    await run(builder, 'CREATE TABLE IF NOT EXISTS BATON_SAMPLE.HIDDEN.PAYROLL (SALARY NUMBER)');
    const peeked = run(builder, 'SELECT * FROM BATON_SAMPLE.HIDDEN.PAYROLL');
    await expect(peeked).rejects.toMatchObject({ code: '002003' });
    const replaced = run(builder, 'CREATE OR REPLACE TABLE BATON_SAMPLE.HIDDEN.PAYROLL (SALARY NUMBER)');
    await expect(replaced).rejects.toMatchObject({ code: '003001' });
    await run(builder, 'CREATE TABLE BATON_SAMPLE.HIDDEN.OWN (A INT)');
    expect(await values(builder, 'SELECT COUNT(*) FROM BATON_SAMPLE.HIDDEN.OWN')).toEqual([[0]]);
    await run(builder, 'DROP TABLE BATON_SAMPLE.HIDDEN.OWN');
    await close(builder);
  });

  it('is half a statement: INSERT OVERWRITE leaves all as it was when it fails', async () => {
    const failing = run(owner, "INSERT OVERWRITE INTO REGION_READERS SELECT 'x', 1 / 0");

    await expect(failing).rejects.toMatchObject({ code: '100051' });
    expect(await values(owner, 'SELECT COUNT(*) FROM REGION_READERS')).toEqual([[2]]);
  });
});

describe('session variables', () => {
  it('keep their value and type for the session', async () => {
    await run(owner, 'SET (MIN_AMOUNT, SHOP_NAME, DAY) = (10.5, $$Ann’s$$, DATE $$2026-02-05$$)');
    const rows = await values(
      owner,
      'SELECT ORDER_ID, $SHOP_NAME, $min_amount + 1 FROM ORDERS WHERE AMOUNT > $MIN_AMOUNT AND ORDERED_ON > $DAY',
    );
    const shown = await values(owner, "SHOW VARIABLES LIKE 'min_amount'");
    await run(owner, 'UNSET (MIN_AMOUNT, SHOP_NAME, DAY)');

    expect(rows).toEqual([[12, 'Ann’s', 11.5]]);
    expect(shown).toEqual([['MIN_AMOUNT', expect.any(String), '10.5', 'decimal(3,1)']]);
    await expect(values(owner, 'SELECT $MIN_AMOUNT')).rejects.toMatchObject({ code: '002211' });
  });

  it('may hold what a query finds', async () => {
    await run(owner, 'SET TOP_AMOUNT = (SELECT MAX(AMOUNT) FROM ORDERS)');

    expect(await values(owner, 'SELECT $TOP_AMOUNT, GETVARIABLE($$TOP_AMOUNT$$)')).toEqual([[100, '100.00']]);
  });

  it('belong to their session alone', async () => {
    await run(owner, 'SET MINE = 1');

    await expect(values(as('NO_TEAM'), 'SELECT $MINE')).rejects.toMatchObject({ code: '002211' });
  });

  it('have no more than 256 bytes', async () => {
    await expect(run(owner, `SET LONG_ONE = '${'x'.repeat(257)}'`)).rejects.toMatchObject({ code: '001027' });
  });
});
