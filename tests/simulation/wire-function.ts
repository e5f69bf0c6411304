import type { HttpFunction } from '@google-cloud/functions-framework';
import { coordinatorAgent } from '../../functions/agents/coordinator/agent.ts';
import type { CoordinatorDeps } from '../../functions/agents/coordinator/coordination.ts';
import { recallNamed } from '#shared/handoff/named-records.ts';
import { recallChoices } from '#shared/handoff/choice-records.ts';
import { dataIntelligenceAgent } from '../../functions/agents/data-intelligence/agent.ts';
import { ModelLibrary } from '../../functions/agents/data-intelligence/model-library.ts';
import { createAskApi } from '../../functions/channels/ask-api/handler.ts';
import { createHealthMonitor } from '../../functions/discovery/health-monitor/handler.ts';
import { createStatementCheck } from '../../functions/tools/snowflake-query/check-cost.ts';
import { runQuery } from '../../functions/tools/snowflake-query/tools/run_query.ts';
import { receiveAsAgent } from '#shared/agent/run-agent.ts';
import type { HandoffReceiver } from '#shared/handoff/handoff-receiver.ts';
import { receiveHandoff } from '#shared/handoff/receive-handoff.ts';
import { createLocalCallerVerifier } from '#shared/identity/local-caller-verifier.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { PushSenderVerifier } from '#shared/identity/push-sender.ts';
import type { PushRequest, PushStatus } from '#shared/messaging/push-message.ts';
import { receiveDeadLetter } from '#shared/handoff/receive-dead-letter.ts';
import type { MessageBus } from '#shared/messaging/message-bus.ts';
import type { Logger } from '#shared/observability/logger.ts';
import { createRateLimiter } from '#shared/resilience/rate-limiter.ts';
import type { Timers } from '#shared/resilience/timers.ts';
import type { DocumentStore } from '#shared/state/document-store.ts';
import { createBreakerMemory } from '#shared/state/breaker-memory.ts';
import { receiveAsToolServer } from '#shared/tool/receive-as-tool-server.ts';
import { protectWarehouse } from '#shared/warehouse/protected-warehouse.ts';
import type { Warehouse } from '#shared/warehouse/warehouse.ts';
import { shopModel } from '#tests/unit/compiler/shop-model.ts';
import { exchange, type SimulatedRequest, type SimulatedResponse } from './http-exchange.ts';

/** Everything that an instance of a function reaches the world through. */
export interface InstancePorts {
  readonly store: DocumentStore;
  readonly bus: MessageBus;
  readonly warehouse: Warehouse;
  readonly contextKey: () => Promise<string>;
  readonly contextKeys: () => Promise<string>;
  readonly log: Logger;
  readonly now: () => number;
  readonly timers: Timers;
  readonly stopping: AbortSignal;
  readonly randomBytes: (size: number) => Uint8Array;
}

export type Serve = (request: SimulatedRequest) => Promise<SimulatedResponse>;

/** What Pub/Sub and the scheduler send along. */
export const PLATFORM_TOKEN = 'Bearer platform';

/** How long a turn may take, milliseconds. */
export const TURN_TIMEOUT_MS = 120_000;

/** More than any statement of the simulation reads. */
const MAX_SCAN_BYTES = 1_000_000;

const MODEL = 'shop';
const models = new Map([[MODEL, shopModel()]]);

const sender: PushSenderVerifier = {
  verify: (authorization) =>
    authorization === PLATFORM_TOKEN
      ? Promise.resolve()
      : Promise.reject(new AppError('untrusted_sender', 'The push was not sent by our subscription.')),
};

function coordinatorDeps(store: DocumentStore): CoordinatorDeps {
  const recall: CoordinatorDeps['recallChoices'] = (ownerId, model) => recallChoices(ownerId, model, store);
  const named: CoordinatorDeps['recallNamed'] = (id, sequence) => recallNamed(id, sequence, store);
  return { conversations: store, recallChoices: recall, recallNamed: named, defaultModel: MODEL };
}

/** Wires a function as its index.ts does, with these ports in place of the clients. */
export function wireFunction(name: string, ports: InstancePorts): Serve {
  switch (name) {
    case 'ask-api':
      return serveHttp(askApi(ports));
    case 'health-monitor':
      return serveHttp(createHealthMonitor({ ...ports, sender }));
    case 'dead-letters':
      return servePushRequests((request) => receiveDeadLetter(request, { ...ports, name, sender }));
    case 'coordinator':
      return servePushes(receiveAsAgent(coordinatorAgent, coordinatorDeps(ports.store)), ports);
    case 'data-intelligence': {
      const library = new ModelLibrary(() => Promise.resolve(models));
      return servePushes(receiveAsAgent(dataIntelligenceAgent, { library }), ports);
    }
    case 'snowflake-query': {
      const warehouse = protectWarehouse(ports.warehouse, createBreakerMemory(ports.store), ports.now);
      const check = createStatementCheck(warehouse, MAX_SCAN_BYTES);
      const deps = { warehouse, models: () => Promise.resolve(models), guard: null, check, roleOf: () => null };
      return servePushes(receiveAsToolServer({ name, tools: [runQuery], deps, log: ports.log }), ports);
    }
    default:
      throw new Error(`The simulation does not know how ${name} is wired.`);
  }
}

function serveHttp(handler: HttpFunction): Serve {
  return (request) => exchange(handler, request);
}

function askApi(ports: InstancePorts) {
  return createAskApi({
    ...ports,
    callers: createLocalCallerVerifier(),
    turnTimeoutMs: TURN_TIMEOUT_MS,
    askLimit: createRateLimiter({ perMinute: 60, burst: 60 }, ports.now),
    models: [MODEL],
    fixedToday: null,
  });
}

function servePushes(receiver: HandoffReceiver, ports: InstancePorts): Serve {
  return servePushRequests((request) => receiveHandoff(request, receiver, { ...ports, sender }));
}

function servePushRequests(take: (request: PushRequest) => Promise<PushStatus>): Serve {
  return async ({ headers, body }) => ({
    status: await take({ authorization: headers['authorization'] ?? null, body }),
    text: '',
  });
}
