import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lintModel } from '#shared/semantic/lint/lint-model.ts';
import { filterAggregates } from '#shared/semantic/older-form.ts';
import { parseModel, readModel } from '#shared/semantic/parse-model.ts';
import type { Metric, SemanticModel } from '#shared/semantic/semantic-model.ts';
import { writeModelYaml } from '#shared/semantic/write-model-yaml.ts';
import { SHOP, SHOP_SIDECAR, edited, parseShop, readShop } from './model-fixture.ts';

function metric(model: SemanticModel, id: string): Metric {
  const found = [...model.tables.flatMap(({ metrics }) => metrics), ...model.metrics].find((each) => each.id === id);
  if (found === undefined) throw new Error(`There is no metric ${id}.`);
  return found;
}

describe('a model', () => {
  it('survives JSON', () => {
    const model = parseShop();

    expect(JSON.parse(JSON.stringify(model))).toEqual(model);
  });

  it('replaces names in expressions by the columns they stand for', () => {
    expect(metric(parseShop(), 'orders.revenue').expression).toEqual({
      kind: 'aggregate',
      function: 'sum',
      table: 'orders',
      filter: null,
      over: [],
      of: {
        kind: 'binary',
        operator: '-',
        left: { kind: 'column', table: 'orders', column: 'GROSS' },
        right: { kind: 'column', table: 'orders', column: 'REBATE' },
      },
    });
  });

  it('proves each relationship by a key', () => {
    const [relationship] = parseShop().relationships;

    expect(relationship).toMatchObject({
      cardinality: 'many_to_one',
      provenBy: { kind: 'primary', columns: ['ID'] },
      join: { kind: 'equi', columns: [{ left: 'CUSTOMER_ID', right: 'ID' }] },
    });
  });

  it('knows a one-to-one relationship by the keys of both sides', () => {
    const model = edited(SHOP, {
      '{left_column: CUSTOMER_ID, right_column: ID}': '{left_column: ID, right_column: ID}',
    });

    expect(parseShop(model).relationships[0]?.cardinality).toBe('one_to_one');
  });

  it.each([
    ['orders.revenue', 'additive'],
    ['orders.average_order', 'ratio'],
    ['stock.stock_value', 'semi-additive'],
    ['cover', 'ratio'],
  ])('reads off the expression of %s that it is %s', (id, kind) => {
    expect(metric(parseShop(), id).additivity.kind).toBe(kind);
  });

  it('gives a derived metric the facts and ratio parts it is made of, and no date when theirs differ', () => {
    expect(metric(parseShop(), 'cover')).toMatchObject({
      factTables: ['orders', 'stock'],
      ratio: { numerator: 'stock.stock_value', denominator: 'orders.revenue' },
      timeDimension: null,
    });
  });

  it('hides personal data from everyone but the roles named for it', () => {
    const declared = edited(SHOP_SIDECAR, {
      'elements:': 'pii_roles: [privacy]\nelements:\n  customers.customer_name: {pii: name}',
    });

    const model = parseShop(SHOP, declared);

    expect(model.tables[0]?.dimensions[0]).toMatchObject({ pii: 'name', visibleTo: ['privacy'] });
    expect(model.tables[0]?.dimensions[1]).toMatchObject({ pii: null, visibleTo: null });
  });

  it('reads row policies with attributes of the person who asks', () => {
    const sidecar = `${SHOP_SIDECAR}row_policies: [{name: own, table: orders, roles: [sales], expr: "OWNER = :email"}]\n`;

    expect(parseShop(SHOP, sidecar).rowPolicies[0]).toMatchObject({
      roles: ['sales'],
      exceptRoles: [],
      expression: { kind: 'binary', right: { kind: 'attribute', name: 'email' } },
    });
  });

  it('reads the calendar', () => {
    const sidecar = `${SHOP_SIDECAR}calendar: {fiscal_year_start_month: 2, week_start: sunday, holidays: [{date: 2026-12-25, name: Christmas}]}\n`;

    expect(parseShop(SHOP, sidecar).calendar).toMatchObject({
      fiscalYearStartMonth: 2,
      weekStart: 0,
      holidays: [{ date: '2026-12-25', name: 'Christmas' }],
    });
  });

  it('reads asof and range relationships', () => {
    const asof = edited(SHOP, {
      'primary_key: {columns: [DAY, CUSTOMER_ID]}':
        'primary_key: {columns: [DAY, CUSTOMER_ID]}\n    unique_keys: [{columns: [NR]}]',
      'relationships:': `relationships:
  - name: order_stock
    left_table: orders
    right_table: stock
    relationship_columns:
      - {left_column: CUSTOMER_ID, right_column: CUSTOMER_ID}
      - {left_column: ORDERED_ON, right_column: DAY, type: asof}`,
      '  - name: order_customer\n    left_table: orders\n    right_table: customers\n    relationship_columns: [{left_column: CUSTOMER_ID, right_column: ID}]\n': `  - name: order_range
    left_table: orders
    right_table: customers
    relationship_columns:
      - {left_column: ORDERED_ON, right_range: {start_column: VALID_FROM, end_column: VALID_TO}}
`,
    });

    expect(parseShop(asof).relationships.map(({ join }) => join)).toMatchObject([
      {
        kind: 'asof',
        columns: [{ left: 'CUSTOMER_ID', right: 'CUSTOMER_ID' }],
        asof: { left: 'ORDERED_ON', right: 'DAY' },
      },
      { kind: 'range', range: { left: 'ORDERED_ON', start: 'VALID_FROM', end: 'VALID_TO' } },
      { kind: 'equi' },
    ]);
  });
});

describe('errors of a model', () => {
  it.each([
    ['expr: COUNT(ID)', 'expr: COUNT(ID', 'shop.yaml', 'COUNT(ID'],
    ['expr: COUNT(ID)', 'expr: revenue + GROSS', 'shop.yaml', 'GROSS, desc'],
    ['right_table: customers', 'right_table: clients', 'shop.yaml', 'clients'],
    ['dimension: day}', 'dimension: dy}', 'shop.yaml', '{table: stock, dimension: dy}'],
  ])('stand where %s became %s', (before, after, file, text) => {
    const model = edited(SHOP, { [before]: after });

    const [problem] = readShop(model).problems;

    const lines = model.split('\n');
    const line = lines[(problem?.line ?? 0) - 1] ?? '';
    expect(problem?.file).toBe(file);
    expect(line).toContain(text.slice(0, 8));
    expect(line.slice((problem?.column ?? 0) - 1 - (after.startsWith('expr: COUNT') ? 8 : 0))).toMatch(
      new RegExp(`^${text.slice(0, 3).replaceAll(/[^\w ]/g, '.')}`),
    );
  });

  it('stand inside a literal block as well', () => {
    const model = edited(SHOP, {
      '{name: order_count, expr: COUNT(ID), description: Orders.}':
        'name: order_count\n        expr: |\n          COUNT(\n            ID ID\n          )',
    });

    const [problem] = readShop(model).problems;

    const line = model.split('\n')[(problem?.line ?? 0) - 1] ?? '';
    expect(line.slice((problem?.column ?? 0) - 1)).toBe('ID');
  });

  it('name file, line, path and mend in one message', () => {
    const sidecar = edited(SHOP_SIDECAR, { 'orders.revenue:': 'orders.revenu:' });

    expect(() => parseShop(SHOP, sidecar)).toThrow(
      'shop.baton.yaml:5:18: error: metrics.orders.revenu: orders.revenu is not in the model. Did you mean orders.revenue? (unknown-reference)',
    );
  });

  it('are all reported at once', () => {
    const model = edited(SHOP, { 'expr: COUNT(ID)': 'expr: COUNT(', 'data_type: NUMBER': 'data_type: MONEY' });

    const rules = readShop(model).problems.map(({ rule }) => rule);

    expect(rules).toContain('expression');
    expect(rules).toContain('data-type');
  });

  it('refuse a sidecar of another model', () => {
    expect(() => parseShop(SHOP, 'model: other\n')).toThrow('belongs to other, not to shop');
  });

  it('refuse tables that refer to each other in a circle, and to themselves', () => {
    const circle = `relationships:
  - {name: back, left_table: customers, right_table: orders, relationship_columns: [{left_column: LAST_ORDER, right_column: ID}]}`;
    const self = circle.replace('right_table: orders', 'right_table: customers');

    expect(() => parseShop(edited(SHOP, { 'relationships:': circle }))).toThrow('in a circle');
    expect(() => parseShop(edited(SHOP, { 'relationships:': self }))).toThrow('refers to itself');
  });
});

const OLDER = `name: old
tables:
  - name: sales
    base_table: {database: d, schema: s, table: sales}
    dimensions:
      - {name: id, expr: id, data_type: NUMBER, unique: true}
      - {name: code, expr: code, data_type: TEXT, sample_values: [007, 008], cortex_search_service_name: svc}
    time_dimensions:
      - {name: day, expr: day, data_type: DATE}
    measures:
      - {name: amount, expr: net, data_type: NUMBER, default_aggregation: sum, synonyms: [turnover]}
      - {name: heads, expr: COUNT(DISTINCT customer), data_type: NUMBER}
      - {name: weight, expr: weight, data_type: NUMBER}
  - name: regions
    base_table: {database: d, schema: s, table: region}
    primary_key: {columns: [id]}
    dimensions:
      - {name: region, expr: name, data_type: TEXT}
relationships:
  - name: r
    left_table: sales
    right_table: regions
    join_type: left_outer
    relationship_type: many_to_one
    relationship_columns: [{left_column: region_id, right_column: id}]
`;

describe('the older form', () => {
  const sources = (model: string) => ({ model, sidecar: null, fileNames: { model: 'old.yaml', sidecar: '' } });

  it('gives facts, metrics and keys for measures, aggregations and unique columns', () => {
    const [sales] = parseModel(sources(OLDER)).tables;

    expect(sales?.facts.map(({ name }) => name)).toEqual(['amount', 'weight']);
    expect(sales?.metrics.map(({ name, expr, synonyms }) => ({ name, expr, synonyms }))).toEqual([
      { name: 'total_amount', expr: 'SUM(amount)', synonyms: ['amount', 'turnover'] },
      { name: 'heads', expr: 'COUNT(DISTINCT customer)', synonyms: [] },
    ]);
    expect(sales?.keys).toEqual([{ kind: 'unique', columns: ['ID'] }]);
    expect(sales?.dimensions[1]?.sampleValues).toEqual(['007', '008']);
  });

  it('is written in the form of 2026', () => {
    const { document } = readModel(sources(OLDER));
    if (document === null) throw new Error('The older form does not load.');

    const written = writeModelYaml(document);

    expect(written).not.toMatch(/measures|join_type|relationship_type|default_aggregation|search_service_name/);
    expect(parseModel(sources(written))).toEqual(parseModel(sources(OLDER)));
  });

  it('refuses many-to-many', () => {
    const model = edited(OLDER, { many_to_one: 'many_to_many' });

    expect(() => parseModel(sources(model))).toThrow('old.yaml:24:24: error');
  });

  it.each([
    ['SUM(a)', 'SUM(IFF(x = 1, a, NULL))'],
    ['COUNT(*)', 'COUNT_IF(x = 1)'],
    ['COUNT(DISTINCT a) / SUM(b)', 'COUNT(DISTINCT IFF(x = 1, a, NULL)) / SUM(IFF(x = 1, b, NULL))'],
  ])('takes the filter of a metric into %s', (expr, filtered) => {
    expect(filterAggregates(expr, 'x = 1')).toBe(filtered);
  });
});

describe.each(['retail', 'tpch'])('the %s model', (name) => {
  const file = (ending: string) => new URL(`../../../infra/models/${name}${ending}`, import.meta.url);
  const sources = {
    model: readFileSync(file('.yaml'), 'utf8'),
    sidecar: readFileSync(file('.baton.yaml'), 'utf8'),
    fileNames: { model: `${name}.yaml`, sidecar: `${name}.baton.yaml` },
  };

  it('loads, and lint finds nothing', () => {
    expect(lintModel(sources)).toEqual([]);
  });

  it('is the same after it is written and read again', () => {
    const { document, model } = readModel(sources);
    if (document === null) throw new Error('The model does not load.');

    expect(parseModel({ ...sources, model: writeModelYaml(document) })).toEqual(model);
  });

  it('gives every metric a unit and every ratio its parts', () => {
    const model = parseModel(sources);
    const metrics = [...model.tables.flatMap((table) => table.metrics), ...model.metrics];

    expect(metrics.filter(({ format }) => format.unit === null).map(({ id }) => id)).toEqual([]);
    expect(metrics.filter(({ additivity, ratio }) => additivity.kind === 'ratio' && ratio === null)).toEqual([]);
  });
});
