import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    sequence: { shuffle: true },
    testTimeout: 20_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    env: {
      // The Google clients look for a metadata server even when an emulator is named.
      METADATA_SERVER_DETECTION: 'none',
      FIRESTORE_ENABLE_TRACING: 'off',
      SNOWFLAKE_DISABLE_PLATFORM_DETECTION: 'true',
      SNOWFLAKE_DISABLE_MINICORE: '1',
      SF_TELEMETRY_DISABLE_CONNECTION_SHAPE: '1',
    },
  },
});
