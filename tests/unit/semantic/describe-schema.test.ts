import { describe, expect, it } from 'vitest';
import { describeSchema, type RunQuery } from '#infra/local/model/describe-schema.ts';
import type { Cell } from '#shared/schemas/primitives.ts';
import { generateModel } from '#shared/semantic/generate/generate-model.ts';

type Answer = { readonly columns: readonly string[]; readonly rows: readonly (readonly Cell[])[] };

const COLUMN_LIST = [
  'TABLE_NAME',
  'COLUMN_NAME',
  'DATA_TYPE',
  'NUMERIC_PRECISION',
  'NUMERIC_SCALE',
  'IS_NULLABLE',
  'COMMENT',
];
const KEYS = ['table_name', 'column_name', 'key_sequence', 'constraint_name'];

/** Answers as Snowflake would for a shop whose orders name a customer without a foreign key. */
const ANSWERS: readonly (readonly [start: string, answer: Answer])[] = [
  [
    'SELECT TABLE_NAME, COMMENT',
    {
      columns: ['TABLE_NAME', 'COMMENT'],
      rows: [
        ['CUSTOMERS', 'Buyers'],
        ['ORDERS', null],
      ],
    },
  ],
  [
    'SELECT TABLE_NAME, COLUMN_NAME',
    {
      columns: COLUMN_LIST,
      rows: [
        ['CUSTOMERS', 'CUSTOMER_ID', 'NUMBER', 38, 0, 'NO', null],
        ['CUSTOMERS', 'TIER', 'TEXT', null, null, 'YES', 'How loyal'],
        ['ORDERS', 'ORDER_ID', 'NUMBER', 38, 0, 'NO', null],
        ['ORDERS', 'CUSTOMER_ID', 'NUMBER', 38, 0, 'YES', null],
        ['ORDERS', 'AMOUNT', 'NUMBER', 12, 2, 'YES', null],
      ],
    },
  ],
  [
    'SHOW PRIMARY KEYS',
    {
      columns: KEYS,
      rows: [
        ['CUSTOMERS', 'CUSTOMER_ID', 1, 'pk'],
        ['ORDERS', 'ORDER_ID', 1, 'pk'],
      ],
    },
  ],
  ['SHOW UNIQUE KEYS', { columns: KEYS, rows: [] }],
  ['SHOW IMPORTED KEYS', { columns: ['fk_table_name'], rows: [] }],
  [
    'SELECT COUNT(*), COUNT(CUSTOMER_ID), COUNT(DISTINCT CUSTOMER_ID), COUNT(TIER)',
    { columns: [], rows: [[4, 4, 4, 3, 2]] },
  ],
  ['SELECT COUNT(*), COUNT(ORDER_ID)', { columns: [], rows: [[9, 9, 9, 8, 4, 9, 9]] }],
  [
    'SELECT TIER',
    {
      columns: ['TIER', 'FREQUENCY'],
      rows: [
        ['Gold', 2],
        ['Silver', 1],
      ],
    },
  ],
];

const run: RunQuery = (sql) => {
  const found = ANSWERS.find(([start]) => sql.startsWith(start));
  if (found === undefined) throw new Error(`No answer to ${sql}`);
  const [, { columns, rows }] = found;
  return Promise.resolve({
    queryId: 'q',
    columns: columns.map((name) => ({ name, type: 'text', nullable: true })),
    rows: rows.map((row) => [...row]),
    rowCount: rows.length,
    truncated: false,
    elapsedMs: 1,
  });
};

describe('the description of a schema', () => {
  it('holds tables, types with precision, keys, counts and the values of short text columns', async () => {
    const { tables } = await describeSchema(run, { database: 'D', schema: 'S' }, true);

    expect(tables[0]).toMatchObject({ name: 'CUSTOMERS', comment: 'Buyers', rowCount: 4, primaryKey: ['CUSTOMER_ID'] });
    expect(tables[0]?.columns[1]).toMatchObject({
      name: 'TIER',
      distinctCount: 2,
      nullCount: 1,
      sampleValues: ['Gold', 'Silver'],
    });
    expect(tables[1]?.columns[2]?.dataType).toBe('NUMBER(12,2)');
  });

  it('leads to a draft whose inferred relationship waits for review', async () => {
    const description = await describeSchema(run, { database: 'D', schema: 'S' }, true);

    const { document, sidecar } = generateModel(description);

    expect(document.relationships?.[0]).toMatchObject({ left_table: 'orders', right_table: 'customers' });
    expect(Object.values(sidecar.relationships ?? {})[0]?.review?.confidence).toBeLessThan(1);
  });

  it('reads no rows when values are not wanted', async () => {
    const statements: string[] = [];
    const watched: RunQuery = (sql, rows) => {
      statements.push(sql);
      return run(sql, rows);
    };

    await describeSchema(watched, { database: 'D', schema: 'S' }, false);

    expect(statements.filter((sql) => sql.includes('COUNT'))).toEqual([]);
  });
});
