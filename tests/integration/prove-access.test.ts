import { afterAll, beforeAll, expect, it } from 'vitest';
import { exampleModel, PEOPLE } from '#infra/local/access/example.ts';
import { type GuardedWarehouse, startGuardedWarehouse } from '#infra/local/access/guarded-warehouse.ts';
import { proveAccess } from '#infra/local/access/prove-access.ts';
import { createSqlGuard } from '#shared/sql/guard/sql-guard.ts';

const guard = createSqlGuard({ timeoutMs: 5_000 });
const model = exampleModel();
let warehouse: GuardedWarehouse;

beforeAll(async () => {
  warehouse = await startGuardedWarehouse({ asOf: '2026-11-15', seed: 1 });
}, 120_000);
afterAll(async () => {
  await guard.close();
  await warehouse.stop();
});

it('shows everyone the rows and columns they should see, by each defence alone', { timeout: 120_000 }, async () => {
  const { rows, columns, holds } = await proveAccess({ model, warehouse, guard });

  expect(
    rows.filter(({ planned, guarded, warehouse: seen, expected }) =>
      [planned, guarded, seen].some((one) => one !== expected),
    ),
  ).toEqual([]);
  expect(columns.map(({ email, holds: isRight }) => [email, isRight])).toEqual(
    PEOPLE.map(({ email }) => [email, true]),
  );
  expect(holds).toBe(true);
  const sales = rows.filter(({ table }) => table === 'FACT_SALES').map(({ expected }) => expected);
  expect(new Set(sales).size).toBe(2);
});

it('would say so if someone saw more than they should', { timeout: 120_000 }, async () => {
  const [, eve] = PEOPLE;
  if (eve === undefined) throw new Error('There is no second person.');

  const { holds } = await proveAccess({ model: { ...model, rowPolicies: [] }, warehouse, guard }, [eve]);

  expect(holds).toBe(false);
});
