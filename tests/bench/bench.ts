import { benchCompile } from './compile.ts';
import { benchGuard } from './guard.ts';
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
  guard: benchGuard,
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
await bench();
process.exit();
