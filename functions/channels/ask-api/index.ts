import { randomBytes } from 'node:crypto';
import { askApiConfigSchema } from './config.ts';
import { createAskApi } from './handler.ts';
import { GOOGLE_ISSUERS, loadConfig } from '#shared/config/platform-config.ts';
import { keepJsonUnparsed } from '#shared/http/json-body.ts';
import { createGoogleCallerVerifier } from '#shared/identity/google-caller-verifier.ts';
import { createLocalCallerVerifier } from '#shared/identity/local-caller-verifier.ts';
import { createPubSubBus } from '#shared/messaging/pubsub-bus.ts';
import { createLogger } from '#shared/observability/logger.ts';
import { createRateLimiter } from '#shared/resilience/rate-limiter.ts';
import { createGoogleSecretStore } from '#shared/secrets/google-secret-store.ts';
import { createFirestoreStore } from '#shared/state/firestore-store.ts';

keepJsonUnparsed();
const config = loadConfig(askApiConfigSchema, process.env);
const now = Date.now;
const { GOOGLE_CLOUD_PROJECT: projectId, FIRESTORE_DATABASE: databaseId } = config;
const secrets = createGoogleSecretStore({ projectId, now, emulatorHost: config.SECRET_MANAGER_EMULATOR_HOST });
const google = { keysUrl: config.GOOGLE_KEYS_URL, issuers: GOOGLE_ISSUERS, audience: config.CALLER_AUDIENCE, now };

export const askApi = createAskApi({
  callers: config.BATON_ENV === 'local' ? createLocalCallerVerifier() : createGoogleCallerVerifier(google),
  bus: createPubSubBus(projectId),
  store: createFirestoreStore({ projectId, databaseId }),
  contextKey: () => secrets.read(config.TURN_CONTEXT_KEY),
  log: createLogger({ function: 'ask-api', projectId, write: console.log, now, least: config.LOG_SEVERITY }),
  turnTimeoutMs: config.TURN_TIMEOUT_MS,
  askLimit: createRateLimiter({ perMinute: config.ASKS_PER_MINUTE, burst: config.ASKS_PER_MINUTE }, now),
  models: config.MODELS,
  fixedToday: config.BATON_AS_OF ?? null,
  randomBytes,
  now,
});
