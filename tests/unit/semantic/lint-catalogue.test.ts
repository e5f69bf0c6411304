import { describe, expect, it } from 'vitest';
import { lintModel } from '#shared/semantic/lint/lint-model.ts';
import { schemaDescriptionSchema } from '#shared/semantic/generate/schema-description.ts';
import { type KeyCount, keyQueries } from '#shared/semantic/lint/lint-keys.ts';
import { parseModel } from '#shared/semantic/parse-model.ts';
import { SHOP, SHOP_SIDECAR, edited } from './model-fixture.ts';

const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  CUSTOMER: ['ID', 'NAME', 'TIER'],
  ORDERS: ['ID', 'CUSTOMER_ID', 'CLOSED_AT', 'ORDERED_ON', 'GROSS', 'REBATE'],
  STOCK: ['DAY', 'CUSTOMER_ID', 'ON_HAND'],
};

/** The shop's schema as a warehouse describes it. */
const WAREHOUSE = schemaDescriptionSchema.parse({
  name: 's',
  database: 'D',
  schema: 'S',
  tables: Object.entries(COLUMNS).map(([name, columns]) => ({
    name,
    columns: columns.map((column) => ({ name: column, dataType: 'TEXT' })),
  })),
});

function problemsOf(model: string, keys: readonly KeyCount[] = []): readonly string[] {
  const fileNames = { model: 'shop.yaml', sidecar: 'shop.baton.yaml' };
  const problems = lintModel({ model, sidecar: SHOP_SIDECAR, fileNames }, { schemas: [WAREHOUSE], keys });
  return problems
    .filter(({ severity }) => severity === 'error')
    .map(({ rule, path, line }) => `${rule} ${path} ${line}`);
}

describe('a model beside its warehouse', () => {
  it('has nothing amiss when every table and column is there', () => {
    expect(problemsOf(SHOP)).toEqual([]);
  });

  it.each([
    ['a column of a fact', { 'GROSS - REBATE': 'GROSS - REBAET' }, 'unknown-column tables.orders.facts.amount.expr 20'],
    [
      'a column of a metric',
      { 'SUM(ON_HAND)': 'SUM(ON_HNAD)' },
      'unknown-column tables.stock.metrics.stock_value.expr 33',
    ],
    ['a key', { '[DAY, CUSTOMER_ID]': '[DAY, CUSTOMER_NO]' }, 'unknown-column tables.stock 25'],
    ['a base table', { 'table: STOCK': 'table: STOKC' }, 'unknown-table tables.stock.base_table 27'],
  ])('is told of %s that the warehouse does not have', (_, edits, expected) => {
    expect(problemsOf(edited(SHOP, edits))).toContain(expected);
  });

  it('is judged by itself where nothing is known of a schema', () => {
    const elsewhere = edited(SHOP, { 'schema: S, table: STOCK': 'schema: ELSEWHERE, table: STOCK' });

    expect(problemsOf(elsewhere)).toEqual([]);
  });
});

describe('declared keys', () => {
  const fileNames = { model: 'shop.yaml', sidecar: 'shop.baton.yaml' };

  it('are counted by a statement each, which leaves out what joins nothing', () => {
    const queries = keyQueries(parseModel({ model: SHOP, sidecar: SHOP_SIDECAR, fileNames }));

    expect(queries.find(({ table }) => table === 'stock')?.sql).toBe(
      'SELECT COUNT(*), COALESCE(SUM(N), 0) FROM (SELECT COUNT(*) AS N FROM D.S.STOCK WHERE DAY IS NOT NULL AND CUSTOMER_ID IS NOT NULL GROUP BY DAY, CUSTOMER_ID HAVING COUNT(*) > 1) AS REPEATED',
    );
  });

  it('are a problem when the warehouse has a value of them twice', () => {
    const key = { table: 'stock', columns: ['DAY', 'CUSTOMER_ID'] };

    expect(problemsOf(SHOP, [{ ...key, repeated: 0, rows: 0 }])).toEqual([]);
    expect(problemsOf(SHOP, [{ ...key, repeated: 3, rows: 7 }])).toEqual(['repeating-key tables.stock 25']);
  });
});
