import { benchCompile } from './compile.ts';
import { benchGuard } from './guard.ts';
import { benchGuardFuzz } from './guard-fuzz.ts';
import { benchHop } from './hop.ts';
import { benchLatency } from './latency.ts';
import { benchLocal } from './local/local.ts';
import { benchPlanner } from './planner.ts';
import { benchWarehouseMemory } from './warehouse-memory.ts';

const BENCHES: Readonly<Record<string, () => Promise<void>>> = {
  compile: async () => {
    await benchCompile();
    await benchGuard();
  },
  guard: async () => {
    await benchGuard();
    await benchGuardFuzz();
  },
  hop: benchHop,
  latency: benchLatency,
  local: benchLocal,
  planner: benchPlanner,
  'warehouse-memory': benchWarehouseMemory,
};

const [name = ''] = process.argv.slice(2);
const bench = BENCHES[name];
if (bench === undefined) {
  console.error(`Name a benchmark: npm run bench -- ${Object.keys(BENCHES).join(' | ')}`);
  process.exit(2);
}
// The clients look for a metadata server even when an emulator is named, and for the cloud that they run in.
Object.assign(process.env, {
  METADATA_SERVER_DETECTION: 'none',
  FIRESTORE_ENABLE_TRACING: 'off',
  SNOWFLAKE_DISABLE_PLATFORM_DETECTION: 'true',
  SNOWFLAKE_DISABLE_MINICORE: '1',
  SF_TELEMETRY_DISABLE_CONNECTION_SHAPE: '1',
});
await bench();
process.exit();
