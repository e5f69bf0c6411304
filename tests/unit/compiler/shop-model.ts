import type { SemanticModel } from '#shared/semantic/semantic-model.ts';
import { aggregate, dimension, fact, manyToOne, metric, model, table, time } from '#tests/differential/model-parts.ts';

const usd = { unit: 'USD', isCurrency: true, decimals: null } as const;

/** A small shop: sales and refunds over customers and products, monthly stock, monthly targets per region. */
export function shopModel(more: Partial<SemanticModel> = {}): SemanticModel {
  return model(
    [
      table('customers', ['CUSTOMER_KEY'], {
        dimensions: [dimension('customers', 'customer_name'), dimension('customers', 'region')],
        timeDimensions: [time('customers', 'signup_date')],
        metrics: [metric('customers', 'customer_count', aggregate('customers', 'count', null))],
      }),
      table('products', ['PRODUCT_KEY'], {
        dimensions: [dimension('products', 'product_name'), dimension('products', 'category')],
        facts: [fact('products', 'list_price')],
      }),
      table('sales', ['SALE_ID'], {
        timeDimensions: [time('sales', 'order_date')],
        dimensions: [dimension('sales', 'channel')],
        facts: [fact('sales', 'quantity'), fact('sales', 'net_amount')],
        metrics: [
          metric('sales', 'revenue', aggregate('sales', 'sum', 'NET_AMOUNT'), { format: usd, goodDirection: 'up' }),
          metric('sales', 'units', aggregate('sales', 'sum', 'QUANTITY')),
          metric('sales', 'orders', aggregate('sales', 'count_distinct', 'ORDER_ID')),
          metric(
            'sales',
            'average_order_value',
            {
              kind: 'ratio',
              numerator: { kind: 'metric', metric: 'sales.revenue' },
              denominator: { kind: 'metric', metric: 'sales.orders' },
              whenZero: 'null',
            },
            { additivity: { kind: 'ratio' }, format: usd },
          ),
        ],
      }),
      table('refunds', ['REFUND_ID'], {
        timeDimensions: [time('refunds', 'refund_date', { conformsTo: 'sales.order_date' })],
        dimensions: [dimension('refunds', 'reason')],
        metrics: [
          metric('refunds', 'refund_amount', aggregate('refunds', 'sum', 'AMOUNT'), {
            format: usd,
            goodDirection: 'down',
          }),
        ],
      }),
      table('stock', ['SNAPSHOT_DATE', 'PRODUCT_KEY'], {
        timeDimensions: [time('stock', 'snapshot_date', { grain: 'month', conformsTo: 'sales.order_date' })],
        metrics: [
          metric(
            'stock',
            'on_hand',
            aggregate('stock', 'sum', 'ON_HAND', {
              over: [{ dimension: 'stock.snapshot_date', direction: 'ascending', nulls: 'first' }],
            }),
            { additivity: { kind: 'semi-additive', over: ['stock.snapshot_date'] } },
          ),
        ],
      }),
      table('targets', ['MONTH', 'REGION'], {
        timeDimensions: [time('targets', 'month', { grain: 'month', conformsTo: 'sales.order_date' })],
        dimensions: [dimension('targets', 'region', { conformsTo: 'customers.region' })],
        metrics: [metric('targets', 'target', aggregate('targets', 'sum', 'TARGET_AMOUNT'), { format: usd })],
      }),
    ],
    [
      manyToOne('sale_customer', 'sales', 'customers', [['CUSTOMER_KEY', 'CUSTOMER_KEY']]),
      manyToOne('sale_product', 'sales', 'products', [['PRODUCT_KEY', 'PRODUCT_KEY']]),
      manyToOne('refund_customer', 'refunds', 'customers', [['CUSTOMER_KEY', 'CUSTOMER_KEY']]),
      manyToOne('refund_product', 'refunds', 'products', [['PRODUCT_KEY', 'PRODUCT_KEY']]),
      manyToOne('stock_product', 'stock', 'products', [['PRODUCT_KEY', 'PRODUCT_KEY']]),
    ],
    {
      name: 'shop',
      metrics: [
        metric(
          null,
          'net_after_refunds',
          {
            kind: 'arithmetic',
            operator: '-',
            left: { kind: 'metric', metric: 'sales.revenue' },
            right: { kind: 'metric', metric: 'refunds.refund_amount' },
          },
          { additivity: { kind: 'additive' }, factTables: ['sales', 'refunds'] },
        ),
        metric(
          null,
          'attainment',
          {
            kind: 'ratio',
            numerator: { kind: 'metric', metric: 'sales.revenue' },
            denominator: { kind: 'metric', metric: 'targets.target' },
            whenZero: 'null',
          },
          { additivity: { kind: 'ratio' }, factTables: ['sales', 'targets'] },
        ),
      ],
      ...more,
    },
  );
}
