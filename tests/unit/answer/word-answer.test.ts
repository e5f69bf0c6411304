import { describe, expect, it } from 'vitest';
import type { AnswerSource } from '#shared/answer/result-view.ts';
import { wordAnswer } from '#shared/answer/word-answer.ts';
import type { CompiledColumn } from '#shared/sql/compile/compiled-plan.ts';
import { compilePlan } from '#shared/sql/compile/compile-plan.ts';
import type { Cell } from '#shared/schemas/primitives.ts';
import { planned, retailModel } from '../planner/retail-planner.ts';

/** What a question's plan gives when each column holds what `rows` names for it; other columns are null. */
function answerTo(question: string, rows: readonly Readonly<Record<string, Cell>>[]): string {
  const { plan } = planned(question);
  const compiled = compilePlan(plan, retailModel);
  if (compiled.kind === 'refused') throw new Error(`${question}: ${compiled.message}`);
  const placed = rows.map((row) => compiled.columns.map((column) => row[kindOf(column)] ?? null));
  const result: AnswerSource['result'] = { ...EMPTY_RESULT, rows: placed, rowCount: placed.length };
  return wordAnswer({ plan, model: retailModel, compiled, result, total: null });
}

const EMPTY_RESULT: AnswerSource['result'] = {
  columns: [],
  rows: [],
  rowCount: 0,
  truncated: false,
  queryId: '',
  elapsedMs: 0,
};

function kindOf({ meaning }: CompiledColumn): string {
  return meaning.kind;
}

describe('a compared rate', () => {
  it('changes by points where groups are compared', () => {
    const text = answerTo('margin rate by category in October 2026 vs September 2026', [
      { dimension: 'Outdoor', metric: 0.4123, before: 0.4061, change: 0.0062 },
      { dimension: 'Toys', metric: 0.3, before: 0.42, change: -0.12 },
    ]);

    expect(text).toBe(
      'Margin rate in October 2026, against September 2026: it rose most for Outdoor (+0.6 points) and fell most for Toys (-12 points).',
    );
  });

  it('changes by points as a single figure', () => {
    const text = answerTo('margin rate in October 2026 vs September 2026', [{ metric: 0.42, before: 0.4 }]);

    expect(text).toBe('Margin rate was 42% in October 2026, 2.0 points higher than in September 2026 (40%).');
  });
});

describe('a compared sum', () => {
  it('changes by its amount and in percent', () => {
    const text = answerTo('revenue by category in October 2026 vs September 2026', [
      { dimension: 'Outdoor', metric: 1200, before: 1000, change: 200 },
      { dimension: 'Toys', metric: 900, before: 1000, change: -100 },
    ]);

    expect(text).toBe(
      'Revenue in October 2026, against September 2026: it rose most for Outdoor (+$200.00, +20%) and fell most for Toys (-$100.00, -10%).',
    );
  });

  it('claims no change of what was nothing before', () => {
    const text = answerTo('revenue by category in October 2026 vs September 2026', [
      { dimension: 'Outdoor', metric: 1200, before: 0, change: 1200 },
    ]);

    expect(text).toBe('Revenue in October 2026, against September 2026: it rose most for Outdoor (+$1,200).');
  });
});

it('says when nothing matches', () => {
  expect(answerTo('revenue in October 2026', [])).toBe('Nothing matches in October 2026.');
});

describe('a breakdown with a single group', () => {
  it('names it once when a condition selects it', () => {
    expect(answerTo('revenue by region in Europe in October 2026', [{ dimension: 'Europe', metric: 1200 }])).toBe(
      'Revenue was $1,200 for Europe in October 2026.',
    );
  });

  it('names it when no condition does', () => {
    expect(answerTo('revenue by region in October 2026', [{ dimension: 'Europe', metric: 1200 }])).toBe(
      'Revenue was $1,200 for Europe in October 2026.',
    );
  });
});
