import { describe, expect, it } from 'vitest';
import { planHash } from '#shared/sql/compile/canonical-plan.ts';
import { planned } from '#tests/unit/planner/retail-planner.ts';
import { lastPlan, talk } from './retail-talk.ts';

function hashOf(turns: readonly string[]): string {
  const reading = talk(turns);
  if (reading.kind !== 'planning' || reading.planning.outcome !== 'planned') throw new Error(lastPlan(turns));
  return planHash(reading.planning.plan);
}

/** Turns of one conversation, and the whole question that says the same as all of them. */
const SAME: readonly (readonly [readonly string[], string])[] = [
  // Values beside others, taken out, put back.
  [['revenue in Spain in 2025', 'add Italy'], 'revenue in Spain and Italy in 2025'],
  [['revenue in Spain in 2025', 'and Italy as well'], 'revenue in Spain and Italy in 2025'],
  [['revenue in Spain in 2025', 'include Italy too please'], 'revenue in Spain and Italy in 2025'],
  [['revenue in Spain in 2025', 'and Italy?'], 'revenue in Italy in 2025'],
  [['revenue in Spain and Italy in 2025', 'without Italy'], 'revenue by country in Spain in 2025'],
  [['revenue in Spain in 2025', 'not Spain, Italy'], 'revenue in Italy in 2025'],
  [['revenue in Spain in 2025', 'not Spain but Italy'], 'revenue in Italy in 2025'],
  [['revenue in Spain in 2025', 'Italy instead of Spain'], 'revenue in Italy in 2025'],
  [
    ['revenue in 2025 excluding Europe', 'and exclude Asia Pacific'],
    'revenue in 2025 excluding Europe and Asia Pacific',
  ],
  [['revenue in 2025', 'exclude wholesale', 'include wholesale again'], 'revenue in 2025'],
  [['revenue in 2025', 'drop wholesale', 'put wholesale back in'], 'revenue in 2025'],
  [['revenue in 2025', 'without wholesale', 'wholesale included again'], 'revenue in 2025'],
  // Away with conditions, breakdowns, rankings, comparisons.
  [['online revenue in 2025', 'only Europe', 'drop that filter'], 'online revenue in 2025'],
  [['online revenue in 2025', 'only Europe', 'remove the filters'], 'revenue in 2025'],
  [['online revenue in 2025', 'no filters please'], 'revenue in 2025'],
  [['online revenue in 2025', 'overall'], 'revenue in 2025'],
  [['online revenue by region in 2025', 'in total'], 'online revenue in 2025'],
  [['revenue by region in 2025', 'what about Spain?', 'all regions again'], 'revenue by region in 2025'],
  [['revenue by region in 2025', 'top 3', 'all regions'], 'revenue by region in 2025'],
  [['revenue by region in 2025', 'top 3', 'show all of them'], 'revenue by region in 2025'],
  [['revenue by region and channel in 2025', 'take the region out again'], 'revenue by channel in 2025'],
  [['revenue by region and channel in 2025', 'leave out the channel'], 'revenue by region in 2025'],
  [['revenue in Q3 2026 compared to the previous quarter', 'no comparison please'], 'revenue in Q3 2026'],
  [['revenue by channel in 2025', 'top 2', 'the biggest of those'], 'top 1 channel by revenue in 2025'],
  [['revenue by month in 2025', 'cumulative', 'just the total'], 'revenue in 2025'],
  // Two at once.
  [['revenue by channel in 2025, top 2'], 'top 2 channels by revenue in 2025'],
  [['revenue by region in 2025, only online'], 'online revenue by region in 2025'],
  [['online revenue by month in 2025', 'forget the months, just the total'], 'online revenue in 2025'],
  [['online revenue by month in 2025', 'by quarter, without the filter'], 'revenue by quarter in 2025'],
  // Another breakdown.
  [['revenue by month in 2025', 'weekly rather than monthly'], 'revenue by week in 2025'],
  [['revenue by month in 2025', 'not by month, by quarter'], 'revenue by quarter in 2025'],
  [['revenue by month in 2025', 'not by month but by quarter'], 'revenue by quarter in 2025'],
  [['revenue by month and region in 2025', 'by quarter instead'], 'revenue by quarter and region in 2025'],
  [['revenue by month and region in 2025', 'by channel instead'], 'revenue by month and channel in 2025'],
  [['revenue by region in 2025', 'can you break it down by channel?'], 'revenue by channel in 2025'],
  // Another period.
  [['revenue by region in Q3 2026', 'the year before'], 'revenue by region in Q3 2025'],
  [['revenue by region in Q3 2026', 'and the quarter before?'], 'revenue by region in Q2 2026'],
  [['revenue by region in Q3 2026', 'same period last year'], 'revenue by region in Q3 2025'],
  [['revenue by region in Q1 2025', 'and the quarter after that?'], 'revenue by region in Q2 2025'],
  [['revenue by region in March 2025', 'the month before'], 'revenue by region in February 2025'],
  [['revenue by region in March 2025', 'the previous month'], 'revenue by region in February 2025'],
  [['revenue by region in 2024', 'the year after'], 'revenue by region in 2025'],
  [['revenue in Q3 2026', 'sorry, I meant Q2'], 'revenue in Q2 2026'],
  // Other figures.
  [['revenue by region in 2025', 'show margin next to it'], 'revenue and margin by region in 2025'],
  [['revenue by region in 2025', 'orders too'], 'revenue and orders by region in 2025'],
  [['revenue by region in 2025', 'same for returns', 'back to revenue'], 'revenue by region in 2025'],
  [['revenue in 2025', 'for Spain I mean'], 'revenue in Spain in 2025'],
  // Order and cut.
  [['revenue by region in 2025', 'lowest first', 'only the first 3'], 'bottom 3 regions by revenue in 2025'],
  [['revenue by region in 2025', 'the first 3'], 'top 3 regions by revenue in 2025'],
  // Comparison.
  [['revenue in Q3 2026', 'compare with Q2'], 'revenue in Q3 2026 compared to Q2 2026'],
  [['revenue in Q3 2026', 'how does that compare to Q2?'], 'revenue in Q3 2026 compared to Q2 2026'],
  [['revenue in Spain in 2025', 'how does that compare to Italy?'], 'revenue by country in Spain and Italy in 2025'],
];

describe('a follow-up in other words', () => {
  it.each(SAME)('%j say “%s”', (turns, whole) => {
    expect(hashOf(turns)).toBe(planHash(planned(whole).plan));
  });

  it('goes back to the first question and on from there', () => {
    const first = 'revenue by region in 2025';

    expect(lastPlan([first, 'only online', 'by month', 'the first question again'])).toBe(lastPlan([first]));
    expect(lastPlan([first, 'only online', 'back to the start', 'top 3'])).toBe(lastPlan([first, 'top 3']));
  });

  it.each(['go back to the list', 'back', 'step back', 'the previous result', 'undo that'])(
    'goes back at “%s”',
    (turn) => {
      expect(lastPlan(['revenue by region in 2025', 'top 3', turn])).toBe(lastPlan(['revenue by region in 2025']));
    },
  );

  it('shows those that were not selected', () => {
    const reading = talk(['top 3 brands by revenue in 2025', 'and the rest?']);

    if (reading.kind !== 'planning' || reading.planning.outcome !== 'planned') throw new Error('Not planned.');
    expect(reading.planning.plan).toMatchObject({ top: null, where: { kind: 'member', negated: true } });
  });

  it('puts one figure over another and sorts by that', () => {
    const turns = [
      'gross margin by category in 2025',
      'as a percentage of revenue',
      'lowest first',
      'only the first 3',
    ];

    expect(lastPlan(turns)).toMatch(/ratio\(gross_margin\) bottom 3 gross_margin_of_revenue$/);
  });

  it('takes what was left open for a part of the question that was asked back about', () => {
    expect(lastPlan(['best products in Q3 2026', 'by margin'])).toMatch(
      /^sales\.gross_margin by products\.product_name/,
    );
  });
});

describe('a follow-up about one of those shown', () => {
  it('takes the smallest of those from those alone', () => {
    expect(lastPlan(['top 5 brands by revenue in 2025', 'the smallest of those'])).toMatch(/where member .* bottom 1/);
  });

  it('goes on about the one that was picked', () => {
    const turns = ['top 5 stores by revenue in 2025', 'the biggest of those', 'show me that store by month'];

    expect(lastPlan(turns)).toBe('sales.revenue by metric_time:month where member in 2025-01-01..2026-01-01');
    expect(lastPlan([...turns, 'and its margin'])).toMatch(/^sales\.gross_margin by metric_time:month where member/);
  });

  it('asks which where several are shown', () => {
    expect(lastPlan(['top 5 stores by revenue in 2025', 'show me that store by month'])).toMatch(/^(refused|asked):/);
  });
});

/** Turns that would change nothing, or something else than they say. */
const LOST: readonly (readonly string[])[] = [
  ['revenue by region in 2025', 'delete the worst one'],
  ['revenue in 2025', 'add Spain'],
  ['revenue in 2025', 'overall'],
  ['revenue in 2025', 'drop the channel'],
  ['revenue by region in Q3 2026', 'the month before'],
  ['revenue by region in 2025', 'and the rest?'],
  ['revenue by region in 2025', 'where does it live'],
  ['top 3 brands by revenue in 2025', 'what do they weigh?'],
];

describe('a follow-up that goes with nothing', () => {
  it.each(LOST)('after “%s”, “%s” is turned down', (...turns) => {
    expect(lastPlan(turns)).toMatch(/^(refused|asked|told):/);
  });
});
