import { describe, expect, it } from 'vitest';
import { SHOP, SHOP_SIDECAR, edited, lintShop } from './model-fixture.ts';

type Edits = Readonly<Record<string, string>>;

/** Edits that break one rule each; the untouched shop breaks none. */
const BREACHES: readonly (readonly [rule: string, model: Edits, sidecar: Edits])[] = [
  [
    'enum-without-values',
    { ', sample_values: [Gold, Silver]': '' },
    { '  customers.tier: {value_synonyms: {Gold: [golden]}}': '  customers.tier: {}' },
  ],
  ['unknown-value', {}, { '{Gold: [golden]}': '{Bronze: [brown]}' }],
  ['filter-not-boolean', { 'data_type: BOOLEAN': 'data_type: VARCHAR' }, {}],
  ['time-not-plain', { 'expr: ORDERED_ON': 'expr: "TO_DATE(ORDERED_ON)"' }, {}],
  ['undeclared-personal-data', { '{name: customer_name, expr: NAME,': '{name: customer_email, expr: MAIL,' }, {}],
  ['conformed-mismatch', {}, { 'elements:': 'elements:\n  orders.order_date: {conforms_to: customers.tier}' }],
  ['clashing-words', { 'synonyms: [turnover]': 'synonyms: [client]' }, {}],
  ['repeated-synonym', { 'synonyms: [turnover]': 'synonyms: [turn-over, turn over]' }, {}],
  ['missing-description', { 'description: Money., ': '' }, {}],
  ['missing-description', { '    description: One row per order.\n': '' }, {}],
  ['long-model-name', { 'name: shop': `name: ${'s'.repeat(65)}` }, { 'model: shop': `model: ${'s'.repeat(65)}` }],
  ['unliftable-filter', {}, { 'elements:': 'default_filters: [{name: f, table: orders, expr: GROSS > 0}]\nelements:' }],
  ['unreachable-table', { 'relationships:': 'relationships: []\nignored:' }, {}],
  ['missing-key', { '    primary_key: {columns: [DAY, CUSTOMER_ID]}\n': '' }, {}],
  [
    'nothing-in-common',
    {
      '  - name: stock_customer\n    left_table: stock\n    right_table: customers\n    relationship_columns: [{left_column: CUSTOMER_ID, right_column: ID}]\n':
        '',
    },
    {},
  ],
  [
    'useless-relationship',
    {
      '{name: order_count, expr: COUNT(ID),':
        '{name: order_count, using_relationships: [stock_customer], expr: COUNT(ID),',
    },
    {},
  ],
  [
    'unreviewed-relationship',
    {},
    {
      'elements:':
        'relationships: {order_customer: {review: {confidence: 0.7, reason: the names are alike}}}\nelements:',
    },
  ],
  ['meaningless-sum', { 'expr: COUNT(ID)': 'expr: SUM(DISCOUNT_RATE)' }, {}],
  ['stock-summed-over-time', { '        non_additive_dimensions: [{table: stock, dimension: day}]\n': '' }, {}],
  ['sum-of-text', { 'expr: COUNT(ID)': 'expr: SUM(order_date)' }, {}],
  [
    'unguarded-division',
    { '"orders.revenue / NULLIF(orders.order_count, 0)"': 'orders.revenue / orders.order_count' },
    {},
  ],
  ['average-of-ratios', { 'expr: COUNT(ID)': 'expr: AVG(GROSS / PIECES)' }, {}],
  ['semi-additive', { '{table: stock, dimension: day}': '{table: orders, dimension: order_date}' }, {}],
  ['semi-additive', { 'expr: SUM(ON_HAND)': 'expr: MAX(ON_HAND)' }, {}],
  [
    'metric-without-time',
    {
      '    facts:\n      - {name: amount':
        '      - {name: paid_on, expr: PAID_ON, data_type: DATE}\n    facts:\n      - {name: amount',
    },
    {},
  ],
  ['nameless-parts', { '"orders.revenue / NULLIF(orders.order_count, 0)"': '"SUM(GROSS) / NULLIF(COUNT(ID), 0)"' }, {}],
  ['missing-unit', {}, { '  orders.order_count: {unit: orders}\n': '' }],
  [
    'unused-private',
    { 'description: Stock over revenue.': 'description: Stock over revenue., access_modifier: private_access' },
    {},
  ],
  [
    'repeated-verified-query',
    {
      '  - {name: q, question: Revenue?,':
        '  - {name: p, question: Revenue?, sql: SELECT * FROM SEMANTIC_VIEW(shop METRICS orders.revenue)}\n  - {name: q, question: Revenue?,',
    },
    {},
  ],
  [
    'physical-names',
    { 'sql: SELECT * FROM SEMANTIC_VIEW(shop METRICS orders.revenue)': 'sql: SELECT 1 FROM D.S.ORDERS' },
    {},
  ],
  ['unknown-names', { 'METRICS orders.revenue': 'METRICS orders.revenu' }, {}],
  ['not-a-select', { 'sql: SELECT * FROM SEMANTIC_VIEW(shop METRICS orders.revenue)': 'sql: DELETE FROM orders' }, {}],
  ['unknown-key', { 'description: A shop.': 'description: A shop.\ncolour: red' }, {}],
  ['duplicate-name', { '{name: order_count,': '{name: REVENUE,' }, {}],
  ['invalid-name', { '{name: tier,': '{name: table,' }, { 'customers.tier': 'customers.table' }],
  ['data-type', { 'data_type: NUMBER': 'data_type: MONEY' }, {}],
  [
    'additivity',
    { 'expr: COUNT(ID)': 'expr: COUNT(DISTINCT CUSTOMER_ID)' },
    { '{unit: orders}': '{unit: orders, additivity: additive}' },
  ],
  ['unknown-reference', {}, { 'orders.revenue:': 'orders.revenu:' }],
  [
    'relationship',
    {
      '    primary_key: {columns: [ID]}\n    dimensions:\n      - {name: customer_name':
        '    dimensions:\n      - {name: customer_name',
    },
    {},
  ],
  ['metric-circle', { 'expr: COUNT(ID)': 'expr: orders.average_order * 2' }, {}],
  ['shape', { '    base_table: {database: D, schema: S, table: STOCK}\n': '' }, {}],
  ['yaml', { 'primary_key: {columns: [DAY, CUSTOMER_ID]}': 'primary_key: {columns: [DAY, CUSTOMER_ID' }, {}],
];

describe('lint', () => {
  it('finds nothing in a sound model', () => {
    expect(lintShop()).toEqual([]);
  });

  it.each(BREACHES)('reports %s with a place and a mend', (rule, model, sidecar) => {
    const problems = lintShop(edited(SHOP, model), edited(SHOP_SIDECAR, sidecar));

    const found = problems.filter((problem) => problem.rule === rule);
    expect(found).not.toEqual([]);
    expect(found[0]?.line).toBeGreaterThan(0);
    expect(found[0]?.mend).toMatch(/[.?]$/);
  });

  it('reports two paths to one table until a relationship is named', () => {
    const second = `  - name: order_payer
    left_table: orders
    right_table: customers
    relationship_columns: [{left_column: PAYER_ID, right_column: ID}]
metrics:
  - {name: cover`;
    const ambiguous = edited(SHOP, { 'metrics:\n  - {name: cover': second });
    const settled = ['revenue', 'order_count', 'average_order'].reduce(
      (text, name) => edited(text, { [`{name: ${name},`]: `{name: ${name}, using_relationships: [order_payer],` }),
      ambiguous,
    );
    const rulesOf = (text: string) => lintShop(text).map(({ rule, severity }) => `${rule} ${severity}`);

    expect(rulesOf(ambiguous)).toContain('ambiguous-path warning');
    expect(rulesOf(settled)).not.toContain('ambiguous-path warning');
  });

  it('refuses an expression that reads a table by two paths', () => {
    const model = edited(SHOP, {
      'metrics:\n  - {name: cover': `  - name: order_payer
    left_table: orders
    right_table: customers
    relationship_columns: [{left_column: PAYER_ID, right_column: ID}]
metrics:\n  - {name: cover`,
      '- {name: is_open,': '- {name: who, expr: customers.customer_name, data_type: VARCHAR}\n      - {name: is_open,',
    });

    expect(lintShop(model).map(({ rule }) => rule)).toContain('ambiguous-expression');
  });
});
