import { dataIntelligenceAgent } from './agent.ts';
import { dataIntelligenceConfigSchema } from './config.ts';
import { ModelLibrary } from './model-library.ts';
import { receiveAsAgent } from '#shared/agent/run-agent.ts';
import { loadModels } from '#shared/config/load-models.ts';
import { GOOGLE_ISSUERS, loadConfig } from '#shared/config/platform-config.ts';
import { keepJsonUnparsed } from '#shared/http/json-body.ts';
import { servePushes } from '#shared/http/serve-pushes.ts';
import { createPushSenderVerifier } from '#shared/identity/push-sender.ts';
import { createPubSubBus } from '#shared/messaging/pubsub-bus.ts';
import { createLogger } from '#shared/observability/logger.ts';
import { createGoogleSecretStore } from '#shared/secrets/google-secret-store.ts';
import { createFirestoreStore } from '#shared/state/firestore-store.ts';

keepJsonUnparsed();
const config = loadConfig(dataIntelligenceConfigSchema, process.env);
const now = Date.now;
const { GOOGLE_CLOUD_PROJECT: projectId, FIRESTORE_DATABASE: databaseId, GOOGLE_KEYS_URL: keysUrl } = config;
const secrets = createGoogleSecretStore({ projectId, now, emulatorHost: config.SECRET_MANAGER_EMULATOR_HOST });
const push = { audience: config.PUSH_AUDIENCE, serviceAccount: config.PUSH_SERVICE_ACCOUNT };
const library = new ModelLibrary(() => loadModels(config.MODELS_DIRECTORY));

export const dataIntelligence = servePushes(receiveAsAgent(dataIntelligenceAgent, { library }), {
  store: createFirestoreStore({ projectId, databaseId }),
  bus: createPubSubBus(projectId),
  sender: createPushSenderVerifier({ keysUrl, issuers: GOOGLE_ISSUERS, now, ...push }),
  contextKeys: () => secrets.read(config.TURN_CONTEXT_PUBLIC_KEYS),
  log: createLogger({ function: 'data-intelligence', projectId, write: console.log, now, least: config.LOG_SEVERITY }),
  now,
});
