import { z } from 'zod';
import { functionNameSchema, instantSchema } from './primitives.ts';
import { toolNameSchema } from './tool-call.ts';

/** One instance of a tool server as the registry knows it. */
export const registryEntrySchema = z.looseObject({
  /** The function that serves the tools. */
  name: functionNameSchema,
  /** Where its MCP endpoint is. */
  mcpUrl: z.url(),
  tools: z.array(
    z.object({
      name: toolNameSchema,
      description: z.string(),
      /** SHA-256 of name, description and input schema: a changed tool is noticed. */
      digest: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
  health: z.enum(['healthy', 'degraded', 'down', 'unknown']),
  checkedAt: instantSchema.nullable(),
});
export type RegistryEntry = z.infer<typeof registryEntrySchema>;
