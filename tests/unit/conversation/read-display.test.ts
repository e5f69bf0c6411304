import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDisplay } from '#shared/conversation/read-display.ts';
import { readMessage } from '#shared/conversation/read-message.ts';
import type { PastTurn } from '#shared/schemas/past-turn.ts';
import { retailIndex, TODAY } from '#tests/unit/planner/retail-planner.ts';

const context = { index: retailIndex, today: TODAY, roles: [], profile: null };

function read(...messages: readonly string[]) {
  const past: PastTurn[] = [];
  let reading = readMessage('', 'question', past, context);
  for (const question of messages) {
    reading = readMessage(question, 'question', past, context);
    const planned = reading.kind === 'planning' && reading.planning.outcome === 'planned' ? reading : null;
    past.push({
      question,
      outcome: planned === null ? 'refused' : 'answered',
      plan: planned?.planning.outcome === 'planned' ? planned.planning.plan : null,
      result: null,
      clarification: null,
      presentation: planned?.presentation ?? null,
    });
  }
  return reading;
}

function planOf(...messages: readonly string[]) {
  const reading = read(...messages);
  return reading.kind === 'planning' && reading.planning.outcome === 'planned' ? reading.planning.plan : null;
}

function shownAs(...messages: readonly string[]) {
  const reading = read(...messages);
  return reading.kind === 'planning' ? reading.presentation : null;
}

function told(...messages: readonly string[]): string {
  const reading = read(...messages);
  return reading.kind === 'told' ? reading.remark.text : '';
}

describe('what a message says of how to show its result', () => {
  it.each([
    ['Revenue in Europe, in thousands', 'Revenue in Europe', { scale: 'thousands' }],
    ['revenue in millions of dollars', 'revenue', { scale: 'millions' }],
    ['revenue by region as a bar chart, please', 'revenue by region', { view: 'bar' }],
    ['bar chart of revenue by region', 'revenue by region', { view: 'bar' }],
    ['Show me a line graph of orders by month', 'orders by month', { view: 'line' }],
    ['revenue rounded to whole numbers', 'revenue', { decimals: 0 }],
    ['revenue to the nearest thousand', 'revenue', { scale: 'thousands', decimals: 0 }],
    ['margin rate with two decimals', 'margin rate', { decimals: 2 }],
    [
      'revenue by store as a table in millions with 1 decimal',
      'revenue by store',
      { view: 'table', scale: 'millions', decimals: 1 },
    ],
    ['and show it in thousands', '', { scale: 'thousands' }],
    ['can you show me that in millions?', '', { scale: 'millions' }],
    ['in full', '', { scale: 'exact' }],
  ])('takes “%s” for “%s”', (message, rest, wish) => {
    expect(readDisplay(message)).toMatchObject({ rest, wish });
  });

  it.each([
    'revenue in 2025',
    'stores with more than 5 million in revenue',
    'orders of more than one thousand units',
    'revenue in Europe',
    'top 5 products in Q3',
    'which products have a list price over 300 dollars',
  ])('leaves “%s” as it is', (message) => {
    expect(readDisplay(message)).toEqual({ rest: message, wish: null, currency: null });
  });

  it('changes no plan, whatever is wished for', () => {
    const questions = [
      'revenue last month',
      'revenue by region this year',
      'orders by month in 2026',
      'margin rate by channel',
    ];
    const wishes = [
      'in thousands',
      'as a table',
      'rounded to whole numbers',
      'as a line chart',
      'in full',
      'to the nearest million',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...questions),
        fc.subarray(wishes, { minLength: 1, maxLength: 3 }),
        (question, said) => {
          expect(planOf(`${question} ${said.join(' ')}`)).toEqual(planOf(question));
          expect(planOf(question, said.join(' and '))).toEqual(planOf(question));
        },
      ),
    );
  });

  it('keeps scale and rounding while the figures are worked on, and the form for one result', () => {
    const said = ['revenue by region as a table in thousands with 1 decimal', 'only Europe'];

    expect(shownAs(...said)).toEqual({ view: null, scale: 'thousands', decimals: 1 });
    expect(shownAs(...said, 'go back')).toEqual({ view: null, scale: 'thousands', decimals: 1 });
    expect(shownAs(...said, 'in millions')).toEqual({ view: null, scale: 'millions', decimals: 1 });
    expect(shownAs(...said, 'orders by channel last month')).toBeNull();
  });

  it('goes back behind a result that was only shown otherwise', () => {
    expect(planOf('revenue last month', 'orders last month', 'in thousands', 'go back')).toEqual(
      planOf('revenue last month'),
    );
  });

  it.each([['revenue last month in euros'], ['revenue last month', 'in euros'], ['revenue in millions of pounds']])(
    'converts no money: %s',
    (...messages) => {
      expect(told(...messages)).toMatch(/^These figures are in USD\. There are no exchange rates here/);
    },
  );

  it('says of figures that are no money that they have no currency', () => {
    expect(told('orders last month in euros')).toContain('no amounts of money');
  });

  it('takes the currency that figures are in for granted', () => {
    expect(planOf('revenue last month in dollars')).toEqual(planOf('revenue last month'));
    expect(planOf('revenue last month', 'in US dollars')).toEqual(planOf('revenue last month'));
  });

  it('gives percentages of the whole, and leaves fractions alone', () => {
    const shares = planOf('revenue by region last month as percentages');

    expect(shares?.calculations).toMatchObject([{ kind: 'share', of: 'revenue' }]);
    expect(planOf('revenue by region last month', 'as percentages')?.calculations).toEqual(shares?.calculations);
    expect(planOf('margin rate by channel', 'as percentages')?.calculations).toEqual([]);
  });
});
