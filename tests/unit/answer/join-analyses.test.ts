import { expect, it } from 'vitest';
import { joinAnalyses } from '#shared/answer/join-analyses.ts';
import { type Analysis, EMPTY_ANALYSIS } from '#shared/schemas/analysis.ts';

const ANSWERED: Analysis = {
  ...EMPTY_ANALYSIS,
  outcome: 'answered',
  tier: 'verified',
  text: 'Revenue was $2.',
  confidence: 0.9,
  sql: [{ purpose: 'answer', statement: 'SELECT 1', binds: [], queryId: null }],
  table: { columns: [], rows: [[1]], rowCount: 1, truncated: false },
};
const GOVERNED: Analysis = { ...ANSWERED, tier: 'governed', text: 'There were 3 orders.', confidence: 0.7 };
const REFUSED: Analysis = { ...EMPTY_ANALYSIS, outcome: 'refused', text: 'I did not understand “churn”.' };

it('leaves the answer to one question as it is', () => {
  expect(joinAnalyses([{ question: 'revenue?', analysis: ANSWERED }])).toBe(ANSWERED);
});

it('answers each question in turn', () => {
  const { text, outcome } = joinAnalyses([
    { question: 'revenue?', analysis: ANSWERED },
    { question: 'churn?', analysis: REFUSED },
  ]);

  expect(text).toBe('1. revenue?\n   Revenue was $2.\n2. churn?\n   I did not understand “churn”.');
  expect(outcome).toBe('answered');
});

it('vouches for the whole as far as for its weakest part', () => {
  const { tier, confidence } = joinAnalyses([
    { question: 'revenue?', analysis: ANSWERED },
    { question: 'orders?', analysis: GOVERNED },
  ]);

  expect([tier, confidence]).toEqual(['governed', 0.7]);
});

it('shows what was said last, and keeps every statement', () => {
  const { table, sql } = joinAnalyses([
    { question: 'revenue?', analysis: ANSWERED },
    {
      question: 'orders?',
      analysis: { ...GOVERNED, table: { columns: [], rows: [[3]], rowCount: 1, truncated: false } },
    },
    { question: 'churn?', analysis: REFUSED },
  ]);

  expect(table?.rows).toEqual([[3]]);
  expect(sql.map(({ purpose }) => purpose)).toEqual(['answer (question 1)', 'answer (question 2)']);
});

it('fails only when every part failed', () => {
  const failed: Analysis = { ...EMPTY_ANALYSIS, failure: { code: 'warehouse_unavailable' } };

  expect(
    joinAnalyses([
      { question: 'a', analysis: failed },
      { question: 'b', analysis: failed },
    ]).failure,
  ).not.toBeNull();
  expect(
    joinAnalyses([
      { question: 'a', analysis: failed },
      { question: 'b', analysis: ANSWERED },
    ]).failure,
  ).toBeNull();
});
