import { randomUUID } from 'node:crypto';
import type { Connection } from 'snowflake-sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createStatementCheck } from '../../../functions/tools/snowflake-query/check-cost.ts';
import { createTableSizes } from '../../../functions/tools/snowflake-query/table-sizes.ts';
import type { Warehouse } from '#shared/warehouse/warehouse.ts';
import { close, run, values } from './driver.ts';
import { type LocalAccount, openReaderWarehouse, startLocalAccount } from './local-account.ts';

const EVENTS = 'BATON_SAMPLE.SHOP.EVENTS';
const BY_DAY = `SELECT COUNT(*) FROM ${EVENTS} WHERE DAY >= CAST(? AS DATE) AND DAY < CAST(? AS DATE)`;

let account: LocalAccount;
let reader: Connection;
let warehouse: Warehouse;

beforeAll(async () => {
  account = await startLocalAccount();
  reader = await account.reader();
  warehouse = openReaderWarehouse(account);
  const owner = await account.owner();
  // 100 days of 1,000 rows, in the order of their days: ten partitions.
  await run(
    owner,
    `CREATE TABLE ${EVENTS} AS SELECT DATEADD('day', FLOOR(N / 1000), '2026-01-01'::DATE) AS DAY, N, 'some text' AS NOTE
     FROM (SELECT ROW_NUMBER() OVER (ORDER BY SEQ4()) - 1 AS N FROM TABLE(GENERATOR(ROWCOUNT => 100000)))`,
  );
  await close(owner);
}, 60_000);

afterAll(async () => {
  await close(reader);
  await account.stop();
});

function limits() {
  const signal = AbortSignal.timeout(20_000);
  return { maxRows: 1, maxBytes: 1_000, timeoutMs: 60_000, queryTag: 't', requestId: randomUUID(), role: null, signal };
}

describe('EXPLAIN', () => {
  it.each([
    ['a table whole', [], `SELECT COUNT(NOTE) FROM ${EVENTS}`, 10],
    ['a period', ['2026-01-15', '2026-02-01'], BY_DAY, 3],
  ])('tells what %s reads', async (_, binds, sql, partitions) => {
    const whole = await warehouse.estimate({ sql: `SELECT N FROM ${EVENTS}`, binds: [] }, limits());

    const estimate = await warehouse.estimate({ sql, binds }, limits());

    expect(estimate).toEqual({
      partitions,
      partitionsTotal: 10,
      bytes: Math.ceil(((whole?.bytes ?? 0) * partitions) / 10),
    });
    expect(whole?.bytes).toBeGreaterThan(100_000 * 10);
  });

  it('counts nothing of a table that the plan does without, as no row of it can fit', async () => {
    const estimate = await warehouse.estimate({ sql: BY_DAY, binds: ['2027-01-01', '2027-01-02'] }, limits());

    expect(estimate).toEqual({ partitions: 0, partitionsTotal: 0, bytes: 0 });
  });

  it('names the tables in either form, through views and joins', async () => {
    const sql =
      'SELECT O.ORDER_ID FROM BATON_SAMPLE.SHOP.ORDERS O JOIN BATON_SAMPLE.SHOP.CUSTOMER C USING (CUSTOMER_ID)';

    const [[content] = []] = z.array(z.tuple([z.string()])).parse(await values(reader, `EXPLAIN USING JSON ${sql}`));
    const table = z.array(z.array(z.unknown())).parse(await values(reader, `EXPLAIN ${sql}`));

    expect(content).toContain('"objects":["BATON_SAMPLE.SHOP.ORDERS"]');
    expect(content).toContain('"objects":["BATON_SAMPLE.SHOP.CUSTOMER"]');
    expect(table.map((row) => row[3])).toEqual(['GlobalStats', 'Result', 'TableScan', 'TableScan']);
    expect(table[0]?.slice(-3, -1)).toEqual(['2', '2']);
  });

  it.each([
    ['EXPLAIN USING TEXT SELECT 1', '000002'],
    ['EXPLAIN DROP TABLE BATON_SAMPLE.SHOP.ORDERS', '000002'],
    ['EXPLAIN USING JSON SELECT A FROM BATON_SAMPLE.SHOP.NOWHERE', '002003'],
  ])('refuses %s', async (sql, code) => {
    await expect(run(reader, sql)).rejects.toMatchObject({ code });
  });
});

describe('a budget', () => {
  it('refuses a statement that would read more, saying what to narrow, and lets a narrower one pass', async () => {
    const whole = await warehouse.estimate({ sql: `SELECT N FROM ${EVENTS}`, binds: [] }, limits());
    const check = createStatementCheck(warehouse, Math.ceil((whole?.bytes ?? 0) / 2));
    const tooDear = check.check({ sql: BY_DAY, binds: ['2026-01-01', '2026-04-11'] }, limits(), 0);
    const period = (from: string, to: string) => check.check({ sql: BY_DAY, binds: [from, to] }, limits(), 0);

    await expect(tooDear).rejects.toMatchObject({ code: 'too_expensive' });
    await expect(check.check({ sql: `SELECT SUM(N) FROM ${EVENTS}`, binds: [] }, limits(), 0)).rejects.toThrow(
      'It reads its tables whole: ask for a period',
    );
    await expect(period('2026-01-01', '2026-03-25')).rejects.toThrow('Ask for a shorter period');
    expect(await period('2026-01-01', '2026-01-20')).toMatchObject({ partitions: 2, by: 'plan' });
  });

  it('is held by the sizes of the tables where the warehouse explains nothing', async () => {
    const unexplained = { ...warehouse, estimate: () => Promise.resolve(null) };
    const sizes = createTableSizes(warehouse, () => Promise.resolve(['BATON_SAMPLE']));
    const check = (budget: number) => createStatementCheck(unexplained, budget, sizes);
    const statement = { sql: `SELECT SUM(N) FROM ${EVENTS} WHERE DAY >= ?`, binds: ['2026-01-01'] };

    // 100,000 rows; two of three columns are named, at eight bytes a value.
    expect(await check(1_600_000).check(statement, limits(), 0)).toMatchObject({ bytes: 1_600_000, by: 'table-sizes' });
    await expect(check(1_599_999).check(statement, limits(), 0)).rejects.toThrow(
      'more than the 0.002 GB that one statement may read, and the warehouse does not say',
    );
    expect(await check(1).check({ sql: 'SELECT 1', binds: [] }, limits(), 0)).toBeNull();
  });
});
