import { describe, expect, it } from 'vitest';
import { checkAnswer } from '#shared/answer/check-answer.ts';
import { compilePlan } from '#shared/sql/compile/compile-plan.ts';
import { planned, retailModel } from '../planner/retail-planner.ts';

describe('the check that no group occurs twice', () => {
  function levelOf(rows: readonly (readonly [name: string, key: number, revenue: number])[]) {
    const { plan } = planned('top 5 customers by revenue in 2025');
    const compiled = compilePlan(plan, retailModel);
    if (compiled.kind === 'refused') throw new Error(compiled.message);
    const place = (column: string): number => compiled.columns.findIndex(({ name }) => name === column);
    const placed = rows.map(([name, key, revenue]) => {
      const row = compiled.columns.map((): string | number | null => null);
      row[place('CUSTOMER_NAME')] = name;
      row[place('CUSTOMER_KEY')] = key;
      row[place('REVENUE')] = revenue;
      return row;
    });
    const result = { columns: [], rows: placed, rowCount: rows.length, truncated: false, queryId: '', elapsedMs: 0 };
    const checks = checkAnswer({ plan, model: retailModel, compiled, result, total: null });
    return checks.find(({ name }) => name === 'one-row-per-group')?.level;
  }

  it('lets two members have one name', () => {
    expect(
      levelOf([
        ['Diaz Studio', 1, 90],
        ['Diaz Studio', 2, 80],
      ]),
    ).toBe('pass');
  });

  it('fails where a member occurs twice', () => {
    expect(
      levelOf([
        ['Diaz Studio', 1, 90],
        ['Diaz Studio', 1, 80],
      ]),
    ).toBe('fail');
  });
});
