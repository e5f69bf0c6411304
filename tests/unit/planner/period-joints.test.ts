import { describe, expect, it } from 'vitest';
import { ask, planned } from './retail-planner.ts';

describe('periods of a question', () => {
  it.each([
    ['revenue over the last 3 months', '2026-08-01', '2026-11-01'],
    ['How have refunds developed over the last four quarters?', '2025-10-01', '2026-10-01'],
    ['orders across 2024 and 2025', '2024-01-01', '2026-01-01'],
    ['revenue in the second half of October', '2026-10-16', '2026-11-01'],
    ['revenue in Oct/Nov 2025', '2025-10-01', '2025-12-01'],
    ['revenue October a year ago', '2025-10-01', '2025-11-01'],
    ['revenue from 2025 on', '2025-01-01', '2026-11-16'],
  ])('are attached and bounded as said: %s', (question, from, to) => {
    const { period, comparison } = planned(question).plan;
    expect({ from: period?.from, to: period?.to, comparison }).toEqual({ from, to, comparison: null });
  });

  it.each(['revenue in Q4 of the last three years', 'orders in October of those years, 2024, then 2026'])(
    'are turned down where they stand beside each other without a joint: %s',
    (question) => {
      expect(ask(question)).toMatchObject({ outcome: 'refused' });
    },
  );

  it.each(['How much did revenue grow in Q3 2026 from Q1 2026?', 'revenue in Q3 2026 and Q1 2026'])(
    'are compared where a change or a joint says so: %s',
    (question) => {
      expect(planned(question).plan.comparison).toMatchObject({ period: { from: '2026-01-01', to: '2026-04-01' } });
    },
  );
});
