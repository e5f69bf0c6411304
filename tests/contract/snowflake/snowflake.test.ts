import { describeSnowflake } from './snowflake-contract.ts';
import { connectWith } from './driver.ts';
import { startLocalAccount } from './local-account.ts';

describeSnowflake('the local Snowflake', async () => {
  const account = await startLocalAccount();
  return { connect: () => account.reader(), stop: () => account.stop() };
});

const { SNOWFLAKE_ACCOUNT, SNOWFLAKE_USER, SNOWFLAKE_PRIVATE_KEY, SNOWFLAKE_WAREHOUSE, SNOWFLAKE_ROLE } = process.env;
const hasCredentials =
  SNOWFLAKE_ACCOUNT !== undefined && SNOWFLAKE_USER !== undefined && SNOWFLAKE_PRIVATE_KEY !== undefined;

const skipped = hasCredentials ? null : 'SNOWFLAKE_ACCOUNT, SNOWFLAKE_USER and SNOWFLAKE_PRIVATE_KEY are not set';
if (skipped !== null) process.stdout.write(`Snowflake contract on a real account: skipped, ${skipped}\n`);

describeSnowflake(
  'a real Snowflake account',
  async () => ({
    connect: () =>
      connectWith({
        account: SNOWFLAKE_ACCOUNT ?? '',
        username: SNOWFLAKE_USER ?? '',
        authenticator: 'SNOWFLAKE_JWT',
        privateKey: SNOWFLAKE_PRIVATE_KEY ?? '',
        warehouse: SNOWFLAKE_WAREHOUSE ?? '',
        role: SNOWFLAKE_ROLE ?? '',
        database: 'SNOWFLAKE_SAMPLE_DATA',
        schema: 'TPCH_SF1',
        application: 'BatonContract',
      }),
    stop: () => Promise.resolve(),
  }),
  skipped,
);
