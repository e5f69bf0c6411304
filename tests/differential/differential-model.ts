import { type CalendarSettings, DEFAULT_CALENDAR } from '#shared/calendar/calendar-settings.ts';
import type { NamedFilter, Relationship, SemanticModel } from '#shared/semantic/semantic-model.ts';
import { aggregate, column, dimension, fact, manyToOne, metric, model, table, time } from './model-parts.ts';

const number = { type: 'number', dataType: 'NUMBER' } as const;

const retail = { ...DEFAULT_CALENDAR, fiscalYearStartMonth: 2 } as const;

/** Calendar years, and fiscal ones from February and from December; weeks from Monday, Sunday and Saturday. */
export const PLAIN_CALENDARS: readonly CalendarSettings[] = [
  DEFAULT_CALENDAR,
  { ...DEFAULT_CALENDAR, fiscalYearStartMonth: 2, weekStart: 0 },
  { ...DEFAULT_CALENDAR, fiscalYearStartMonth: 12, weekStart: 6 },
];

export const RETAIL_CALENDARS: readonly CalendarSettings[] = [
  { ...retail, retailPattern: '4-5-4' },
  { ...retail, retailPattern: '4-4-5', retailWeekEnd: 5 },
  { ...retail, retailPattern: '5-4-4', retailWeekEnd: 0 },
];

/** A relationship on a key and on a span of dates that holds a date. */
const salePrice: Relationship = {
  ...manyToOne('sale_price', 'sales', 'prices', []),
  join: {
    kind: 'range',
    columns: [{ left: 'PRODUCT_KEY', right: 'PRODUCT_KEY' }],
    range: { left: 'ORDER_DATE', start: 'VALID_FROM', end: 'VALID_TO' },
  },
  provenBy: { kind: 'primary', columns: ['PRODUCT_KEY', 'VALID_FROM'] },
};

/** A relationship to the latest row at or before a date. */
const refundRateOn: Relationship = {
  ...manyToOne('refund_rate_on', 'refunds', 'rates', []),
  join: { kind: 'asof', columns: [], asof: { left: 'REFUND_DATE', right: 'RATE_DATE' } },
  provenBy: { kind: 'primary', columns: ['RATE_DATE'] },
};

const bulk: NamedFilter = {
  kind: 'filter',
  id: 'sales.bulk',
  name: 'bulk',
  label: 'bulk',
  description: '',
  synonyms: [],
  table: 'sales',
  expr: 'QUANTITY >= 5',
  expression: {
    kind: 'binary',
    operator: '>=',
    left: column('sales', 'QUANTITY'),
    right: { kind: 'literal', type: 'number', value: '5' },
  },
};

const refundsMade = {
  kind: 'rollup',
  function: 'count',
  table: 'refunds',
  of: null,
  filter: null,
} as const;

/**
 * The model over the random databases: two facts, a balance, a chain of dimensions, two roles of one dimension, a
 * bridge to a many-to-many dimension, look-ups by span and by latest date, and a field that summarises a finer table.
 */
export function differentialModel(calendar: CalendarSettings = DEFAULT_CALENDAR): SemanticModel {
  return model(
    [
      table('zones', ['ZONE_KEY'], { dimensions: [dimension('zones', 'zone')] }),
      table('customers', ['CUSTOMER_KEY'], {
        dimensions: [
          dimension('customers', 'customer_name'),
          dimension('customers', 'region'),
          dimension('customers', 'customer_key', number),
        ],
        facts: [fact('customers', 'refunds_made', { ...number, expression: refundsMade })],
        timeDimensions: [time('customers', 'signup_date', { conformsTo: 'sales.order_date' })],
        metrics: [
          metric('customers', 'customer_count', aggregate('customers', 'count', null)),
          metric('customers', 'mean_refunds', { ...aggregate('customers', 'avg', null), of: refundsMade }),
        ],
      }),
      table('products', ['PRODUCT_KEY'], {
        dimensions: [dimension('products', 'category')],
        facts: [fact('products', 'price', number)],
      }),
      table('prices', ['PRODUCT_KEY', 'VALID_FROM'], { dimensions: [dimension('prices', 'band')] }),
      table('rates', ['RATE_DATE'], { dimensions: [dimension('rates', 'level')] }),
      table('tags', ['TAG_KEY'], { dimensions: [dimension('tags', 'tag')] }),
      table('sale_tags', ['SALE_ID', 'TAG_KEY'], {
        preferredRelationships: ['sale_customer'],
        metrics: [metric('sale_tags', 'tag_count', aggregate('sale_tags', 'count', null))],
      }),
      table('sales', ['SALE_ID'], {
        preferredRelationships: ['sale_customer'],
        dimensions: [dimension('sales', 'channel'), dimension('sales', 'sale_id', number)],
        filters: [bulk],
        timeDimensions: [time('sales', 'order_date')],
        facts: [fact('sales', 'quantity', number), fact('sales', 'amount', number)],
        metrics: [
          metric('sales', 'revenue', aggregate('sales', 'sum', 'AMOUNT')),
          metric('sales', 'units', aggregate('sales', 'sum', 'QUANTITY')),
          metric('sales', 'lines', aggregate('sales', 'count', null)),
          metric('sales', 'orders', aggregate('sales', 'count_distinct', 'ORDER_ID')),
          metric('sales', 'buyers', aggregate('sales', 'count_distinct', 'CUSTOMER_KEY')),
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
      table('refunds', [], {
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
      salePrice,
      refundRateOn,
      manyToOne('tag_sale', 'sale_tags', 'sales', [['SALE_ID', 'SALE_ID']]),
      manyToOne('tag_tag', 'sale_tags', 'tags', [['TAG_KEY', 'TAG_KEY']]),
      manyToOne('stock_product', 'stock', 'products', [['PRODUCT_KEY', 'PRODUCT_KEY']]),
    ],
    {
      calendar,
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
