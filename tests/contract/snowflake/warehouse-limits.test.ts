import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from 'snowflake-sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AppError } from '#shared/errors/app-error.ts';
import { createSnowflakeWarehouse } from '#shared/warehouse/snowflake-warehouse.ts';
import type { Warehouse } from '#shared/warehouse/warehouse.ts';
import { close, values } from './driver.ts';
import { type LocalAccount, PRIVATE_KEY, openReaderWarehouse, startLocalAccount } from './local-account.ts';

const ENDLESS = 'SELECT COUNT(*) FROM TABLE(GENERATOR(ROWCOUNT => 3000000)) A, TABLE(GENERATOR(ROWCOUNT => 3000000)) B';

let account: LocalAccount;
let reader: Connection;
let warehouse: Warehouse;

beforeAll(async () => {
  account = await startLocalAccount();
  reader = await account.reader();
  warehouse = openReaderWarehouse(account);
});

afterAll(async () => {
  await close(reader);
  await account.stop();
});

function limits(queryTag: string, signal: AbortSignal) {
  return { maxRows: 1, maxBytes: 1_000, timeoutMs: 60_000, queryTag, requestId: randomUUID(), role: null, signal };
}

/** The status of a tagged statement in the warehouse's own history. */
async function statusNow(queryTag: string): Promise<string> {
  const sql = `SELECT EXECUTION_STATUS FROM TABLE(INFORMATION_SCHEMA.QUERY_HISTORY()) WHERE QUERY_TAG = '${queryTag}'`;
  const [[found] = []] = z.array(z.array(z.string())).parse(await values(reader, sql));
  return found ?? 'none';
}

/** The status once it is `status`; what it was last after 5 s. */
async function statusOf(queryTag: string, status: string): Promise<string> {
  for (let look = 0; look < 50; look += 1) {
    if ((await statusNow(queryTag)) === status) break;
    await sleep(100);
  }
  return statusNow(queryTag);
}

describe('a statement of ours', () => {
  it('is stopped in the warehouse when the person cancels, for the reason that was given', async () => {
    await warehouse.query({ sql: 'SELECT 1', binds: [] }, limits('warm', AbortSignal.timeout(20_000)));
    const stop = new AbortController();
    const running = warehouse.query({ sql: ENDLESS, binds: [] }, limits('unwanted', stop.signal));
    const failure = running.catch((error: unknown) => error);
    // The history tells of statements only when they have ended.
    await sleep(500);
    const before = await statusNow('unwanted');

    stop.abort(new AppError('cancelled', 'The turn has ended.'));

    expect(await failure).toMatchObject({ code: 'cancelled', message: 'The turn has ended.' });
    expect([before, await statusOf('unwanted', 'FAILED_WITH_ERROR')]).toEqual(['none', 'FAILED_WITH_ERROR']);
  });
});

describe('a warehouse that can’t be reached', () => {
  it('is given up when nobody waits any more, though the driver goes on', async () => {
    const unreachable = createSnowflakeWarehouse({
      account: 'CONTRACT',
      role: 'READER',
      warehouse: 'BATON_WH',
      accessUrl: 'http://127.0.0.1:1',
      login: { method: 'key-pair', user: 'READER_SERVICE', privateKey: () => Promise.resolve(PRIVATE_KEY) },
    });
    const signal = AbortSignal.abort(new AppError('deadline_exceeded', 'Too late.'));

    const asked = unreachable.query({ sql: 'SELECT 1', binds: [] }, limits('never', signal));

    await expect(asked).rejects.toMatchObject({ code: 'deadline_exceeded' });
  });
});
