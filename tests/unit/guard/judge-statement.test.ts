import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge, SHOP } from './parse-snowflake.ts';

const SALES = '(SELECT SALE_ID, CUSTOMER_KEY, AMOUNT, SOLD_ON, DETAILS FROM DB.SHOP.SALES)';
const CUSTOMERS = '(SELECT CUSTOMER_KEY, NAME, REGION FROM DB.SHOP.CUSTOMERS)';

function refusalOf(text: string): string {
  const verdict = judge(text);
  return verdict.allowed ? 'allowed' : verdict.reason;
}

describe('an allowed statement', () => {
  it.each([
    ['select amount from sales', `SELECT amount FROM ${SALES} AS sales`],
    ['select * from shop.sales s', `SELECT * FROM ${SALES} AS s`],
    ['select /* a */ sum(amount) -- b\n from db.shop.sales', `SELECT SUM(amount) FROM ${SALES} AS sales`],
    [
      "select c.region, sum(s.amount)::number(10,2) x from sales s left join customers c on s.customer_key = c.customer_key where s.sold_on >= '2026-01-01' group by 1 having x > 1 order by x desc nulls last limit 5",
      `SELECT c.region, CAST(SUM(s.amount) AS NUMBER(10, 2)) AS x FROM ${SALES} AS s LEFT JOIN ${CUSTOMERS} AS c ON s.customer_key = c.customer_key WHERE s.sold_on >= '2026-01-01' GROUP BY 1 HAVING x > 1 ORDER BY x DESC NULLS LAST LIMIT 5`,
    ],
    [
      'with sales as (select region as amount from customers) select amount from sales',
      `WITH sales AS (SELECT region AS amount FROM ${CUSTOMERS} AS customers) SELECT amount FROM sales`,
    ],
    [
      'select s.sale_id, f.value:sku::string from sales s, lateral flatten(input => s.details:lines) f',
      `SELECT s.sale_id, CAST(f.value:sku AS STRING) FROM ${SALES} AS s, LATERAL FLATTEN(input => s.details:lines) AS f`,
    ],
    ['select shop.sales.amount from shop.sales', `SELECT sales.amount FROM ${SALES} AS sales`],
    ["select 'it''s' || '\\\\d' from sales", `SELECT 'it''s' || '\\\\d' FROM ${SALES} AS sales`],
    ["select $$it's$$ from sales", `SELECT 'it''s' FROM ${SALES} AS sales`],
    ['select (1 + 2) * 3 - -amount from sales', `SELECT ((1 + 2) * 3) - (-amount) FROM ${SALES} AS sales`],
  ])('is written anew, from what may be read: %s', (text, statement) => {
    expect(judge(text)).toEqual({ allowed: true, statement, binds: [] });
  });

  it.each([
    "select dateadd(month, 1, sold_on), date_trunc('week', sold_on), datediff(day, sold_on, current_date) from sales",
    'select row_number() over (partition by customer_key order by amount desc) as place from sales qualify place = 1',
    "select listagg(name, ', ') within group (order by name) from customers group by rollup (region)",
    'select amount from sales where customer_key in (select customer_key from customers where region = sales.details:region)',
    'select amount from sales union all select 1 minus (select 2) order by amount',
    "select case when region ilike any ('a%', 'b%') then 1 else 0 end from customers",
    'select avg(amount) over (order by sold_on rows between 6 preceding and current row) from sales',
    'select * exclude (amount) rename (sold_on as day) from sales',
    "select try_cast(details as date), extract(year from sold_on), trim(' x ') from sales",
    'select s.amount, c.name from sales s natural join customers c',
    "select filter(details, x -> x:a > 1), [1, 2], {'a': amount} from sales",
    "select x.n from (values (1, 'a')) as x(n, t)",
    'select region, amount from sales join customers using (customer_key)',
    'select count(*) as n from sales having n > (select count(*) from customers)',
  ])('may be any analytical SELECT: %s', (text) => {
    expect(judge(text)).toMatchObject({ allowed: true });
  });

  it('reads back as itself', () => {
    const open = { tables: [], anyTable: true, functions: [] };
    const parts = fc.record({
      column: fc.constantFrom('a', 'b.c', 'f(a)'.replace('f', 'abs'), "'x'", '1.5', 'a:b[0]', 'a::date', '"q q"'),
      operator: fc.constantFrom('+', '||', '<', 'and', 'or', '=', '%', 'is distinct from'),
      other: fc.constantFrom(
        'not b',
        '(a or b)',
        'a in (1, 2)',
        'case a when 1 then 2 end',
        "'--'",
        '-a',
        'a between 1 and 2',
      ),
      tail: fc.constantFrom('', ' where a is null', ' group by all', ' order by 1 desc', ' limit 3'),
    });

    fc.assert(
      fc.property(parts, ({ column, operator, other, tail }) => {
        const first = judge(`select ${column} ${operator} ${other} as x from t as b${tail}`, open);

        expect(first).toMatchObject({ allowed: true });
        if (first.allowed) expect(judge(first.statement, open)).toEqual(first);
      }),
    );
  });
});

describe('a column that is not in the catalogue', () => {
  it.each([
    'select email from customers',
    'select c.email from customers c',
    "select * from sales where exists (select 1 from customers where email = 'x')",
    'select name from customers order by email',
    'select name from customers group by email',
    'select max(email) from customers',
    'select min(email) as email from customers',
    'select lower(email) as email, email as copy from customers',
    'select count(distinct c.email) from sales s join customers c on s.customer_key = c.customer_key',
    'select * from customers natural join (select email from customers)',
    'select * from sales join customers using (email)',
    'select db.shop.customers.email from customers',
    'select s.email from sales s, (select 1 as email) x',
    'with c as (select name from customers) select email from c',
    'select x.email from (select name from customers) x',
    'select region from customers where ("EMAIL") = \'x\'',
    'select f.value from customers, lateral flatten(input => email) f',
    "select email from customers pivot(count(name) for email in ('a'))",
  ])('is refused by name: %s', (text) => {
    expect(refusalOf(text)).toContain('EMAIL');
  });

  // Snowflake may read such a name as the table's own column: then there must be none of that name.
  it.each([
    'select 1 as email, (select email from customers limit 1) from sales',
    'select name as email from customers where email is not null',
    'select (select max(email) from customers) from (select 1 as email from sales) x',
    'select * from customers',
    'select customers.* from customers',
    'select hash(*), object_construct(*) from customers',
    'select $2 from customers',
    'select * from customers unpivot(v for k in (name, region))',
  ])('cannot be reached by another name: %s', (text) => {
    const verdict = judge(text);

    expect(verdict).toMatchObject({ allowed: true });
    const tables = verdict.allowed ? verdict.statement.split('DB.SHOP.CUSTOMERS') : [];
    expect(tables.length).toBeGreaterThan(1);
    for (const before of tables.slice(0, -1))
      expect(before.endsWith('(SELECT CUSTOMER_KEY, NAME, REGION FROM ')).toBe(true);
  });
});

describe('refused', () => {
  it.each([
    ['nothing', '', 'no statement'],
    ['no SQL', 'hello', 'no SQL'],
    ['two statements', 'select 1; select 2', 'more than one'],
    ['a change', 'delete from sales', 'only a SELECT'],
    ['a change inside a query', 'with x as (delete from sales) select 1', 'not'],
    ['a table made from a query', 'select * into t from sales', 'into'],
    ['an unknown table', 'select 1 from staff', 'STAFF is not known'],
    ['a table of another database', 'select 1 from other.shop.sales', 'not known'],
    ['what Snowflake says of itself', 'select 1 from information_schema.tables', 'not known'],
    ['a stage', 'select $1 from @stage/file', 'not allowed'],
    ['a stage in quotes', "select 1 from '@stage/file'", 'not allowed'],
    ['an earlier state', 'select amount from sales at(offset => -60)', 'version'],
    ['a name made from a text', "select 1 from identifier('sales')", 'not'],
    ['a table made from a text', "select 1 from table('sales')", 'TABLE'],
    ['an earlier result', 'select 1 from table(result_scan(last_query_id()))', 'RESULT_SCAN'],
    ['made-up rows', 'select 1 from table(generator(rowcount => 1e9))', 'GENERATOR'],
    ['a session variable', 'select $secret', 'variables'],
    ['a numbered bind', 'select :1', 'variables'],
    ['a bind without a value', 'select ?', 'variables'],
    ['a sequence', 'select sales.nextval from sales', 'sequences'],
    ['the user', 'select current_user()', 'CURRENT_USER'],
    ['the user without parentheses', 'select current_user from sales', 'CURRENT_USER'],
    ['a system function', 'select system$wait(5)', 'not'],
    ['a system function in quotes', 'select "SYSTEM$WAIT"(5)', 'not on the list'],
    ['a listed function in quotes', 'select "UPPER"(name) from customers', 'not on the list'],
    ['a function of a schema', 'select snowflake.cortex.complete(name) from customers', 'not on the list'],
    ['an unlisted function', "select get_ddl('table', 'x')", 'GET_DDL'],
    ['chance', 'select random()', 'RANDOM'],
    [
      'matching of unknown rows',
      'select 1 from staff match_recognize(order by a pattern(a) define a as true)',
      'STAFF',
    ],
    [
      'recursion that begins with itself',
      'with t as (select n from t union all select 1 as n) select n from t',
      'T is not',
    ],
    ['a lock', 'select amount from sales for update', 'locks'],
    ['a look-alike letter', 'select аmount from sales', 'no SQL'],
    ['an invisible letter', 'select amo\u200bunt from sales', 'SQL'],
    ['a name in full width', 'select "ａmount" from sales', 'not allowed'],
    ['a text with NUL', "select '\0' from sales", 'text'],
    ['two tables of one name', 'select 1 from sales x, customers x', 'two tables'],
    ['a semi join', 'select 1 from sales left semi join customers on true', 'LeftSemi'],
    ['an operator of another database', "select name ~ 'x' from customers", 'not allowed'],
  ])('is %s', (_, text, reason) => {
    expect(refusalOf(text)).toContain(reason);
  });

  it.each([
    ['too long a text', `select '${'x'.repeat(20_000)}'`, 'longer'],
    ['too deep a nesting', `select ${'('.repeat(60)}1${')'.repeat(60)}`, 'deeper'],
    ['CASEs left open', `select ${'case when a then '.repeat(40)} from customers`, 'CASEs inside one another'],
    ['CASEs too deep', `select ${'case when true then '.repeat(11)}1${' end'.repeat(11)}`, 'CASEs inside one another'],
    ['too long a chain', `select ${'1+'.repeat(400)}1`, 'operators'],
    ['too long a list', `select 1 where 1 in (${'1,'.repeat(1_500)}1)`, 'items'],
  ])('is %s, before it is parsed', (_, text, reason) => {
    expect(refusalOf(text)).toContain(reason);
  });

  it('is what a declared name of Snowflake’s own stands for, even where any table may be read', () => {
    const open = { tables: [], anyTable: true, functions: [] };

    expect(judge('select 1 from information_schema.tables', open)).toMatchObject({ allowed: false });
    expect(judge('select 1 from snowflake.account_usage.users', open)).toMatchObject({ allowed: false });
    expect(judge('select 1 from a.b.c', open)).toMatchObject({ allowed: true });
  });
});

it('lets a declared function be called, by its full name', () => {
  const declared = { ...SHOP, functions: ['DB.SHOP.TAX', 'RANDOM'] };

  expect(judge('select db.shop.tax(amount), random() from sales', declared)).toMatchObject({ allowed: true });
  expect(judge('select tax(amount) from sales', declared)).toMatchObject({ allowed: false });
});

it('replaces a table by the rows that may be read of it', () => {
  const rows = { text: '(SELECT s.* FROM DB.SHOP.SALES AS s WHERE (s.TENANT = ?))', binds: ['acme'] };
  const catalogue = { ...SHOP, tables: [{ path: ['DB', 'SHOP', 'SALES'], columns: ['AMOUNT'], rows }] };

  const verdict = judge('select a.amount, (select count(*) from sales) from sales a', catalogue);

  expect(verdict).toMatchObject({ binds: ['acme', 'acme'] });
  expect(JSON.stringify(verdict)).toContain(
    'FROM (SELECT AMOUNT FROM (SELECT s.* FROM DB.SHOP.SALES AS s WHERE (s.TENANT = ?)) AS visible_rows) AS a',
  );
});
