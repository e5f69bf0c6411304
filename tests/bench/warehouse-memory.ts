import { setTimeout as sleep } from 'node:timers/promises';
import { values } from '#tests/contract/snowflake/driver.ts';
import { startSnowflakeRows } from '#tests/support/snowflake-rows.ts';

const ROWS = 100_000;
const ROWS_A_QUERY = 1_000;
const QUERIES = 1_000;
/** Queries before the first look, so that the results that are kept have reached their limit. */
const WARM_UP = 400;
const KEPT_BYTES = 16 * 1_024 * 1_024;
const MEGABYTE = 1_024 * 1_024;
/** Growth that counts as none; the queries return about 130 MB. */
const MAX_GROWTH_MB = 48;

/** Megabytes: what JavaScript holds after a collection, and the whole process with DuckDB in it. */
async function look(): Promise<{ readonly heap: number; readonly resident: number }> {
  // Twice: the first collection lets go of what finalizers hold, the second takes it.
  for (let times = 0; times < 2; times += 1) {
    globalThis.gc?.();
    await sleep(200);
  }
  const { heapUsed, rss } = process.memoryUsage();
  return { heap: heapUsed / MEGABYTE, resident: rss / MEGABYTE };
}

/** Whether the local Snowflake's memory stays flat over 1,000 different queries, through the real driver. */
export async function benchWarehouseMemory(): Promise<void> {
  if (globalThis.gc === undefined) console.log('Run with NODE_OPTIONS=--expose-gc for a steadier figure.');
  const rows = await startSnowflakeRows(ROWS, { maxKeptBytes: KEPT_BYTES });
  const { server, connection } = rows;
  const queryFrom = (first: number, count: number) => async (): Promise<void> => {
    for (let index = first; index < first + count; index += 1) {
      const from = (index * 97) % (ROWS - ROWS_A_QUERY);
      await values(connection, `SELECT * FROM MANY WHERE ID >= ${from} AND ID < ${from + ROWS_A_QUERY}`);
    }
  };
  await queryFrom(0, WARM_UP)();
  const before = await look();
  const started = performance.now();
  await queryFrom(WARM_UP, QUERIES)();
  const seconds = (performance.now() - started) / 1_000;
  const after = await look();
  const { statements, resultBytes, sessions } = server.usage();
  await rows.stop();

  const rate = Math.round((QUERIES * ROWS_A_QUERY) / seconds);
  console.log(
    `${QUERIES} queries of ${ROWS_A_QUERY} rows and 8 columns: ${seconds.toFixed(1)} s, ${rate} rows/s through the driver`,
  );
  for (const what of ['heap', 'resident'] as const) {
    const growth = after[what] - before[what];
    console.log(
      `${what.padEnd(9)} ${before[what].toFixed(0)} MB → ${after[what].toFixed(0)} MB (${growth.toFixed(0)} MB)`,
    );
  }
  console.log(
    `kept: ${statements} statements, ${(resultBytes / MEGABYTE).toFixed(0)} MB of results, ${sessions} session`,
  );
  if (after.resident - before.resident > MAX_GROWTH_MB) {
    console.error(`The process grew by more than ${MAX_GROWTH_MB} MB.`);
    process.exitCode = 1;
  }
}
