import { describe, expect, it } from 'vitest';
import { planSchema, type PlanInput } from '#shared/schemas/plan.ts';
import { compilePlan } from '#shared/sql/compile/compile-plan.ts';
import { proofText } from '#shared/sql/compile/grain-proof.ts';
import { shopModel } from './shop-model.ts';

const revenue = { kind: 'metric', metric: 'sales.revenue' } as const;
const month = { dimension: 'sales.order_date', grain: 'month' } as const;
const channel = { dimension: 'sales.channel' } as const;

function compile(input: Omit<PlanInput, 'model'>) {
  return compilePlan(planSchema.parse({ model: 'shop', ...input }), shopModel());
}

describe('a summary over groups', () => {
  it('averages the figures of the months, and says so in the label and the proof', () => {
    const result = compile({
      metrics: [revenue],
      dimensions: [channel, month],
      summary: { function: 'mean', over: ['order_date_month'] },
    });

    if (result.kind === 'refused') throw new Error(result.message);
    expect(result.columns.map(({ name, label }) => [name, label])).toEqual([
      ['CHANNEL', 'channel'],
      ['REVENUE', 'Average revenue per month'],
    ]);
    expect(result.columns[1]?.meaning).toMatchObject({ kind: 'metric', isAdditive: false });
    expect(result.statement).toContain('AVG(REVENUE) AS REVENUE');
    expect(proofText(result.proof)).toContain('aggregates REVENUE (mean): every input row counts once');
  });

  it('applies conditions on groups to the summarized figures', () => {
    const result = compile({
      metrics: [revenue],
      dimensions: [channel, month],
      summary: { function: 'median', over: ['order_date_month'] },
      having: { kind: 'compare', of: 'revenue', operator: '>', value: 5 },
    });

    const statement = result.kind === 'compiled' ? result.statement : '';
    expect(statement.indexOf('MEDIAN(REVENUE)')).toBeGreaterThan(0);
    expect(statement.indexOf('REVENUE > ?')).toBeGreaterThan(statement.indexOf('MEDIAN(REVENUE)'));
  });

  it.each([
    ['region', 'region', []],
    ['revenue', 'revenue', []],
    ['order_date_month', 'not supported', [{ kind: 'share' as const, of: 'revenue', alias: 'part' }]],
  ])('refuses a summary over %s: %s', (over, reason, calculations) => {
    const summary = { function: 'mean' as const, over: [over] };
    const result = compile({ metrics: [revenue], dimensions: [month], summary, calculations });

    expect(result.kind === 'refused' ? result.message : '').toContain(reason);
  });
});
