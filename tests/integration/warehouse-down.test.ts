import { join } from 'node:path';
import { expect, it } from 'vitest';
import { coordinatorAgent } from '../../functions/agents/coordinator/agent.ts';
import { dataIntelligenceAgent } from '../../functions/agents/data-intelligence/agent.ts';
import { ModelLibrary } from '../../functions/agents/data-intelligence/model-library.ts';
import { createStatementCheck } from '../../functions/tools/snowflake-query/check-cost.ts';
import { runQuery } from '../../functions/tools/snowflake-query/tools/run_query.ts';
import { receiveAsAgent } from '#shared/agent/run-agent.ts';
import { loadModels } from '#shared/config/load-models.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { createCircuitBreaker, type BreakerMemory } from '#shared/resilience/circuit-breaker.ts';
import { createBreakerMemory } from '#shared/state/breaker-memory.ts';
import { receiveAsToolServer } from '#shared/tool/receive-as-tool-server.ts';
import { protectWarehouse } from '#shared/warehouse/protected-warehouse.ts';
import type { Warehouse } from '#shared/warehouse/warehouse.ts';
import { createMemoryLog } from '#tests/support/memory-log.ts';
import { createMemoryStore } from '#tests/support/memory-store.ts';
import { createTurnWorld } from '#tests/support/turn-world.ts';

const DOWN = new AppError('warehouse_unavailable', 'No answer.');

/** A warehouse that never answers, and counts how often it was asked. */
function createDeadWarehouse() {
  const asked = { times: 0 };
  const fail = (): Promise<never> => {
    asked.times += 1;
    return Promise.reject(DOWN);
  };
  const warehouse: Warehouse = { query: fail, describe: fail, estimate: fail };
  return { asked, warehouse };
}

/** Another instance has found the warehouse down, just now. */
async function tripElsewhere(memory: BreakerMemory): Promise<void> {
  const rules = {
    name: 'snowflake',
    message: '',
    failures: 1,
    openMs: 60_000,
    maxOpenMs: 60_000,
    isFailure: () => true,
  };
  const breaker = createCircuitBreaker(rules, memory, Date.now);
  await breaker.execute(() => Promise.reject(DOWN)).catch(() => undefined);
}

it('a question that needs a warehouse which is known to be down ends at once, and says when to come back', async () => {
  const models = loadModels(join(import.meta.dirname, '../../infra/models'));
  const memory = createBreakerMemory(createMemoryStore());
  await tripElsewhere(memory);
  const { asked, warehouse: dead } = createDeadWarehouse();
  const warehouse = protectWarehouse(dead, memory, Date.now);
  const deps = {
    warehouse,
    models: () => models,
    guard: null,
    check: createStatementCheck(warehouse, 0),
    roleOf: () => null,
  };
  const world = await createTurnWorld([
    receiveAsAgent(coordinatorAgent, {
      conversations: { find: () => Promise.resolve([]) },
      recallChoices: () => Promise.resolve([]),
      recallNamed: () => Promise.resolve([]),
      defaultModel: 'retail',
    }),
    receiveAsAgent(dataIntelligenceAgent, { library: new ModelLibrary(() => models) }),
    receiveAsToolServer({ name: 'snowflake-query', tools: [runQuery], deps, log: createMemoryLog() }),
  ]);
  const turn = await world.ask('revenue by region last month');

  const statuses = await world.settle();

  const { answer } = world.read(turn);
  expect(new Set(statuses)).toEqual(new Set([204]));
  expect(answer).toMatchObject({ outcome: 'failed', failure: { code: 'circuit_open' } });
  expect(answer?.text).toMatch(/^The warehouse can’t be reached at the moment\. It is tried again in \d+ s\.$/);
  expect(asked.times).toBe(0);
});
