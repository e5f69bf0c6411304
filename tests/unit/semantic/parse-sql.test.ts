import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BinaryOperator, RowExpression } from '#shared/semantic/expression.ts';
import { createNameScope } from '#shared/semantic/name-scope.ts';
import { parseSql } from '#shared/semantic/parse-sql.ts';
import { quoteIdentifier } from '#shared/semantic/quote-sql.ts';
import { resolveMetric } from '#shared/semantic/resolve-metric-expression.ts';
import { resolveRow } from '#shared/semantic/resolve-row.ts';
import { ExpressionError } from '#shared/semantic/sql-tokens.ts';
import { columnsOf } from '#shared/semantic/walk-expression.ts';
import { type ExpressionPrinter, printExpression } from './print-expression.ts';
import { readShop } from './model-fixture.ts';

const { document } = readShop();
if (document === null) throw new Error('The fixture does not load.');
const scope = createNameScope(document);
const row = { scope, table: 'orders', within: [], metric: null, isRolledUp: false, allowsAttributes: true };

const printer: ExpressionPrinter = {
  column: ({ column }) => quoteIdentifier(column),
  attribute: (name) => `:${name}`,
  variable: (name) => name,
  rollup: () => '',
};

function readRow(text: string): RowExpression {
  return resolveRow(parseSql(text), row);
}

function readMetric(text: string, table: string | null = 'orders') {
  return resolveMetric(parseSql(text), { scope, table, id: 'orders.probe', over: [] });
}

function failureOf(read: () => unknown): ExpressionError {
  try {
    read();
  } catch (error) {
    if (error instanceof ExpressionError) return error;
  }
  throw new Error('The expression was understood.');
}

describe('row-level expressions', () => {
  it.each([
    ['a + b * c', 'A + B * C'],
    ['(a + b) * c', '(A + B) * C'],
    ['a - (b - c)', 'A - (B - C)'],
    ['not a = 1 and b <> 2', 'NOT A = 1 AND B <> 2'],
    ['NOT (a = 1 OR b = 2)', 'NOT (A = 1 OR B = 2)'],
    ['x::date >= dateadd(month, -12, current_date)', "CAST(X AS DATE) >= DATEADD('month', -12, CURRENT_DATE())"],
    ['extract(year from x)', "DATE_PART('year', X)"],
    ["\"Mixed Case\" || 'it''s'", "\"Mixed Case\" || 'it''s'"],
    ['case when a is not null then 1 else 0 end', 'CASE WHEN A IS NOT NULL THEN 1 ELSE 0 END'],
    ["case a when 1 then 'x' end", "CASE A WHEN 1 THEN 'x' END"],
    ["a not in ('x', 'y') or b not like '%z'", "A NOT IN ('x', 'y') OR B NOT LIKE '%z'"],
    ['a between 1 and 2 and b', 'A BETWEEN 1 AND 2 AND B'],
    ['try_cast(a as number(38, 2))', 'TRY_CAST(A AS NUMBER(38,2))'],
    ["date '2026-01-31'", "DATE '2026-01-31'"],
    ['- a * - b', '-A * -B'],
    ['a != 1', 'A <> 1'],
    ['region = :region', 'REGION = :region'],
    ['amount * 2', '(GROSS - REBATE) * 2'],
  ])('reads %s', (text, written) => {
    expect(printExpression(readRow(text), printer)).toBe(written);
  });

  it('names the columns of every table it reads, once', () => {
    const expression = readRow('IFF(customers.tier = NAME, amount, amount + GROSS)');

    expect(columnsOf(expression).map(({ table, column }) => `${table}.${column}`)).toEqual([
      'customers.TIER',
      'orders.NAME',
      'orders.GROSS',
      'orders.REBATE',
    ]);
  });

  it.each([
    ['a b', 2, 'should end here'],
    ['a +', 3, 'the expression ends'],
    ['(a', 2, ') was expected'],
    ['a; drop table b', 1, 'not a statement'],
    ['a -- b', 2, 'comment'],
    ['a /* b */', 2, 'comment'],
    ["'abc", 0, 'does not end'],
    ["'a\\'", 0, 'backslash'],
    ['(select 1)', 1, 'value was expected'],
    ['a # b', 2, 'character #'],
    ["interval '1 day'", 0, 'value was expected'],
    ['payload:city', 7, 'JSON'],
    ['upperr(a)', 0, 'UPPERR is not known'],
    ['sum(GROSS)', 0, 'aggregates in a row-level'],
    ['row_number() over (order by a)', 0, 'not supported in a model'],
    ['stock.DAY', 0, 'no relationship leads from orders to stock'],
    ['nowhere.x', 0, 'names no table'],
    ['revenue + 1', 0, 'is a metric'],
    ['dateadd(fortnight, 1, a)', 8, 'date part'],
  ])('refuses %s and says where', (text, offset, words) => {
    const failure = failureOf(() => readRow(text));

    expect(failure.message).toContain(words);
    expect(failure.offset).toBe(offset);
    expect(failure.mend).not.toBe('');
  });

  it('refuses rows of a finer table unless they are aggregated', () => {
    const customers = { ...row, table: 'customers' };

    expect(failureOf(() => resolveRow(parseSql('orders.GROSS'), customers)).message).toContain('several rows for one');
    expect(resolveRow(parseSql('COUNT(orders.ID)'), customers)).toMatchObject({ kind: 'rollup', table: 'orders' });
  });

  it('refuses what is nested too deeply instead of exhausting the stack', () => {
    expect(failureOf(() => parseSql(`${'('.repeat(5_000)}a${')'.repeat(5_000)}`)).message).toContain('nested');
  });
});

describe('metric expressions', () => {
  const sum = { kind: 'aggregate', function: 'sum', table: 'orders', filter: null, over: [] };

  it.each([
    ['COUNT(*)', { kind: 'aggregate', function: 'count', of: null }],
    ['COUNT(1)', { kind: 'aggregate', function: 'count', of: null }],
    ['COUNT(DISTINCT ID)', { kind: 'aggregate', function: 'count_distinct' }],
    ['COUNT_IF(GROSS > 0)', { kind: 'aggregate', function: 'count', of: null, filter: { kind: 'binary' } }],
    ['SUM(amount)', { ...sum, of: { kind: 'binary', operator: '-' } }],
    ['revenue', { kind: 'metric', metric: 'orders.revenue' }],
    ['SUM(GROSS) / NULLIF(COUNT(*), 0)', { kind: 'ratio', whenZero: 'null' }],
    ['DIV0(SUM(GROSS), COUNT(*))', { kind: 'ratio', whenZero: 'zero' }],
    ['SUM(GROSS) / COUNT(*)', { kind: 'ratio', whenZero: 'error' }],
    ['SUM(GROSS) / 100', { kind: 'ratio', whenZero: 'null' }],
    ['100 * SUM(GROSS)::FLOAT', { kind: 'arithmetic', operator: '*' }],
    ['-SUM(GROSS)', { kind: 'arithmetic', operator: '*', left: { kind: 'number', value: '-1' } }],
    ['COALESCE(SUM(GROSS), 0)', { kind: 'call', function: 'COALESCE' }],
    [
      'SUM(orders.revenue) OVER (PARTITION BY EXCLUDING orders.order_date ORDER BY orders.order_date DESC ROWS BETWEEN 6 PRECEDING AND CURRENT ROW)',
      {
        kind: 'window',
        partition: { excluding: true, dimensions: ['orders.order_date'] },
        order: [{ dimension: 'orders.order_date', direction: 'descending' }],
        frame: 'ROWS BETWEEN 6 PRECEDING AND CURRENT ROW',
      },
    ],
  ])('reads %s', (text, shape) => {
    expect(readMetric(text)).toMatchObject(shape);
  });

  it.each([
    ['GROSS', 'stands outside an aggregate'],
    ['SUM(GROSS) > 1', 'between aggregates'],
    ['UPPER(SUM(GROSS))', 'above an aggregate'],
    ['SUM(GROSS)::INT', 'above an aggregate'],
    ['SUM(GROSS, ID)', 'takes one argument'],
    ['SUM(DISTINCT GROSS)', 'DISTINCT in SUM'],
    ['probe', 'stands outside an aggregate'],
    ['SUM(revenue)', 'is a metric'],
    ['PERCENTILE_CONT(0.5)', 'not supported'],
  ])('refuses %s', (text, words) => {
    expect(failureOf(() => readMetric(text)).message).toContain(words);
  });

  it('lets a derived metric combine metrics only', () => {
    expect(readMetric('orders.revenue - stock.stock_value', null)).toMatchObject({ kind: 'arithmetic' });
    expect(failureOf(() => readMetric('SUM(orders.GROSS)', null)).message).toContain('aggregates nothing itself');
  });
});

const leaf: fc.Arbitrary<RowExpression> = fc.oneof(
  fc
    .constantFrom('A', 'B_1', 'mixed Case', 'q"q')
    .map((column) => ({ kind: 'column', table: 'orders', column }) as const),
  fc.nat(9_999).map((value) => ({ kind: 'literal', type: 'number', value: String(value) }) as const),
  fc.stringMatching(/^[a-z' %]{0,8}$/).map((value) => ({ kind: 'literal', type: 'text', value }) as const),
  fc.constant({ kind: 'literal', type: 'null', value: 'NULL' } as const),
);
const operators: readonly BinaryOperator[] = [
  '+',
  '-',
  '*',
  '/',
  '%',
  '||',
  '=',
  '<>',
  '<',
  '<=',
  '>',
  '>=',
  'AND',
  'OR',
];
const { expression: anyExpression } = fc.letrec<{ expression: RowExpression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.record({
      kind: fc.constant('binary' as const),
      operator: fc.constantFrom(...operators),
      left: tie('expression'),
      right: tie('expression'),
    }),
    fc.record({
      kind: fc.constant('unary' as const),
      operator: fc.constantFrom('-' as const, 'NOT' as const),
      operand: tie('expression'),
    }),
    fc.record({ kind: fc.constant('is-null' as const), operand: tie('expression'), negated: fc.boolean() }),
    fc.record({
      kind: fc.constant('in' as const),
      operand: tie('expression'),
      negated: fc.boolean(),
      values: fc.array(tie('expression'), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant('between' as const),
      operand: tie('expression'),
      negated: fc.boolean(),
      low: tie('expression'),
      high: tie('expression'),
    }),
    fc.record({
      kind: fc.constant('function' as const),
      name: fc.constantFrom('UPPER', 'COALESCE', 'ROUND'),
      unit: fc.constant(null),
      arguments: fc.array(tie('expression'), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant('cast' as const),
      operand: tie('expression'),
      type: fc.constantFrom('DATE', 'NUMBER(38,2)'),
      safe: fc.boolean(),
    }),
  ),
}));

describe('laws of expressions', () => {
  it('reads back what it stands for once written', () => {
    fc.assert(
      fc.property(anyExpression, (expression) => {
        expect(readRow(printExpression(expression, printer))).toEqual(expression);
      }),
      { numRuns: 500 },
    );
  });

  it('either understands a text or refuses it with a place and a mend', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        try {
          readRow(text);
        } catch (error) {
          if (!(error instanceof ExpressionError)) throw error;
          expect(error.offset).toBeGreaterThanOrEqual(0);
          expect(error.offset).toBeLessThanOrEqual(text.length);
          expect(error.mend).not.toBe('');
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
