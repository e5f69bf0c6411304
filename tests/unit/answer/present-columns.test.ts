import { describe, expect, it } from 'vitest';
import { composeAnswer } from '#shared/answer/compose-answer.ts';
import { formatFigure } from '#shared/answer/format-figure.ts';
import { PLAIN_PRESENTATION, type Presentation } from '#shared/schemas/presentation.ts';
import { compilePlan } from '#shared/sql/compile/compile-plan.ts';
import { planned, retailModel } from '../planner/retail-planner.ts';

const MONEY = { unit: 'USD', isCurrency: true, decimals: 2 };
const RATE = { unit: 'percent', isCurrency: false, decimals: null };
const COUNT = { unit: 'orders', isCurrency: false, decimals: 0 };

describe('a figure written as the person wishes', () => {
  it.each([
    [2_304_779.92, MONEY, { scale: 'thousands' }, '$2,305K'],
    [2_304_779.92, MONEY, { scale: 'millions' }, '$2.30M'],
    [2_304_779.92, MONEY, { scale: 'millions', decimals: 0 }, '$2M'],
    [2_304_779.92, MONEY, { scale: 'exact' }, '$2,304,779.92'],
    [2_304_779.92, MONEY, { decimals: 0 }, '$2,304,780'],
    [-64_000, MONEY, { scale: 'thousands' }, '-$64.0K'],
    [3_369, COUNT, { scale: 'thousands' }, '3.37K'],
    [0.45712, RATE, { scale: 'thousands' }, '45.7%'],
    [0.45712, RATE, { decimals: 0 }, '46%'],
    [0.45712, RATE, { decimals: 2 }, '45.71%'],
  ] as const)('%d with %j and %j is %s', (value, format, wish, written) => {
    expect(formatFigure(value, { ...format, wished: { ...PLAIN_PRESENTATION, ...wish } })).toBe(written);
  });
});

describe('an answer shown as the person wishes', () => {
  const rows = [
    ['Europe', 1_204_779.92],
    ['Asia Pacific', 413_693.13],
  ];

  function answer(presentation: Presentation | null) {
    const { plan } = planned('revenue by region in October 2026');
    const compiled = compilePlan(plan, retailModel);
    if (compiled.kind === 'refused') throw new Error(compiled.message);
    const result = { columns: [], rows, rowCount: 2, truncated: false, queryId: '', elapsedMs: 0 };
    const source = { plan, model: retailModel, compiled, result, total: null, presentation };
    return composeAnswer(source, { assumptions: [], canAnswer: () => false });
  }

  it('says and draws its figures in the scale, and keeps every figure and check as it was', () => {
    const [plain, scaled] = [answer(null), answer({ view: null, scale: 'thousands', decimals: null })];

    expect(plain.text).toContain('$1.2M');
    expect(scaled.text).toContain('$1,205K');
    expect(scaled.chart).toMatchObject({
      encoding: { x: { axis: { labelExpr: "format(datum.value / 1000, '$,.2~f') + 'K'" } } },
    });
    expect(scaled.table).toEqual(plain.table);
    expect(scaled.headline).toEqual(plain.headline);
    expect(scaled.checks).toEqual(plain.checks);
    expect(scaled.reading).toEqual(plain.reading);
  });

  it('draws nothing where a table is wanted', () => {
    expect(answer(null).chart).not.toBeNull();
    expect(answer({ ...PLAIN_PRESENTATION, view: 'table' }).chart).toBeNull();
  });
});
