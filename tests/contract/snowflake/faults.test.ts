import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from 'snowflake-sdk';
import { close, run, values } from './driver.ts';
import { type LocalAccount, startLocalAccount } from './local-account.ts';
import { RawClient } from './raw-protocol.ts';

const MANY = 'SELECT ROW_NUMBER() OVER (ORDER BY NULL) AS N FROM TABLE(GENERATOR(ROWCOUNT => 9000)) ORDER BY N';

let account: LocalAccount;
let connection: Connection;
beforeAll(async () => {
  account = await startLocalAccount({ limits: { rowsPerChunk: 2_048 } });
  connection = await account.reader();
});
afterEach(() => account.server.faults.clear());
afterAll(async () => {
  await close(connection);
  await account.stop();
});

/** Statements that reached DuckDB since the last call. */
function executed(): number {
  const count = account.server.history.list().length;
  account.server.history.clear();
  return count;
}

describe('faults on demand', () => {
  it('fail a statement with any code, once', async () => {
    account.server.faults.add('query', {
      kind: 'error',
      code: '000606',
      sqlState: '57P03',
      message: 'No active warehouse selected in the current session.',
    });

    await expect(run(connection, 'SELECT 1')).rejects.toMatchObject({ code: '000606' });
    expect(await values(connection, 'SELECT 1')).toEqual([[1]]);
  });

  it.each([
    ['a dropped socket', { kind: 'drop' } as const],
    ['503', { kind: 'status', status: 503 } as const],
  ])('are ridden out by the driver: %s', async (_, fault) => {
    executed();
    account.server.faults.add('query', fault);

    expect(await values(connection, 'SELECT 1')).toEqual([[1]]);
    expect(executed()).toBe(1);
  });

  it('make the driver renew an expired session', async () => {
    account.server.faults.add('query', { kind: 'expired-session' });

    expect(await values(connection, 'SELECT 1')).toEqual([[1]]);
  });

  it('refuse a chunk with 403, which the driver fetches again', async () => {
    account.server.faults.add('chunk', { kind: 'status', status: 403 });

    const { rows } = await run(connection, MANY);

    expect(rows).toHaveLength(9_000);
  });

  it('delay an answer and send a chunk in small parts', async () => {
    account.server.faults.add('query', { kind: 'delay', ms: 5 });
    account.server.faults.add('chunk', { kind: 'trickle', bytesPerPart: 4_096, pauseMs: 1 });

    const { rows } = await run(connection, MANY);

    expect(rows.at(-1)).toEqual({ N: 9_000 });
  });

  it('strike as often as they were ordered, in the order given', async () => {
    const { faults } = account.server;
    const client = new RawClient(account.server.accessUrl);
    await client.login();
    faults.add('query', { kind: 'error', code: '000001', sqlState: 'XX000', message: 'first' }, 2);
    faults.add('query', { kind: 'error', code: '000002', sqlState: 'XX000', message: 'second' });

    const codes: unknown[] = [];
    for (const id of ['a', 'b', 'c', 'd']) codes.push((await client.query('SELECT 1', id)).code);

    expect(codes).toEqual(['000001', '000001', '000002', null]);
  });
});
