import { GOOGLE_ISSUERS, loadConfig, receiverConfigSchema } from '#shared/config/platform-config.ts';
import { receiveDeadLetter } from '#shared/handoff/receive-dead-letter.ts';
import { keepJsonUnparsed } from '#shared/http/json-body.ts';
import { servePushRequests } from '#shared/http/serve-push-requests.ts';
import { createPushSenderVerifier } from '#shared/identity/push-sender.ts';
import { createPubSubBus } from '#shared/messaging/pubsub-bus.ts';
import { createLogger } from '#shared/observability/logger.ts';
import { createFirestoreStore } from '#shared/state/firestore-store.ts';

keepJsonUnparsed();
const config = loadConfig(receiverConfigSchema, process.env);
const now = Date.now;
const { GOOGLE_CLOUD_PROJECT: projectId, FIRESTORE_DATABASE: databaseId, GOOGLE_KEYS_URL: keysUrl } = config;
const push = { audience: config.PUSH_AUDIENCE, serviceAccount: config.PUSH_SERVICE_ACCOUNT };
const deps = {
  name: 'dead-letters',
  store: createFirestoreStore({ projectId, databaseId }),
  bus: createPubSubBus(projectId),
  sender: createPushSenderVerifier({ keysUrl, issuers: GOOGLE_ISSUERS, now, ...push }),
  log: createLogger({ function: 'dead-letters', projectId, write: console.log, now, least: config.LOG_SEVERITY }),
  now,
};

export const deadLetters = servePushRequests((request) => receiveDeadLetter(request, deps));
