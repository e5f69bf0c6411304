import { describe, expect, it } from 'vitest';
import { compilePlan } from '#shared/sql/compile/compile-plan.ts';
import { ask, planned, retailIndex, summarize } from './retail-planner.ts';

function columns(question: string) {
  const { listing } = planned(question).plan;
  return {
    table: listing?.table,
    columns: listing?.columns.map(({ dimension }) => dimension),
    distinct: listing?.distinct,
  };
}

const STORES = {
  table: 'stores',
  columns: ['stores.store_name', 'stores.store_city', 'stores.channel'],
  distinct: false,
};

describe('things as they are', () => {
  it.each([
    'List all stores with their city and channel',
    'show the stores with city and channel',
    'all stores, their city and their channel',
    'list every store with its city and channel',
  ])('lists things with the properties that “%s” names', (question) => {
    expect(columns(question)).toEqual(STORES);
    expect(planned(question).assumptions).toEqual(['“city” was read as Store city.']);
  });

  it.each([
    ['Which brands do we carry?', 'products', 'products.brand'],
    ['What customer segments are there?', 'customers', 'customers.segment'],
    ['What reasons for returns do we record?', 'returns', 'returns.reason'],
    ['which categories do products belong to', 'products', 'products.category'],
  ])('lists the different values of a property for “%s”', (question, table, column) => {
    expect(columns(question)).toEqual({ table, columns: [column], distinct: true });
  });

  it('takes a condition of the things themselves', () => {
    expect(columns('Which stores are in Germany?').columns).toEqual(['stores.store_name']);
    expect(summarize(planned('Which stores are in Germany?'))).toBe('where stores.store_country=Germany');
  });

  it('limits things to a period by the date that is named', () => {
    expect(planned('products launched in 2026').plan.where).toMatchObject({
      kind: 'range',
      field: 'products.launch_date',
      from: '2026-01-01',
      to: '2027-01-01',
    });
  });

  it.each([
    'Compare regions',
    'Which products are best?',
    'Which stores are there in 2025?',
    'What did customers buy in Europe in 2025?',
  ])('lists nothing for “%s”, which asks for a figure', (question) => {
    expect(ask(question).outcome).toBe('ambiguous');
  });
});

describe('the share of a part', () => {
  it.each([
    ['What percentage of revenue was online last quarter?', 'revenue', 'stores.channel', 'Online'],
    ['What share of orders came from Europe in 2025?', 'orders', 'customers.region', 'Europe'],
  ])('compares the figure of the part with that of the whole for “%s”', (question, alias, field, value) => {
    const { metrics, calculations, where, dimensions } = planned(question).plan;

    expect(metrics).toMatchObject([
      { metric: `sales.${alias}`, alias: `${alias}_part`, where: { field, values: [value] } },
      { metric: `sales.${alias}`, where: null },
    ]);
    expect(calculations).toMatchObject([{ kind: 'ratio', of: `${alias}_part`, to: alias }]);
    expect({ where, dimensions }).toEqual({ where: null, dimensions: [] });
  });

  it('is told apart from the whole by its name', () => {
    const { compiling } = retailIndex.entities;
    const compiled = compilePlan(
      planned('What percentage of revenue was online last quarter?').plan,
      compiling.index.model,
      compiling,
    );

    if (compiled.kind === 'refused') throw new Error(compiled.message);
    expect(compiled.columns.map(({ label }) => label).slice(0, 2)).toEqual(['Revenue (Online)', 'Revenue']);
  });

  it('is not given for a rate, which has no parts', () => {
    expect(ask('What share of margin rate was online last quarter?').outcome).toBe('refused');
  });
});
