import type { Connection } from 'snowflake-sdk';
import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTpchTables, fillTpchTables } from '#infra/local/samples/load-sample.ts';
import { generateTpch } from '#infra/local/samples/tpch/generate-tpch.ts';
import { type SnowflakeServer, startSnowflakeServer } from '#infra/local/snowflake/start-snowflake-server.ts';
import { close, connectWith, values } from '../snowflake/driver.ts';
import { PUBLISHED_ANSWERS } from './tpch-answers.ts';
import { TPCH_QUERIES } from './tpch-queries.ts';
import { SECOND_METHOD } from './tpch-second-method.ts';

/** The published answers come from a text of 10 MB; dbgen's own has 300 MB and differs in comments only. */
const OPTIONS = { scaleFactor: 0.01, poolSize: 10 * 1_024 * 1_024 };

const rowsSchema = z.array(z.array(z.union([z.string(), z.number(), z.null()])));
type Rows = z.infer<typeof rowsSchema>;

let server: SnowflakeServer;
let connection: Connection;
let data: Awaited<ReturnType<typeof generateTpch>>;
let fills = 0;
/** Loads that had begun when the session was open and nothing had been read. */
let fillsAtStart: number;

beforeAll(async () => {
  data = await generateTpch(OPTIONS);
  server = await startSnowflakeServer({
    databases: [
      {
        name: 'SNOWFLAKE_SAMPLE_DATA',
        fill: async (own) => {
          fills += 1;
          await fillTpchTables(own, OPTIONS);
        },
      },
    ],
    roles: [{ name: 'READER', grants: [{ privilege: 'SELECT', on: 'SNOWFLAKE_SAMPLE_DATA' }] }],
    users: [{ name: 'READER', defaultRole: 'READER', roles: ['READER'], password: 'a password' }],
  });
  const loader = await server.database.connect();
  await createTpchTables(loader);
  loader.closeSync();
  connection = await connectWith({
    account: 'LOCAL',
    accessUrl: server.accessUrl,
    username: 'READER',
    password: 'a password',
    database: 'SNOWFLAKE_SAMPLE_DATA',
    schema: 'TPCH_SF1',
  });
  fillsAtStart = fills;
});
afterAll(async () => {
  await close(connection);
  await server.stop();
});

async function answer(question: number): Promise<Rows> {
  const sql = TPCH_QUERIES[question - 1] ?? '';
  // Otherwise the driver gives NULL as the text "NULL" wherever a column comes as text.
  return rowsSchema.parse(await values(connection, sql, { fetchAsString: ['Date'] }));
}

/** Figures to six places, as they are published; great sums to three, as some were published from floating point. */
function rounded(rows: readonly (readonly (string | number | null)[])[], without: readonly number[] = []) {
  return rows.map((row) =>
    row
      .filter((_, column) => !without.includes(column))
      .map((value) => (typeof value === 'number' ? Number(value.toFixed(Math.abs(value) < 100_000 ? 6 : 3)) : value)),
  );
}

describe('the sample of TPC-H', () => {
  it('is loaded when it is first read, once, and counted before', async () => {
    const counted = await values(
      connection,
      `SELECT TABLE_NAME, ROW_COUNT FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = 'TPCH_SF1' ORDER BY 1`,
    );
    await Promise.all([1, 2, 3].map(() => values(connection, 'SELECT COUNT(*) FROM ORDERS')));

    expect(counted).toEqual([
      ['CUSTOMER', 1_500],
      ['LINEITEM', 60_175],
      ['NATION', 25],
      ['ORDERS', 15_000],
      ['PART', 2_000],
      ['PARTSUPP', 8_000],
      ['REGION', 5],
      ['SUPPLIER', 100],
    ]);
    expect([fillsAtStart, fills]).toEqual([0, 1]);
  });

  it.each(PUBLISHED_ANSWERS)('answers question $question as published', async ({ question, rows, count, without }) => {
    const found = await answer(question);

    expect(found).toHaveLength(count ?? rows.length);
    expect(rounded(found.slice(0, rows.length), without)).toEqual(rounded(rows, without));
  });

  it.each(Object.keys(SECOND_METHOD).map(Number))(
    'answers question %i as its rows do without SQL',
    async (question) => {
      const expected = SECOND_METHOD[question]?.(data) ?? [];

      expect(expected.length).toBeGreaterThan(0);
      expect(rounded(await answer(question))).toEqual(rounded(expected));
    },
  );

  it('leaves no question out', () => {
    const checked = [...PUBLISHED_ANSWERS.map(({ question }) => question), ...Object.keys(SECOND_METHOD).map(Number)];

    expect(checked.sort((a, b) => a - b)).toEqual(TPCH_QUERIES.map((_, index) => index + 1));
  });
});
