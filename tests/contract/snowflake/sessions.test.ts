import { afterEach, describe, expect, it } from 'vitest';
import type { SnowflakeServerOptions } from '#infra/local/snowflake/start-snowflake-server.ts';
import { close, run, values } from './driver.ts';
import { type LocalAccount, startLocalAccount } from './local-account.ts';
import { RawClient } from './raw-protocol.ts';

const started: LocalAccount[] = [];
afterEach(async () => {
  for (const account of started.splice(0)) await account.stop();
});

async function start(changes: Partial<SnowflakeServerOptions> = {}): Promise<LocalAccount> {
  const account = await startLocalAccount(changes);
  started.push(account);
  return account;
}

describe('sessions', () => {
  it('are renewed by the driver without the user noticing', async () => {
    const account = await start();
    const connection = await account.reader();
    await run(connection, "ALTER SESSION SET QUERY_TAG = 'kept'");
    account.server.expireSessionTokens();

    expect(await values(connection, 'SELECT 1')).toEqual([[1]]);
    expect(account.server.history.list({ queryTag: 'kept' }).at(-1)?.queryText).toBe('SELECT 1');
    await close(connection);
  });

  it('end when their master token has run out', async () => {
    let now = 1_000_000;
    const { server } = await start({ now: () => now, limits: { sessionTokenSeconds: 10, masterTokenSeconds: 20 } });
    const client = new RawClient(server.accessUrl);
    await client.login();
    now += 11_000;
    const expired = await client.query('SELECT 1', 'a');
    now += 10_000;
    client.token = client.masterToken;
    const renewal = await client.post('/session/token-request', { requestType: 'RENEW', oldSessionToken: '' });

    expect(expired.code).toBe('390112');
    expect(renewal.code).toBe('390114');
  });

  it('go on under new tokens after a renewal, and the old ones are dead', async () => {
    const { server } = await start();
    const client = new RawClient(server.accessUrl);
    await client.login();
    const oldToken = client.token;
    client.token = client.masterToken;
    const renewal = await client.post('/session/token-request', { requestType: 'RENEW', oldSessionToken: oldToken });
    client.token = renewal.data?.sessionToken ?? '';
    const alive = await client.query('SELECT CURRENT_SCHEMA()', 'a');
    client.token = oldToken;
    const dead = await client.query('SELECT 1', 'b');

    expect(alive.data?.rowset).toEqual([['SHOP']]);
    expect(dead.code).toBe('390104');
  });

  it('cannot be used with a master token', async () => {
    const { server } = await start();
    const client = new RawClient(server.accessUrl);
    await client.login();
    client.token = client.masterToken;

    expect((await client.query('SELECT 1', 'a')).code).toBe('390112');
  });

  it('are gone once they are deleted', async () => {
    const { server } = await start();
    const client = new RawClient(server.accessUrl);
    await client.login();
    const deleted = await client.post('/session?delete=true', {});

    expect(deleted.success).toBe(true);
    expect((await client.query('SELECT 1', 'a')).code).toBe('390104');
    expect(server.usage().sessions).toBe(0);
  });

  it('do not show their results to other users', async () => {
    const { server } = await start();
    const reader = new RawClient(server.accessUrl);
    const keeper = new RawClient(server.accessUrl);
    await reader.login();
    await keeper.login('KEEPER');
    const { data } = await keeper.query('SELECT SALARY FROM HIDDEN.PAYROLL', 'a');

    const stolen = await reader.get(`/queries/${data?.queryId}/result`);

    expect(data?.rowset).toEqual([['1000.00']]);
    expect(stolen).toMatchObject({ success: false, code: '000709' });
  });

  it('keep their settings to themselves', async () => {
    const account = await start();
    const [one, two] = [await account.owner(), await account.owner()];
    await run(one, 'USE SCHEMA HIDDEN');

    expect(await values(one, 'SELECT CURRENT_SCHEMA()')).toEqual([['HIDDEN']]);
    expect(await values(two, 'SELECT CURRENT_SCHEMA()')).toEqual([['SHOP']]);
    await close(one);
    await close(two);
  });

  it('show a time in the time zone they have set', async () => {
    const account = await start();
    const connection = await account.reader({ database: 'BATON_SAMPLE' });
    const sql = "SELECT TO_CHAR('2024-07-01 12:00:00+00:00'::TIMESTAMP_LTZ, 'HH24:MI')";
    const inUtc = await values(connection, sql);
    await run(connection, "ALTER SESSION SET TIMEZONE = 'Europe/Berlin'");
    const inBerlin = await values(connection, sql);
    await close(connection);

    expect([inUtc, inBerlin]).toEqual([[['12:00']], [['14:00']]]);
  });
});
