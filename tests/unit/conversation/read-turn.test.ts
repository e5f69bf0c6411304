import { describe, expect, it } from 'vitest';
import { compilePlan } from '#shared/sql/compile/compile-plan.ts';
import { planHash } from '#shared/sql/compile/canonical-plan.ts';
import { planned, retailModel } from '#tests/unit/planner/retail-planner.ts';
import { lastPlan, talk } from './retail-talk.ts';

const BASE = 'revenue by region last quarter';

/** A turn after "revenue by region last quarter", and the whole question that says the same. */
const EDITS: readonly (readonly [string, string])[] = [
  ['what about this year?', 'revenue by region this year'],
  ['and in 2025?', 'revenue by region in 2025'],
  ['only online', 'online revenue by region last quarter'],
  ['without Europe', 'revenue by region last quarter excluding Europe'],
  ['by month', 'revenue by month last quarter'],
  ['split that by channel', 'revenue by channel last quarter'],
  ['per store instead', 'revenue per store last quarter'],
  ['show orders instead', 'orders by region last quarter'],
  ['same for returns', 'returns by region last quarter'],
  ['as a share', 'share of revenue by region last quarter'],
  ['drop region', 'revenue last quarter'],
  ['top 3', 'top 3 regions by revenue last quarter'],
  ['just the bottom two', 'bottom 2 regions by revenue last quarter'],
  ['remove the date filter', 'revenue by region'],
  ['new question: number of stores by channel', 'number of stores by channel'],
  ['How many orders came from Germany in 2025?', 'How many orders came from Germany in 2025?'],
];

describe('a turn that goes on from the one before', () => {
  it.each(EDITS)('reads “%s” like “%s”', (turn, whole) => {
    const reading = talk([BASE, turn]);

    if (reading.kind !== 'planning' || reading.planning.outcome !== 'planned') throw new Error(lastPlan([BASE, turn]));
    expect(planHash(reading.planning.plan)).toBe(planHash(planned(whole).plan));
  });

  it.each(EDITS.filter(([turn]) => !turn.startsWith('new')))('leads back from “%s”', (turn) => {
    expect(lastPlan([BASE, turn, 'go back'])).toBe(lastPlan([BASE]));
  });

  it('adds a figure beside the others', () => {
    expect(lastPlan([BASE, 'add orders'])).toMatch(/^sales\.revenue sales\.orders by customers\.region/);
  });

  it('adds a breakdown within the others when it says so', () => {
    expect(lastPlan([BASE, 'also by channel'])).toMatch(/by customers\.region stores\.channel/);
  });

  it('sorts by a figure that is not shown yet', () => {
    const reading = talk([BASE, 'sort by margin']);

    if (reading.kind !== 'planning' || reading.planning.outcome !== 'planned') throw new Error('Not planned.');
    expect(reading.planning.plan.order).toEqual([{ by: 'gross_margin', direction: 'descending' }]);
  });

  it('takes the value of another level of a hierarchy for the same matter', () => {
    expect(lastPlan(['revenue in Germany in 2025', 'what about Europe?'])).toBe(
      'sales.revenue where customers.region=Europe in 2025-01-01..2026-01-01',
    );
  });

  it('keeps the kind of comparison when the period moves', () => {
    const turns = ['revenue in Q3 2026 compared to the same period last year', 'and Q2?'];

    expect(lastPlan(turns)).toContain('in 2026-04-01..2026-07-01 vs 2025-04-01..2025-07-01');
  });

  it('says what it kept', () => {
    const reading = talk([BASE, 'only online']);

    if (reading.kind !== 'planning' || reading.planning.outcome !== 'planned') throw new Error('Not planned.');
    expect(reading.planning.assumptions.join(' ')).toMatch(/Kept from before: .*Q3 2026.*by region/);
  });

  it('refuses words that mean nothing, and keeps the result that is shown', () => {
    expect(lastPlan([BASE, 'and by astrological sign?'])).toMatch(/refused: .*astrological/);
    expect(lastPlan([BASE, 'and by astrological sign?', 'top 3'])).toContain('top 3');
  });

  it('compiles after a long chain of edits', () => {
    const reading = talk([BASE, 'only online', 'by category', 'and last year?', 'top 3', 'add orders', 'lowest first']);

    if (reading.kind !== 'planning' || reading.planning.outcome !== 'planned') throw new Error('Not planned.');
    expect(compilePlan(reading.planning.plan, retailModel)).toMatchObject({ kind: 'compiled' });
  });
});

describe('a turn that points at the result', () => {
  const rows = [
    ['Europe', 3],
    ['Asia Pacific', 2],
    ['Latin America', 1],
  ];

  it.each([
    ['the second one', 'Asia Pacific'],
    ['show me number 3', 'Latin America'],
    ['and the last one?', 'Latin America'],
    ['only the first', 'Europe'],
  ])('narrows down to the row of “%s”', (turn, value) => {
    expect(lastPlan([BASE, turn], rows)).toContain(`where customers.region=${value}`);
  });

  it('does not take a quarter for a place in the list', () => {
    expect(lastPlan([BASE, 'in the second quarter of 2026'], rows)).toContain('in 2026-04-01..2026-07-01');
  });

  it('goes on about those who were selected, told apart by their key', () => {
    const reading = talk(['top 10 customers by revenue in 2025', 'how many orders did they place?']);

    if (reading.kind !== 'planning' || reading.planning.outcome !== 'planned') throw new Error('Not planned.');
    const { plan } = reading.planning;
    expect(plan.where).toMatchObject({ kind: 'member', field: 'customers.customer_key' });
    expect(plan.nested[0]?.query).toMatchObject({ top: { count: 10, by: 'revenue' } });
    expect(compilePlan(plan, retailModel)).toMatchObject({ kind: 'compiled' });
  });
});

describe('an answer to what was asked back', () => {
  const QUESTION = 'Which products are best?';

  it.each(['2', 'the second one', 'option 2', 'units'])('takes “%s” for an option or a figure of its own', (answer) => {
    const reading = talk([QUESTION, answer]);

    expect(reading).toMatchObject({ kind: 'planning', planning: { outcome: 'planned' } });
  });

  it('picks by number what picking by label gives', () => {
    const asked = talk([QUESTION]);
    if (asked.kind !== 'planning' || asked.planning.outcome !== 'ambiguous') throw new Error('Nothing was asked back.');
    const [first] = asked.planning.options;

    expect(lastPlan([QUESTION, '1'])).toBe(lastPlan([QUESTION, first?.label ?? '']));
    expect(lastPlan([QUESTION, '1'])).toBe(lastPlan([first?.question ?? '']));
  });
});

describe('a turn about the conversation itself', () => {
  it.each([
    ['as a bar chart', 'bar'],
    ['show it as a line chart', 'line'],
    ['as a table please', 'table'],
  ])('shows the same differently on “%s”', (turn, view) => {
    expect(talk([BASE, turn])).toMatchObject({ kind: 'planning', presentation: { view }, relation: 'view' });
    expect(lastPlan([BASE, turn])).toBe(lastPlan([BASE]));
  });

  it('goes back as often as it is told to', () => {
    expect(lastPlan([BASE, 'top 3', 'by channel', 'go back', 'go back'])).toBe(lastPlan([BASE]));
  });

  it('says so when there is nothing to go back to', () => {
    expect(lastPlan([BASE, 'go back'])).toMatch(/^told: There is nothing to go back to/);
  });

  it('forgets all when it is told to start over', () => {
    expect(lastPlan([BASE, 'start over', 'by month'])).toMatch(/^refused|^asked/);
  });

  it('claims no cause', () => {
    expect(lastPlan([BASE, 'why?'])).toMatch(/^told: I can’t tell causes/);
  });
});
