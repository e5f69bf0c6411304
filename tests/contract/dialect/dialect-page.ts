import { FUNCTION_GROUPS } from '#infra/local/snowflake/dialect/functions/function-rules.ts';
import { SHOW_OBJECTS } from '#infra/local/snowflake/dialect/lowered.ts';
import { REFUSED_STATEMENTS } from './refused-statements.ts';

/** What the tables of documented statements came to. */
export interface DialectScore {
  readonly statements: number;
  readonly right: number;
  readonly refused: number;
}

function functionTable(): string {
  const rows = Object.entries(FUNCTION_GROUPS).map(
    ([group, rules]) => `| ${group} | ${Object.keys(rules).sort().join(', ')} |`,
  );
  return ['| group | functions |', '|---|---|', ...rows].join('\n');
}

function refusedTable(): string {
  const rows = REFUSED_STATEMENTS.map(([named, sql]) => `| ${named} | \`${sql.replaceAll('|', '\\|')}\` |`);
  return ['| named in the refusal | for example |', '|---|---|', ...rows].join('\n');
}

const functionCount = new Set(Object.values(FUNCTION_GROUPS).flatMap((rules) => Object.keys(rules))).size;

/** docs/local-snowflake-dialect.md: lists come from the code's own tables, figures from the statements that are run. */
export function dialectPage(tuned: DialectScore, heldOut: DialectScore): string {
  const share = ({ right, statements }: DialectScore): string => `${((100 * right) / statements).toFixed(1)} %`;
  return `# The local Snowflake's SQL

The local server reads Snowflake SQL with a parser of that dialect, prints every part of it as SQL for DuckDB, and runs that. A part that
has no rule is **refused by its name** (code \`000002\`, SQL state \`0A000\`), never passed on and never answered otherwise: DuckDB's own
functions and statements cannot be reached through it. What the parser itself does not know is a syntax error (\`001003\`).

This page is written by a test from the code's own tables, so it is as true as the tests are. After a change of the dialect:
\`npx vitest run tests/contract/dialect/dialect-page.test.ts -u\`.

## How right it is

| statements with results from Snowflake's documentation | right | refused by name | wrong |
|---|---|---|---|
| ${tuned.statements} that the dialect was built with | ${tuned.right} (${share(tuned)}) | ${tuned.refused} | 0 |
| ${heldOut.statements} written after it | ${heldOut.right} (${share(heldOut)}) | ${heldOut.refused} | 0 |

\`npx vitest run tests/contract/dialect\` prints these figures and fails on a single wrong answer. The 22 questions of TPC-H run with the
published answers, see [sample data](samples.md).

## Statements

| kind | what |
|---|---|
| queries | SELECT with joins of all kinds (also \`(+)\`, ASOF, LATERAL, USING, NATURAL), common table expressions (also recursive), set operations, GROUP BY (ALL, ROLLUP, CUBE, GROUPING SETS), QUALIFY, window frames, PIVOT and UNPIVOT with constants, SAMPLE by rows, VALUES, subqueries of all kinds, paths into semi-structured data, FLATTEN, SPLIT_TO_TABLE, GENERATOR |
| catalogue | INFORMATION_SCHEMA: COLUMNS, DATABASES, REFERENTIAL_CONSTRAINTS, SCHEMATA, TABLES, TABLE_CONSTRAINTS, VIEWS; table functions QUERY_HISTORY, QUERY_HISTORY_BY_SESSION, QUERY_HISTORY_BY_USER; DESCRIBE TABLE and VIEW; SHOW ${SHOW_OBJECTS.filter((object) => object !== 'FUNCTIONS').join(', ')} |
| data | INSERT (also OVERWRITE), UPDATE, DELETE, MERGE, TRUNCATE |
| objects | CREATE and DROP of databases, schemas, tables (also AS SELECT, LIKE, CLONE) and views; ALTER TABLE … ADD of columns and keys; COMMENT |
| access | CREATE and DROP ROLE; GRANT and REVOKE of roles and of rights on databases, schemas, tables and views (also ALL and FUTURE); row access policies and masking policies: CREATE, DROP, ALTER TABLE … ADD, DROP, MODIFY COLUMN … SET, UNSET |
| plans | EXPLAIN, USING TABULAR and USING JSON, of a query: the totals and the tables read. A micro-partition is 10,000 rows, assigned when it holds a row that the scan's own filters keep; its bytes are those of its rows as text |
| session | USE, USE SECONDARY ROLES, ALTER SESSION, SET and UNSET of variables, BEGIN, COMMIT, ROLLBACK |

## Functions

${functionCount} functions; any other name is refused.

${functionTable()}

## Refused by name

Each of these is run by a test, and the refusal must name it.

${refusedTable()}

## What differs

- **Types.** The precision and scale of calculated numbers may differ; the value does not. Timestamps have microseconds, where Snowflake has
  nanoseconds. A VARIANT is JSON text; to compare or order two of them needs a cast and is refused without one.
- **Order.** Rows without ORDER BY come in another order, as they may on Snowflake from one run to the next.
- **Errors.** Code and SQL state are Snowflake's where the product reacts to them; wording and positions are ours.
- **Chance.** RANDOM, UUID_STRING and approximate functions give other values.
- **Policies.** They hold in every query. A write that would read a table with a policy, or choose rows of one, is refused. SHOW GRANTS ON,
  grant options, tags and policies inside CREATE TABLE or CREATE VIEW are refused too: ALTER TABLE puts a policy on.
- **Absent.** Warehouses have no size, queue or cost; there are no stages, streams, tasks, procedures, time travel, replication or Cortex.

A statement that passes here is no proof for Snowflake: \`describeOnly\` on the real account is the check that comes before it.
`;
}
