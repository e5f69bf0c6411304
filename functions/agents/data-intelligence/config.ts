import { z } from 'zod';
import { receiverConfigSchema } from '#shared/config/platform-config.ts';

/** What data-intelligence is told by its environment. */
export const dataIntelligenceConfigSchema = receiverConfigSchema.extend({
  /** Folder of the semantic models, in the bundle or on the laptop. */
  MODELS_DIRECTORY: z.string().min(1),
});
