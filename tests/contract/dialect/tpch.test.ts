import type { DuckDBConnection } from '@duckdb/node-api';
import { beforeAll, describe, expect, it } from 'vitest';

import { openDialectWorld, runSnowflake } from './dialect-world.ts';
import { TPCH_QUERIES, TPCH_TABLES } from './tpch-queries.ts';

/** Three rows a table, enough for a join to find its partner. */
const ROWS: readonly string[] = [
  "INSERT INTO region VALUES (1, 'AMERICA', ''), (2, 'ASIA', ''), (3, 'EUROPE', '')",
  "INSERT INTO nation VALUES (1, 'BRAZIL', 1, ''), (2, 'CHINA', 2, ''), (3, 'GERMANY', 3, '')",
  "INSERT INTO part VALUES (1, 'green forest', 'M1', 'Brand#12', 'PROMO BRASS', 15, 'SM CASE', 10.00, ''), (2, 'red', 'M1', 'Brand#23', 'STANDARD TIN', 49, 'MED BOX', 20.00, '')",
  "INSERT INTO supplier VALUES (1, 'S1', 'A', 3, '1', 100.00, ''), (2, 'S2', 'B', 2, '2', 50.00, 'Customer bad Complaints')",
  "INSERT INTO partsupp VALUES (1, 1, 10, 5.00, ''), (1, 2, 20, 7.00, ''), (2, 1, 30, 9.00, '')",
  "INSERT INTO customer VALUES (1, 'C1', 'A', 2, '13-1', 700.00, 'BUILDING', ''), (2, 'C2', 'B', 3, '13-2', 300.00, 'MACHINERY', '')",
  "INSERT INTO orders VALUES (1, 1, 'F', 100.00, '1995-03-01', '1-URGENT', 'K', 0, 'x'), (2, 1, 'O', 200.00, '1994-02-01', '5-LOW', 'K', 0, 'special requests')",
  "INSERT INTO lineitem VALUES (1, 1, 1, 1, 4.00, 1000.00, 0.05, 0.02, 'R', 'F', '1995-09-10', '1995-09-01', '1995-09-20', 'DELIVER IN PERSON', 'AIR', ''), (2, 1, 2, 1, 5.00, 500.00, 0.06, 0.00, 'N', 'O', '1994-03-01', '1994-03-10', '1994-03-20', 'NONE', 'MAIL', ''), (2, 2, 1, 2, 1.00, 300.00, 0.00, 0.10, 'N', 'O', '1994-03-02', '1994-03-10', '1994-03-20', 'NONE', 'SHIP', '')",
];

describe('TPC-H', () => {
  let connection: DuckDBConnection;

  beforeAll(async () => {
    connection = await openDialectWorld();
    for (const statement of [...TPCH_TABLES, ...ROWS]) await runSnowflake(connection, statement);
  });

  it('has 22 questions', () => {
    expect(TPCH_QUERIES).toHaveLength(22);
  });

  it.each(TPCH_QUERIES.map((sql, index) => [index + 1, sql] as const))('question %i runs', async (_, sql) => {
    await expect(runSnowflake(connection, sql)).resolves.toBeInstanceOf(Array);
  });

  // Worked out by hand from the rows above.
  it.each([
    [
      1,
      [
        ['N', 'O', '6.00', '800.00', '770.0000', '800.000000', '3.00000000', '400.00000000', '0.03000000', '2'],
        ['R', 'F', '4.00', '1000.00', '950.0000', '969.000000', '4.00000000', '1000.00000000', '0.05000000', '1'],
      ],
    ],
    [3, [['1', '950.0000', '1995-03-01', '0']]],
    [5, [['CHINA', '470.0000']]],
    [6, [['30.0000']]],
    [
      12,
      [
        ['MAIL', '0', '1'],
        ['SHIP', '0', '1'],
      ],
    ],
    [
      13,
      [
        ['1', '1'],
        ['0', '1'],
      ],
    ],
    [14, [['100.000000000000']]],
    [22, []],
  ] as const)('question %i gives the figures worked out by hand', async (number, expected) => {
    const rows = await runSnowflake(connection, TPCH_QUERIES[number - 1] ?? '');

    expect(rows.map((row) => row.map(String))).toEqual(expected);
  });
});
