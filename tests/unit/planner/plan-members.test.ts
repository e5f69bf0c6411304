import { describe, expect, it } from 'vitest';
import { ask, planned, summarize } from './retail-planner.ts';

const LAST_YEAR = 'in 2025-01-01..2026-01-01';

function existing(question: string) {
  const { where } = planned(question).plan;
  const parts = where?.kind === 'and' ? where.conditions : where === null ? [] : [where];
  return parts.filter((part) => part.kind === 'exists');
}

describe('what one member is to have all of', () => {
  it('asks for rows of the other value by the same customer in the same period', () => {
    const question = 'how many customers in Germany bought both Electronics and Toys last year?';

    expect(summarize(planned(question))).toBe(
      `sales.customers where products.category=Electronics and customers.country=Germany and exists ${LAST_YEAR}`,
    );
    expect(existing(question)).toMatchObject([
      {
        table: 'sales',
        of: 'customers',
        negated: false,
        period: { from: '2025-01-01', to: '2026-01-01' },
        where: [
          { field: 'products.category', values: ['Toys'] },
          { field: 'customers.country', values: ['Germany'] },
        ],
      },
    ]);
  });

  it.each([
    'how many customers bought both Electronics products and Toys in 2025?',
    'number of customers with Electronics and Toys both in 2025',
    'How many customers bought both online and in retail stores in 2025?',
  ])('looks for rows of the other value in “%s”', (question) => {
    expect(existing(question)).toHaveLength(1);
    expect(planned(question).plan.dimensions).toEqual([]);
  });

  it('asks three values of the same customer one by one', () => {
    expect(existing('how many customers bought both Electronics, Toys and Home & Garden in 2025?')).toHaveLength(2);
  });

  it('looks for no rows of what else the customer did', () => {
    const question = 'How many customers bought toys but not electronics in 2025?';

    expect(existing(question)).toMatchObject([
      { negated: true, where: [{ field: 'products.category', values: ['Electronics'], negated: false }] },
    ]);
    expect(summarize(planned(question))).toContain('products.category=Toys');
  });

  it.each([
    ['revenue of both Electronics and Toys in 2025', 'by products.category'],
    ['both revenue and customers for Electronics and Toys in 2025', 'by products.category'],
    ['How many customers in both Germany and France in 2025?', 'by customers.country'],
    ['revenue in Europe but not Germany in 2025', 'customers.country!=Germany'],
    ['customers in Europe but not in Germany in 2025', 'customers.country!=Germany'],
  ])('puts “%s” to single rows', (question, expected) => {
    expect(existing(question)).toEqual([]);
    expect(summarize(planned(question))).toContain(expected);
  });

  it.each([
    'revenue from customers who bought both Electronics and Toys in 2025',
    'revenue in Toys but not Toys in 2025',
    'how many customers bought both Electronics and Toys in 2025 compared to 2024',
  ])('turns down “%s” instead of counting something else', (question) => {
    expect(ask(question).outcome).toBe('refused');
  });
});
