import { expect, it } from 'vitest';
import { isSameTable } from '#infra/local/golden/compare-tables.ts';

const byRegion = [
  ['Europe', 10.5],
  ['Asia', 20],
];

it.each([
  [
    'columns in another order',
    byRegion,
    [
      [10.5, 'Europe'],
      [20, 'Asia'],
    ],
    false,
    true,
  ],
  ['rows in another order', byRegion, byRegion.toReversed(), false, true],
  ['rows in another order where the order was asked for', byRegion, byRegion.toReversed(), true, false],
  [
    'a column more',
    byRegion,
    [
      ['Europe', 1, 10.5],
      ['Asia', 2, 20],
    ],
    false,
    true,
  ],
  ['a column less', byRegion, [['Europe'], ['Asia']], false, false],
  ['a row more', byRegion, [...byRegion, ['Africa', 1]], false, false],
  [
    'figures swapped between rows',
    byRegion,
    [
      ['Europe', 20],
      ['Asia', 10.5],
    ],
    false,
    false,
  ],
  [
    'a figure that is off by a thousandth',
    byRegion,
    [
      ['Europe', 10.51],
      ['Asia', 20],
    ],
    false,
    false,
  ],
  [
    'a figure that is off by less than a millionth',
    byRegion,
    [
      ['Europe', 10.500001],
      ['Asia', 20],
    ],
    false,
    true,
  ],
  ['midnight instead of the day', [['2026-10-01', 1]], [['2026-10-01T00:00:00.000', 1]], false, true],
  ['digits as text', [[12.5]], [['12.50']], false, true],
  ['null instead of zero', [[0]], [[null]], false, false],
  ['one column that stands for two equal ones', [[1, 1]], [[1]], false, false],
  [
    'two look-alike columns that belong to other rows',
    [
      [1, 2],
      [2, 1],
    ],
    [
      [1, 1],
      [2, 2],
    ],
    false,
    false,
  ],
  ['nothing on both sides', [], [], false, true],
] as const)('compares %s', (...[, right, given, isOrdered, isSame]) => {
  expect(isSameTable(right, given, isOrdered)).toBe(isSame);
});
