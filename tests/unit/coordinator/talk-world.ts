import { coordinatorAgent } from '../../../functions/agents/coordinator/agent.ts';
import { dataIntelligenceAgent } from '../../../functions/agents/data-intelligence/agent.ts';
import { ModelLibrary } from '../../../functions/agents/data-intelligence/model-library.ts';
import { createStatementCheck } from '../../../functions/tools/snowflake-query/check-cost.ts';
import { runQuery } from '../../../functions/tools/snowflake-query/tools/run_query.ts';
import { receiveAsAgent } from '#shared/agent/run-agent.ts';
import { recallChoices } from '#shared/handoff/choice-records.ts';
import { recallNamed } from '#shared/handoff/named-records.ts';
import type { Answer } from '#shared/schemas/answer.ts';
import type { DocumentStore } from '#shared/state/document-store.ts';
import { receiveAsToolServer } from '#shared/tool/receive-as-tool-server.ts';
import type { Warehouse } from '#shared/warehouse/warehouse.ts';
import { createMemoryLog } from '#tests/support/memory-log.ts';
import { createTurnWorld } from '#tests/support/turn-world.ts';
import { retailModel } from '#tests/unit/planner/retail-planner.ts';

const NOTHING = { columns: [], rows: [], rowCount: 0, truncated: false, queryId: 'q', elapsedMs: 1 };
const EMPTY_WAREHOUSE: Warehouse = {
  query: () => Promise.resolve(NOTHING),
  describe: () => Promise.resolve([]),
  estimate: () => Promise.resolve(null),
};

/**
 * The real agents over a model, the retail one unless another is given, and a warehouse without rows; each handoff is delivered `times` times. The first
 * turn asks what values there are unless that is known.
 */
export async function createTalkWorld(times = 1, { isProfileKnown = true, model = retailModel } = {}) {
  const models = () => Promise.resolve(new Map([[model.name, model]]));
  const library = new ModelLibrary(models);
  if (isProfileKnown) library.learn(model.name, { values: [], dataThrough: {} }, Date.UTC(2026, 10, 15, 12));
  const deps = {
    warehouse: EMPTY_WAREHOUSE,
    models,
    guard: null,
    check: createStatementCheck(EMPTY_WAREHOUSE, 0),
    roleOf: () => null,
  };
  const store = (): DocumentStore => world.store;
  const world = await createTurnWorld([
    receiveAsAgent(coordinatorAgent, {
      conversations: { find: (query) => store().find(query) },
      recallChoices: (ownerId, model) => recallChoices(ownerId, model, store()),
      recallNamed: (conversationId, sequence) => recallNamed(conversationId, sequence, store()),
      defaultModel: model.name,
    }),
    receiveAsAgent(dataIntelligenceAgent, { library }),
    receiveAsToolServer({ name: 'snowflake-query', tools: [runQuery], deps, log: createMemoryLog() }),
  ]);

  async function say(question: string, conversationId?: string): Promise<Answer> {
    const turn = await world.ask(question, conversationId === undefined ? {} : { conversationId });
    await world.settle(times);
    const { answer } = world.read(turn);
    if (answer === null) throw new Error(`No answer to ${question}.`);
    return answer;
  }

  return { ...world, say };
}
