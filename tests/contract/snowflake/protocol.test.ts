import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSnowflakeServer } from '#infra/local/snowflake/start-snowflake-server.ts';
import { ACCOUNT, type LocalAccount, startLocalAccount } from './local-account.ts';
import { RawClient } from './raw-protocol.ts';

const ENDLESS = 'SELECT COUNT(*) FROM TABLE(GENERATOR(ROWCOUNT => 3000000)) A, TABLE(GENERATOR(ROWCOUNT => 3000000)) B';
const MANY = 'SELECT ROW_NUMBER() OVER (ORDER BY NULL) AS N FROM TABLE(GENERATOR(ROWCOUNT => 9000)) ORDER BY N';

const chunkSchema = z.object({ url: z.string(), rowCount: z.number() });

let now = Date.UTC(2026, 0, 1);
let account: LocalAccount;
let client: RawClient;
beforeAll(async () => {
  account = await startLocalAccount({
    now: () => now,
    limits: {
      patienceMs: 200,
      maxBodyBytes: 100_000,
      keepResultsSeconds: 60,
      rowsPerChunk: 2_048,
      maxKeptStatements: 50,
      maxKeptBytes: 400_000,
    },
  });
  client = new RawClient(account.server.accessUrl);
  await client.login();
});
afterAll(() => account.stop());

const QUERY = '/queries/v1/query-request?requestId=bad';

describe('a request that is wrong', () => {
  it.each<[string, number, string | Uint8Array<ArrayBuffer>, { path?: string; headers?: Record<string, string> }]>([
    ['is no gzip though it says so', 400, 'not gzip', { headers: { 'content-encoding': 'gzip' } }],
    ['is no JSON', 400, '{"sqlText": ', {}],
    ['has another shape', 400, '{"sqlText": 7}', {}],
    ['is an array', 400, '[]', {}],
    ['is too large', 413, JSON.stringify({ sqlText: 'x'.repeat(1_200_000) }), {}],
    ['inflates to more than is allowed', 413, new Uint8Array(gzipSync('x'.repeat(5_000_000))), {}],
    ['goes to an unknown address', 404, '{}', { path: '/nowhere' }],
    ['asks for a login without data', 400, '{}', { path: '/session/v1/login-request' }],
  ])('gets a clean answer when it %s', async (_, status, body, { path = QUERY, headers = {} }) => {
    const response = await client.send(path, body, headers);

    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ success: false });
    const next = await client.finish(await client.query('SELECT 1', crypto.randomUUID()));
    expect(next.data?.rowset).toEqual([['1']]);
  });

  it('gets no answer to its statement without a session', async () => {
    const stranger = new RawClient(account.server.accessUrl);
    stranger.token = 'made up';

    expect(await stranger.query('SELECT 1', 'x')).toMatchObject({ success: false, code: '390104' });
  });

  it.each(['\u0000', ';', '   ', '/* only a comment */', '('.repeat(3_000), `SELECT ${'1+'.repeat(2_000)}1`, '\ud800'])(
    'is survived when its statement is %j',
    async (sqlText) => {
      const { success } = await client.query(sqlText.slice(0, 20_000), crypto.randomUUID());

      expect(typeof success).toBe('boolean');
      const next = await client.finish(await client.query('SELECT 1', crypto.randomUUID()));
      expect(next.data?.rowset).toEqual([['1']]);
    },
  );
});

describe('a statement', () => {
  it('runs once however often its request is sent', async () => {
    const first = await client.query('SELECT UUID_STRING()', 'same-request');
    const second = await client.query('SELECT UUID_STRING()', 'same-request');

    expect(second.data?.queryId).toBe(first.data?.queryId);
    expect(second.data?.rowset).toEqual(first.data?.rowset);
  });

  it('that takes long is answered by an address to ask again, until it is cancelled', async () => {
    const running = await client.query(ENDLESS, 'long');
    const stillRunning = await client.get(running.data?.getResultUrl ?? '');
    await client.post('/queries/v1/abort-request', { requestId: 'long' });
    const ended = await client.finish(running);

    expect([running.code, stillRunning.code, ended.code]).toEqual(['333333', '333333', '000604']);
  });

  it('says how it goes while it runs detached and after', async () => {
    const { code, data } = await client.query(ENDLESS, 'detached', { asyncExec: true });
    const running = await client.get(`/monitoring/queries/${data?.queryId}`);
    await client.post(`/queries/${data?.queryId}/abort-request`, {});
    await client.finish(await client.get(`/queries/${data?.queryId}/result`));
    const ended = await client.get(`/monitoring/queries/${data?.queryId}`);

    expect(code).toBe('333334');
    expect(running.data).toMatchObject({ queries: [{ status: 'RUNNING' }] });
    expect(ended.data).toMatchObject({ queries: [{ status: 'ABORTED', errorCode: '000604' }] });
  });

  it('refuses a parameter that asks for several statements', async () => {
    const body = await client.query('SELECT 1', 'multi', { parameters: { MULTI_STATEMENT_COUNT: 2 } });

    expect(body).toMatchObject({ success: false, code: '000002' });
  });

  it('is found in the history with its tag', async () => {
    await client.query('SELECT 7', 'tagged', { parameters: { QUERY_TAG: 'turn-7' } });

    expect(account.server.history.list({ queryTag: 'turn-7' })).toMatchObject([
      { queryText: 'SELECT 7', userName: 'READER_SERVICE', roleName: 'READER', status: 'SUCCESS', rowsProduced: 1 },
    ]);
  });
});

describe('a result', () => {
  it('comes in chunks that need their key', async () => {
    const { data } = await client.finish(await client.query(MANY, crypto.randomUUID()));
    const { rowset, chunks } = z.object({ rowset: z.array(z.unknown()), chunks: z.array(chunkSchema) }).parse(data);
    const [first = { url: '', rowCount: 0 }] = chunks;
    const good = await fetch(first.url);
    const bad = await fetch(first.url.replace(/key=.*/u, 'key=guess'));

    expect(chunks.reduce((sum, chunk) => sum + chunk.rowCount, rowset.length)).toBe(9_000);
    expect(JSON.parse(`[${await good.text()}]`)).toHaveLength(first.rowCount);
    expect([good.status, bad.status]).toEqual([200, 403]);
  });

  it('can be fetched by its query id until its time is up', async () => {
    const { data } = await client.query('SELECT 5', crypto.randomUUID());
    const kept = await client.get(`/queries/${data?.queryId}/result`);
    now += 61_000;
    const gone = await client.get(`/queries/${data?.queryId}/result`);

    expect(kept.data?.rowset).toEqual([['5']]);
    expect(gone.code).toBe('000709');
  });

  it('gives way to newer ones when too many are kept', async () => {
    const { data } = await client.query('SELECT 5', crypto.randomUUID());
    for (let count = 0; count < 60; count += 1) await client.query(`SELECT ${count}`, crypto.randomUUID());

    expect(account.server.usage().statements).toBeLessThanOrEqual(50);
    expect((await client.get(`/queries/${data?.queryId}/result`)).code).toBe('000709');
  });
});

describe('the memory for results', () => {
  it('is bounded by bytes, not by statements alone', async () => {
    for (let count = 0; count < 12; count += 1) await client.finish(await client.query(MANY, crypto.randomUUID()));

    // Each result is about 90,000 bytes; the latest is kept whatever its size.
    expect(account.server.usage().resultBytes).toBeLessThan(500_000);
    expect(account.server.usage().resultBytes).toBeGreaterThan(80_000);
  });
});

describe('a table that was replaced past the server', () => {
  it('is read in its new form after a refresh', async () => {
    const loader = await account.server.database.connect();
    await loader.run('CREATE TABLE BATON_SAMPLE."SHOP"."SHIFTING" AS SELECT 1 AS "A"');
    const before = await client.query('SELECT A FROM SHIFTING', crypto.randomUUID());
    await loader.run(`CREATE OR REPLACE TABLE BATON_SAMPLE."SHOP"."SHIFTING" AS SELECT DATE '1970-01-03' AS "A"`);
    loader.closeSync();
    account.server.refresh();
    const after = await client.query('SELECT A FROM SHIFTING', crypto.randomUUID());

    expect([before.data?.rowset, after.data?.rowset]).toEqual([[['1']], [['2']]]);
  });
});

describe('the server', () => {
  it('refuses to start in the cloud', async () => {
    process.env['K_SERVICE'] = 'some-service';
    try {
      await expect(startSnowflakeServer(ACCOUNT)).rejects.toMatchObject({ code: 'invalid_configuration' });
    } finally {
      delete process.env['K_SERVICE'];
    }
  });

  it('listens on the loopback address only', () => {
    expect(new URL(account.server.accessUrl).hostname).toBe('127.0.0.1');
  });
});
