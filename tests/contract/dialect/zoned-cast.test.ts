import type { DuckDBConnection } from '@duckdb/node-api';
import { beforeAll, expect, it } from 'vitest';
import { openDialectWorld, runSnowflake } from './dialect-world.ts';

const NOON = "'2024-04-05 12:00:00+02:00'::TIMESTAMP_TZ";
let connection: DuckDBConnection;

beforeAll(async () => {
  connection = await openDialectWorld();
});

// The first is the example of Snowflake's page on CONVERT_TIMEZONE, without the zone that the cast takes away.
it.each([
  [`CONVERT_TIMEZONE('America/Los_Angeles', ${NOON})::TIMESTAMP_NTZ`, '2024-04-05 03:00:00'],
  [`CAST(CONVERT_TIMEZONE('Asia/Tokyo', ${NOON}) AS DATE)`, '2024-04-05'],
  [`CAST(CONVERT_TIMEZONE('Pacific/Kiritimati', ${NOON}) AS DATE)`, '2024-04-06'],
])('%s is what the clocks there show', async (sql, shown) => {
  for (const session of ['UTC', 'America/New_York']) {
    await connection.run(`SET TimeZone = '${session}'`);

    expect(await runSnowflake(connection, `SELECT ${sql}`)).toEqual([[shown]]);
  }
});

it.each([
  `SELECT CONVERT_TIMEZONE('Asia/Tokyo', ${NOON})`,
  `SELECT CONVERT_TIMEZONE('Asia/Tokyo', ${NOON})::VARCHAR`,
  `SELECT TRY_CAST(CONVERT_TIMEZONE('Asia/Tokyo', ${NOON}) AS TIMESTAMP_NTZ)`,
])('refuses %s, which would show the zone itself', async (sql) => {
  await expect(runSnowflake(connection, sql)).rejects.toThrow('CONVERT_TIMEZONE without a source time zone');
});
