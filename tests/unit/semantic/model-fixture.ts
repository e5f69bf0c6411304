import { lintModel } from '#shared/semantic/lint/lint-model.ts';
import type { ModelProblem } from '#shared/semantic/model-problem.ts';
import { type ModelReading, parseModel, readModel } from '#shared/semantic/parse-model.ts';
import type { SemanticModel } from '#shared/semantic/semantic-model.ts';

/** A small shop: customers, orders, lines and month-end stock; every part of it is sound. */
export const SHOP = `name: shop
description: A shop.
tables:
  - name: customers
    description: One row per customer.
    base_table: {database: D, schema: S, table: CUSTOMER}
    primary_key: {columns: [ID]}
    dimensions:
      - {name: customer_name, expr: NAME, data_type: VARCHAR, synonyms: [client]}
      - {name: tier, expr: TIER, data_type: VARCHAR, is_enum: true, sample_values: [Gold, Silver]}
  - name: orders
    description: One row per order.
    base_table: {database: D, schema: S, table: ORDERS}
    primary_key: {columns: [ID]}
    dimensions:
      - {name: is_open, expr: CLOSED_AT IS NULL, data_type: BOOLEAN, labels: [filter]}
    time_dimensions:
      - {name: order_date, expr: ORDERED_ON, data_type: DATE}
    facts:
      - {name: amount, expr: GROSS - REBATE, data_type: NUMBER, access_modifier: private_access}
    metrics:
      - {name: revenue, expr: SUM(amount), description: Money., synonyms: [turnover]}
      - {name: order_count, expr: COUNT(ID), description: Orders.}
      - {name: average_order, expr: "orders.revenue / NULLIF(orders.order_count, 0)", description: Revenue per order.}
  - name: stock
    description: Stock at month ends.
    base_table: {database: D, schema: S, table: STOCK}
    primary_key: {columns: [DAY, CUSTOMER_ID]}
    time_dimensions:
      - {name: day, expr: DAY, data_type: DATE}
    metrics:
      - name: stock_value
        expr: SUM(ON_HAND)
        description: Stock.
        non_additive_dimensions: [{table: stock, dimension: day}]
relationships:
  - name: order_customer
    left_table: orders
    right_table: customers
    relationship_columns: [{left_column: CUSTOMER_ID, right_column: ID}]
  - name: stock_customer
    left_table: stock
    right_table: customers
    relationship_columns: [{left_column: CUSTOMER_ID, right_column: ID}]
metrics:
  - {name: cover, expr: "stock.stock_value / NULLIF(orders.revenue, 0)", description: Stock over revenue.}
verified_queries:
  - {name: q, question: Revenue?, sql: SELECT * FROM SEMANTIC_VIEW(shop METRICS orders.revenue)}
`;

export const SHOP_SIDECAR = `model: shop
elements:
  customers.tier: {value_synonyms: {Gold: [golden]}}
metrics:
  orders.revenue: {currency: USD, good: up, additivity: additive}
  orders.order_count: {unit: orders}
  orders.average_order: {currency: USD}
  stock.stock_value: {currency: USD}
  cover: {unit: percent}
`;

const fileNames = { model: 'shop.yaml', sidecar: 'shop.baton.yaml' };

/** The shop with parts of its text replaced; a part that does not occur fails the test. */
export function edited(text: string, edits: Readonly<Record<string, string>>): string {
  let changed = text;
  for (const [before, after] of Object.entries(edits)) {
    if (!changed.includes(before)) throw new Error(`The fixture does not hold: ${before}`);
    changed = changed.replace(before, () => after);
  }
  return changed;
}

export function readShop(model = SHOP, sidecar: string | null = SHOP_SIDECAR): ModelReading {
  return readModel({ model, sidecar, fileNames });
}

export function parseShop(model = SHOP, sidecar: string | null = SHOP_SIDECAR): SemanticModel {
  return parseModel({ model, sidecar, fileNames });
}

export function lintShop(model = SHOP, sidecar: string | null = SHOP_SIDECAR): readonly ModelProblem[] {
  return lintModel({ model, sidecar, fileNames });
}
