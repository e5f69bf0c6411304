import { expect, it } from 'vitest';
import { SHOP, SHOP_SIDECAR, edited, lintShop } from './model-fixture.ts';

const ON_CUSTOMERS = `{name: mine, table: customers, expr: "TIER = :tier"}`;

function unguarded(policies: readonly string[]): readonly string[] {
  const sidecar = `${SHOP_SIDECAR}row_policies: [${policies.join(', ')}]\n`;
  return lintShop(SHOP, sidecar)
    .filter(({ rule }) => rule === 'unguarded-fact')
    .map(({ message }) => /rows of (\w+) that belong/.exec(message)?.[1] ?? message);
}

it.each([
  ['every fact that leads to a table with a policy', [ON_CUSTOMERS], ['orders', 'stock']],
  [
    'only the facts without a policy of their own',
    [ON_CUSTOMERS, `{name: own, table: stock, expr: "DAY > '2020-01-01'"}`],
    ['orders'],
  ],
  [
    'a fact whose own policy spares someone',
    [ON_CUSTOMERS, `{name: own, table: stock, expr: "DAY > '2020-01-01'", except_roles: [boss]}`],
    ['orders', 'stock'],
  ],
  [
    'a fact whose own policy is for other roles',
    [
      `{name: mine, table: customers, expr: "TIER = :tier", roles: [east, west]}`,
      `{name: own, table: stock, expr: "DAY > '2020-01-01'", roles: [east]}`,
      `{name: both, table: orders, expr: "ORDERED_ON > '2020-01-01'", roles: [west, east]}`,
    ],
    ['stock'],
  ],
  ['no table that only others lead to', [`{name: own, table: orders, expr: "ORDERED_ON > '2020-01-01'"}`], []],
])('warns of %s', (_, policies, tables) => {
  expect(unguarded(policies)).toEqual(tables);
});

const AS_TIMESTAMP = { 'expr: ORDERED_ON, data_type: DATE': 'expr: ORDERED_ON, data_type: TIMESTAMP_NTZ' };
const IN_BERLIN = { 'elements:': 'calendar: {time_zone: Europe/Berlin}\nelements:' };

it.each([
  ['warns of times read off nobody knows whose clock', AS_TIMESTAMP, IN_BERLIN, ['unsaid-time-zone warning']],
  [
    'takes the word of who says whose clock it was',
    AS_TIMESTAMP,
    { 'elements:': `${IN_BERLIN['elements:']}\n  orders.order_date: {time_zone: UTC}` },
    [],
  ],
  ['is content with a calendar in UTC', AS_TIMESTAMP, {}, []],
  ['is content with dates', {}, IN_BERLIN, []],
  [
    'is content with instants',
    { 'expr: ORDERED_ON, data_type: DATE': 'expr: ORDERED_ON, data_type: TIMESTAMP_LTZ' },
    IN_BERLIN,
    [],
  ],
  [
    'refuses a zone for a date',
    {},
    { 'elements:': 'elements:\n  orders.order_date: {time_zone: UTC}' },
    ['time-zone error'],
  ],
  [
    'refuses a zone that is none',
    AS_TIMESTAMP,
    { 'elements:': 'elements:\n  orders.order_date: {time_zone: Mars/Base}' },
    ['time-zone error'],
  ],
  [
    'refuses a calendar in a zone that is none',
    {},
    { 'elements:': 'calendar: {time_zone: +01:00}\nelements:' },
    ['time-zone error'],
  ],
])('%s', (_, model, sidecar, found) => {
  const problems = lintShop(edited(SHOP, model), edited(SHOP_SIDECAR, sidecar));

  expect(problems.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual(found);
});
