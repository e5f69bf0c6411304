import { snowflakeConfigSchema, warehouseOptions } from './config.ts';
import { createQueryDeps } from './query-deps.ts';
import { runQuery } from './tools/run_query.ts';
import { GOOGLE_ISSUERS, loadConfig } from '#shared/config/platform-config.ts';
import { keepJsonUnparsed } from '#shared/http/json-body.ts';
import { servePushes } from '#shared/http/serve-pushes.ts';
import { createPushSenderVerifier } from '#shared/identity/push-sender.ts';
import { createPubSubBus } from '#shared/messaging/pubsub-bus.ts';
import { createLogger } from '#shared/observability/logger.ts';
import { createGoogleSecretStore } from '#shared/secrets/google-secret-store.ts';
import { createBreakerMemory } from '#shared/state/breaker-memory.ts';
import { createFirestoreStore } from '#shared/state/firestore-store.ts';
import { receiveAsToolServer } from '#shared/tool/receive-as-tool-server.ts';
import { protectWarehouse } from '#shared/warehouse/protected-warehouse.ts';
import { createSnowflakeWarehouse } from '#shared/warehouse/snowflake-warehouse.ts';

keepJsonUnparsed();
const config = loadConfig(snowflakeConfigSchema, process.env);
const now = Date.now;
const { GOOGLE_CLOUD_PROJECT: projectId, FIRESTORE_DATABASE: databaseId, GOOGLE_KEYS_URL: keysUrl } = config;
const secrets = createGoogleSecretStore({ projectId, now, emulatorHost: config.SECRET_MANAGER_EMULATOR_HOST });
const log = createLogger({
  function: 'snowflake-query',
  projectId,
  write: console.log,
  now,
  least: config.LOG_SEVERITY,
});
const push = { audience: config.PUSH_AUDIENCE, serviceAccount: config.PUSH_SERVICE_ACCOUNT };
const store = createFirestoreStore({ projectId, databaseId });
const snowflake = createSnowflakeWarehouse(warehouseOptions(config, secrets));
const warehouse = protectWarehouse(snowflake, createBreakerMemory(store), now);
const deps = createQueryDeps(config, warehouse);

export const snowflakeQuery = servePushes(
  receiveAsToolServer({ name: 'snowflake-query', tools: [runQuery], deps, log }),
  {
    store,
    bus: createPubSubBus(projectId),
    sender: createPushSenderVerifier({ keysUrl, issuers: GOOGLE_ISSUERS, now, ...push }),
    contextKeys: () => secrets.read(config.TURN_CONTEXT_PUBLIC_KEYS),
    log,
    now,
  },
);
