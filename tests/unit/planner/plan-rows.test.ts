import { describe, expect, it } from 'vitest';
import { rowsOf } from './row-summary.ts';

const OVER_300 = 'products: product_name list_price where list_price>300';
const MIN_PRICE = 'step_1 = min(list_price); products: product_name list_price where list_price=step_1';
const NEWEST_STORE = 'step_1 = max(opened_date); stores: store_name opened_date where opened_date=step_1';

describe('rows chosen by a number', () => {
  it.each([
    ['products with a list price over 300', OVER_300],
    ['products whose list price is above 300', OVER_300],
    ['Which products have a list price of more than $300?', OVER_300],
    ['show me all products with a list price greater than 300 dollars', OVER_300],
    ['products with list price > 300', OVER_300],
    ['Which products cost more than 300?', OVER_300],
    ['products priced above 300', OVER_300],
    ['products more expensive than 300', OVER_300],
    ['products over $300', OVER_300],
    ['How many products cost less than 50 dollars?', 'count(products) where list_price<50'],
    [
      'number of products with a list price between 100 and 200',
      'count(products) where list_price>=100 and list_price<=200',
    ],
    ['how many products are cheaper than 20', 'count(products) where list_price<20'],
    ['promotions with a discount of more than 20%', 'promotions: promotion_name discount_rate where discount_rate>0.2'],
    ['order lines with a quantity of more than 5', 'sales: order_id line_number order_date quantity where quantity>5'],
    ['how many order lines have a quantity of 5 or more', 'order_lines where quantity>=5'],
    ['orders over $1000', 'revenue by order_id having revenue>1000'],
  ])('reads “%s”', (question, expected) => {
    expect(rowsOf(question)).toBe(expected);
  });

  it.each([
    ['How many parts have size 15?', 'count(parts) where part_size=15'],
    ['number of parts with a size over 40', 'count(parts) where part_size>40'],
    ['how many parts are larger than 40', 'count(parts) where part_size>40'],
    [
      'parts of brand Brand#12 with size 10',
      'parts: part_name part_size part_key where brand=Brand#12 and part_size=10',
    ],
    ['parts with a size of at least 49', 'parts: part_name part_size part_key where part_size>=49'],
    [
      'How many orders are over 300000?',
      'step_1 = order_value by order_key having order_value>300000; orders where order_key in step_1',
    ],
  ])('reads “%s” of orders and parts', (question, expected) => {
    expect(rowsOf(question, 'tpch')).toBe(expected);
  });

  it.each(['products with a list price above average', 'products more expensive than the average product'])(
    'compares “%s” with the mean of all rows',
    (question) => {
      expect(rowsOf(question)).toMatch(/list_price>step_1$/);
    },
  );
});

describe('rows chosen by text', () => {
  it.each([
    ['list products starting with "Cedar"', 'products: product_name where product_name starts Cedar'],
    ['Which products start with Cedar?', 'products: product_name where product_name starts Cedar'],
    ['products whose name contains lamp', 'products: product_name where product_name contains lamp'],
    ['products with the word grill in the name', 'products: product_name where product_name contains grill'],
    ['How many products have names ending in "Tent"', 'count(products) where product_name ends Tent'],
    ['products with "oak" in their name', 'products: product_name where product_name contains oak'],
    [
      'how many promotions are there with a name beginning with Summer',
      'count(promotions) where promotion_name starts Summer',
    ],
    ['the product called Aurora Lamp 2000', 'products: product_name where product_name=Aurora Lamp 2000'],
    ['promotions without an end date', 'promotions: promotion_name where end_date is null'],
    ['order lines without a promotion', 'sales: order_id line_number order_date where promotion_key is null'],
    ['how many products have no brand', 'count(products) where brand is null'],
    ['customers with an e-mail ending in .org', 'refused'],
  ])('reads “%s”', (question, expected) => {
    expect(rowsOf(question)).toBe(expected);
  });

  it('looks for quoted words in the column that is named', () => {
    expect(rowsOf('parts with "steel" in the type', 'tpch')).toBe(
      'parts: part_name part_key where part_type contains steel',
    );
  });
});

describe('first and last rows', () => {
  it.each([
    ['the cheapest product', MIN_PRICE],
    ['What is our cheapest product?', MIN_PRICE],
    ['Which product is the cheapest?', MIN_PRICE],
    ['Which product has the lowest list price?', MIN_PRICE],
    ['the least expensive product', MIN_PRICE],
    ['the product with the lowest list price', MIN_PRICE],
    ['Which store opened most recently?', NEWEST_STORE],
    ['our latest store by opening date', NEWEST_STORE],
    ['most recently opened store', NEWEST_STORE],
    ['which store was opened last', NEWEST_STORE],
    ['What is our newest store?', NEWEST_STORE],
    ['the 5 most expensive products by list price', 'products: product_name list_price descending list_price 5'],
    ['top 5 products by list price', 'products: product_name list_price descending list_price 5'],
    [
      'the ten cheapest products in Electronics',
      'products: product_name list_price where category=Electronics ascending list_price 10',
    ],
    ['newest customers', 'customers: customer_name signup_date customer_key descending signup_date 10'],
    ['the last 10 orders', 'sales distinct: order_id order_date descending order_date 10'],
    [
      'the latest product launched in each category',
      'products: product_name launch_date category latest 1 launch_date per category',
    ],
    ['cheapest product per brand', 'products: product_name list_price brand first 1 list_price per brand'],
    ['When was our first order?', 'min(order_date)'],
    ['when did we open our first store', 'min(opened_date)'],
    ['When was the last return?', 'max(return_date)'],
    ['When was Aurora Lamp 2000 launched?', 'products: product_name launch_date where product_name=Aurora Lamp 2000'],
    [
      'What is the list price of Aurora Lamp 2000?',
      'products: product_name list_price where product_name=Aurora Lamp 2000',
    ],
    ['largest order lines', 'ambiguous'],
  ])('reads “%s”', (question, expected) => {
    expect(rowsOf(question)).toBe(expected);
  });

  it.each([
    ['the largest parts', 'parts: part_name part_size part_key descending part_size 10'],
    ['the last 10 orders', 'orders: order_key order_date descending order_date 10'],
    ['first order of each customer', 'orders: order_key order_date customer_name first 1 order_date per customer_name'],
    ['When was the first order placed?', 'min(order_date)'],
    ['newest customers', 'refused'],
  ])('reads “%s” of orders and parts', (question, expected) => {
    expect(rowsOf(question, 'tpch')).toBe(expected);
  });
});

const NEVER_BOUGHT = 'customers: customer_name customer_key where no sales';

describe('what things have, or never had', () => {
  it.each([
    ['customers who never bought anything', NEVER_BOUGHT],
    ['Which customers have never ordered?', NEVER_BOUGHT],
    ['customers that have not bought anything', NEVER_BOUGHT],
    ['list the customers without any orders', NEVER_BOUGHT],
    ['customers with no orders', NEVER_BOUGHT],
    ['customers who bought nothing', NEVER_BOUGHT],
    ['show all customers who never placed an order', NEVER_BOUGHT],
    ['How many customers never made a purchase?', 'count(customers) where no sales'],
    ['customers without any order, how many?', 'count(customers) where no sales'],
    ['How many customers have returned something?', 'count(customers) where returns'],
    ['count the customers who have made a return', 'count(customers) where returns'],
    ['how many customers returned anything in 2025', 'count(customers) where returns(2025-01-01..2026-01-01)'],
    ['products not sold yesterday', 'products: product_name where no sales(2026-11-14..2026-11-15)'],
    ['Which products were not sold yesterday?', 'products: product_name where no sales(2026-11-14..2026-11-15)'],
    ['Which products have never been returned?', 'products: product_name where no returns'],
    ['products without returns in October 2026', 'products: product_name where no returns(2026-10-01..2026-11-01)'],
    ['stores with no sales last week', 'stores: store_name where no sales(2026-11-02..2026-11-09)'],
    ['how many stores sold nothing yesterday', 'count(stores) where no sales(2026-11-14..2026-11-15)'],
    [
      'customers in Germany who did not order in 2026',
      'customers: customer_name customer_key where country=Germany and no sales(2026-01-01..2027-01-01)',
    ],
    [
      'how many customers registered in 2025 and never ordered',
      'count(customers) where signup_date 2025-01-01..2026-01-01 and no sales',
    ],
    ['How many different products did we sell in October 2026?', 'count(products) where sales(2026-10-01..2026-11-01)'],
    ['how many products were sold last month', 'count(products) where sales(2026-10-01..2026-11-01)'],
    ['How many customers placed an order in 2025?', 'customers in 2025-01-01..2026-01-01'],
  ])('reads “%s”', (question, expected) => {
    expect(rowsOf(question)).toBe(expected);
  });

  it.each([
    [
      'How many customers bought in 2025 but not in 2026?',
      'sales(2025-01-01..2026-01-01) and no sales(2026-01-01..2027-01-01)',
    ],
    ['customers who bought in both 2024 and 2025', 'sales(2024-01-01..2025-01-01) and sales(2025-01-01..2026-01-01)'],
    [
      'Which customers bought toys but not electronics in 2025?',
      'sales(category=Toys 2025-01-01..2026-01-01) and no sales(category=Electronics 2025-01-01..2026-01-01)',
    ],
    ['customers who bought Electronics and Toys', 'sales(category=Electronics) and sales(category=Toys)'],
    [
      'customers who bought Electronics or Toys and never returned anything',
      'sales(category=Electronics|Toys) and no returns',
    ],
    [
      'How many customers bought online but not Toys in 2025?',
      'sales(channel=Online 2025-01-01..2026-01-01) and no sales(category=Toys 2025-01-01..2026-01-01)',
    ],
  ])('puts “%s” to other rows of the same one', (question, expected) => {
    expect(rowsOf(question).split(' where ')[1]).toBe(expected);
  });

  it.each([
    [
      'regions where nothing was sold',
      'step_1 = sales distinct: region; customers distinct: region where region not in step_1',
    ],
    [
      'which categories had no returns last month',
      'step_1 = returns distinct: category in 2026-10-01..2026-11-01; products distinct: category where category not in step_1',
    ],
    [
      'how many orders were returned in 2025',
      'step_1 = returns distinct: order_id in 2025-01-01..2026-01-01; count_distinct(order_id) where order_id in step_1',
    ],
    [
      'orders with both Electronics and Toys',
      'step_1 = sales distinct: order_id where category=Electronics; step_2 = sales distinct: order_id where category=Toys; sales distinct: order_id where order_id in step_1 and order_id in step_2',
    ],
  ])('looks for the values of “%s” among those of the other rows', (question, expected) => {
    expect(rowsOf(question)).toBe(expected);
  });

  it.each([
    ['How many customers never placed an order?', 'count(customers) where no orders'],
    ['suppliers with no orders', 'suppliers: supplier_name where no lines'],
    ['suppliers who never sold anything', 'suppliers: supplier_name where no lines'],
    ['which parts were never ordered', 'parts: part_name part_key where no lines'],
    ['customers with no orders in 1997', 'customers: customer_name where no orders(1997-01-01..1998-01-01)'],
    ['How many open orders are there?', 'orders where order_status=O'],
  ])('reads “%s” of orders and parts', (question, expected) => {
    expect(rowsOf(question, 'tpch')).toBe(expected);
  });
});

describe('things chosen by a figure of each', () => {
  const MANY = (condition: string, period = '') =>
    `step_1 = orders by customer_key having ${condition}${period}; count(customers) where customer_key in step_1`;

  it.each([
    ['How many customers placed more than 20 orders in 2025?', MANY('orders>20', ' in 2025-01-01..2026-01-01')],
    ['how many customers have more than 20 orders', MANY('orders>20')],
    ['number of customers with at least 5 orders', MANY('orders>=5')],
    ['how many customers ordered more than once', MANY('orders>1')],
    ['how many customers ordered exactly twice', MANY('orders=2')],
    ['how many customers made only one purchase', MANY('orders=1')],
    ['How many customers have between 5 and 10 orders?', MANY('orders>=5 and orders<=10')],
    [
      'number of stores with revenue over 1 million last quarter',
      'step_1 = revenue by store_key having revenue>1000000 in 2026-07-01..2026-10-01; count(stores) where store_key in step_1',
    ],
    [
      'how many products sold fewer than 10 units',
      'step_1 = units by product_key having units<10; count(products) where product_key in step_1',
    ],
    [
      'How many brands have more than 5 products?',
      'step_1 = product_count by brand having product_count>5; count_distinct(brand) where brand in step_1',
    ],
    ['customers with only one order', 'orders by customer_name customer_key having orders=1'],
    [
      'which customers ordered at least twice in 2025',
      'orders by customer_name customer_key having orders>=2 in 2025-01-01..2026-01-01',
    ],
    ['products returned more than 5 times', 'returns by product_name having returns>5'],
    [
      'Which regions missed their target last quarter?',
      'revenue target by region having revenue<target in 2026-07-01..2026-10-01',
    ],
    [
      'which regions beat their target in 2025',
      'revenue target by region having revenue>target in 2025-01-01..2026-01-01',
    ],
    [
      'which channels reached their target last month',
      'revenue target by channel having revenue>=target in 2026-10-01..2026-11-01',
    ],
  ])('reads “%s”', (question, expected) => {
    expect(rowsOf(question)).toBe(expected);
  });
});

describe('values and columns', () => {
  it.each([
    ['in how many countries do we have stores', 'count_distinct(store_country)'],
    ['how many cities have stores', 'count_distinct(store_city)'],
    ['In which German cities do we have stores?', 'stores distinct: store_city where store_country=Germany'],
    ['show all promotions with start and end date', 'promotions: promotion_name start_date end_date'],
    ['list the products of brand Acme with their list price', 'products: product_name list_price where brand=Acme'],
    [
      'show the returns of yesterday with reason and refunded amount',
      'returns: return_id return_date reason refunded_amount where return_date 2026-11-14..2026-11-15',
    ],
    ['list brand and list price of each product', 'products: product_name brand list_price'],
    ['products and their list price sorted by list price', 'products: product_name list_price'],
    ['promotions that ended last month', 'promotions: promotion_name end_date where end_date 2026-10-01..2026-11-01'],
    [
      'Which promotions start in December 2026?',
      'promotions: promotion_name start_date where start_date 2026-12-01..2027-01-01',
    ],
  ])('reads “%s”', (question, expected) => {
    expect(rowsOf(question)).toBe(expected);
  });

  it.each([
    ['Which ship modes are used?', 'lines distinct: ship_mode'],
    ['What ship modes do we use?', 'lines distinct: ship_mode'],
  ])('reads “%s” of orders and parts', (question, expected) => {
    expect(rowsOf(question, 'tpch')).toBe(expected);
  });
});

describe('questions that are not about rows', () => {
  it.each([
    'products with a colour of red',
    'products with more than 3 wheels',
    'customers who never smiled',
    'the tallest store',
    'products starting',
    'stores without a roof',
    'the cheapest customer',
    'products over 20%',
    'customers who never bought anything blue',
    'the oldest product in the red category',
  ])('does not plan “%s”, of which a word means nothing here', (question) => {
    expect(rowsOf(question)).not.toMatch(/:|count/);
  });
});

describe('things told by who had to do with them, and counts of each', () => {
  it.each([
    [
      'How many different products did corporate customers buy in 2025?',
      'count(products) where sales(segment=Corporate 2025-01-01..2026-01-01)',
    ],
    ['products returned by German customers', 'products: product_name where returns(country=Germany)'],
    ['products that corporate customers never bought', 'products: product_name where no sales(segment=Corporate)'],
    ['How many stores were opened in each year?', 'store_count by opened_date'],
    ['stores per channel', 'store_count by channel'],
    ['products per brand', 'product_count by brand'],
    ['How many products does each brand have?', 'product_count by brand'],
    [
      'How many order lines had more than 10 pieces in October?',
      'order_lines where quantity>10 in 2026-10-01..2026-11-01',
    ],
    ['promotions with 20% discount or more', 'promotions: promotion_name discount_rate where discount_rate>=0.2'],
    [
      'how many customers placed five orders or more this year?',
      'step_1 = orders by customer_key having orders>=5 in 2026-01-01..2027-01-01; count(customers) where customer_key in step_1',
    ],
    [
      'which stores are in Germany and when did they open?',
      'stores: store_name opened_date where store_country=Germany',
    ],
    [
      'our latest product launch',
      'step_1 = max(launch_date); products: product_name launch_date where launch_date=step_1',
    ],
    ['list the customers with tier Platinum', 'customers: customer_name customer_key where loyalty_tier=Platinum'],
    ['august orders gold tier', 'orders where loyalty_tier=Gold in 2026-08-01..2026-09-01'],
    // Stores have a country of their own: customers' countries without sales in a store would be something else.
    ['countries where we have no stores', 'refused'],
    ['regions without stores', 'refused'],
  ])('reads “%s”', (question, expected) => {
    expect(rowsOf(question)).toBe(expected);
  });

  it.each(['number of order lines by month of shipping in 1997', 'number of order lines shipped per month in 1997'])(
    'counts and limits “%s” by the same date',
    (question) => {
      expect(rowsOf(question, 'tpch')).toBe('order_lines by ship_date where ship_date 1997-01-01..1998-01-01');
    },
  );

  it('takes the only column of the name that the things lead to', () => {
    expect(rowsOf('How many suppliers are there in each country?', 'tpch')).toBe('supplier_count by supplier_nation');
  });
});
