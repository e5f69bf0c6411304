import { createHealthMonitor } from './handler.ts';
import { GOOGLE_ISSUERS, loadConfig, receiverConfigSchema } from '#shared/config/platform-config.ts';
import { createPushSenderVerifier } from '#shared/identity/push-sender.ts';
import { createPubSubBus } from '#shared/messaging/pubsub-bus.ts';
import { createLogger } from '#shared/observability/logger.ts';
import { createFirestoreStore } from '#shared/state/firestore-store.ts';

const config = loadConfig(receiverConfigSchema, process.env);
const now = Date.now;
const { GOOGLE_CLOUD_PROJECT: projectId, FIRESTORE_DATABASE: databaseId, GOOGLE_KEYS_URL: keysUrl } = config;
const push = { audience: config.PUSH_AUDIENCE, serviceAccount: config.PUSH_SERVICE_ACCOUNT };

export const healthMonitor = createHealthMonitor({
  store: createFirestoreStore({ projectId, databaseId }),
  bus: createPubSubBus(projectId),
  sender: createPushSenderVerifier({ keysUrl, issuers: GOOGLE_ISSUERS, now, ...push }),
  log: createLogger({ function: 'health-monitor', projectId, write: console.log, now, least: config.LOG_SEVERITY }),
  now,
});
