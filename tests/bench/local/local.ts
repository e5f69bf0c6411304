import { benchDocuments } from './document-rates.ts';
import { benchMemory } from './memory.ts';
import { benchMessages } from './message-latency.ts';

/** The local servers beside Google's emulators, where those are installed, and beside the bare work; then their memory. */
export async function benchLocal(): Promise<void> {
  // The clients look for a metadata server even when an emulator is named, and for the cloud that they run in.
  Object.assign(process.env, {
    METADATA_SERVER_DETECTION: 'none',
    FIRESTORE_ENABLE_TRACING: 'off',
    SNOWFLAKE_DISABLE_PLATFORM_DETECTION: 'true',
    SNOWFLAKE_DISABLE_MINICORE: '1',
    SF_TELEMETRY_DISABLE_CONNECTION_SHAPE: '1',
  });
  await benchMessages();
  await benchDocuments();
  // The driver reads its part of the environment when it is imported.
  const { benchRows } = await import('./row-rate.ts');
  await benchRows();
  await benchMemory();
}
