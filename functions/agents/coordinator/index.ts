import { z } from 'zod';
import { coordinatorAgent } from './agent.ts';
import { receiveAsAgent } from '#shared/agent/run-agent.ts';
import { GOOGLE_ISSUERS, loadConfig, receiverConfigSchema } from '#shared/config/platform-config.ts';
import { recallChoices } from '#shared/handoff/choice-records.ts';
import { recallNamed } from '#shared/handoff/named-records.ts';
import { keepJsonUnparsed } from '#shared/http/json-body.ts';
import { servePushes } from '#shared/http/serve-pushes.ts';
import { createPushSenderVerifier } from '#shared/identity/push-sender.ts';
import { createPubSubBus } from '#shared/messaging/pubsub-bus.ts';
import { createLogger } from '#shared/observability/logger.ts';
import { createGoogleSecretStore } from '#shared/secrets/google-secret-store.ts';
import { createFirestoreStore } from '#shared/state/firestore-store.ts';

keepJsonUnparsed();
const config = loadConfig(receiverConfigSchema.extend({ DEFAULT_MODEL: z.string().default('retail') }), process.env);
const now = Date.now;
const { GOOGLE_CLOUD_PROJECT: projectId, FIRESTORE_DATABASE: databaseId, GOOGLE_KEYS_URL: keysUrl } = config;
const secrets = createGoogleSecretStore({ projectId, now, emulatorHost: config.SECRET_MANAGER_EMULATOR_HOST });
const store = createFirestoreStore({ projectId, databaseId });
const push = { audience: config.PUSH_AUDIENCE, serviceAccount: config.PUSH_SERVICE_ACCOUNT };

export const coordinator = servePushes(
  receiveAsAgent(coordinatorAgent, {
    conversations: store,
    recallChoices: (ownerId, model) => recallChoices(ownerId, model, store),
    recallNamed: (conversationId, sequence) => recallNamed(conversationId, sequence, store),
    defaultModel: config.DEFAULT_MODEL,
  }),
  {
    store,
    bus: createPubSubBus(projectId),
    sender: createPushSenderVerifier({ keysUrl, issuers: GOOGLE_ISSUERS, now, ...push }),
    contextKeys: () => secrets.read(config.TURN_CONTEXT_PUBLIC_KEYS),
    log: createLogger({ function: 'coordinator', projectId, write: console.log, now, least: config.LOG_SEVERITY }),
    now,
  },
);
