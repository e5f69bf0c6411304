import { z } from 'zod';
import { SEVERITIES } from '#shared/observability/logger.ts';
import { AppError } from '#shared/errors/app-error.ts';

/** What every function is told by its environment, whatever it does. */
export const platformConfigSchema = z.object({
  BATON_ENV: z.enum(['local', 'dev', 'staging', 'prod']),
  GOOGLE_CLOUD_PROJECT: z.string().min(1),
  /** The named Firestore database. */
  FIRESTORE_DATABASE: z.string().min(1).default('platform'),
  /** Where Google's token keys are published; another address is believed on a laptop only. */
  GOOGLE_KEYS_URL: z.url().default('https://www.googleapis.com/oauth2/v3/certs'),
  /** Least severe log lines to write. */
  LOG_SEVERITY: z.enum(SEVERITIES).default('INFO'),
  /** `host:port` of the local Secret Manager; the client has no variable of its own for it. */
  SECRET_MANAGER_EMULATOR_HOST: z.string().optional(),
});

/** What a function that is fed by push subscriptions is told besides. */
export const receiverConfigSchema = platformConfigSchema.extend({
  /** Audience of the OIDC tokens on pushes to this function: its own URL. */
  PUSH_AUDIENCE: z.url(),
  /** The service account that our subscriptions to this function push as. */
  PUSH_SERVICE_ACCOUNT: z.email(),
  /** Secret with the public keys of signed turn contexts. */
  TURN_CONTEXT_PUBLIC_KEYS: z.string().default('turn-context-public-keys'),
});

/** Issuers of Google's ID tokens, both spellings that Google uses. */
export const GOOGLE_ISSUERS = ['https://accounts.google.com', 'accounts.google.com'] as const;

/**
 * Reads a function's configuration, once, from its environment.
 *
 * @throws AppError `invalid_configuration` whose message names every variable that is missing or wrong.
 */
export function loadConfig<Shape extends z.ZodType>(
  schema: Shape,
  environment: Readonly<Record<string, string | undefined>>,
): z.infer<Shape> {
  const parsed = schema.safeParse(environment);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new AppError('invalid_configuration', `The configuration is not complete. ${problems.join('; ')}`, {
      details: { problems: problems.length },
    });
  }
  refuseLaptopSettings(environment);
  return parsed.data;
}

/** Settings that only a laptop may have: they would let strangers in, or change what today is. */
const LAPTOP_ONLY = [
  'FIRESTORE_EMULATOR_HOST',
  'PUBSUB_EMULATOR_HOST',
  'SECRET_MANAGER_EMULATOR_HOST',
  'GOOGLE_KEYS_URL',
  'BATON_AS_OF',
];

function refuseLaptopSettings(environment: Readonly<Record<string, string | undefined>>): void {
  if (environment['BATON_ENV'] === 'local') return;
  const present = LAPTOP_ONLY.filter((name) => environment[name] !== undefined);
  if (present.length > 0) {
    throw new AppError('invalid_configuration', `Only a laptop (BATON_ENV=local) may set ${present.join(', ')}.`);
  }
}
