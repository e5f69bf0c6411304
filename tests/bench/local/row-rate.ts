import { startLocalAccount } from '#tests/contract/snowflake/local-account.ts';
import { close, run } from '#tests/contract/snowflake/driver.ts';
import { percentile } from '../percentile.ts';
import { printFigures } from './contenders.ts';

const ROWS = 100_000;
const ROUNDS = 5;
const TABLE = `CREATE TABLE BATON_SAMPLE."SHOP"."NUMBERS" AS
  SELECT n AS "ID", n % 97 AS "GROUP_ID", (n * 1.25)::DECIMAL(12,2) AS "AMOUNT",
         DATE '2026-01-01' + (n % 365)::INTEGER AS "DAY", 'customer ' || n AS "NAME"
  FROM range(${ROWS}) AS numbers(n)`;
const QUERY = 'SELECT * FROM BATON_SAMPLE.SHOP.NUMBERS';

async function timed(work: () => Promise<number>): Promise<number> {
  const before = performance.now();
  const rows = await work();
  if (rows !== ROWS) throw new Error(`${rows} rows came instead of ${ROWS}.`);
  return ROWS / ((performance.now() - before) / 1_000);
}

/** Rows a second through the Snowflake driver, beside DuckDB read in the same process without protocol and driver. */
export async function benchRows(): Promise<void> {
  const account = await startLocalAccount();
  const duckdb = await account.server.database.connect();
  const connection = await account.reader();
  const rates = { driver: [] as number[], bare: [] as number[] };
  try {
    await duckdb.run(TABLE);
    for (let round = 0; round <= ROUNDS; round += 1) {
      const driver = await timed(async () => (await run(connection, QUERY)).rows.length);
      const bare = await timed(async () => {
        const reader = await duckdb.runAndReadAll('SELECT * FROM BATON_SAMPLE."SHOP"."NUMBERS"');
        return reader.getRowObjectsJS().length;
      });
      if (round === 0) continue;
      rates.driver.push(driver);
      rates.bare.push(bare);
    }
    const figure = (values: readonly number[]): string => `median ${percentile(values, 0.5).toFixed(0)}`;
    printFigures(
      `Rows a second, ${ROWS} rows of 5 columns, ${ROUNDS} rounds in turns`,
      new Map([
        ['ours, through the Snowflake driver', figure(rates.driver)],
        ['DuckDB alone, as JavaScript rows', figure(rates.bare)],
      ]),
    );
  } finally {
    await close(connection);
    duckdb.closeSync();
    await account.stop();
  }
}
