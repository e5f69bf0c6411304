import type { Connection } from 'snowflake-sdk';
import {
  type SnowflakeServer,
  type SnowflakeServerOptions,
  startSnowflakeServer,
} from '#infra/local/snowflake/start-snowflake-server.ts';
import { close, connectWith } from '#tests/contract/snowflake/driver.ts';

export interface SnowflakeRows {
  readonly server: SnowflakeServer;
  /** A session of the real driver, in the schema of the table. */
  readonly connection: Connection;
  stop(): Promise<void>;
}

/**
 * A local Snowflake with a table MANY of `rowCount` rows: ID, PRICE (12,2), SHARE (float), LABEL (20 characters), SOLD_ON (date),
 * SOLD_AT (timestamp), IS_NEW, NOTE (mostly null).
 */
export async function startSnowflakeRows(
  rowCount: number,
  limits: SnowflakeServerOptions['limits'] = {},
): Promise<SnowflakeRows> {
  const server = await startSnowflakeServer({
    limits,
    databases: [{ name: 'BENCH' }],
    roles: [{ name: 'READER', grants: [{ privilege: 'SELECT', on: 'BENCH' }] }],
    users: [{ name: 'READER', defaultRole: 'READER', roles: ['READER'], password: 'bench' }],
  });
  const loader = await server.database.connect();
  await loader.run(
    `CREATE TABLE "BENCH"."PUBLIC"."MANY" AS SELECT range AS "ID", CAST(range % 100000 / 100 AS DECIMAL(12,2)) AS "PRICE",
       sqrt(range) AS "SHARE", left(md5(CAST(range AS VARCHAR)), 20) AS "LABEL", DATE '2020-01-01' + CAST(range % 2000 AS INTEGER) AS "SOLD_ON",
       TIMESTAMP '2020-01-01' + to_seconds(range) AS "SOLD_AT", range % 7 = 0 AS "IS_NEW",
       CASE WHEN range % 10 = 0 THEN 'noted' END AS "NOTE" FROM range(${rowCount})`,
  );
  loader.closeSync();
  const connection = await connectWith({
    account: 'BENCH',
    accessUrl: server.accessUrl,
    username: 'READER',
    password: 'bench',
    database: 'BENCH',
    schema: 'PUBLIC',
  });
  return {
    server,
    connection,
    stop: async () => {
      await close(connection);
      await server.stop();
    },
  };
}
