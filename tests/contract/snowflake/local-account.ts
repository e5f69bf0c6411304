import { generateKeyPairSync } from 'node:crypto';
import type { Connection, ConnectionOptions } from 'snowflake-sdk';

import {
  type SnowflakeServer,
  type SnowflakeServerOptions,
  startSnowflakeServer,
} from '#infra/local/snowflake/start-snowflake-server.ts';
import { createSnowflakeWarehouse } from '#shared/warehouse/snowflake-warehouse.ts';
import type { Warehouse } from '#shared/warehouse/warehouse.ts';
import { connectWith } from './driver.ts';

const KEYS = generateKeyPairSync('rsa', {
  modulusLength: 2_048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

/** The private key of the service user READER_SERVICE. */
export const PRIVATE_KEY = KEYS.privateKey;
export const PUBLIC_KEY = KEYS.publicKey;
export const PASSWORD = 'correct horse battery staple';
export const ACCESS_TOKEN = 'pat-of-the-reader';

/** A small account: a reader who may see one schema, an owner who may do all in the database, an outsider who may do nothing. */
export const ACCOUNT: SnowflakeServerOptions = {
  account: 'CONTRACT',
  warehouses: ['BATON_WH'],
  roles: [
    { name: 'READER', grants: [{ privilege: 'SELECT', on: 'BATON_SAMPLE.SHOP' }] },
    { name: 'OWNER', grants: [{ privilege: 'ALL', on: 'BATON_SAMPLE' }] },
    { name: 'OUTSIDER', grants: [] },
  ],
  users: [
    {
      name: 'READER_SERVICE',
      defaultRole: 'READER',
      roles: ['READER'],
      defaultWarehouse: 'BATON_WH',
      password: PASSWORD,
      publicKeys: [KEYS.publicKey],
      programmaticAccessTokens: [ACCESS_TOKEN],
    },
    {
      name: 'KEEPER',
      defaultRole: 'OWNER',
      roles: ['OWNER', 'READER', 'OUTSIDER'],
      defaultWarehouse: 'BATON_WH',
      password: PASSWORD,
    },
  ],
};

const SHOP = `
  CREATE SCHEMA BATON_SAMPLE."SHOP";
  USE BATON_SAMPLE."SHOP";
  CREATE TABLE BATON_SAMPLE."SHOP"."CUSTOMER" ("CUSTOMER_ID" BIGINT PRIMARY KEY, "EMAIL" VARCHAR NOT NULL, "REGION" VARCHAR);
  CREATE TABLE BATON_SAMPLE."SHOP"."ORDERS" ("ORDER_ID" BIGINT PRIMARY KEY, "CUSTOMER_ID" BIGINT REFERENCES "CUSTOMER"("CUSTOMER_ID"),
    "ORDERED_ON" DATE, "AMOUNT" DECIMAL(12,2));
  COMMENT ON TABLE BATON_SAMPLE."SHOP"."ORDERS" IS 'One row per order';
  INSERT INTO BATON_SAMPLE."SHOP"."CUSTOMER" VALUES (1, 'ann@example.com', 'Europe'), (2, 'bob@example.com', 'Asia');
  INSERT INTO BATON_SAMPLE."SHOP"."ORDERS" VALUES (10, 1, '2026-01-05', 12.50), (11, 1, '2026-02-05', 7.25), (12, 2, '2026-02-06', 100);
  CREATE VIEW BATON_SAMPLE."SHOP"."CONTACTS" AS SELECT "CUSTOMER_ID", "EMAIL" FROM BATON_SAMPLE."SHOP"."CUSTOMER";
  CREATE SCHEMA BATON_SAMPLE."HIDDEN";
  CREATE TABLE BATON_SAMPLE."HIDDEN"."PAYROLL" ("SALARY" DECIMAL(12,2));
  INSERT INTO BATON_SAMPLE."HIDDEN"."PAYROLL" VALUES (1000)`;

export interface LocalAccount {
  readonly server: SnowflakeServer;
  /** What every connection needs besides its credentials. */
  readonly options: ConnectionOptions;
  /** Opens a connection as READER_SERVICE. */
  reader(options?: Partial<ConnectionOptions>): Promise<Connection>;
  /** Opens a connection as KEEPER. */
  owner(options?: Partial<ConnectionOptions>): Promise<Connection>;
  stop(): Promise<void>;
}

/** Starts a local account with a shop of two customers and three orders. */
export async function startLocalAccount(changes: Partial<SnowflakeServerOptions> = {}): Promise<LocalAccount> {
  const server = await startSnowflakeServer({ ...ACCOUNT, ...changes });
  const loader = await server.database.connect();
  try {
    await loader.run(SHOP);
  } finally {
    loader.closeSync();
  }
  const options: ConnectionOptions = {
    account: 'CONTRACT',
    accessUrl: server.accessUrl,
    application: 'BatonContract',
    database: 'BATON_SAMPLE',
    schema: 'SHOP',
  };
  const as =
    (username: string) =>
    (more: Partial<ConnectionOptions> = {}) =>
      connectWith({ ...options, username, password: PASSWORD, ...more });
  return { server, options, reader: as('READER_SERVICE'), owner: as('KEEPER'), stop: () => server.stop() };
}

/** The warehouse of the functions, with the reader's key pair. */
export function openReaderWarehouse({ server }: LocalAccount): Warehouse {
  return createSnowflakeWarehouse({
    account: 'CONTRACT',
    role: 'READER',
    warehouse: 'BATON_WH',
    accessUrl: server.accessUrl,
    login: { method: 'key-pair', user: 'READER_SERVICE', privateKey: () => Promise.resolve(PRIVATE_KEY) },
  });
}
