import type { SemanticModel } from '#shared/semantic/semantic-model.ts';
import { aggregate, column, dimension, fact, manyToOne, metric, model, table, time } from './model-parts.ts';

const number = { type: 'number', dataType: 'NUMBER' } as const;

/** The model over the random databases: two facts, a balance, a chain of dimensions and two roles of one dimension. */
export function differentialModel(): SemanticModel {
  return model(
    [
      table('zones', ['ZONE_KEY'], { dimensions: [dimension('zones', 'zone')] }),
      table('customers', ['CUSTOMER_KEY'], {
        dimensions: [dimension('customers', 'customer_name'), dimension('customers', 'region')],
        timeDimensions: [time('customers', 'signup_date', { conformsTo: 'sales.order_date' })],
        metrics: [metric('customers', 'customer_count', aggregate('customers', 'count', null))],
      }),
      table('products', ['PRODUCT_KEY'], { dimensions: [dimension('products', 'category')] }),
      table('sales', ['SALE_ID'], {
        preferredRelationships: ['sale_customer'],
        dimensions: [dimension('sales', 'channel')],
        timeDimensions: [time('sales', 'order_date')],
        facts: [fact('sales', 'quantity', number), fact('sales', 'amount', number)],
        metrics: [
          metric('sales', 'revenue', aggregate('sales', 'sum', 'AMOUNT')),
          metric('sales', 'units', aggregate('sales', 'sum', 'QUANTITY')),
          metric('sales', 'lines', aggregate('sales', 'count', null)),
          metric('sales', 'orders', aggregate('sales', 'count_distinct', 'ORDER_ID')),
          metric('sales', 'mean_amount', aggregate('sales', 'avg', 'AMOUNT')),
          metric(
            'sales',
            'big_revenue',
            aggregate('sales', 'sum', 'AMOUNT', {
              filter: {
                kind: 'binary',
                operator: '>',
                left: column('sales', 'QUANTITY'),
                right: { kind: 'literal', type: 'number', value: '3' },
              },
            }),
          ),
          metric('sales', 'order_value', {
            kind: 'ratio',
            numerator: { kind: 'metric', metric: 'sales.revenue' },
            denominator: { kind: 'metric', metric: 'sales.orders' },
            whenZero: 'null',
          }),
        ],
      }),
      table('refunds', ['REFUND_ID'], {
        timeDimensions: [time('refunds', 'refund_date', { conformsTo: 'sales.order_date' })],
        metrics: [
          metric('refunds', 'refunded', aggregate('refunds', 'sum', 'AMOUNT')),
          metric('refunds', 'refund_count', aggregate('refunds', 'count', null)),
        ],
      }),
      table('stock', ['SNAPSHOT_DATE', 'PRODUCT_KEY'], {
        timeDimensions: [time('stock', 'snapshot_date', { conformsTo: 'sales.order_date' })],
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
    ],
    [
      manyToOne('customer_zone', 'customers', 'zones', [['ZONE_KEY', 'ZONE_KEY']]),
      manyToOne('sale_customer', 'sales', 'customers', [['CUSTOMER_KEY', 'CUSTOMER_KEY']]),
      manyToOne('sale_gift_to', 'sales', 'customers', [['GIFT_TO_KEY', 'CUSTOMER_KEY']]),
      manyToOne('sale_product', 'sales', 'products', [['PRODUCT_KEY', 'PRODUCT_KEY']]),
      manyToOne('refund_customer', 'refunds', 'customers', [['CUSTOMER_KEY', 'CUSTOMER_KEY']]),
      manyToOne('refund_product', 'refunds', 'products', [['PRODUCT_KEY', 'PRODUCT_KEY']]),
      manyToOne('stock_product', 'stock', 'products', [['PRODUCT_KEY', 'PRODUCT_KEY']]),
    ],
    {
      metrics: [
        metric(
          null,
          'net',
          {
            kind: 'arithmetic',
            operator: '-',
            left: { kind: 'metric', metric: 'sales.revenue' },
            right: { kind: 'metric', metric: 'refunds.refunded' },
          },
          { additivity: { kind: 'additive' } },
        ),
        metric(null, 'refund_rate', {
          kind: 'ratio',
          numerator: { kind: 'metric', metric: 'refunds.refunded' },
          denominator: { kind: 'metric', metric: 'sales.revenue' },
          whenZero: 'null',
        }),
      ],
    },
  );
}
