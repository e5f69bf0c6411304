import { z } from 'zod';
import { platformConfigSchema } from '#shared/config/platform-config.ts';

/** What the API is told by its environment. */
export const askApiConfigSchema = platformConfigSchema.extend({
  /** Audience that callers' ID tokens must be made for: the OAuth client or the address of the application. */
  CALLER_AUDIENCE: z.string().min(1),
  /** Secret with the private key that turn contexts are signed with. */
  TURN_CONTEXT_KEY: z.string().min(1),
  /** How long a turn may take, milliseconds. */
  TURN_TIMEOUT_MS: z.coerce.number().int().min(1_000).max(540_000).default(120_000),
  /** How many questions a minute one caller may ask of one instance. */
  ASKS_PER_MINUTE: z.coerce.number().int().min(1).default(60),
  /** Names of the semantic models that may be asked, with commas between. */
  MODELS: z
    .string()
    .default('retail')
    .transform((names) => names.split(',').map((name) => name.trim())),
  /** Fixes what "today" is, on a laptop only. */
  BATON_AS_OF: z.iso.date().optional(),
});
