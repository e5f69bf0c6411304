import { expect, it } from 'vitest';
import { readExplained } from '#shared/warehouse/snowflake-estimate.ts';

/** As Snowflake's documentation shows the output of EXPLAIN USING JSON, shortened. */
const EXPLAINED = {
  GlobalStats: { partitionsTotal: 12, partitionsAssigned: 3, bytesAssigned: 1_048_576 },
  Operations: [
    [
      { id: 0, operation: 'Result', expressions: ['SUM(T.A)'] },
      { id: 1, operation: 'TableScan', objects: ['DB.S.T'] },
    ],
  ],
};

it('reads from a plan what would be read', () => {
  expect(readExplained(JSON.stringify(EXPLAINED))).toEqual({ bytes: 1_048_576, partitions: 3, partitionsTotal: 12 });
});

it('takes a plan without totals for none', () => {
  expect(readExplained('{"Operations": []}')).toBeNull();
});
